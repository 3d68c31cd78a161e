"""Turns two language editions of one text into what one of them lacks and where their figures, dates or names differ."""

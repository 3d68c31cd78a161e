"""Turns two language editions of one text into what one lacks, and where figures, dates or names differ."""

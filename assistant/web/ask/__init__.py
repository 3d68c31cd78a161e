"""Turns questions into a conversation on a page; knows nothing about how answers are found."""

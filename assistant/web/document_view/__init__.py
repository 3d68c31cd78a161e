"""The document behind a citation: its text at the quote, its other edition beside it, its original page."""

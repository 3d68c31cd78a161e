"""Turns nothing itself: the reader of PDF files, by its only public name; knows nothing about other formats."""

from assistant.corpus.pdf.reader import read_pdf

__all__ = ["read_pdf"]

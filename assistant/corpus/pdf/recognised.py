"""Turns a scanned page into a page of words by OCR, when that is asked for and can be had.

Knows nothing about Tesseract's way of being called; `corpus.ocr` does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assistant.corpus.extract import Options
from assistant.corpus.ocr import recognise
from assistant.corpus.pdf.pdfium import POINTS_PER_INCH, page_image
from assistant.corpus.pdf.shapes import Box, Page, Word


def recognised_page(document: Any, page: Page, options: Options) -> Page | None:
    """The page with its recognised words; None where OCR is off, missing, or finds nothing."""
    if not options.ocr:
        return None
    image = page_image(document, page.number, options.ocr_dots_per_inch)
    found, width, height = recognise(image, options)
    options.alive()
    if not found:
        return None
    scale = POINTS_PER_INCH / options.ocr_dots_per_inch
    sizes: dict[int, list[float]] = {}
    for word in found:
        sizes.setdefault(word.line, []).append(word.height)
    words = tuple(
        Word(
            word.text,
            Box(
                word.left * scale, word.top * scale, (word.left + word.width) * scale, (word.top + word.height) * scale
            ),
            round(max(sizes[word.line]) * scale * 2) / 2,
        )
        for word in found
    )
    return replace(page, words=words, aslant=(), rules=(), width=width * scale, height=height * scale, ocr=True)

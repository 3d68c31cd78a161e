"""Turns a scanned page into a page of words by OCR, when that is asked for and can be had.

Knows nothing about Tesseract's way of being called; `corpus.ocr` does.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from assistant.corpus.extract import Options
from assistant.corpus.ocr import recognise
from assistant.corpus.pdf.pdfium import POINTS_PER_INCH, page_image
from assistant.corpus.pdf.shapes import Box, Page, Word

SIZE_STEP = 1.35


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
            _step(max(sizes[word.line]) * scale),
        )
        for word in found
    )
    return replace(
        page, words=words, aslant=(), rules=(), boxes=(), width=width * scale, height=height * scale, ocr=True
    )


def _step(size: float) -> float:
    """The size in coarse steps: the boxes of recognised words differ from line to line though their letters do not."""
    return round(SIZE_STEP ** round(math.log(max(size, 1.0), SIZE_STEP)), 1)

"""Turns the settings into what a file may cost: time, memory, size.

Knows nothing about formats or about how the limits are kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.corpus.extract import DEFAULT, Options
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file's reading, and the options that its reader is given."""

    timeout_s: float = 120.0
    memory_mb: int = 2000
    max_file_mb: int = 200
    options: Options = DEFAULT


def limits_of(settings: Settings) -> Limits:
    return Limits(
        timeout_s=settings.reading_timeout_s,
        memory_mb=settings.reading_memory_mb,
        max_file_mb=settings.max_file_mb,
        options=Options(
            ocr=settings.ocr,
            ocr_dots_per_inch=settings.ocr_dots_per_inch,
            ocr_page_timeout_s=settings.ocr_page_timeout_s,
            max_pages=settings.max_pages,
            max_expanded_mb=settings.max_expanded_mb,
            max_text_chars=settings.max_text_chars,
        ),
    )

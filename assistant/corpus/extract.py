"""Turns nothing itself: it says what every reader of a file format gives back.

Knows nothing about any format. A reader is a function from bytes to `Extract`s; it raises ReadingError.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.records import Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside an extract's text; `level` 1 is the outermost."""

    level: int
    span: Span


@dataclass(frozen=True, slots=True)
class Extract:
    """The clean text of one document with what its file says about itself."""

    text: str
    headings: tuple[Heading, ...] = ()
    title: str | None = None
    date: str | None = None
    url: str | None = None
    language: str | None = None
    organisation: str | None = None
    id: str | None = None
    problem: tuple[str, str] | None = None  # why a record of a larger file is unusable: English, French


Reader = Callable[[bytes], list[Extract]]


class TextBuilder:
    """Collects blocks of text, separated by blank lines, and remembers where the headings stand."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.headings: list[Heading] = []

    def add(self, text: str, *, heading_level: int | None = None, tight: bool = False) -> None:
        """Append a block; `tight` puts it on the next line (list items) instead of after a blank line."""
        text = text.strip()
        if not text:
            return
        if self._parts:
            self._append("\n" if tight else "\n\n")
        if heading_level is not None:
            self.headings.append(Heading(heading_level, Span(self._length, self._length + len(text))))
        self._append(text)

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def _append(self, part: str) -> None:
        self._parts.append(part)
        self._length += len(part)

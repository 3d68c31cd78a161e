"""Turns nothing itself: it says what every reader of a file format is given and gives back.

Knows nothing about any format. A reader is a function from bytes and options to `Extract`s; it raises ReadingError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.records import Span


@dataclass(frozen=True, slots=True)
class Options:
    """What a reader may do and how much of it; every limit is there to end a hostile file early."""

    ocr: bool = False
    ocr_dots_per_inch: int = 250
    ocr_page_timeout_s: int = 90
    max_pages: int = 2000
    max_expanded_mb: int = 400
    max_archive_entries: int = 10_000
    max_text_chars: int = 30_000_000
    alive: Callable[[], None] = lambda: None  # called after each slow page, so that the file gets more time


DEFAULT = Options()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside an extract's text; `level` 1 is the outermost; it holds up to `until` when that is set."""

    level: int
    span: Span
    until: int | None = None


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where in the text a page begins."""

    offset: int
    page: int


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
    made: str | None = None  # when the file was made: a date, if the text has none of its own
    pages: tuple[PageStart, ...] = ()
    page_count: int | None = None
    furniture: tuple[Span, ...] = ()
    ocr_pages: tuple[int, ...] = ()
    unread: bool = False  # some pages of it could not be read
    warnings: tuple[tuple[str, str], ...] = ()  # what was not read or is doubtful: English, French


class Reader(Protocol):
    def __call__(self, data: bytes, options: Options = DEFAULT) -> list[Extract]: ...


class TextBuilder:
    """Collects blocks of text, separated by blank lines, and remembers where headings, pages and furniture stand."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._next_page: int | None = None
        self.headings: list[Heading] = []
        self.pages: list[PageStart] = []
        self.furniture: list[Span] = []

    def add(self, text: str, *, heading_level: int | None = None, tight: bool = False, furniture: bool = False) -> None:
        """Append a block; `tight` puts it on the next line (list items) instead of after a blank line."""
        text = text.strip()
        if not text:
            return
        if self._parts:
            self._append("\n" if tight else "\n\n")
        span = Span(self._length, self._length + len(text))
        if self._next_page is not None:
            self.pages.append(PageStart(self._length, self._next_page))
            self._next_page = None
        if heading_level is not None:
            self.headings.append(Heading(heading_level, span))
        if furniture:
            self.furniture.append(span)
        self._append(text)

    def page(self, number: int) -> None:
        """What is added from now on stands on this page."""
        if (self._next_page or (self.pages[-1].page if self.pages else None)) != number:
            self._next_page = number

    def close_heading(self) -> None:
        """The last heading, a table's caption, holds no further."""
        last = self.headings[-1]
        self.headings[-1] = Heading(last.level, last.span, until=self._length)

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def _append(self, part: str) -> None:
        self._parts.append(part)
        self._length += len(part)


def numbers_text(numbers: Sequence[int]) -> str:
    """ "1-3, 7": numbers in order, runs of them shortened."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def hidden_note(count: int) -> tuple[tuple[str, str], ...]:
    """The warning for characters that no reader would see."""
    if not count:
        return ()
    return ((f"{count} invisible characters left out", f"{count} caractères invisibles laissés de côté"),)

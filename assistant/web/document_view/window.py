"""Turns a document and the stretch that matters into the window of it that one page shows.

Knows nothing about HTML. A page stays well under a megabyte whatever the document holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import Document, Section, Span

WINDOW = 40_000  # characters
SECTIONS = 250  # each costs markup
LINE_LOOK = 2_000  # how far a window's edge may move to the beginning of a line


@dataclass(frozen=True, slots=True)
class Window:
    """`before` and `after` are where the windows next to it begin, None where there is nothing more."""

    span: Span
    before: int | None
    after: int | None

    @property
    def whole(self) -> bool:
        return self.before is None and self.after is None


def sections_of(document: Document) -> tuple[Section, ...]:
    """The document's sections, one without a heading for whatever stands before the first."""
    first = document.sections[0].span.start if document.sections else len(document.text)
    return (*((Section((), Span(0, first)),) if first else ()), *document.sections)


def window_of(document: Document, focus: Span | None, start: int | None = None, size: int = WINDOW) -> Window:
    """The window that begins at `start`, or else the one around the focus, or else the first."""
    lead = size // 3
    if focus:  # a long quote is shown whole, with something before and after it
        size = min(WINDOW, max(size, focus.end - focus.start + 2 * lead))
    text, look = document.text, min(LINE_LOOK, size // 4)
    starts = [section.span.start for section in sections_of(document)]
    if start is None:
        start = max(0, focus.start - lead) if focus else 0
        if focus:  # many small sections before the focus must not push it out
            start = max(start, starts[max(0, bisect_right(starts, focus.start) - SECTIONS // 3)] if starts else 0)
    start = _line_start(text, min(start, max(0, len(text) - 1)), look)
    end = min(len(text), start + size)
    if end < len(text):
        end = max(_line_start(text, end, look), start + 1)
    beyond = bisect_right(starts, start) + SECTIONS
    if beyond < len(starts):
        end = min(end, starts[beyond])
    before = _line_start(text, max(0, start - size + look), look) if start > 0 else None
    return Window(Span(start, end), before, end if end < len(text) else None)


def _line_start(text: str, offset: int, look: int) -> int:
    """The beginning of the line that the offset stands in, or the offset itself where that is far."""
    found = text.rfind("\n", max(0, offset - look), offset)
    return found + 1 if found >= 0 else (0 if offset <= look else offset)


def headings_of(sections: Sequence[Section]) -> list[Section]:
    """The first section under each heading; a heading goes on over several pages."""
    found: list[Section] = []
    path: tuple[str, ...] = ()
    for section in sections:
        if section.heading and section.heading != path:
            found.append(section)
        path = section.heading
    return found

"""Turns a window of a document into HTML: its sections under their headings, page by page, the quote marked.

Knows nothing about versions or routes. Every character of the window is there, and nothing of it is anything but text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import Document, Language, Section, Span
from assistant.web.document_view.window import Window, sections_of
from assistant.web.markup import laid_out
from assistant.web.strings import STRINGS

HIGHEST = 3  # h1 is the document's title, h2 the pane's


@dataclass(frozen=True, slots=True)
class Marking:
    """What is marked, and the id that its first piece gets."""

    span: Span
    identity: str


def render_body(document: Document, window: Window, marking: Marking | None, language: Language, prefix: str) -> str:
    """The sections of the window; their ids begin with the prefix."""
    drawn = _Drawing(document, marking)
    parts: list[str] = []
    page: int | None = None
    for section in sections_of(document):
        start, end = max(section.span.start, window.span.start), min(section.span.end, window.span.end)
        if start >= end:
            continue
        if section.page is not None and section.page != page:
            page = section.page
            parts.append(f'<p class="page">{STRINGS[language].page.format(page=page)}</p>')
        parts.append(_section(drawn, section, Span(start, end), prefix))
    return "".join(parts)


class _Drawing:
    """Draws stretches of one document, marked where they are to be; the first marked piece gets the id."""

    def __init__(self, document: Document, marking: Marking | None) -> None:
        self.document = document
        self._marking = marking
        self._identified = False

    def text(self, start: int, end: int) -> str:
        text, marking = self.document.text, self._marking
        if marking is None or marking.span.end <= start or end <= marking.span.start:
            return laid_out(text[start:end])
        first, last = max(start, marking.span.start), min(end, marking.span.end)
        marked = text[first:last]
        first += len(marked) - len(marked.lstrip())  # blank lines at its edges are not painted
        last -= len(marked) - len(marked.rstrip())
        if first >= last:
            return laid_out(text[start:end])
        identity = "" if self._identified else f' id="{marking.identity}" tabindex="-1"'
        self._identified = True
        quote = f"<mark{identity}>{laid_out(text[first:last])}</mark>"
        return laid_out(text[start:first]) + quote + laid_out(text[last:end])


def _section(drawn: _Drawing, section: Section, shown: Span, prefix: str) -> str:
    language = section.language or drawn.document.language
    heading = heading_span(drawn.document.text, section) if shown.start == section.span.start else None
    title, rest = "", shown.start
    if heading and heading.end <= shown.end:
        level = min(6, HIGHEST - 1 + len(section.heading))
        title = f"<h{level}>{drawn.text(shown.start, heading.end)}</h{level}>"
        rest = heading.end
    text = f'<div class="text">{drawn.text(rest, shown.end)}</div>' if drawn.document.text[rest : shown.end] else ""
    return f'<section id="{prefix}{section.span.start}" lang="{language}">{title}{text}</section>'


def heading_span(text: str, section: Section) -> Span | None:
    """Where a section's own heading stands, when it stands at its beginning."""
    words: Sequence[str] = section.heading[-1].split() if section.heading else ()
    if not words:
        return None
    found = re.compile(r"\s*" + r"\s+".join(map(re.escape, words))).match(text, section.span.start, section.span.end)
    return Span(found.start(), found.end()) if found else None

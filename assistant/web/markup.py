"""Turns words of documents and readers into HTML that is nothing but text, and names documents the same way everywhere.

Knows nothing about answers or pages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from assistant.answering.wording import LANGUAGE_NAMES
from assistant.records import Document, Language, Span

LONGEST_SHOWN = 20_000  # characters of one passage or quote
INERT = str.maketrans({"$": "&#36;", "{": "&#123;", "}": "&#125;", "`": "&#96;", "\x00": "\ufffd"})
BLANK_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n)+[ \t]*")


def safe(text: str) -> str:
    """Text that no browser and no template engine takes for anything but text."""
    return html.escape(text).translate(INERT)


def laid_out(text: str) -> str:
    """Safe text whose blank lines, every character of them kept, are drawn as one small gap."""
    return BLANK_LINES.sub(lambda blank: f'<span class="gap">{blank[0]}</span>', safe(text))


def cut(text: str) -> str:
    """Laid out text, ended by "…" where it is too long to show."""
    return laid_out(shortened(text))


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def with_key(text: str, start: int, key: Span | None) -> str:
    """Laid out text that begins at `start` of its document, with the part that lies in `key` set in bold."""
    if key is None or not (start <= key.start < key.end <= start + len(text)):
        return laid_out(text)
    first, last = key.start - start, key.end - start
    return f"{laid_out(text[:first])}<strong>{laid_out(text[first:last])}</strong>{laid_out(text[last:])}"


def title_of(document: Document) -> str:
    return f'<cite lang="{document.language}">{safe(document.title)}</cite>'


def facts_of(document: Document, language: Language, page: str | None = None) -> str:
    """Organisation, date, language and page, as far as they are known."""
    parts: Sequence[str | None] = (
        document.organisation,
        document.date,
        LANGUAGE_NAMES[language][document.language],
        page,
    )
    return f'<span class="facts">{" · ".join(safe(part) for part in parts if part)}</span>'

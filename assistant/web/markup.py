"""Turns words of documents and readers into HTML that is nothing but text, and names documents the same way everywhere.

Knows nothing about answers or pages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from assistant.answering.wording import LANGUAGE_NAMES
from assistant.records import Document, Language, Span
from assistant.web.strings import STRINGS

LONGEST_SHOWN = 6_000  # characters of one passage or quote; five sources of the worst kind stay below a megabyte
LONGEST_FACT = 300  # characters of an organisation, a date, a heading or an address
SHORT_HASH = 12  # digits
TURNING = dict.fromkeys((*range(8234, 8239), *range(8294, 8298), *range(917504, 917632)))
INERT = str.maketrans({"$": "&#36;", "{": "&#123;", "}": "&#125;", "`": "&#96;", "\x00": "\ufffd"})
BLANK_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n)+[ \t]*")


def safe(text: str) -> str:
    """Text that no browser and no template engine takes for anything but text.

    Unseen characters that turn what stands beside them round, or hide words, are left out.
    """
    return html.escape(text.translate(TURNING)).translate(INERT)


def fact(text: str) -> str:
    """A safe line about a document, ended by "…" where it is too long for one."""
    return safe(text if len(text) <= LONGEST_FACT else f"{text[:LONGEST_FACT]}…")


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
    return f'<cite lang="{document.language}">{fact(document.title)}</cite>'


def facts_of(document: Document, language: Language, page: str | None = None) -> str:
    """Organisation, date, language and page; that there is no date is said, since a date is looked for."""
    parts: Sequence[str | None] = (
        document.organisation,
        document.date or STRINGS[language].no_date,
        LANGUAGE_NAMES[language][document.language],
        page,
    )
    return f'<span class="facts">{" · ".join(fact(part) for part in parts if part)}</span>'

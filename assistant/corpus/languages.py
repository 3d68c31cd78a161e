"""Turns the sections of a document into sections of one language each, cut between paragraphs where it changes.

Knows nothing about what is said. A stretch that is not clearly in the other language has its document's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.records import OTHER, Language, Section, Span
from assistant.text.language import clear_language, own_words

PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")
FEW_WORDS = 8  # with fewer own words of the other language in all, or a smaller share, a document is in one language
FEW_SHARE = 0.03


def by_language(text: str, sections: Sequence[Section], language: Language) -> tuple[Section, ...]:
    counts = own_words(text)
    other = OTHER[language]
    if counts[other] < max(FEW_WORDS, FEW_SHARE * sum(counts.values())):
        return tuple(replace(section, language=language) for section in sections)
    return tuple(part for section in sections for part in _parts(text, section, language))


def _parts(text: str, section: Section, language: Language) -> Iterator[Section]:
    start, current = section.span.start, None
    for match in PARAGRAPH.finditer(text, section.span.start, section.span.end):
        found = clear_language(match.group())
        if found is None:
            continue
        if current is not None and found != current:
            yield replace(section, span=Span(start, match.start()), language=current)
            start = match.start()
        current = found
    yield replace(section, span=Span(start, section.span.end), language=current or language)

"""Turns a document into its mentions of acronyms beside their words, and these into JSON and back.

Knows nothing about other documents: what can only be known from them, such as that words before a bracket are the sense
in another language, is kept as a possibility.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assistant.records import Document, Language, Span
from assistant.text.acronyms import find_acronyms, find_beside, find_named_alike, language_of

OPENING, CLOSING = "([", ")]"
LONGEST_QUOTE = 600  # characters; nothing that `find_acronyms` gives is longer


class Kind(StrEnum):
    """How acronym and words stand together."""

    LETTERS = "letters"  # the letters come from the words
    BESIDE = "beside"  # the words stand before the bracket, whatever the letters
    NAMED = "named"  # the words are another acronym, said to be the same in another language


@dataclass(frozen=True, slots=True)
class Mention:
    """An acronym `at` its place and what stands beside it: one span, or for BESIDE all that it may be, longest first.

    `language` is that of the words; None where it is neither French nor English.
    """

    kind: Kind
    at: Span
    spans: tuple[Span, ...]
    language: Language | None


def find_mentions(document: Document) -> tuple[Mention, ...]:
    return tuple(
        mention
        for mention in _all(document)
        if not any(menu.start <= mention.at.start < menu.end for menu in document.furniture)
    )


def quote_of(text: str, at: Span, span: Span) -> Span:
    """The slice that holds acronym and words, with the bracket that closes behind them."""
    start, end = min(at.start, span.start), max(at.end, span.end)
    opened = sum(text.count(bracket, start, end) for bracket in OPENING)
    closed = sum(text.count(bracket, start, end) for bracket in CLOSING)
    while opened > closed and end < len(text) and (text[end] in CLOSING or text[end] in " \u00a0\u202f»”\"'’.*_"):
        closed += text[end] in CLOSING
        end += 1
    return Span(start, end if opened == closed else max(at.end, span.end))


def to_json(mentions: tuple[Mention, ...]) -> str:
    return json.dumps(
        [
            [one.kind, one.at.start, one.at.end, [[s.start, s.end] for s in one.spans], one.language]
            for one in mentions
        ]
    )  # fmt: skip


def from_json(record: str) -> tuple[Mention, ...]:
    return tuple(
        Mention(Kind(kind), Span(start, end), tuple(Span(*span) for span in spans), language)
        for kind, start, end, spans, language in json.loads(record)
    )


def _all(document: Document) -> Iterator[Mention]:
    text = document.text
    for found in find_acronyms(text):
        yield Mention(Kind.LETTERS, found.at, (found.span,), _language(document, found.span))
    for beside in find_beside(text):
        yield Mention(Kind.BESIDE, beside.at, beside.spans, _language(document, beside.spans[0]))
    for named in find_named_alike(text):
        yield Mention(Kind.NAMED, named.at, (named.other,), named.language)


def _language(document: Document, span: Span) -> Language | None:
    around = next(
        (s.language for s in document.sections if s.language and s.span.start <= span.start < s.span.end), None
    )
    return language_of(document.text[span.start : span.end], around or document.language)

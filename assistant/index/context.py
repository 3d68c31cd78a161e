"""Turns a passage or sentence into the text that is embedded and the terms that are indexed for it.

Knows nothing about models. What stands in front (title, organisation, heading path, date) helps finding; it is
never part of what is cited.
"""

from __future__ import annotations

from assistant.records import Document, Passage, Span
from assistant.text.terms import terms
from assistant.text.values import find_values


def passage_context(document: Document, passage: Passage) -> str:
    """Title, organisation unless the title names it, heading path: "UNICEF Mali – Where we work. Gao"."""
    parts = [document.title]
    if document.organisation and document.organisation.casefold() not in document.title.casefold():
        parts.append(document.organisation)
    parts.extend(heading for heading in passage.heading if not passage.text.startswith(heading))
    return ". ".join(part.strip(" .") for part in parts if part.strip())


def embedded_passage(document: Document, passage: Passage) -> str:
    return f"{passage_context(document, passage)}. {passage.text}"


def embedded_sentence(document: Document, span: Span) -> str:
    """A sentence on its own with the title in front ranked right sentences best (0.69 first against 0.52 without)."""
    return f"{document.title.strip(' .')}. {document.text[span.start : span.end]}"


def passage_terms(document: Document, passage: Passage) -> list[str]:
    """The terms of a passage with its context, and every date in one spelling whatever the language."""
    text = f"{passage_context(document, passage)}\n{passage.text}"
    return [*terms(text, passage.language), *date_terms(f"{document.date or ''}\n{text}")]


def date_terms(text: str) -> list[str]:
    """ "5 août 2014" and "5 August 2014" both give date:2014-08-05 and date:2014-08; years are terms already."""
    dates = [value.key for value in find_values(text) if value.kind == "date" and "-" in value.key.strip("-")]
    return [f"date:{key[:length]}" for key in dates for length in (7, 10) if len(key) >= length]

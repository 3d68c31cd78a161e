"""Turns an answer into the record that is kept of it for export and feedback: its words and quotes, no whole document.

Knows nothing about file formats. A record is small however large the documents are.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_urlsafe

from assistant.records import Answer, Citation, Language

KEPT = 400  # answers of all readers; the oldest go first


@dataclass(frozen=True, slots=True)
class Source:
    """One citation: where its quote stands, in which version of which document."""

    number: int
    document: str
    title: str
    organisation: str | None
    language: Language
    path: str
    url: str | None
    date: str | None
    sha256: str
    section: str
    page: int | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Exported:
    """`typed` is what the reader wrote, `question` what was asked; `values` are (value, number) that disagree."""

    typed: str
    question: str
    language: Language
    answered: bool
    said: str  # the reason, where there is no answer
    confidence: float
    generation: str
    model: str
    made_at: str
    sources: tuple[Source, ...]
    disagreements: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()


def exported(answer: Answer, typed: str) -> Exported:
    return Exported(
        typed=typed,
        question=answer.question,
        language=answer.language,
        answered=answer.answered,
        said=answer.reason_text or "",
        confidence=answer.confidence,
        generation=answer.generation,
        model=answer.model,
        made_at=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        sources=tuple(_source(citation) for citation in answer.citations),
        disagreements=tuple(
            (conflict.about, tuple((value.value, value.citation) for value in conflict.values))
            for conflict in answer.disagreements
        ),
    )


def _source(citation: Citation) -> Source:
    document, passage = citation.document, citation.passage
    return Source(
        citation.number, document.id, document.title, document.organisation, document.language, document.path,
        document.url, document.date, document.sha256, passage.section if passage.heading else "", passage.page,
        citation.quote, citation.span.start, citation.span.end,
    )  # fmt: skip


class Shelf:
    """The latest answers by an id that nobody can guess; in memory alone, safe to use from several threads."""

    def __init__(self, places: int = KEPT) -> None:
        self._places = places
        self._kept: OrderedDict[str, Exported] = OrderedDict()
        self._turn = threading.Lock()

    def put(self, record: Exported) -> str:
        identity = token_urlsafe(16)
        with self._turn:
            self._kept[identity] = record
            while len(self._kept) > self._places:
                self._kept.popitem(last=False)
        return identity

    def get(self, identity: str) -> Exported | None:
        with self._turn:
            return self._kept.get(identity)

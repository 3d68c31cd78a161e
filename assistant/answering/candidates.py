"""Turns retrieved passages into units of evidence with everything that speaks for or against each.

Knows nothing about thresholds or wording. What is measured here is weighed in `judging`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answering.evidence_model import PassageReading
from assistant.answering.measures import same_word
from assistant.answering.question import AnswerKind, Asked, answers_kind, is_certain
from assistant.answering.statement import STEM_CHARS, Held, Statement
from assistant.answering.units import PassageUnits, Unit, Units
from assistant.index.context import passage_context
from assistant.index.opened import OpenedIndex
from assistant.records import Hit, Language, Span
from assistant.retrieval.search import Query
from assistant.text.terms import term
from assistant.text.translation import translations

LOWEST_LOGIT = -20.0


class PassageReader(Protocol):
    """Reads question and passage together; the evidence model, or any cross-encoder in its place."""

    def read(self, question: str, passages: Sequence[tuple[str, Sequence[str]]]) -> list[PassageReading]: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit of a passage with its signals; `span` is in document offsets, `statement` what it says.

    reading       logit of the evidence model for this unit, 0 without one
    passage_reading  logit that its passage answers at all, 0 without one
    cosine        of the question and the unit alone
    passage_cosine  of the question and the passage
    rank          of the passage, 1 the best
    coverage      idf-weighted share of the question's terms that unit, heading or title hold, 0..1
    unit_coverage the same for the unit alone
    anchors       share of the question's names, years and figures that unit, heading, title or passage hold
    unit_anchors  the same for unit, heading and title alone
    kind          1 the kind asked for is there, -1 it is not, 0 cannot be seen
    certain_kind  the same where a text shows it beyond doubt (figures, dates, addresses), else 0
    measured      asked "how many": 1 a figure of the unit counts a thing of the question, -1 none does; else 0
    """

    hit: Hit
    span: Span
    statement: Statement
    best_span: tuple[int, int] | None
    reading: float
    passage_reading: float
    cosine: float
    passage_cosine: float
    rank: int
    coverage: float
    unit_coverage: float
    anchors: float
    unit_anchors: float
    kind: int
    certain_kind: int
    measured: int
    fragment: bool
    same_language: bool

    @property
    def text(self) -> str:
        return self.statement.text


def find_candidates(
    asked: Asked, query: Query, hits: Sequence[Hit], index: OpenedIndex, units: Units
) -> list[Candidate]:
    """Every unit of the passages, in the order of the passages and of their text, not yet read by a model."""
    found = []
    weights = {language: _weights(asked, language, index) for language in {hit.passage.language for hit in hits}}
    for rank, hit in enumerate(hits, start=1):
        passage = units.of(hit)
        cosines = units.vectors(passage.units) @ query.vector
        signals = _passage_signals(asked, hit, rank, weights[hit.passage.language], passage)
        last = len(passage.units) - 1
        for place, (unit, cosine) in enumerate(zip(passage.units, cosines.tolist(), strict=True)):
            if place < last or not _introduces(unit):
                found.append(signals.candidate(unit, cosine))
    return found


def read_candidates(asked: Asked, candidates: Sequence[Candidate], reader: PassageReader) -> list[Candidate]:
    """The same candidates with what the reader makes of them, their passages read in one call."""
    passages: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        passages.setdefault(candidate.hit.passage.id, []).append(candidate)
    texts = [
        (passage_context(units[0].hit.document, units[0].hit.passage), [unit.text for unit in units])
        for units in passages.values()
    ]
    return [
        replace(
            unit,
            best_span=sentence.span,
            reading=max(sentence.score, LOWEST_LOGIT),
            passage_reading=max(reading.answers, LOWEST_LOGIT),
        )
        for units, reading in zip(passages.values(), reader.read(asked.text, texts), strict=True)
        for unit, sentence in zip(units, reading.sentences, strict=True)
    ]


def _introduces(unit: Unit) -> bool:
    """ "Funded by:" with nothing behind it, as where only a placeholder followed, says nothing."""
    return unit.statement.text.rstrip().endswith(":")


def _weights(asked: Asked, language: Language, index: OpenedIndex) -> dict[str, tuple[frozenset[str], float]]:
    """For each term of the question: the terms that would match it in one language, and its inverse frequency."""
    total = max(1, len(index.rows[language]))
    weights = {}
    for asked_term in asked.terms:
        alike = {asked_term}
        if language != asked.language:
            alike |= translations(asked_term, asked.language)
        frequency = max(index.terms.document_frequency(other, language) for other in alike)
        weights[asked_term] = (frozenset(alike), math.log(1 + total / (1 + frequency)))
    return weights


@dataclass(frozen=True, slots=True)
class _PassageSignals:
    """What is the same for all units of a passage: the terms and names of the question that title, organisation and
    heading hold, and the share of its names that they and the passage hold."""

    asked: Asked
    hit: Hit
    rank: int
    weights: dict[str, tuple[frozenset[str], float]]
    total: float  # of the weights
    terms_around: frozenset[str]
    anchors_around: frozenset[str]
    anchors: float

    def candidate(self, unit: Unit, cosine: float) -> Candidate:
        said, asked = unit.statement, self.asked
        holds_kind = answers_kind(said, asked)
        kind = 0 if holds_kind is None else 1 if holds_kind else -1
        own = _terms_held(said.held, self.weights)
        return Candidate(
            hit=self.hit,
            span=unit.span,
            statement=said,
            best_span=None,
            reading=0.0,
            passage_reading=0.0,
            cosine=cosine,
            passage_cosine=self.hit.cosine,
            rank=self.rank,
            coverage=self._coverage(own | self.terms_around),
            unit_coverage=self._coverage(own),
            anchors=self.anchors,
            unit_anchors=_share(asked, _anchors_held(asked, said.held) | self.anchors_around),
            kind=kind,
            certain_kind=kind if is_certain(asked.kind) else 0,
            measured=_measured(asked, said),
            fragment=said.is_fragment,
            same_language=said.language == asked.language,
        )

    def _coverage(self, met: Set[str]) -> float:
        if not met:
            return 0.0
        return sum([weight for term_, (_, weight) in self.weights.items() if term_ in met]) / self.total


def _passage_signals(
    asked: Asked, hit: Hit, rank: int, weights: dict[str, tuple[frozenset[str], float]], passage: PassageUnits
) -> _PassageSignals:
    total = sum([weight for _, weight in weights.values()])
    terms, anchors = _terms_held(passage.around, weights), _anchors_held(asked, passage.around)
    share = _share(asked, _anchors_held(asked, passage.whole))
    return _PassageSignals(asked, hit, rank, weights, total, terms, anchors, share)


def _measured(asked: Asked, said: Statement) -> int:
    if asked.kind is not AnswerKind.NUMBER:
        return 0
    counted = [measure.noun for measure in said.measures if measure.noun]
    counts = any(same_word(term_, asked.language, noun, said.language) for term_ in asked.terms for noun in counted)
    return 1 if counts else -1


def _terms_held(held: Held, weights: Mapping[str, tuple[frozenset[str], float]]) -> frozenset[str]:
    """The terms of the question that are there, or what they are in the other language."""
    return frozenset([term_ for term_, (alike, _) in weights.items() if not alike.isdisjoint(held.stems)])


def _anchors_held(asked: Asked, held: Held) -> frozenset[str]:
    """The anchors of the question that are there: spelled alike, translated, or alike at the start."""
    return frozenset([anchor for anchor in asked.anchors if _holds(anchor, asked.language, held)])


def _share(asked: Asked, met: Set[str]) -> float:
    return len(met) / len(asked.anchors) if asked.anchors else 1.0


def _holds(anchor: str, spoken: Language, held: Held) -> bool:
    if anchor in held.words or term(anchor, held.language) in held.stems:
        return True
    if anchor[0].isdigit():
        return False
    if not translations(term(anchor, spoken), spoken).isdisjoint(held.stems):
        return True
    return len(anchor) >= STEM_CHARS and anchor[:STEM_CHARS] in held.starts

"""Turns retrieved passages into units of evidence with everything that speaks for or against each.

Knows nothing about thresholds or wording. What is measured here is weighed in `judging`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answering.evidence_model import PassageReading
from assistant.answering.measures import find_measures, same_word
from assistant.answering.question import AnswerKind, Asked, answers_kind, is_certain
from assistant.corpus.units import is_fragment
from assistant.index.context import passage_context
from assistant.index.opened import OpenedIndex
from assistant.records import Hit, Language, Span
from assistant.retrieval.search import Query
from assistant.text.terms import term, words
from assistant.text.translation import translations

LOWEST_LOGIT = -20.0
STEM_CHARS = 5  # names spelled a little differently in the two languages share their first letters


class PassageReader(Protocol):
    """Reads question and passage together; the evidence model, or any cross-encoder in its place."""

    def read(self, question: str, passages: Sequence[tuple[str, Sequence[str]]]) -> list[PassageReading]: ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit of a passage with its signals; `span` is in document offsets.

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
    text: str
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


def find_candidates(asked: Asked, query: Query, hits: Sequence[Hit], index: OpenedIndex) -> list[Candidate]:
    """Every unit of the passages, in the order of the passages and of their text, not yet read by a model."""
    found = []
    weights = {language: _weights(asked, language, index) for language in {hit.passage.language for hit in hits}}
    for rank, hit in enumerate(hits, start=1):
        units = _units(hit, index)
        cosines = index.sentence_vectors([unit.row for unit in units]) @ query.vector
        signals = _passage_signals(asked, hit, rank, weights[hit.passage.language])
        for place, (unit, cosine) in enumerate(zip(units, cosines.tolist(), strict=True)):
            if not _introduces_nothing(units, place):
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


@dataclass(frozen=True, slots=True)
class _Unit:
    row: int
    span: Span
    text: str


def _units(hit: Hit, index: OpenedIndex) -> list[_Unit]:
    row = index.store.row_of(hit.passage.id)
    spans = index.store.sentences(row) if row is not None else []
    return [_Unit(number, span, hit.document.text[span.start : span.end]) for number, span in spans]


def _introduces_nothing(units: Sequence[_Unit], place: int) -> bool:
    """ "Funded by:" with nothing behind it, as where only a placeholder followed, says nothing."""
    return units[place].text.rstrip().endswith(":") and place == len(units) - 1


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
    """What is the same for all units of a passage."""

    asked: Asked
    hit: Hit
    rank: int
    weights: dict[str, tuple[frozenset[str], float]]
    around: _Held  # what title, organisation and heading hold
    anchors: float

    def candidate(self, unit: _Unit, cosine: float) -> Candidate:
        own = _held(unit.text, self.hit.passage.language)
        holds_kind = answers_kind(unit.text, self.asked)
        kind = 0 if holds_kind is None else 1 if holds_kind else -1
        return Candidate(
            hit=self.hit,
            span=unit.span,
            text=unit.text,
            best_span=None,
            reading=0.0,
            passage_reading=0.0,
            cosine=cosine,
            passage_cosine=self.hit.cosine,
            rank=self.rank,
            coverage=self._coverage(own.stems | self.around.stems),
            unit_coverage=self._coverage(own.stems),
            anchors=self.anchors,
            unit_anchors=_share(self.asked, own | self.around),
            kind=kind,
            certain_kind=kind if is_certain(self.asked.kind) else 0,
            measured=self._measured(unit.text),
            fragment=is_fragment(unit.text),
            same_language=self.hit.passage.language == self.asked.language,
        )

    def _measured(self, text: str) -> int:
        if self.asked.kind is not AnswerKind.NUMBER:
            return 0
        language = self.hit.passage.language
        counted = [measure.noun for measure in find_measures(text, language) if measure.noun]
        asked = self.asked
        counts = any(same_word(term_, asked.language, noun, language) for term_ in asked.terms for noun in counted)
        return 1 if counts else -1

    def _coverage(self, stems: frozenset[str]) -> float:
        total = sum(weight for _, weight in self.weights.values())
        met = sum(weight for alike, weight in self.weights.values() if alike & stems)
        return met / total if total else 0.0


def _passage_signals(
    asked: Asked,
    hit: Hit,
    rank: int,
    weights: dict[str, tuple[frozenset[str], float]],
) -> _PassageSignals:
    language = hit.passage.language
    around = _held(f"{passage_context(hit.document, hit.passage)} {hit.document.organisation or ''}", language)
    anchors = _share(asked, _held(hit.passage.text, language) | around)
    return _PassageSignals(asked, hit, rank, weights, around, anchors)


@dataclass(frozen=True, slots=True)
class _Held:
    """The words of a text, as written and as stems, for looking names up."""

    language: Language
    words: frozenset[str]
    stems: frozenset[str]
    starts: frozenset[str]

    def __or__(self, other: _Held) -> _Held:
        return _Held(self.language, self.words | other.words, self.stems | other.stems, self.starts | other.starts)


def _held(text: str, language: Language) -> _Held:
    found = frozenset(words(text))
    stems = frozenset(term(word, language) for word in found)
    return _Held(language, found, stems, frozenset(word[:STEM_CHARS] for word in found if len(word) >= STEM_CHARS))


def _share(asked: Asked, held: _Held) -> float:
    """The share of the question's anchors that are held: spelled alike, translated, or alike at the start."""
    if not asked.anchors:
        return 1.0
    return sum(_holds(anchor, asked.language, held) for anchor in asked.anchors) / len(asked.anchors)


def _holds(anchor: str, spoken: Language, held: _Held) -> bool:
    if anchor in held.words or term(anchor, held.language) in held.stems:
        return True
    if anchor[0].isdigit():
        return False
    if translations(term(anchor, spoken), spoken) & held.stems:
        return True
    return len(anchor) >= STEM_CHARS and anchor[:STEM_CHARS] in held.starts

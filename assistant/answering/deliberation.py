"""Turns a question into everything that was weighed over it: passages read, evidence scored, the probability to answer.

Knows nothing about wording or about how an answer is shown. `explaining` lays the same record open to people.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.answering.candidates import Candidate, PassageReader, find_candidates, read_candidates
from assistant.answering.holding import absent_subject, names_known
from assistant.answering.judging import Decision, Judged, judge, load_decision, probability
from assistant.answering.question import Asked, understand
from assistant.answering.selecting import editions
from assistant.answering.stages import Heed, Stage, unheeded
from assistant.answering.units import Units
from assistant.index.opened import OpenedIndex
from assistant.records import LANGUAGES, Filter, Hit, Language, Reason
from assistant.retrieval.search import Query, Retriever
from assistant.settings import Settings

NEAR_COSINE_GAP = 0.04  # a best passage this little above the mean of its language is not close


@dataclass(frozen=True, slots=True)
class Deliberation:
    """What was weighed. `known` is the share of the question's names that any document holds, `unknown` the first
    that none does; `threshold` is the probability from which it is answered, which is 0 where the organisation or place
    asked about is in no document."""

    asked: Asked
    query: Query
    hits: tuple[Hit, ...]
    judged: tuple[Judged, ...]
    known: float
    unknown: str
    probability: float
    threshold: float
    near: bool

    @property
    def answers(self) -> bool:
        return bool(self.judged) and self.probability >= self.threshold

    @property
    def reason(self) -> Reason:
        """Why it would not be answered."""
        if not self.hits:
            return Reason.NO_DOCUMENTS
        if self.unknown:
            return Reason.UNKNOWN_SUBJECT
        return Reason.NOT_ANSWERED if self.near else Reason.NOTHING_CLOSE


class Clock:
    """Milliseconds by stage, and in all."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self._stages[name] = round((time.perf_counter() - start) * 1000, 1)

    def read(self) -> dict[str, float]:
        return {**self._stages, "total": round((time.perf_counter() - self._started) * 1000, 1)}


@dataclass(frozen=True, slots=True)
class Deliberator:
    """Everything needed to weigh a question; one for each opened index."""

    index: OpenedIndex
    retriever: Retriever
    reader: PassageReader | None
    decision: Decision
    settings: Settings
    units: Units

    def deliberate(
        self, text: str, language: Language, clock: Clock, wanted: Filter | None = None, heed: Heed = unheeded
    ) -> Deliberation:
        """Read the best passages of both languages and weigh every unit of them; `heed` is told after each stage."""
        with clock.stage("embed"):
            query = self.retriever.query(text, language)
        heed(Stage.EMBEDDED, ())
        with clock.stage("retrieve"):
            hits = self.to_weigh(query, wanted=wanted)
        heed(Stage.RETRIEVED, hits)
        asked = understand(text, language)
        with clock.stage("evidence"):
            judged = judge(self.candidates(asked, query, hits, heed), self.decision)
        heed(Stage.READ, ())
        with clock.stage("decide"):
            known, unknown = names_known(asked, self.index)
            absent = absent_subject(asked, hits, self.index)
            chance = 0.0 if absent else probability(asked, judged, known, self.decision)
            unknown = absent or unknown
        given = self.settings.answer_threshold
        threshold = self.decision.threshold if given is None else given
        near = self._is_near(query, hits)
        return Deliberation(asked, query, tuple(hits), tuple(judged), known, unknown, chance, threshold, near)

    def candidates(self, asked: Asked, query: Query, hits: Sequence[Hit], heed: Heed = unheeded) -> list[Candidate]:
        """The units of the passages; with an evidence model those of the likeliest passages, read by it."""
        found = find_candidates(asked, query, hits, self.index, self.units)
        if self.reader is None:
            return found
        likely = [j.candidate.hit for j in judge(found, load_decision(with_reader=False))]
        ordered = list({hit.passage.id: hit for hit in likely}.values())
        chosen = ordered[: self.settings.passages_read]
        chosen += _readers_editions(asked, chosen, ordered[len(chosen) :])
        heed(Stage.CHOSEN, chosen)
        names = {hit.passage.id for hit in chosen}
        return read_candidates(asked, [c for c in found if c.hit.passage.id in names], self.reader)

    def to_weigh(self, query: Query, times: int = 1, wanted: Filter | None = None) -> list[Hit]:
        """The passages to weigh, best first: half of them from each language, where it has so many.

        `times` asks for that many times as many as the setting says.
        """
        number = self.settings.passages_weighed * times
        merged = self.retriever.search(query, max(number, self.settings.candidates) * 2, wanted)
        by_language = [[hit for hit in merged if hit.passage.language == language] for language in LANGUAGES]
        shares = [found[: max(number // 2, number - len(other))] for found, other in _with_other(by_language)]
        return sorted((hit for share in shares for hit in share), key=lambda hit: hit.ranks["merged"])

    def _is_near(self, query: Query, hits: Sequence[Hit]) -> bool:
        """True when the best passage stands out from the mean of its language."""
        if not hits:
            return False
        best = max(hits, key=lambda hit: hit.cosine)
        mean = self.index.means[f"passages_{best.passage.language}"]
        return best.cosine - float(query.vector @ mean) >= NEAR_COSINE_GAP


def _readers_editions(asked: Asked, chosen: Sequence[Hit], others: Sequence[Hit]) -> list[Hit]:
    """The likeliest passage of an edition in the reader's language where one in the other language was chosen."""
    foreign = [hit for hit in chosen if hit.passage.language != asked.language]
    found = (
        hit for hit in others if hit.passage.language == asked.language and any(editions(hit, one) for one in foreign)
    )
    return list(found)[:1]


def _with_other(lists: Sequence[list[Hit]]) -> list[tuple[list[Hit], list[Hit]]]:
    first, second = lists
    return [(first, second), (second, first)]

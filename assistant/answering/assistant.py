"""Turns a question into an answer with citations, or into an abstention with its reason.

Knows nothing about how answers are shown. The door of this stage: checks the question, asks retrieval, finds the
evidence, decides, says it; anything that cannot be proved by a slice of a document is not said.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.answering.candidates import PassageReader, find_candidates
from assistant.answering.evidence_model import EvidenceReader
from assistant.answering.judging import Judged, judge, load_decision, probability
from assistant.answering.question import Asked, understand
from assistant.answering.selecting import Selection, select
from assistant.answering.wording import ABSTENTION, word_answer, word_reason
from assistant.errors import InputError
from assistant.index.embedding import Encoder, SentenceTransformerEncoder, load_encoder
from assistant.index.opened import OpenedIndex, open_index
from assistant.records import Answer, Citation, Disagreement, DisagreementValue, Hit, Language, Reason, Span
from assistant.retrieval.search import Query, Retriever
from assistant.settings import BUNDLED, Settings
from assistant.text.language import detect, is_neither
from assistant.text.terms import IGNORED, term
from assistant.text.translation import translations

NEAREST_SHOWN = 3
NEAR_COSINE_GAP = 0.04  # a best passage this little above the languages' mean is not close
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Assistant:
    """Answers questions from one opened index. Opening another generation means making another Assistant."""

    def __init__(
        self, index: OpenedIndex, encoder: Encoder, settings: Settings, reader: PassageReader | None = None
    ) -> None:
        self.index = index
        self.retriever = Retriever(index, encoder, settings.candidates)
        self.settings = settings
        self._reader = reader
        self._decision = load_decision(with_reader=reader is not None)

    def search(self, query: str, k: int = 10, language: Language | None = None) -> list[Hit]:
        """The k best passages for a query. Raises InputError for a query that cannot be used."""
        text = self.clean(query)
        return self.retriever.search(self.retriever.query(text, language), k) if has_words(text) else []

    def ask(self, question: str, language: Language | None = None) -> Answer:
        """The answer. Raises InputError for text that is too long; an empty one is an abstention with its reason."""
        clock = _Clock()
        text = self.clean(question)
        spoken = language or detect(text)
        if not has_words(text):
            return self._abstain(text, spoken, clock, Reason.NOT_A_QUESTION)
        if language is None and is_neither(text):
            return self._abstain(text, spoken, clock, Reason.OTHER_LANGUAGE)
        with clock.stage("embed"):
            query = self.retriever.query(text, spoken)
        with clock.stage("retrieve"):
            hits = self.to_read(query)
        asked = understand(text, spoken)
        with clock.stage("evidence"):
            judged = judge(find_candidates(asked, query, hits, self.index, self._reader), self._decision)
        with clock.stage("decide"):
            known, unknown = self.known(asked)
            confidence = probability(asked, judged, known, self._decision)
        if confidence < (self.settings.answer_threshold or self._decision.threshold):
            reason = self._reason(unknown, hits, query)
            return self._abstain(text, spoken, clock, reason, confidence, hits[:NEAREST_SHOWN], judged, unknown)
        with clock.stage("word"):
            selection = select(asked, judged)
        return self._answer(text, spoken, clock, confidence, selection)

    def clean(self, question: str) -> str:
        """The question without control and invisible characters. Raises InputError when it is too long."""
        limit = self.settings.max_question_chars
        if len(question) > limit:
            raise InputError(
                en=f"The question has {len(question):,} characters; at most {limit:,} are read: shorten it.",
                fr=f"La question compte {len(question)} caractères ; le maximum est de {limit} : raccourcissez-la.",
            )
        return " ".join(IGNORED.sub("", CONTROL.sub(" ", question)).split())

    def to_read(self, query: Query, times: int = 1) -> list[Hit]:
        """The passages to read: the best of both languages together, half of them from each.

        `times` asks for that many times as many as the setting says.
        """
        wanted = self.settings.passages_read * times
        each = max(1, wanted // 2)
        merged = self.retriever.search(query, self.settings.candidates * 2)
        chosen = merged[:wanted]
        for language in ("en", "fr"):
            of_language = [hit for hit in merged if hit.passage.language == language][:each]
            missing = [hit for hit in of_language if hit not in chosen]
            for hit in missing:
                surplus = [h for h in chosen if h.passage.language != language]
                if len(chosen) >= wanted and surplus:
                    chosen.remove(surplus[-1])
                chosen.append(hit)
        return sorted(chosen, key=lambda hit: hit.ranks["merged"])

    def known(self, asked: Asked) -> tuple[float, str]:
        """The share of the question's names that any document holds, and the first that none does."""
        missing = [anchor for anchor in asked.anchors if not self._held_anywhere(asked, anchor)]
        share = 1 - len(missing) / len(asked.anchors) if asked.anchors else 1.0
        return share, missing[0] if missing else ""

    def _held_anywhere(self, asked: Asked, anchor: str) -> bool:
        languages: tuple[Language, ...] = ("fr", "en")
        own = term(anchor, asked.language)
        return any(
            self.index.terms.document_frequency(spelling, language)
            for language in languages
            for spelling in (term(anchor, language), *(translations(own, asked.language)))
        )

    def _reason(self, unknown: str, hits: Sequence[Hit], query: Query) -> Reason:
        if not hits:
            return Reason.NO_DOCUMENTS
        if unknown:
            return Reason.UNKNOWN_SUBJECT
        best = max(hits, key=lambda hit: hit.cosine)
        mean = self.index.means[f"passages_{best.passage.language}"]
        if best.cosine - float(query.vector @ mean) < NEAR_COSINE_GAP:
            return Reason.NOTHING_CLOSE
        return Reason.NOT_ANSWERED

    def _answer(
        self, question: str, language: Language, clock: _Clock, confidence: float, selection: Selection
    ) -> Answer:
        citations = tuple(
            Citation(number, q.hit.document, q.hit.passage, q.text, q.span, q.logit, q.also_in)
            for number, q in enumerate(selection.quotes, start=1)
        )
        if not citations or not all(is_exact(citation) for citation in citations):
            return self._abstain(question, language, clock, Reason.NOT_ANSWERED)
        disagreements = tuple(
            Disagreement(conflict.about, tuple(DisagreementValue(value, at + 1) for value, at in conflict.values))
            for conflict in selection.conflicts
        )
        return Answer(
            question=question,
            language=language,
            answered=True,
            confidence=confidence,
            text=word_answer(selection, language),
            reason=None,
            reason_text=None,
            citations=citations,
            disagreements=disagreements,
            timings_ms=clock.read(),
            generation=self.index.generation,
            model=self.index.manifest.model.name,
        )

    def _abstain(
        self, question: str, language: Language, clock: _Clock, reason: Reason, confidence: float = 0.0,
        nearest: Sequence[Hit] = (), judged: Sequence[Judged] = (), subject: str = "",
    ) -> Answer:  # fmt: skip
        explained = word_reason(reason, language, subject)
        return Answer(
            question=question,
            language=language,
            answered=False,
            confidence=confidence,
            text=f"{ABSTENTION[language]} {explained}",
            reason=reason,
            reason_text=explained,
            citations=tuple(_nearest(number, hit, judged) for number, hit in enumerate(nearest, start=1)),
            disagreements=(),
            timings_ms=clock.read(),
            generation=self.index.generation,
            model=self.index.manifest.model.name,
        )


def open_assistant(
    index_folder: Path, settings: Settings, encoder: SentenceTransformerEncoder | None = None
) -> Assistant:
    """The index in force with its models loaded. Raises StoredIndexError or ModelError."""
    encoder = encoder or load_encoder(settings)
    return Assistant(open_index(index_folder, encoder.identity), encoder, settings, load_reader(encoder, settings))


def load_reader(encoder: SentenceTransformerEncoder, settings: Settings) -> PassageReader | None:
    """The evidence model, which shares the bundled model's lower layers and so needs it."""
    if settings.evidence_model == "off" or settings.model != BUNDLED:
        return None
    return EvidenceReader.load(encoder.model)


def is_exact(citation: Citation) -> bool:
    """True when the quote is the document's slice and lies inside its passage; nothing else may be shown."""
    span, passage = citation.span, citation.passage
    return (
        citation.document.text[span.start : span.end] == citation.quote != ""
        and passage.span.start <= span.start
        and span.end <= passage.span.end
        and citation.document.text[passage.span.start : passage.span.end] == passage.text
    )


def has_words(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _nearest(number: int, hit: Hit, judged: Sequence[Judged]) -> Citation:
    """A passage that came near, quoted by its likeliest unit."""
    best = next((j.candidate for j in judged if j.candidate.hit.passage.id == hit.passage.id), None)
    span: Span = best.span if best else hit.passage.span
    return Citation(number, hit.document, hit.passage, hit.document.text[span.start : span.end], span, hit.score)


class _Clock:
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

"""Turns a question into an answer with citations, or into an abstention with its reason.

Knows nothing about how answers are shown. The door of this stage: checks the question, asks retrieval, finds the
evidence, decides, says it; anything that cannot be proved by a slice of a document is not said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from assistant.answering.acronyms import notes_on
from assistant.answering.candidates import PassageReader
from assistant.answering.cross_encoder import CrossEncoderReader
from assistant.answering.deliberation import Clock, Deliberation, Deliberator
from assistant.answering.evidence_model import EvidenceReader
from assistant.answering.judging import Judged, load_decision
from assistant.answering.selecting import Selection, select
from assistant.answering.stages import Heed, unheeded
from assistant.answering.units import Units
from assistant.answering.wording import ABSTENTION, word_answer, word_reason
from assistant.errors import AssistantError, InputError, Int8Unusable
from assistant.index.bundled_model import load_bundled_model
from assistant.index.embedding import BundledEncoder, Encoder, Int8Encoder, load_encoder, notice_of
from assistant.index.int8.model import Int8Model
from assistant.index.opened import OpenedIndex, open_index
from assistant.records import (
    AcronymNote,
    Answer,
    Citation,
    Disagreement,
    DisagreementValue,
    Filter,
    Hit,
    Language,
    Reason,
    Span,
)
from assistant.retrieval.search import Retriever
from assistant.settings import BUNDLED, LOCAL, OFF, Settings
from assistant.text.language import detect, is_neither
from assistant.text.terms import IGNORED

NEAREST_SHOWN = 3
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Assistant:
    """Answers questions from one opened index. Opening another generation means making another Assistant."""

    def __init__(
        self, index: OpenedIndex, encoder: Encoder, settings: Settings, reader: PassageReader | None = None
    ) -> None:
        self.index = index
        self.settings = settings
        self.retriever = Retriever(index, encoder, settings.candidates)
        decision = load_decision(with_reader=reader is not None, engine=getattr(reader, "engine", "torch"))
        self.deliberator = Deliberator(index, self.retriever, reader, decision, settings, Units(index))

    def over(self, index: OpenedIndex) -> Assistant:
        """The same assistant, its models shared, over another opened index."""
        return Assistant(index, self.retriever.encoder, self.settings, self.deliberator.reader)

    def newest(self) -> Assistant:
        """This one: an opened index never changes. See following.py for one that does."""
        return self

    def search(
        self, query: str, k: int = 10, language: Language | None = None, wanted: Filter | None = None
    ) -> list[Hit]:
        """The k best passages for a query. Raises InputError for a query that cannot be used."""
        text = self.clean(query)
        return self.retriever.search(self.retriever.query(text, language), k, wanted) if has_words(text) else []

    def ask(
        self,
        question: str,
        language: Language | None = None,
        wanted: Filter | None = None,
        heed: Heed = unheeded,
    ) -> Answer:
        """The answer. Raises InputError for text that is too long; an empty one is an abstention with its reason.

        `heed` is told after each stage and may raise Stopped, which ends the work.
        """
        return self.ask_and_weigh(question, language, wanted, heed)[0]

    def ask_and_weigh(
        self,
        question: str,
        language: Language | None = None,
        wanted: Filter | None = None,
        heed: Heed = unheeded,
    ) -> tuple[Answer, Deliberation | None]:
        """The answer and what was weighed over it; nothing is weighed over what is no question."""
        clock = Clock()
        text = self.clean(question)
        with clock.stage("language"):
            spoken = language or detect(text)
            foreign = language is None and is_neither(text)
        if not has_words(text) or foreign:
            reason = Reason.OTHER_LANGUAGE if foreign else Reason.NOT_A_QUESTION
            return self._abstain(text, spoken, clock, reason), None
        weighed = self.deliberator.deliberate(text, spoken, clock, wanted, heed)
        selection = Selection((), ())
        if weighed.answers:
            with clock.stage("word"):
                selection = select(weighed.asked, weighed.judged)
        citations = _cite(selection)
        if not citations or not all(is_exact(citation) for citation in citations):
            return self._abstain(text, spoken, clock, weighed.reason, weighed), weighed
        notes = notes_on(citations, text, spoken, self.index, wanted)
        return self._answer(text, spoken, clock, weighed.probability, selection, citations, notes), weighed

    @property
    def notice(self) -> AssistantError | None:
        """What to tell whoever opened it: that its models are computed in another way than was asked for."""
        return notice_of(self.retriever.encoder)

    def clean(self, question: str) -> str:
        """The question without control and invisible characters. Raises InputError when it is too long."""
        limit = self.settings.max_question_chars
        if len(question) > limit:
            raise InputError(
                en=f"The question has {len(question):,} characters; at most {limit:,} are read: shorten it.",
                fr=f"La question compte {len(question)} caractères ; le maximum est de {limit} : raccourcissez-la.",
            )
        return " ".join(IGNORED.sub("", CONTROL.sub(" ", question)).split())

    def _answer(
        self,
        question: str,
        language: Language,
        clock: Clock,
        confidence: float,
        selection: Selection,
        citations: tuple[Citation, ...],
        notes: tuple[AcronymNote, ...],
    ) -> Answer:
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
            acronyms=notes,
        )

    def _abstain(
        self, question: str, language: Language, clock: Clock, reason: Reason, weighed: Deliberation | None = None
    ) -> Answer:
        nearest = weighed.hits[:NEAREST_SHOWN] if weighed else ()
        judged = weighed.judged if weighed else ()
        subject = weighed.unknown if weighed else ""
        explained = word_reason(reason, language, subject, question)
        return Answer(
            question=question,
            language=language,
            answered=False,
            confidence=weighed.probability if weighed else 0.0,
            text=f"{ABSTENTION[language]} {explained}",
            reason=reason,
            reason_text=explained,
            citations=tuple(_nearest(number, hit, judged) for number, hit in enumerate(nearest, start=1)),
            disagreements=(),
            timings_ms=clock.read(),
            generation=self.index.generation,
            model=self.index.manifest.model.name,
        )


def open_assistant(index_folder: Path, settings: Settings, encoder: Encoder | None = None) -> Assistant:
    """The index in force with its models loaded, fetched first where the setting names a Milvus.

    Raises StoredIndexError or ModelError.
    """
    encoder = encoder or load_encoder(settings)
    if settings.store != LOCAL:
        from assistant.index.milvus.carrying import follow

        follow(index_folder, settings, encoder.identity)
    return Assistant(open_index(index_folder, encoder.identity), encoder, settings, load_reader(encoder, settings))


def load_reader(encoder: Encoder, settings: Settings) -> PassageReader | None:
    """The model that reads question and passage together, if any.

    The bundled one shares the bundled embedding model's lower layers, so it goes with that one alone.
    """
    if settings.evidence_model not in {OFF, BUNDLED}:
        return CrossEncoderReader.load(settings.evidence_model)
    if settings.evidence_model == OFF:
        return None
    if isinstance(encoder, Int8Encoder) and isinstance(encoder.int8, Int8Model):
        try:
            return EvidenceReader.load(encoder.int8)
        except Int8Unusable:
            return EvidenceReader.load(load_bundled_model())
    return EvidenceReader.load(encoder.bundled) if isinstance(encoder, BundledEncoder) else None


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


def _cite(selection: Selection) -> tuple[Citation, ...]:
    return tuple(
        Citation(number, q.hit.document, q.hit.passage, q.text, q.span, q.logit, q.also_in, q.key, q.hit.twin)
        for number, q in enumerate(selection.quotes, start=1)
    )


def _nearest(number: int, hit: Hit, judged: Sequence[Judged]) -> Citation:
    """A passage that came near, quoted by its likeliest unit."""
    best = next((j.candidate for j in judged if j.candidate.hit.passage.id == hit.passage.id), None)
    span: Span = best.span if best else hit.passage.span
    quote = hit.document.text[span.start : span.end]
    return Citation(number, hit.document, hit.passage, quote, span, hit.score, twin=hit.twin)

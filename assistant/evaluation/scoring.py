"""Turns one question and its answer into a row of figures.

Knows nothing about files or tables. An answer is right when every needed fact stands in its cited quotes; the
frame around them counts for nothing, since only quotes prove.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.questions import Gold, Question
from assistant.index.store import Store
from assistant.records import Answer, Citation, Document, Hit
from assistant.text.language import detect
from assistant.text.terms import fold

HOLDS_QUOTE = 0.5  # share of a gold quote's words


@dataclass(frozen=True, slots=True)
class Row:
    """All that is kept of one question; None where a figure does not apply."""

    id: str
    question: str
    language: str
    direction: str
    type: str
    answerable: bool
    answered: bool
    right: bool
    confidence: float
    citation_precision: float | None
    citation_recall: float | None
    language_right: bool
    exact: bool
    retrieved: list[str]
    relevant: list[str]
    cited: list[str]
    answer: str
    total_ms: float
    lost_at: str | None = None  # the stage, where it was not answered rightly


def score(question: Question, answer: Answer, hits: Sequence[Hit], relevant: Sequence[str]) -> Row:
    """The row of one question; `hits` are the passages ranked first, `relevant` the ids of all that prove it."""
    quotes = [citation.quote for citation in answer.citations]
    right = states_facts(question, quotes) if question.answerable else not answer.answered
    proving = [any(_proves(gold, c) for gold in question.gold) for c in answer.citations]
    scored = question.answerable and answer.answered
    return Row(
        id=question.id,
        question=question.text,
        language=question.language,
        direction=question.direction,
        type=question.type,
        answerable=question.answerable,
        answered=answer.answered,
        right=right and (answer.answered or not question.answerable),
        confidence=answer.confidence,
        citation_precision=sum(proving) / len(proving) if scored and proving else None,
        citation_recall=_recall(question, answer) if scored else None,
        language_right=_frame_language(answer) == question.language,
        exact=all(c.document.text[c.span.start : c.span.end] == c.quote for c in answer.citations),
        retrieved=[hit.passage.id for hit in hits],
        relevant=list(relevant),
        cited=[f"{c.document.id}#{c.span.start}-{c.span.end}" for c in answer.citations],
        answer=answer.text,
        total_ms=answer.timings_ms.get("total", 0.0),
    )


def states_facts(question: Question, quotes: Sequence[str]) -> bool:
    """Every needed fact, in one of its spellings, as whole words in a quote."""
    text = normalise(" \n ".join(quotes))
    return bool(question.facts) and all(any(_holds(text, spelling) for spelling in fact) for fact in question.facts)


def relevant_passages(question: Question, store: Store) -> list[str]:
    """Ids of the passages that hold a gold quote, or the greater part of one."""
    found = []
    for gold in question.gold:
        for row in store.rows_of_document_or_path(gold.document):
            passage = store.passage(row)
            if gold.quote is None or _overlap(gold.quote, passage.text) >= HOLDS_QUOTE:
                found.append(passage.id)
    return sorted(set(found))


def normalise(text: str) -> str:
    return " ".join(fold(text).split())


def _holds(text: str, spelling: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(normalise(spelling))}(?!\w)", text) is not None


def _proves(gold: Gold, citation: Citation) -> bool:
    if not _same_document(gold, citation.document):
        return False
    return (
        gold.quote is None
        or _overlap(gold.quote, citation.quote) >= HOLDS_QUOTE
        or _overlap(citation.quote, gold.quote) >= HOLDS_QUOTE
    )


def _recall(question: Question, answer: Answer) -> float:
    """The share of needed facts that the quotes state."""
    quotes = normalise(" \n ".join(citation.quote for citation in answer.citations))
    met = [any(_holds(quotes, spelling) for spelling in fact) for fact in question.facts]
    return sum(met) / len(met) if met else 0.0


def _overlap(part: str, whole: str) -> float:
    """The share of the words of `part` that stand in `whole`."""
    words = normalise(part).split()
    held = set(normalise(whole).split())
    return sum(word in held for word in words) / len(words) if words else 0.0


def _same_document(gold: Gold, document: Document) -> bool:
    return gold.document in {document.id, document.path}


def _frame_language(answer: Answer) -> str:
    """The language of the words around the quotes."""
    frame = answer.text
    for citation in answer.citations:
        frame = frame.replace(citation.quote, " ").replace(citation.document.title, " ")
        for heading in citation.passage.heading:
            frame = frame.replace(heading, " ")
    return detect(frame, default=answer.language)

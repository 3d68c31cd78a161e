"""Turns a question that was not answered rightly into the stage that lost it.

Knows nothing about figures or files. The first stage after which the proof was no longer there is the one to mend:
reading, retrieval, evidence, decision, wording.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.evaluation.questions import Question
from assistant.evaluation.scoring import Row, states_facts

if TYPE_CHECKING:
    from assistant.answering.deliberation import Deliberation


class Stage(StrEnum):
    """Where a question was lost."""

    READING = "reading"  # no passage of the index holds the text that proves the answer
    RETRIEVAL = "retrieval"  # such a passage is there, and was not among those weighed
    EVIDENCE = "evidence"  # it was weighed, and another unit was held likelier
    DECISION = "decision"  # the likeliest unit answers, and nothing was said; or there is no answer, and one was given
    WORDING = "wording"  # the likeliest unit answers, and what was quoted does not say all that was asked for


def lost_at(
    question: Question, weighed: Deliberation | None, relevant: Sequence[str], *, answered: bool, right: bool
) -> Stage | None:
    """The stage, or None for a question that was answered rightly or rightly refused."""
    if right:
        return None
    if not question.answerable or weighed is None:
        return Stage.DECISION
    if not relevant:
        return Stage.READING
    proving = set(relevant)
    if not any(hit.passage.id in proving for hit in weighed.hits):
        return Stage.RETRIEVAL
    best = weighed.judged[0].candidate if weighed.judged else None
    if best is None or best.hit.passage.id not in proving or not _says_some(question, best.text):
        return Stage.EVIDENCE
    return Stage.WORDING if answered else Stage.DECISION


def losses(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    """How many questions each stage lost, by direction."""
    found: dict[str, dict[str, int]] = {}
    for direction in sorted({row.direction for row in rows}):
        counts = Counter(row.lost_at for row in rows if row.direction == direction and row.lost_at)
        found[direction] = {stage.value: counts[stage] for stage in Stage if counts[stage]}
    return found


def _says_some(question: Question, text: str) -> bool:
    """True when a unit states one needed fact; a list's facts may stand in several units."""
    return not question.facts or any(states_facts(replace(question, facts=(fact,)), [text]) for fact in question.facts)

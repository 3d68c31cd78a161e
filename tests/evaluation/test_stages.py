"""Questions lost on purpose: each must be put down to the stage that lost it."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.assistant import Assistant
from assistant.answering.deliberation import Deliberation
from assistant.evaluation.questions import Gold, Question
from assistant.evaluation.scoring import relevant_passages
from assistant.evaluation.stages import Stage, losses, lost_at
from tests.evaluation.test_scoring import row

QUOTE = "It employs 42 doctors and 110 nurses."
ASKED = Question(
    "q", "How many doctors does MedAid employ?", "en", "en-en", "number", True, (("42",),), (Gold("medaid-en", QUOTE),)
)


def weigh(assistant: Assistant) -> Deliberation:
    _, weighed = assistant.ask_and_weigh(ASKED.text)
    assert weighed is not None
    return weighed


def best_first(weighed: Deliberation, words: str, *, there: bool) -> Deliberation:
    """The same with a unit first that holds the words, or that does not."""
    ordered = sorted(weighed.judged, key=lambda judged: (words in judged.candidate.text) != there)
    assert (words in ordered[0].candidate.text) == there
    return replace(weighed, judged=tuple(ordered))


def test_each_stage_is_named(small_assistant: Assistant) -> None:
    weighed = weigh(small_assistant)
    relevant = relevant_passages(ASKED, small_assistant.index.store)
    found = best_first(weighed, "42 doctors", there=True)

    def stage(weighed: Deliberation | None, relevant: list[str], *, answered: bool) -> Stage | None:
        return lost_at(ASKED, weighed, relevant, answered=answered, right=False)

    assert stage(weighed, [], answered=True) is Stage.READING
    assert stage(replace(weighed, hits=()), relevant, answered=False) is Stage.RETRIEVAL
    assert stage(best_first(weighed, "42 doctors", there=False), relevant, answered=True) is Stage.EVIDENCE
    assert stage(replace(weighed, judged=()), relevant, answered=False) is Stage.EVIDENCE
    assert stage(found, relevant, answered=False) is Stage.DECISION
    assert stage(found, relevant, answered=True) is Stage.WORDING
    assert stage(None, relevant, answered=False) is Stage.DECISION


def test_what_is_right_is_not_lost_and_a_false_answer_is_the_decisions() -> None:
    assert lost_at(ASKED, None, ["p"], answered=True, right=True) is None
    unanswerable = replace(ASKED, answerable=False, direction="none", facts=(), gold=())
    assert lost_at(unanswerable, None, [], answered=True, right=False) is Stage.DECISION


def test_losses_are_counted_by_direction() -> None:
    lost = replace(row("a", answerable=True, was_answered=False, right=False, retrieved=[]), lost_at="evidence")
    kept = row("b", answerable=True, was_answered=True, right=True, retrieved=[])
    assert losses([lost, lost, kept]) == {lost.direction: {"evidence": 2}}

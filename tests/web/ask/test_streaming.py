"""Checks that what is found meanwhile is shown, and that work that nobody wants any more ends at the next boundary."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.stages import Heed, Stage, unheeded
from assistant.errors import Stopped
from assistant.records import Answer, Filter, Hit, Language
from assistant.web.ask.streaming import Done, Failed, Reached, steps_of
from assistant.web.desk import Desk
from tests.web.made import ANSWER

QUESTION = "How many doctors does MedAid employ?"


def test_the_assistant_tells_each_stage_with_the_passages_it_found(small_assistant: Assistant) -> None:
    told: list[tuple[Stage, int]] = []
    answer = small_assistant.ask(QUESTION, heed=lambda stage, hits: told.append((stage, len(hits))))
    assert [stage for stage, _ in told] == [Stage.EMBEDDED, Stage.RETRIEVED, Stage.READ]  # no model reads here
    assert dict(told)[Stage.RETRIEVED] > 0
    assert answer.citations == small_assistant.ask(QUESTION).citations


@pytest.mark.parametrize("last", [Stage.EMBEDDED, Stage.RETRIEVED, Stage.READ])
def test_whoever_is_told_may_stop_the_work_at_any_boundary(small_assistant: Assistant, last: Stage) -> None:
    told: list[Stage] = []

    def heed(stage: Stage, hits: Sequence[Hit]) -> None:
        told.append(stage)
        if stage is last:
            raise Stopped(en="The search was stopped.", fr="La recherche a été arrêtée.")

    with pytest.raises(Stopped):
        small_assistant.ask(QUESTION, heed=heed)
    assert told[-1] is last


def test_steps_end_with_the_answer_or_with_what_went_wrong(small_assistant: Assistant) -> None:
    steps = list(steps_of(lambda heed: small_assistant.ask(QUESTION, heed=heed), threading.Event()))
    assert isinstance(steps[-1], Done)
    assert [step.stage for step in steps if isinstance(step, Reached) and step.hits] == [Stage.RETRIEVED]

    def broken(heed: Heed) -> Answer:
        raise ValueError

    [failed] = steps_of(broken, threading.Event())
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, ValueError)


class Slow:
    """Goes on only when told to, and tells how far it came."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.came_to: list[str] = []

    def ask(
        self,
        question: str,
        language: Language | None = None,
        wanted: Filter | None = None,
        heed: Heed = unheeded,
    ) -> Answer:
        self.came_to.append("begun")
        self.begun.set()
        self.go_on.wait(20)
        heed(Stage.EMBEDDED, ())
        self.came_to.append("embedded")
        return ANSWER


def test_stop_ends_the_work_at_the_next_boundary_and_frees_the_place() -> None:
    slow, stop = Slow(), threading.Event()
    desk = Desk(slow, places=1)
    ended: list[object] = []
    steps = steps_of(lambda heed: desk.ask("x", heed=heed), stop)
    first = threading.Thread(target=lambda: ended.extend(steps))
    first.start()
    assert slow.begun.wait(20)
    stop.set()
    slow.go_on.set()
    first.join(20)
    assert slow.came_to == ["begun"]
    assert isinstance(ended[-1], Failed)
    assert isinstance(ended[-1].error, Stopped)
    assert desk.is_free
    assert desk.ask("y") is ANSWER


def test_leaving_while_others_are_answered_takes_no_turn() -> None:
    slow = Slow()
    desk = Desk(slow)
    other = threading.Thread(target=lambda: desk.ask("other"))
    other.start()
    assert slow.begun.wait(20)
    steps = steps_of(lambda heed: desk.ask("x", heed=heed), threading.Event())
    assert next(steps) == Reached(Stage.WAITING)
    steps.close()
    left = [thread for thread in threading.enumerate() if thread.name == "question"]
    for thread in left:
        thread.join(20)
    slow.go_on.set()
    other.join(20)
    assert desk.ask("y") is ANSWER
    assert slow.came_to.count("begun") == 2  # the one who left was never begun

"""Turns what a reader does on the page into what the page shows next: asking, stopping, starting anew, suggestions.

Knows nothing about layout or HTTP. Gradio passes on whatever a client sends, so that nothing here trusts its kind.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.answering.follow_up import stand_alone
from assistant.answering.stages import Stage
from assistant.answering.wording import word_reason
from assistant.errors import AssistantError, Stopped
from assistant.records import Answer, Filter, Language, Reason
from assistant.text.terms import fold
from assistant.web import rendering
from assistant.web.access import for_role
from assistant.web.ask.actions import render_actions
from assistant.web.ask.conversation import (
    render_asked,
    render_earlier,
    render_found,
    render_limits,
    render_note,
    render_suggestions,
    render_waiting_for,
)
from assistant.web.ask.streaming import Done, Reached, Step, steps_of
from assistant.web.ask.suggesting import suggest
from assistant.web.ask.turns import Conversation, Turn, Visits, conversation_of, longer, near_of
from assistant.web.desk import Desk
from assistant.web.evidence import render_evidence
from assistant.web.export.record import Shelf, exported
from assistant.web.rendering import Holdings
from assistant.web.strings import STRINGS

if TYPE_CHECKING:
    import gradio

SPOKEN_BY_THE_PAGE = (Reason.NOT_A_QUESTION, Reason.OTHER_LANGUAGE)  # the question has no language of its own here
FIELD_CHARS = 200
SHOWN_CHARS = 2_000  # of a question, while it is looked at
logger = logging.getLogger(__name__)
Held = Callable[[], Holdings]  # what there is to search now


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows after a step; None leaves a part as it is."""

    asked: str | None = None
    as_typed: bool | None = None  # whether the button that asks the words as typed is there
    answer: str | None = None
    evidence: str | None = None
    suggestions: str | None = None
    earlier: str | None = None
    question: str | None = None  # what stands in the box
    busy: bool | None = None
    turns: Conversation | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """The page of one language over one desk."""

    desk: Desk
    holdings: Held
    language: Language
    shelf: Shelf
    visits: Visits

    def ask(self, visit: str, question: object, narrowed: tuple[object, ...], state: object) -> Iterator[View]:
        """Understand the question after those before it, and show what comes of it step by step."""
        typed = question if isinstance(question, str) else ""
        turns = conversation_of(state)
        if turns and (turns[-1].typed, turns[-1].wanted) == (typed, filter_of(*narrowed) if narrowed else Filter()):
            turns = turns[:-1]  # asked once more, and answered in its own place
        known = {fold(name) for name in self.holdings().organisations}
        understood = stand_alone(typed, [turn.asked for turn in turns], known)
        yield from self._ask(visit, typed, understood, narrowed, turns)

    def ask_as_typed(self, visit: str, narrowed: tuple[object, ...], state: object) -> Iterator[View]:
        """The newest question once more, this time exactly as it was typed and in place of what was understood."""
        turns = conversation_of(state)
        if turns:
            yield from self._ask(visit, turns[-1].typed, None, narrowed, turns[:-1])

    def stop(self, visit: str) -> None:
        self.visits.stop(visit)

    def start_anew(self, visit: str) -> View:
        self.visits.stop(visit)
        note = render_note(STRINGS[self.language].forgotten, self.language)
        return View("", False, note, "", "", "", "", False, ())

    def suggest(self, visit: str, state: object) -> Iterator[View]:
        """After an abstention, what one could ask instead; nothing after an answer."""
        turns = conversation_of(state)
        if not turns or turns[-1].answered or not turns[-1].near:
            return
        turn, wanted = turns[-1], self.visits.begin(visit)
        yield View(suggestions=render_waiting_for(STRINGS[self.language].suggesting, self.language))
        found: list[str] = []
        unfiltered = False
        try:
            if turn.wanted != Filter():
                unfiltered = self.desk.ask(turn.asked).answered
            for question in suggest(turn, self._quietly, lambda: not wanted.is_set() and self.desk.is_free):
                found.append(question)
                yield View(suggestions=render_suggestions(found, unfiltered, turn.language))
        except AssistantError:
            pass  # nothing was asked for, so nothing is missing
        except Exception:
            logger.exception("No questions could be suggested")
        yield View(suggestions="" if wanted.is_set() else render_suggestions(found, unfiltered, turn.language))

    def _quietly(self, question: str, wanted: Filter) -> Answer:
        return self.desk.ask(question, wanted=wanted)

    def _ask(
        self, visit: str, typed: str, understood: str | None, narrowed: tuple[object, ...], turns: Conversation
    ) -> Iterator[View]:
        question, wanted = understood or typed, filter_of(*narrowed) if narrowed else Filter()
        stop = self.visits.begin(visit)
        yield View(
            asked=render_asked(typed[:SHOWN_CHARS], understood, self.language), as_typed=understood is not None,
            answer=rendering.render_waiting(self.holdings(), self.language), evidence="", suggestions="",
            earlier=render_earlier(turns, self.language), busy=True, turns=turns,
        )  # fmt: skip
        for step in steps_of(lambda heed: self.desk.ask(question, wanted=wanted, heed=heed), stop):
            yield self._shown(step, typed, understood, wanted, turns)

    def _shown(self, step: Step, typed: str, understood: str | None, wanted: Filter, turns: Conversation) -> View:
        language, strings = self.language, STRINGS[self.language]
        if isinstance(step, Reached):
            if step.stage is Stage.WAITING:
                return View(answer=render_waiting_for(strings.waiting_turn, language))
            return View(answer=render_found(step.stage, step.hits, language)) if step.hits else View()
        if isinstance(step, Done):
            turn = self._turn(step.answer, typed, understood, wanted)
            return View(answer=turn.answer, evidence=turn.evidence, busy=False, turns=longer(turns, turn))
        if isinstance(step.error, Stopped):
            return View(answer=render_note(strings.stopped, language), busy=False)
        if isinstance(step.error, AssistantError):
            told = step.error.message(language)
        else:
            logger.error("A question could not be answered", exc_info=step.error)
            told = strings.failure
        return View(answer=rendering.render_message(told, language), busy=False)

    def _turn(self, answer: Answer, typed: str, understood: str | None, wanted: Filter) -> Turn:
        shown, evidence = show(answer, self.holdings(), self.language, wanted)
        if answer.reason not in SPOKEN_BY_THE_PAGE:
            record = exported(answer, typed)
            shown += render_actions(self.shelf.put(record), record)
        near = () if answer.answered else near_of(answer)
        return Turn(typed, understood, answer.language, shown, evidence, answer.answered, wanted, near)


def show(answer: Answer, holdings: Holdings, language: Language, wanted: Filter | None = None) -> tuple[str, str]:
    """HTML of an answer and of its evidence; it speaks the question's language, or the page's where that has none."""
    if answer.reason in SPOKEN_BY_THE_PAGE:
        answer = replace(answer, language=language, reason_text=word_reason(answer.reason, language))
    if answer.answered:
        return rendering.render_answer(answer), render_evidence(answer)
    limits = render_limits(answer, wanted or Filter())
    return rendering.render_abstention(answer, holdings, limits), render_evidence(answer)


def filter_of(organisation: object, spoken: object, since: object, until: object) -> Filter:
    """The filter that the page's fields say; only text says anything."""

    def text(value: object) -> str | None:
        return value.strip()[:FIELD_CHARS] or None if isinstance(value, str) else None

    language: Language | None = "fr" if spoken == "fr" else "en" if spoken == "en" else None
    return Filter(text(organisation), language, text(since), text(until))


def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function for Gradio that first asks whether whoever calls it may, then is given the visit and its fields."""
    return for_role("reader", function, visit_of)


def visit_of(request: gradio.Request | None) -> str:
    """The name of a visit: Gradio's, made anew whenever a page is opened."""
    return str(getattr(request, "session_hash", None) or "")

"""Turns what was asked and shown into turns of a conversation, which lives in one visit and is written nowhere.

Knows nothing about Gradio. A turn holds words and HTML, no document, so that a visit takes little memory.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from assistant.records import Answer, Filter, Language

KEPT_TURNS = 8
LONGEST_TURN = 30_000  # characters of HTML that an earlier turn may keep
VISITS = 2_000
EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Near:
    """A passage that came near where nothing was answered: what one could ask about."""

    topic: str
    organisation: str | None
    language: Language


@dataclass(frozen=True, slots=True)
class Turn:
    """`understood` is what was asked in place of what was typed, where that leaned on earlier questions."""

    typed: str
    understood: str | None
    language: Language
    answer: str
    evidence: str
    answered: bool
    wanted: Filter = EVERYTHING
    near: tuple[Near, ...] = ()

    @property
    def asked(self) -> str:
        return self.understood or self.typed


Conversation = tuple[Turn, ...]


def conversation_of(state: object) -> Conversation:
    """What a page's state holds; anything else is the beginning of a conversation."""
    return state if isinstance(state, tuple) and all(isinstance(turn, Turn) for turn in state) else ()


def longer(turns: Conversation, turn: Turn) -> Conversation:
    """The conversation with one turn more; the oldest go, and what is very long is kept without its sources."""
    if len(turn.answer) + len(turn.evidence) > LONGEST_TURN:
        turn = replace(turn, evidence="")
    return (*turns, turn)[-KEPT_TURNS:]


def near_of(answer: Answer) -> tuple[Near, ...]:
    return tuple(
        Near(c.passage.heading[-1] if c.passage.heading else c.document.title, c.document.organisation,
             c.document.language)
        for c in answer.citations
    )  # fmt: skip


class Visits:
    """Whether a visit still wants what is being worked on for it; a visit has one question at a time."""

    def __init__(self) -> None:
        self._wanted: OrderedDict[str, threading.Event] = OrderedDict()
        self._turn = threading.Lock()

    def begin(self, visit: str) -> threading.Event:
        """The flag that says stop for a new question; whatever this visit asked before is stopped."""
        with self._turn:
            before = self._wanted.pop(visit, None)
            if before:
                before.set()
            flag = self._wanted[visit] = threading.Event()
            while len(self._wanted) > VISITS:
                self._wanted.popitem(last=False)
            return flag

    def stop(self, visit: str) -> None:
        with self._turn:
            flag = self._wanted.pop(visit, None)
        if flag:
            flag.set()

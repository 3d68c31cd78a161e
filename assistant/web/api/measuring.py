"""Turns a small question set into figures, while readers go on asking.

Knows nothing about how figures are made. One evaluation at a time, which waits for its turn at every question, keeps
to one generation of the index and ends when its time is over.
"""

from __future__ import annotations

import time
from dataclasses import asdict
from threading import Lock
from typing import TYPE_CHECKING, Any

from assistant.errors import Busy, InputError
from assistant.web.api.requests import QuestionSet
from assistant.web.api.service import Service, index_as_dict

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant
    from assistant.answering.deliberation import Deliberation
    from assistant.index.opened import OpenedIndex
    from assistant.records import Answer, Hit
    from assistant.web.desk import Desk

TIME_LIMIT_S = 120.0
_ONE = Lock()


def measure(service: Service, given: QuestionSet, limit_s: float = TIME_LIMIT_S) -> dict[str, Any]:
    """Figures and rows. Raises Busy while another evaluation runs, InputError when the time is over."""
    from assistant.evaluation.questions import question_of
    from assistant.evaluation.run import figures_of, rows_of

    end = time.monotonic() + limit_s
    if not _ONE.acquire(blocking=False):
        raise Busy(
            en="Another evaluation is running: try again in a minute.",
            fr="Une autre évaluation est en cours : réessayez dans une minute.",
        )
    try:
        with service.desk.place():
            assistant = _InTurn(service.newest(), service.desk)
            questions = [question_of(question.record()) for question in given.questions]
            rows = rows_of(assistant, questions, lambda done, total: _check_time(end, done, total))
    finally:
        _ONE.release()
    return {**figures_of(rows), "rows": [asdict(row) for row in rows], "index": index_as_dict(assistant.index)}


class _InTurn:
    """An assistant whose every question waits until those of the readers before it are answered."""

    def __init__(self, assistant: Assistant, desk: Desk) -> None:
        self._assistant = assistant
        self._desk = desk

    @property
    def index(self) -> OpenedIndex:
        return self._assistant.index

    def ask_and_weigh(self, question: str) -> tuple[Answer, Deliberation | None]:
        return self._desk.in_turn(lambda: self._assistant.ask_and_weigh(question))

    def search(self, query: str, k: int) -> list[Hit]:
        return self._desk.in_turn(lambda: self._assistant.search(query, k))


def _check_time(end: float, done: int, total: int) -> None:
    if done < total and time.monotonic() >= end:
        raise InputError(
            en=f"The time for an evaluation was over after {done} of {total} questions: send fewer.",
            fr=f"Le temps d'une évaluation était écoulé après {done} questions sur {total} : envoyez-en moins.",
        )

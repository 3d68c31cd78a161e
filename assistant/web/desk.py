"""Turns the questions of many readers at once into answers made one at a time.

Knows nothing about HTTP or pages. Inference is CPU work and the tokenizer is not made for several threads; whoever
comes when the queue is full is told so at once instead of waiting without end.
"""

from __future__ import annotations

from threading import BoundedSemaphore, Lock
from typing import Protocol

from assistant.errors import Busy
from assistant.records import Answer, Filter, Language

PLACES = 16  # questions waiting or being answered; well below the server's 40 worker threads


class Answering(Protocol):
    def ask(self, question: str, language: Language | None = None, wanted: Filter | None = None) -> Answer: ...


class Desk:
    """Lets one question through at a time, in any thread."""

    def __init__(self, assistant: Answering, places: int = PLACES) -> None:
        self._assistant = assistant
        self._places = BoundedSemaphore(places)
        self._turn = Lock()

    def ask(self, question: str, language: Language | None = None, wanted: Filter | None = None) -> Answer:
        """The answer. Raises Busy when every place is taken, and what the assistant raises."""
        if not self._places.acquire(blocking=False):
            raise Busy(
                en="Too many questions are waiting: try again in a few seconds.",
                fr="Trop de questions sont en attente : réessayez dans quelques secondes.",
            )
        try:
            with self._turn:
                return self._assistant.ask(question, language, wanted)
        finally:
            self._places.release()

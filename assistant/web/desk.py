"""Turns the questions of many readers at once into answers made one at a time.

Knows nothing about HTTP or pages. Inference is CPU work and the tokenizer is not made for several threads; whoever
comes when the queue is full is told so at once instead of waiting without end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Protocol, TypeVar

from assistant.errors import Busy
from assistant.records import Answer, Filter, Language

PLACES = 16  # requests waiting or being answered; well below the server's 40 worker threads
RETRY_AFTER_S = 5  # what a full desk takes to answer half of its questions
Found = TypeVar("Found")


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
        return self.take(lambda: self._assistant.ask(question, language, wanted))

    def take(self, work: Callable[[], Found]) -> Found:
        """What the work gives, done when its turn comes. Raises Busy when every place is taken."""
        with self.place():
            return self.in_turn(work)

    @contextmanager
    def place(self) -> Iterator[None]:
        """A place at the desk, for what needs no turn or several. Raises Busy when every place is taken."""
        if not self._places.acquire(blocking=False):
            raise Busy(
                en="Too many questions are waiting: try again in a few seconds.",
                fr="Trop de questions sont en attente : réessayez dans quelques secondes.",
            )
        try:
            yield
        finally:
            self._places.release()

    def in_turn(self, work: Callable[[], Found]) -> Found:
        """One turn of whoever has a place."""
        with self._turn:
            return work()

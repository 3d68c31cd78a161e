"""Turns the questions of many readers at once into answers made one at a time.

Knows nothing about HTTP or pages. Inference is CPU work and the tokenizer is not made for several threads; whoever
comes when the queue is full is told so at once instead of waiting without end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Protocol, TypeVar

from assistant.answering.stages import Heed, Stage, unheeded
from assistant.errors import Busy
from assistant.records import Answer, Filter, Language

PLACES = 16  # requests waiting or being answered; well below the server's 40 worker threads
RETRY_AFTER_S = 5  # what a full desk takes to answer half of its questions
LOOK_UP_S = 0.1  # how often whoever waits is asked whether they still do
Found = TypeVar("Found")


class Answering(Protocol):
    def ask(
        self,
        question: str,
        language: Language | None = None,
        wanted: Filter | None = None,
        heed: Heed = unheeded,
    ) -> Answer: ...


class Desk:
    """Lets one question through at a time, in any thread."""

    def __init__(self, assistant: Answering, places: int = PLACES) -> None:
        self._assistant = assistant
        self._places = BoundedSemaphore(places)
        self._turn = Lock()

    def ask(
        self,
        question: str,
        language: Language | None = None,
        wanted: Filter | None = None,
        heed: Heed | None = None,
    ) -> Answer:
        """The answer. Raises Busy when every place is taken, what the assistant raises, and Stopped from `heed`."""
        return self.take(lambda: self._assistant.ask(question, language, wanted, heed or unheeded), heed)

    @property
    def is_free(self) -> bool:
        """True when nobody is being answered at this moment."""
        return not self._turn.locked()

    def take(self, work: Callable[[], Found], heed: Heed | None = None) -> Found:
        """What the work gives, done when its turn comes. Raises Busy when every place is taken."""
        with self.place():
            return self.in_turn(work, heed)

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

    def in_turn(self, work: Callable[[], Found], heed: Heed | None = None) -> Found:
        """One turn of whoever has a place; whoever stops wanting it while waiting takes none."""
        while not self._turn.acquire(timeout=LOOK_UP_S if heed else -1):
            if heed:
                heed(Stage.WAITING, ())
        try:
            return work()
        finally:
            self._turn.release()

"""Turns something that takes long to make of an index into something that is made once a generation, behind the scenes.

Knows nothing about what is made. Whoever comes first starts it; nobody waits longer than a moment. What takes a
moment is made at once, and kept as long as its index is the newest.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import Generic, TypeVar

LONGEST_WAIT_S = 3.0
Made = TypeVar("Made")
logger = logging.getLogger(__name__)


Given = TypeVar("Given")


class Prepared(Generic[Given, Made]):
    """What was made of the last index asked about, known by its key; after a failure the next to come tries again."""

    def __init__(self, make: Callable[[Given], Made], key: Callable[[Given], object]) -> None:
        self._make = make
        self._key_of = key
        self._lock = Lock()
        self._key: object = None
        self._made: list[Made] = []
        self._done = Event()

    def get(self, index: Given, wait_s: float = LONGEST_WAIT_S) -> Made | None:
        """What is made of this index; None while it is still being made, or could not be."""
        with self._lock:
            failed = self._done.is_set() and not self._made
            if self._key != self._key_of(index) or failed:
                self._key, self._made, self._done = self._key_of(index), [], Event()
                Thread(target=self._run, args=(index, self._made, self._done), daemon=True).start()
            made, done = self._made, self._done
        done.wait(wait_s)
        return made[0] if made else None

    def _run(self, index: Given, made: list[Made], done: Event) -> None:
        try:
            made.append(self._make(index))
        except Exception:
            logger.exception("Something could not be prepared")
        finally:
            done.set()


class OfNewest(Generic[Given, Made]):
    """What was made of the last index asked about, by what else was asked; an older index and all of it are let go."""

    def __init__(self, make: Callable[..., Made], key: Callable[[Given], object], most: int = 64) -> None:
        self._make = make
        self._key_of = key
        self._most = most
        self._lock = Lock()
        self._key: object = None
        self._made: dict[tuple[object, ...], Made] = {}

    def get(self, index: Given, *given: object) -> Made:
        """What is made of this index and these; raises what making it raises."""
        with self._lock:
            if self._key != self._key_of(index):
                self._key, self._made = self._key_of(index), {}
            kept = self._made
        if given in kept:
            return kept[given]
        made = self._make(index, *given)
        with self._lock:
            if len(kept) < self._most:
                kept[given] = made
        return made

"""Turns one long call into the steps that can be shown meanwhile: what was found so far, then the answer or a failure.

Knows nothing about pages. The work runs in a thread of its own and ends at the next boundary of its stages once it is
no longer wanted, whoever stopped listening.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event, Thread

from assistant.answering.stages import Heed, Stage
from assistant.errors import Stopped
from assistant.records import Answer, Hit


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage is behind us; `hits` are what it found, if it found anything."""

    stage: Stage
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    answer: Answer


@dataclass(frozen=True, slots=True)
class Failed:
    error: BaseException


Step = Reached | Done | Failed


def steps_of(work: Callable[[Heed], Answer], stop: Event) -> Generator[Step, None, None]:
    """The steps of `work`, the last one Done or Failed; setting `stop`, or closing the iterator, ends the work."""
    reached: SimpleQueue[Step] = SimpleQueue()
    last: list[Stage] = []

    def heed(stage: Stage, hits: Sequence[Hit] = ()) -> None:
        if stop.is_set():
            raise Stopped(en="The search was stopped.", fr="La recherche a été arrêtée.")
        if hits or [stage] != last[-1:]:
            last.append(stage)
            reached.put(Reached(stage, tuple(hits)))

    def run() -> None:
        try:
            reached.put(Done(work(heed)))
        except BaseException as error:  # noqa: BLE001  # told by whoever listens; a thread has nobody else to tell
            reached.put(Failed(error))

    Thread(target=run, name="question", daemon=True).start()
    try:
        while True:
            step = reached.get()
            yield step
            if not isinstance(step, Reached):
                return
    finally:
        stop.set()

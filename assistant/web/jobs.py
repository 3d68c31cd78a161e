"""Turns long work into a job that goes on whoever watches it: one at a time, with its progress, until it is done.

Knows nothing about what the work is. A page that is closed stops nothing; another one sees the same job.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Condition, Lock, Thread
from typing import Any, Literal

from assistant.errors import AssistantError, Busy

Kind = Literal["index", "rebuild", "remove"]
Tell = Callable[[str, int, int], None]  # stage, done, total
Report = dict[str, Any]
LOOK_S = 1.0
PACE_S = 0.1  # between two looks, however fast the work goes
logger = logging.getLogger(__name__)


@dataclass
class Job:
    """`report` or `error` says how it ended; `failed` that it did so in a way nobody foresaw."""

    kind: Kind
    name: str
    who: str
    started: float = field(default_factory=time.time)
    stage: str = ""
    done: int = 0
    total: int = 0
    report: Report | None = None
    error: AssistantError | None = None
    failed: bool = False

    @property
    def running(self) -> bool:
        return self.report is None and self.error is None and not self.failed


class Jobs:
    """Safe to use from several threads."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._starting = Lock()
        self.last: Job | None = None

    def start(self, job: Job, work: Callable[[Tell], Report], ended: Callable[[Job], None]) -> Job:
        """Begin in a thread of its own. Raises Busy while another one runs."""
        with self._starting:
            if self.last and self.last.running:
                raise Busy(
                    en="Another change of the documents is under way: wait until it has finished.",
                    fr="Une autre modification des documents est en cours : attendez qu'elle soit finie.",
                )
            self.last = job
        Thread(target=self._run, args=(job, work, ended), name=f"job {job.kind}", daemon=True).start()
        return job

    def watch(self, job: Job) -> Iterator[Job]:
        """The job at every change of it, the last time when it has ended."""
        while job.running:
            yield job
            with self._changed:
                if job.running:
                    self._changed.wait(LOOK_S)
            time.sleep(PACE_S)
        yield job

    def _run(self, job: Job, work: Callable[[Tell], Report], ended: Callable[[Job], None]) -> None:
        def tell(stage: str, done: int, total: int) -> None:
            with self._changed:
                job.stage, job.done, job.total = stage, done, total
                self._changed.notify_all()

        report, error, failed = None, None, False
        try:
            report = work(tell)
        except AssistantError as told:
            error = told
        except Exception:
            logger.exception("A job failed")
            failed = True
        with self._changed:
            job.report, job.error, job.failed = report, error, failed
            self._changed.notify_all()
        try:
            ended(job)
        except AssistantError as untold:
            logger.warning("%s", untold.en)

"""Turns a wish to measure into a run that a process of its own works at, and tells how far it is, until it is stopped.

Knows nothing about pages. One at a time; whoever watches or goes changes nothing about it, and what was measured when
it is stopped is kept.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from threading import Lock, Thread
from typing import Any

from assistant.errors import AssistantError, Busy, EvaluationError
from assistant.evaluation.runs.folder import Runs
from assistant.evaluation.runs.record import State
from assistant.evaluation.runs.worker import Task

GRACE_S = 0.3  # for the question that is being asked when a run is stopped; one cut off is asked again later
Command = Callable[[], list[str]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. `run` is empty while the models are loaded; `error` says why there is none."""

    set_name: str
    who: str
    began: float  # time.monotonic()
    run: str = ""
    done: int = 0
    total: int = 0
    going: bool = True
    stopping: bool = False
    took_s: float = 0.0  # once it has ended
    state: str = ""
    error: AssistantError | None = None

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began if self.going else self.took_s


class Measuring:
    """Safe to use from several threads."""

    def __init__(self, runs: Runs, command: Command | None = None) -> None:
        self._runs = runs
        self._command = command or (lambda: [sys.executable, "-m", "assistant.evaluation.runs.worker"])
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None
        self.now: Progress | None = None

    def start(self, task: Task) -> Progress:
        """Raises Busy while a run is going on."""
        with self._lock:
            if self.now and self.now.going:
                raise Busy(
                    en="A run is going on: wait until it has ended, or stop it.",
                    fr="Une mesure est en cours : attendez sa fin, ou arrêtez-la.",
                )
            self.now = Progress(task.set_name, task.who, time.monotonic(), task.resumed)
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                self._command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
            )
            process, now = self._process, self.now
            assert process.stdin is not None
            with suppress(OSError):  # it ended at once, which its silence tells
                process.stdin.write(json.dumps(asdict(task)) + "\n")
                process.stdin.flush()
        Thread(target=self._follow, args=(process,), name="run", daemon=True).start()
        return now

    def stop(self) -> None:
        """End the run that is going on, within moments; what was measured stays."""
        with self._lock:
            process = self._process
            if self.now is None or not self.now.going or process is None:
                return
            self.now = replace(self.now, stopping=True)
        try:
            assert process.stdin is not None
            process.stdin.write("stop\n")
            process.stdin.flush()
        except OSError:  # it has ended already
            return
        try:
            process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()

    def _follow(self, process: subprocess.Popen[str]) -> None:
        error: AssistantError | None = None
        state = ""
        with process:
            assert process.stdout is not None
            for line in process.stdout:
                said: dict[str, Any] = json.loads(line)
                if "run" in said:
                    self._change(run=said["run"])
                elif "at" in said:
                    self._change(done=said["at"][0], total=said["at"][1])
                elif "ended" in said:
                    state = said["ended"]
                elif "error" in said:
                    error = AssistantError(en=said["error"]["en"], fr=said["error"]["fr"])
                    error.code = said["error"]["code"]
        self._end(state, error)

    def _end(self, state: str, error: AssistantError | None) -> None:
        """Says how it ended, also for a process that could not say so itself."""
        now = self.now
        assert now is not None
        if not state and not error:
            state = State.STOPPED if now.stopping else State.FAILED
            if now.run:
                run = self._runs.get(now.run)
                ended = datetime.now(UTC).isoformat(timespec="milliseconds")
                self._runs.save(replace(run, state=State(state), ended=ended))
            if state == State.FAILED:
                error = EvaluationError(
                    en="The measuring was cut off; the server's log says why. Go on with the run, or begin again.",
                    fr="La mesure a été interrompue ; le journal du serveur dit pourquoi. Reprenez-la, ou recommencez.",
                )
        self._change(going=False, took_s=time.monotonic() - now.began, state=state, error=error)

    def _change(self, **given: Any) -> None:
        with self._lock:
            assert self.now is not None
            self.now = replace(self.now, **given)

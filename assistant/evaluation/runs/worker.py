"""Turns one task, a line of JSON on standard input, into a run that is kept, and lines of JSON with how far it is.

Knows nothing about who asked for it. A process of its own at low priority, so that readers go on being answered; a
second line on standard input, or the end of it, stops the run after the question that is being asked.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import IO, Any

from assistant.errors import AssistantError
from assistant.evaluation.runs.folder import Runs
from assistant.evaluation.runs.measuring import begin, carry_on, check_same
from assistant.settings import Settings

LOWER_PRIORITY = 5


@dataclass(frozen=True, slots=True)
class Task:
    """A set to be asked, or with `resumed` a run to go on with."""

    set_file: str
    set_name: str
    resumed: str
    runs: str
    index: str
    who: str
    settings: dict[str, Any]


def perform(task: Task, say: Any, unwanted: Event) -> None:
    """Do it in this process, telling {"run"}, {"at"} and {"ended"}. Raises AssistantError."""
    from assistant.answering.assistant import open_assistant

    runs = Runs(Path(task.runs))
    assistant = open_assistant(Path(task.index), Settings(**task.settings))
    if task.resumed:
        run = runs.get(task.resumed)
        check_same(run, assistant)
    else:
        run = begin(runs, assistant, Path(task.set_file), task.who, task.set_name)
    say({"run": run.id})
    ended = carry_on(
        runs, run, assistant, lambda done, total: say({"at": [done, total]}), lambda: not unwanted.is_set()
    )
    say({"ended": ended.state})


def main() -> None:
    os.nice(LOWER_PRIORITY)
    task = Task(**json.loads(sys.stdin.readline()))
    unwanted = Event()
    Thread(target=_heed, args=(sys.stdin, unwanted), daemon=True).start()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints goes elsewhere

    def say(record: dict[str, Any]) -> None:
        try:
            out.write(json.dumps(record) + "\n")
            out.flush()
        except BrokenPipeError:  # nobody is left to be told
            unwanted.set()

    try:
        perform(task, say, unwanted)
    except AssistantError as error:
        say({"error": {"code": error.code, "en": error.en, "fr": error.fr}})


def _heed(given: IO[str], unwanted: Event) -> None:
    given.readline()
    unwanted.set()


if __name__ == "__main__":
    main()

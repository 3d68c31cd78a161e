"""Turns one task on the documents, a line of JSON on standard input, into lines of JSON with its progress and outcome.

Knows nothing about who asked for it. Run by library.py as a process of its own, at low priority: questions go on being
answered, and if it is lost, or the server is, the generation in force stays.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Any

from assistant.corpus.holding import held_files, remove_file
from assistant.errors import AssistantError, CorpusError, InputError
from assistant.settings import Settings
from assistant.web.jobs import Kind, Report, Tell

LOWER_PRIORITY = 5


@dataclass(frozen=True, slots=True)
class Task:
    kind: Kind
    name: str  # the file to remove
    keep_before: bool  # remove: leave the generation before, which still holds the file's text
    corpus: str
    index: str
    settings: dict[str, Any]


def perform(task: Task, encoder: Any, tell: Tell) -> Report:
    """Do it in this process. Raises what building and forgetting raise."""
    from assistant.index.build import build_index

    corpus, index, settings = Path(task.corpus), Path(task.index), Settings(**task.settings)
    if task.kind == "remove" and not task.keep_before:
        return _forget(task, encoder, tell)
    if task.kind == "remove" and task.name in held_files(corpus):
        remove_file(corpus, task.name)
    done = build_index(corpus, index, encoder, settings, rebuild=task.kind == "rebuild", progress=tell)
    return {
        "generation": done.generation,
        "changed": done.changed,
        "documents": done.documents,
        "passages": done.passages,
        "skipped": len(done.skipped),
        "gone_back_from": done.gone_back_from,
    }


def _forget(task: Task, encoder: Any, tell: Tell) -> Report:
    """Gone from everywhere, also where no generation holds it."""
    from assistant.evaluation.feedback import forget as forget_quotes
    from assistant.evaluation.runs.folder import Runs
    from assistant.index.forget import forget

    corpus, index, settings = Path(task.corpus), Path(task.index), Settings(**task.settings)
    try:
        done = forget(task.name, corpus, index, encoder, settings, delete_file=True, progress=tell)
    except InputError:
        remove_file(corpus, task.name)
        with suppress(InputError, CorpusError):  # brings the index up to date all the same
            forget(task.name, corpus, index, encoder, settings, progress=tell)
        return {"generation": "", "documents": 0, "generations_removed": 0}
    forget_quotes(Path(settings.feedback_file), done.documents)
    Runs(Path(settings.evaluation_folder) / "runs").forget(done.documents, [task.name])
    return {
        "generation": done.generation,
        "documents": len(done.documents),
        "generations_removed": done.generations_removed,
    }


def main() -> None:
    os.nice(LOWER_PRIORITY)
    task = Task(**json.loads(sys.stdin.readline()))
    Thread(target=_leave_with, args=(sys.stdin,), daemon=True).start()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints goes elsewhere

    def say(record: Report) -> None:
        out.write(json.dumps(record) + "\n")
        out.flush()

    try:
        from assistant.index.embedding import load_encoder

        encoder = load_encoder(Settings(**task.settings))
        say({"report": perform(task, encoder, _counting(lambda *at: say({"at": at})))})
    except AssistantError as error:
        say({"error": {"code": error.code, "en": error.en, "fr": error.fr}})


def _counting(tell: Tell) -> Tell:
    """Files are told one by one as they are read; who watches wants to know how many they are."""
    read = 0

    def counted(stage: str, done: int, total: int) -> None:
        nonlocal read
        read += stage == "read"
        tell(stage, read if stage == "read" else done, total)

    return counted


def _leave_with(given: IO[str]) -> None:
    """Whoever gave the task has gone: nobody is left to be told."""
    given.read()
    os._exit(1)


if __name__ == "__main__":
    main()

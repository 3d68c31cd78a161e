"""Turns runs into folders of the evaluation data and back: what was asked, the set itself, one line a question.

Knows nothing about how questions are asked. A line is added when its question is measured, so that whatever ends a run
leaves what was measured before; a cut last line counts for nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.errors import EvaluationError, NotFound
from assistant.evaluation.questions import Question, read_questions
from assistant.evaluation.runs.record import Measured, Run, State, measured_as_dict, measured_of, run_as_dict, run_of

RUN, SET, ROWS, LOCK = "run.json", "set.jsonl", "rows.jsonl", "run.lock"
RUN_ID = re.compile(r"\d{8}-\d{6}(?:-\d+)?-[a-z0-9][a-z0-9-]{0,60}")


class Runs:
    """All runs below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, run: Run, lines: bytes) -> Run:
        """A folder for a run that begins; its id is made here. Raises EvaluationError when it cannot be written."""
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        for attempt in range(1000):
            name = f"{stamp}{f'-{attempt}' if attempt else ''}-{_plain(run.set_name)}"
            with _written(self.folder):
                self.folder.mkdir(parents=True, exist_ok=True)
                try:
                    (self.folder / name).mkdir(mode=0o700)
                except FileExistsError:
                    continue
                (self.folder / name / SET).write_bytes(lines)
                (self.folder / name / ROWS).touch()
            made = replace(run, id=name)
            self.save(made)
            return made
        raise AssertionError("a thousand runs in one second")

    def all(self) -> list[Run]:
        """The newest first; a folder that is no run is passed over."""
        found = []
        for folder in self.folder.iterdir() if self.folder.is_dir() else ():
            try:
                found.append(self.get(folder.name))
            except NotFound:
                continue
        return sorted(found, key=lambda run: (run.started, run.id), reverse=True)

    def get(self, name: str) -> Run:
        """Raises NotFound. A run that says it is going on while no process holds it was interrupted."""
        try:
            if not RUN_ID.fullmatch(name):
                raise ValueError
            run = run_of(json.loads((self.folder / name / RUN).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            raise NotFound(
                en=f"There is no run {name[:100]!r}: see `assistant eval runs`.",
                fr=f"Il n'y a pas de mesure {name[:100]!r} : voyez `assistant eval runs`.",
            ) from None
        if run.state is State.RUNNING and not self._is_held(name):
            return replace(run, state=State.INTERRUPTED)
        return run

    def save(self, run: Run) -> None:
        path = self.folder / run.id / RUN
        with _written(self.folder):
            partial = path.with_suffix(f".{os.getpid()}.partial")
            partial.write_text(json.dumps(run_as_dict(run), ensure_ascii=False, indent=1), encoding="utf-8")
            partial.replace(path)

    @contextmanager
    def holding(self, name: str) -> Iterator[None]:
        """While a process works at a run. Raises EvaluationError when another does."""
        lock = FileLock(self.folder / name / LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise EvaluationError(
                en=f"The run {name!r} is going on: stop it first.",
                fr=f"La mesure {name!r} est en cours : arrêtez-la d'abord.",
            ) from None
        try:
            yield
        finally:
            lock.release()

    def questions(self, name: str) -> list[Question]:
        """The set as it was when the run began."""
        return read_questions(self.folder / name / SET)

    def set_bytes(self, name: str) -> bytes:
        return (self.folder / self.get(name).id / SET).read_bytes()

    def rows(self, name: str) -> list[Measured]:
        """What was measured so far, in the order of the set."""
        return [measured_of(record) for record in self._lines(name)]

    def count(self, name: str) -> int:
        return sum(1 for _ in self._lines(name))

    def append(self, name: str, measured: Measured) -> None:
        """One more line, whole or not at all as far as readers go. Raises EvaluationError."""
        line = json.dumps(measured_as_dict(measured), ensure_ascii=False) + "\n"
        with _written(self.folder), (self.folder / name / ROWS).open("ab") as file:
            file.write(line.encode("utf-8", "replace"))

    def mend(self, name: str) -> None:
        """Cut off a last line that was not finished, before more are added."""
        path = self.folder / name / ROWS
        with _written(self.folder):
            data = path.read_bytes()
            whole = data[: data.rfind(b"\n") + 1]
            if whole != data:
                path.write_bytes(whole)

    def remove(self, name: str) -> None:
        """Raises NotFound, EvaluationError while it is going on."""
        run = self.get(name)
        with self.holding(run.id), _written(self.folder):
            shutil.rmtree(self.folder / run.id)

    def forget(self, documents: Sequence[str], paths: Sequence[str] = ()) -> int:
        """Remove every quote of these documents from the runs, for good; how many lines held one."""
        gone, changed = set(documents), 0
        for run in self.all():
            lines = list(self._lines(run.id))
            touched = [_without(line, gone) for line in lines]
            if touched != lines:
                changed += sum(a != b for a, b in zip(lines, touched, strict=True))
                self._rewrite(run.id, ROWS, touched)
            asked = [
                json.loads(line) for line in self.set_bytes(run.id).decode("utf-8-sig").split("\n") if line.strip()
            ]
            kept = [_without_gold(record, gone | set(paths)) for record in asked]
            if kept != asked:
                self._rewrite(run.id, SET, kept)
        return changed

    def _rewrite(self, name: str, file: str, records: Sequence[dict[str, Any]]) -> None:
        path = self.folder / name / file
        with _written(self.folder):
            partial = path.with_suffix(".partial")
            lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
            partial.write_text(lines, encoding="utf-8")
            partial.replace(path)

    def _lines(self, name: str) -> Iterator[dict[str, Any]]:
        try:
            with (self.folder / name / ROWS).open("rb") as file:
                for line in file:
                    if line.endswith(b"\n"):
                        yield json.loads(line)
        except (OSError, ValueError):
            raise EvaluationError(
                en=f"The rows of the run {name!r} cannot be read: remove the run.",
                fr=f"Les lignes de la mesure {name!r} sont illisibles : supprimez-la.",
            ) from None

    def _is_held(self, name: str) -> bool:
        lock = FileLock(self.folder / name / LOCK, timeout=0)
        try:
            with lock:
                return False
        except (Timeout, OSError):
            return True


def hash_of(lines: bytes) -> str:
    return hashlib.sha256(lines).hexdigest()


def _plain(name: str) -> str:
    """A name of a set as part of the name of a folder."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:40] or "set"


def _without(line: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    quoted = line["detail"]["quoted"]
    if not any(one["document"] in gone for one in quoted):
        return line
    kept = [{**one, "quote": "", "title": ""} if one["document"] in gone else one for one in quoted]
    return {**line, "answer": "", "detail": {**line["detail"], "quoted": kept}}


def _without_gold(record: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    gold = record.get("gold")
    if not isinstance(gold, list) or not any(entry.get("document") in gone for entry in gold):
        return record
    return {**record, "gold": [{**entry, "quote": ""} if entry.get("document") in gone else entry for entry in gold]}


@contextmanager
def _written(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if isinstance(error, FileExistsError):
            raise
        raise EvaluationError(
            en=f"The run cannot be written to {folder.name!r} ({error.strerror}): make room or mend the folder.",
            fr=f"La mesure ne peut pas être écrite dans {folder.name!r} ({error.strerror}) : faites de la place ou "
            "réparez le dossier.",
        ) from None

"""Turns the folder of documents and its index into a list of files with what became of each, and changes both.

Knows nothing about pages. Every change is logged with who made it; those that take long are done by a process of their
own, one at a time.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from assistant.corpus.holding import HeldFile, held_files, is_same
from assistant.corpus.limits import limits_of
from assistant.corpus.receiving import Received, Receiving, clear_incoming
from assistant.errors import AssistantError, InputError, StoredIndexError
from assistant.index.rollback import Kept, RollbackReport, kept_generations, roll_back
from assistant.index.store import ALL, FileRecord, Summary
from assistant.records import Language
from assistant.settings import Settings
from assistant.web.audit import AuditLog
from assistant.web.jobs import Job, Jobs, Kind, Report, Tell
from assistant.web.library_worker import Task

if TYPE_CHECKING:
    from assistant.index.opened import OpenedIndex

State = Literal["indexed", "partly_read", "skipped", "new", "changed", "removed"]
STATES: tuple[State, ...] = ("skipped", "partly_read", "new", "changed", "removed", "indexed")  # the urgent first
Note = tuple[str, str]  # English, French
Work = Callable[[Task, Tell], Report]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: in the index, in the folder, or in both. `title` is its only document's."""

    name: str
    state: State
    title: str | None = None
    organisations: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    dates: tuple[str, ...] = ()
    documents: int = 0
    passages: int = 0
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    entries: tuple[Entry, ...]
    documents: int
    passages: int
    generations: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class _Indexed:
    listed: dict[str, list[Summary]]
    records: dict[str, FileRecord]
    skipped: dict[str, list[Note]]


class Library:
    """`opened` gives the index that answers now; it raises StoredIndexError where there is none."""

    def __init__(
        self,
        corpus_folder: Path,
        index_folder: Path,
        settings: Settings,
        opened: Callable[[], OpenedIndex],
        audit: AuditLog | None = None,
        work: Work | None = None,
    ) -> None:
        self._corpus, self._index = corpus_folder, index_folder
        self._settings = settings
        self._opened = opened
        self._audit = audit or AuditLog(None)
        self._work = work or in_a_process
        self._known = lru_cache(maxsize=1)(_indexed)
        self.jobs = Jobs()
        clear_incoming(corpus_folder)

    def overview(self) -> Overview:
        """What is in the folder and in the index now."""
        held = held_files(self._corpus)
        kept = tuple(kept_generations(self._index))
        try:
            index = self._opened()
        except StoredIndexError:
            return Overview(tuple(Entry(name, "new") for name in held), 0, 0, kept)
        known = self._known(index)
        names = sorted({*held, *known.listed, *known.skipped})
        entries = (_entry(self._corpus, name, held.get(name), known) for name in names)
        ordered = sorted((entry for entry in entries if entry), key=lambda entry: STATES.index(entry.state))
        return Overview(tuple(ordered), len(index.manifest.documents), index.manifest.passages, kept)

    def receive(self, name: str, *, replace: bool = False) -> Receiving:
        """A file to be written piece by piece, then put in its place by `receive_done`. Raises ReadingError."""
        return Receiving(self._corpus, name, limits_of(self._settings), replace=replace)

    def receive_done(self, who: str, receiving: Receiving) -> Received:
        """Raises ReadingError when what came is not what its name says."""
        received = receiving.place()
        what = "document_replaced" if received.replaced else "document_added"
        self._audit.note(who, what, file=received.name, bytes=received.size)
        return received

    def update(self, who: str, *, rebuild: bool = False) -> Job:
        """Bring the index up to date with the folder. Raises Busy."""
        return self._start("rebuild" if rebuild else "index", "", who)

    def remove(self, who: str, name: str, *, keep_before: bool = False) -> Job:
        """Remove a file, and its text from the index. Raises InputError when there is none, Busy."""
        if not any(entry.name == name for entry in self.overview().entries):
            raise InputError(
                en=f"There is no file {name[:200]!r} any more: look at the list again.",
                fr=f"Il n'y a plus de fichier {name[:200]!r} : regardez de nouveau la liste.",
            )
        return self._start("remove", name, who, keep_before=keep_before)

    def go_back(self, who: str, generation: str) -> RollbackReport:
        """Put a kept generation in force. Raises InputError, IndexBusy, StoredIndexError."""
        self._audit.note(who, "generation_asked_for", generation=generation)
        report = roll_back(self._index, generation)
        self._audit.note(who, "generation_put_in_force", generation=report.generation, before=report.before)
        return report

    def _start(self, kind: Kind, name: str, who: str, *, keep_before: bool = False) -> Job:
        settings = self._settings.model_dump()
        task = Task(kind, name, keep_before, str(self._corpus), str(self._index), settings)
        job = Job(kind, name, who)

        def work(tell: Tell) -> Report:
            self._audit.note(who, f"{kind}_begun", file=name or None)
            return self._work(task, tell)

        return self.jobs.start(job, work, self._note_end)

    def _note_end(self, job: Job) -> None:
        outcome = job.error.code if job.error else "failure" if job.failed else "done"
        generation = str((job.report or {}).get("generation") or "") or None
        self._audit.note(job.who, f"{job.kind}_ended", file=job.name or None, outcome=outcome, generation=generation)


def in_a_process(task: Task, tell: Tell) -> Report:
    """Have it done by library_worker. Raises the AssistantError that it tells of."""
    command = [sys.executable, "-m", "assistant.web.library_worker"]
    outcome: dict[str, Any] = {}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:  # noqa: S603 - our own module
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(asdict(task)) + "\n")
        process.stdin.flush()
        for line in process.stdout:
            said = json.loads(line)
            if "at" in said:
                tell(*said["at"])
            else:
                outcome = said
    if "error" in outcome:
        error = AssistantError(en=outcome["error"]["en"], fr=outcome["error"]["fr"])
        error.code = outcome["error"]["code"]
        raise error
    if "report" not in outcome:
        raise StoredIndexError(
            en="The work on the documents was cut off; the index answers as before. Try again.",
            fr="Le travail sur les documents a été interrompu ; l'index répond comme avant. Réessayez.",
        )
    report: Report = outcome["report"]
    return report


def _indexed(index: OpenedIndex) -> _Indexed:
    listed: dict[str, list[Summary]] = {}
    for one in index.store.summaries(0, ALL):
        listed.setdefault(one.path, []).append(one)
    skipped: dict[str, list[Note]] = {}
    for said in index.manifest.skipped:
        skipped.setdefault(said["path"], []).append((said["en"], said["fr"]))
    return _Indexed(listed, index.store.files(), skipped)


def _entry(corpus: Path, name: str, held: HeldFile | None, known: _Indexed) -> Entry | None:
    """None for a file that could not be read and is gone."""
    listed, notes = known.listed.get(name, []), known.skipped.get(name, [])
    if not listed:
        return Entry(name, "skipped" if notes else "new", notes=tuple(notes)) if held else None
    record = known.records.get(name)
    report = record.report if record else {}
    remarks = tuple(dict.fromkeys([*notes, *((en, fr) for en, fr in report.get("notes", []))]))
    return Entry(
        name,
        _state(corpus, held, record, report),
        listed[0].title if len(listed) == 1 else None,
        _several(one.organisation for one in listed),
        tuple(dict.fromkeys(one.language for one in listed)),
        _several(one.date for one in listed),
        len(listed),
        sum(one.passages for one in listed),
        remarks,
    )


def _state(corpus: Path, held: HeldFile | None, record: FileRecord | None, report: dict[str, Any]) -> State:
    if held is None:
        return "removed"
    times = (held.size, held.mtime_ns, held.ctime_ns)
    if record and times != (record.size, record.mtime_ns, record.ctime_ns) and not is_same(corpus, held, record.sha256):
        return "changed"
    return "partly_read" if report.get("outcome") == "partly_read" else "indexed"


def _several(values: Any) -> tuple[str, ...]:
    found: Sequence[str] = sorted({value for value in values if value})
    return tuple(found)

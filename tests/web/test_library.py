"""Checks what is listed of the documents, and what adding, removing, re-indexing and going back make of them."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import Busy, IndexBusy, InputError
from assistant.index.build import build_index
from assistant.index.generations import writing
from assistant.index.opened import open_index
from assistant.settings import load_settings
from assistant.web.audit import AuditLog
from assistant.web.jobs import Job, Report, Tell
from assistant.web.library import Entry, Library, in_a_process
from assistant.web.library_worker import Task, perform
from tests.fake_encoder import FakeEncoder


def here(task: Task, tell: Tell) -> Report:
    """The work in this process, with the fake encoder."""
    return perform(task, FakeEncoder(), tell)


@pytest.fixture
def library(corpus_folder: Path, index_folder: Path, tmp_path: Path) -> Library:
    audit = AuditLog(tmp_path / "audit.jsonl")
    return Library(corpus_folder, index_folder, load_settings(), lambda: open_index(index_folder), audit, here)


def entries(library: Library) -> dict[str, Entry]:
    return {entry.name: entry for entry in library.overview().entries}


def finished(library: Library, job: Job) -> Job:
    *_, last = library.jobs.watch(job)
    return last


def send(library: Library, name: str, data: bytes, *, replace: bool = False) -> None:
    with library.receive(name, replace=replace) as receiving:
        receiving.write(data)
        library.receive_done("amélie", receiving)


def logged(tmp_path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_list_says_what_is_indexed(library: Library) -> None:
    found = entries(library)
    assert list(found) == ["eau-vive.txt", "medaid-en.md", "medaid-fr.md"]
    french = found["medaid-fr.md"]
    assert (french.state, french.title, french.organisations) == ("indexed", "MedAid au Tchad", ("MedAid",))
    assert (french.languages, french.dates, french.documents) == (("fr",), ("2024",), 1)
    overview = library.overview()
    assert sum(entry.passages for entry in overview.entries) == overview.passages > 0
    assert [kept.in_force for kept in overview.generations] == [True]


def test_the_list_says_what_needs_care_first(library: Library, corpus_folder: Path) -> None:
    (corpus_folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (corpus_folder / "two.jsonl").write_text(
        '{"id": "a", "text": "The bridge was built in 1987."}\n{"id": "b", "text": "Le pont date de 1987."}\nnot json\n'
    )
    assert {name: entry.state for name, entry in entries(library).items() if entry.state != "indexed"} == {
        "broken.pdf": "new",
        "two.jsonl": "new",
    }
    finished(library, library.update("amélie"))
    (corpus_folder / "eau-vive.txt").unlink()
    (corpus_folder / "medaid-en.md").write_text("# MedAid\n\nMedAid has moved to Moundou.\n")
    found = entries(library)
    assert {name: entry.state for name, entry in found.items()} == {
        "broken.pdf": "skipped", "two.jsonl": "partly_read", "medaid-en.md": "changed", "eau-vive.txt": "removed",
        "medaid-fr.md": "indexed",
    }  # fmt: skip
    assert next(iter(found)) == "broken.pdf"
    assert found["broken.pdf"].notes
    assert (found["two.jsonl"].documents, found["two.jsonl"].title, found["two.jsonl"].languages) == (
        2,
        None,
        ("en", "fr"),
    )
    assert found["two.jsonl"].notes


def test_a_file_that_was_only_touched_is_not_changed(library: Library, corpus_folder: Path) -> None:
    os.utime(corpus_folder / "medaid-en.md", (1, 1))
    assert entries(library)["medaid-en.md"].state == "indexed"


def test_without_an_index_the_files_are_listed_all_the_same(corpus_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "none"
    library = Library(corpus_folder, folder, load_settings(), lambda: open_index(folder))
    assert {"new"} == {entry.state for entry in library.overview().entries}
    assert library.overview().generations == ()


def test_a_file_is_added_indexed_replaced_and_removed_for_good(
    library: Library, index_folder: Path, corpus_folder: Path, tmp_path: Path
) -> None:
    send(library, "../Zorgland.txt", b"The bridge of Zorgland was built in 1987 by Karim Diallo.\n")
    assert entries(library)["Zorgland.txt"].state == "new"
    job = finished(library, library.update("amélie"))
    assert job.report is not None
    assert (job.report["changed"], job.report["documents"]) == (True, 4)
    send(library, "Zorgland.txt", b"The bridge of Zorgland was built in 1988 by Karim Diallo.\n", replace=True)
    assert entries(library)["Zorgland.txt"].state == "changed"
    finished(library, library.update("amélie"))
    job = finished(library, library.remove("amélie", "Zorgland.txt"))
    assert job.report is not None
    assert not (corpus_folder / "Zorgland.txt").exists()
    assert "Zorgland.txt" not in entries(library)
    assert b"Karim" not in b"".join(path.read_bytes() for path in index_folder.rglob("*") if path.is_file())
    said = [(line["who"], line["what"], line.get("file")) for line in logged(tmp_path)]
    assert said == [
        ("amélie", "document_added", "Zorgland.txt"), ("amélie", "index_begun", None), ("amélie", "index_ended", None),
        ("amélie", "document_replaced", "Zorgland.txt"), ("amélie", "index_begun", None),
        ("amélie", "index_ended", None), ("amélie", "remove_begun", "Zorgland.txt"),
        ("amélie", "remove_ended", "Zorgland.txt"),
    ]  # fmt: skip
    assert "Karim" not in (tmp_path / "audit.jsonl").read_text(encoding="utf-8")


def test_a_file_is_removed_with_a_way_back(library: Library, index_folder: Path) -> None:
    job = finished(library, library.remove("amélie", "eau-vive.txt", keep_before=True))
    assert job.report is not None
    assert "eau-vive.txt" not in entries(library)
    before = [kept.name for kept in library.overview().generations if not kept.in_force]
    library.go_back("amélie", before[0])
    assert entries(library)["eau-vive.txt"].state == "removed"
    job = finished(library, library.update("amélie"))
    assert job.report is not None
    assert job.report["gone_back_from"] == "gen-000002"


@pytest.mark.parametrize("indexed", [False, True])
def test_a_file_that_was_never_read_can_be_removed(library: Library, corpus_folder: Path, indexed: bool) -> None:
    (corpus_folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    if indexed:
        finished(library, library.update("amélie"))
    job = finished(library, library.remove("amélie", "broken.pdf"))
    assert job.report is not None
    assert not (corpus_folder / "broken.pdf").exists()
    assert "broken.pdf" not in entries(library)


@pytest.mark.parametrize("name", ["none.txt", "../outside.txt", "", "sources.toml", "/etc/passwd"])
def test_what_is_not_listed_is_not_removed(library: Library, tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.txt").write_text("x")
    with pytest.raises(InputError):
        library.remove("amélie", name)
    assert (tmp_path / "outside.txt").exists()


def test_one_job_at_a_time_which_every_tab_can_watch(corpus_folder: Path, index_folder: Path) -> None:
    go, begun = threading.Event(), threading.Event()

    def slow(task: Task, tell: Tell) -> Report:
        tell("embed", 3, 7)
        begun.set()
        assert go.wait(60)
        return {"generation": "gen-000001"}

    library = Library(corpus_folder, index_folder, load_settings(), lambda: open_index(index_folder), None, slow)
    job = library.update("amélie")
    assert begun.wait(60)
    with pytest.raises(Busy):
        library.update("eva")
    with pytest.raises(Busy):
        library.remove("eva", "eau-vive.txt")
    first: Iterator[Job] = library.jobs.watch(job)
    assert (next(first).stage, job.done, job.total) == ("embed", 3, 7)
    assert library.jobs.last is job
    go.set()
    assert not finished(library, job).running
    finished(library, library.update("eva"))


def test_what_goes_wrong_is_kept_with_the_job_and_logged(library: Library, index_folder: Path, tmp_path: Path) -> None:
    with writing(index_folder):
        job = finished(library, library.update("amélie"))
    assert isinstance(job.error, IndexBusy)
    assert logged(tmp_path)[-1]["outcome"] == "index_busy"

    def broken(task: Task, tell: Tell) -> Report:
        raise RuntimeError("/srv/secret")

    library._work = broken
    job = finished(library, library.update("amélie"))
    assert job.failed
    assert logged(tmp_path)[-1]["outcome"] == "failure"


@pytest.mark.real_model
def test_the_work_is_done_by_a_process_that_tells_how_far_it_is(corpus_folder: Path, tmp_path: Path) -> None:
    from assistant.index.embedding import load_encoder

    index, settings, told = tmp_path / "own", load_settings(), list[tuple[str, int, int]]()
    build_index(corpus_folder, index, load_encoder(settings), settings)
    (corpus_folder / "new.txt").write_text("The bridge of Zorgland was built in 1987.\n")
    task = Task("index", "", False, str(corpus_folder), str(index), settings.model_dump())
    report = in_a_process(task, lambda *at: told.append(at))
    assert (report["documents"], report["generation"]) == (4, "gen-000002")
    assert {"read", "embed", "write"} <= {stage for stage, _, _ in told}
    assert max(done for stage, done, _ in told if stage == "read") == 4
    with writing(index), pytest.raises(Exception, match="Another process is building") as raised:
        in_a_process(task, lambda *at: None)
    assert raised.value.code == "index_busy"  # type: ignore[attr-defined]  # an AssistantError

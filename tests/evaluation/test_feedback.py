"""Checks that what readers think is kept whole, by many at once and on bad disks, and becomes draft questions."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import FeedbackError
from assistant.evaluation.feedback import Cited, Feedback, Verdict, drafts, export, forget, store
from assistant.evaluation.questions import read_questions

CITED = Cited("gao-fr", "gao-fr.txt", "fr", "0" * 64, 5, 41, "L'équipe de Gao compte 14 personnes.")
FEEDBACK = Feedback(
    Verdict.USEFUL, "très bien", "Combien à Gao ?", "Et à Gao ?", "fr", True, "", "gen-000001", (CITED,)
)  # fmt: skip


def test_feedback_becomes_a_draft_question_that_the_evaluation_can_read(tmp_path: Path) -> None:
    file = tmp_path / "eval" / "feedback.sqlite"
    store(file, FEEDBACK)
    store(file, replace(FEEDBACK, verdict=Verdict.WRONG_ANSWER, question="Où ?"))
    assert export(file, tmp_path / "drafts.jsonl") == 2
    useful, wrong = (json.loads(line) for line in (tmp_path / "drafts.jsonl").read_text().splitlines())
    assert (True, True) == (useful["draft"], wrong["draft"])
    assert useful["gold"] == [{"document": "gao-fr.txt", "quote": CITED.quote}]
    assert (useful["feedback"]["word"], useful["feedback"]["typed"]) == ("très bien", "Et à Gao ?")
    assert wrong["gold"] == []
    assert wrong["answered_with"]["citations"][0]["sha256"] == "0" * 64
    first, second = read_questions(tmp_path / "drafts.jsonl")
    assert (first.text, first.direction, first.answerable) == ("Combien à Gao ?", "fr-fr", True)
    assert (second.direction, second.answerable) == ("fr-any", False)


def test_many_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store(file, replace(FEEDBACK, word=str(n))), range(80)))
    assert {str(n) for n in range(80)} == {draft["feedback"]["word"] for draft in drafts(file)}
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_word_is_cut_at_its_limit_and_hostile_words_stay_words(tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite"
    for word in ("x" * 501, "'); DROP TABLE feedback; --", "a\n\x00b"):
        store(file, replace(FEEDBACK, word=word))
    assert [500, "'); DROP TABLE feedback; --", "a\n\x00b"] == [
        len(drafts(file)[0]["feedback"]["word"]), *(draft["feedback"]["word"] for draft in drafts(file)[1:])
    ]  # fmt: skip


def test_a_full_or_damaged_disk_is_told_in_one_sentence(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"this is no database" * 100)
    for path in (damaged, tmp_path, Path("/dev/full"), Path("/proc/feedback.sqlite")):
        with pytest.raises(FeedbackError, match="could not be stored"):
            store(path, FEEDBACK)
    with pytest.raises(FeedbackError, match=r"'damaged\.sqlite' cannot be read"):
        drafts(damaged)


def test_a_database_that_may_not_grow_keeps_what_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "feedback.sqlite"
    store(file, FEEDBACK)
    pages = f"PRAGMA max_page_count={file.stat().st_size // 4096}"
    opened = sqlite3.connect

    def full(*args: object, **kwargs: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = opened(*args, **kwargs)  # type: ignore[call-overload]  # as it is called
        connection.execute(pages)
        return connection

    monkeypatch.setattr(sqlite3, "connect", full)
    with pytest.raises(FeedbackError):
        store(file, replace(FEEDBACK, question="q" * 100_000))
    monkeypatch.undo()
    assert len(drafts(file)) == 1


def test_nothing_stored_gives_no_drafts_and_makes_no_file(tmp_path: Path) -> None:
    assert export(tmp_path / "none.sqlite", tmp_path / "out.jsonl") == 0
    assert not (tmp_path / "none.sqlite").exists()
    with pytest.raises(FeedbackError, match="--output"):
        export(tmp_path / "none.sqlite", tmp_path / "no" / "folder.jsonl")


def test_a_forgotten_document_leaves_no_quote(tmp_path: Path) -> None:
    file = tmp_path / "feedback.sqlite"
    store(file, replace(FEEDBACK, cited=(CITED, replace(CITED, document="other", quote="Autre chose."))))
    assert forget(file, ["gao-fr"]) == 1
    assert [c["document"] for c in drafts(file)[0]["answered_with"]["citations"]] == ["other"]
    assert CITED.quote.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert forget(file, ["gao-fr"]) == 0
    assert forget(tmp_path / "none.sqlite", ["gao-fr"]) == 0

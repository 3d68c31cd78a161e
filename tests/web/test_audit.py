"""Checks that the log is only added to, and that a changed or missing line shows."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from assistant.errors import AccountsError
from assistant.web.audit import AuditLog, check_log


def test_every_line_says_when_who_and_what(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    log = AuditLog(path)
    log.note("amélie", "document_added", file="a\nb é.txt", bytes=3)
    log.note("rita", "signed_in")
    first, second = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    assert (first["who"], first["what"], first["file"], first["bytes"]) == ("amélie", "document_added", "a\nb é.txt", 3)
    assert first["when"].endswith("+00:00")
    assert second["before"] != first["before"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert check_log(path).wrong == []


def test_a_changed_or_missing_line_shows(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    for number in range(5):
        AuditLog(path).note("rita", f"action {number}")
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:1], lines[1].replace("rita", "eva"), *lines[2:]]))
    assert check_log(path).wrong == [3]
    path.write_text("".join([*lines[:2], *lines[3:]]))
    assert check_log(path).wrong == [3]
    path.write_text("".join(lines[1:]))
    assert check_log(path).wrong == [1]


def test_a_line_cut_by_a_crash_does_not_swallow_the_next(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    AuditLog(path).note("rita", "one")
    with path.open("a") as file:
        file.write('{"when": "20')
    AuditLog(path).note("rita", "two")
    assert json.loads(path.read_text().splitlines()[-1])["what"] == "two"
    assert check_log(path).wrong == [2]


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    threads = [threading.Thread(target=AuditLog(path).note, args=("rita", f"action {n}")) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(path.read_text().splitlines()) == 10
    assert check_log(path).wrong == []


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "audit.jsonl").mkdir()
    with pytest.raises(AccountsError, match="log"):
        AuditLog(tmp_path / "audit.jsonl").note("rita", "x")
    AuditLog(None).note("rita", "nothing is kept")

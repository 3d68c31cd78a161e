"""Turns a folder of kept files into checks that only what was recorded is ever used; knows nothing about graphs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.index.int8.kept import cache_folder, kept


class Maker:
    """Counts how often it was asked."""

    def __init__(self, content: bytes = b"graph") -> None:
        self.content, self.asked = content, 0

    def __call__(self) -> bytes:
        self.asked += 1
        return self.content


def test_made_once_and_recorded(tmp_path: Path) -> None:
    make = Maker()
    folder = tmp_path / "new" / "folder"
    assert [b"graph"] * 3 == [kept(folder, "a", make) for _ in range(3)]
    assert make.asked == 1
    assert {"a", "a.sha256"} == {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "gone", "record", "no record", "strange record"])
def test_what_is_not_as_recorded_is_made_again(tmp_path: Path, harm: str) -> None:
    make = Maker()
    kept(tmp_path, "a", make)
    path, record = tmp_path / "a", tmp_path / "a.sha256"
    changes: dict[str, Callable[[], object]] = {
        "flip": lambda: path.write_bytes(b"grapH"),
        "cut": lambda: path.write_bytes(b"gra"),
        "empty": lambda: path.write_bytes(b""),
        "gone": path.unlink,
        "record": lambda: record.write_text("0" * 64),
        "no record": record.unlink,
        "strange record": lambda: record.write_bytes(b"\xff\x00"),
    }
    changes[harm]()
    assert kept(tmp_path, "a", make) == b"graph"
    assert make.asked == 2
    assert kept(tmp_path, "a", make) == b"graph"
    assert make.asked == 2


def test_names_are_kept_apart(tmp_path: Path) -> None:
    assert (b"1", b"2") == (kept(tmp_path, "a", Maker(b"1")), kept(tmp_path, "b", Maker(b"2")))


def test_where_nothing_can_be_written_it_is_made_every_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    make = Maker()
    assert [b"graph"] * 2 == [kept(tmp_path / "file", "a", make) for _ in range(2)]
    assert make.asked == 2


def test_the_folder_follows_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "assistant"

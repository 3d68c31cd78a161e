"""Turns interrupted and repeated publishing into checks that one whole generation is always in force."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant.errors import IndexBusy, IndexCorrupt, IndexMissing
from assistant.index import generations as module
from assistant.index.generations import POINTER, current, generations, new_generation, publish, tidy, writing
from assistant.index.manifest import FORMAT_VERSION, Manifest, file_hashes, read_manifest
from tests.fake_encoder import IDENTITY


def publish_one(folder: Path, content: str = "x") -> Path:
    temporary = new_generation(folder)
    (temporary / "file").write_text(content)
    name = temporary.name.removesuffix(".tmp")
    manifest = Manifest(FORMAT_VERSION, name, "", "", IDENTITY, 240, {}, 0, 0, [], file_hashes(temporary))
    return publish(folder, temporary, manifest)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name.startswith("gen-")}


def test_the_pointer_names_the_newest_and_the_rest_is_tidied_away(tmp_path: Path) -> None:
    for number in range(1, 5):
        assert publish_one(tmp_path) == current(tmp_path) == tmp_path / f"gen-{number:06d}"
    (tmp_path / "CURRENT.tmp").write_text("gen-")
    assert [path.name for path in generations(tmp_path)] == [f"gen-00000{number}" for number in (4, 3, 2, 1)]
    tidy(tmp_path, generations(tmp_path)[:2])
    assert names(tmp_path) == {"gen-000003", "gen-000004"}
    assert (tmp_path / POINTER).read_text() == "gen-000004\n"
    assert not (tmp_path / "CURRENT.tmp").exists()


def test_leftovers_of_an_interrupted_build_are_removed(tmp_path: Path) -> None:
    publish_one(tmp_path)
    leftover = new_generation(tmp_path)
    (leftover / "half").write_text("x")
    tidy(tmp_path, generations(tmp_path))
    assert publish_one(tmp_path).name == "gen-000002"
    assert names(tmp_path) == {"gen-000001", "gen-000002"}


def test_a_file_altered_on_its_way_to_the_disk_is_not_put_in_force(tmp_path: Path) -> None:
    publish_one(tmp_path)
    temporary = new_generation(tmp_path)
    (temporary / "file").write_text("x")
    manifest = Manifest(FORMAT_VERSION, "gen-000002", "", "", IDENTITY, 240, {}, 0, 0, [], {"file": "other"})
    with pytest.raises(IndexCorrupt):
        publish(tmp_path, temporary, manifest)
    assert current(tmp_path).name == "gen-000001"


@pytest.mark.parametrize("crash_at", range(1, 7))
def test_a_crash_at_any_sync_leaves_one_whole_generation_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crash_at: int
) -> None:
    publish_one(tmp_path, "old")
    sync, calls = module._sync, 0

    def failing(path: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == crash_at:
            raise KeyboardInterrupt
        sync(path)

    monkeypatch.setattr(module, "_sync", failing)
    with pytest.raises(KeyboardInterrupt):
        publish_one(tmp_path, "new")
    monkeypatch.undo()
    in_force = current(tmp_path)
    tidy(tmp_path, [in_force])
    assert (in_force / "file").read_text() == {"gen-000001": "old", "gen-000002": "new"}[in_force.name]
    assert read_manifest(in_force).files == file_hashes(in_force)
    assert publish_one(tmp_path, "newer") == current(tmp_path)


def test_no_index_yet(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="assistant index"):
        current(tmp_path)
    with pytest.raises(IndexMissing):
        current(tmp_path / "missing")


@pytest.mark.parametrize(
    "content", [b"", b"gen-000009\n", b"../../etc\n", b"gen-1/../../x\n", b"\xff\xfe", b"gen-000001.tmp"]
)
def test_a_pointer_to_nothing_is_corrupt(tmp_path: Path, content: bytes) -> None:
    publish_one(tmp_path)
    (tmp_path / POINTER).write_bytes(content)
    with pytest.raises(IndexCorrupt, match="--rebuild"):
        current(tmp_path)


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(IndexBusy), writing(tmp_path):
        pytest.fail("two writers")
    with writing(tmp_path):
        assert (tmp_path / module.LOCK).exists()


def test_the_lock_is_let_go_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing(tmp_path):
        raise ZeroDivisionError
    with writing(tmp_path):
        assert names(tmp_path) == set()


def test_a_second_writer_may_wait_until_the_first_has_finished(tmp_path: Path) -> None:
    told, done = threading.Event(), list[str]()

    def second() -> None:
        with writing(tmp_path, told.set):
            done.append("second")

    with writing(tmp_path):
        waiting = threading.Thread(target=second)
        waiting.start()
        assert told.wait(10)
        done.append("first")
    waiting.join(10)
    assert ["first", "second"] == done

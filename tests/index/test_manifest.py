"""Turns manifests and folders of files into checks that nothing altered passes for whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import IndexCorrupt, IndexMismatch
from assistant.index.manifest import (
    FORMAT_VERSION,
    MANIFEST,
    Manifest,
    check_files,
    file_hashes,
    read_manifest,
    write_manifest,
)
from assistant.index.storing import SCHEMA
from tests.fake_encoder import IDENTITY

FILES = {"a": b"un", "sub/b": b"deux", "sub/empty": b""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    write_manifest(tmp_path, manifest_of(tmp_path))
    return tmp_path


def manifest_of(folder: Path, **changed: Any) -> Manifest:
    fields: dict[str, Any] = {
        "format": FORMAT_VERSION,
        "generation": "gen-000001",
        "built_from": "x",
        "built_at": "2024-01-01T00:00:00+00:00",
        "model": IDENTITY,
        "passage_tokens": 240,
        "documents": {"é": "abc"},
        "passages": 1,
        "sentences": 2,
        "skipped": [{"path": "p", "en": "e", "fr": "f"}],
        "files": file_hashes(folder),
        **changed,
    }
    return Manifest(**fields)


def test_it_comes_back_as_it_was_written(folder: Path) -> None:
    assert read_manifest(folder) == manifest_of(folder)
    check_files(folder, read_manifest(folder))


def test_the_files_are_named_with_their_hashes(folder: Path) -> None:
    assert set(FILES) == set(file_hashes(folder))
    assert hashlib.sha256(b"un").hexdigest() == file_hashes(folder)["a"]


def test_every_single_changed_character_is_seen(folder: Path) -> None:
    path = folder / MANIFEST
    text = path.read_text(encoding="utf-8")
    body = json.dumps(json.loads(text)["manifest"], sort_keys=True)
    for place in range(0, len(text), 7):
        changed = text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]
        path.write_text(changed, encoding="utf-8")
        try:
            found = read_manifest(folder)
        except IndexCorrupt:
            continue
        assert body == json.dumps(json.loads(changed)["manifest"], sort_keys=True), "only layout may change unseen"
        assert found == manifest_of(folder)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b"null", b"\xff\xfe", b'{"manifest": {}, "sha256": "x"}'])
def test_a_manifest_that_is_none_is_corrupt(folder: Path, data: bytes) -> None:
    (folder / MANIFEST).write_bytes(data)
    with pytest.raises(IndexCorrupt, match="--rebuild"):
        read_manifest(folder)


def test_a_missing_manifest_is_corrupt(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    with pytest.raises(IndexCorrupt, match="--rebuild"):
        read_manifest(folder)


def test_another_format_is_a_mismatch(folder: Path) -> None:
    write_manifest(folder, manifest_of(folder, format=999))
    with pytest.raises(IndexMismatch, match="--rebuild"):
        read_manifest(folder)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_missing_altered_or_surplus_file_is_named(folder: Path, name: str) -> None:
    manifest = read_manifest(folder)
    (folder / name).write_bytes(FILES[name] + b"x")
    with pytest.raises(IndexCorrupt, match=name):
        check_files(folder, manifest)
    (folder / name).unlink()
    with pytest.raises(IndexCorrupt, match=name):
        check_files(folder, manifest)
    (folder / name).write_bytes(FILES[name])
    check_files(folder, manifest)
    (folder / "surplus").write_bytes(b"x")
    with pytest.raises(IndexCorrupt, match="surplus"):
        check_files(folder, manifest)


def test_lock_files_of_readers_do_not_count(folder: Path) -> None:
    (folder / "sub" / ".tantivy-meta.lock").write_bytes(b"")
    check_files(folder, read_manifest(folder))
    assert "sub/.tantivy-meta.lock" not in file_hashes(folder)


def test_the_tables_of_the_store_have_the_number_of_the_format() -> None:
    """Other tables under the same number would be read as if they were these: raise FORMAT_VERSION, note both."""
    tables = hashlib.sha256(SCHEMA.encode()).hexdigest()[:12]
    assert (FORMAT_VERSION, tables) == (6, "1cfb3d95a96a")

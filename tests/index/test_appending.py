"""Turns a large index, made small for the test, and a few changed files into checks of what grows beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import IndexCorrupt, StoredIndexError
from assistant.index import appending, room
from assistant.index.build import BuildReport, build_index
from assistant.index.forget import forget
from assistant.index.generations import current
from assistant.index.opened import OpenedIndex, open_index
from assistant.index.vectors import kinds
from assistant.retrieval.search import Retriever
from assistant.settings import load_settings
from tests.fake_encoder import FakeEncoder

NEW = "Le puits de Kidal\n\nLe forage de Kidal a été achevé en mai 2021 par Aïcha Maïga.\n"


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "EXACT_ROWS", 2)
    monkeypatch.setattr(appending, "TAIL_SHARE", 5.0)


def again(corpus: Path, index: Path, encoder: FakeEncoder | None = None) -> BuildReport:
    return build_index(corpus, index, encoder or FakeEncoder(), load_settings())


@pytest.fixture
def index(corpus_folder: Path, tmp_path: Path) -> Path:
    again(corpus_folder, tmp_path / "large")
    return tmp_path / "large"


def found(index: OpenedIndex, question: str) -> list[str]:
    retriever = Retriever(index, FakeEncoder(), 10)
    return [hit.document.id for hit in retriever.search(retriever.query(question, "fr"), 3)]


def test_a_new_file_is_added_beside_the_large_files(corpus_folder: Path, index: Path) -> None:
    old = current(index)
    (corpus_folder / "kidal.txt").write_text(NEW)
    encoder = FakeEncoder()
    report = again(corpus_folder, index, encoder)
    assert (True, 4, 1, "gen-000002") == (report.changed, report.documents, report.split, report.generation)
    assert all("Kidal" in text for text in encoder.embedded)
    opened = open_index(index)
    assert opened.manifest.passages_since > 0
    for name in ("store.sqlite", "vectors.npy", "vectors.faiss", "sentences.npy"):
        assert (old / name).samefile(opened.folder / name)
    assert found(opened, "Qui a achevé le forage de Kidal ?")[0] == "kidal"
    assert "eau-vive" in found(opened, "Où se trouve le siège d'Eau Vive ?")
    assert opened.store.wrong_passages() == []
    assert not again(corpus_folder, index).changed


def test_a_changed_and_a_removed_file(corpus_folder: Path, index: Path) -> None:
    (corpus_folder / "kidal.txt").write_text(NEW)
    again(corpus_folder, index)
    (corpus_folder / "kidal.txt").write_text(NEW.replace("2021", "2022"))
    (corpus_folder / "eau-vive.txt").unlink()
    report = again(corpus_folder, index)
    opened = open_index(index)
    assert (3, 3) == (report.documents, len(opened.store.document_ids()))
    assert "2022" in opened.store.document("kidal").text
    assert {"kidal", "medaid-en", "medaid-fr"} >= set(found(opened, "Le siège d'Eau Vive à Niamey"))
    assert all(hit in opened.store.document_ids() for hit in found(opened, "le forage de Kidal"))
    assert not again(corpus_folder, index).changed
    assert set(opened.manifest.documents) == set(opened.store.document_ids())


def test_the_same_documents_have_the_same_fingerprint_however_they_came(corpus_folder: Path, tmp_path: Path) -> None:
    again(corpus_folder, tmp_path / "one")
    (corpus_folder / "a-kidal.txt").write_text(NEW)
    again(corpus_folder, tmp_path / "one")
    again(corpus_folder, tmp_path / "two")
    one, two = open_index(tmp_path / "one"), open_index(tmp_path / "two")
    assert (True, False) == (one.manifest.passages_since > 0, two.manifest.passages_since > 0)
    assert one.manifest.built_from == two.manifest.built_from
    assert one.manifest.documents == two.manifest.documents


def test_a_long_tail_is_written_into_the_large_files(
    corpus_folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus_folder / "kidal.txt").write_text(NEW)
    again(corpus_folder, index)
    monkeypatch.setattr(appending, "TAIL_SHARE", 0.0)
    (corpus_folder / "gao.txt").write_text("Gao\n\nLe marché de Gao a rouvert.\n")
    again(corpus_folder, index)
    opened = open_index(index)
    assert (0, 5) == (opened.manifest.passages_since, len(opened.store.document_ids()))
    assert found(opened, "Qui a achevé le forage de Kidal ?")[0] == "kidal"


def test_forgetting_leaves_nothing_in_the_large_files(corpus_folder: Path, index: Path) -> None:
    (corpus_folder / "kidal.txt").write_text(NEW)
    again(corpus_folder, index)
    (corpus_folder / "eau-vive.txt").unlink()
    again(corpus_folder, index)
    forget("eau-vive.txt", corpus_folder, index, FakeEncoder(), load_settings())
    for path in index.rglob("*"):
        assert not path.is_file() or "a foré 1 240 puits".encode() not in path.read_bytes(), path.name


def test_damage_to_the_tail_falls_back_to_the_generation_before(corpus_folder: Path, index: Path) -> None:
    (corpus_folder / "kidal.txt").write_text(NEW)
    again(corpus_folder, index)
    tail = current(index) / "store.tail.sqlite"
    tail.write_bytes(tail.read_bytes()[:-1] + b"x")
    opened = open_index(index)
    assert isinstance(opened.damage, IndexCorrupt)
    assert opened.generation == "gen-000001"


def test_a_disk_too_small_is_told_before_the_work(
    corpus_folder: Path, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus_folder / "kidal.txt").write_text(NEW)
    monkeypatch.setattr(room, "ROW_BYTES", 10**18)
    for work in ("append_files", "write_files"):
        monkeypatch.setattr(f"assistant.index.build.{work}", None)
    with pytest.raises(StoredIndexError, match="Make room") as raised:
        again(corpus_folder, index)
    assert "Faites de la place" in raised.value.fr
    assert open_index(index).generation == "gen-000001"

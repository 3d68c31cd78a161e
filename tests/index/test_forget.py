"""Turns documents that must go into searches of every byte under index/ for what they said."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import CorpusError, IndexBusy, InputError
from assistant.index.build import CACHE, build_index
from assistant.index.cache import EmbeddingCache
from assistant.index.forget import ForgetReport, forget
from assistant.index.generations import current, writing
from assistant.index.opened import open_index
from assistant.settings import load_settings
from tests.fake_encoder import FakeEncoder

CANARY = "Zanzibarquette"
NAME = "secret-kanari.txt"
TEXT = f"Note de {CANARY}\n\nLe témoin {CANARY} habite au 12 rue des Lilas à Gao. Il est né en 1974.\n"


def build(corpus: Path, index: Path) -> None:
    build_index(corpus, index, FakeEncoder(), load_settings())


def forget_it(corpus: Path, index: Path, name: str = NAME, *, delete_file: bool = False) -> ForgetReport:
    return forget(name, corpus, index, FakeEncoder(), load_settings(), delete_file=delete_file)


def traces(index: Path) -> list[str]:
    """Files under index/ that hold the canary, in any spelling that the index knows, or the name of the file."""
    found = []
    for path in sorted(path for path in index.rglob("*") if path.is_file()):
        data = path.read_bytes().lower()
        words = (CANARY.lower(), CANARY.lower()[:10], "kanari", "rue des lilas", "t\\u00e9moin", "témoin")
        found += [f"{path.name}: {word}" for word in words if word.encode() in data]
        found += [f"{path.name}: utf-16" for word in words if word.encode("utf-16-le") in data]
    return found


@pytest.fixture
def told(corpus_folder: Path, index_folder: Path) -> Path:
    """An index whose two generations hold the canary, and one interrupted build too."""
    (corpus_folder / NAME).write_text(TEXT)
    build(corpus_folder, index_folder)
    (corpus_folder / "new.txt").write_text("Une phrase nouvelle sur Ménaka.")
    build(corpus_folder, index_folder)
    leftover = index_folder / "gen-000009.tmp"
    leftover.mkdir()
    (leftover / "store.sqlite").write_text(TEXT)
    return index_folder


def test_nothing_of_a_forgotten_document_is_left_in_any_file(corpus_folder: Path, told: Path) -> None:
    assert len({path.parent.name for path in told.rglob("store.sqlite") if CANARY.encode() in path.read_bytes()}) == 3
    keys = vectors_of(told, "secret-kanari")
    assert len(keys) == len(found_in(told, keys)) > 3
    (corpus_folder / NAME).unlink()
    report = forget_it(corpus_folder, told)
    assert ForgetReport(NAME, ("secret-kanari",), "gen-000004", 2, file_deleted=False) == report
    assert traces(told) == []
    assert found_in(told, keys) == []
    opened = open_index(told)
    assert ["eau-vive", "medaid-en", "medaid-fr", "new"] == opened.store.document_ids()
    assert opened.store.wrong_passages() == []
    assert ["gen-000004"] == [path.name for path in told.glob("gen-*")]


def found_in(index: Path, keys: list[bytes]) -> list[bytes]:
    held = [path.read_bytes() for path in index.rglob("*") if path.is_file()]
    return [key for key in keys if any(key in data for data in held)]


def vectors_of(index: Path, document_id: str) -> list[bytes]:
    """The cache keys and the raw vectors of a document."""
    opened = open_index(index)
    parts = opened.store.parts(document_id)
    keys = [parts.keys[at : at + 32] for at in range(0, len(parts.keys), 32)]
    return keys + [opened.vectors.vectors([row])[0].tobytes() for row in opened.store.rows_of(document_id)]


def test_a_file_that_is_still_there_is_not_forgotten(corpus_folder: Path, told: Path) -> None:
    with pytest.raises(InputError, match="--delete-file") as raised:
        forget_it(corpus_folder, told)
    assert "--delete-file" in raised.value.fr
    assert (corpus_folder / NAME).exists()
    assert "secret-kanari" in open_index(told).store.document_ids()


@pytest.mark.parametrize("typed", [NAME, "{corpus}/" + NAME])
def test_the_file_is_removed_where_that_is_asked_for(corpus_folder: Path, told: Path, typed: str) -> None:
    report = forget_it(corpus_folder, told, typed.format(corpus=corpus_folder), delete_file=True)
    assert (True, NAME) == (report.file_deleted, report.name)
    assert not (corpus_folder / NAME).exists()
    assert traces(told) == []


def test_a_file_that_was_never_indexed_is_not_deleted(corpus_folder: Path, told: Path) -> None:
    (corpus_folder / "other.txt").write_text("Autre chose.")
    with pytest.raises(InputError):
        forget_it(corpus_folder, told, "other.txt", delete_file=True)
    assert (corpus_folder / "other.txt").exists()


def test_only_older_generations_hold_it(corpus_folder: Path, told: Path) -> None:
    (corpus_folder / NAME).unlink()
    build(corpus_folder, told)
    assert traces(told)
    assert forget_it(corpus_folder, told).generation == current(told).name
    assert traces(told) == []


def test_a_name_that_nothing_has_is_told(corpus_folder: Path, index_folder: Path) -> None:
    with pytest.raises(InputError, match=r"No kept generation holds 'typo\.txt'"):
        forget_it(corpus_folder, index_folder, "typo.txt")
    assert open_index(index_folder).store.document_ids()


def test_a_record_by_its_id(corpus_folder: Path, index_folder: Path) -> None:
    records = corpus_folder / "many.jsonl"
    kept = '{"id": "harmless", "text": "Une phrase sur Gao."}\n'
    records.write_text(kept + f'{{"id": "kanari-7", "text": "{CANARY} habite à Gao."}}\n')
    build(corpus_folder, index_folder)
    with pytest.raises(InputError, match=r"still a record of 'many\.jsonl'"):
        forget_it(corpus_folder, index_folder, "kanari-7")
    records.write_text(kept)
    assert ("kanari-7",) == forget_it(corpus_folder, index_folder, "kanari-7").documents
    assert traces(index_folder) == []
    assert "harmless" in open_index(index_folder).store.document_ids()


def test_the_only_document_there_was(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / NAME).write_text(TEXT)
    build(corpus, index)
    assert forget_it(corpus, index, delete_file=True).generation == ""
    assert traces(index) == []
    assert not list(index.glob("gen-*"))


def test_an_emptied_folder_is_no_reason_to_lose_the_rest(corpus_folder: Path, told: Path) -> None:
    for path in corpus_folder.iterdir():
        path.unlink()
    with pytest.raises(CorpusError):
        forget_it(corpus_folder, told)
    assert "eau-vive" in open_index(told).store.document_ids()


def test_another_process_at_work(corpus_folder: Path, told: Path) -> None:
    with writing(told), pytest.raises(IndexBusy):
        forget_it(corpus_folder, told, delete_file=True)
    assert (corpus_folder / NAME).exists()


def test_an_interrupted_forgetting_is_finished_by_the_next(
    corpus_folder: Path, told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    (corpus_folder / NAME).unlink()
    monkeypatch.setattr(EmbeddingCache, "compact", interrupt)
    with pytest.raises(KeyboardInterrupt):
        forget_it(corpus_folder, told)
    monkeypatch.undo()
    open_index(told)
    with pytest.raises(InputError):  # nothing holds it any more, and the cache is clean now
        forget_it(corpus_folder, told)
    assert traces(told) == []
    assert (told / CACHE).exists()

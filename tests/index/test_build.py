"""Turns folders that change, disks that fill and files that rot into checks of what is in force afterwards."""

from __future__ import annotations

import errno
import os
import resource
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import (
    AssistantError,
    CorpusError,
    IndexBusy,
    IndexCorrupt,
    IndexMismatch,
    IndexMissing,
    ModelError,
    StoredIndexError,
)
from assistant.index import build, generations
from assistant.index.build import CACHE, BuildReport, build_index
from assistant.index.embedding import SentenceTransformerEncoder, Vectors
from assistant.index.generations import POINTER, current
from assistant.index.opened import open_index
from assistant.settings import load_settings
from tests.fake_encoder import IDENTITY, FakeEncoder


def build_again(corpus: Path, index: Path, encoder: FakeEncoder | None = None, *, rebuild: bool = False) -> BuildReport:
    return build_index(corpus, index, encoder or FakeEncoder(), load_settings(), rebuild=rebuild)


def generation_files(index: Path) -> list[Path]:
    return sorted(path for path in current(index).rglob("*") if path.is_file() and path.suffix != ".lock")


class TestKeepingUp:
    def test_nothing_changed_means_nothing_done(self, corpus_folder: Path, index_folder: Path) -> None:
        before = {path: path.stat().st_mtime_ns for path in generation_files(index_folder)}
        encoder = FakeEncoder()
        report = build_again(corpus_folder, index_folder, encoder)
        assert (False, 0, "gen-000001") == (report.changed, report.embedded, report.generation)
        assert encoder.embedded == []
        assert before == {path: path.stat().st_mtime_ns for path in generation_files(index_folder)}

    def test_the_report_counts_what_is_there(self, corpus_folder: Path, tmp_path: Path, encoder: FakeEncoder) -> None:
        (corpus_folder / "bad.txt").write_bytes(b"")
        report = build_again(corpus_folder, tmp_path / "index", encoder)
        manifest = open_index(tmp_path / "index").manifest
        assert (3, len(set(encoder.embedded))) == (report.documents, report.embedded)
        assert (manifest.passages, manifest.sentences) == (report.passages, len(encoder.embedded) - report.passages)
        assert [skipped.path for skipped in report.skipped] == ["bad.txt"]
        assert [skipped["path"] for skipped in manifest.skipped] == ["bad.txt"]

    def test_one_changed_file_embeds_only_what_is_new(self, corpus_folder: Path, index_folder: Path) -> None:
        with (corpus_folder / "eau-vive.txt").open("a", encoding="utf-8") as file:
            file.write("\nLa présidente est Aïcha Maïga, élue en 2021.\n")
        encoder = FakeEncoder()
        report = build_again(corpus_folder, index_folder, encoder)
        assert (True, "gen-000002") == (report.changed, report.generation)
        assert report.embedded == len(encoder.embedded) > 0
        assert all("Aïcha Maïga" in text for text in encoder.embedded)

    def test_a_removed_file_leaves_no_trace(self, corpus_folder: Path, index_folder: Path) -> None:
        (corpus_folder / "eau-vive.txt").unlink()
        report = build_again(corpus_folder, index_folder)
        assert (True, 2, 0) == (report.changed, report.documents, report.embedded)
        assert "eau-vive" not in open_index(index_folder).store.document_ids()

    def test_new_facts_about_a_document_are_a_change(self, corpus_folder: Path, index_folder: Path) -> None:
        sources = corpus_folder / "sources.toml"
        sources.write_text(sources.read_text().replace("2022", "2023"))
        assert build_again(corpus_folder, index_folder).changed
        assert open_index(index_folder).store.document("medaid-en").date == "2023"

    def test_rebuild_builds_again_without_embedding_again(self, corpus_folder: Path, index_folder: Path) -> None:
        report = build_again(corpus_folder, index_folder, rebuild=True)
        assert (True, 0, "gen-000002") == (report.changed, report.embedded, report.generation)

    def test_another_model_or_passage_length_is_a_change(self, corpus_folder: Path, index_folder: Path) -> None:
        other = FakeEncoder(replace(IDENTITY, name="other"))
        assert build_again(corpus_folder, index_folder, other).changed
        assert build_index(corpus_folder, index_folder, other, load_settings(passage_tokens=32)).changed

    def test_the_same_documents_give_the_same_index(self, corpus_folder: Path, tmp_path: Path) -> None:
        for name in ("one", "two"):
            build_again(corpus_folder, tmp_path / name)
        one, two = (open_index(tmp_path / name) for name in ("one", "two"))
        assert one.manifest.built_from == two.manifest.built_from
        for name in ("vectors.faiss", "sentences.faiss"):
            assert one.manifest.files[name] == two.manifest.files[name]

    def test_a_lost_cache_costs_time_only(self, corpus_folder: Path, index_folder: Path) -> None:
        (index_folder / CACHE).write_bytes(b"not a database" * 100)
        report = build_again(corpus_folder, index_folder, rebuild=True)
        assert report.embedded > 0
        assert open_index(index_folder).generation == "gen-000002"

    @pytest.mark.parametrize("text", ["Accueil\nEnglish\n", "Un seul mot"])
    def test_a_corpus_of_next_to_nothing(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "corpus").mkdir()
        (tmp_path / "corpus" / "a.txt").write_text(text)
        report = build_again(tmp_path / "corpus", tmp_path / "index")
        assert (1, report.passages) == (report.documents, open_index(tmp_path / "index").manifest.passages)

    def test_progress_reaches_its_end(self, corpus_folder: Path, tmp_path: Path, encoder: FakeEncoder) -> None:
        steps: list[tuple[str, int, int]] = []
        build_index(corpus_folder, tmp_path / "i", encoder, load_settings(), progress=lambda *step: steps.append(step))
        embedded = [(done, total) for stage, done, total in steps if stage == "embed"]
        assert embedded[-1][0] == embedded[-1][1] == len(encoder.embedded)


class TestFailures:
    def check_untouched(self, index_folder: Path) -> None:
        assert open_index(index_folder, IDENTITY).generation == "gen-000001"
        assert not list(index_folder.glob("*.tmp"))

    @pytest.mark.parametrize(
        "target", ["write_store", "write_vectors", "write_terms", "publish", "file_hashes", "new_generation"]
    )
    def test_a_full_disk_leaves_the_old_one_in_force(
        self, corpus_folder: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch, target: str
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(build, target, full)
        with pytest.raises(StoredIndexError, match="No space left") as raised:
            build_again(corpus_folder, index_folder, rebuild=True)
        assert "No space left" in raised.value.fr
        self.check_untouched(index_folder)
        monkeypatch.undo()
        assert build_again(corpus_folder, index_folder, rebuild=True).changed

    @pytest.mark.parametrize("largest", [0, 100, 4_000, 12_000, 20_000, 45_000])
    def test_files_that_cannot_grow_leave_the_old_one_in_force(
        self, corpus_folder: Path, index_folder: Path, largest: int
    ) -> None:
        """The system itself refuses every byte beyond `largest`, wherever it is written."""
        (corpus_folder / "new.txt").write_text("Une phrase toute nouvelle sur le Tchad. " * 200)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))
        try:
            with pytest.raises(StoredIndexError, match="could not be written"):
                build_again(corpus_folder, index_folder)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        self.check_untouched(index_folder)
        assert build_again(corpus_folder, index_folder).changed

    def test_an_interrupted_build_leaves_the_old_one_in_force(
        self, corpus_folder: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(generations, "_sync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            build_again(corpus_folder, index_folder, rebuild=True)
        self.check_untouched(index_folder)

    def test_a_second_writer_is_told_to_wait(self, corpus_folder: Path, index_folder: Path) -> None:
        with generations.writing(index_folder), pytest.raises(IndexBusy, match="wait"):
            build_again(corpus_folder, index_folder, rebuild=True)
        self.check_untouched(index_folder)

    def test_an_empty_or_missing_corpus_touches_nothing(self, corpus_folder: Path, index_folder: Path) -> None:
        for path in corpus_folder.iterdir():
            path.unlink()
        with pytest.raises(CorpusError):
            build_again(corpus_folder, index_folder)
        corpus_folder.rmdir()
        with pytest.raises(CorpusError):
            build_again(corpus_folder, index_folder)
        self.check_untouched(index_folder)

    @pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, 2.0])
    def test_unusable_vectors_are_refused(self, corpus_folder: Path, index_folder: Path, bad: float) -> None:
        encoder = SentenceTransformerEncoder(BrokenModel(bad), IDENTITY, 16)  # type: ignore[arg-type]  # a stand-in
        (corpus_folder / "new.txt").write_text("Une phrase nouvelle.")
        with pytest.raises(ModelError, match="nothing was stored"):
            build_index(corpus_folder, index_folder, encoder, load_settings())
        self.check_untouched(index_folder)
        assert build_again(corpus_folder, index_folder).embedded > 0

    def test_an_index_folder_that_cannot_be_made(self, corpus_folder: Path, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        with pytest.raises(StoredIndexError, match="could not be written"):
            build_again(corpus_folder, tmp_path / "file" / "index")


class BrokenModel:
    """Stands in for a model whose vectors have one component wrong: not finite, or not of unit length."""

    class tokenizer:
        @staticmethod
        def encode(text: str, **_: object) -> list[str]:
            return text.split()

    def __init__(self, bad: float) -> None:
        self._bad = bad

    def encode(self, texts: list[str], **_: object) -> Vectors:
        vectors = np.zeros((len(texts), IDENTITY.dimension), np.float32)
        vectors[:, 0] = self._bad
        return vectors


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


class TestOpening:
    @pytest.mark.parametrize("damage", [cut, flip, empty, Path.unlink])
    def test_every_damaged_file_is_refused_with_the_command_that_mends_it(
        self, index_folder: Path, damage: Callable[[Path], None]
    ) -> None:
        files = generation_files(index_folder)
        assert {"manifest.json", "store.sqlite", "vectors.faiss", "sentences.faiss"} <= {path.name for path in files}
        for path in files:
            whole = path.read_bytes()
            if not whole and damage is not Path.unlink:
                continue
            damage(path)
            with pytest.raises(IndexCorrupt, match="assistant index --rebuild") as raised:
                open_index(index_folder)
            assert "assistant index --rebuild" in raised.value.fr
            path.write_bytes(whole)
        assert open_index(index_folder).generation == "gen-000001"

    @pytest.mark.parametrize("damage", [cut, flip, empty, Path.unlink])
    def test_indexing_mends_a_damaged_index(
        self, corpus_folder: Path, index_folder: Path, damage: Callable[[Path], None]
    ) -> None:
        damage(current(index_folder) / "vectors.faiss")
        report = build_again(corpus_folder, index_folder)
        assert (True, 0) == (report.changed, report.embedded)
        assert open_index(index_folder).generation == report.generation

    def test_an_emptied_pointer_is_mended_by_indexing(self, corpus_folder: Path, index_folder: Path) -> None:
        empty(index_folder / POINTER)
        with pytest.raises(IndexCorrupt):
            open_index(index_folder)
        assert build_again(corpus_folder, index_folder).changed
        assert open_index(index_folder).generation == "gen-000002"

    def test_files_of_another_generation_are_refused(self, corpus_folder: Path, index_folder: Path) -> None:
        old = current(index_folder)
        (corpus_folder / "new.txt").write_text("Une phrase nouvelle.")
        build_again(corpus_folder, index_folder)
        shutil.copy(old / "store.sqlite", current(index_folder) / "store.sqlite")
        with pytest.raises(IndexCorrupt, match=r"store\.sqlite"):
            open_index(index_folder)

    @pytest.mark.parametrize("field", ["name", "revision", "query_prefix", "passage_prefix", "dimension"])
    def test_another_model_or_prefix_is_refused(self, index_folder: Path, field: str) -> None:
        changed: dict[str, object] = {field: 8 if field == "dimension" else "other"}
        with pytest.raises(IndexMismatch, match="assistant index") as raised:
            open_index(index_folder, replace(IDENTITY, **changed))  # type: ignore[arg-type]  # one field, its type
        assert "assistant index" in raised.value.fr

    def test_no_index_yet(self, tmp_path: Path) -> None:
        with pytest.raises(IndexMissing, match="assistant index"):
            open_index(tmp_path)

    def test_opening_and_searching_change_nothing(self, index_folder: Path) -> None:
        for _ in range(2):
            opened = open_index(index_folder, IDENTITY)
            opened.terms.search(["eau"], "fr", 3)
            opened.vectors.search(FakeEncoder().encode_questions(["eau"])[0], 3)
        assert opened.store.wrong_passages() == []

    def test_rows_by_language_are_all_rows(self, index_folder: Path) -> None:
        opened = open_index(index_folder)
        rows = [row for language in opened.rows.values() for row in language.tolist()]
        assert sorted(rows) == list(range(opened.manifest.passages))
        assert all(opened.store.passage(row).language == "fr" for row in opened.rows["fr"].tolist())

    def test_every_sentence_has_its_vector(self, index_folder: Path) -> None:
        opened = open_index(index_folder)
        rows = [row for passage in range(opened.manifest.passages) for row, _ in opened.store.sentences(passage)]
        assert rows == list(range(opened.manifest.sentences))
        assert np.allclose(1, np.linalg.norm(opened.sentence_vectors(rows), axis=1), atol=1e-2)

    def test_an_opened_generation_goes_on_answering_while_others_are_built(
        self, corpus_folder: Path, index_folder: Path
    ) -> None:
        opened = open_index(index_folder)
        question = FakeEncoder().encode_questions(["puits au Niger"])[0]
        before = opened.vectors.search(question, 5)
        for _ in range(3):
            build_again(corpus_folder, index_folder, rebuild=True)
        assert not (index_folder / "gen-000001").exists()
        assert before == opened.vectors.search(question, 5)
        assert len(opened.sentence_vectors([0])) == 1
        assert opened.store.passage(before[0][0]).text


def test_every_failure_of_building_and_opening_is_told_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(AssistantError) as raised:
        build_again(tmp_path / "no corpus", tmp_path / "index")
    assert raised.value.message("fr") != raised.value.message("en") != ""

"""Turns folders that change, disks that fill and files that rot into checks of what is in force afterwards."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.corpus import reading
from assistant.corpus.limits import Limits
from assistant.corpus.sources import Source
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
from assistant.index import assembling, before, build, generations
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

    def test_a_corpus_of_one_word(self, tmp_path: Path) -> None:
        (tmp_path / "corpus").mkdir()
        (tmp_path / "corpus" / "a.txt").write_text("Mot")
        report = build_again(tmp_path / "corpus", tmp_path / "index")
        assert (1, 1) == (report.documents, open_index(tmp_path / "index").manifest.passages)

    def test_a_corpus_of_menus_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "corpus").mkdir()
        (tmp_path / "corpus" / "a.txt").write_text("Accueil\nEnglish\n")
        with pytest.raises(CorpusError, match=r"a\.txt: it holds no words"):
            build_again(tmp_path / "corpus", tmp_path / "index")

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
        def full(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(assembling if target.startswith("write_") else build, target, full)
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
        assert POINTER in str(open_index(index_folder).damage)
        assert build_again(corpus_folder, index_folder).changed
        assert open_index(index_folder).generation == "gen-000002"

    def test_files_of_another_generation_are_refused(self, corpus_folder: Path, index_folder: Path) -> None:
        old = current(index_folder)
        (corpus_folder / "new.txt").write_text("Une phrase nouvelle.")
        build_again(corpus_folder, index_folder)
        shutil.copy(old / "store.sqlite", current(index_folder) / "store.sqlite")
        opened = open_index(index_folder)
        assert opened.generation == old.name
        assert "store.sqlite" in str(opened.damage)

    @pytest.mark.parametrize("field", ["name", "revision", "query_prefix", "passage_prefix", "dimension"])
    def test_another_model_or_prefix_is_refused(self, index_folder: Path, field: str) -> None:
        changed: dict[str, object] = {field: 8 if field == "dimension" else "other"}
        with pytest.raises(IndexMismatch, match="assistant index") as raised:
            open_index(index_folder, replace(IDENTITY, **changed))  # type: ignore[arg-type]  # one field, its type
        assert "assistant index" in raised.value.fr

    def test_another_engine_may_ask_and_builds_anew(self, corpus_folder: Path, index_folder: Path) -> None:
        other = replace(IDENTITY, engine="int8")
        assert IDENTITY.engine != other.engine
        assert open_index(index_folder, other).manifest.model == IDENTITY
        built = build_index(corpus_folder, index_folder, FakeEncoder(other), load_settings())
        assert built.embedded > 0  # no vector of one engine is taken for that of the other
        assert open_index(index_folder, IDENTITY).manifest.model == other
        assert other.may_ask(IDENTITY)
        assert not replace(other, query_prefix="x").may_ask(IDENTITY)

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


class TestFallingBack:
    """Two generations; whatever happens to a file of the one in force, the other one serves and says so."""

    @pytest.fixture
    def two(self, corpus_folder: Path, index_folder: Path) -> Path:
        (corpus_folder / "new.txt").write_text("Une phrase nouvelle sur Ménaka.")
        build_again(corpus_folder, index_folder)
        return index_folder

    def check(self, index: Path, what: str) -> None:
        opened = open_index(index, IDENTITY)
        assert opened.generation == "gen-000001"
        assert opened.store.wrong_passages() == []
        assert opened.damage is not None
        for message in (opened.damage.en, opened.damage.fr):
            assert "assistant index --rebuild" in message
            assert "gen-000001" in message
            assert what in message

    @pytest.mark.parametrize("damage", [cut, flip, empty, Path.unlink])
    def test_every_damaged_file_is_detected_and_the_generation_before_serves(
        self, two: Path, damage: Callable[[Path], None]
    ) -> None:
        for path in generation_files(two):
            whole = path.read_bytes()
            if whole or damage is Path.unlink:
                damage(path)
                self.check(two, path.name)
                path.write_bytes(whole)
        assert open_index(two).damage is None

    def test_every_file_swapped_with_the_other_generations(self, two: Path) -> None:
        new, old = two / "gen-000002", two / "gen-000001"
        for path in generation_files(two):
            other = old / path.relative_to(new)
            if other.exists() and other.read_bytes() != path.read_bytes():
                whole = path.read_bytes()
                shutil.copy(other, path)
                self.check(two, path.name)
                path.write_bytes(whole)

    def test_a_whole_generation_under_another_name(self, two: Path) -> None:
        shutil.rmtree(two / "gen-000002")
        shutil.copytree(two / "gen-000001", two / "gen-000002")
        self.check(two, "manifest.json")

    @pytest.mark.parametrize("pointer", [b"", b"gen-000009\n", b"\xff", None])
    def test_a_lost_or_wrong_pointer(self, two: Path, pointer: bytes | None) -> None:
        (two / POINTER).unlink()
        if pointer is not None:
            (two / POINTER).write_bytes(pointer)
        opened = open_index(two)
        assert (opened.generation, POINTER in str(opened.damage)) == ("gen-000002", True)

    def test_another_model_is_no_damage(self, two: Path) -> None:
        with pytest.raises(IndexMismatch):
            open_index(two, replace(IDENTITY, name="other"))

    def test_nothing_whole_is_told_as_before(self, two: Path) -> None:
        for path in two.glob("gen-*/vectors.faiss"):
            flip(path)
        with pytest.raises(IndexCorrupt, match=r"gen-000002/vectors\.faiss.*--rebuild"):
            open_index(two)

    def test_mending_keeps_the_one_that_served(self, two: Path, corpus_folder: Path) -> None:
        flip(two / "gen-000002" / "vectors.faiss")
        report = build_again(corpus_folder, two)
        assert (True, 0, "gen-000003") == (report.changed, report.embedded, report.generation)
        assert {"gen-000001", "gen-000003"} == {path.name for path in two.glob("gen-*")}
        assert open_index(two).damage is None

    def test_generations_that_never_were_in_force_go(self, two: Path, corpus_folder: Path) -> None:
        shutil.copytree(two / "gen-000001", two / "gen-000007")
        (two / "gen-000008.tmp").mkdir()
        assert not build_again(corpus_folder, two).changed
        assert {"gen-000001", "gen-000002"} == {path.name for path in two.glob("gen-*")}
        assert open_index(two).generation == "gen-000002"


def mounted(folder: Path, options: str) -> bool:
    """A small file system of its own at `folder`; False where this machine does not let us."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return os.getuid() == 0 and subprocess.run(command, capture_output=True).returncode == 0


class TestDisks:
    @pytest.fixture
    def small_disk(self, tmp_path: Path) -> Iterator[Path]:
        folder = tmp_path / "disk"
        if not mounted(folder, "size=1500k"):
            pytest.skip("only root may mount a small file system")
        yield folder
        subprocess.run(["umount", "-l", str(folder)], check=True)

    def test_a_disk_that_fills_at_every_point(self, corpus_folder: Path, small_disk: Path) -> None:
        index, filler = small_disk / "index", small_disk / "filler"
        build_again(corpus_folder, index)
        refused = 0
        for number, room in enumerate((0, 4, 40, 80, 120, 160, 200, 300, 400, 500, 600)):
            (corpus_folder / "new.txt").write_text(f"Une phrase toute nouvelle sur le Tchad {number}. " * 200)
            before = open_index(index).generation
            fill(filler, keep=room * 1024)
            message = ""
            try:
                generation = build_again(corpus_folder, index).generation
            except StoredIndexError as error:
                generation, message = before, error.en
            if generation == before:
                refused += 1
                assert "could not be written" in message
                assert not list(index.glob("*.tmp"))
            assert open_index(index, IDENTITY).generation == generation
            filler.unlink()
            assert open_index(index).damage is None
        assert 3 <= refused < 11
        build_again(corpus_folder, index)
        assert "new" in open_index(index).store.document_ids()

    def test_a_disk_that_may_only_be_read(self, corpus_folder: Path, small_disk: Path) -> None:
        index = small_disk / "index"
        build_again(corpus_folder, index)
        (corpus_folder / "new.txt").write_text("Une phrase nouvelle.")
        subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
        with pytest.raises(StoredIndexError, match="could not be written"):
            build_again(corpus_folder, index)
        opened = open_index(index, IDENTITY)
        assert opened.terms.search(["eau"], "fr", 3)
        assert (opened.generation, opened.damage) == ("gen-000001", None)

    def test_too_many_open_files(self, corpus_folder: Path, index_folder: Path) -> None:
        (corpus_folder / "new.txt").write_text("Une phrase nouvelle.")
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        in_use = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 64
        for spare in (0, 2, 4, 8):
            resource.setrlimit(resource.RLIMIT_NOFILE, (in_use + spare, before[1]))
            try:
                with suppress(AssistantError):
                    build_again(corpus_folder, index_folder)
            finally:
                resource.setrlimit(resource.RLIMIT_NOFILE, before)
            assert open_index(index_folder).damage is None
        build_again(corpus_folder, index_folder)
        assert "new" in open_index(index_folder).store.document_ids()


def fill(path: Path, keep: int) -> None:
    """Write until only `keep` bytes are free."""
    state = os.statvfs(path.parent)
    path.write_bytes(b"x" * max(0, state.f_bavail * state.f_frsize - keep))


class TestTakingOver:
    """Files that are what they were are neither read nor split nor embedded again."""

    @pytest.fixture
    def read(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The names of the files that are really read."""
        names: list[str] = []
        original = reading.read_file

        def watched(path: Path, name: str, source: Source | None, limits: Limits) -> reading.Found:
            names.append(name)
            return original(path, name, source, limits)

        monkeypatch.setattr(reading, "read_file", watched)
        return names

    def test_only_what_changed_is_read(self, corpus_folder: Path, index_folder: Path, read: list[str]) -> None:
        (corpus_folder / "eau-vive.txt").write_text("Eau Vive a foré 1 300 puits au Niger.")
        (corpus_folder / "new.txt").write_text("Une phrase nouvelle sur Ménaka.")
        report = build_again(corpus_folder, index_folder)
        assert ["eau-vive.txt", "new.txt"] == read
        assert (2, 4) == (report.split, report.documents)

    def test_the_index_is_the_same_as_built_from_nothing(
        self, corpus_folder: Path, index_folder: Path, tmp_path: Path
    ) -> None:
        (corpus_folder / "eau-vive.txt").rename(corpus_folder / "a.txt")
        (corpus_folder / "medaid-fr.md").unlink()
        (corpus_folder / "new.txt").write_text("Une phrase nouvelle sur Ménaka.")
        build_again(corpus_folder, index_folder)
        build_again(corpus_folder, tmp_path / "anew")
        one, two = open_index(index_folder), open_index(tmp_path / "anew")
        assert one.manifest.built_from == two.manifest.built_from
        for name in ("vectors.faiss", "sentences.faiss", "means.npz"):
            assert one.manifest.files[name] == two.manifest.files[name], name
        for row in range(one.manifest.passages):
            assert one.store.passage(row) == two.store.passage(row)
            assert one.store.sentences(row) == two.store.sentences(row)
        for term in ("gao", "puit", "menaka", "hopital"):
            assert one.terms.search([term], "fr", 9) == two.terms.search([term], "fr", 9)

    def test_a_touched_file_is_hashed_and_not_read(
        self, corpus_folder: Path, index_folder: Path, read: list[str]
    ) -> None:
        os.utime(corpus_folder / "eau-vive.txt", (1, 1))
        assert not build_again(corpus_folder, index_folder).changed
        assert read == []

    def test_other_bytes_of_the_same_size_and_time_are_noticed(
        self, corpus_folder: Path, index_folder: Path, read: list[str]
    ) -> None:
        path = corpus_folder / "eau-vive.txt"
        state = path.stat()
        path.write_text(path.read_text().replace("1 240", "1 999"))
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        assert build_again(corpus_folder, index_folder).changed
        assert ["eau-vive.txt"] == read

    def test_what_sources_say_of_a_file_reads_that_file_again(
        self, corpus_folder: Path, index_folder: Path, read: list[str]
    ) -> None:
        sources = corpus_folder / "sources.toml"
        sources.write_text(sources.read_text().replace("2022", "2023"))
        build_again(corpus_folder, index_folder)
        assert ["medaid-en.md"] == read

    def test_another_program_or_setting_reads_everything_again(
        self, corpus_folder: Path, index_folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        build_index(corpus_folder, index_folder, FakeEncoder(), load_settings(passage_tokens=32))
        assert 3 == len(read)
        monkeypatch.setattr(before, "program", lambda: "another")
        build_index(corpus_folder, index_folder, FakeEncoder(), load_settings(passage_tokens=32))
        assert 6 == len(read)

    def test_problems_of_a_file_that_is_taken_over_are_told_again(
        self, corpus_folder: Path, tmp_path: Path, read: list[str]
    ) -> None:
        (corpus_folder / "many.jsonl").write_text('{"id": "a", "text": "Une phrase."}\n{"id": 1\n')
        first = build_again(corpus_folder, tmp_path / "index")
        (corpus_folder / "new.txt").write_text("Une phrase nouvelle.")
        second = build_again(corpus_folder, tmp_path / "index")
        assert first.skipped == second.skipped != ()
        assert "many.jsonl" not in read[4:]

    def test_an_id_taken_by_another_file_is_given_back(self, tmp_path: Path) -> None:
        corpus, index = tmp_path / "corpus", tmp_path / "index"
        corpus.mkdir()
        for name in ("b", "c"):
            (corpus / f"{name}.jsonl").write_text(f'{{"id": "same", "text": "Phrase du fichier {name}."}}')
        build_again(corpus, index)
        assert ["c.jsonl:same", "same"] == open_index(index).store.document_ids()
        (corpus / "a.jsonl").write_text('{"id": "same", "text": "Phrase du fichier a."}')
        build_again(corpus, index)
        store = open_index(index).store
        assert ["b.jsonl:same", "c.jsonl:same", "same"] == store.document_ids()
        assert store.wrong_passages() == []
        assert store.document("b.jsonl:same").path == "b.jsonl"
        for name in ("a", "b"):
            (corpus / f"{name}.jsonl").unlink()
        build_again(corpus, index)
        assert ["same"] == open_index(index).store.document_ids()

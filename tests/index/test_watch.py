"""Turns a folder that changes under `assistant index --watch` into checks of what it says and leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.errors import AssistantError, CorpusError, ReadingError
from assistant.index.build import BuildReport
from assistant.index.opened import open_index
from assistant.index.watch import watch

PROGRAM = """
import sys
from assistant.index import embedding
from tests.fake_encoder import FakeEncoder
embedding.load_encoder = lambda settings: FakeEncoder()
from assistant.cli import main
main()
"""


def wait_for(what: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


@pytest.fixture
def watching(tmp_path: Path, corpus_folder: Path, repository: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", PROGRAM, "index", "--watch", "--corpus", str(corpus_folder)]
    command += ["--index", str(tmp_path / "index")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=repository,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:  # fmt: skip
        yield process
        process.kill()


def test_it_follows_the_folder_and_ends_with_130(
    watching: subprocess.Popen[str], corpus_folder: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    wait_for((index / "CURRENT").exists)
    (corpus_folder / "new.txt").write_text("Une phrase nouvelle sur Ménaka.")
    wait_for(lambda: "new" in open_index(index).store.document_ids())
    (corpus_folder / "new.txt").unlink()
    wait_for(lambda: "new" not in open_index(index).store.document_ids())
    time.sleep(0.5)
    watching.send_signal(signal.SIGINT)
    said, told = watching.communicate(timeout=30)
    assert (130, True) == (watching.returncode, told.endswith("Interrupted.\n"))
    assert ["gen-000001", "gen-000002", "gen-000003"] == [line.split()[2].strip(",") for line in said.splitlines()]
    assert "Watching the folder" in told
    assert "1 documents read again" in told
    assert not list(index.glob("*.tmp"))
    assert open_index(index).damage is None


def test_what_cannot_be_done_is_told_and_tried_again(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    built: list[int] = []
    told: list[BuildReport | AssistantError] = []

    def build() -> BuildReport:
        built.append(len(built))
        if len(built) == 2:
            raise ReadingError(en="no", fr="non")
        if len(built) == 3:
            raise KeyboardInterrupt
        return BuildReport("gen-000001", True, 1, 1, 1, ())

    def tell(said: BuildReport | AssistantError) -> None:
        told.append(said)
        (corpus / f"{len(told)}.txt").write_text("x")

    with pytest.raises(KeyboardInterrupt):
        watch(corpus, tmp_path / "index", build, tell)
    assert [BuildReport, ReadingError] == [type(said) for said in told]


def test_the_first_failure_and_a_missing_folder_end_it(tmp_path: Path) -> None:
    def fail() -> BuildReport:
        raise ReadingError(en="no", fr="non")

    with pytest.raises(ReadingError):
        watch(tmp_path, tmp_path / "index", fail, lambda said: None)
    with pytest.raises(CorpusError, match="--corpus"):
        watch(tmp_path / "missing", tmp_path / "index", fail, lambda said: None)

"""Turns a folder with traps in it into checks that only the very file that was indexed is ever opened."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from assistant.corpus.originals import IN_MEMORY, open_original
from assistant.errors import OriginalChanged, OriginalMissing

BYTES = b"%PDF-1.7 the very bytes"
HASH = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    (corpus / "reports").mkdir(parents=True)
    (corpus / "reports" / "été.pdf").write_bytes(BYTES)
    (tmp_path / "secret.pdf").write_bytes(BYTES)
    (corpus / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    (corpus / "inside.pdf").symlink_to(corpus / "reports" / "été.pdf")
    (corpus / "out").symlink_to(tmp_path)
    os.mkfifo(corpus / "pipe.pdf")
    return corpus


def test_the_file_that_was_indexed_is_read_whole(folder: Path) -> None:
    with open_original(folder, "reports/été.pdf", HASH) as copy:
        assert BYTES == copy.read()


def test_a_large_file_is_read_whole(folder: Path) -> None:
    large = b"x" * (IN_MEMORY + 3)
    (folder / "large.pdf").write_bytes(large)
    with open_original(folder, "large.pdf", hashlib.sha256(large).hexdigest()) as copy:
        assert large == copy.read()


@pytest.mark.parametrize(
    "name",
    [
        "../secret.pdf", "reports/../../secret.pdf", "out/secret.pdf", "link.pdf", "inside.pdf", "pipe.pdf", "reports",
        "nothing.pdf", "", ".", "..", "reports/été.pdf/x", "a\0b",
    ],
)  # fmt: skip
def test_nothing_else_is_opened(folder: Path, name: str) -> None:
    with pytest.raises(OriginalMissing):
        open_original(folder, name, HASH)


def test_an_absolute_path_is_not_opened(folder: Path) -> None:
    with pytest.raises(OriginalMissing):
        open_original(folder, str(folder.parent / "secret.pdf"), HASH)


def test_a_folder_of_documents_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(OriginalMissing):
        open_original(tmp_path / "none", "a.pdf", HASH)


def test_a_file_that_changed_is_not_handed_out(folder: Path) -> None:
    (folder / "reports" / "été.pdf").write_bytes(BYTES + b" and more")
    with pytest.raises(OriginalChanged, match="assistant index"):
        open_original(folder, "reports/été.pdf", HASH)

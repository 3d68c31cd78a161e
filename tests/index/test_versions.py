"""Turns documents that change after they were cited into checks of what can still be opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.errors import InputError
from assistant.index.build import build_index
from assistant.index.forget import forget
from assistant.index.opened import open_index
from assistant.index.versions import Cited, State, open_citation, place_now
from assistant.records import Document, Span
from assistant.settings import load_settings
from tests.fake_encoder import FakeEncoder

NAME, QUOTE = "eau-vive", "1 240 puits"


def build(corpus: Path, index: Path) -> None:
    build_index(corpus, index, FakeEncoder(), load_settings())


@pytest.fixture
def cited(index_folder: Path) -> tuple[int, int, str]:
    """Start, end and hash of a citation of the first generation."""
    document = open_index(index_folder).store.document(NAME)
    start = document.text.index(QUOTE)
    return start, start + len(QUOTE), document.sha256


def test_a_document_that_is_as_it_was(index_folder: Path, cited: tuple[int, int, str]) -> None:
    start, end, sha256 = cited
    found = open_citation(index_folder, NAME, start, end, sha256=sha256)
    assert (State.SAME, QUOTE, "gen-000001") == (found.state, found.text, found.generation)


@pytest.mark.parametrize("by_hash", [True, False])
def test_the_old_text_comes_from_the_generation_before(
    corpus_folder: Path, index_folder: Path, cited: tuple[int, int, str], by_hash: bool
) -> None:
    start, end, sha256 = cited
    (corpus_folder / "eau-vive.txt").write_text("Tout autre chose, sur les écoles de Gao.")
    build(corpus_folder, index_folder)
    named: dict[str, Any] = {"sha256": sha256} if by_hash else {"generation": "gen-000001"}
    found = open_citation(index_folder, NAME, start, end, **named)
    assert (State.CHANGED, QUOTE, "gen-000001") == (found.state, found.text, found.generation)
    assert found.now is not None
    assert "écoles" in found.now.text
    (corpus_folder / "new.txt").write_text("Une phrase nouvelle.")
    build(corpus_folder, index_folder)  # the version cited is kept no longer
    found = open_citation(index_folder, NAME, start, end, **named)
    assert (State.CHANGED, None) == (found.state, found.text)


def test_a_document_that_is_gone_and_one_that_is_forgotten(
    corpus_folder: Path, index_folder: Path, cited: tuple[int, int, str]
) -> None:
    start, end, sha256 = cited
    (corpus_folder / "eau-vive.txt").unlink()
    build(corpus_folder, index_folder)
    found = open_citation(index_folder, NAME, start, end, sha256=sha256)
    assert (State.GONE, QUOTE, None) == (found.state, found.text, found.now)
    forget("eau-vive.txt", corpus_folder, index_folder, FakeEncoder(), load_settings())
    found = open_citation(index_folder, NAME, start, end, sha256=sha256)
    assert (State.GONE, None) == (found.state, found.text)


def test_a_damaged_generation_shows_nothing(
    corpus_folder: Path, index_folder: Path, cited: tuple[int, int, str]
) -> None:
    start, end, sha256 = cited
    (corpus_folder / "eau-vive.txt").write_text("Tout autre chose.")
    build(corpus_folder, index_folder)
    path = index_folder / "gen-000001" / "store.sqlite"
    path.write_bytes(path.read_bytes().replace(b"1 240", b"9 999"))
    assert open_citation(index_folder, NAME, start, end, sha256=sha256).text is None


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 5), (0, 10_000)])
def test_a_stretch_outside_and_a_citation_without_a_version_are_refused(
    index_folder: Path, start: int, end: int
) -> None:
    with pytest.raises(InputError):
        open_citation(index_folder, NAME, start, end, generation="gen-000001")
    with pytest.raises(InputError, match="sha256"):
        open_citation(index_folder, NAME, 0, 3)


def document(text: str) -> Document:
    return Document("d", "D", "fr", "d.txt", text, (), "0" * 64)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("un puits", Span(3, 8)), ("puits, puits et puits", Span(7, 12)), ("puits" + "." * 20 + "puits", Span(0, 5)),
        ("." * 30 + "puits", Span(30, 35)), ("un forage", None), ("", None),
    ],
)  # fmt: skip
def test_the_place_of_today_is_the_nearest_one(now: str, expected: Span | None) -> None:
    cited = Cited(State.CHANGED, "puits", document("123456 puits"), "gen-000001", document(now))
    assert expected == place_now(cited, 7)


def test_what_is_gone_or_kept_no_longer_has_no_place() -> None:
    assert place_now(Cited(State.GONE, "puits", document("puits"), "gen-000001", None), 0) is None
    assert place_now(Cited(State.CHANGED, None, None, None, document("puits")), 0) is None


def test_a_generation_that_is_open_is_not_hashed_again(
    index_folder: Path, cited: tuple[int, int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start, end, sha256 = cited
    folder = open_index(index_folder).folder
    monkeypatch.setattr("assistant.index.versions.find_serving", None)
    found = open_citation(index_folder, NAME, start, end, sha256=sha256, opened=folder)
    assert (State.SAME, QUOTE) == (found.state, found.text)

"""Turns documents that change after they were cited into checks of what the view opens: never another text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import Busy
from assistant.index.build import build_index
from assistant.index.opened import OpenedIndex, open_index
from assistant.index.versions import State
from assistant.records import Span
from assistant.settings import load_settings
from assistant.web.document_view import opening
from assistant.web.document_view.address import Place, place_of_span
from assistant.web.document_view.opening import open_place
from tests.fake_encoder import FakeEncoder

NAME, QUOTE = "eau-vive", "1 240 puits"


def rebuilt(corpus: Path, index: Path) -> OpenedIndex:
    build_index(corpus, index, FakeEncoder(), load_settings())
    return open_index(index)


@pytest.fixture
def cited(index_folder: Path) -> Place:
    document = open_index(index_folder).store.document(NAME)
    start = document.text.index(QUOTE)
    return place_of_span(document, Span(start, start + len(QUOTE)))


def test_the_document_of_today(index_folder: Path, cited: Place) -> None:
    index = open_index(index_folder)
    seen = open_place(cited, index)
    assert seen is not None
    assert (State.SAME, "gen-000001") == (seen.state, seen.generation)
    assert seen.document is seen.now
    assert open_place(Place(NAME), index) == seen


def test_the_version_cited_then_nothing_but_never_another(
    corpus_folder: Path, index_folder: Path, cited: Place
) -> None:
    (corpus_folder / "eau-vive.txt").write_text("Eau Vive a foré 9 999 puits au Niger. Tout autre chose, à Gao.")
    seen = open_place(cited, rebuilt(corpus_folder, index_folder))
    assert seen is not None
    assert seen.document is not None
    assert seen.now is not None
    assert (State.CHANGED, "gen-000001") == (seen.state, seen.generation)
    assert QUOTE in seen.document.text
    assert "9 999" in seen.now.text
    (corpus_folder / "new.txt").write_text("Une phrase nouvelle, pour une génération de plus.")
    seen = open_place(cited, rebuilt(corpus_folder, index_folder))
    assert seen is not None
    assert (State.CHANGED, None) == (seen.state, seen.document)


def test_a_document_that_is_gone(corpus_folder: Path, index_folder: Path, cited: Place) -> None:
    (corpus_folder / "eau-vive.txt").unlink()
    seen = open_place(cited, rebuilt(corpus_folder, index_folder))
    assert seen is not None
    assert seen.document is not None
    assert (State.GONE, None) == (seen.state, seen.now)
    (corpus_folder / "new.txt").write_text("Une phrase nouvelle, pour une génération de plus.")
    assert open_place(cited, rebuilt(corpus_folder, index_folder)) is None


def test_the_same_file_read_in_another_way_is_another_text(index_folder: Path, cited: Place) -> None:
    seen = open_place(replace(cited, quote_hash="0" * 16), open_index(index_folder))
    assert seen is not None
    assert (State.CHANGED, None) == (seen.state, seen.document)


@pytest.mark.parametrize(
    "place",
    [
        Place("unknown"), Place("unknown", Span(0, 3), "0" * 64), Place(NAME, None, "0" * 64),
        Place("", Span(0, 3), "0" * 64),
    ],
)  # fmt: skip
def test_what_never_was_is_not_opened(index_folder: Path, place: Place) -> None:
    assert open_place(place, open_index(index_folder)) is None


@pytest.mark.parametrize("span", [Span(0, 10_000), Span(9_000, 9_001)])
def test_a_stretch_outside_the_text_shows_nothing(index_folder: Path, cited: Place, span: Span) -> None:
    seen = open_place(replace(cited, span=span, quote_hash=None), open_index(index_folder))
    assert seen is not None
    assert seen.document is None


def test_many_searches_in_old_generations_do_not_pile_up(
    index_folder: Path, cited: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "LONGEST_WAIT_S", 0.01)
    with opening.ONE_SEARCH_AT_A_TIME, pytest.raises(Busy):
        open_place(replace(cited, sha256="0" * 64), open_index(index_folder))
    assert open_place(replace(cited, sha256="0" * 64), open_index(index_folder)) is not None

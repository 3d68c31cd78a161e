"""Turns indexes into checks that units are those of their own passage, document and generation, and few are kept."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from assistant.answering import units as keeping
from assistant.answering.units import Units
from assistant.index.build import build_index
from assistant.index.opened import OpenedIndex, open_index
from assistant.records import Hit
from assistant.settings import load_settings
from tests.fake_encoder import FakeEncoder


def hits(index: OpenedIndex) -> list[Hit]:
    passages = [index.store.passage(row) for row in range(index.manifest.passages)]
    return [Hit(passage, index.store.document(passage.document_id), 1.0, 0.9) for passage in passages]


def test_units_are_slices_of_their_own_document_with_their_own_vectors(index_folder: Path) -> None:
    index = open_index(index_folder)
    units = Units(index)
    for hit in [*hits(index), *hits(index)]:  # made, then kept
        found = units.of(hit)
        row = index.store.row_of(hit.passage.id)
        assert row is not None
        assert [span for _, span in index.store.sentences(row)] == [unit.span for unit in found.units]
        for unit in found.units:
            assert hit.document.text[unit.span.start : unit.span.end] == unit.statement.text
            assert (hit.passage.language, True) == (unit.statement.language, hit.document.title in unit.statement.about)
        assert len(found.units) == len(units.vectors(found.units))
        assert found.whole.words >= found.around.words


def test_a_passage_of_the_same_name_in_another_generation_has_its_own_units(
    corpus_folder: Path, index_folder: Path
) -> None:
    before = open_index(index_folder)
    kept = Units(before)
    old = {hit.passage.id: kept.of(hit) for hit in hits(before)}
    text = (corpus_folder / "eau-vive.txt").read_text("utf-8")
    (corpus_folder / "eau-vive.txt").write_text(text.replace("1 240 puits", "1 300 puits"), "utf-8")
    build_index(corpus_folder, index_folder, FakeEncoder(), load_settings())
    after = open_index(index_folder)
    fresh = Units(after)
    changed = [hit for hit in hits(after) if "1 300" in hit.passage.text]
    assert [True] == [hit.passage.id in old for hit in changed]
    said, stale = (
        " ".join(unit.statement.text for unit in found.units)
        for found in (fresh.of(changed[0]), old[changed[0].passage.id])
    )
    assert (True, False) == ("1 300 puits" in said, "1 240 puits" in said)
    assert (False, True) == ("1 300 puits" in stale, "1 240 puits" in stale)


def test_only_the_passages_weighed_last_are_kept(index_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "PASSAGES_KEPT", 2)
    index = open_index(index_folder)
    units, (first, second, third, *_) = Units(index), hits(index)
    kept = units.of(first)
    assert units.of(first) is kept
    units.of(second), units.of(third)
    assert units.of(first) is not kept
    assert units.of(first) == kept


def test_nothing_outlives_the_opened_index(index_folder: Path) -> None:
    index = open_index(index_folder)
    units = Units(index)
    statement = weakref.ref(units.of(hits(index)[0]).units[0].statement)
    assert statement() is not None
    del units, index
    gc.collect()
    assert statement() is None

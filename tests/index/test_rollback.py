"""Checks going back to the generation before, and what a later build makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import IndexBusy, IndexCorrupt, IndexMissing, InputError
from assistant.index.build import BuildReport, build_index
from assistant.index.forget import forget
from assistant.index.generations import generations, pointed, writing
from assistant.index.manifest import STORE
from assistant.index.opened import open_index
from assistant.index.refused import NOTE, Refused, write_refused
from assistant.index.rollback import kept_generations, roll_back
from assistant.settings import load_settings
from tests.fake_encoder import FakeEncoder

FIRST, SECOND, THIRD = "gen-000001", "gen-000002", "gen-000003"


@pytest.fixture
def two(corpus_folder: Path, index_folder: Path, encoder: FakeEncoder) -> Path:
    """An index of two generations: the second holds one document more."""
    (corpus_folder / "bad.txt").write_text("Zorgland\n\nThe bridge of Zorgland was built in 1987.\n", encoding="utf-8")
    build_index(corpus_folder, index_folder, encoder, load_settings())
    return index_folder


def build(corpus_folder: Path, folder: Path, encoder: FakeEncoder, *, rebuild: bool = False) -> BuildReport:
    return build_index(corpus_folder, folder, encoder, load_settings(), rebuild=rebuild)


def names(folder: Path) -> list[str]:
    return [path.name for path in generations(folder)]


def test_the_one_before_is_in_force_again_and_the_other_way_round(two: Path) -> None:
    assert "bad" in open_index(two).manifest.documents
    report = roll_back(two)
    assert (report.generation, report.before) == (FIRST, SECOND)
    assert "bad" not in open_index(two).manifest.documents
    states = {kept.name: (kept.in_force, kept.refused) for kept in kept_generations(two)}
    assert states == {FIRST: (True, False), SECOND: (False, True)}
    roll_back(two, SECOND)
    assert "bad" in open_index(two).manifest.documents
    assert not any(kept.refused for kept in kept_generations(two))
    assert not (two / NOTE).exists()


def test_a_build_of_the_same_documents_does_not_undo_it(corpus_folder: Path, two: Path, encoder: FakeEncoder) -> None:
    roll_back(two)
    for _ in range(2):
        report = build(corpus_folder, two, encoder)
        assert (report.changed, report.generation, report.gone_back_from) == (False, FIRST, SECOND)
    assert pointed(two) == FIRST
    assert names(two) == [SECOND, FIRST]


def test_a_build_of_other_documents_goes_on_from_there(corpus_folder: Path, two: Path, encoder: FakeEncoder) -> None:
    roll_back(two)
    (corpus_folder / "bad.txt").write_text("Zorgland\n\nThe bridge of Zorgland was built in 1988.\n", encoding="utf-8")
    report = build(corpus_folder, two, encoder)
    assert (report.changed, report.generation, report.gone_back_from) == (True, THIRD, "")
    assert names(two) == [THIRD, FIRST]  # no number was given twice
    assert not (two / NOTE).exists()
    assert not build(corpus_folder, two, encoder).changed


def test_removing_the_bad_document_needs_no_build(corpus_folder: Path, two: Path, encoder: FakeEncoder) -> None:
    roll_back(two)
    (corpus_folder / "bad.txt").unlink()
    report = build(corpus_folder, two, encoder)
    assert (report.changed, report.generation, report.gone_back_from) == (False, FIRST, "")


def test_a_rebuild_says_that_it_is_wanted_after_all(corpus_folder: Path, two: Path, encoder: FakeEncoder) -> None:
    roll_back(two)
    assert build(corpus_folder, two, encoder, rebuild=True).generation == THIRD
    assert "bad" in open_index(two).manifest.documents


def test_forgetting_reaches_what_was_gone_back_from(corpus_folder: Path, two: Path, encoder: FakeEncoder) -> None:
    roll_back(two)
    forget("bad.txt", corpus_folder, two, encoder, load_settings(), delete_file=True)
    assert SECOND not in names(two)
    assert "bad" not in open_index(two).manifest.documents
    assert b"Zorgland" not in b"".join(path.read_bytes() for path in two.rglob("*") if path.is_file())


def test_forgetting_is_done_also_where_the_build_is_the_refused_one(
    corpus_folder: Path, index_folder: Path, encoder: FakeEncoder
) -> None:
    (corpus_folder / "eau-vive.txt").unlink()
    build(corpus_folder, index_folder, encoder)
    roll_back(index_folder)  # the first generation still holds it, the folder does not
    forget("eau-vive.txt", corpus_folder, index_folder, encoder, load_settings())
    assert "eau-vive" not in open_index(index_folder).manifest.documents
    assert len(names(index_folder)) == 1


def test_there_is_nothing_before_the_first_and_no_unknown_one(index_folder: Path, two: Path) -> None:
    for wrong in ("gen-000009", SECOND, "../x", ""):
        if wrong:
            with pytest.raises(InputError):
                roll_back(two, wrong)
    roll_back(two)
    with pytest.raises(InputError, match="no generation before"):
        roll_back(two)
    assert pointed(two) == FIRST


def test_a_damaged_one_is_not_put_in_force(two: Path) -> None:
    store = two / FIRST / STORE
    store.write_bytes(store.read_bytes()[:-1] + b"x")
    with pytest.raises(IndexCorrupt):
        roll_back(two)
    assert pointed(two) == SECOND
    assert not (two / NOTE).exists()


def test_while_another_process_writes_it_is_busy(two: Path) -> None:
    with writing(two), pytest.raises(IndexBusy):
        roll_back(two)


def test_without_an_index_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        roll_back(tmp_path / "none")
    assert kept_generations(tmp_path / "none") == []


def test_a_crash_between_note_and_pointer_changes_nothing(corpus_folder: Path, two: Path, encoder: FakeEncoder) -> None:
    write_refused(two, Refused(SECOND, open_index(two).manifest.built_from))  # and then the machine stopped
    assert not any(kept.refused for kept in kept_generations(two))
    report = build(corpus_folder, two, encoder)
    assert (report.changed, report.generation, report.gone_back_from) == (False, SECOND, "")
    (two / NOTE).write_text("{")
    assert not build(corpus_folder, two, encoder).changed

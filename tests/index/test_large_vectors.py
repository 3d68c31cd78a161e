"""Turns made vectors into checks that a compressed index finds what exact search finds, also under filters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.errors import IndexCorrupt
from assistant.index.vectors import (
    FLAT,
    Kind,
    VectorIndex,
    compressed,
    files_of,
    kinds,
    nearest_few,
    new_matrix,
    open_vectors,
    write_tail,
    write_vectors,
)

ROWS, DIMENSION, GROUPS = 6_000, 32, 60


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "EXACT_ROWS", 1_000)
    monkeypatch.setattr(compressed, "NARROW_ROWS", 50)


def made(rows: int = ROWS, seed: int = 0) -> NDArray[np.float32]:
    """Unit vectors in groups, as passages about a few subjects."""
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(9).normal(size=(GROUPS, DIMENSION))
    vectors = centres[rng.integers(0, GROUPS, rows)] + 0.8 * rng.normal(size=(rows, DIMENSION))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Kind]:
    path = tmp_path_factory.mktemp("large") / "vectors.faiss"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kinds, "EXACT_ROWS", 1_000)
        return path, write_vectors(path, made())


def opened(written: tuple[Path, Kind]) -> VectorIndex:
    path, kind = written
    return open_vectors(path, kind, rows=ROWS, dimension=DIMENSION)


def recall(index: VectorIndex, vectors: NDArray[np.float32], allowed: NDArray[np.int64] | None) -> float:
    rows = np.arange(len(vectors)) if allowed is None else allowed
    questions = made(60, seed=5)
    found = 0
    for question in questions:
        nearest = rows[np.argsort(-(vectors[rows] @ question), kind="stable")[:10]]
        found += len(set(nearest.tolist()) & {row for row, _ in index.search(question, 10, allowed)})
    return found / (len(questions) * min(10, len(rows)))


@pytest.mark.parametrize(("rows", "large"), [(0, False), (1_000, False), (1_001, True)])
def test_the_number_of_rows_decides_the_kind(tmp_path: Path, rows: int, large: bool) -> None:
    kind = write_vectors(tmp_path / "vectors.faiss", made(rows))
    assert large == (kind != FLAT)
    assert large == files_of(tmp_path / "vectors.faiss")[1].exists()


def test_the_kind_says_what_it_was_tuned_to(written: tuple[Path, Kind]) -> None:
    kind = written[1]
    assert kind.recall >= 0.98
    assert kind.name == "PQ8x4fs"
    assert kind.weighed > 0


@pytest.mark.parametrize("share", [None, 0.5, 0.1, 0.03, 0.005])
def test_it_finds_what_exact_search_finds_whatever_is_allowed(written: tuple[Path, Kind], share: float | None) -> None:
    allowed = None
    if share is not None:
        allowed = np.flatnonzero(np.random.default_rng(3).random(ROWS) < share).astype(np.int64)
    assert recall(opened(written), made(), allowed) >= 0.98


@pytest.mark.parametrize("share", [None, 0.5])
def test_rows_of_one_group_are_found_among_others_that_are_nearer(tmp_path: Path, share: float | None) -> None:
    """As passages of the other language, with the question moved to the mean of its own."""
    vectors, groups = made(), np.asarray(np.arange(ROWS) % 3 == 0, np.uint8)
    away = np.zeros(DIMENSION, np.float32)
    away[0] = 0.8
    vectors[groups == 1] -= away
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = {0: made(40, seed=6), 1: made(40, seed=6) - away}
    kind = write_vectors(tmp_path / "vectors.faiss", vectors, groups=groups, questions=asked)
    assert kind.recall >= 0.98
    index = open_vectors(tmp_path / "vectors.faiss", kind, rows=ROWS, dimension=DIMENSION)
    for group in (0, 1):
        inside = groups == group
        if share is not None:
            inside &= np.random.default_rng(4).random(ROWS) < share
        assert recall(index, vectors, np.flatnonzero(inside).astype(np.int64)) >= 0.98
    assert recall(index, vectors, None) >= 0.98


def test_the_same_vectors_give_the_same_files(tmp_path: Path) -> None:
    groups = np.asarray(np.arange(ROWS) % 2, np.uint8)
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        write_vectors(tmp_path / name / "vectors.faiss", made(), groups=groups)
    assert (tmp_path / "one" / "vectors.faiss").read_bytes() == (tmp_path / "other" / "vectors.faiss").read_bytes()


def test_many_are_paired_with_their_nearest() -> None:
    vectors = made()
    near = vectors[::7] + 0.05 * np.random.default_rng(2).normal(size=vectors[::7].shape).astype(np.float32)
    rows, cosines = nearest_few(near, vectors, 4)
    assert (rows[:, 0] == np.arange(ROWS)[::7]).mean() >= 0.99
    assert np.allclose(cosines[:, 0], (near * vectors[rows[:, 0]]).sum(axis=1), atol=1e-5)
    assert (np.diff(cosines, axis=1) <= 0).all()


def test_only_allowed_rows_and_as_many_as_there_are(written: tuple[Path, Kind]) -> None:
    allowed = np.arange(100, 400, dtype=np.int64)
    found = opened(written).search(made(1, seed=7)[0], 250, allowed)
    assert len({row for row, _ in found}) == 250
    assert {row for row, _ in found} <= set(allowed.tolist())
    assert opened(written).search(made(1, seed=7)[0], 5, np.zeros(0, np.int64)) == []


def test_cosines_are_those_of_the_vectors_themselves(written: tuple[Path, Kind]) -> None:
    question = made(1, seed=8)[0]
    found = opened(written).search(question, 20)
    assert [cosine for _, cosine in found] == pytest.approx([made()[row] @ question for row, _ in found], abs=2e-3)
    assert [cosine for _, cosine in found] == sorted((cosine for _, cosine in found), reverse=True)
    assert np.allclose(made()[[7, 3]], opened(written).vectors([7, 3]), atol=1e-3)
    assert np.allclose(made()[10:13], opened(written).stretch(10, 3), atol=1e-3)


def test_vectors_gathered_where_they_stay_are_the_same(tmp_path: Path, written: tuple[Path, Kind]) -> None:
    path = tmp_path / "vectors.faiss"
    gathered = new_matrix(path, ROWS, DIMENSION)
    gathered[:] = made()
    kind = write_vectors(path, gathered)
    assert kind.recall >= 0.98
    assert np.array_equal(np.load(files_of(written[0])[1]), np.load(files_of(path)[1]))
    assert recall(open_vectors(path, kind, rows=ROWS, dimension=DIMENSION), made(), None) >= 0.98


def test_vectors_of_another_index_are_refused(written: tuple[Path, Kind]) -> None:
    with pytest.raises(IndexCorrupt, match="--rebuild"):
        open_vectors(*written, rows=ROWS - 1, dimension=DIMENSION)


def test_a_lost_matrix_is_an_error_of_the_disk(tmp_path: Path) -> None:
    kind = write_vectors(tmp_path / "vectors.faiss", made(1_500))
    files_of(tmp_path / "vectors.faiss")[1].unlink()
    with pytest.raises(OSError, match="opened"):
        open_vectors(tmp_path / "vectors.faiss", kind, rows=1_500, dimension=DIMENSION)


def test_a_tail_is_searched_with_the_rest(tmp_path: Path) -> None:
    path, vectors = tmp_path / "vectors.faiss", made(1_600)
    kind = write_vectors(path, vectors[:1_500])
    write_tail(path, vectors[1_500:])
    index = open_vectors(path, kind, rows=1_600, dimension=DIMENSION, tail=100)
    assert (1_550, 1) == (index.search(vectors[1_550], 1)[0][0], len(index.search(vectors[1_550], 1)))
    allowed = np.array([3, 1_499, 1_500, 1_599], dtype=np.int64)
    assert set(allowed.tolist()) == {row for row, _ in index.search(vectors[0], 10, allowed)}
    assert np.allclose(vectors[[1_599, 2]], index.vectors([1_599, 2]), atol=1e-3)
    assert np.allclose(vectors[1_498:1_503], index.stretch(1_498, 5), atol=1e-3)
    assert np.allclose(vectors[1_590:1_595], index.stretch(1_590, 5), atol=1e-3)

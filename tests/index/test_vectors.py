"""Turns matrices into checks that FAISS answers what numpy answers, with its quirks tamed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from assistant.errors import IndexCorrupt
from assistant.index.vectors import FLAT, VectorIndex, open_vectors, write_vectors

DIMENSION = 16


def unit(rows: int, seed: int, distinct: int | None = None) -> NDArray[np.float32]:
    """Random unit vectors; with `distinct` fewer than rows, many are equal."""
    rng = np.random.default_rng(seed)
    some = rng.normal(size=(distinct or rows, DIMENSION)).astype(np.float32)
    some /= np.linalg.norm(some, axis=1, keepdims=True)
    return some[rng.integers(0, len(some), rows)] if distinct else some


def opened(folder: Path, vectors: NDArray[np.float32]) -> VectorIndex:
    write_vectors(folder / "vectors.faiss", vectors)
    return open_vectors(folder / "vectors.faiss", FLAT, rows=len(vectors), dimension=DIMENSION)


def oracle(
    vectors: NDArray[np.float32], question: NDArray[np.float32], k: int, allowed: NDArray[np.int64] | None
) -> list[tuple[int, float]]:
    rows = range(len(vectors)) if allowed is None else allowed.tolist()
    scored = [(int(row), float(np.dot(vectors[row].astype(np.float64), question.astype(np.float64)))) for row in rows]
    return sorted(scored, key=lambda hit: (-round(hit[1], 5), hit[0]))[:k]


@given(
    rows=st.integers(0, 60),
    distinct=st.one_of(st.none(), st.integers(1, 5)),
    k=st.integers(1, 80),
    seed=st.integers(0, 10_000),
    share=st.one_of(st.none(), st.floats(0, 1)),
)
def test_the_same_as_numpy(
    tmp_path_factory: pytest.TempPathFactory, rows: int, distinct: int | None, k: int, seed: int, share: float | None
) -> None:
    vectors = unit(rows, seed, distinct) if rows else np.zeros((0, DIMENSION), np.float32)
    question = unit(1, seed + 1)[0]
    allowed = None
    if share is not None:
        allowed = np.flatnonzero(np.random.default_rng(seed).random(rows) < share).astype(np.int64)
    index = opened(tmp_path_factory.mktemp("faiss"), vectors)
    found = index.search(question, k, allowed)
    expected = oracle(vectors, question, k, allowed)
    assert [cosine for _, cosine in expected] == pytest.approx([cosine for _, cosine in found], abs=1e-5)
    assert [cosine for _, cosine in found] == pytest.approx([vectors[row] @ question for row, _ in found], abs=1e-5)
    assert len({row for row, _ in found}) == len(found)
    assert {row for row, _ in found} <= set(range(rows) if allowed is None else allowed.tolist())
    assert found == index.search(question, k, allowed)
    gaps = np.diff(sorted(cosine for _, cosine in oracle(vectors, question, rows, allowed)))
    if (gaps > 1e-4).all():  # no two so near that single precision may swap them
        assert [row for row, _ in expected] == [row for row, _ in found]


def test_equal_vectors_come_in_the_order_of_their_rows(tmp_path: Path) -> None:
    vectors = np.repeat(unit(1, 3), 50, axis=0)
    found = opened(tmp_path, vectors).search(vectors[0], 7)
    assert [row for row, _ in found] == list(range(7))


def test_fewer_rows_than_asked_for_and_never_row_minus_one(tmp_path: Path) -> None:
    vectors = unit(3, 1)
    index = opened(tmp_path, vectors)
    assert {0, 1, 2} == {row for row, _ in index.search(vectors[0], 100)}
    assert [2] == [row for row, _ in index.search(vectors[0], 100, np.array([2], dtype=np.int64))]
    assert index.search(vectors[0], 100, np.array([], dtype=np.int64)) == []


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = opened(tmp_path, np.zeros((0, DIMENSION), np.float32))
    assert index.search(unit(1, 1)[0], 5) == []
    assert index.vectors([]).shape == (0, DIMENSION)


def test_stored_vectors_come_back_as_they_went_in(tmp_path: Path) -> None:
    vectors = unit(5, 2)
    assert np.array_equal(vectors[[4, 0]], opened(tmp_path, vectors).vectors([4, 0]))


def test_a_question_of_another_dimension_is_refused(tmp_path: Path) -> None:
    index = opened(tmp_path, unit(3, 1))
    with pytest.raises(ValueError, match="dimension 16"):
        index.search(np.ones(8, np.float32), 1)


@pytest.mark.parametrize(("rows", "dimension"), [(4, DIMENSION), (2, DIMENSION), (3, 8)])
def test_vectors_of_another_index_are_refused(tmp_path: Path, rows: int, dimension: int) -> None:
    write_vectors(tmp_path / "vectors.faiss", unit(3, 1))
    with pytest.raises(IndexCorrupt, match="--rebuild"):
        open_vectors(tmp_path / "vectors.faiss", FLAT, rows=rows, dimension=dimension)


def test_a_disk_that_takes_nothing_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="disk"):
        write_vectors(tmp_path / "missing" / "vectors.faiss", unit(3, 1))


def test_vectors_that_cannot_be_opened_are_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="opened"):
        open_vectors(tmp_path / "none.faiss", FLAT, rows=1, dimension=2)

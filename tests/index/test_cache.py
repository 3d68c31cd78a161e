"""Turns texts embedded twice into checks that the second time costs nothing and damage is mended."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.index.cache import SQL_BATCH, EmbeddingCache
from tests.fake_encoder import FakeEncoder, unit_vectors

TEXTS = ["l'eau à Gao", "les écoles", "l'eau à Gao", ""]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "embeddings.sqlite"


def encode(path: Path, encoder: FakeEncoder, texts: list[str], *, drop: bool = False) -> int:
    """Encode through the cache, check the vectors, and say how many texts were newly embedded."""
    with EmbeddingCache(path, encoder) as cache:
        assert np.array_equal(unit_vectors(texts), cache.encode_passages(texts))
        if drop:
            cache.drop_unused({cache.key(text) for text in texts})
        return cache.embedded


def test_no_text_is_embedded_twice(path: Path, encoder: FakeEncoder) -> None:
    assert encode(path, encoder, TEXTS) == 3
    assert encoder.embedded == ["l'eau à Gao", "les écoles", ""]  # longest first
    assert encode(path, encoder, [*TEXTS, "nouveau"]) == 1
    assert encoder.embedded[3:] == ["nouveau"]


def test_more_texts_than_one_query_reads(path: Path, encoder: FakeEncoder) -> None:
    texts = [f"texte {number}" for number in range(SQL_BATCH * 2 + 1)]
    assert encode(path, encoder, texts) == len(texts)
    assert encode(path, encoder, texts) == 0


def test_progress_counts_what_was_known_as_done(path: Path, encoder: FakeEncoder) -> None:
    encode(path, encoder, ["a", "b"])
    steps: list[int] = []
    with EmbeddingCache(path, encoder) as cache:
        cache.encode_passages(["a", "b", "c"], steps.append)
    assert steps == [2, 1]


@pytest.mark.parametrize("field", ["name", "revision", "passage_prefix", "query_prefix"])
def test_another_model_or_prefix_shares_nothing(path: Path, encoder: FakeEncoder, field: str) -> None:
    encode(path, encoder, TEXTS)
    changed: dict[str, str] = {field: "other"}
    other = FakeEncoder(replace(encoder.identity, **changed))  # type: ignore[arg-type]  # only its text fields
    assert encode(path, other, TEXTS) == 3


@pytest.mark.parametrize("damage", ["substr(vector, 1, 8)", "zeroblob(length(vector))", "x''"])
def test_a_vector_that_is_not_whole_is_embedded_again(path: Path, encoder: FakeEncoder, damage: str) -> None:
    encode(path, encoder, TEXTS)
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE vectors SET vector = {damage} WHERE key = (SELECT min(key) FROM vectors)")
    connection.close()
    assert encode(path, encoder, TEXTS) == 1
    assert encode(path, encoder, TEXTS) == 0


def test_unused_vectors_are_dropped(path: Path, encoder: FakeEncoder) -> None:
    encode(path, encoder, TEXTS)
    encode(path, encoder, ["les écoles"], drop=True)
    assert encode(path, encoder, TEXTS) == 2


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_damaged_file_is_made_anew(path: Path, encoder: FakeEncoder, share: float) -> None:
    texts = [f"texte {number}" for number in range(100)]
    encode(path, encoder, texts)
    data = bytearray(path.read_bytes())
    start = int(share * len(data))
    data[start : start + 5000] = b"\xff" * len(data[start : start + 5000])
    path.write_bytes(data)
    assert encode(path, encoder, texts) > 0
    assert encode(path, encoder, texts) == 0


def test_a_cut_file_is_made_anew(path: Path, encoder: FakeEncoder) -> None:
    texts = [f"texte {number}" for number in range(100)]
    encode(path, encoder, texts)
    path.write_bytes(path.read_bytes()[:9000])
    assert encode(path, encoder, texts) > 0


def test_no_texts(path: Path, encoder: FakeEncoder) -> None:
    with EmbeddingCache(path, encoder) as cache:
        assert cache.encode_passages([]).shape == (0, encoder.identity.dimension)


def test_vectors_are_written_to_their_rows_in_the_precision_asked_for(path: Path, encoder: FakeEncoder) -> None:
    vectors = np.zeros((6, encoder.identity.dimension), np.float16)
    with EmbeddingCache(path, encoder) as cache:
        cache.encode_into(vectors, [5, 0, 3, 2], TEXTS)
        cache.encode_into(vectors, [1], TEXTS[:1])
        assert cache.embedded == 3
    expected = unit_vectors(TEXTS).astype(np.float16)
    assert np.array_equal(expected[[1, 0, 3, 2, 0]], vectors[[0, 1, 2, 3, 5]])
    assert not vectors[4].any()

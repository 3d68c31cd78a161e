"""Turns three documents worked by hand into checks of the BM25 scores that tantivy gives."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from assistant.index.term_index import MAX_QUERY_TERMS, TermIndex, write_terms

K1, B = 1.2, 0.75
DOCUMENTS = (
    ["eau", "puits", "eau"],
    ["eau", "sante"],
    ["ecole", "sante", "gao", "enfant", "ecole", "ecole", "gao"],
)
MEAN_LENGTH = (3 + 2 + 7) / 3


def bm25(frequency: int, documents_with_term: int, length: int) -> float:
    """Robertson's BM25 with the inverse document frequency of Lucene and tantivy."""
    idf = math.log(1 + (3 - documents_with_term + 0.5) / (documents_with_term + 0.5))
    return idf * frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / MEAN_LENGTH))


@pytest.fixture
def index(tmp_path: Path) -> TermIndex:
    write_terms(tmp_path / "terms", ((row, "fr", " ".join(terms)) for row, terms in enumerate(DOCUMENTS)))
    return TermIndex(tmp_path / "terms")


def test_one_term(index: TermIndex) -> None:
    found = index.search(["eau"], "fr", 10)
    assert [0, 1] == [row for row, _ in found]
    assert [bm25(2, 2, 3), bm25(1, 2, 2)] == pytest.approx([score for _, score in found], rel=1e-5)


def test_several_terms_add_up(index: TermIndex) -> None:
    scores = dict(index.search(["eau", "sante", "gao"], "fr", 10))
    assert scores == pytest.approx(
        {
            0: bm25(2, 2, 3),
            1: bm25(1, 2, 2) + bm25(1, 2, 2),
            2: bm25(1, 2, 7) + bm25(2, 1, 7),
        },
        rel=1e-5,
    )


def test_a_term_asked_twice_counts_once(index: TermIndex) -> None:
    assert index.search(["eau"], "fr", 10) == index.search(["eau", "eau"], "fr", 10)


@pytest.mark.parametrize("terms", [[], ["inconnu"]])
def test_nothing_to_find(index: TermIndex, terms: list[str]) -> None:
    assert index.search(terms, "fr", 10) == []


def test_no_more_than_k(index: TermIndex) -> None:
    assert [0] == [row for row, _ in index.search(["eau"], "fr", 1)]


def test_languages_are_apart(tmp_path: Path) -> None:
    write_terms(tmp_path / "terms", [(0, "fr", "gao"), (1, "en", "gao"), (2, "en", "gao gao")])
    index = TermIndex(tmp_path / "terms")
    assert [0] == [row for row, _ in index.search(["gao"], "fr", 10)]
    assert {1, 2} == {row for row, _ in index.search(["gao"], "en", 10)}
    assert (1, 2, 0) == (
        index.document_frequency("gao", "fr"),
        index.document_frequency("gao", "en"),
        index.document_frequency("x", "en"),
    )


def test_ties_by_row(tmp_path: Path) -> None:
    write_terms(tmp_path / "terms", ((row, "fr", "eau") for row in range(20)))
    assert list(range(5)) == [row for row, _ in TermIndex(tmp_path / "terms").search(["eau"], "fr", 5)]


@pytest.mark.parametrize(
    "term", ["' OR 1=1 --", "NEAR(", '"', "*", "AND", "eau OR sante", "fr:eau", "row:0", "[a TO z]", "eau~2", "\\", ""]
)
def test_nothing_typed_is_syntax(index: TermIndex, term: str) -> None:
    assert index.search([term], "fr", 10) == []


def test_more_terms_than_are_read(index: TermIndex) -> None:
    many = [f"x{number}" for number in range(MAX_QUERY_TERMS)]
    assert index.search([*many, "eau"], "fr", 10) == []
    assert len(index.search(["eau", *many], "fr", 10)) == 2


def test_an_index_without_passages(tmp_path: Path) -> None:
    write_terms(tmp_path / "terms", [])
    assert TermIndex(tmp_path / "terms").search(["eau"], "fr", 10) == []

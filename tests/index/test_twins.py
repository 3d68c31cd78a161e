"""Turns made vectors and the real documents into checks of which passages are found to say the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.index.build import build_index
from assistant.index.embedding import Encoder, Vectors, load_encoder
from assistant.index.opened import open_index
from assistant.index.twins import LEAST_PASSAGES, NONE, find_twins
from assistant.records import Language
from assistant.settings import load_settings

DIMENSION = 384


def made(pairs: int, loners: int, seed: int = 1) -> tuple[Vectors, list[Language]]:
    """Unit vectors: each English row followed by its French twin, then as many loners of each language."""
    rng = np.random.default_rng(seed)
    meanings = rng.normal(size=(pairs + 2 * loners, DIMENSION))
    shift = 3 * rng.normal(size=DIMENSION)  # what the language alone puts into a vector
    rows: list[Vectors] = []
    languages: list[Language] = []
    for place, meaning in enumerate(meanings):
        for language in ("en", "fr") if place < pairs else (("en", "fr")[place % 2],):
            noise = 0.3 * rng.normal(size=DIMENSION)
            rows.append(meaning + noise + shift * (language == "fr"))
            languages.append("fr" if language == "fr" else "en")
    vectors = np.asarray(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), languages


def test_translations_are_found_and_nothing_else() -> None:
    vectors, languages = made(pairs=20, loners=10)
    twins = find_twins(vectors, languages).tolist()
    assert [place ^ 1 for place in range(40)] == twins[:40]
    assert [NONE] * 20 == twins[40:]


def test_texts_without_translations_have_no_twins() -> None:
    vectors, languages = made(pairs=0, loners=40)
    assert {NONE} == set(find_twins(vectors, languages).tolist())


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, languages = made(pairs=20, loners=10)
    whole = find_twins(vectors, languages).tolist()
    monkeypatch.setattr("assistant.index.twins.BLOCK", 3)
    assert whole == find_twins(vectors, languages).tolist()


def test_among_many_nearly_the_same_are_found_without_comparing_all(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, languages = made(pairs=600, loners=300)
    whole = find_twins(vectors, languages)
    monkeypatch.setattr("assistant.index.twins.MANY", 0)
    found = find_twins(vectors, languages)
    assert set(found[found != whole].tolist()) <= {NONE}
    assert (found == whole)[:1200].mean() >= 0.95


def test_a_twin_has_its_twin_for_twin_and_speaks_the_other_language() -> None:
    vectors, languages = made(pairs=30, loners=5, seed=4)
    for row, twin in enumerate(find_twins(vectors, languages).tolist()):
        if twin != NONE:
            assert (row, True) == (find_twins(vectors, languages)[twin], languages[row] != languages[twin])


@pytest.mark.parametrize("few", [0, 1, LEAST_PASSAGES - 1])
def test_too_few_passages_of_a_language_have_no_twins(few: int) -> None:
    vectors, languages = made(pairs=20, loners=0)
    kept = [row for row, language in enumerate(languages) if language == "en" or row < 2 * few]
    assert {NONE} == set(find_twins(vectors[kept], [languages[row] for row in kept]).tolist())


@pytest.mark.real_model
def test_the_editions_of_the_real_documents_are_found(tmp_path: Path, real_corpus: Path) -> None:
    encoder: Encoder = load_encoder(load_settings())
    build_index(real_corpus, tmp_path / "index", encoder, load_settings())
    index = open_index(tmp_path / "index")
    found = []
    for row in range(index.manifest.passages):
        twin = index.twin(row)
        if twin is not None:
            found.append((index.store.passage(row).document_id, index.store.passage(twin).document_id))
    assert len(found) >= 20
    assert all(one[:-3] == other[:-3] and one != other for one, other in found)  # "unicef-mali-fr", "unicef-mali-en"
    related = {name: [one.document_id for one in index.store.related(name)] for name in index.store.document_ids()}
    assert {"unicef-mali-fr": ["unicef-mali-en"], "coopi-mali-en": ["coopi-mali-fr"], "intersos-mali-en": []} == {
        name: related[name] for name in ("unicef-mali-fr", "coopi-mali-en", "intersos-mali-en")
    }

"""Turns one small set of vectors and terms into the same demands on FAISS with tantivy and on Milvus Lite."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from assistant.index.build import build_index
from assistant.index.engine import Engine
from assistant.index.opened import OpenedIndex, open_index
from assistant.index.ranks import reciprocal_rank_fusion
from assistant.records import Filter, Language
from assistant.retrieval.search import Retriever
from assistant.settings import load_settings
from assistant.text.terms import terms
from tests.conftest import write_corpus
from tests.fake_encoder import FakeEncoder

NEEDS_MILVUS = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("pymilvus", "milvus_lite"))), reason="the extra 'milvus' is not installed"
)
STORES = ("local", pytest.param("milvus", marks=NEEDS_MILVUS))
QUESTIONS: tuple[tuple[str, Language], ...] = (
    ("How many doctors work in Abéché?", "en"),
    ("Combien de puits au Niger ?", "fr"),
    ("Qui visite les réfugiés du camp de Farchana ?", "fr"),
    ("partners of Eau Vive", "en"),
)
QUESTIONS_ON_THE_FIVE: tuple[tuple[str, Language], ...] = (
    ("Where has UNICEF opened an office in Mali?", "en"),
    ("Combien d'enfants souffrent de malnutrition ?", "fr"),
    ("humanitarian access in Chad", "en"),
    ("projets en cours avec les partenaires", "fr"),
)
FILTERS = (Filter(), Filter("MedAid"), Filter(document="eau-vive.txt"), Filter(since="2023"))
K = 5


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> OpenedIndex:
    return opened(tmp_path_factory.mktemp("local"), "local")


@pytest.fixture(scope="module", params=STORES)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, local: OpenedIndex) -> OpenedIndex:
    if request.param == "local":
        return local
    folder = tmp_path_factory.mktemp("milvus")
    return opened(folder, f"milvus:{folder / 'test.db'}")


@pytest.fixture
def engine(index: OpenedIndex) -> Engine:
    return index.engine


def opened(folder: Path, store: str) -> OpenedIndex:
    build_index(write_corpus(folder / "corpus"), folder / "index", FakeEncoder(), load_settings(store=store))
    return open_index(folder / "index")


def question(text: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.asarray(FakeEncoder().encode_questions([text])[0], dtype=np.float32)


class TestByMeaning:
    @pytest.mark.parametrize("text", [text for text, _ in QUESTIONS])
    def test_cosines_are_those_of_numpy_best_first(self, engine: Engine, local: OpenedIndex, text: str) -> None:
        stored = local.vectors.stretch(0, local.manifest.passages)
        cosines = stored @ question(text)
        found = engine.passages.search(question(text), K)
        assert sorted(cosines, reverse=True)[:K] == pytest.approx([score for _, score in found], abs=1e-5)
        assert [pytest.approx(cosines[row], abs=1e-5) for row, _ in found] == [score for _, score in found]

    def test_only_allowed_rows_and_all_of_them(self, engine: Engine) -> None:
        allowed = np.asarray([1, 3], dtype=np.int64)
        assert {1, 3} == {row for row, _ in engine.passages.search(question("doctors"), K, allowed)}

    def test_nothing_allowed(self, engine: Engine) -> None:
        assert engine.passages.search(question("doctors"), K, np.zeros(0, np.int64)) == []

    def test_more_asked_than_there_is(self, index: OpenedIndex) -> None:
        assert index.manifest.passages == len(index.engine.passages.search(question("doctors"), 1000))

    def test_a_vector_of_another_length(self, engine: Engine) -> None:
        with pytest.raises(ValueError, match="does not fit"):
            engine.passages.search(np.ones(3, np.float32), K)

    def test_vectors_come_back_in_the_order_asked(self, engine: Engine, local: OpenedIndex) -> None:
        rows = [3, 0, 3]
        assert engine.passages.vectors(rows) == pytest.approx(local.vectors.vectors(rows), abs=1e-6)
        assert engine.passages.stretch(1, 2) == pytest.approx(local.vectors.vectors([1, 2]), abs=1e-6)
        assert engine.passages.vectors([]).shape == engine.passages.stretch(0, 0).shape == (0, question("x").size)

    def test_sentences(self, index: OpenedIndex, local: OpenedIndex) -> None:
        for language, allowed in index.allowed(Filter()).items():
            there = local.allowed(Filter())[language]
            found = index.passages_by_sentence(question("puits au Niger"), K, allowed)
            assert local.passages_by_sentence(question("puits au Niger"), K, there)[:1] == found[:1]


class TestByTerms:
    @pytest.mark.parametrize(("text", "language"), QUESTIONS)
    def test_the_same_rows_and_scores(self, engine: Engine, local: OpenedIndex, text: str, language: Language) -> None:
        wanted = terms(text, language)
        here, there = engine.terms.search(wanted, language, K), local.terms.search(wanted, language, K)
        assert dict(there) == pytest.approx(dict(here), rel=0.05)  # tantivy rounds lengths, Milvus Lite does not
        assert [score for _, score in here] == sorted((score for _, score in here), reverse=True)

    def test_a_language_has_terms_of_its_own(self, engine: Engine, index: OpenedIndex) -> None:
        found = {row for row, _ in engine.terms.search(["medaid"], "fr", K)}
        assert found
        assert found <= set(index.rows["fr"].tolist())

    def test_only_allowed_rows(self, engine: Engine, index: OpenedIndex) -> None:
        rows = [row for row, _ in engine.terms.search(["medaid"], "en", K)]
        assert [rows[-1]] == [row for row, _ in engine.terms.search(["medaid"], "en", K, np.asarray(rows[-1:]))]
        assert engine.terms.search(["medaid"], "en", K, np.zeros(0, np.int64)) == []

    @pytest.mark.parametrize("wanted", [[], ["inconnu"], ["' or row >= 0"], ['") or ("']])
    def test_nothing_to_find_and_nothing_is_syntax(self, engine: Engine, wanted: list[str]) -> None:
        assert engine.terms.search(wanted, "fr", K) == []
        assert [0] * len(wanted) == [engine.terms.document_frequency(term, "fr") for term in wanted]

    def test_document_frequency(self, engine: Engine, local: OpenedIndex) -> None:
        for term in ("medaid", "2015", "abech", "refugi", "refuge"):
            for language in local.rows:
                assert local.terms.document_frequency(term, language) == engine.terms.document_frequency(term, language)


class TestBothAtOnce:
    @pytest.mark.parametrize(("text", "language"), QUESTIONS)
    def test_fused_by_reciprocal_rank(self, engine: Engine, index: OpenedIndex, text: str, language: Language) -> None:
        allowed, wanted = index.rows[language], terms(text, language)
        rankings = {
            "dense": [row for row, _ in engine.passages.search(question(text), K, allowed)],
            "lexical": [row for row, _ in engine.terms.search(wanted, language, K, allowed)],
        }
        expected = dict(reciprocal_rank_fusion(rankings))
        found = engine.hybrid(question(text), wanted, language, K, allowed)
        assert found
        assert {row for row, _ in found} <= set(allowed.tolist())
        assert [score for _, score in found] == pytest.approx(sorted(expected.values(), reverse=True)[:K], rel=1e-4)

    def test_filtered_before_ranking(self, engine: Engine, index: OpenedIndex) -> None:
        last = index.rows["en"][-1:]
        assert [int(last[0])] == [row for row, _ in engine.hybrid(question("wells"), ["medaid"], "en", K, last)]

    def test_without_terms(self, engine: Engine) -> None:
        found = engine.hybrid(question("doctors"), [], "en", K)
        assert [row for row, _ in engine.passages.search(question("doctors"), K)] == [row for row, _ in found]


class TestTogether:
    @pytest.mark.parametrize(("text", "language"), QUESTIONS)
    @pytest.mark.parametrize(
        "wanted", [Filter(), Filter("MedAid"), Filter(document="eau-vive.txt"), Filter(since="2023")]
    )
    def test_retrieval_finds_the_same_passages(
        self, index: OpenedIndex, local: OpenedIndex, text: str, language: Language, wanted: Filter
    ) -> None:
        here, there = (Retriever(one, FakeEncoder(), 30) for one in (index, local))
        expected = [hit.passage.id for hit in there.search(there.query(text, language), 3, wanted)]
        found = [hit.passage.id for hit in here.search(here.query(text, language), 3, wanted)]
        assert expected[0] == found[0]
        assert set(expected) == set(found)


@NEEDS_MILVUS
def test_the_five_documents_give_the_same_first_passage(
    real_corpus: Path, real_corpus_index: Path, tmp_path: Path
) -> None:
    settings = load_settings(store=f"milvus:{tmp_path / 'test.db'}")
    build_index(real_corpus, tmp_path / "index", FakeEncoder(), settings)
    here, there = (Retriever(open_index(path), FakeEncoder(), 30) for path in (tmp_path / "index", real_corpus_index))
    for text, language in QUESTIONS_ON_THE_FIVE:
        found, expected = (one.search(one.query(text, language), 3) for one in (here, there))
        assert expected[0].passage.id == found[0].passage.id, text

"""Turns questions on two small bilingual corpora into checks of which passages come back, and in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.index.opened import OpenedIndex, open_index
from assistant.records import Filter
from assistant.retrieval.search import Retriever, question_terms
from tests.fake_encoder import FakeEncoder


@pytest.fixture(scope="module")
def index(real_corpus_index: Path) -> OpenedIndex:
    return open_index(real_corpus_index)


@pytest.fixture(scope="module")
def retriever(index: OpenedIndex) -> Retriever:
    return Retriever(index, FakeEncoder(), 30)


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("Combien de personnes travaillent au bureau de Gao ?", "unicef-mali-fr", "14 personnes"),
        ("How many staff work in the Gao field office?", "unicef-mali-en", "14 staff"),
        ("refugies migrants COOPI", "coopi-mali-fr", "réfugiés"),
        ("INTERSOS local NGOs partnerships", "intersos-mali-en", "FeDe"),
    ],
)
def test_the_passage_that_answers_is_among_the_first(
    retriever: Retriever, question: str, document: str, words: str
) -> None:
    hits = retriever.search(retriever.query(question), 5)
    assert any(hit.document.id == document and words in hit.passage.text for hit in hits)


@pytest.mark.parametrize("question", ["Combien de personnes à Gao ?", "How many staff in Gao?", "xyzzy", "12"])
def test_both_languages_are_there(retriever: Retriever, question: str) -> None:
    hits = retriever.search(retriever.query(question), 20)
    assert {"fr", "en"} == {hit.passage.language for hit in hits}


@pytest.mark.parametrize("question", ["Combien de personnes à Gao ?", "How many staff in Gao?"])
def test_two_of_the_first_five_are_of_each_language(retriever: Retriever, question: str) -> None:
    languages = [hit.passage.language for hit in retriever.search(retriever.query(question), 5)]
    assert min(languages.count("fr"), languages.count("en")) >= 2


def test_the_passage_of_the_nearest_sentence_comes_first(retriever: Retriever, index: OpenedIndex) -> None:
    row = next(iter(index.rows["fr"].tolist()))
    (sentence, _), *_ = index.store.sentences(row)
    (vector,) = index.sentence_vectors([sentence])
    french, english = (index.allowed(Filter())[language] for language in ("fr", "en"))
    assert row == index.passages_by_sentence(vector, 5, french)[0]
    assert not set(index.passages_by_sentence(vector, 50, english)) & set(index.rows["fr"].tolist())


def test_hits_are_numbered_in_order_and_none_comes_twice(retriever: Retriever, index: OpenedIndex) -> None:
    hits = retriever.search(retriever.query("santé"), 10_000)
    assert len({hit.passage.id for hit in hits}) == len(hits) <= index.manifest.passages
    assert [hit.ranks["merged"] for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert hit.document.text[hit.passage.span.start : hit.passage.span.end] == hit.passage.text
        assert hit.document.id == hit.passage.document_id


@pytest.mark.parametrize("k", [1, 3, 10])
def test_a_shorter_list_is_the_beginning_of_a_longer_one(retriever: Retriever, k: int) -> None:
    query = retriever.query("malnutrition des enfants")
    assert [h.passage.id for h in retriever.search(query, 30)][:k] == [h.passage.id for h in retriever.search(query, k)]


def test_the_language_of_a_query_is_detected_unless_given(retriever: Retriever) -> None:
    assert retriever.query("Où sont les écoles ?").language == "fr"
    assert retriever.query("Où sont les écoles ?", "en").language == "en"


@pytest.mark.parametrize("text", ["' OR 1=1 --", '"NEAR(" AND AND *', "a:b^2~", "\\", "(((", "%s %d", "a" * 2000])
def test_nothing_typed_is_syntax(retriever: Retriever, text: str) -> None:
    assert retriever.search(retriever.query(text), 3)


class TestQuestionTerms:
    def test_function_words_go_and_spellings_become_one(self) -> None:
        assert question_terms("Combien de réfugiés à Gao ?", "fr", "fr") == question_terms("refugies Gao", "fr", "fr")

    def test_a_question_of_function_words_only_keeps_them(self) -> None:
        assert question_terms("what is it", "en", "en") != []

    def test_across_languages_names_stay_and_words_are_translated(self) -> None:
        found = question_terms("Combien de réfugiés à Ménaka en 2013 ?", "fr", "en")
        assert {"menaka", "2013"} <= set(found)
        assert set(question_terms("refugees", "en", "en")) <= set(found)

    def test_a_date_is_looked_for_in_any_spelling(self) -> None:
        assert "date:2014-08-05" in question_terms("Que s'est-il passé le 5 août 2014 ?", "fr", "en")

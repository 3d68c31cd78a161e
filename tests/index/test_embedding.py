"""Turns a stand-in for a model into checks of what the encoder adds to it: prefixes, order, and refusal of nonsense."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.corpus.reading import read_folder
from assistant.corpus.splitting import split
from assistant.errors import ModelError
from assistant.index.context import date_terms, embedded_passage, passage_context, passage_terms
from assistant.index.embedding import (
    BATCH_CHARS,
    SentenceTransformerEncoder,
    Vectors,
    batches,
    checked,
    load_encoder,
)
from assistant.records import Document, Passage, Span
from assistant.settings import load_settings
from tests.fake_encoder import DIMENSION, IDENTITY, FakeEncoder, unit_vectors


class StandIn:
    """Remembers the batches that it was given, and answers with the vectors of the fake encoder."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def encode(self, texts: list[str], **_: object) -> Vectors:
        self.batches.append(texts)
        return unit_vectors(texts)


def encoder_over(model: Any, batch_size: int = 2) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(model, IDENTITY, batch_size)


def test_prefixes_and_batches_of_one_length_and_the_order_given() -> None:
    model, steps = StandIn(), list[int]()
    texts = ["eau", "les écoles de Gao et de Mopti", "puits", "les puits du Niger"]
    vectors = encoder_over(model).encode_passages(texts, steps.append)
    assert np.array_equal(unit_vectors([f"passage: {text}" for text in texts]), vectors)
    assert [len(batch) for batch in model.batches] == steps == [2, 2]
    assert model.batches[0] == [f"passage: {texts[1]}", f"passage: {texts[3]}"]
    encoder_over(model).encode_questions(["où ?"])
    assert model.batches[-1] == ["query: où ?"]


def test_batches_hold_every_text_once_and_fewer_of_long_ones() -> None:
    lengths = [10, 5_000, 900, 1_200, 10, 0, 1_100, 10]
    found = list(batches(["x" * length for length in lengths], 3))
    assert [[1], [3, 6, 2], [0, 4, 7], [5]] == found
    assert BATCH_CHARS == 4_000
    assert list(batches([], 3)) == []


def test_no_texts_give_no_vectors() -> None:
    assert encoder_over(StandIn()).encode_questions([]).shape == (0, DIMENSION)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 0.0, 1.5])
def test_a_vector_that_is_not_of_unit_length_is_refused(bad: float) -> None:
    vectors = unit_vectors(["a", "b"])
    assert checked(vectors) is vectors
    vectors[1] = 0
    vectors[1, 0] = bad
    with pytest.raises(ModelError, match="unusable vector"):
        checked(vectors)


@pytest.mark.parametrize("name", ["no-such-organisation/no-such-model", "."])
def test_a_model_that_cannot_be_loaded_is_told_by_its_name(name: str, tmp_path: Path) -> None:
    model = str(tmp_path) if name == "." else name
    with pytest.raises(ModelError) as raised:
        load_encoder(load_settings(model=model))
    assert model in raised.value.en
    assert "'model'" in raised.value.fr


def document_of(text: str, **fields: Any) -> Document:
    return Document("d", "UNICEF Mali", "fr", "d.txt", text, (), "x", **fields)


def passage_of(text: str, *heading: str) -> Passage:
    return Passage("d#0", "d", "fr", heading, Span(0, len(text)), text)


class TestContext:
    def test_title_organisation_and_headings_stand_in_front(self) -> None:
        passage = passage_of("Dix personnes.", "Bureaux", "Gao")
        assert passage_context(document_of("", organisation="COOPI"), passage) == "UNICEF Mali. COOPI. Bureaux. Gao"
        assert passage_context(document_of("", organisation="Unicef"), passage) == "UNICEF Mali. Bureaux. Gao"

    def test_a_heading_that_begins_the_passage_is_not_repeated(self) -> None:
        passage = passage_of("Gao\n\nDix personnes.", "Gao")
        assert embedded_passage(document_of(""), passage) == "UNICEF Mali. Gao\n\nDix personnes."

    @pytest.mark.parametrize("text", ["le 5 août 2014", "5 August 2014", "2014-08-05", "05/08/2014"])
    def test_a_date_is_one_term_whatever_its_spelling(self, text: str) -> None:
        assert date_terms(text) == ["date:2014-08", "date:2014-08-05"]

    def test_the_terms_of_a_passage_hold_its_context_and_the_documents_date(self) -> None:
        found = passage_terms(document_of("", date="2024-05-01"), passage_of("Six écoles.", "Gao"))
        assert {"unicef", "gao", "6", "ecol", "date:2024-05"} <= set(found)

    def test_no_context_is_part_of_what_is_cited(self, real_corpus: Path) -> None:
        for document in read_folder(real_corpus).documents:
            for passage in split(document, FakeEncoder().count_tokens, 240):
                assert embedded_passage(document, passage).endswith(passage.text)
                assert passage.text in document.text


@pytest.mark.real_model
def test_the_bundled_model_finds_the_passage_across_languages() -> None:
    encoder = load_encoder(load_settings())
    passages = encoder.encode_passages(["L'école de Gao est fermée.", "Le puits donne de l'eau potable."])
    question = encoder.encode_questions(["Is there drinking water?"])[0]
    assert int(np.argmax(passages @ question)) == 1
    assert encoder.count_tokens("L'eau potable") > 0
    assert asdict(encoder.identity)["query_prefix"] == "query: "

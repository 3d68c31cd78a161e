"""Turns documents and passages into checks that the store gives back what it was given."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.corpus.reading import read_folder
from assistant.corpus.splitting import split
from assistant.corpus.units import units
from assistant.index.store import Store, write_store
from assistant.records import Document, Passage, Section, Span
from tests.fake_encoder import FakeEncoder

TEXT = "L’été à Gao : « où ? »\n\nL'éducation e\u0301te\u0301. 🙂"
DOCUMENT = Document(
    "d/é", "Titre", "fr", "d/é.txt", TEXT, (Section(("A", "B"), Span(0, len(TEXT)), 3),), "abc",
    organisation="ONG", url="https://a.b", date="2020", translation_of="e", furniture=(Span(0, 2),),
)  # fmt: skip
PASSAGE = Passage("d/é#2-9", "d/é", "fr", ("A", "B"), Span(2, 9), TEXT[2:9], 3)


def test_a_document_and_its_passage_come_back_whole(tmp_path: Path) -> None:
    write_store(tmp_path / "s", [DOCUMENT], [PASSAGE], [(0, Span(2, 5)), (0, Span(6, 9))])
    store = Store(tmp_path / "s")
    assert store.document("d/é") == DOCUMENT
    assert store.passage(0) == PASSAGE
    assert store.sentences(0) == [(0, Span(2, 5)), (1, Span(6, 9))]
    assert store.languages() == ["fr"]
    assert store.document_ids() == ["d/é"]
    assert (0, None) == (store.row_of(PASSAGE.id), store.row_of("x"))
    assert ([0], []) == (store.rows_of("d/é"), store.rows_of("x"))
    assert store.wrong_passages() == []
    store.close()


@pytest.mark.parametrize("sentence", [Span(0, 5), Span(6, 10), Span(5, 5)])
def test_a_sentence_outside_its_passage_is_told(tmp_path: Path, sentence: Span) -> None:
    write_store(tmp_path / "s", [DOCUMENT], [PASSAGE], [(0, sentence)])
    assert Store(tmp_path / "s").wrong_passages() == [PASSAGE.id]


def test_a_passage_whose_id_and_offsets_differ_is_told(tmp_path: Path) -> None:
    wrong = Passage("d/é#1-9", "d/é", "fr", (), Span(2, 9), TEXT[2:9])
    write_store(tmp_path / "s", [DOCUMENT], [wrong], [])
    assert Store(tmp_path / "s").wrong_passages() == ["d/é#1-9"]


def test_the_whole_corpus_comes_back_and_from_several_threads(tmp_path: Path, real_corpus: Path) -> None:
    documents = read_folder(real_corpus).documents
    passages = [passage for document in documents for passage in split(document, FakeEncoder().count_tokens, 240)]
    sentences = [(row, span) for row, passage in enumerate(passages) for span in units(passage)]
    write_store(tmp_path / "s", documents, passages, sentences)
    store = Store(tmp_path / "s")
    with ThreadPoolExecutor(8) as pool:
        assert passages == list(pool.map(store.passage, range(len(passages))))
        assert list(documents) == list(pool.map(store.document, (document.id for document in documents)))
    assert sentences == [(row, span) for row in range(len(passages)) for _, span in store.sentences(row)]
    assert store.wrong_passages() == []

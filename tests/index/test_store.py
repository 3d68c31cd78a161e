"""Turns documents and passages into checks that the store gives back what it was given."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from assistant.corpus.reading import read_folder
from assistant.index.opened import open_index
from assistant.index.parts import Parts, Rows, make_parts
from assistant.index.store import FileRecord, Store, read_report
from assistant.index.storing import write_store
from assistant.records import Document, FileReport, Passage, Related, Relation, Section, Span
from tests.fake_encoder import FakeEncoder

TEXT = "L’été à Gao : « où ? »\n\nL'éducation e\u0301te\u0301. 🙂"
DOCUMENT = Document(
    "d/é", "Titre", "fr", "d/é.txt", TEXT, (Section(("A", "B"), Span(0, len(TEXT)), 3),), "abc",
    organisation="ONG", url="https://a.b", date="2020", translation_of="e", furniture=(Span(0, 2),),
)  # fmt: skip
PASSAGE = Passage("d/é#2-9", "d/é", "fr", ("A", "B"), Span(2, 9), TEXT[2:9], 3)


def parts_of(passage: Passage, *sentences: Span) -> Parts:
    return Parts(DOCUMENT, (passage,), ("ete gao",), tuple((0, span) for span in sentences), "f", b"sk", b"keys")


def test_a_document_and_its_passage_come_back_whole(tmp_path: Path) -> None:
    write_store(tmp_path / "s", [parts_of(PASSAGE, Span(2, 5), Span(6, 9))])
    store = Store(tmp_path / "s")
    assert store.document("d/é") == DOCUMENT
    assert store.passage(0) == PASSAGE
    assert store.sentences(0) == [(0, Span(2, 5)), (1, Span(6, 9))]
    assert (store.documents_with("fr"), store.documents_with("en")) == ({"d/é"}, set())
    assert store.document_ids() == ["d/é"]
    assert (0, None) == (store.row_of(PASSAGE.id), store.row_of("x"))
    assert ([0], []) == (store.rows_of("d/é"), store.rows_of("x"))
    assert store.wrong_passages() == []
    store.close()


@pytest.mark.parametrize("sentence", [Span(0, 5), Span(6, 10), Span(5, 5)])
def test_a_sentence_outside_its_passage_is_told(tmp_path: Path, sentence: Span) -> None:
    write_store(tmp_path / "s", [parts_of(PASSAGE, sentence)])
    assert Store(tmp_path / "s").wrong_passages() == [PASSAGE.id]


def test_a_passage_whose_id_and_offsets_differ_is_told(tmp_path: Path) -> None:
    wrong = Passage("d/é#1-9", "d/é", "fr", (), Span(2, 9), TEXT[2:9])
    write_store(tmp_path / "s", [parts_of(wrong)])
    assert Store(tmp_path / "s").wrong_passages() == ["d/é#1-9"]


def test_the_whole_corpus_comes_back_and_from_several_threads(tmp_path: Path, real_corpus: Path) -> None:
    documents = read_folder(real_corpus).documents
    parts = [make_parts(document, FakeEncoder().count_tokens, 240) for document in documents]
    passages = [passage for one in parts for passage in one.passages]
    write_store(tmp_path / "s", parts)
    store = Store(tmp_path / "s")
    with ThreadPoolExecutor(8) as pool:
        assert passages == list(pool.map(store.passage, range(len(passages))))
        assert list(documents) == list(pool.map(store.document, (document.id for document in documents)))
    row = sentence = 0
    for one in parts:
        assert store.parts(one.document.id) == replace(one, kept=Rows(row, sentence))
        row, sentence = row + len(one.passages), sentence + len(one.sentences)
    assert store.wrong_passages() == []


def test_relations_and_files_come_back(tmp_path: Path) -> None:
    report = FileReport("d/é.txt", "partly_read", 1, notes=(("bad", "mauvais"),))
    record = FileRecord("key", "abc", 3, 1, 2, json.loads(json.dumps(asdict(report))))
    pairs = [("d/é", "e", Relation.TRANSLATION, 0.5), ("d/é", "f", Relation.NEAR_DUPLICATE, 0.9)]
    write_store(tmp_path / "s", [parts_of(PASSAGE)], {"d/é.txt": record}, pairs)
    store = Store(tmp_path / "s")
    assert {"d/é.txt": record} == store.files()
    assert report == read_report(store.files()["d/é.txt"].report)
    assert [Related("f", Relation.NEAR_DUPLICATE, 0.9), Related("e", Relation.TRANSLATION, 0.5)] == store.related("d/é")
    assert [Related("d/é", Relation.TRANSLATION, 0.5)] == store.related("e")
    assert store.related("x") == []
    assert (["d/é"], []) == (store.documents_of("d/é.txt"), store.documents_of("x"))


def test_a_summary_says_what_the_document_says(shared_index: Path) -> None:
    store = open_index(shared_index).store
    summaries = store.summaries(0, 10)
    assert [summary.id for summary in summaries] == store.document_ids()
    assert store.summaries(1, 1) == summaries[1:2]
    assert store.summaries(3, 5) == []
    for summary in summaries:
        document = store.document(summary.id)
        for name in ("title", "organisation", "language", "path", "url", "date", "sha256", "translation_of", "ocr"):
            assert getattr(document, name) == getattr(summary, name), name
        assert isinstance(summary.ocr, bool)
        assert len(document.text) == summary.characters
        assert len(store.rows_of(summary.id)) == summary.passages
        assert store.summary(summary.id) == summary
    assert store.summary("' OR 1=1 --") is None

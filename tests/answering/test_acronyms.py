"""Turns answers with acronyms into checks of the notes beneath them; each must be a slice of a document."""

from __future__ import annotations

import pytest

from assistant.answering.acronyms import notes_on
from assistant.index.build import build_index
from assistant.index.opened import OpenedIndex, open_index
from assistant.records import Citation, Filter, Span
from assistant.settings import load_settings
from tests.fake_encoder import FakeEncoder

GUIDE = "Le GTAH (Groupe de Travail Action Humanitaire) se réunit à Gao."
NEWS = "Le GTAH a 12 membres. Le CFA et le PAM y siègent."
FIRST = "Le centre de formation des apprentis (CFA) est à Ségou."
SECOND = "La Communauté financière en Afrique (CFA) est à Dakar."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenedIndex:
    folder = tmp_path_factory.mktemp("acronyms")
    (folder / "c").mkdir()
    for name, text in (("guide", GUIDE), ("news", NEWS), ("first", FIRST), ("second", SECOND)):
        (folder / "c" / f"{name}.txt").write_text(text, encoding="utf-8")
    encoder = FakeEncoder()
    build_index(folder / "c", folder / "i", encoder, load_settings())
    return open_index(folder / "i", encoder.identity)


def cite(index: OpenedIndex, name: str, quote: str) -> Citation:
    document = index.store.document(name)
    start = document.text.index(quote)
    passage = index.store.passage(index.store.rows_of(name)[0])
    return Citation(1, document, passage, quote, Span(start, start + len(quote)), 1.0)


def test_an_acronym_of_a_quote_is_explained_by_another_document(index: OpenedIndex) -> None:
    (note,) = notes_on([cite(index, "news", "Le GTAH a 12 membres.")], "Combien de membres ?", "fr", index)
    assert ("GTAH", "Groupe de Travail Action Humanitaire", "fr") == (note.short, note.expansion, note.language)
    assert "guide" == note.document.id
    assert note.quote == note.document.text[note.span.start : note.span.end]
    assert note.expansion in note.quote


def test_what_the_quote_says_itself_and_what_nobody_says_get_no_note(index: OpenedIndex) -> None:
    assert () == notes_on([cite(index, "guide", GUIDE)], "Que veut dire GTAH ?", "fr", index)
    assert () == notes_on([cite(index, "news", "le PAM y siègent")], "Et le PAM ?", "fr", index)


def test_an_acronym_with_two_meanings_is_explained_only_by_its_own_document(index: OpenedIndex) -> None:
    assert () == notes_on([cite(index, "news", "Le CFA et le PAM")], "Qui siège ?", "fr", index)
    (note,) = notes_on([cite(index, "second", "est à Dakar")], "Où est le CFA ?", "fr", index)
    assert "Communauté financière en Afrique" == note.expansion


def test_a_filter_keeps_notes_to_the_documents_that_it_allows(index: OpenedIndex) -> None:
    citations = [cite(index, "news", "Le GTAH a 12 membres.")]
    assert () == notes_on(citations, "", "fr", index, Filter(document="news"))
    assert 1 == len(notes_on(citations, "", "fr", index, Filter(document="guide")))

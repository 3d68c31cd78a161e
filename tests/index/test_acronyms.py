"""Turns small folders with acronyms into checks of what the index keeps of them, builds again and forgets."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.index.acronyms.glossary import Glossary
from assistant.index.acronyms.mentions import Kind, find_mentions, from_json, quote_of, to_json
from assistant.index.acronyms.pairing import WORD_WITHOUT_COUNTERPART, doubt, meaning_of
from assistant.index.build import build_index
from assistant.index.forget import forget
from assistant.index.opened import OpenedIndex, open_index
from assistant.records import Acronym, AcronymPair, Document, KnownBy, Language, Section, Span
from assistant.settings import load_settings
from assistant.text.acronyms import key_of
from tests.fake_encoder import FakeEncoder

FRENCH = (
    "Le pays suit le GTAH (Groupe de Travail Action Humanitaire). L'eau est sûre.\n\nLes VBG (GBV en anglais) baissent."
)
ENGLISH = "The Water Supply Committee (WSC) meets here. The WSC has 12 members."


def built(folder: Path, **files: str) -> OpenedIndex:
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for name, text in files.items():
        (corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    encoder = FakeEncoder()
    build_index(corpus, folder / "index", encoder, load_settings())
    return open_index(folder / "index", encoder.identity)


def shorts(index: OpenedIndex) -> list[str]:
    return [one.short for one in index.store.acronyms()]


def acronym(short: str, expansion: str, language: Language | None, document: str = "d") -> Acronym:
    span = Span(0, len(expansion))
    at = Span(len(expansion) + 2, len(expansion) + 2 + len(short))
    return Acronym(document, key_of(short), short, at, expansion, span, Span(0, at.end + 1), language, KnownBy.LETTERS)


def test_every_kept_acronym_is_a_slice_of_its_document(tmp_path: Path) -> None:
    index = built(tmp_path, fr=FRENCH, en=ENGLISH)
    kept = index.store.acronyms()
    assert [("en", "WSC"), ("fr", "GTAH")] == [(one.language, one.short) for one in kept]
    for one in kept:
        text = index.store.document(one.document_id).text
        assert one.expansion == text[one.span.start : one.span.end]
        assert one.short == text[one.at.start : one.at.end]
        assert text[one.quote.start : one.quote.end] in (
            "GTAH (Groupe de Travail Action Humanitaire)", "Water Supply Committee (WSC)",
        )  # fmt: skip


def test_what_a_text_names_in_the_other_language_is_a_pair_with_its_quote(tmp_path: Path) -> None:
    index = built(tmp_path, fr=FRENCH)
    (pair,) = index.store.acronym_pairs()
    assert ("VBG", "GBV") == (pair.french, pair.english)
    assert pair.quote is not None
    assert "VBG (GBV en anglais)".startswith(index.store.document("fr").text[pair.quote.start : pair.quote.end])
    (other,) = index.glossary.counterparts("GBV")
    assert ("VBG", "fr", None) == (other.key, other.language, other.sense)


def test_an_unchanged_file_keeps_its_acronyms_and_a_removed_one_loses_them(tmp_path: Path) -> None:
    first = built(tmp_path, fr=FRENCH, en=ENGLISH)
    again = built(tmp_path, more="The Health Review Board (HRB) is new.")
    assert [*shorts(first), "HRB"] == shorts(again)
    assert [one for one in again.store.acronyms() if one.document_id != "more"] == first.store.acronyms()
    assert again.store.parts("fr").kept is not None
    (tmp_path / "corpus" / "en.txt").unlink()
    assert ["GTAH", "HRB"] == shorts(built(tmp_path))


def test_nothing_of_a_forgotten_document_remains(tmp_path: Path) -> None:
    built(tmp_path, fr=FRENCH, en=ENGLISH)
    encoder = FakeEncoder()
    forget("fr.txt", tmp_path / "corpus", tmp_path / "index", encoder, load_settings(), delete_file=True)
    index = open_index(tmp_path / "index", encoder.identity)
    assert ["WSC"] == shorts(index)
    assert [] == index.store.acronym_pairs()
    left = b"".join(path.read_bytes() for path in (tmp_path / "index").rglob("*") if path.is_file())
    assert b"Action Humanitaire" not in left
    assert b"VBG" not in left


def test_mentions_come_back_from_json_and_menus_have_none() -> None:
    whole = (Section((), Span(0, len(FRENCH))),)
    document = Document("d", "t", "fr", "d.txt", FRENCH, whole, "0")
    mentions = find_mentions(document)
    assert {Kind.LETTERS, Kind.NAMED} == {mention.kind for mention in mentions}
    assert mentions == from_json(to_json(mentions))
    menu = Document("d", "t", "fr", "d.txt", FRENCH, whole, "0", furniture=(Span(0, len(FRENCH)),))
    assert () == find_mentions(menu)


@pytest.mark.parametrize(
    ("text", "short", "words", "quote"),
    [
        ("GTAH (Groupe X)", Span(0, 4), Span(6, 14), "GTAH (Groupe X)"),
        ("Groupe X (GX).", Span(10, 12), Span(0, 8), "Groupe X (GX)"),
        ("GX – Groupe X, et", Span(0, 2), Span(5, 13), "GX – Groupe X"),
        ("GX (Groupe X, créé en 2012)", Span(0, 2), Span(4, 12), "GX (Groupe X"),
    ],
)
def test_a_quote_ends_with_the_bracket_that_closes(text: str, short: Span, words: Span, quote: str) -> None:
    span = quote_of(text, short, words)
    assert quote == text[span.start : span.end]


def test_words_before_a_bracket_are_the_sense_where_the_other_language_says_the_same(tmp_path: Path) -> None:
    index = built(
        tmp_path,
        fr="Le Bureau de Santé Enfant (BSE) est ouvert. Le bureau est grand et les gens y vont avec plaisir.",
        en="The office is here for you. It is the Office for Health of Children (BSE) that we have, and it is old.",
    )
    known = {one.document_id: (one.expansion, one.known_by) for one in index.store.acronyms()}
    assert ("Bureau de Santé Enfant", KnownBy.LETTERS) == known["fr"]
    assert ("Office for Health of Children", KnownBy.TRANSLATION) == known["en"]
    (french,) = [sense for sense in index.glossary.senses_of("BSE") if sense.language == "fr"]
    (other,) = index.glossary.counterparts("BSE", french)
    assert other.sense is not None
    assert "Office for Health of Children" == other.sense.first.expansion


def test_words_without_counterpart_raise_doubt() -> None:
    french = acronym("SC", "santé communautaire", "fr")
    assert doubt("community health", "en", french) == 0
    assert doubt("community health tractors", "en", french) == pytest.approx(WORD_WITHOUT_COUNTERPART)


def test_a_glossary_knows_acronyms_however_they_are_typed() -> None:
    glossary = Glossary([acronym("CLPE", "Comités locaux de protection de l'enfant", "fr"),
                         acronym("SAM", "severe acute malnutrition", "en"),
                         acronym("Ecowas", "Economic Community of West African States", "en")], [])  # fmt: skip
    assert ("CLPE",) == glossary.keys_in("c'est quoi les clpe") == glossary.keys_in("Que fait le CLPE ?")
    assert ("ECOWAS",) == glossary.keys_in("leaving Ecowas") == glossary.written_in("leaving Ecowas")
    assert () == glossary.keys_in("Que font les comités ?")
    (sense,) = glossary.senses_in("Où sont les comités locaux de protection de l’enfant ?", "fr")
    assert "CLPE" == sense.key


def test_plurals_and_accents_are_one_sense_and_another_meaning_is_another() -> None:
    glossary = Glossary(
        [
            acronym("CFA", "centre de formation des apprentis", "fr", "a"),
            acronym("CFAs", "Centres de formation des apprentis", "fr", "b"),
            acronym("CFA", "Communauté financière en Afrique", "fr", "c"),
        ],
        [AcronymPair("CFA", meaning_of("Communauté financière en Afrique"), "AFC", "african financial community")],
    )
    assert [1, 2] == sorted(len(sense.places) for sense in glossary.senses_of("CFA"))
    assert all(() == glossary.counterparts("CFA", sense) for sense in glossary.senses)  # AFC has no place of its own

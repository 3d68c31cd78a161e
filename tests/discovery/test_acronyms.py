"""Turns the repository's documents into the list of their acronyms: all right, each quote a slice, none made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.discovery.acronyms import acronym_list, matching
from assistant.index.build import build_index
from assistant.index.opened import OpenedIndex, open_index
from assistant.settings import load_settings
from tests.fake_encoder import FakeEncoder

RIGHT = {  # by their letters; the English senses of French acronyms need the real model
    ("ANJE", "ALIMENTATION DU NOURRISSON ET DU JEUNE ENFANT"),
    ("ASACO", "Association pour la santé communautaire"),
    ("CLPE", "Comités locaux de protection de l'enfant"),
    ("COOPI", "COOPERAZIONE INTERNAZIONALE"),
    ("DRPFEF", "Direction régionale du ministère de la promotion de la femme, de l'enfant et de la famille"),
    ("DRS", "Direction régionale de la santé"),
    ("Ecowas", "Economic Community of West African States"),
    ("FONGIM", "Forum des ONGI du Mali"),
    ("FeDe", "Femme et Développement"),
    ("GTAH", "Groupe de Travail Action Humanitaire"),
}


@pytest.fixture(scope="module")
def index(real_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> OpenedIndex:
    folder, encoder = tmp_path_factory.mktemp("real"), FakeEncoder()
    build_index(real_corpus, folder, encoder, load_settings())
    return open_index(folder, encoder.identity)


def test_the_documents_acronyms_are_found_and_none_is_invented(index: OpenedIndex) -> None:
    listed = acronym_list(index)
    assert {(entry.short, entry.expansion) for entry in listed if entry.known_by == "letters"} == RIGHT
    assert {entry.key for entry in listed} == {short.upper() for short, _ in RIGHT}
    languages = {entry.short: entry.language for entry in listed}
    assert ("fr", "en", None, "fr") == tuple(languages[short] for short in ("GTAH", "Ecowas", "COOPI", "FeDe"))


def test_every_quote_shown_is_its_documents_slice(index: OpenedIndex) -> None:
    proofs = [p for e in acronym_list(index) for p in (*e.proofs, *(other.proof for other in e.others))]
    assert len(proofs) >= len(RIGHT)
    for proof in proofs:
        assert proof.quote == index.store.document(proof.document).text[proof.span.start : proof.span.end]


def test_the_list_is_narrowed_by_acronym_words_and_language(index: OpenedIndex) -> None:
    listed = acronym_list(index)
    assert ["GTAH"] == [entry.short for entry in matching(listed, "gtah")]
    assert {"ASACO", "DRS"} == {entry.short for entry in matching(listed, "SANTE") if entry.language == "fr"}
    assert "Ecowas" in {entry.short for entry in matching(listed, "", "en")}
    assert () == matching(listed, "gtah xyz")
    assert listed == matching(listed, " ")

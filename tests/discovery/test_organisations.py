"""Turns made documents about several organisations, and the repository's own, into checks of their directory."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from assistant.corpus.reading import read_folder
from assistant.discovery.organisations import build_directory, directory_of
from assistant.discovery.records import Cited, Directory, Kind
from assistant.index.opened import open_index
from assistant.records import Document
from tests.discovery.made_documents import directory_over, document

FIELD = """The region of Gao

Oxfam works in Gao in the areas of health, nutrition and education. Since 2011, ACTED has been working in Ménaka.
Oxfam and ACTED provide shelter to families in Kidal. <script>alert(1)</script> Oxfam does not work in Timbuktu.
"""
TERRAIN = """La région de Gao

Oxfam intervient à Gao dans les domaines de la santé et de l'éducation. ACTED emploie 42 salariés à Ménaka.
"""


def cited_by(directory: Directory) -> list[Cited]:
    lines = [cited for profile in directory.profiles for line in profile.lines for cited in line.cited]
    return lines + [cited for mark in directory.marks for cited in mark.cited]


def assert_slices(directory: Directory, documents: dict[str, Document]) -> int:
    cited = cited_by(directory)
    for one in cited:
        assert documents[one.document].text[one.span.start : one.span.end] == one.quote
        assert one.quote.strip()
    assert all(line.cited for profile in directory.profiles for line in profile.lines)
    assert all(mark.cited for mark in directory.marks)
    return len(cited)


def test_a_document_about_several_organisations_gives_each_its_own() -> None:
    directory = directory_over(document(FIELD, name="field.txt"), document(TERRAIN, "fr", name="terrain.txt"))
    assert ["ACTED", "Oxfam"] == [profile.name for profile in directory.profiles]
    acted, oxfam = directory.profiles
    assert ["Kidal", "Ménaka"] == sorted(line.label.fr for line in acted.of(Kind.PLACE))
    assert ["2011"] == [line.label.en for line in acted.of(Kind.SINCE)]
    assert ["42 salariés"] == [line.label.fr for line in acted.of(Kind.STAFF)]
    assert ["Gao", "Kidal"] == sorted(line.label.en for line in oxfam.of(Kind.PLACE))
    assert acted.of(Kind.SECTOR)[0].label.fr == "Abris et articles ménagers"


def test_a_line_that_two_documents_say_has_a_citation_of_each() -> None:
    directory = directory_over(document(FIELD, name="field.txt"), document(TERRAIN, "fr", name="terrain.txt"))
    oxfam = directory.profile("oxfam")
    assert oxfam is not None
    health = next(line for line in oxfam.of(Kind.SECTOR) if line.label.en == "Health")
    assert ["field", "terrain"] == [cited.document for cited in health.cited]
    assert ["en", "fr"] == [cited.language for cited in health.cited]


def test_a_mark_needs_one_clause_for_place_and_sector() -> None:
    directory = directory_over(document("Oxfam works in Gao. Oxfam provides health services.", name="a.txt"))
    marks = {(mark.place, mark.sector) for mark in directory.marks}
    assert {("gao", None), (None, "health")} == marks
    joint = directory_over(document("Oxfam provides health services in Gao.", name="a.txt"))
    assert {("gao", None), ("gao", "health")} == {(mark.place, mark.sector) for mark in joint.marks}


def test_decomposed_letters_and_soft_hyphens_are_read_and_quoted_as_they_are() -> None:
    plain = "Depuis 2013, l'ONG Éléphant inter\u00advient dans les régions de Ségou et de Mé\u00adnaka."
    text = unicodedata.normalize("NFD", plain)
    made = document(text, "fr", organisation="Éléphant", name="nfd.txt")
    directory = directory_over(made)
    [profile] = directory.profiles
    assert {"Ségou", "Ménaka"} == {line.label.fr for line in profile.of(Kind.PLACE)}
    assert profile.lines[0].cited[0].quote == made.text
    assert assert_slices(directory, {made.id: made}) > 0


def test_hostile_text_stays_text() -> None:
    made = document(FIELD, name="field.txt", organisation="<b onclick=x>Evil</b>")
    directory = directory_over(made)
    assert all("<" not in profile.slug and "/" not in profile.slug for profile in directory.profiles)
    assert assert_slices(directory, {made.id: made}) > 0


def test_addresses_of_organisations_are_told_apart() -> None:
    text = "Eau Vive is an NGO. Eau-Vive is an association. Eau Vive works in Niger. Eau-Vive works in Mali."
    assert ["eau-vive", "eau-vive-2"] == [profile.slug for profile in directory_over(document(text)).profiles]


def test_an_organisation_of_which_only_a_contact_is_known_has_no_profile() -> None:
    assert directory_over(document("Contact: info@medaid.org", organisation="MedAid")).profiles == ()


def test_menus_say_nothing() -> None:
    text = "Oxfam\n\nGao\n\nHealth\n\nContact us\n\nNiger"
    assert directory_over(document(text, organisation="Oxfam")).profiles == ()


def test_every_quote_over_the_repositorys_documents_is_a_slice(real_corpus: Path) -> None:
    documents = {one.id: one for one in read_folder(real_corpus).documents}
    directory = build_directory(documents, documents.__getitem__)
    assert ["COOPI", "INTERSOS", "UNICEF"] == [profile.name for profile in directory.profiles]
    assert assert_slices(directory, documents) >= 150


def test_what_the_repositorys_documents_say_of_unicef(real_corpus_index: Path) -> None:
    unicef = directory_of(open_index(real_corpus_index)).profile("unicef")
    assert unicef is not None
    places = {line.label.en for line in unicef.of(Kind.PLACE)}
    assert {"Mali", "Mopti", "Gao", "Timbuktu", "Sikasso", "Kayes", "Ménaka", "Kidal"} == places
    staff = {line.places[0][1].en: line.label.en for line in unicef.of(Kind.STAFF)}
    assert {"Mopti": "20 staff", "Timbuktu": "six people", "Gao": "14 staff", "Kayes": "ten staff",
            "Sikasso": "16 staff"} == staff  # fmt: skip
    assert [2] == sorted({len(line.cited) for line in unicef.of(Kind.STAFF)})  # both editions


def test_a_directory_is_kept_by_generation(real_corpus_index: Path) -> None:
    assert directory_of(open_index(real_corpus_index)) is directory_of(open_index(real_corpus_index))

"""Turns sentences with acronyms into checks that the right words are taken for their sense, and only slices."""

from __future__ import annotations

import time
import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.acronyms import acronyms_in, find_acronyms, find_beside, find_named_alike, key_of, language_of


def found(text: str) -> list[tuple[str, str]]:
    return [(text[f.at.start : f.at.end], text[f.span.start : f.span.end]) for f in find_acronyms(text)]


@pytest.mark.parametrize(
    ("text", "short", "words"),
    [
        ("le GTAH (Groupe de Travail Action Humanitaire).", "GTAH", "Groupe de Travail Action Humanitaire"),
        ("GTAH (Groupe de Travail Action Humanitaire, né en 2012)", "GTAH", "Groupe de Travail Action Humanitaire"),
        ("Groupe de Travail Action Humanitaire (GTAH)", "GTAH", "Groupe de Travail Action Humanitaire"),
        ("Association pour la santé communautaire (ASACO)", "ASACO", "Association pour la santé communautaire"),
        ("l'Association de Santé Communautaire – ASACO", "ASACO", "Association de Santé Communautaire"),
        ("FONGIM (Forum des ONGI du Mali)", "FONGIM", "Forum des ONGI du Mali"),
        ("AUX PRATIQUES D'ALLAITEMENT ET D'ALIMENTATION DU NOURRISSON ET DU JEUNE ENFANT (ANJE)", "ANJE",
         "ALIMENTATION DU NOURRISSON ET DU JEUNE ENFANT"),
        ("Direction régionale du ministère de la promotion de la femme, de l'enfant et de la famille (DRPFEF)",
         "DRPFEF",
         "Direction régionale du ministère de la promotion de la femme, de l'enfant et de la famille"),
        ("with the Economic Community of West African States (Ecowas), for", "Ecowas",
         "Economic Community of West African States"),
        ("COOPI - COOPERAZIONE INTERNAZIONALE  \nVIA F. DE LEMENE", "COOPI", "COOPERAZIONE INTERNAZIONALE"),
        ("local NGOs Femme et Développement (FeDe), AMSS", "FeDe", "Femme et Développement"),
        ("Comités de Gestion Scolaire (CGSs)", "CGSs", "Comités de Gestion Scolaire"),
        ("Organisation des Nations unies (O.N.U.)", "O.N.U", "Organisation des Nations unies"),
        ("suivi et évaluation (S&E)", "S&E", "suivi et évaluation"),
        ("Communication for Development (C4D)", "C4D", "Communication for Development"),
        ("l’Équipe Régionale d’Appui (ÉRA)", "ÉRA", "Équipe Régionale d’Appui"),
        ("Oral rehydration solution, or ORS, is", "ORS", "Oral rehydration solution"),
        ("ORS, or oral rehydration solution, is", "ORS", "oral rehydration solution"),
        ("des particules (VLP, pour virus-like particles), dont", "VLP", "virus-like particles"),
        ("le Programme (MAB, en anglais Man and Biosphere).", "MAB", "Man and Biosphere"),
        ("ORS stands for oral rehydration solution.", "ORS", "oral rehydration solution"),
        ("| PAM | Programme alimentaire mondial |", "PAM", "Programme alimentaire mondial"),
        ("Sigle: PAM; Signification: Programme alimentaire mondial", "PAM", "Programme alimentaire mondial"),
        ("PAM\nProgramme alimentaire mondial\n", "PAM", "Programme alimentaire mondial"),
        ("- PAM : Programme alimentaire mondial\n- ONG : autre chose", "PAM", "Programme alimentaire mondial"),
        ("the Debian Free Software\nGuidelines (DFSG).", "DFSG", "Debian Free Software\nGuidelines"),
        ("violences basées sur le genre (VBG ou GBV)", "VBG", "violences basées sur le genre"),
        ("International Federation of Red Cross and Red Crescent Societies (IFRC)", "IFRC",
         "International Federation of Red Cross and Red Crescent Societies"),
        ("la Communauté économique des États de l'Afrique de l'Ouest (CEDEAO)", "CEDEAO",
         "Communauté économique des États de l'Afrique de l'Ouest"),
    ],
)  # fmt: skip
def test_words_beside_an_acronym_are_its_sense(text: str, short: str, words: str) -> None:
    assert [(short, words)] == found(text)


@pytest.mark.parametrize(
    "text",
    [
        "au nord (Mali) et en (2019), voir (voir annexe)", "le Mali (MALI)", "Malian (MALI)",
        "Local Child Protection Committees (CLPE)", "Regional Directorate of Health (DRS)",
        "MONITORING DES 6 VIOLATIONS GRAVES DES ENFANTS (MRM)", "COOPI - MALI", "Nutrition (co-lead in Bandiagara)",
        "Provide oral rehydration (ORS)", "The most effective nets (LLINs) are", "sexually transmitted diseases (IST)",
        "l'Agence européenne des médicaments (EMA)", "l'accès direct au marché (DMA)",
        "les partis politiques de la République dominicaine (PRD, PLD et PRSC)", "chapitre II (IV)",
        "Mental Health - GBV Working Group", "", "()", "(", "A (B) (C) (D)", "CRS • LVIA • Mercy Corps",
    ],
)  # fmt: skip
def test_brackets_that_expand_nothing_give_nothing(text: str) -> None:
    assert [] == found(text)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_soft_hyphens_and_thin_spaces_are_kept_in_the_slice(form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, "les « Équipes\u202fRé\u00adgionales d’Appui » (É\u00adRA), né en 2000")
    ((short, words),) = found(text)
    assert ("ERA", "É\u00adRA") == (key_of(short), unicodedata.normalize("NFC", short))
    assert "Équipes\u202fRé\u00adgionales d’Appui" == unicodedata.normalize("NFC", words)


def test_one_key_for_all_spellings() -> None:
    assert {"ONG"} == {key_of(short) for short in ("ONG", "ONGs", "O.N.G.", "O.N.G", "ong".upper(), "ON\u00adG")}
    assert "ERA" == key_of("ÉRA") == key_of("E\u0301RA")
    assert ["VIH", "TB"] == [key for key, _ in acronyms_in("le VIH, la TB et Mali en II")]


def test_what_may_be_the_sense_in_the_other_language_ends_at_the_bracket() -> None:
    text = "good practices in breastfeeding, infant and young child feeding (ANJE), food"
    (beside,) = find_beside(text)
    phrases = [text[span.start : span.end] for span in beside.spans]
    assert "infant and young child feeding" in phrases
    assert all(phrase.endswith("child feeding") for phrase in phrases)
    assert [] == find_beside("Groupe de Travail Action Humanitaire (GTAH)")


@pytest.mark.parametrize(
    "text", ["les VBG (GBV en anglais)", "VBG (en anglais : GBV)", "VBG (GBV in English)", "VBG, en anglais GBV, sont"]
)
def test_two_names_in_two_languages_are_read_as_the_text_says(text: str) -> None:
    (named,) = find_named_alike(text)
    said = (text[named.at.start : named.at.end], text[named.other.start : named.other.end], named.language)
    assert ("VBG", "GBV", "en") == said


def test_the_language_of_words_is_their_own() -> None:
    assert "fr" == language_of("Groupe de Travail Action Humanitaire", "en")
    assert "en" == language_of("Sustainable Development Solutions Network", "fr")
    assert "en" == language_of("acute flaccid paralysis", "en")
    assert language_of("Cooperazione internazionale", "fr") is None


LETTERS = st.text(st.sampled_from("ABGDé́e\u0301É \u00ad\u202f’'-–(),.:;|\n&/s2"), max_size=80)


@given(LETTERS)
def test_whatever_stands_there_places_are_slices_and_letters_agree(text: str) -> None:
    for one in find_acronyms(text):
        short, words = text[one.at.start : one.at.end], text[one.span.start : one.span.end]
        assert short
        assert words
        assert one.at.end <= one.span.start or one.span.end <= one.at.start
        assert key_of(words)[:1] == key_of(short)[:1] or key_of(words.upper())[:1] == key_of(short.upper())[:1]
        assert "(" not in words


@given(st.lists(st.sampled_from(["Groupe", "de", "Santé", "l’Eau", "Appui", "des", "Femmes"]), min_size=2, max_size=6))
def test_what_is_made_from_initials_is_found_again(words: list[str]) -> None:
    content = [word.removeprefix("l’") for word in words if word not in {"de", "des"}]
    short = "".join(word[0] for word in content)
    text = f"On parle du {' '.join(words)} ({short})."
    if len(content) > 1 and words[-1] not in {"de", "des"}:
        assert find_acronyms(text)
    for one in find_acronyms(text):
        assert f"({short})" == text[one.at.start - 1 : one.at.end + 1]
        assert text[one.span.start : one.span.end] in " ".join(words)


@pytest.mark.parametrize("seed", ["A", "(A", "AB (", "AB - ", "A,", "AB\n", "a" * 10 + " ", "AB | ", '"', "A.", "(AB;"])
def test_no_text_makes_it_slow(seed: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        text = (seed * times)[: 20 * times]
        find_acronyms(text)
        find_beside(text)
        find_named_alike(text)
        return time.process_time() - start

    short, long = min(seconds(2_000) for _ in range(2)), seconds(16_000)
    assert long < 40 * max(short, 0.02)

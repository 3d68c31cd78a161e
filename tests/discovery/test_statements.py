"""Turns sentences of both languages into checks of what they state of whom, and above all of what they do not."""

from __future__ import annotations

import pytest

from assistant.records import Language
from tests.discovery.made_documents import said


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "Save the Children has worked in Niger since 1996 and employs 120 staff.",
         {("Save the Children", "since", "1996"), ("Save the Children", "place", "Niger"),
          ("Save the Children", "staff", "120 staff")}),
        ("en", "Since 2005, Oxfam has been implementing food security projects in the Zinder and Maradi regions.",
         {("Oxfam", "since", "2005"), ("Oxfam", "place", "Zinder"), ("Oxfam", "place", "Maradi"),
          ("Oxfam", "sector", "Food security")}),
        ("fr", "L'ONG Karkara intervient depuis 2005 dans les régions de Zinder et Maradi, dans les secteurs de la "
         "sécurité alimentaire et de la nutrition.",
         {("Karkara", "since", "2005"), ("Karkara", "place", "Zinder"), ("Karkara", "place", "Maradi"),
          ("Karkara", "sector", "Sécurité alimentaire"), ("Karkara", "sector", "Nutrition")}),
        ("en", "UNHCR and IOM provide shelter to refugees in Gao and Ménaka.",
         {(who, kind, what) for who in ("UNHCR", "IOM") for kind, what in
          (("place", "Gao"), ("place", "Ménaka"), ("sector", "Shelter and household items"))}),
        ("fr", "Le HCR travaille avec la Croix-Rouge nigérienne et l'ONG Karkara au Niger.",
         {("UNHCR", "place", "Niger"), ("UNHCR", "partner", "Croix-Rouge nigérienne"),
          ("UNHCR", "partner", "Karkara")}),
        ("fr", "En 2022, MSF a vacciné plus de 54 000 enfants au Tchad.",
         {("MSF", "reached", "plus de 54 000 enfants")}),
        ("en", "Mercy Corps was founded in 1979 in Portland.", {("Mercy Corps", "founded", "1979")}),
        ("en", "The teams of MSF operate three bases in Chad.",
         {("MSF", "place", "Chad"), ("MSF", "offices", "three bases")}),
        ("en", "Contrary to MSF, Oxfam works in Gao.", {("Oxfam", "place", "Gao")}),
        ("en", "MSF works in Gao, where Oxfam runs four health centres.", {("MSF", "place", "Gao")}),
        ("en", "MSF supports a hospital in Zinder that employs 200 nurses.", {("MSF", "place", "Zinder")}),
        ("en", "World Vision Niger (WVN) operates in Dosso. WVN employs 45 nurses.",
         {("World Vision", "place", "Dosso"), ("World Vision", "staff", "45 nurses")}),
        ("fr", "Action contre la faim (ACF), intervient à Mao dans le domaine de la nutrition.",
         {("Action contre la Faim", "place", "Mao"), ("Action contre la Faim", "sector", "Nutrition")}),
    ],
)  # fmt: skip
def test_a_sentence_states(language: Language, sentence: str, expected: set[tuple[str, str, str]]) -> None:
    assert expected == said(sentence, language)


@pytest.mark.parametrize(
    "sentence",
    [
        "MSF does not work in Gao.",
        "MSF doesn't work in Gao.",
        "MSF no longer works in Gao.",
        "Oxfam plans to open an office in Kidal in 2025.",
        "Oxfam will open an office in Kidal in 2025.",
        "If funding is confirmed, ACTED works in Kayes.",
        "Until 2019, WFP distributed food in Timbuktu.",
        "MSF left Kidal in 2019.",
        "MSF worked in Kidal from 2012 to 2015.",
        "NRC opened an office in Ménaka in 2018 and closed it in 2020.",
        "Does MSF work in Gao?",
        "According to OCHA, 2.4 million people need aid in Mali.",
        "UNICEF said that WHO works in Gao.",
        "The hospital, supported by MSF, employs 20 nurses in Gao.",
        "The Government of Mali, with support from UNICEF, runs 20 schools in Gao.",
        "MSF has treated 3,400 goats since January 2023.",
        "WFP is headquartered in Rome.",
        "Oxfam has its head office in London.",
        "UNICEF has called for peace in Gao.",
        "Oxfam is active in twelve countries.",
        "Oxfam works to end the conflict in Ukraine.",
        "Water in Gao is scarce. Health in Mali is poor.",
        "The crisis that MSF described has hit Gao.",
    ],
)
def test_an_english_sentence_states_nothing(sentence: str) -> None:
    assert said(sentence) == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "MSF ne travaille pas à Gao.",
        "MSF n'intervient plus à Gao.",
        "MSF travaillait à Diffa.",
        "MSF a quitté Kidal en 2019.",
        "Le PAM prévoit d'ouvrir un bureau à Kidal.",
        "Le PAM ouvrira un bureau à Kidal en 2026.",
        "Si les fonds arrivent, MSF travaille à Gao.",
        "Selon l'UNICEF, l'OMS travaille à Gao.",
        "MSF a travaillé à Diffa de 2010 à 2015.",
        "L'hôpital, soutenu par MSF, emploie 20 infirmières à Gao.",
        "MSF soutient les personnes déplacées depuis 2012.",
        "Le siège de MSF est à Genève.",
        "Travaille-t-on à Gao avec MSF ?",
        "Il y a 20 employés à Gao, dit MSF.",
    ],
)
def test_a_french_sentence_states_nothing(sentence: str) -> None:
    assert said(sentence, "fr") == set()


def test_we_are_whose_document_it_is() -> None:
    expected = {("MedAid", "place", "Chad"), ("MedAid", "staff", "42 doctors"), ("MedAid", "staff", "110 nurses")}
    assert expected == said("We work in Chad. Our teams employ 42 doctors and 110 nurses.", organisation="MedAid")
    assert said("We work in Chad. Our teams employ 42 doctors.") == set()


def test_it_is_nobody() -> None:
    expected = {("MedAid", "since", "2015")}
    assert expected == said("MedAid has run a hospital since 2015. It employs 42 doctors.", organisation="MedAid")

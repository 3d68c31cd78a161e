"""Turns questions and lines of documents into checks of the language detector; knows nothing about retrieval."""

from __future__ import annotations

import pytest

from assistant.records import Language
from assistant.text.language import detect, is_neither


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Combien de personnes l'UNICEF emploie-t-elle à Gao ?", "fr"),
        ("How many people does UNICEF employ in Gao?", "en"),
        ("ou se trouve le siege principal", "fr"),
        ("where is the main office", "en"),
        ("effectif unicef kayes", "fr"),
        ("unicef staff kayes", "en"),
        ("Les réfugiés déplacés", "fr"),
        ("Displaced refugees", "en"),
    ],
)
def test_the_language_of_a_question_even_of_a_few_keywords(text: str, language: Language) -> None:
    assert language == detect(text)


@pytest.mark.parametrize("text", ["", "   ", "2013", "?!…", "🙂 🙂"])
@pytest.mark.parametrize("default", ["fr", "en"])
def test_a_text_without_letters_is_in_the_default_language(text: str, default: Language) -> None:
    assert default == detect(text, default)
    assert not is_neither(text)


@pytest.mark.parametrize(
    "text",
    [
        "¿Cuántos empleados tiene UNICEF en la ciudad de Gao?",
        "Wie viele Mitarbeiter beschäftigt das Kinderhilfswerk in der Stadt?",
        "كم عدد موظفي اليونيسف في مدينة غاو؟",
        "Quanti dipendenti lavorano nella città per questa organizzazione?",
    ],
)
def test_a_third_language_is_told(text: str) -> None:
    assert is_neither(text)


@pytest.mark.parametrize(
    "text",
    [
        "COOPI Mali 2013",
        "Gao",
        "UNICEF Tombouctou effectif",
        "FeDe AMSS Delta Survie",
        "réfugiés camp Ifo",
        "who leads",
    ],
)
def test_short_names_are_taken_as_french_or_english(text: str) -> None:
    assert not is_neither(text)


def test_a_long_text_is_judged_by_its_beginning() -> None:
    assert detect("Les écoles sont fermées depuis la crise. " * 5000) == "fr"

"""Turns spellings that mean the same into checks that they become the same terms; knows nothing about the index."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Language
from assistant.text.terms import APOSTROPHES, IGNORED, MAX_TERM_CHARS, content_terms, fold, terms, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("refugies", "réfugiés"),
        ("REFUGIES", "Réfugié"),
        ("l'UNICEF", "unicef"),
        ("L’UNICEF", "UNICEF"),
        ("d`aide", "aide"),
        ("qu'il aide", "il aide"),
        (unicodedata.normalize("NFD", "éducation à Ménaka"), "éducation à Ménaka"),
        ("réfu\u00adgiés", "réfugiés"),
        ("réfugiés\u200b", "réfugiés"),
        ("\u202eréfugiés\u202c", "réfugiés"),
        ("ｒéfugiés", "réfugiés"),
        ("cœur", "coeur"),
        ("l'eau\u00a0potable", "eau potable"),
        ("six personnes", "6 personnes"),
    ],
)
def test_spellings_of_one_french_text_give_the_same_terms(one: str, other: str) -> None:
    assert terms(other, "fr") == terms(one, "fr")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mali’s capital", "Mali capital"),
        ("Mali's capital", "Mali capital"),
        ("employs", "employ"),
        ("offices", "office"),
        ("six people", "6 people"),
        ("café", "cafe"),
    ],
)
def test_spellings_of_one_english_text_give_the_same_terms(one: str, other: str) -> None:
    assert terms(other, "en") == terms(one, "en")


@pytest.mark.parametrize(
    "number",
    ["6 032 908", "6,032,908", "6.032.908", "6032908", "6\u00a0032\u00a0908", "6\u202f032\u202f908",
     "6\u2009032\u2009908", "6'032'908", "6’032’908"],
)  # fmt: skip
def test_every_spelling_of_a_number_is_one_term(number: str) -> None:
    assert words(number) == ["6032908"]
    assert words(f"({number} personnes)") == ["6032908", "personnes"]


@pytest.mark.parametrize("number", ["12,5 %", "12.5%", "12,5\u00a0%"])
def test_a_decimal_is_one_term_in_either_spelling(number: str) -> None:
    assert words(number) == ["12.5"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2013 2014", ["2013", "2014"]),
        ("en 2013, 56 projets", ["en", "2013", "56", "projets"]),
        ("12 345", ["12345"]),
        ("1234 567", ["1234", "567"]),
        ("Covid-19", ["covid", "19"]),
        ("1,2,3", ["1", "2", "3"]),
        ("snake_case_", ["snake_case"]),
        ("___", []),
        ("", []),
    ],
)
def test_numbers_that_are_not_one_number_stay_apart(text: str, expected: list[str]) -> None:
    assert expected == words(text)


def test_content_terms_drop_function_words_and_keep_duplicates() -> None:
    assert content_terms("Combien de personnes et de personnes à Gao ?", "fr") == ["person", "person", "gao"]
    assert content_terms("What is the", "en") == []


@given(st.text(), st.sampled_from(("fr", "en")))
def test_terms_are_what_the_index_can_hold(text: str, language: Language) -> None:
    for word in words(text):
        assert 1 <= len(word) <= MAX_TERM_CHARS
        assert not any(char.isspace() for char in word)
    assert len(words(text)) == len(terms(text, language))


@given(st.text())
def test_composed_and_decomposed_accents_are_one(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


def test_one_word_of_a_megabyte_is_cut() -> None:
    assert words("a" * 1_000_000) == ["a" * MAX_TERM_CHARS]


def test_folding_agrees_with_unicode_on_every_character() -> None:
    """The slow way, a character at a time: decomposed, freed of marks, in small letters."""

    def slowly(text: str) -> str:
        plain = IGNORED.sub("", unicodedata.normalize("NFKD", text)).translate(APOSTROPHES).casefold()
        return "".join(char for char in plain if not unicodedata.combining(char)).replace("œ", "oe").replace("æ", "ae")

    for start in range(0, 0x30000, 64):
        text = "".join(chr(code) for code in range(start, start + 64) if not 0xD800 <= code < 0xE000)
        assert slowly(text) == fold(text), hex(start)
    assert "a\ud800b" == fold("A\ud800B")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\n000 sacs", ["1000", "sacs"]),  # any white space may part thousands
        ("l'1'000 d'argent de l'ONG's", ["1000", "argent", "de", "ong"]),
        ("_12.5_ et _a_", ["12", "5", "et", "a"]),
    ],
)
def test_words_where_the_quick_way_must_not_be_taken(text: str, expected: list[str]) -> None:
    assert expected == words(text)

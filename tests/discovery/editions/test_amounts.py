"""Turns sentences into checks of the values read in them: each whole, at its place, with its sign."""

from __future__ import annotations

import re

import pytest

from assistant.discovery.editions.amounts import same_percent, values_in
from assistant.records import Language


def read(text: str, language: Language) -> list[tuple[str, str, str]]:
    return [(text[v.span.start : v.span.end], v.kind, v.key) for v in values_in(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in thirty-six villages", ("thirty-six", "number", "36")),
        ("more than a hundred volunteers", ("a hundred", "number", "100")),
        ("two hundred and fifty thousand people", ("two hundred and fifty thousand", "number", "250000")),
        ("a mother-of-three", ("three", "number", "3")),
        ("Ninety percent of them", ("Ninety percent", "percent", "90")),
        ("One third of the households", ("One third", "percent", "33.3333")),
        ("Half of the staff", ("Half", "percent", "50")),
        ("since the first of July, 2024", ("first of July, 2024", "date", "2024-07-01")),
        ("closed on July 4", ("July 4", "date", "-----07-04")),
    ],
)
def test_english(text: str, expected: tuple[str, str, str]) -> None:
    assert [expected] == read(text, "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vingt et une sages-femmes", ("vingt et une", "number", "21")),
        ("quatre-vingt-dix pour cent des écoles", ("quatre-vingt-dix pour cent", "percent", "90")),
        ("cent cinquante-deux puits", ("cent cinquante-deux", "number", "152")),
        ("un million de personnes", ("un million", "number", "1000000")),
        ("un tiers des ménages", ("un tiers", "percent", "33.3333")),
        ("un quart d'entre eux", ("un quart", "percent", "25")),
        ("la moitié du personnel", ("la moitié", "percent", "50")),
        ("ouvert le trois mars 2019", ("trois mars 2019", "date", "2019-03-03")),
        ("depuis le premier juillet 2024", ("premier juillet 2024", "date", "2024-07-01")),
    ],
)
def test_french(text: str, expected: tuple[str, str, str]) -> None:
    assert [expected] == read(text, "fr")


@pytest.mark.parametrize(
    "text",
    ["one of the teams", "the third office", "half past", "a quarter later", "twenty-something", "millions of people"],
)
def test_what_counts_nothing_is_no_value(text: str) -> None:
    assert read(text, "en") == []


def test_what_shares_a_sign_or_a_scale_has_it() -> None:
    assert [("percent", "40"), ("percent", "25")] == [one[1:] for one in read("de 40 à 25 %", "fr")]
    assert [("number", "2000000"), ("number", "3000000")] == [
        one[1:] for one in read("two to three million people", "en")
    ]
    assert [("number", "45"), ("percent", "3")] == [one[1:] for one in read("45 nurses and 3%", "en")]


def test_a_third_is_near_33_percent_and_nothing_else_is_near() -> None:
    assert same_percent("33.3333", "33")
    assert not same_percent("33.3333", "25")
    assert not same_percent("3", "3.2")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "text", ["", "cent " * 3000, "one hundred and " * 2000, "-" * 5000, "9" * 5000, "\u202e3\u200b %", "trois-" * 3000]
)
def test_odd_texts_are_read_and_spans_do_not_overlap(text: str, language: Language) -> None:
    ends = 0
    for value in values_in(text, language):
        assert ends <= value.span.start < value.span.end <= len(text)
        assert re.search(r"\w", text[value.span.start : value.span.end])
        ends = value.span.end

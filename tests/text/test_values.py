"""Turns spellings of numbers and dates into checks that they are one value; knows nothing about documents."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.values import find_values, parse_number


def keys(text: str, kind: str) -> list[str]:
    return [value.key for value in find_values(text) if value.kind == kind]


@pytest.mark.parametrize(
    "text",
    ["2 161 000", "2,161,000", "2.161.000", "2161000", "2\u202f161\u202f000", "2\u00a0161\u00a0000 personnes",
     "(2 161 000)"],
)  # fmt: skip
def test_every_spelling_of_a_number_is_one_value(text: str) -> None:
    assert keys(text, "number") == ["2161000"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 personnes", "6"),
        ("six personnes", "6"),
        ("Six people", "6"),
        ("0,4 million", "400000"),
        ("0.4 million", "400000"),
        ("400,000", "400000"),
        ("3 millions de personnes", "3000000"),
        ("2,5 milliards", "2500000000"),
        ("15 mille", "15000"),
        ("36 projects", "36"),
        ("14 staff", "14"),
    ],
)
def test_numbers_in_words_and_scales(text: str, expected: str) -> None:
    assert keys(text, "number") == [expected]


@pytest.mark.parametrize("text", ["12,5 %", "12.5%", "12,5\u00a0%", "12.5 percent", "12,5 pour cent", "12.5 per cent"])
def test_every_spelling_of_a_percentage_is_one_value(text: str) -> None:
    assert keys(text, "percent") == ["12.5"]
    assert keys(text, "number") == []


@pytest.mark.parametrize(
    "text",
    ["5 août 2014", "5 aout 2014", "5 August 2014", "August 5, 2014", "August 5th 2014", "2014-08-05", "05/08/2014",
     "le 5 Août 2014", "5th of August, 2014", "5 Aug. 2014"],
)  # fmt: skip
def test_every_spelling_of_a_date_is_one_value(text: str) -> None:
    assert keys(text, "date") == ["2014-08-05"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("janvier 2016", ["2016-01"]),
        ("January 2016", ["2016-01"]),
        ("1er janvier 2016", ["2016-01-01"]),
        ("depuis 2013", ["2013"]),
        ("DE 2013 À 2024", ["2013", "2024"]),
        ("le 28 janvier", ["-----01-28"]),
        ("45/13/2014", ["2014"]),
    ],
)
def test_months_years_and_days(text: str, expected: list[str]) -> None:
    assert expected == keys(text, "date")


def test_a_year_is_a_date_and_no_number() -> None:
    assert keys("En 2013, 56 projets", "number") == ["56"]
    assert keys("En 2013, 56 projets", "date") == ["2013"]


@pytest.mark.parametrize(
    ("digits", "number"),
    [("2 161 000", 2161000), ("12,5", 12.5), ("2.161", 2161), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("7", 7),
     ("1'000", 1000), ("1’000", 1000)],
)  # fmt: skip
def test_parse_number(digits: str, number: float) -> None:
    assert number == parse_number(digits)


@given(st.text(max_size=300))
def test_values_lie_in_the_text_apart_and_in_order(text: str) -> None:
    values = find_values(text)
    assert all(0 <= value.span.start < value.span.end <= len(text) for value in values)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(values))


@given(st.integers(min_value=0, max_value=999_999_999))
def test_a_number_is_the_same_in_french_and_english_spelling(number: int) -> None:
    if 1900 <= number <= 2099:
        number += 1000  # a bare year is a date
    spelled = [f"{number:,} people", f"{number:,} personnes".replace(",", " "), f"{number:,}".replace(",", "\u202f")]
    assert [[str(number)]] * 3 == [keys(text, "number") for text in spelled]


def test_a_table_of_many_figures_is_read_in_reasonable_time() -> None:
    assert len(find_values("1 234 %\n" * 20_000)) == 20_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le 3 mai", ["-----05-03"]),  # a month without a year
        ("en 2019", ["2019"]),  # a year without a month
        ("2019-05-03, puis MARS 2020", ["2019-05-03", "2020-03"]),
        ("mars, avril et six mois", []),  # no figure at all
        ("3 marſ 2019", ["2019"]),  # an old long s is none
    ],
)
def test_dates_are_found_whatever_else_the_text_lacks(text: str, expected: list[str]) -> None:
    assert expected == keys(text, "date")


def test_numbers_in_words_with_letters_that_only_look_alike_are_none() -> None:
    assert ["6"] == keys("ſix, sıx et Six", "number")

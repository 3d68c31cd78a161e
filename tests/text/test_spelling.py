"""Turns pairs of words into checks that the quick comparison says what difflib says."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.spelling import LEAST_CHARS, has_name, spelled_alike

WORD = st.text("abehidz", min_size=0, max_size=12)


@given(WORD, WORD, st.sampled_from((0.6, 0.7, 0.75, 0.8, 0.9, 1.0)))
def test_words_are_alike_when_difflib_says_so(one: str, other: str, least: float) -> None:
    slowly = min(len(one), len(other)) >= LEAST_CHARS and SequenceMatcher(None, one, other).ratio() >= least
    assert slowly == spelled_alike(one, other, least)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("hodeida", "hodeidah", True), ("menaka", "menakas", True), ("gao", "gaos", False), ("mopti", "segou", False)],
)
def test_spellings_of_one_place(one: str, other: str, expected: bool) -> None:
    assert expected == spelled_alike(one, other, 0.75)


@pytest.mark.parametrize(
    ("name", "held", "expected"),
    [
        ("karkara", {"ong", "karkara"}, True),
        ("croix-rouge", {"croix"}, True),
        ("enfant", {"children"}, True),  # its translation
        ("enfant", {"schools"}, False),
        ("enfant", set(), False),
    ],
)
def test_a_name_is_held_as_it_is_in_part_or_translated(name: str, held: set[str], expected: bool) -> None:
    assert expected == has_name(name, "fr", held, lambda _: False)

"""Turns words of humanitarian work into checks of the translation tables; knows nothing about retrieval."""

from __future__ import annotations

import pytest

from assistant.text.terms import term
from assistant.text.translation import translations


@pytest.mark.parametrize(
    ("french", "english"),
    [("refugies", "refugees"), ("eau", "water"), ("sante", "health"), ("plaidoyer", "advocacy"),
     ("enfants", "children"), ("aigu", "acute")],
)  # fmt: skip
def test_both_directions(french: str, english: str) -> None:
    left, right = term(french, "fr"), term(english, "en")
    assert right in translations(left, "fr")
    assert left in translations(right, "en")


def test_an_unknown_term_has_none() -> None:
    assert translations("xyzzy", "fr") == frozenset()

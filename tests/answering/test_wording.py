"""Checks that what is said around quotes names documents without letting their names say anything for us."""

from __future__ import annotations

import pytest

from assistant.answering.wording import LONGEST_NAME, name_source
from tests.web.made import document


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Où nous travaillons", "Où nous travaillons"),
        ("Rapport [1] et [ 23 ]", "Rapport (1) et ( 23 )"),
        ("Rapport [annexe]", "Rapport [annexe]"),
        ("\u202egpj.trop\u2066 x", "gpj.trop x"),
        ("Deux\n\nlignes", "Deux lignes"),
        ("x" * 500, "x" * LONGEST_NAME + "…"),
    ],
)
def test_a_name_is_one_line_that_holds_no_mark_and_turns_nothing_round(title: str, said: str) -> None:
    source = document("texte", title=title, organisation=title, date="2024")
    assert f"Selon {said} ({said}, 2024)" == name_source(source, (), "fr")
    assert f"Selon Titre, {said} (2024)" == name_source(
        document("texte", title="Titre", organisation=None, date="2024"), (title,), "fr"
    ).replace(" …", "…")

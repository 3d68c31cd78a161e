"""Turns clauses into checks of the places in them."""

from __future__ import annotations

import pytest

from assistant.discovery.places import find_places


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("works in Mali", ["mali"]),
        (
            "operates five field offices in Mopti, Gao, Timbuktu, Sikasso and Kayes",
            "mopti gao timbuktu sikasso kayes".split(),
        ),
        ("intervient dans les régions de Ségou et de Mopti", ["segou", "mopti"]),
        ("travaille à Tombouctou", ["timbuktu"]),
        ("works in the Zamblara and Toulépleu regions", ["zamblara", "toulepleu"]),  # in no table
        ("travaille dans le camp de Farchana", ["farchana"]),
        ("works in Zamblara", []),
        ("works in the areas of Health, Nutrition and Education", []),
        ("travaille dans les domaines de la Santé et de l'Éducation", []),
        ("works to end the conflict in Ukraine", []),
        ("works with donors in Paris", []),
        ("works in January", []),
        ("is available in English", []),
        ("works in Mali's capital", ["mali"]),
        ("intervient au Tchad, au Niger et en Somalie", ["chad", "niger", "somalia"]),
        ("travaille en République démocratique du Congo", ["democratic republic of the congo"]),
        ("works in Burkina Faso and South Sudan", ["burkina faso", "south sudan"]),
    ],
)
def test_places_of_a_clause(clause: str, expected: list[str]) -> None:
    assert expected == [place.key for place in find_places(clause)]

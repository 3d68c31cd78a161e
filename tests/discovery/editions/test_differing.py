"""Turns pairs of sentences into checks of what counts as a difference, and above all of what does not."""

from __future__ import annotations

import unicodedata

import pytest

from assistant.discovery.editions.kinds import Kind, Stretch
from assistant.discovery.editions.names import differing_names
from assistant.discovery.editions.values import differing_dates, differing_figures


def differing(english: str, french: str) -> list[tuple[Kind, str, str]]:
    left, right = Stretch(english, "en"), Stretch(french, "fr")
    found = [pair for way in (differing_dates, differing_figures, differing_names) for pair in way(left, right)]
    return [
        (pair.kind, english[pair.left.start : pair.left.end], french[pair.right.start : pair.right.end])
        for pair in found
    ]


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("COOPI led thirty-six projects.", "COOPI a mené 36 projets."),
        ("It reached 97% of them.", "Elle en a touché 97\u202f%."),
        ("It reached ninety percent of them.", "Elle en a touché 90 pour cent."),
        ("About 3.2 million people were displaced.", "Près de 3\u202f220\u202f000 personnes étaient déplacées."),
        ("2,161,000 people need help.", "2 161 000 personnes ont besoin d’aide."),
        ("It began on 5 August 2014.", "Elle a commencé le 5 août 2014."),
        ("It began in August 2014.", "Elle a commencé le 5 août 2014."),
        ("It began on July 1st, 2024.", "Elle a commencé le 1er juillet 2024."),
        ("The school was built in the 1930s.", "L’école a été bâtie dans les années 30."),
        ("The office closes at 3 p.m. on Fridays.", "Le bureau ferme à 15 h le vendredi."),
        ("The well is 10 miles from Gao.", "Le puits est à 16 km de Gao."),
        ("He lives in Mauritania with Fatima.", "Il vit en Mauritanie avec Fatima."),
        ("The teams of UNICEF work in Ivory Coast.", "Les équipes de l’UNICEF travaillent en Côte d’Ivoire."),
        ("We met the U.S. delegation.", "Nous avons rencontré la délégation des États-Unis."),
        ("On Monday the Senate met.", "Lundi, le Sénat s’est réuni."),
        ("The WHO sent a team.", "L’OMS a envoyé une équipe."),
        ("See Mr. Traoré for details.", "Voyez M. Traoré pour en savoir plus."),
    ],
)
def test_what_agrees_is_no_difference(english: str, french: str) -> None:
    assert differing(english, french) == []
    assert differing(english, unicodedata.normalize("NFD", french)) == []


@pytest.mark.parametrize(
    ("english", "french", "expected"),
    [
        ("COOPI led 36 projects.", "COOPI a mené 56 projets.", (Kind.FIGURE, "36", "56")),
        ("36 projects, 3% development", "36 projets, 5 % développement", (Kind.FIGURE, "3%", "5 %")),
        ("It helped 5 projects of 12 villages.", "Elle a aidé 5 projets de 15 villages.", (Kind.FIGURE, "12", "15")),
        ("It began on 5 August 2014.", "Elle a commencé le 8 août 2014.", (Kind.DATE, "5 August 2014", "8 août 2014")),
        ("They came in 2012.", "Ils sont venus en 2013.", (Kind.DATE, "2012", "2013")),
        ("Its director is Awa Keita.", "Sa directrice est Mariam Diallo.", (Kind.NAME, "Awa Keita", "Mariam Diallo")),
        ("We met Mr. Traoré there.", "Nous y avons rencontré M. Coulibaly.", (Kind.NAME, "Traoré", "Coulibaly")),
    ],
)
def test_what_differs_is_marked_on_both_sides(english: str, french: str, expected: tuple[Kind, str, str]) -> None:
    assert differing(english, french) == [expected]


def test_a_value_beside_the_sentence_counts_as_said() -> None:
    left = Stretch("COOPI led 36 projects.", "en")
    assert differing_figures(left, Stretch("COOPI a mené des projets.", "fr", around="Il y en a eu 36.")) == []
    assert differing_figures(left, Stretch("COOPI a mené 40 projets.", "fr", around="Il y en a eu 36.")) == []

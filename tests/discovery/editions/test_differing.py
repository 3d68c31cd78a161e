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
        ("Then the Dane beat Garcia.", "Puis le Danois a battu Garcia."),
        ("It beat Jon Rahm of Spain.", "Elle a battu l’Espagnol Jon Rahm."),
        ("It is in the European Economic Area.", "Elle est dans l’Espace économique européen."),
        ("They work on AI there.", "Ils y travaillent sur l’IA."),
        ("(2) Every Minister signs it.", "(2) Quiconque est ministre le signe."),
        ("It is in the Northwest of Kayes.", "Il est dans le Nord-Ouest de Kayes."),
        ("It began in July 2012, before the law of 2012.", "Elle a commencé en juillet 2012, avant la loi de 2012."),
        ("It began in July 2012.", "Elle a commencé en 2012, et la loi est de 2012."),
        ("It comes from 2019 with COVID-19.", "Il vient de 2019 avec la COVID-19."),
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
        ("There are about 10 and Abbott helps.", "Il y en a 10 et Apple aide.", (Kind.NAME, "Abbott", "Apple")),
        ("Then Conte spoke.", "Puis Tokyo a parlé dans un autre contexte.", (Kind.NAME, "Conte", "Tokyo")),
        ("Teams work in Nigeria.", "Les équipes travaillent au Niger.", (Kind.NAME, "Nigeria", "Niger")),
        ("They live in New York City.", "Ils vivent à New Delhi.", (Kind.NAME, "York City", "Delhi")),
        ("It began in July 2012, in the year 2012.", "Elle a commencé en mai 2012, en l’an 2012.",
         (Kind.DATE, "July 2012", "mai 2012")),
        ("They had 7-0-0 in 1-of-4 games.", "Ils ont eu 5-0-0.", (Kind.FIGURE, "7-0-0", "5-0-0")),
        ("The virus H1N1 came.", "Le virus H5N1 est venu.", (Kind.FIGURE, "H1N1", "H5N1")),
        ("It measures 19.5 cm at most.", "Il mesure au plus 12,5 cm.", (Kind.FIGURE, "19.5", "12,5")),
        ("At 72% it takes 8 parts.", "À 70 % il faut des parts.", (Kind.FIGURE, "72%", "70 %")),
    ],
)  # fmt: skip
def test_what_differs_is_marked_on_both_sides(english: str, french: str, expected: tuple[Kind, str, str]) -> None:
    assert differing(english, french) == [expected]


def test_an_amount_in_two_units_is_one_amount() -> None:
    french = "Le convoi roulait à 800 km/h en plaine."
    assert differing("The convoy went at 820 kph (497 mph) on the plain.", french) == [(Kind.FIGURE, "820", "800")]
    assert differing("The convoy went at 800 kph (497 mph) on the plain.", french) == []


def test_a_value_beside_the_sentence_counts_as_said() -> None:
    left = Stretch("COOPI led 36 projects.", "en")
    assert differing_figures(left, Stretch("COOPI a mené des projets.", "fr", around="Il y en a eu 36.")) == []
    assert differing_figures(left, Stretch("COOPI a mené 40 projets.", "fr", around="Il y en a eu 36.")) == []


def test_what_the_edition_writes_small_elsewhere_is_no_name() -> None:
    left, right = "Paid out of the Consolidated Revenue Fund.", "Payés sur le Trésor."
    small = frozenset({"consolidated", "revenue", "fund"})
    assert differing_names(Stretch(left, "en", small=small), Stretch(right, "fr")) == []


def test_a_name_of_both_editions_is_missed_where_a_word_stands_for_it() -> None:
    left, right = "How does Story support diversity?", "Comment donc Debian gère-t-elle la diversité ?"
    small = frozenset({"story"})
    assert differing_names(Stretch(left, "en", small=small), Stretch(right, "fr")) == []
    known = Stretch(left, "en", small=small, names=frozenset({"debian"}))
    assert len(differing_names(known, Stretch(right, "fr"))) == 1


def test_of_several_names_the_one_with_the_same_neighbours_differs() -> None:
    left = Stretch("In Lagos the teams saw Corbyn 2020 and Sturridge.", "en")
    right = Stretch("À Lagos, les équipes ont vu Alisson et Molinari 2020.", "fr")
    [found] = differing_names(left, right)
    assert left.text[found.left.start : found.left.end] == "Corbyn"
    assert right.text[found.right.start : found.right.end] == "Molinari"

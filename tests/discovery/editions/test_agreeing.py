"""Turns two made editions of one report into the differences planted in them, and into none where nothing was planted.

The whole way with the bundled model; single sentences have tests of their own.
"""

from __future__ import annotations

import unicodedata

import pytest

from assistant.discovery.editions.comparing import Comparison, compare
from assistant.discovery.editions.kinds import Kind, Stretch
from assistant.discovery.editions.names import differing_names
from assistant.discovery.editions.values import differing_dates, differing_figures
from assistant.index.build import build_index
from assistant.index.embedding import load_encoder
from assistant.index.opened import OpenedIndex, open_index
from assistant.settings import load_settings

REPORT = (
    ("Lumen was founded on July 1, 2004 in Nouakchott, Mauritania.",
     "Lumen a été fondée le 1er juillet 2004 à Nouakchott, en Mauritanie."),
    ("It works in thirty-six villages of Niger and Burkina Faso.",
     "Elle travaille dans 36 villages du Niger et du Burkina Faso."),
    ("One third of the households have no clean water.", "Un tiers des ménages n'ont pas d'eau potable."),
    ("About 3% of the children under five are malnourished.",
     "Environ 3 % des enfants de moins de cinq ans souffrent de malnutrition."),
    ("In 2023, the teams reached 2,161,000 people in the Sahel.",
     "En 2023, les équipes ont atteint 2 161 000 personnes au Sahel."),
    ("The budget was 1.5 million euros. It rose by 12.5 percent.",
     "Le budget était de 1 500 000 euros. Il a augmenté de 12,5 %."),
    ("Half of the staff are women.", "La moitié du personnel est féminin."),
    ("A second office opened in Dakar on the 3rd of March 2019.",
     "Un deuxième bureau a ouvert à Dakar le trois mars 2019."),
    ("The World Health Organization trained 45 nurses in Abéché.",
     "L'Organisation mondiale de la Santé a formé quarante-cinq infirmières à Abéché."),
    ("Teams walk 10 miles every day to reach the most remote families.",
     "Les équipes marchent 16 km chaque jour pour rejoindre les familles les plus éloignées."),
    ("The director, Mr. Amadou Ouédraogo, thanked Germany and Switzerland.",
     "Le directeur, M. Amadou Ouedraogo, a remercié l'Allemagne et la Suisse."),
    ("The internally displaced persons (IDPs) received 250 kits.",
     "Les personnes déplacées internes (PDI) ont reçu 250 kits."),
    ("The rate went from 40% to 25% within two years.", "Le taux est passé de 40 à 25 % en deux ans."),
    ("The Red Cross and Médecins Sans Frontières work in N'Djamena.", "La Croix-Rouge et MSF travaillent à Ndjamena."),
    ("The agreement with the European Union ends on 31/12/2025.",
     "L'accord avec l'Union européenne prend fin le 31 décembre 2025."),
)  # fmt: skip
PLANTED = (
    ("July 1, 2004", "July 2, 2004", Kind.DATE, "1er juillet 2004"),
    ("thirty-six", "thirty-seven", Kind.FIGURE, "36"),
    ("One third", "One quarter", Kind.FIGURE, "Un tiers"),
    ("3%", "5%", Kind.FIGURE, "3 %"),
    ("Dakar", "Lagos", Kind.NAME, "Dakar"),
    ("45 nurses", "54 nurses", Kind.FIGURE, "quarante-cinq"),
    ("25%", "35%", Kind.FIGURE, "25 %"),
    ("Amadou Ouédraogo", "Salif Keita", Kind.NAME, "Amadou Ouedraogo"),
    ("31/12/2025", "31/12/2026", Kind.DATE, "31 décembre 2025"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenedIndex:
    folder = tmp_path_factory.mktemp("agreeing")
    (folder / "corpus").mkdir()
    english, french = ("\n\n".join(sentences) + "\n" for sentences in zip(*REPORT, strict=True))
    changed = english
    for before, after, _, _ in PLANTED:
        changed = changed.replace(before, after)
    thin = french.replace(" %", "\u202f%").replace("2 161 000", "2\u202f161\u202f000").replace("'", "’")
    texts = {
        "same-en": english, "same-fr": french, "changed-en": changed, "changed-fr": french,
        "apart-en": unicodedata.normalize("NFD", english), "apart-fr": unicodedata.normalize("NFD", thin),
        "less-en": english.replace(REPORT[11][0], ""), "less-fr": french.replace(REPORT[13][1], ""),
    }  # fmt: skip
    for name, text in texts.items():
        (folder / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    facts = (f'[[document]]\npath = "{name}.txt"\nlanguage = "{name[-2:]}"\ntitle = "Report"\n' for name in texts)
    (folder / "corpus" / "sources.toml").write_text("".join(facts), encoding="utf-8")
    settings = load_settings()
    build_index(folder / "corpus", folder / "index", load_encoder(settings), settings)
    return open_index(folder / "index")


def told(comparison: Comparison) -> list[tuple[Kind, str | None, str | None]]:
    return [
        (one.kind, one.left.said if one.left else None, one.right.said if one.right else None)
        for one in comparison.differences
    ]


@pytest.mark.real_model
def test_what_agrees_in_any_spelling_is_not_reported(index: OpenedIndex) -> None:
    assert told(compare(index, "same-en", "same-fr")) == []


@pytest.mark.real_model
def test_decomposed_letters_and_thin_spaces_change_nothing(index: OpenedIndex) -> None:
    assert told(compare(index, "apart-en", "apart-fr")) == []


@pytest.mark.real_model
def test_what_was_planted_is_reported_whole_and_nothing_else(index: OpenedIndex) -> None:
    expected = {(kind, after.removesuffix(" nurses"), french) for _, after, kind, french in PLANTED}
    found = told(compare(index, "changed-en", "changed-fr"))
    assert expected == set(found)
    assert len(expected) == len(found)


@pytest.mark.real_model
def test_values_of_decomposed_text_are_marked_on_whole_letters(index: OpenedIndex) -> None:
    [name] = [d for d in compare(index, "changed-en", "apart-fr").differences if d.right and "Amadou" in d.right.said]
    assert name.right
    assert "Amadou Ouedraogo" == name.right.said
    [date] = [d for d in compare(index, "changed-en", "apart-fr").differences if d.right and "2025" in d.right.said]
    assert date.right
    assert unicodedata.normalize("NFD", "31 décembre 2025") == date.right.said


@pytest.mark.real_model
def test_a_removed_sentence_is_what_its_edition_lacks(index: OpenedIndex) -> None:
    assert told(compare(index, "less-en", "less-fr")) == [
        (Kind.LACKING, REPORT[13][0], None),
        (Kind.LACKING, None, REPORT[11][1]),
    ]


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("The Red Cross and Médecins Sans Frontières came.", "Là, la Croix-Rouge et MSF sont venus."),
        ("They met the team of MSF there.", "Là, ils ont vu l'équipe de Médecins Sans Frontières."),
        ("See Saint-Louis for that.", "Voyez Saint Louis pour cela."),
    ],
)
def test_names_agree_abbreviated_and_hyphenated(english: str, french: str) -> None:
    assert differing_names(Stretch(english, "en"), Stretch(french, "fr")) == []


def test_a_number_said_more_often_on_one_side_stands_for_the_other_ones() -> None:
    english, french = "A mother-of-three for ten years.", "Une mère de 10 enfants depuis 10 ans."
    [found] = differing_figures(Stretch(english, "en"), Stretch(french, "fr"))
    assert ("three", "10") == (english[found.left.start : found.left.end], french[found.right.start : found.right.end])
    assert found.right.start == french.index("10")


def test_values_exchanged_with_the_sentence_beside_agree() -> None:
    left = Stretch("It has 14 staff in May 2020.", "en", beside="It has 9 cars in June 2021.")
    right = Stretch("Il a 9 agents en juin 2021.", "fr", beside="Il a 14 voitures en mai 2020.")
    assert differing_figures(left, right) == []
    assert differing_dates(left, right) == []
    alone = Stretch("Il a 9 agents en juin 2021.", "fr", beside="Il a des voitures.")
    assert len(differing_figures(left, alone)) == len(differing_dates(left, alone)) == 1

"""Turns questions into checks of which organisations and places they ask about."""

from __future__ import annotations

import pytest

from assistant.answering.subject import asked_about
from assistant.records import Language


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("Where does MSF work in Mali?", "en", ["MSF", "Mali"]),
        ("What does Save the Children do there?", "en", ["Save the Children"]),
        ("When did Tearfund open its office in Kidal?", "en", ["Tearfund", "Kidal"]),
        ("When did the Red Cross open its office?", "en", ["Red Cross"]),
        ("Combien de personnes Tearfund emploie-t-elle à Gao ?", "fr", ["Tearfund", "Gao"]),
        ("Comment Tearfund finance-t-elle ses projets ?", "fr", ["Tearfund"]),
        ("Que fait l’UNICEF en République centrafricaine ?", "fr", ["UNICEF", "République centrafricaine"]),
        ("Quel est le budget d’Oxfam au Burkina Faso ?", "fr", ["Oxfam", "Burkina Faso"]),
        ("Depuis quand le PAM est-il présent ?", "fr", ["PAM"]),
        ("Je suis Awa, de Dakar. Où travaille INTERSOS ?", "fr", ["INTERSOS"]),
        ("I saw Oxfam in Chad. How many people does COOPI employ?", "en", ["COOPI"]),
        ("Has the Italian charity been active on Malian soil?", "en", []),
        ("What does the word mean in French, and in Phase II?", "en", []),
        ("Quelle ONG aide le plus de monde ?", "fr", []),
        ("WHERE DOES MSF WORK?", "en", []),
    ],
)
def test_organisations_and_places_of_the_clause_that_asks(
    question: str, language: Language, expected: list[str]
) -> None:
    assert expected == [named.spelled for named in asked_about(question, language)]


def test_a_known_organisation_comes_with_its_names_in_both_languages() -> None:
    [named] = asked_about("Where does MSF work?", "en")
    assert {"Médecins Sans Frontières", "Doctors Without Borders"} <= set(named.names)
    [unknown] = asked_about("Where does GRDR work?", "en")
    assert () == unknown.names

"""Turns small passages into checks of where a quote begins and ends, and of what in it was asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.candidates import Candidate
from assistant.answering.completing import complete, key_of
from assistant.answering.question import understand
from assistant.answering.statement import Statement
from assistant.records import Document, Hit, Language, Passage, Span

PROSE = (
    "Le bureau de Sévaré compte 14 agents. Ils suivent 3 200 enfants dans 27 villages. "
    "Selon le rapport, la saison a été difficile."
)
PARTNERS = "Nos partenaires :\n- Association Kanuya\n- Réseau Sinsin"
LISTED = f"{PARTNERS}\n\nLe bureau ouvre à 8 heures."


def candidates(text: str, *units: str, language: Language = "fr") -> list[Candidate]:
    """The units of a document that is one passage."""
    whole = Span(0, len(text))
    document = Document(id="d", path="d.txt", title="Titre", text=text, language=language, sections=(), sha256="")
    hit = Hit(Passage("d#0", "d", language, ("Titre",), whole, text), document, 1.0, 0.9, {"merged": 1})
    found = []
    for unit in units:
        start = text.index(unit)
        found.append(
            Candidate(
                hit,
                Span(start, start + len(unit)),
                Statement(unit, language),
                None,
                0.0,
                0.0,
                0.9,
                0.9,
                1,
                0.5,
                0.5,
                1.0,
                1.0,
                0,
                0,
                0,
                fragment=False,
                same_language=True,
            )
        )
    return found


def sliced(text: str, span: Span) -> str:
    return text[span.start : span.end]


def test_a_sentence_that_leans_on_the_one_before_comes_with_it() -> None:
    first, leaning, last = candidates(
        PROSE,
        "Le bureau de Sévaré compte 14 agents.",
        "Ils suivent 3 200 enfants dans 27 villages.",
        "Selon le rapport, la saison a été difficile.",
    )
    asked = understand("Combien d'enfants sont suivis ?", "fr")
    grown = sliced(PROSE, complete(asked, leaning, [first, leaning, last]))
    assert grown == "Le bureau de Sévaré compte 14 agents. Ils suivent 3 200 enfants dans 27 villages."
    assert first.span == complete(asked, first, [first, leaning, last])
    assert last.span == complete(asked, last, [first, leaning, last])
    assert leaning.span == complete(asked, leaning, [leaning])


@pytest.mark.parametrize(
    ("question", "unit", "expected"),
    [
        (
            "Quels sont les partenaires ?",
            "Nos partenaires :",
            "Nos partenaires :\n- Association Kanuya\n- Réseau Sinsin",
        ),
        ("Quels sont les partenaires ?", "- Réseau Sinsin", PARTNERS),
        ("Qui est le partenaire de Kita ?", "- Réseau Sinsin", "- Réseau Sinsin"),
        ("Quand ouvre le bureau ?", "Le bureau ouvre à 8 heures.", "Le bureau ouvre à 8 heures."),
    ],
)
def test_a_list_is_quoted_whole_when_several_things_are_asked(question: str, unit: str, expected: str) -> None:
    (candidate,) = candidates(LISTED, unit)
    assert expected == sliced(LISTED, complete(understand(question, "fr"), candidate, [candidate]))


def test_the_number_asked_for_is_found_beside_what_the_reader_chose() -> None:
    (unit,) = candidates(PROSE, "Ils suivent 3 200 enfants dans 27 villages.")
    asked = understand("Combien de villages ?", "fr")
    assert key_of(asked, unit) is None  # two numbers, and nobody chose
    chosen = replace(unit, best_span=(31, 42))
    assert unit.text[31:42] == "27 villages"
    found = key_of(asked, chosen)
    assert found is not None
    assert "27" == sliced(PROSE, found)


def test_what_the_reader_chose_is_the_key_of_other_kinds_unless_it_is_nearly_everything() -> None:
    (unit,) = candidates(PROSE, "Le bureau de Sévaré compte 14 agents.")
    asked = understand("Comment s'appelle la ville du bureau ?", "fr")
    found = key_of(asked, replace(unit, best_span=(13, 19)))
    assert found is not None
    assert "Sévaré" == sliced(PROSE, found)
    assert key_of(asked, replace(unit, best_span=(0, len(unit.text)))) is None
    assert key_of(asked, unit) is None

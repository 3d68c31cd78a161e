"""Turns pairs of statements into checks of when they disagree; knows nothing about retrieval."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answering.disagreement import disagreeing_values
from assistant.answering.question import understand
from assistant.answering.statement import Statement
from assistant.records import Language


def values(question: str, one: tuple[str, Language], other: tuple[str, Language]) -> set[str] | None:
    language: Language = "fr" if question.startswith(("Combien", "Quand")) else "en"
    found = disagreeing_values(understand(question, language), Statement(*one), Statement(*other))
    return set(found[1:]) if found else None


@pytest.mark.parametrize(
    ("question", "one", "other", "expected"),
    [
        ("How many projects has COOPI run?", ("COOPI has run 36 projects in Mali.", "en"),
         ("COOPI a mené 56 projets au Mali.", "fr"), {"36", "56"}),
        ("Combien de médecins MedAid emploie-t-elle ?", ("MedAid emploie 45 médecins.", "fr"),
         ("MedAid employs 42 doctors.", "en"), {"45", "42"}),
        ("How many people did Norvik reach?", ("Norvik has reached 2,161,000 people in Sudan.", "en"),
         ("Norvik a touché 2 310 000 personnes au Soudan.", "fr"), {"2,161,000", "2 310 000"}),
    ],
)  # fmt: skip
def test_different_values_for_the_same_thing(
    question: str, one: tuple[str, Language], other: tuple[str, Language], expected: set[str]
) -> None:
    assert expected == values(question, one, other)
    assert expected == values(question, other, one)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("How many people did Norvik reach?", ("Norvik has reached 2,161,000 people in Sudan.", "en"),
         ("Norvik a touché 2 161 000 personnes au Soudan.", "fr")),
        ("Combien de personnes à Gao ?", ("Le bureau compte six personnes.", "fr"), ("The office has 6 people.", "en")),
        ("How many staff does UNICEF have in Gao?", ("UNICEF has 14 staff in Gao.", "en"),
         ("UNICEF a 20 personnes à Mopti.", "fr")),
        ("How many projects has COOPI run?", ("COOPI has run 36 projects in Mali.", "en"),
         ("COOPI soutient 12 centres de santé au Mali.", "fr")),
        ("How many projects has COOPI run?", ("COOPI works in Mali.", "en"), ("COOPI a mené 56 projets.", "fr")),
    ],
)  # fmt: skip
def test_one_value_in_two_spellings_or_different_things(
    question: str, one: tuple[str, Language], other: tuple[str, Language]
) -> None:
    assert values(question, one, other) is None
    assert values(question, other, one) is None


def test_made_pairs() -> None:
    """Precision and recall over all pairs of eval/questions, by the floors that the set was made for."""
    path = Path(__file__).parents[2] / "eval" / "questions" / "disagreements.jsonl"
    pairs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = []
    for pair in pairs:
        one, other = (Statement(pair[k]["text"], pair[k]["language"], pair[k].get("title") or "") for k in "ab")
        found.append(disagreeing_values(understand(pair["question"], pair["language"]), one, other) is not None)
    right = sum(said and pair["disagree"] for said, pair in zip(found, pairs, strict=True))
    assert len(pairs) >= 60
    assert right / sum(found) >= 0.9
    assert right / sum(pair["disagree"] for pair in pairs) >= 0.7

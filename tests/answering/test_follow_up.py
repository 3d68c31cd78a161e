"""Checks that questions that lean on earlier ones are understood, and that all others are left as they are."""

from __future__ import annotations

import pytest

from assistant.answering.follow_up import stand_alone
from eval.benchmarks.follow_ups import SETS, UNCHANGED, read_pairs, spaced, understood

FITTING, REPORT = (read_pairs(path) for path in SETS)


@pytest.mark.parametrize("pair", FITTING, ids=lambda pair: pair["id"])
def test_the_pairs_that_the_rules_were_made_with(pair: dict[str, object]) -> None:
    assert spaced(str(pair["expected"])) == spaced(understood(pair))


def test_the_pairs_written_before_the_rules_are_mostly_understood() -> None:
    right = sum(spaced(str(pair["expected"])) == spaced(understood(pair)) for pair in REPORT)
    assert right >= 39


def test_the_sets_are_large_and_hold_questions_to_be_left_alone() -> None:
    assert len(FITTING) + len(REPORT) >= 60
    for pairs in (FITTING, REPORT):
        assert sum(pair["expected"] == UNCHANGED for pair in pairs) >= 10


@pytest.mark.parametrize("pair", [*FITTING, *REPORT], ids=lambda pair: pair["id"])
def test_without_an_earlier_question_nothing_is_rewritten(pair: dict[str, object]) -> None:
    assert stand_alone(str(pair["question"]), []) is None


@pytest.mark.parametrize("pair", [*FITTING, *REPORT], ids=lambda pair: pair["id"])
def test_a_question_that_stands_alone_is_not_changed_by_another(pair: dict[str, object]) -> None:
    for earlier in ("Where does INTERSOS work in Niger?", "Combien de médecins MSF emploie-t-elle à Kidal ?"):
        whole = str(pair["earlier"][0])  # type: ignore[index]  # a list of questions
        assert stand_alone(whole, [earlier]) is None


@pytest.mark.parametrize(
    "question", ["", " ", "?", "…", "Et ?", "and", "Et" * 500, "et à " * 80, "\u202e", "[1]", "${x}", "Et " + "A" * 299]
)
def test_nothing_that_is_typed_breaks_it(question: str) -> None:
    said = stand_alone(question, ["Combien de personnes l'UNICEF emploie-t-elle à Gao ?"] * 5)
    assert said is None or len(said) < 700


def test_only_the_newest_questions_are_remembered() -> None:
    old = ["When did UNICEF open its office?", "What is a well?", "What is a school?", "What is a hospital?"]
    assert stand_alone("What is its budget?", old) is None
    assert stand_alone("What is its budget?", old[:3]) == "What is UNICEF's budget?"

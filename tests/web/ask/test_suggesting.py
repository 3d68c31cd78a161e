"""Checks which questions are tried after an abstention, and that only answered ones are shown, three at most."""

from __future__ import annotations

from dataclasses import replace

from assistant.records import Answer, Filter, Reason
from assistant.web.ask.suggesting import SHOWN, TRIED, candidates, suggest
from assistant.web.ask.turns import Near, Turn
from tests.web.made import ANSWER, abstention_of

TURN = Turn(
    "What is the salary of the UNICEF representative in Gao?", None, "en", "", "", False,
    near=(Near("Gao", "UNICEF", "en"), Near("Child protection", "UNICEF", "en")),
)  # fmt: skip


def test_candidates_are_about_what_was_asked_first_and_never_the_same_question() -> None:
    found = candidates(TURN)
    assert found[0] == "What does UNICEF do in Gao?"
    assert "What do the documents say about Child protection?" in found
    assert len(found) == len(set(found))
    assert "What does UNICEF do in Gao?" not in candidates(replace(TURN, typed="What does UNICEF do in Gao?"))
    assert not any("  " in question or " ?" in question for question in found)


def test_only_answered_questions_are_shown_and_none_says_the_same_twice() -> None:
    asked: list[str] = []

    def ask(question: str, wanted: Filter) -> Answer:
        asked.append(question)
        if len(asked) == 1:
            return abstention_of(Reason.NOT_ANSWERED, "no")
        return ANSWER

    assert len(list(suggest(TURN, ask, lambda: True))) == 1
    assert len(asked) == TRIED


def test_three_are_enough_and_whoever_is_gone_gets_none() -> None:
    asked: list[str] = []

    def ask(question: str, wanted: Filter) -> Answer:
        asked.append(question)
        citation = replace(ANSWER.citations[0], quote=question)
        return replace(ANSWER, citations=(citation,))

    assert len(list(suggest(TURN, ask, lambda: True))) == SHOWN == len(asked)
    assert list(suggest(TURN, ask, lambda: False)) == []

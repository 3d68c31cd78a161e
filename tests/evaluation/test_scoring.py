"""Rows by hand: what counts as right, proving and relevant."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.assistant import Assistant
from assistant.evaluation.figures import mean, summarise
from assistant.evaluation.questions import Gold, Question
from assistant.evaluation.scoring import Row, relevant_passages, score
from assistant.records import Answer, Citation, Span


def asked(facts: tuple[tuple[str, ...], ...], *, answerable: bool = True) -> Question:
    gold = (Gold("medaid-en.md", "It employs 42 doctors and 110 nurses."),) if answerable else ()
    direction = "en-en" if answerable else "none"
    return Question("q", "How many doctors?", "en", direction, "number", answerable, facts, gold)


def answered(small_assistant: Assistant, quote: str) -> Answer:
    (row,) = [
        row
        for row in small_assistant.index.store.rows_of("medaid-en")
        if quote in small_assistant.index.store.passage(row).text
    ]
    passage = small_assistant.index.store.passage(row)
    document = small_assistant.index.store.document("medaid-en")
    start = document.text.index(quote)
    citation = Citation(1, document, passage, quote, Span(start, start + len(quote)), 1.0)
    empty = small_assistant.ask("?")
    return replace(
        empty, question="How many doctors?", language="en", answered=True, citations=(citation,), confidence=0.9,
        text=f"According to {document.title}: “{quote}” [1]",
    )  # fmt: skip


def test_right_when_every_fact_is_quoted_as_whole_words(small_assistant: Assistant) -> None:
    answer = answered(small_assistant, "It employs 42 doctors and 110 nurses.")
    assert score(asked((("42",), ("110 nurses",))), answer, [], []).right
    assert not score(asked((("42",), ("45",))), answer, [], []).right
    assert not score(asked((("2 doctors",),)), answer, [], []).right  # not inside "42 doctors"


def test_citations_are_measured_against_the_gold_quotes(small_assistant: Assistant) -> None:
    proved = score(asked((("42",),)), answered(small_assistant, "It employs 42 doctors and 110 nurses."), [], [])
    beside = score(asked((("42",),)), answered(small_assistant, "water and hygiene kits"), [], [])
    assert (proved.citation_precision, proved.citation_recall) == (1.0, 1.0)
    assert (beside.citation_precision, beside.citation_recall) == (0.0, 0.0)
    assert proved.exact
    assert proved.language_right


def test_an_unanswerable_question_is_right_when_refused(small_assistant: Assistant) -> None:
    refused = replace(small_assistant.ask("?"), answered=False)
    assert score(asked((), answerable=False), refused, [], []).right
    assert not score(asked((), answerable=False), answered(small_assistant, "water and hygiene kits"), [], []).right


def test_relevant_passages_hold_the_gold_quote(small_assistant: Assistant) -> None:
    (found,) = relevant_passages(asked((("42",),)), small_assistant.index.store)
    row = small_assistant.index.store.row_of(found)
    assert row is not None
    assert "42 doctors" in small_assistant.index.store.passage(row).text


def row(identifier: str, *, answerable: bool, was_answered: bool, right: bool, retrieved: list[str]) -> Row:
    return Row(
        identifier, "?", "en", "en-en" if answerable else "none", "number", answerable, was_answered, right, 0.5,
        1.0 if was_answered else None, 1.0 if was_answered else None, True, True, retrieved,
        ["a"] if answerable else [],
        [], "", 1.0,
    )  # fmt: skip


def test_figures_by_hand() -> None:
    rows = [
        row("1", answerable=True, was_answered=True, right=True, retrieved=["a", "b"]),
        row("2", answerable=True, was_answered=False, right=False, retrieved=["b", "a"]),
        row("3", answerable=False, was_answered=False, right=True, retrieved=["b"]),
        row("4", answerable=False, was_answered=True, right=False, retrieved=["b"]),
    ]
    figures = summarise(rows)
    assert {key: figures["en-en"]["answer_accuracy"][key] for key in ("value", "n")} == {"value": 0.5, "n": 2}
    assert figures["none"]["refused"]["value"] == 0.5
    assert figures["en-en"]["mrr"]["value"] == 0.75  # (1 + 1/2) / 2
    assert figures["en-en"]["recall@5"]["value"] == 1.0
    assert round(figures["en-en"]["ndcg@10"]["value"], 4) == 0.8155  # (1 + 1/log2 3) / 2
    low, high = figures["all"]["quotes_exact"]["low"], figures["all"]["quotes_exact"]["high"]
    assert 0.5 < low < high == 1.0


def test_means_come_with_an_interval_that_holds_them() -> None:
    figure = mean([0.0, 1.0, 1.0, None, 0.5])
    assert (0.625, 4) == (figure["value"], figure["n"])
    assert 0.0 <= figure["low"] < 0.625 < figure["high"] <= 1.0
    assert {"value": 1.0, "n": 2} == mean([1.0, 1.0])
    assert {"value": None, "n": 0} == mean([None])

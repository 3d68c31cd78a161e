"""Two runs compared: the same is the same, and whatever is weakened on purpose is named as the cause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.assistant import Assistant
from assistant.evaluation.figures import paired
from assistant.evaluation.runs.causes import cause_of
from assistant.evaluation.runs.comparing import Change, compare, compare_rows
from assistant.evaluation.runs.folder import Runs
from assistant.evaluation.runs.measuring import begin, carry_on
from assistant.evaluation.runs.record import Detail, Measured, Quoted, Run, Unit, Weighed
from assistant.evaluation.stages import Stage
from eval.benchmarks.causes import BestLost, Shuffled, WithoutMeaning, more_careful, with_retriever
from tests.evaluation.test_scoring import row

QUESTIONS = Path(__file__).parents[2] / "eval" / "questions" / "report.jsonl"
ASKED = 60


def unit(passage: str, reading: float = 3.0, logit: float = 2.0, start: int = 0) -> Unit:
    return Unit(passage, start, start + 9, reading, logit)


def detail(**given: Any) -> Detail:
    made: dict[str, Any] = {
        "reason": None, "probability": 0.8, "threshold": 0.5, "weighed": (Weighed("d#1", 0.9), Weighed("d#2", 0.8)),
        "units": (unit("d#1"), unit("d#2", 1.0, 0.5)), "quoted": (Quoted("d", "D", "en", 0, 9, "said", "d#1"),),
        "timings_ms": {}, **given,
    }  # fmt: skip
    return Detail(**made)


def measured(identifier: str = "q", *, right: bool = True, answered: bool = True, **given: Any) -> Measured:
    made = row(identifier, answerable=True, was_answered=answered, right=right, retrieved=["d#1"])
    return Measured(replace(made, relevant=["d#1"], answer=f"said {right}"), detail(**given))


def run(**given: Any) -> Run:
    made: dict[str, Any] = {
        "id": "r", "set_name": "s", "set_sha256": "", "questions": 1, "generation": "gen-1", "documents": {"d": "1"},
        "passage_tokens": 240, "model": "m", "settings": {}, "fingerprint": "f", "version": "1", "commit": "",
        "who": "-", "started": "", **given,
    }  # fmt: skip
    return Run(**made)


OTHER = (Weighed("d#2", 0.9), Weighed("d#3", 0.8))


@pytest.mark.parametrize(
    ("changed", "stage", "shown_by"),
    [
        ({"weighed": OTHER, "units": (unit("d#2", 1.0),)}, Stage.RETRIEVAL, "passage_missing"),
        ({"weighed": (Weighed("d#2", 0.9), Weighed("d#1", 0.8))}, Stage.RETRIEVAL, "other_order"),
        ({"weighed": (Weighed("d#1", 0.7), Weighed("d#2", 0.6))}, Stage.RETRIEVAL, "other_cosines"),
        ({"units": (unit("d#2", 5.0), unit("d#1", 0.1))}, Stage.EVIDENCE, "read_otherwise"),
        ({"units": (unit("d#2", 1.0, 9.0), unit("d#1"))}, Stage.EVIDENCE, "ordered_otherwise"),
        ({"probability": 0.4, "reason": "not_answered"}, Stage.DECISION, "probability"),
        ({"threshold": 0.9}, Stage.DECISION, "threshold"),
        ({"quoted": ()}, Stage.WORDING, "same_decision"),
    ],
)
def test_each_stage_is_named_by_what_it_passed_on(changed: dict[str, Any], stage: Stage, shown_by: str) -> None:
    before, after = measured(), measured(right=False, **changed)
    for pair in ((before, after), (after, before)):
        cause = cause_of(*pair, (run(), run()))
        assert (cause.stage, cause.shown_by) == (stage, shown_by)


def test_a_threshold_is_named_though_the_tail_of_what_was_retrieved_differs_too() -> None:
    after = measured(right=False, threshold=0.9, weighed=(Weighed("d#1", 0.9), Weighed("d#9", 0.8)))
    assert cause_of(measured(), after, (run(), run())).shown_by == "threshold"


@pytest.mark.parametrize(
    ("other", "shown_by"),
    [
        ({"generation": "gen-2", "documents": {"d": "2"}}, "document_changed"),
        ({"generation": "gen-2", "documents": {}}, "document_changed"),
        ({"generation": "gen-2", "passage_tokens": 100}, "cut_otherwise"),
    ],
)
def test_reading_is_named_where_the_documents_are_not_the_same(other: dict[str, Any], shown_by: str) -> None:
    after = measured(right=False, weighed=OTHER, units=(unit("d#2", 1.0),))
    cause = cause_of(measured(), after, (run(), run(**other)))
    assert (cause.stage, cause.shown_by) == (Stage.READING, shown_by)
    unmoved = cause_of(measured(), after, (run(), run(generation="gen-2", documents={"d": "1", "new": "1"})))
    assert unmoved.stage is Stage.RETRIEVAL


def test_changes_have_a_direction_and_only_what_both_asked_counts() -> None:
    first = [measured("a"), measured("b", right=False), measured("c"), measured("only")]
    second = [measured("a", right=False), measured("b"), measured("c"), measured("new")]
    found = compare_rows(run(), first, run(), second)
    assert (found.common, found.only_before, found.only_after) == (3, 1, 1)
    assert {one.after.row.id: one.change for one in found.changed} == {"a": Change.WORSE, "b": Change.BETTER}
    assert found.chance["all"]["gained"] == found.chance["all"]["lost"] == 1
    assert found.differs == {}
    slower = replace(second[2], row=replace(second[2].row, total_ms=9999.0, confidence=0.51))
    assert compare_rows(run(), [first[2]], run(), [slower]).changed == ()


def test_chance_by_hand() -> None:
    """Six of six changed the same way: 2 · (1/2)^6 = 1/32; five of five 1/16."""
    six = paired([(False, True)] * 6 + [(True, True)] * 4)
    assert (six["gained"], six["lost"], six["p"], six["larger_than_chance"]) == (6, 0, 0.03125, True)
    assert 0 < six["low"] < six["value"] == 0.6 < six["high"] < 1
    assert paired([(False, True)] * 5)["larger_than_chance"] is False
    assert paired([(True, True)] * 9)["p"] == 1.0
    assert paired([(True, False), (False, True)])["p"] == 1.0


def asked(runs: Runs, assistant: Assistant, questions: Path) -> Run:
    return carry_on(runs, begin(runs, assistant, questions, "-"), assistant, lambda done, total: None)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, real_corpus_assistant: Assistant) -> tuple[Runs, Path, Run]:
    """The repository's own questions, asked of its own documents."""
    folder = tmp_path_factory.mktemp("compared")
    questions = folder / "some.jsonl"
    lines = QUESTIONS.read_text(encoding="utf-8").split("\n")[: 4 * ASKED : 4]
    questions.write_text("\n".join(lines), encoding="utf-8")
    runs = Runs(folder / "runs")
    return runs, questions, asked(runs, real_corpus_assistant, questions)


def test_two_identical_runs_report_no_difference(
    kept: tuple[Runs, Path, Run], real_corpus_assistant: Assistant
) -> None:
    runs, questions, first = kept
    again = asked(runs, real_corpus_assistant, questions)
    found = compare(runs, first.id, again.id)
    assert found.common >= ASKED - 5
    assert (found.changed, found.differs) == ((), {})


@pytest.mark.parametrize("weakened", [WithoutMeaning, Shuffled, BestLost])
def test_a_weakened_retrieval_is_named_as_the_cause(
    kept: tuple[Runs, Path, Run], real_corpus_assistant: Assistant, weakened: Any
) -> None:
    runs, questions, first = kept
    make: Callable[[Assistant], Assistant] = with_retriever(weakened)
    found = compare(runs, first.id, asked(runs, make(real_corpus_assistant), questions).id)
    named = [one.cause.stage for one in found.changed]
    assert len(named) >= 10
    assert named.count(Stage.RETRIEVAL) / len(named) >= 0.95


def test_a_higher_threshold_is_named_as_the_decision(
    kept: tuple[Runs, Path, Run], real_corpus_assistant: Assistant
) -> None:
    runs, questions, first = kept
    found = compare(runs, first.id, asked(runs, more_careful(real_corpus_assistant), questions).id)
    assert len(found.changed) >= 5
    assert {one.cause.stage for one in found.changed} == {Stage.DECISION}
    assert set(found.differs) - {"commit"} == {
        "fingerprint",
        "settings.answer_threshold",
    }  # made meanwhile

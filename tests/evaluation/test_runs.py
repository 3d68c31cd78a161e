"""Runs kept, stopped, gone on with, and forgotten: nothing that was measured is lost, nothing is measured twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.assistant import Assistant
from assistant.errors import EvaluationError, NotFound
from assistant.evaluation.runs.folder import ROWS, SET, Runs
from assistant.evaluation.runs.measuring import begin, carry_on, check_same, figures_of_run
from assistant.evaluation.runs.record import State

RECORDS: list[dict[str, Any]] = [
    {"id": "a", "question": "How many doctors does MedAid employ?", "language": "en", "direction": "en-en",
     "type": "number", "answerable": True, "facts": [["42"]],
     "gold": [{"document": "medaid-en.md", "quote": "It employs 42 doctors and 110 nurses."}]},
    {"id": "b", "question": "Où se trouve le siège d'Eau Vive ?", "language": "fr", "direction": "fr-fr",
     "type": "place", "answerable": True, "facts": [["Niamey"]],
     "gold": [{"document": "eau-vive.txt", "quote": "Son siège se trouve à Niamey, près du fleuve."}]},
    {"id": "c", "question": "Who won the cup?", "language": "en", "direction": None, "type": "name",
     "answerable": False, "facts": [], "gold": []},
]  # fmt: skip


@pytest.fixture
def set_file(tmp_path: Path) -> Path:
    path = tmp_path / "trial.jsonl"
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS), encoding="utf-8")
    return path


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path / "runs")


def ignore(done: int, total: int) -> None: ...


def until(count: int) -> Callable[[], bool]:
    """Wanted for so many questions."""
    left = iter(range(count))
    return lambda: next(left, None) is not None


def test_a_run_keeps_every_question_with_what_was_seen(runs: Runs, set_file: Path, small_assistant: Assistant) -> None:
    told: list[tuple[int, int]] = []
    run = begin(runs, small_assistant, set_file, "rita")
    ended = carry_on(runs, run, small_assistant, lambda done, total: told.append((done, total)))
    assert (ended.state, [run.id for run in runs.all()]) == (State.DONE, [ended.id])
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    first, second, _ = runs.rows(ended.id)
    assert first.row.id == "a"
    assert first.detail.quoted[0].quote in first.row.answer
    assert [weighed.passage for weighed in first.detail.weighed]
    assert first.detail.units[0].logit >= first.detail.units[-1].logit
    assert second.row.relevant
    figures = figures_of_run(runs, ended)
    assert (figures["asked"], figures["partial"], figures["figures"]["all"]["refused"]["n"]) == (3, False, 1)
    assert (ended.generation, ended.set_name, ended.who) == (small_assistant.index.generation, "trial", "rita")


def test_a_stopped_run_is_partial_and_gone_on_with(runs: Runs, set_file: Path, small_assistant: Assistant) -> None:
    run = begin(runs, small_assistant, set_file, "-")
    stopped = carry_on(runs, run, small_assistant, ignore, until(1))
    assert (stopped.state, runs.count(run.id)) == (State.STOPPED, 1)
    assert figures_of_run(runs, stopped)["partial"] is True
    before = runs.rows(run.id)
    with (runs.folder / run.id / ROWS).open("ab") as file:
        file.write(b'{"id": "b", "ques')  # a process was killed while it wrote
    assert runs.count(run.id) == 1
    ended = carry_on(runs, runs.get(run.id), small_assistant, ignore)
    rows = runs.rows(run.id)
    assert (ended.state, [one.row.id for one in rows], rows[0]) == (State.DONE, ["a", "b", "c"], before[0])


def test_a_run_whose_process_is_gone_was_interrupted(runs: Runs, set_file: Path, small_assistant: Assistant) -> None:
    run = begin(runs, small_assistant, set_file, "-")
    assert runs.get(run.id).state is State.INTERRUPTED
    with runs.holding(run.id):
        assert runs.get(run.id).state is State.RUNNING
        with pytest.raises(EvaluationError, match="is going on"):
            carry_on(runs, run, small_assistant, ignore)


def test_a_run_goes_on_only_with_what_it_began_with(runs: Runs, set_file: Path, small_assistant: Assistant) -> None:
    run = begin(runs, small_assistant, set_file, "-")
    check_same(run, small_assistant)
    for other in (replace(run, generation="gen-9"), replace(run, fingerprint="x"), replace(run, version="9")):
        with pytest.raises(EvaluationError, match="begin a new one"):
            check_same(other, small_assistant)


def test_questions_of_one_id_are_refused(runs: Runs, tmp_path: Path, small_assistant: Assistant) -> None:
    path = tmp_path / "twice.jsonl"
    path.write_text(f"{json.dumps(RECORDS[0])}\n{json.dumps(RECORDS[0])}\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="'a'"):
        begin(runs, small_assistant, path, "-")
    assert runs.all() == []


@pytest.mark.parametrize("name", ["", "..", "../x", "20260101-000000-x", "a/b", "20260101-000000-../../x"])
def test_a_name_that_is_no_run_leads_nowhere(runs: Runs, name: str) -> None:
    with pytest.raises(NotFound):
        runs.get(name)


def test_two_runs_of_one_second_have_names_of_their_own(runs: Runs, set_file: Path, small_assistant: Assistant) -> None:
    names = {begin(runs, small_assistant, set_file, "-").id for _ in range(3)}
    assert len(names) == len(runs.all()) == 3


def test_nothing_of_a_forgotten_document_is_left(runs: Runs, set_file: Path, small_assistant: Assistant) -> None:
    run = carry_on(runs, begin(runs, small_assistant, set_file, "-"), small_assistant, ignore)
    said = [one.quote for one in runs.rows(run.id)[1].detail.quoted if one.document == "eau-vive"]
    assert said
    assert runs.forget(["eau-vive"], ["eau-vive.txt"]) >= 1
    left = (runs.folder / run.id / ROWS).read_text() + (runs.folder / run.id / SET).read_text()
    assert [quote for quote in said if quote in left] == []
    assert "Son siège" not in left
    assert "42 doctors" in left
    assert runs.forget(["eau-vive"]) == 0

"""The gate: quiet when nothing fell, red with the name of what did, red without anything to compare."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.assistant import Assistant
from assistant.errors import EvaluationError
from assistant.evaluation.gate import check_gate
from assistant.evaluation.run import evaluate, show_summary
from eval.record import record


def summary(value: float) -> dict[str, Any]:
    return {"sets": {"report": {"figures": {"all": {"answer_accuracy": {"value": value, "n": 10}}}}}}


def baseline(folder: Path, sets: dict[str, Any]) -> Path:
    path = folder / "baseline.json"
    path.write_text(json.dumps({"tolerance": 0.02, "sets": sets}), encoding="utf-8")
    return path


def test_falls_are_named(tmp_path: Path) -> None:
    path = baseline(tmp_path, {"report": {"all": {"answer_accuracy": 0.9}}})
    check_gate(summary(0.89), path)
    with pytest.raises(EvaluationError, match=r"report all answer_accuracy: 0\.87 < 0\.9"):
        check_gate(summary(0.87), path)


def test_rises_that_nobody_recorded_are_named(tmp_path: Path) -> None:
    path = baseline(tmp_path, {"report": {"all": {"answer_accuracy": 0.8}}})
    check_gate(summary(0.82), path)
    with pytest.raises(EvaluationError, match=r"report all answer_accuracy: 0\.9 > 0\.8"):
        check_gate(summary(0.9), path)
    written = tmp_path / "summary.json"
    written.write_text(json.dumps(summary(0.9)), encoding="utf-8")
    record(written, path)
    check_gate(summary(0.9), path)


def test_a_figure_that_is_gone_is_a_fall(tmp_path: Path) -> None:
    path = baseline(tmp_path, {"report": {"fr-en": {"answer_accuracy": 0.1}}})
    with pytest.raises(EvaluationError, match="fr-en"):
        check_gate(summary(0.9), path)


@pytest.mark.parametrize("content", ["{}", "no json", '{"tolerance": 0.02, "sets": {}}'])
def test_a_baseline_that_compares_nothing_is_no_pass(tmp_path: Path, content: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError):
        check_gate(summary(1.0), path)


def test_a_run_writes_rows_and_summary(tmp_path: Path, small_assistant: Assistant) -> None:
    questions = tmp_path / "set.jsonl"
    record = {
        "id": "1", "question": "How many doctors does MedAid employ?", "language": "en", "direction": "en-en",
        "type": "number", "answerable": True, "facts": [["42"]],
        "gold": [{"document": "medaid-en.md", "quote": "It employs 42 doctors and 110 nurses."}],
    }  # fmt: skip
    questions.write_text(json.dumps(record), encoding="utf-8")
    seen: list[int] = []
    found = evaluate(small_assistant, [questions], tmp_path / "out", lambda stage, done, total: seen.append(done))
    assert seen == [1]
    (row,) = [
        json.loads(line) for line in (tmp_path / "out" / "rows-set.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert row["id"] == "1"
    assert row["exact"]
    assert found == json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert "en-en" in show_summary(found)

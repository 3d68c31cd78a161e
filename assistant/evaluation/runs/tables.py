"""Turns runs, comparisons and labels into tables and trees for other programs: CSV and JSON.

Knows nothing about where they go. A cell that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from assistant.evaluation.labels import Agreement, Label
from assistant.evaluation.questions import Question
from assistant.evaluation.runs.comparing import METHOD, Changed, Comparison
from assistant.evaluation.runs.curves import PLOTS, curves_of
from assistant.evaluation.runs.record import Measured, Run, measured_as_dict, run_as_dict

FORMULA = ("=", "+", "-", "@", "\t", "\r")
ROW_COLUMNS = ("id", "question", "language", "direction", "type", "answerable", "expected", "gold", "answered", "right",
               "answer", "cited", "quotes", "citation_precision", "citation_recall", "confidence", "language_right",
               "exact", "lost_at", "retrieved", "relevant", "total_ms")  # fmt: skip


def rows_table(rows: Sequence[Measured], questions: Sequence[Question]) -> str:
    """CSV: one line a question."""
    asked = {question.id: question for question in questions}
    return as_csv(ROW_COLUMNS, (_row_cells(one, asked.get(one.row.id)) for one in rows))


def run_tree(run: Run, rows: Sequence[Measured], questions: Sequence[Question], figures: dict[str, Any]) -> str:
    """JSON: the run, its figures, the curves of its plots, every question."""
    asked = {question.id: question for question in questions}
    listed = [
        {**measured_as_dict(one), "expected": _expected(asked.get(one.row.id)), "gold": _gold(asked.get(one.row.id))}
        for one in rows
    ]
    curves = {plot: [asdict(curve) for curve in curves_of(plot, [one.row for one in rows])] for plot in PLOTS}
    return as_json({"run": run_as_dict(run), "figures": figures, "curves": curves if rows else {}, "questions": listed})


def figures_table(figures: dict[str, Any]) -> str:
    """CSV: one line a group and figure."""
    lines = (
        (group, name, figure.get("value"), figure.get("n"), figure.get("low"), figure.get("high"))
        for group, found in figures["figures"].items()
        for name, figure in found.items()
    )
    return as_csv(("group", "figure", "value", "n", "low", "high"), lines)


def comparison_table(comparison: Comparison) -> str:
    """CSV: one line a question whose answer changed."""
    columns = ("id", "question", "direction", "type", "change", "stage", "shown_by", "what", "before", "after",
               "cited_before", "cited_after")  # fmt: skip
    return as_csv(columns, (tuple(_changed(one).values()) for one in comparison.changed))


def comparison_tree(comparison: Comparison) -> dict[str, Any]:
    return {
        "before": _without_documents(comparison.before),
        "after": _without_documents(comparison.after),
        "made_with": {name: list(pair) for name, pair in comparison.differs.items()},
        "compared": comparison.common,
        "only_before": comparison.only_before,
        "only_after": comparison.only_after,
        "changed": len(comparison.changed),
        "causes": comparison.causes,
        "method": METHOD,
        "chance": comparison.chance,
        "questions": [_changed(one) for one in comparison.changed],
    }


def labels_table(labels: Sequence[Label]) -> str:
    columns = ("run", "question", "who", "verdict", "cited_well", "at")
    return as_csv(columns, (tuple(asdict(label).values()) for label in labels))


def labels_tree(labels: Sequence[Label], agreements: Sequence[Agreement]) -> dict[str, Any]:
    return {"labels": [asdict(one) for one in labels], "agreement": [asdict(one) for one in agreements]}


def as_csv(columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    for line in lines:
        writer.writerow([_cell(value) for value in line])
    return file.getvalue()


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else "" if value is None else value


def _row_cells(measured: Measured, question: Question | None) -> tuple[Any, ...]:
    row = measured.row
    gold = " | ".join(f"{one['document']}: {one['quote'] or ''}" for one in _gold(question))
    expected = " | ".join(" / ".join(fact) for fact in _expected(question))
    return (
        row.id, row.question, row.language, row.direction, row.type, row.answerable, expected, gold, row.answered,
        row.right, row.answer, " ".join(row.cited), " | ".join(one.quote for one in measured.detail.quoted),
        row.citation_precision, row.citation_recall, row.confidence, row.language_right, row.exact, row.lost_at,
        " ".join(row.retrieved), " ".join(row.relevant), row.total_ms,
    )  # fmt: skip


def _expected(question: Question | None) -> list[list[str]]:
    return [list(fact) for fact in question.facts] if question else []


def _gold(question: Question | None) -> list[dict[str, Any]]:
    return [asdict(gold) for gold in question.gold] if question else []


def _changed(one: Changed) -> dict[str, Any]:
    a, b = one.before, one.after
    return {
        "id": b.row.id,
        "question": b.row.question,
        "direction": b.row.direction,
        "type": b.row.type,
        "change": one.change.value,
        "stage": one.cause.stage.value,
        "shown_by": one.cause.shown_by,
        "what": one.cause.what,
        "before": a.row.answer,
        "after": b.row.answer,
        "cited_before": " ".join(a.row.cited),
        "cited_after": " ".join(b.row.cited),
    }


def _without_documents(run: Run) -> dict[str, Any]:
    return {name: value for name, value in run_as_dict(run).items() if name != "documents"}

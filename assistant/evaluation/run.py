"""Turns question sets and an opened assistant into rows and a summary on disk.

Knows nothing about how answers are made. Rows are written first, one a question, then the tables made of them.
"""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from assistant.answering.assistant import Assistant
from assistant.answering.deliberation import Deliberation
from assistant.errors import EvaluationError
from assistant.evaluation.decisions import decision_figures
from assistant.evaluation.figures import summarise
from assistant.evaluation.questions import Question, read_questions
from assistant.evaluation.scoring import Row, relevant_passages, score
from assistant.evaluation.stages import losses, lost_at
from assistant.index.opened import OpenedIndex
from assistant.records import LANGUAGES, Answer, Hit

RETRIEVED = 10
SHOWN = ("answer_accuracy", "answered", "refused", "recall@5", "mrr", "ndcg@10", "citation_precision",
         "citation_recall", "language_right", "quotes_exact")  # fmt: skip


class Evaluated(Protocol):
    """What is asked: an assistant over one index, or one that waits for its turn."""

    @property
    def index(self) -> OpenedIndex: ...
    def ask_and_weigh(self, question: str) -> tuple[Answer, Deliberation | None]: ...
    def search(self, query: str, k: int) -> list[Hit]: ...


def evaluate(
    assistant: Assistant, sets: Sequence[Path], output: Path, progress: Callable[[str, int, int], None]
) -> dict[str, Any]:
    """Ask every question of every set; write rows-NAME.jsonl and summary.json into `output`; return the summary."""
    summary: dict[str, Any] = {"made_with": _made_with(assistant), "sets": {}}
    for path in sets:
        rows = rows_of(assistant, read_questions(path), partial(progress, path.stem))
        summary["sets"][path.stem] = figures_of(rows)
        _write(output / f"rows-{path.stem}.jsonl", rows)
    (output / "summary.json").write_text(json.dumps(summary, indent=1, ensure_ascii=False), encoding="utf-8")
    return summary


def rows_of(
    assistant: Evaluated, questions: Sequence[Question], progress: Callable[[int, int], None] | None = None
) -> list[Row]:
    """Every question asked and scored, in order; `progress` is told (done, total) after each."""
    rows = []
    for number, question in enumerate(questions, start=1):
        rows.append(row_of(assistant, question)[0])
        if progress:
            progress(number, len(questions))
    return rows


def figures_of(rows: Sequence[Row]) -> dict[str, Any]:
    """What the rows of one set come to."""
    return {
        "questions": len(rows),
        "median_ms": round(statistics.median(row.total_ms for row in rows), 1),
        "figures": summarise(rows),
        "lost_at": losses(rows),
        "decision": decision_figures(rows),
        "decision_by_language": {
            language: decision_figures([row for row in rows if row.language == language]) for language in LANGUAGES
        },
    }


def row_of(assistant: Evaluated, question: Question) -> tuple[Row, Answer, Deliberation | None]:
    """One question asked and scored, with the answer and what was weighed over it."""
    answer, weighed = assistant.ask_and_weigh(question.text)  # its language is the assistant's to find out
    hits = assistant.search(question.text, RETRIEVED)
    relevant = relevant_passages(question, assistant.index.store)
    row = score(question, answer, hits, relevant)
    stage = lost_at(question, weighed, relevant, answered=row.answered, right=row.right)
    return replace(row, lost_at=stage), answer, weighed


def show_summary(summary: dict[str, Any]) -> str:
    """The figures as a table a set: one line a direction or type, value and count in each column."""
    lines = []
    for name, found in summary["sets"].items():
        lines.append(f"{name}: {found['questions']} questions, median {found['median_ms']:.0f} ms")
        lines.append("  ".join(f"{title:>18}" for title in ("", *SHOWN)))
        for group, figures in found["figures"].items():
            if " " in group:
                continue  # a direction and a type together: in summary.json
            cells = [_cell(figures.get(figure)) for figure in SHOWN]
            lines.append("  ".join(f"{cell:>18}" for cell in (group, *cells)))
        lines.append(_decision_line(found["decision"]))
        lines += _loss_lines(found["lost_at"])
    return "\n".join(lines)


def _decision_line(decision: dict[str, Any]) -> str:
    auroc, ece = decision["auroc"], decision["ece"]
    risks = ", ".join(f"{point['risk']:.2f} at {point['coverage']:.0%}" for point in decision["risk_coverage"])
    shown = [f"{name} {figure['value']:.3f} (n={figure['n']})" for name, figure in (("AUROC", auroc), ("ECE", ece))
             if figure["value"] is not None]  # fmt: skip
    return f"decision: {', '.join(shown)}; risk by coverage: {risks}"


def _loss_lines(lost: dict[str, dict[str, int]]) -> list[str]:
    said = (
        f"{direction} " + ", ".join(f"{n} {stage}" for stage, n in counts.items())
        for direction, counts in lost.items()
        if counts
    )
    return [f"lost at: {'; '.join(said)}"]


def _cell(figure: dict[str, Any] | None) -> str:
    return f"{figure['value']:.2f} (n={figure['n']})" if figure else "–"


def _write(path: Path, rows: Sequence[Row]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    except OSError as error:
        raise EvaluationError(
            en=f"The results cannot be written to {str(path.parent)!r} ({error.strerror}).",
            fr=f"Impossible d'écrire les résultats dans {str(path.parent)!r} ({error.strerror}).",
        ) from None


def _made_with(assistant: Assistant) -> dict[str, str]:
    """What the figures were made with, so that two of them can be compared."""
    return {
        "commit": commit_of(),
        "settings": assistant.settings.fingerprint(),
        "generation": assistant.index.generation,
        "model": assistant.index.manifest.model.name,
        "machine": platform.machine(),
    }


def commit_of() -> str:
    """The commit of the program where it is run from a clone, else nothing."""
    try:
        return subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - whichever git the user has
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
    except OSError:  # no git here
        return ""

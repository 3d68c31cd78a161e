"""Turns the rows of a run into the points of three curves: risk against coverage, recall at k, latency.

Knows nothing about drawing. A curve is a name and its points, x rising.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.evaluation.questions import UNANSWERABLE
from assistant.evaluation.run import RETRIEVED
from assistant.evaluation.scoring import Row
from assistant.records import LANGUAGES

Plot = Literal["risk", "recall", "latency"]
PLOTS: tuple[Plot, ...] = ("risk", "recall", "latency")
STEPS = 50  # points of a curve over many questions


@dataclass(frozen=True, slots=True)
class Curve:
    name: str  # a direction, a language, or "all"
    points: tuple[tuple[float, float], ...]


def curves_of(plot: Plot, rows: Sequence[Row]) -> list[Curve]:
    made = {"risk": risk_curves, "recall": recall_curves, "latency": latency_curves}[plot](rows)
    return [curve for curve in made if curve.points]


def risk_curves(rows: Sequence[Row]) -> list[Curve]:
    """The share of wrong ones among the most confident, as more and more are kept: all, and by language asked in."""
    groups = {"all": list(rows)}
    for language in LANGUAGES:
        groups[language] = [row for row in rows if row.language == language]
    return [Curve(name, _risks(group)) for name, group in groups.items()]


def recall_curves(rows: Sequence[Row]) -> list[Curve]:
    """The share of questions with a passage that proves the answer among the first k, by direction."""
    asked = [row for row in rows if row.answerable and row.direction != UNANSWERABLE]
    groups = {"all": asked}
    for direction in sorted({row.direction for row in asked}):
        groups[direction] = [row for row in asked if row.direction == direction]
    return [
        Curve(name, tuple((float(k), _recall_at(k, group)) for k in range(1, RETRIEVED + 1)) if group else ())
        for name, group in groups.items()
    ]


def latency_curves(rows: Sequence[Row]) -> list[Curve]:
    """The share of answers that came within so many milliseconds."""
    times = sorted(row.total_ms for row in rows)
    picked = _picked(len(times))
    return [Curve("all", tuple((times[at], round((at + 1) / len(times), 4)) for at in picked))]


def _risks(rows: Sequence[Row]) -> tuple[tuple[float, float], ...]:
    """As in decisions.risk_coverage: a question without an answer that was kept counts as wrong."""
    ordered = sorted(rows, key=lambda row: (-row.confidence, row.id))
    wrong, risks = 0, []
    for number, row in enumerate(ordered, start=1):
        wrong += not (row.answerable and (row.right or not row.answered))
        risks.append((round(number / len(ordered), 4), round(wrong / number, 4)))
    return tuple(risks[at] for at in _picked(len(risks)))


def _recall_at(k: int, rows: Sequence[Row]) -> float:
    found = sum(bool(set(row.retrieved[:k]) & set(row.relevant)) for row in rows)
    return round(found / len(rows), 4)


def _picked(count: int) -> list[int]:
    """Places of at most STEPS of so many, the first and the last among them."""
    if count <= STEPS:
        return list(range(count))
    return sorted({round(step * (count - 1) / (STEPS - 1)) for step in range(STEPS)})

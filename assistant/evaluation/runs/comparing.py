"""Turns two runs into what changed between them: question by question, in which direction, caused by which stage.

Knows nothing about how either was made. Only questions that both asked, in the same words, are compared; how long an
answer took is never a change of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.evaluation.figures import paired
from assistant.evaluation.runs.causes import Cause, cause_of
from assistant.evaluation.runs.folder import Runs
from assistant.evaluation.runs.record import Measured, Run
from assistant.evaluation.stages import Stage

METHOD = "McNemar, exact, two-sided, on right or not right; difference of shares by paired bootstrap, 95 %"
MADE_WITH = ("generation", "model", "fingerprint", "version", "commit", "set_sha256", "passage_tokens")


class Change(StrEnum):
    BETTER = "better"  # wrong before, right after
    WORSE = "worse"
    OTHER = "other"  # as right or as wrong, and not the same answer


@dataclass(frozen=True, slots=True)
class Changed:
    """One question whose answer is not the same."""

    before: Measured
    after: Measured
    change: Change
    cause: Cause


@dataclass(frozen=True, slots=True)
class Comparison:
    before: Run
    after: Run
    common: int
    only_before: int
    only_after: int
    changed: tuple[Changed, ...]
    causes: dict[str, dict[str, int]]  # change -> stage -> how many
    chance: dict[str, dict[str, Any]]  # "all" and each direction -> figures
    differs: dict[str, tuple[Any, Any]]  # what the runs were made with, where it is not the same


def compare(runs: Runs, first: str, second: str) -> Comparison:
    """Raises NotFound."""
    before, after = runs.get(first), runs.get(second)
    return compare_rows(before, runs.rows(first), after, runs.rows(second))


def compare_rows(before: Run, first: Sequence[Measured], after: Run, second: Sequence[Measured]) -> Comparison:
    known = {measured.row.id: measured for measured in first}
    pairs = [
        (known[measured.row.id], measured)
        for measured in second
        if measured.row.id in known and known[measured.row.id].row.question == measured.row.question
    ]
    changed = tuple(
        Changed(a, b, change_of(a, b), cause_of(a, b, (before, after))) for a, b in pairs if not same_answer(a, b)
    )
    counts = {change.value: Counter(one.cause.stage for one in changed if one.change is change) for change in Change}
    return Comparison(
        before,
        after,
        len(pairs),
        len(first) - len(pairs),
        len(second) - len(pairs),
        changed,
        {change: {s.value: count[s] for s in Stage if count[s]} for change, count in counts.items()},
        _chance(pairs),
        _differs(before, after),
    )


def same_answer(a: Measured, b: Measured) -> bool:
    """The same thing said and proved by the same quotes, or nothing said for the same reason."""
    return _said(a) == _said(b)


def change_of(a: Measured, b: Measured) -> Change:
    if a.row.right == b.row.right:
        return Change.OTHER
    return Change.BETTER if b.row.right else Change.WORSE


def _said(measured: Measured) -> tuple[Any, ...]:
    """What nobody could tell from another answer; the nearest passages below an abstention are no answer."""
    row, detail = measured.row, measured.detail
    if not row.answered:
        return False, row.right, detail.reason
    return True, row.right, row.answer, [(one.document, one.quote) for one in detail.quoted]


def _chance(pairs: Sequence[tuple[Measured, Measured]]) -> dict[str, dict[str, Any]]:
    groups = {"all": list(pairs)}
    for direction in sorted({a.row.direction for a, _ in pairs}):
        groups[direction] = [pair for pair in pairs if pair[0].row.direction == direction]
    return {name: paired([(a.row.right, b.row.right) for a, b in group]) for name, group in groups.items()}


def _differs(before: Run, after: Run) -> dict[str, tuple[Any, Any]]:
    """What the runs were made with that is not the same, single settings by their names."""
    found: dict[str, tuple[Any, Any]] = {}
    for name in MADE_WITH:
        a, b = getattr(before, name), getattr(after, name)
        if a != b:
            found[name] = (a, b)
    for name in sorted(before.settings.keys() | after.settings.keys()):
        a, b = before.settings.get(name), after.settings.get(name)
        if a != b:
            found[f"settings.{name}"] = (a, b)
    return found

"""Decision figures worked out by hand."""

from __future__ import annotations

import pytest

from assistant.evaluation.decisions import auroc, calibration_error, decision_figures, risk_coverage
from assistant.evaluation.scoring import Row


def row(name: str, confidence: float, *, answerable: bool, answered: bool, right: bool) -> Row:
    return Row(
        name, "?", "en", "en-en", "number", answerable, answered, right, confidence, None, None, True, True, [], [], [],
        "", 1.0,
    )  # fmt: skip


ROWS = [
    row("a", 0.9, answerable=True, answered=True, right=True),
    row("b", 0.8, answerable=False, answered=True, right=False),
    row("c", 0.6, answerable=True, answered=True, right=True),
    row("d", 0.1, answerable=False, answered=False, right=True),
]


def test_auroc() -> None:
    assert {"value": 0.75, "n": 4} == auroc(ROWS)  # of four pairs, 0.6 against 0.8 is the wrong way round
    assert auroc(ROWS[:1])["value"] is None


def test_calibration_error() -> None:
    assert pytest.approx((0.1 + 0.8 + 0.4) / 3, abs=1e-3) == calibration_error(ROWS[:3])["value"]
    assert {"value": None, "n": 0} == calibration_error([])


def test_risk_rises_when_more_is_answered() -> None:
    assert [0.5, 1 / 3, 1 / 3, 0.5, 0.5] == pytest.approx([p["risk"] for p in risk_coverage(ROWS)], abs=1e-3)


def test_all_figures_of_nothing() -> None:
    assert decision_figures([])["reliability"] == []

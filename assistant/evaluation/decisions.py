"""Turns rows into figures of the decision: how well confidence tells answerable from not, and means what it says.

Knows nothing about files. Holds the agreement of two people too, as the only importer of scikit-learn among the
modules that ship.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.evaluation.scoring import Row

BINS = 10
COVERAGES = (0.5, 0.7, 0.8, 0.9, 1.0)


def decision_figures(rows: Sequence[Row]) -> dict[str, Any]:
    """AUROC of answerable against not, calibration error and diagram of what was answered, risk by coverage."""
    answered = [row for row in rows if row.answered]
    return {
        "auroc": auroc(rows),
        "ece": calibration_error(answered),
        "reliability": reliability(answered),
        "risk_coverage": risk_coverage(rows),
    }


def auroc(rows: Sequence[Row]) -> dict[str, Any]:
    """Area under the ROC curve of confidence, answerable questions against the others; None with one kind only."""
    from sklearn.metrics import roc_auc_score

    truth = [row.answerable for row in rows]
    if len(set(truth)) < 2:
        return {"value": None, "n": len(rows)}
    return {"value": round(float(roc_auc_score(truth, [row.confidence for row in rows])), 4), "n": len(rows)}


def reliability(rows: Sequence[Row]) -> list[dict[str, float]]:
    """Mean confidence and share of right answers in up to ten groups of equal size, by rising confidence."""
    ordered = sorted(rows, key=lambda row: (row.confidence, row.id))
    groups = [ordered[len(ordered) * i // BINS : len(ordered) * (i + 1) // BINS] for i in range(BINS)]
    return [
        {
            "confidence": round(sum(row.confidence for row in group) / len(group), 4),
            "right": round(sum(row.right for row in group) / len(group), 4),
            "n": len(group),
        }
        for group in groups
        if group
    ]


def calibration_error(rows: Sequence[Row]) -> dict[str, Any]:
    """Expected calibration error over groups of equal size (Naeini et al., AAAI 2015, with adaptive bins)."""
    groups = reliability(rows)
    if not groups:
        return {"value": None, "n": 0}
    error = sum(abs(group["confidence"] - group["right"]) * group["n"] for group in groups) / len(rows)
    return {"value": round(error, 4), "n": len(rows)}


def risk_coverage(rows: Sequence[Row]) -> list[dict[str, float]]:
    """The share of wrong answers among the most confident, at several coverages; unanswerable counts as wrong."""
    ordered = sorted(rows, key=lambda row: (-row.confidence, row.id))
    points = []
    for coverage in COVERAGES:
        kept = ordered[: max(1, round(coverage * len(ordered)))] if ordered else []
        wrong = sum(not (row.answerable and (row.right or not row.answered)) for row in kept)
        points.append({"coverage": coverage, "risk": round(wrong / len(kept), 4) if kept else 0.0})
    return points


def kappa(pairs: Sequence[tuple[Any, Any]]) -> float | None:
    """Cohen's kappa of two people's labels; None where it says nothing: no pairs, or one label for all of them."""
    from sklearn.metrics import cohen_kappa_score

    labels = sorted({str(one) for pair in pairs for one in pair})
    if len(labels) < 2:
        return None
    first, second = [str(a) for a, _ in pairs], [str(b) for _, b in pairs]
    return round(float(cohen_kappa_score(first, second, labels=labels)), 4)

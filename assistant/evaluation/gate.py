"""Turns a summary and recorded figures into a verdict: all as recorded, or which figure fell or rose.

Knows nothing about how figures are made. The gate is two-way: a gain that nobody recorded would let the next loss pass.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assistant.errors import EvaluationError


def check_gate(summary: dict[str, Any], baseline: Path) -> None:
    """Raises EvaluationError naming every figure further than the tolerance from its recorded value."""
    try:
        recorded = json.loads(baseline.read_text(encoding="utf-8"))
        tolerance, sets = float(recorded["tolerance"]), recorded["sets"]
    except (OSError, ValueError, KeyError, TypeError):
        raise EvaluationError(
            en=f"The baseline {str(baseline)!r} cannot be read: record one first.",
            fr=f"La référence {str(baseline)!r} est illisible : enregistrez-en une d'abord.",
        ) from None
    compared = 0
    fallen, risen = [], []
    for name, groups in sets.items():
        found = summary["sets"].get(name, {}).get("figures", {})
        for group, figures in groups.items():
            for figure, value in figures.items():
                now = found.get(group, {}).get(figure, {}).get("value")
                compared += 1
                if now is None or now < value - tolerance:
                    fallen.append(f"{name} {group} {figure}: {now} < {value}")
                elif now > value + tolerance:
                    risen.append(f"{name} {group} {figure}: {now} > {value}")
    if fallen or not compared:
        listed = "; ".join(fallen) or "nothing to compare"
        raise EvaluationError(
            en=f"The evaluation fell under the baseline: {listed}.",
            fr=f"L'évaluation est passée sous la référence : {listed}.",
        )
    if risen:
        listed = "; ".join(risen)
        raise EvaluationError(
            en=f"Better than the baseline, which must be recorded (`python -m eval.record`): {listed}.",
            fr=f"Mieux que la référence, à enregistrer (`python -m eval.record`) : {listed}.",
        )

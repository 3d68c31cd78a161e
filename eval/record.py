"""Turns the summary of a run that was looked at into eval/baseline.json, which the gate compares with.

Knows nothing about how figures are made. Usage: python -m eval.record [eval/results/summary.json]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

BASELINE = Path(__file__).parent / "baseline.json"


def record(summary: Path, baseline: Path = BASELINE) -> None:
    """The figures that the baseline names are replaced by the summary's; which ones it names stays."""
    found = json.loads(summary.read_text(encoding="utf-8"))["sets"]
    recorded = json.loads(baseline.read_text(encoding="utf-8"))
    for name, groups in recorded["sets"].items():
        for group, figures in groups.items():
            for figure in figures:
                figures[figure] = found[name]["figures"][group][figure]["value"]
    baseline.write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    record(Path(sys.argv[1] if len(sys.argv) > 1 else "eval/results/summary.json"))

"""Turns the pairs of eval/follow_ups into two figures: how many follow-up questions are understood as expected.

Knows nothing about answers. `report.jsonl` was written before any rule and is kept for reporting only.

    python -m eval.benchmarks.follow_ups
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assistant.answering.follow_up import stand_alone

FOLDER = Path(__file__).parents[1] / "follow_ups"
SETS = (FOLDER / "fitting.jsonl", FOLDER / "report.jsonl")
UNCHANGED = "unchanged"


def read_pairs(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def understood(pair: dict[str, Any]) -> str:
    return stand_alone(pair["question"], pair["earlier"], pair.get("organisations", ())) or UNCHANGED


def spaced(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    for path in SETS:
        pairs = read_pairs(path)
        right = [pair for pair in pairs if spaced(pair["expected"]) == spaced(understood(pair))]
        kept = [pair for pair in pairs if pair["expected"] == UNCHANGED]
        left_alone = sum(pair in right for pair in kept)
        print(f"{path.name}: {len(right)} of {len(pairs)}; to be left alone {left_alone} of {len(kept)}")

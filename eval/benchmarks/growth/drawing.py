"""Turns the figures of all sizes that were measured into a Markdown table and one plot.

Knows nothing about how they were measured. Both axes are logarithmic: a straight line at 45 degrees is growth in step.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

IMAGE = Path("docs/images/growth.svg")
WIDTH, HEIGHT, LEFT, TOP = 640, 360, 60, 20
NAME_HEIGHT = 14
COLOURS = {
    "writing, s": "#0b6e4f",
    "on disk, MB": "#7a4b9a",
    "serving memory, MB": "#b3541e",
    "search p50, ms": "#1f5fa8",
    "search p95, ms": "#a8261f",
}


def draw(work: Path) -> None:
    found = [row for row in map(_row, sorted(work.glob("*-build.json"), key=_passages)) if row]
    print("| passages | " + " | ".join(COLOURS) + " |\n| ---: |" + " ---: |" * len(COLOURS))
    for passages, row in found:
        print(f"| {passages:,} | " + " | ".join(f"{row[name]:,.0f}" if name in row else "–" for name in COLOURS) + " |")
    IMAGE.write_text(svg(found), encoding="utf-8")


def _passages(path: Path) -> int:
    return int(path.name.split("-")[0])


def _row(path: Path) -> tuple[int, dict[str, float]]:
    passages = _passages(path)
    built = json.loads(path.read_text(encoding="utf-8"))
    row = {"writing, s": built["seconds"]["in force"], "on disk, MB": sum(built["megabytes"].values())}
    answered = path.with_name(f"{passages}-answer.json")
    if answered.exists():
        served: dict[str, Any] = json.loads(answered.read_text(encoding="utf-8"))
        row["serving memory, MB"] = served["memory_mb"]["after_searching"]["resident"]
        row["search p50, ms"] = served["one_at_a_time_ms"]["p50"]
        row["search p95, ms"] = served["one_at_a_time_ms"]["p95"]
    return passages, row


def svg(found: list[tuple[int, dict[str, float]]]) -> str:
    """Lines of every figure over the number of passages."""
    least, most = math.log10(found[0][0]), math.log10(found[-1][0])
    highest = math.ceil(math.log10(max(max(row.values()) for _, row in found)))

    def at(passages: float, value: float) -> tuple[float, float]:
        x = LEFT + (math.log10(passages) - least) / max(most - least, 1e-9) * (WIDTH - LEFT - 190)
        return round(x, 1), round(TOP + (1 - math.log10(max(value, 1)) / highest) * (HEIGHT - TOP - 40), 1)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        'font-size="12" role="img" aria-label="Growth with the number of passages">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(highest + 1):
        _, y = at(found[0][0], 10**power)
        lines.append(f'<path d="M{LEFT} {y}H{WIDTH - 190}" stroke="#ddd"/>')
        lines.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{10**power:,}</text>')
    for passages, _ in found:
        x, y = at(passages, 1)
        lines.append(f'<text x="{x}" y="{y + 20}" text-anchor="middle">{passages:,}</text>')
    named_at: list[float] = []
    for name, colour in COLOURS.items():
        points = [at(passages, row[name]) for passages, row in found if name in row]
        if points:
            path = " ".join(f"{x},{y}" for x, y in points)
            lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
            lines += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in points]
            y = points[-1][1] + 4
            while any(abs(y - other) < NAME_HEIGHT for other in named_at):
                y -= 1
            named_at.append(y)
            lines.append(f'<text x="{points[-1][0] + 8}" y="{y}" fill="{colour}">{name}</text>')
    return "\n".join([*lines, "</svg>", ""])

"""Turns drawn lines and boxes into edges across and down, those that touch made one, and groups of edges that cross.

Knows nothing about text or tables.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.corpus.pdf.shapes import Box

SNAP_POINTS = 3.0
THIN_POINTS = 2.5
MAX_EDGES = 4000
Edge = tuple[float, float, float]  # where it stands, from, to


def edges_of(rules: Iterable[Box]) -> tuple[list[Edge], list[Edge]]:
    """Horizontal and vertical edges; a box gives four."""
    across, down = list[Edge](), list[Edge]()
    for box in rules:
        thin_across, thin_down = box.height <= THIN_POINTS, box.x1 - box.x0 <= THIN_POINTS
        if thin_across and thin_down:
            continue
        if not thin_down:
            across += [(y, box.x0, box.x1) for y in ([box.middle] if thin_across else [box.top, box.bottom])]
        if not thin_across:
            down += [(x, box.top, box.bottom) for x in ([(box.x0 + box.x1) / 2] if thin_down else [box.x0, box.x1])]
    if len(across) + len(down) > MAX_EDGES:  # a map or a drawing
        return [], []
    return _joined(across), _joined(down)


def _joined(edges: list[Edge]) -> list[Edge]:
    """Edges in one line that touch, made one."""
    found: list[list[float]] = []
    for at, start, end in sorted(edges):
        for known in reversed(found[-40:]):
            if (
                abs(known[0] - at) <= SNAP_POINTS / 2
                and start <= known[2] + SNAP_POINTS
                and end >= known[1] - SNAP_POINTS
            ):
                known[1], known[2] = min(known[1], start), max(known[2], end)
                break
        else:
            found.append([at, start, end])
    return [(at, start, end) for at, start, end in found]


def connected(across: list[Edge], down: list[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Groups of edges that cross or touch each other."""
    group = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for i, (y, x0, x1) in enumerate(across):
        for j, (x, y0, y1) in enumerate(down):
            if x0 - SNAP_POINTS <= x <= x1 + SNAP_POINTS and y0 - SNAP_POINTS <= y <= y1 + SNAP_POINTS:
                group[root(len(across) + j)] = root(i)
    found: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for index in range(len(group)):
        horizontals, verticals = found.setdefault(root(index), ([], []))
        if index < len(across):
            horizontals.append(across[index])
        else:
            verticals.append(down[index - len(across)])
    return [pair for pair in found.values() if len(pair[0]) > 1 and len(pair[1]) > 1]


def positions(edges: list[Edge]) -> list[float]:
    """Where edges stand, those next to each other as one."""
    found: list[float] = []
    for at, _, _ in sorted(edges):
        if not found or at - found[-1] > SNAP_POINTS:
            found.append(at)
    return found

"""Turns several rankings of the same rows into one.

Knows nothing about where the rankings come from. Reciprocal rank fusion after Cormack, Clarke and Büttcher,
"Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods", SIGIR 2009.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

RRF_CONSTANT = 60  # the paper's


def reciprocal_rank_fusion(
    rankings: Mapping[str, Sequence[int]], weights: Mapping[str, float] | None = None
) -> list[tuple[int, float]]:
    """(row, sum over the rankings of weight / (60 + rank)), best first, ties by row; ranks start at 1."""
    scores: dict[int, float] = {}
    for name, rows in rankings.items():
        weight = 1.0 if weights is None else weights.get(name, 1.0)
        for rank, row in enumerate(rows, start=1):
            scores[row] = scores.get(row, 0.0) + weight / (RRF_CONSTANT + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))

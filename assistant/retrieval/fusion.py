"""Turns several rankings of the same passages into one.

Knows nothing about where the rankings come from; for fusion by reciprocal rank see `index/ranks.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def alternate(one: Sequence[int], other: Sequence[int]) -> list[int]:
    """One new row of each in turn, the first list first; what is left of the longer one at the end."""
    taken: dict[int, None] = {}
    turn, later = iter(one), iter(other)
    while (row := next((row for row in turn if row not in taken), None)) is not None:
        taken[row] = None
        turn, later = later, turn
    return list(dict.fromkeys([*taken, *one, *other]))


def merge_in_order(
    lists: Sequence[Sequence[int]], merit: Mapping[int, float], *, least: int = 0, of: int = 1
) -> list[int]:
    """One list from several, each kept in its own order; the head with the greatest merit goes next.

    A head's merit is the best of what its list still holds, so that one weak head cannot hold back the
    strong rows behind it. Ties by row. Of every `of` rows in turn, at least `least` come from each list that
    still has some, so that no list hides another.
    """
    heads = [list(rows) for rows in lists if rows]
    best = [_best_remaining(rows, merit) for rows in heads]
    merged: list[int] = []
    places = [0] * len(heads)
    taken = [0] * len(heads)
    while open_lists := [i for i, rows in enumerate(heads) if places[i] < len(rows)]:
        if len(merged) % of == 0:
            taken = [0] * len(heads)
        left = of - len(merged) % of
        owed = {i: max(0, min(least - taken[i], len(heads[i]) - places[i])) for i in open_lists}
        waiting = [i for i in open_lists if owed[i]] if sum(owed.values()) >= left else open_lists
        chosen = min(waiting, key=lambda i: (-best[i][places[i]], heads[i][places[i]]))
        merged.append(heads[chosen][places[chosen]])
        places[chosen] += 1
        taken[chosen] += 1
    return merged


def _best_remaining(rows: Sequence[int], merit: Mapping[int, float]) -> list[float]:
    best: list[float] = []
    for row in reversed(rows):
        best.append(max(merit[row], best[-1]) if best else merit[row])
    return best[::-1]

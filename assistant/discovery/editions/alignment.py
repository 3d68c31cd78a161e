"""Turns two editions into beads: sentences of one that say what sentences of the other say, and those that stand alone.

Knows nothing about values. In reading order by dynamic programming over beads of one to three sentences, after Gale and
Church, "A Program for Aligning Sentences in Bilingual Corpora" (1993), scored by vectors as Thompson and Koehn do in
"Vecalign" (2019) and by the words that translate each other; what is left over may then have been moved elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from assistant.discovery.editions.likeness import Likeness, Places, Scores
from assistant.discovery.editions.units import Edition

LEAST = 0.28  # of a bead's likeness
MOVED = 0.45  # of two sentences that stand alone in different places
JOINING = 0.03  # what each sentence more in a bead must bring
SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences of the left and the right edition that say the same; one side is empty where nothing does.

    `repeated`: it stands alone, but one sentence of the other edition, which has its counterpart, says it too.
    """

    left: Places
    right: Places
    likeness: float = 0.0
    repeated: bool = False


def align(left: Edition, right: Edition) -> list[Bead]:
    """Every sentence of both in exactly one bead: pairs in the order of the left, then what one side alone says."""
    likeness = Likeness(left, right)
    paired = list(_in_order(likeness, len(left.units), len(right.units)))
    paired = _with_what_they_cover(paired, likeness, len(left.units), len(right.units))
    paired += _moved(likeness, paired, len(left.units), len(right.units))
    seen_left = {place for bead in paired for place in bead.left}
    seen_right = {place for bead in paired for place in bead.right}
    ours = (place for place in range(len(left.units)) if place not in seen_left)
    theirs = (place for place in range(len(right.units)) if place not in seen_right)
    alone = [Bead((place,), (), repeated=likeness.repeats_left(place)) for place in ours]
    alone += [Bead((), (place,), repeated=likeness.repeats_right(place)) for place in theirs]
    return sorted(paired, key=lambda bead: bead.left) + alone


def _in_order(likeness: Likeness, rows: int, columns: int) -> Iterator[Bead]:
    """The beads of the best way through both editions, none crossing another."""
    best = np.zeros((rows + 1, columns + 1))
    steps: dict[tuple[int, int], tuple[int, int, float]] = {}

    @cache
    def gain(i: int, j: int, a: int, b: int) -> float:
        return likeness.of(tuple(range(i - a, i)), tuple(range(j - b, j)))

    for i in range(rows + 1):
        for j in range(columns + 1):
            score, step = (best[i - 1, j], (1, 0, 0.0)) if i else (-1.0, (0, 1, 0.0))
            if j and best[i, j - 1] > score:
                score, step = best[i, j - 1], (0, 1, 0.0)
            for a, b in SHAPES:
                if i >= a and j >= b and (a == b == 1 or _is_near(likeness.ones, i, j, a, b)):
                    alike = gain(i, j, a, b)
                    gained = best[i - a, j - b] + alike - LEAST - JOINING * (a + b - 2)
                    if gained > score:
                        score, step = gained, (a, b, alike)
            if i or j:
                best[i, j], steps[i, j] = score, step
    i, j, found = rows, columns, []
    while i or j:
        a, b, alike = steps[i, j]
        if a and b:
            found.append(Bead(tuple(range(i - a, i)), tuple(range(j - b, j)), alike))
        i, j = i - a, j - b
    yield from reversed(found)


def _is_near(ones: Scores, i: int, j: int, a: int, b: int) -> bool:
    """Larger beads are tried only where some of their sentences are alike."""
    return bool(ones[i - a : i, j - b : j].max() >= LEAST)


def _moved(likeness: Likeness, paired: Sequence[Bead], rows: int, columns: int) -> list[Bead]:
    """Of what is left, the pairs that are each other's nearest, wherever they stand."""
    left = [i for i in range(rows) if all(i not in bead.left for bead in paired)]
    right = [j for j in range(columns) if all(j not in bead.right for bead in paired)]
    found = []
    if left and right:
        scores = likeness.ones[np.ix_(left, right)]
        for row, column in enumerate(scores.argmax(axis=1)):
            if scores[row, column] >= MOVED and scores[:, column].argmax() == row:
                found.append(Bead((left[row],), (right[column],), float(scores[row, column])))
    return found


def _with_what_they_cover(paired: Sequence[Bead], likeness: Likeness, rows: int, columns: int) -> list[Bead]:
    """Beads with the sentences beside them that their other side says as well: it is longer and holds their words."""
    beads = list(paired)
    taken = {i for bead in beads for i in bead.left}, {j for bead in beads for j in bead.right}
    for number, bead in enumerate(beads):
        for place in (bead.left[0] - 1, bead.left[-1] + 1):
            if 0 <= place < rows and place not in taken[0] and likeness.covers_left(bead.left, bead.right, place):
                taken[0].add(place)
                bead = beads[number] = replace(bead, left=tuple(sorted((*bead.left, place))))
        for place in (bead.right[0] - 1, bead.right[-1] + 1):
            if 0 <= place < columns and place not in taken[1] and likeness.covers_right(bead.left, bead.right, place):
                taken[1].add(place)
                bead = beads[number] = replace(bead, right=tuple(sorted((*bead.right, place))))
    return beads

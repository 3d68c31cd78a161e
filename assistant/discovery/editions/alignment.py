"""Turns two editions into beads: which sentences of one say what which sentences of the other say, and which stand alone.

Knows nothing about values. In reading order by dynamic programming over beads of one to three sentences, after Gale and
Church, "A Program for Aligning Sentences in Bilingual Corpora" (1993), scored by vectors as Thompson and Koehn do in
"Vecalign" (2019) and by the words that translate each other; what is left over may then have been moved elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assistant.discovery.editions.units import Edition, Unit, unit_rows
from assistant.text.translation import translations

LEAST = 0.28  # of a bead's likeness
MOVED = 0.45  # of two sentences that stand alone in different places
REPEATED, REPEATED_WORDS = 0.85, 0.6  # likeness, and share of words, of a sentence that stands alone and of another one
OF_WORDS = 0.5  # weight of shared words beside the cosine
LONGER = 1.15  # how much longer a sentence must be to cover another one beside its counterpart
COVERED = 0.2  # of its words, that the counterpart has and nothing else of the bead accounts for
JOINING = 0.03  # what each sentence more in a bead must bring
SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2))
Places = tuple[int, ...]
Scores = NDArray[np.float64]


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
    """Every sentence of both in exactly one bead, those with a left side in its order, then what the right alone says."""
    likeness = Likeness(left, right)
    paired = list(_in_order(likeness, len(left.units), len(right.units)))
    paired = _with_what_they_cover(paired, likeness, len(left.units), len(right.units))
    paired += _moved(likeness, paired, len(left.units), len(right.units))
    seen_left = {place for bead in paired for place in bead.left}
    seen_right = {place for bead in paired for place in bead.right}
    alone = [Bead((i,), (), repeated=likeness.repeats_left(i)) for i in range(len(left.units)) if i not in seen_left]
    alone += [Bead((), (j,), repeated=likeness.repeats_right(j)) for j in range(len(right.units)) if j not in seen_right]
    return sorted(paired, key=lambda bead: bead.left) + alone


class Likeness:
    """How alike stretches of two editions are: cosine of their vectors and share of words that mean the same."""

    def __init__(self, left: Edition, right: Edition) -> None:
        self._left, self._right = left, right
        self._same = _same_terms(left.units, right.units)
        cosines = np.asarray(left.vectors @ right.vectors.T, dtype=np.float64)
        words = np.zeros_like(cosines)
        for i in range(len(left.units)):
            for j in range(len(right.units)):
                words[i, j] = self._words((i,), (j,))
        self.ones: Scores = cosines + OF_WORDS * words

    def of(self, left: Places, right: Places) -> float:
        if len(left) == len(right) == 1:
            return float(self.ones[left[0], right[0]])
        one = unit_rows(self._left.vectors[list(left)].sum(axis=0, keepdims=True))
        other = unit_rows(self._right.vectors[list(right)].sum(axis=0, keepdims=True))
        return float(one[0] @ other[0]) + OF_WORDS * self._words(left, right)

    def covers_left(self, bead: Bead, place: int) -> bool:
        """True where the right side of the bead says what this sentence of the left one says."""
        ours, theirs = self._left.units[place].terms, self._terms(self._right, bead.right)
        own = {other for i in bead.left for term in self._left.units[i].terms for other in self._same[term]}
        held = sum(1 for term in ours if self._same[term] & (theirs - own))
        return self._covers(self._left, bead.left, self._right, bead.right, place, held, len(ours))

    def covers_right(self, bead: Bead, place: int) -> bool:
        """True where the left side of the bead says what this sentence of the right one says."""
        ours, theirs = self._right.units[place].terms, self._terms(self._left, bead.left)
        taken = self._terms(self._right, bead.right)
        free = {term for term in theirs if not self._same[term] & taken}
        reached = {other for term in free for other in self._same[term]}
        held = sum(1 for term in ours if term in reached)
        return self._covers(self._right, bead.right, self._left, bead.left, place, held, len(ours))

    @staticmethod
    def _terms(edition: Edition, places: Places) -> set[str]:
        return {term for place in places for term in edition.units[place].terms}

    @staticmethod
    def _covers(one: Edition, ours: Places, other: Edition, theirs: Places, place: int, held: int, said: int) -> bool:
        length = sum(len(other.units[j].text) for j in theirs) / max(1, sum(len(one.units[i].text) for i in ours))
        return said > 0 and length >= LONGER and held >= COVERED * said

    def repeats_left(self, place: int) -> bool:
        """True where one sentence of the right edition says what this one of the left says."""
        ours = self._left.units[place].terms
        shares = (sum(1 for t in ours if self._same[t] & other.terms.keys()) for other in self._right.units)
        share = max(shares, default=0) / max(1, len(ours))
        return share >= REPEATED_WORDS or bool(self.ones[place].max(initial=0.0) >= REPEATED)

    def repeats_right(self, place: int) -> bool:
        """True where one sentence of the left edition says what this one of the right says."""
        ours = self._right.units[place].terms
        reached = ({other for t in unit.terms for other in self._same[t]} for unit in self._left.units)
        share = max((sum(1 for t in ours if t in there) for there in reached), default=0) / max(1, len(ours))
        return share >= REPEATED_WORDS or bool(self.ones[:, place].max(initial=0.0) >= REPEATED)

    def _words(self, left: Places, right: Places) -> float:
        """The share of the words of both that the other side has or translates, 0 to 1."""
        ours = {term for place in left for term in self._left.units[place].terms}
        theirs = {term for place in right for term in self._right.units[place].terms}
        if not ours or not theirs:
            return 0.0
        met = sum(1 for term in ours if self._same[term] & theirs)
        back = {other for term in ours for other in self._same[term]} & theirs
        return (met + len(back)) / (len(ours) + len(theirs))


def _same_terms(left: Sequence[Unit], right: Sequence[Unit]) -> dict[str, frozenset[str]]:
    """For each term of the left those of the right that are it or translate it."""
    there = {term for unit in right for term in unit.terms}
    found: dict[str, frozenset[str]] = {}
    for unit in left:
        for term in unit.terms:
            if term not in found:
                found[term] = frozenset(({term} | translations(term, unit.language)) & there)
    return found


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
    """Beads with the sentences beside them that their other side says as well: it is much longer, or holds their words."""
    beads = list(paired)
    taken = {i for bead in beads for i in bead.left}, {j for bead in beads for j in bead.right}
    for number, bead in enumerate(beads):
        for place in (bead.left[0] - 1, bead.left[-1] + 1):
            if 0 <= place < rows and place not in taken[0] and likeness.covers_left(bead, place):
                taken[0].add(place)
                bead = beads[number] = replace(bead, left=tuple(sorted((*bead.left, place))))
        for place in (bead.right[0] - 1, bead.right[-1] + 1):
            if 0 <= place < columns and place not in taken[1] and likeness.covers_right(bead, place):
                taken[1].add(place)
                bead = beads[number] = replace(bead, right=tuple(sorted((*bead.right, place))))
    return beads

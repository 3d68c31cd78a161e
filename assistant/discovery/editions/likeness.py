"""Turns sentences of two editions into how alike they are: cosine of vectors, and share of words that mean the same.

Knows nothing about the order of sentences.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.discovery.editions.units import Edition, Unit, unit_rows
from assistant.text.terms import term, words
from assistant.text.translation import translations

OF_WORDS = 0.5  # weight of shared words beside the cosine
REPEATED, REPEATED_WORDS = 0.85, 0.6  # likeness and share of words of two sentences that say the same
LONGER = 1.15  # how much longer a sentence must be to cover another one beside its counterpart
COVERED = 0.2  # of its words, that the counterpart has and nothing else of the bead accounts for
Places = tuple[int, ...]
Scores = NDArray[np.float64]


class Likeness:
    """How alike stretches of two editions are: cosine of their vectors and share of words that mean the same."""

    def __init__(self, left: Edition, right: Edition) -> None:
        self._left, self._right = left, right
        self._same = _same_terms(left.units, right.units)
        cosines = np.asarray(left.vectors @ right.vectors.T, dtype=np.float64)
        self.ones: Scores = cosines + OF_WORDS * self._words_of_all()

    def of(self, left: Places, right: Places) -> float:
        if len(left) == len(right) == 1:
            return float(self.ones[left[0], right[0]])
        one = unit_rows(self._left.vectors[list(left)].sum(axis=0, keepdims=True))
        other = unit_rows(self._right.vectors[list(right)].sum(axis=0, keepdims=True))
        return float(one[0] @ other[0]) + OF_WORDS * self._words(left, right)

    def covers_left(self, left: Places, right: Places, place: int) -> bool:
        """True where the right side of the bead says what this sentence of the left one says."""
        ours, theirs = self._left.units[place].terms, self._terms(self._right, right)
        own = {other for i in left for t in self._left.units[i].terms for other in self._same[t]}
        held = sum(1 for t in ours if self._same[t] & (theirs - own))
        return self._covers(self._left, left, self._right, right, place, held, len(ours))

    def covers_right(self, left: Places, right: Places, place: int) -> bool:
        """True where the left side of the bead says what this sentence of the right one says."""
        ours, theirs = self._right.units[place].terms, self._terms(self._left, left)
        taken = self._terms(self._right, right)
        free = {t for t in theirs if not self._same[t] & taken}
        reached = {other for t in free for other in self._same[t]}
        held = sum(1 for t in ours if t in reached)
        return self._covers(self._right, right, self._left, left, place, held, len(ours))

    @staticmethod
    def _terms(edition: Edition, places: Places) -> set[str]:
        return {t for place in places for t in edition.units[place].terms}

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

    def _words_of_all(self) -> Scores:
        """`_words` of every sentence of the left with every one of the right, shape (left, right)."""
        ours, theirs = _incidence(self._left.units), _incidence(self._right.units)
        places_left, places_right = _places(self._left.units), _places(self._right.units)
        same = np.zeros((len(places_left), len(places_right)), dtype=np.float32)
        for t, row in places_left.items():
            for other in self._same[t]:
                same[row, places_right[other]] = 1.0
        met = ours @ ((same @ theirs.T) > 0)
        back = ((ours @ same) > 0) @ theirs.T
        sizes = ours.sum(axis=1)[:, None] + theirs.sum(axis=1)[None, :]
        return np.asarray((met + back) / np.maximum(sizes, 1), dtype=np.float64)

    def _words(self, left: Places, right: Places) -> float:
        """The share of the words of both that the other side has or translates, 0 to 1."""
        ours = {t for place in left for t in self._left.units[place].terms}
        theirs = {t for place in right for t in self._right.units[place].terms}
        if not ours or not theirs:
            return 0.0
        met = sum(1 for t in ours if self._same[t] & theirs)
        back = {other for t in ours for other in self._same[t]} & theirs
        return (met + len(back)) / (len(ours) + len(theirs))


def _places(units: Sequence[Unit]) -> dict[str, int]:
    return {term: place for place, term in enumerate(sorted({t for unit in units for t in unit.terms}))}


def _incidence(units: Sequence[Unit]) -> NDArray[np.float32]:
    """Which sentence has which term, shape (sentences, terms)."""
    places = _places(units)
    found = np.zeros((len(units), len(places)), dtype=np.float32)
    for row, unit in enumerate(units):
        found[row, [places[t] for t in unit.terms]] = 1.0
    return found


def _same_terms(left: Sequence[Unit], right: Sequence[Unit]) -> dict[str, frozenset[str]]:
    """For each term of the left those of the right that are it, translate it, or are the same word: a name has another
    stem in each language."""
    there = {t for unit in right for t in unit.terms}
    written = {word: term(word, unit.language) for unit in right for word in words(unit.text)}
    found: dict[str, frozenset[str]] = {}
    for unit in left:
        for word in words(unit.text):
            own = term(word, unit.language)
            if own in unit.terms:
                same = {own, written.get(word, own)} | translations(own, unit.language)
                found[own] = found.get(own, frozenset()) | (same & there)
    return found

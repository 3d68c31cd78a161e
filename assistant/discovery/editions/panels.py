"""Turns the sentences of two editions into pairs of panels that belong together: labels with figures ("56 PROJETS").

Knows nothing about vectors, which say little about labels. Two panels belong together when they count the same things.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from assistant.answering.measures import Measure, find_measures, same_word
from assistant.corpus.units import is_fragment
from assistant.discovery.editions.units import Unit

LONGEST_LABEL = 160  # characters of a line
SHARED = 2  # things that both panels count
Panel = tuple[int, ...]


def pair_panels(left: Sequence[Unit], right: Sequence[Unit]) -> list[tuple[Panel, Panel]]:
    """Each panel with the one of the other edition that counts most of the same things, if that is so both ways."""
    ours, theirs = _panels(left), _panels(right)
    scores = {(one, other): _shared(left, one, right, other) for one, other in product(ours, theirs)}
    found = []
    for (one, other), score in scores.items():
        rivals = [s for pair, s in scores.items() if pair != (one, other) and (pair[0] == one or pair[1] == other)]
        if score >= SHARED and score > max(rivals, default=0):
            found.append((one, other))
    return found


def _panels(units: Sequence[Unit]) -> list[Panel]:
    """Runs of labels, each run with a figure in it."""
    runs: list[list[int]] = []
    for place, unit in enumerate(units):
        if not _is_labels(unit.text):
            continue
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [tuple(run) for run in runs if any(_measures(units[place]) for place in run)]


def _is_labels(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    short = all(len(line) <= LONGEST_LABEL and not line.rstrip().endswith((".", "!", "?")) for line in lines)
    return is_fragment(text) or (len(lines) > 1 and short)


def _measures(unit: Unit) -> list[Measure]:
    return [measure for measure in find_measures(unit.text, unit.language) if measure.noun]


def _shared(left: Sequence[Unit], one: Panel, right: Sequence[Unit], other: Panel) -> int:
    """How many different things both count."""
    ours = [(m, left[place].language) for place in one for m in _measures(left[place])]
    theirs = [(m, right[place].language) for place in other for m in _measures(right[place])]
    return len(
        {
            measure.noun
            for measure, language in ours
            if any(
                measure.value.kind == m.value.kind and same_word(measure.noun, language, m.noun, spoken)
                for m, spoken in theirs
            )
        }
    )

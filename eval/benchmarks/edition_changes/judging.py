"""Turns planted changes and reported differences into what was found, missed, and reported besides.

Knows nothing about files. What the unplanted pair gives too is no report of a planted change and counts apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.discovery.editions.comparing import Comparison, Difference
from assistant.discovery.editions.kinds import Kind
from eval.benchmarks.edition_changes.planting import Planted, other_language


@dataclass(slots=True)
class Judged:
    found: list[Planted] = field(default_factory=list)
    missed: list[Planted] = field(default_factory=list)
    right: list[Difference] = field(default_factory=list)
    others: list[tuple[int, Difference]] = field(default_factory=list)
    already: list[tuple[int, Difference]] = field(default_factory=list)


def judge(planted: Sequence[Planted], before: Sequence[Comparison], after: Sequence[Comparison]) -> Judged:
    judged = Judged()
    for one in planted:
        hit = any(is_it(difference, one) for difference in after[one.document].differences)
        (judged.found if hit else judged.missed).append(one)
    for number, comparison in enumerate(after):
        old = {_key(difference) for difference in before[number].differences}
        for difference in comparison.differences:
            if any(one.document == number and is_it(difference, one) for one in planted):
                judged.right.append(difference)
            elif _key(difference) in old:
                judged.already.append((number, difference))
            else:
                judged.others.append((number, difference))
    return judged


def is_it(difference: Difference, planted: Planted) -> bool:
    """True where the report shows the planted change: the removed sentence's partner, or the new value marked."""
    sides = {"en": difference.left, "fr": difference.right}
    changed, other = sides[planted.language], sides[other_language(planted.language)]
    if other is None or not (other.quote in planted.partner or planted.partner in other.quote):
        return False
    if planted.kind is Kind.LACKING:
        return difference.kind is Kind.LACKING and changed is None
    if difference.kind is Kind.LACKING or changed is None:
        return False
    return bool(changed.said) and (changed.said in planted.after or planted.after in changed.said)


def _key(difference: Difference) -> tuple[Any, ...]:
    """The values, or the stretch that stands alone: beads around may have changed."""
    return (difference.kind, *(side.said if side else None for side in (difference.left, difference.right)))

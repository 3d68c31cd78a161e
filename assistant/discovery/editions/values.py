"""Turns two stretches that say the same into the figures and dates on which they differ.

Knows nothing about names. A value that the other side says in any spelling agrees; the others are paired by what they
count, and else only where one is left on each side.
"""

from __future__ import annotations

from collections import Counter
from itertools import product, zip_longest

from assistant.answering.measures import find_measures, same_word
from assistant.discovery.editions.amounts import same_percent, values_in
from assistant.discovery.editions.kinds import Differing, Kind, Stretch
from assistant.discovery.editions.saying import is_converted, is_rounded, numbers_said
from assistant.records import Span
from assistant.text.values import Kind as ValueKind
from assistant.text.values import Value

MOST_FREE = 100  # values of one stretch that the other does not say; with more they are no two wordings of one thing


def differing_dates(left: Stretch, right: Stretch) -> list[Differing]:
    """One pair at most: the dates that are most alike, where one side has a single date of its own."""
    ours, theirs = _free_dates(left, right), _free_dates(right, left)
    if not ours or not theirs or min(len(ours), len(theirs)) > 1:
        return []
    one, other = min(product(ours, theirs), key=lambda pair: _unlike(pair[0].key, pair[1].key))
    return [] if _are_exchanged(one, left, other, right) else [Differing(Kind.DATE, one.span, other.span)]


def differing_figures(left: Stretch, right: Stretch) -> list[Differing]:
    """Numbers and percentages that count the same thing, and the last one left on each side."""
    ours, theirs = _free_numbers(left, right), _free_numbers(right, left)
    if max(len(ours), len(theirs)) > MOST_FREE:
        return []
    if len(ours) == 1 and not theirs:
        theirs = _surplus(right, left, ours[0].kind)
    elif len(theirs) == 1 and not ours:
        ours = _surplus(left, right, theirs[0].kind)
    found = []
    nouns, their_nouns = _nouns(left), _nouns(right)
    for one in list(ours):
        noun = nouns.get(one.span)
        rivals = [v for v in ours if nouns.get(v.span) == noun and v.kind == one.kind]
        same = [
            other
            for other in theirs
            if one in ours and noun and one.kind == other.kind
            and same_word(noun, left.language, their_nouns.get(other.span, ""), right.language)
        ]  # fmt: skip
        if same:
            found.append(min(product(rivals, same), key=lambda pair: _distance(*pair)))
            ours = [value for value in ours if value not in rivals]
            theirs = [value for value in theirs if value not in same]
    if len(ours) == len(theirs) == 1 and ours[0].kind == theirs[0].kind:
        found.append((ours[0], theirs[0]))
    return [
        Differing(Kind.FIGURE, a.span, b.span)
        for a, b in found
        if not is_converted(a, left, b, right) and not _are_exchanged(a, left, b, right)
    ]


def _are_exchanged(one: Value, left: Stretch, other: Value, right: Stretch) -> bool:
    """True where the sentences beside say them: both editions say both, in another order."""
    return any(_is_same(one, value) for value in values_in(right.beside, right.language)) and any(
        _is_same(other, value) for value in values_in(left.beside, left.language)
    )


def _is_same(one: Value, other: Value) -> bool:
    return one.kind == other.kind and one.key == other.key


def _free_dates(one: Stretch, other: Stretch) -> list[Value]:
    there = [value.key for value in values_in(f"{other.text}\n{other.around}", other.language) if value.kind == "date"]
    numbers, _ = numbers_said(f"{other.text}\n{other.around}", other.language)
    return [
        value
        for value in values_in(one.text, one.language)
        if value.kind == "date"
        and not any(_same_date(value.key, key) for key in there)
        and not ("-" not in value.key and value.key in numbers)
    ]


def _same_date(one: str, other: str) -> bool:
    """One says all that the other says, or more: 2014-08 and 2014-08-05, or ----08-05 and 2014-08-05."""
    parts = [(key[:4], key[5:7], key[8:10]) if key[:4] != "----" else ("", key[5:7], key[8:10]) for key in (one, other)]
    return all(a == b or not a or not b for a, b in zip(*parts, strict=True))


def _free_numbers(one: Stretch, other: Stretch) -> list[Value]:
    numbers, percents = numbers_said(f"{other.text}\n{other.around}", other.language)
    amounts = [float(number) for number in numbers]
    return [
        value
        for value in values_in(one.text, one.language)
        if (value.kind == "percent" and not any(same_percent(value.key, percent) for percent in percents))
        or (value.kind == "number" and value.key not in numbers and not is_rounded(float(value.key), amounts))
    ]


def _surplus(one: Stretch, other: Stretch, kind: ValueKind) -> list[Value]:
    """Where the other side says all values of this one, but one of them less often: "10 children, for 10 years"."""
    ours, theirs = (
        [value for value in values_in(stretch.text, stretch.language) if value.kind == kind] for stretch in (one, other)
    )
    more = Counter(value.key for value in ours)
    more.subtract(value.key for value in theirs)
    often = [key for key, count in more.items() if count == 1 and any(value.key == key for value in theirs)]
    if len(often) != 1:
        return []
    nouns, their_nouns = _nouns(one), _nouns(other)
    taken = [their_nouns[value.span] for value in theirs if value.key == often[0] and value.span in their_nouns]
    same = [value for value in ours if value.key == often[0]]
    free = [
        value
        for value in same
        if not any(same_word(nouns.get(value.span, ""), one.language, noun, other.language) for noun in taken)
    ]
    return free if len(free) == 1 else []


def _unlike(one: str, other: str) -> int:
    """How many characters of two dates differ."""
    return sum(a != b for a, b in zip_longest(one, other))


def _nouns(stretch: Stretch) -> dict[Span, str]:
    values = values_in(stretch.text, stretch.language)
    return {m.value.span: m.noun for m in find_measures(stretch.text, stretch.language, values) if m.noun}


def _distance(one: Value, other: Value) -> float:
    a, b = float(one.key) + 1, float(other.key) + 1
    return max(a, b) / min(a, b)

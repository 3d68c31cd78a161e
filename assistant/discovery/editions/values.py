"""Turns two stretches that say the same into the figures and dates on which they differ.

Knows nothing about names. A value that the other side says in any spelling agrees; the others are paired by what they
count, and else only where one is left on each side.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import product, zip_longest

from assistant.answering.measures import find_measures, same_word
from assistant.discovery.editions.amounts import same_percent, values_in
from assistant.discovery.editions.kinds import Differing, Kind, Stretch
from assistant.discovery.editions.saying import is_converted, is_rounded, numbers_said
from assistant.records import Language, Span
from assistant.text.values import Kind as ValueKind
from assistant.text.values import Value

CODE = re.compile(  # digits joined with letters or with one another, other than as a number, a time or a range
    r"(?<!\w)(?:[A-Za-z]+[-/]?\d[\w/-]*|[A-Za-z.]+\(\d+\)|\d+(?:[-–]\d+){2,}|\d+-[A-Za-z]+\d[\w-]*)(?!\w)"
)
DIGITS = re.compile(r"\d+")
BRACKET = 20  # characters between an amount and the same in another unit
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
    codes = _differing_codes(left, right)
    ours = [value for value in ours if not any(_lies_in(value.span, code.left) for code in codes)]
    theirs = [value for value in theirs if not any(_lies_in(value.span, code.right) for code in codes)]
    ours, theirs = _said_once(ours, left), _said_once(theirs, right)
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
    for kind in ("number", "percent"):
        mine, others = ([value for value in values if value.kind == kind] for values in (ours, theirs))
        if len(mine) == len(others) == 1:
            found.append((mine[0], others[0]))
    return codes + [
        Differing(Kind.FIGURE, a.span, b.span)
        for a, b in found
        if not is_converted(a, left, b, right) and not _are_exchanged(a, left, b, right)
    ]


def _differing_codes(left: Stretch, right: Stretch) -> list[Differing]:
    """Signs of letters and digits that are the same on both sides but for their digits: "5-0-0", "H1N1", "list(5)"."""
    ours, theirs = _codes(left, right), _codes(right, left)
    pairs = [(a, b) for a, b in product(ours, theirs) if DIGITS.sub("0", a.group()) == DIGITS.sub("0", b.group())]
    alone = [
        (a, b) for a, b in pairs if sum(a is one for one, _ in pairs) == sum(b is other for _, other in pairs) == 1
    ]
    return [Differing(Kind.FIGURE, Span(*a.span()), Span(*b.span())) for a, b in alone]


def _codes(one: Stretch, other: Stretch) -> list[re.Match[str]]:
    """Those that the other side does not write, nor what stands beside it."""
    there = f"{other.text}\n{other.beside}"
    return [match for match in CODE.finditer(one.text) if match.group() not in there]


def _lies_in(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _are_exchanged(one: Value, left: Stretch, other: Value, right: Stretch) -> bool:
    """True where the sentences beside say them: both editions say both, in another order."""
    return any(_is_same(one, value) for value in values_in(right.beside, right.language)) and any(
        _is_same(other, value) for value in values_in(left.beside, left.language)
    )


def _is_same(one: Value, other: Value) -> bool:
    return one.kind == other.kind and one.key == other.key


def _free_dates(one: Stretch, other: Stretch) -> list[Value]:
    """Dates that the other side does not say. What both say in the same way stands for nothing else: where one says
    "July 2012" and "2012", the other "September 2012" and "2012", the months differ."""
    ours, theirs = _dates(one.text, one.language), _dates(other.text, other.language)
    around = [value.key for value in _dates(other.around, other.language)]
    same = {value.key for value in ours} & {value.key for value in theirs}
    left = [value.key for value in theirs if value.key not in same] or [value.key for value in theirs]
    numbers, _ = numbers_said(f"{other.text}\n{other.around}", other.language)
    return [
        value
        for value in ours
        if value.key not in same
        and not any(_same_date(value.key, key) for key in (*left, *around))
        and not ("-" not in value.key and value.key in numbers)
    ]


def _dates(text: str, language: Language) -> list[Value]:
    return [value for value in values_in(text, language) if value.kind == "date"]


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


def _said_once(values: list[Value], stretch: Stretch) -> list[Value]:
    """Without amounts that only say the one just before in another unit: "800 kph (497 mph)"."""
    every = [value for value in values_in(stretch.text, stretch.language) if value.kind == "number"]
    return [
        value
        for value in values
        if not any(
            0 < value.span.start - before.span.end <= BRACKET and is_converted(before, stretch, value, stretch)
            for before in every
        )
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

"""Turns two statements into the values on which they disagree about what a question asks, if they do.

Knows nothing about retrieval or wording. Statements disagree when they say the same of the same subject but for one
value: their other words match, word for word or as translations, and neither names a place or period of its own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from assistant.answering.measures import NEIGHBOUR_CHARS, Measure, find_measures, same_word
from assistant.answering.question import AnswerKind, Asked
from assistant.corpus.units import is_fragment
from assistant.records import Language, Span
from assistant.text.spelling import has_name, spelled_alike
from assistant.text.terms import content_terms, fold, words
from assistant.text.values import MONTHS, Value, find_values

ALIKE_NAMES = 0.75  # Hodeïda and Hodeidah
SAME_STATEMENT = 0.5  # share of the shorter statement's words that the other must hold
SAME_BUT_FOR_NOUN = 0.6
NAME = re.compile(r"[^\W\d_][\w’'.@-]*\w")
NAMING = {AnswerKind.WHO, AnswerKind.PLACE, AnswerKind.CONTACT, AnswerKind.OTHER}
Finding = tuple[str, str, str]  # what about, value of one, value of other, as written


@dataclass(frozen=True, slots=True)
class Statement:
    """A quote with what is known around it: title, heading, organisation."""

    text: str
    language: Language
    about: str = ""


def disagreeing_values(asked: Asked, one: Statement, other: Statement) -> Finding | None:
    """(what about, value of one, value of other), each value as written; None when they do not disagree."""
    prose = not (is_fragment(one.text) or is_fragment(other.text))  # labels are capitalised without being names
    foreign = prose and _foreign_names(one, other)
    if _other_subject(asked, one, other) or (foreign and asked.kind not in NAMING):
        return None
    left, right = find_measures(one.text, one.language), find_measures(other.text, other.language)
    named = _same_noun(asked, left, right, one.language, other.language)
    if named is not None:
        return _differing(named, one, other) if not _other_period(asked, one, other) else None
    if _shared_words(one, other) < SAME_STATEMENT:
        return None
    dates = [[value for value in find_values(s.text) if value.kind == "date"] for s in (one, other)]
    if asked.kind is AnswerKind.DATE and all(dates):
        return None if _compatible(*dates) else ("date", _written(one, dates[0][0]), _written(other, dates[1][0]))
    if len(left) == len(right) == 1 and not foreign and _comparable(left[0], right[0], one, other):
        return _differing([(left[0], right[0])], one, other) if not _other_period(asked, one, other) else None
    if asked.kind in NAMING and not left and not right and not any(dates):
        return _names(one, other)
    return None


Pairs = list[tuple[Measure, Measure]]


def _same_noun(
    asked: Asked, left: Sequence[Measure], right: Sequence[Measure], one: Language, other: Language
) -> Pairs | None:
    """Pairs of values that measure the very thing the question names; None when there are none."""
    pairs = [
        (a, b)
        for a in left
        for b in right
        if a.noun
        and b.noun
        and a.value.kind == b.value.kind
        and any(same_word(asked_term, asked.language, a.noun, one) for asked_term in asked.terms)
        and same_word(a.noun, one, b.noun, other)
    ]
    return pairs or None


def _comparable(a: Measure, b: Measure, one: Statement, other: Statement) -> bool:
    """One kind, and either one noun or so much said alike that the nouns must mean the same ("staff", "personnes")."""
    same = same_word(a.noun, one.language, b.noun, other.language)
    return a.value.kind == b.value.kind and (same or _shared_words(one, other) >= SAME_BUT_FOR_NOUN)


def _differing(pairs: Pairs, one: Statement, other: Statement) -> Finding | None:
    """The pair of nearest size, unless any pair agrees: figures for one thing are seldom far apart."""
    if any(a.value.key == b.value.key or _vague_match(a, b) for a, b in pairs):
        return None
    a, b = min(pairs, key=lambda pair: _distance(*pair))
    return a.word or "value", _written(one, a.value), _written(other, b.value)


def _names(one: Statement, other: Statement) -> Finding | None:
    """The names that each statement alone holds, when both hold some and all else is said alike."""
    left, right = _own_names(one, other), _own_names(other, one)
    if not left or not right:
        return None
    return "name", _joined(one, left), _joined(other, right)


def _foreign_names(one: Statement, other: Statement) -> bool:
    """True when each statement names something that the other does not: they speak of different subjects."""
    return bool(_own_names(one, other)) and bool(_own_names(other, one))


def _own_names(statement: Statement, other: Statement) -> list[Span]:
    """Capitalised words, the first of a sentence aside, that the other statement has in no spelling."""
    held = {*words(f"{other.about} {other.text}")}
    found = []
    for match in NAME.finditer(statement.text):
        before = statement.text[: match.start()].rstrip()
        first = not before or before[-1] in ".!?:•\n"
        name = re.sub(r"^(?:[cdjlmnst]|qu)['’]", "", match.group(), flags=re.IGNORECASE)
        is_name = (name[:1].isupper() and not first) or "@" in name
        if is_name and not _is_month(name) and not _is_held(fold(name), statement.language, held):
            found.append(Span(match.end() - len(name), match.end()))
    return found


def _is_month(name: str) -> bool:
    return name.casefold().rstrip(".") in MONTHS


def _is_held(name: str, language: Language, held: Set[str]) -> bool:
    """True when a word is the name, a part of it, its translation, or nearly spelled like it."""
    return has_name(name, language, held, lambda word: spelled_alike(name, word, ALIKE_NAMES))


def _joined(statement: Statement, spans: Sequence[Span]) -> str:
    """The stretch from the first to the last name when they stand together, else the first name."""
    start, end = spans[0].start, spans[-1].end
    return statement.text[start:end] if end - start <= NEIGHBOUR_CHARS else statement.text[start : spans[0].end]


def _distance(left: Measure, right: Measure) -> float:
    """How many times the one is the other, as a logarithm."""
    a, b = float(left.value.key), float(right.value.key)
    return abs(math.log((a + 1) / (b + 1)))


def _vague_match(left: Measure, right: Measure) -> bool:
    """ "Over 3 million" and "3.2 million" do not contradict each other."""
    if not (left.vague or right.vague):
        return False
    a, b = float(left.value.key), float(right.value.key)
    return min(a, b) >= 0.9 * max(a, b)


def _other_subject(asked: Asked, one: Statement, other: Statement) -> bool:
    """True when a name of the question is held by only one of them."""
    held = [set(words(f"{s.about} {s.text}")) for s in (one, other)]
    for anchor in asked.anchors:
        has = [_is_held(anchor, asked.language, words_held) for words_held in held]
        if has[0] != has[1]:
            return True
    return False


def _other_period(asked: Asked, one: Statement, other: Statement) -> bool:
    """True when both name dates and share none (asking for a date, the dates are the answer)."""
    dates = [[value for value in find_values(s.text) if value.kind == "date"] for s in (one, other)]
    return asked.kind is not AnswerKind.DATE and all(dates) and not _compatible(*dates)


def _compatible(left: Sequence[Value], right: Sequence[Value]) -> bool:
    return any(a.key.startswith(b.key) or b.key.startswith(a.key) for a in left for b in right)


def _shared_words(one: Statement, other: Statement) -> float:
    """The share of the shorter statement's content words, values aside, that the other holds or translates."""
    left, right = (_content_words(statement) for statement in (one, other))
    met = [t for t in left if any(same_word(t, one.language, r, other.language) for r in right)]
    back = [t for t in right if any(same_word(t, other.language, r, one.language) for r in left)]
    return max(len(met), len(back)) / max(1, min(len(left), len(right)))


def _content_words(statement: Statement) -> set[str]:
    text = statement.text
    for value in reversed(find_values(text)):
        text = f"{text[: value.span.start]} {text[value.span.end :]}"
    return set(content_terms(text, statement.language))


def _written(statement: Statement, value: Value) -> str:
    return statement.text[value.span.start : value.span.end]

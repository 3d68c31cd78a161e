"""Turns two statements into the values on which they disagree about what a question asks, if they do.

Knows nothing about retrieval or wording. Two values disagree when they are of one kind, measure the same thing
(the word beside them is the same or its translation) and differ, and nothing says that place or period differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.question import AnswerKind, Asked
from assistant.records import Language
from assistant.text.stopwords import STOPWORDS
from assistant.text.terms import content_terms, term, words
from assistant.text.translation import translations
from assistant.text.values import Value, find_values

NEIGHBOUR_CHARS = 60
COMMON_STEM = 5  # "proje" of project and projet
SAME_STATEMENT = 0.34  # share of one date statement's terms that the other must hold
VAGUE = re.compile(
    r"(?:plus de|pres de|environ|moins de|jusqu'a|more than|over|about|nearly|almost|at least|up to)\s*$"
)
BREAK = re.compile(r"[.;!?•\n]|,\s|\bet\b|\band\b|\(|\)")


@dataclass(frozen=True, slots=True)
class Statement:
    """A quote with what is known around it: title, heading, organisation."""

    text: str
    language: Language
    about: str = ""


def disagreeing_values(asked: Asked, one: Statement, other: Statement) -> tuple[str, str, str] | None:
    """(what about, value of one, value of other), each value as written; None when they do not disagree."""
    if _other_place(asked, one, other) or _other_period(asked, one, other):
        return None
    if asked.kind is AnswerKind.DATE:
        return _dates(one, other)
    return _measures(asked, one, other)


def _measures(asked: Asked, one: Statement, other: Statement) -> tuple[str, str, str] | None:
    """The values of the thing asked for; agreement on any spelling of it ends the search."""
    pairs = []
    for left in _measured(one):
        if not _is_asked(asked, left.noun, one.language):
            continue
        for right in _measured(other):
            same_kind = left.value.kind == right.value.kind
            if same_kind and _same_word(left.noun, one.language, right.noun, other.language):
                if left.value.key == right.value.key or _vague_match(left, right):
                    return None
                pairs.append((left, right))
    if not pairs:
        return None
    left, right = pairs[0]
    return left.word, _written(one, left.value), _written(other, right.value)


def _dates(one: Statement, other: Statement) -> tuple[str, str, str] | None:
    left = [value for value in find_values(one.text) if value.kind == "date"]
    right = [value for value in find_values(other.text) if value.kind == "date"]
    if not left or not right or _shared_terms(one, other) < SAME_STATEMENT:
        return None
    if any(a.key.startswith(b.key) or b.key.startswith(a.key) for a in left for b in right):
        return None
    return "date", _written(one, left[0]), _written(other, right[0])


@dataclass(frozen=True, slots=True)
class _Measured:
    value: Value
    noun: str  # term of the thing measured
    word: str  # the same as written
    vague: bool


def _measured(statement: Statement) -> list[_Measured]:
    """Numbers and percentages with the nearest content word behind them, else before them."""
    found = []
    for value in find_values(statement.text):
        if value.kind == "date":
            continue
        behind = BREAK.split(statement.text[value.span.end :][:NEIGHBOUR_CHARS], maxsplit=1)[0]
        before = BREAK.split(statement.text[: value.span.start][-NEIGHBOUR_CHARS:])[-1]
        vague = VAGUE.search(" ".join(words(before)) + " ") is not None
        for text, nearest in ((behind, 0), (before, -1)):
            content = [word for word in words(text) if word not in STOPWORDS[statement.language] and word.isalpha()]
            if content:
                word = content[nearest]
                found.append(_Measured(value, term(word, statement.language), word, vague))
                break
    return found


def _is_asked(asked: Asked, noun: str, language: Language) -> bool:
    return any(_same_word(term_, asked.language, noun, language) for term_ in asked.terms)


def _same_word(one: str, one_language: Language, other: str, other_language: Language) -> bool:
    if one == other or (len(one) >= COMMON_STEM and one[:COMMON_STEM] == other[:COMMON_STEM]):
        return True
    return one_language != other_language and other in translations(one, one_language)


def _vague_match(left: _Measured, right: _Measured) -> bool:
    """ "Over 3 million" and "3.2 million" do not contradict each other."""
    if not (left.vague or right.vague):
        return False
    a, b = float(left.value.key), float(right.value.key)
    return min(a, b) >= 0.9 * max(a, b)


def _other_place(asked: Asked, one: Statement, other: Statement) -> bool:
    """True when a name that only one of them holds is a name of the question: they speak of different things."""
    held = [set(words(f"{s.about} {s.text}")) for s in (one, other)]
    for anchor in asked.anchors:
        spellings = {anchor} | _spellings(anchor, asked.language)
        has = [bool(spellings & words_held) or _starts(anchor, words_held) for words_held in held]
        if has[0] != has[1]:
            return True
    return False


def _spellings(anchor: str, language: Language) -> frozenset[str]:
    return translations(term(anchor, language), language)


def _starts(anchor: str, held: set[str]) -> bool:
    return len(anchor) >= COMMON_STEM and any(word[:COMMON_STEM] == anchor[:COMMON_STEM] for word in held)


def _other_period(asked: Asked, one: Statement, other: Statement) -> bool:
    """True when both name dates and share none (asking for a date, the dates are the answer)."""
    if asked.kind is AnswerKind.DATE:
        return False
    dates = [{v.key for v in find_values(s.text) if v.kind == "date"} for s in (one, other)]
    if not dates[0] or not dates[1]:
        return False
    return not any(a.startswith(b) or b.startswith(a) for a in dates[0] for b in dates[1])


def _shared_terms(one: Statement, other: Statement) -> float:
    left, right = set(content_terms(one.text, one.language)), set(content_terms(other.text, other.language))
    met = [t for t in left if any(_same_word(t, one.language, r, other.language) for r in right)]
    return len(met) / max(1, min(len(left), len(right)))


def _written(statement: Statement, value: Value) -> str:
    return statement.text[value.span.start : value.span.end]

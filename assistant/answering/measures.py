"""Turns a text into its figures with the thing that each of them counts: "14 staff", "56 PROJETS", "95% urgence".

Knows nothing about questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.records import Language
from assistant.text.stopwords import STOPWORDS
from assistant.text.terms import fold, term, words
from assistant.text.translation import translations
from assistant.text.values import Value, find_values

NEIGHBOUR_CHARS = 60
COMMON_STEM = 5  # "proje" of project and projet
WORD = re.compile(r"[^\W\d_]{2,}")
VAGUE = re.compile(
    r"(?:plus de|pres de|environ|moins de|jusqu a|more than|over|about|nearly|almost|at least|up to)\s*$"
)
BREAK = re.compile(r"[.;!?•\n]|,\s|\bet\b|\band\b|\(|\)")


@dataclass(frozen=True, slots=True)
class Measure:
    value: Value
    noun: str  # term of the thing measured
    word: str  # the same as written
    vague: bool


def find_measures(text: str, language: Language, values: Iterable[Value] | None = None) -> list[Measure]:
    """Numbers and percentages, all or those given, with the nearest content word behind them, else before them."""
    found = []
    for value in find_values(text) if values is None else values:
        if value.kind == "date":
            continue
        behind = BREAK.split(text[value.span.end :][:NEIGHBOUR_CHARS], maxsplit=1)[0]
        before = BREAK.split(text[: value.span.start][-NEIGHBOUR_CHARS:])[-1]
        vague = VAGUE.search(" ".join(words(before)) + " ") is not None
        nearest = next(
            (near for part, place in ((behind, 0), (before, -1)) if (near := _content(part, language, place))), ""
        )
        found.append(Measure(value, term(fold(nearest), language) if nearest else "", nearest, vague))
    return found


def _content(text: str, language: Language, place: int) -> str:
    """The first or last word that is no function word, as written."""
    content = [word for word in WORD.findall(text) if fold(word) not in STOPWORDS[language]]
    return content[place] if content else ""


def same_word(one: str, one_language: Language, other: str, other_language: Language) -> bool:
    if one == other or (len(one) >= COMMON_STEM and one[:COMMON_STEM] == other[:COMMON_STEM]):
        return True
    return one_language != other_language and other in translations(one, one_language)

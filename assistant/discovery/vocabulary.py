"""Turns the tables of places, sectors and organisations into what a word of a document stands for.

Knows nothing about documents. The tables are small, hold English and French names, and are no list of what there is: an
area named as one ("the X region") and an organisation of the documents' own are found without them.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.discovery.records import Label
from assistant.text.gazetteer import organisation_names, place_rows, rows
from assistant.text.terms import fold

NEEDS_AREA = frozenset(  # names that are words as well: only beside "region", "province" and the like
    fold(name)
    for name in "Centre Ouest Est Nord Sud Lac Cascades Bay Man Say Male Bla Mani Maro Unité Sila Lakes".split()
)  # fmt: skip


@cache
def places() -> dict[str, tuple[str, Label]]:
    """Key and label of a place by each of its folded names."""
    found: dict[str, tuple[str, Label]] = {}
    for english, french, *others in place_rows():
        key = fold(english)
        for name in (english, french, *others):
            found.setdefault(fold(name), (key, Label(english, french)))
    return found


@cache
def longest_place_words() -> int:
    return max(len(re.split(r"[\s-]+", name)) for name in places())


@cache
def sectors() -> dict[str, tuple[str, Label]]:
    """Key and label of a sector by each of its folded terms, of both languages."""
    found: dict[str, tuple[str, Label]] = {}
    for key, english, french, in_english, in_french in rows("assistant.discovery", "sectors.tsv"):
        for term in (*in_english.split("|"), *in_french.split("|")):
            found.setdefault(fold(term), (key, Label(english, french)))
    return found


@cache
def sector_pattern() -> re.Pattern[str]:
    """Any term, longest first, in folded text."""
    terms = sorted(sectors(), key=lambda term: (-len(term), term))
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(term) for term in terms) + r")(?![\w-])")


@cache
def organisations() -> dict[str, str]:
    """The name shown of an organisation by each of its names as they are written."""
    return {name: names[0] for name, names in organisation_names().items()}


def folded_alike(text: str) -> str:
    """Folded text in which every character keeps its place, so that offsets hold."""
    return "".join(_one(char) for char in text)


@cache
def _one(char: str) -> str:
    folded = fold(char)
    return folded if len(folded) == 1 else char.casefold()[:1] or char

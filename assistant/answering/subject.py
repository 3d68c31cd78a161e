"""Turns a question into the organisations and places that its answer must be about, each with all its known names.

Knows nothing about documents. Only the clause that asks counts: in "I am Awa from Dakar, where does X work?" that is
what begins with "where". A name is taken where the question's form says what it is: a known organisation, an acronym,
who does what is asked about, or a known place behind a preposition. Other capital letters ("the Italian charity")
stand for little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.records import Language
from assistant.text.gazetteer import organisation_names, place_names
from assistant.text.stopwords import STOPWORDS
from assistant.text.terms import fold

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
ASKING = re.compile(
    r"\b(?:où|qui|que|quoi|quel(?:le)?s?|lesquel(?:le)?s|quand|comment|combien|pourquoi|est-ce|who|whom|whose|what|which|"
    r"when|where|why|how|does|did|is|are|has|have|was|were)\b|\bqu['’]",
    re.IGNORECASE,
)
WORD = r"[A-ZÀ-Ý][\w’'-]+"
NAME = rf"{WORD}(?:[ \u00a0]{WORD})*"
WHO: dict[Language, tuple[re.Pattern[str], ...]] = {
    "en": (
        re.compile(rf"\b(?:does|did|has|have|will|can)\s+(?P<name>{NAME})"),
        re.compile(rf"\b(?:does|did|has|have|will|can)\s+the\s+(?P<name>{WORD}(?:[ \u00a0]{WORD})+)"),
    ),
    "fr": (
        re.compile(rf"\b(?:[ld]['’])?(?P<name>{NAME})\s+(?:\w+['’])?\w+-(?:t-)?(?:elle|il)s?\b"),
        re.compile(rf"\b(?:fait|font|travaille|intervient|opère|emploie|aide|mène)\s+(?:[Ll]['’])?(?P<name>{NAME})"),
    ),
}
PLACE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(rf"\b(?:in|within|across)\s+(?:the\s+)?(?P<name>{NAME})(?!['’]s|\s+[a-zà-ÿ]+(?:ian|ese)\b)"),
    "fr": re.compile(r"\b(?:en|au|aux|à|dans)\s+(?:la\s+|le\s+|les\s+|l['’])?"
                     rf"(?P<name>{NAME}(?:\s[a-zà-ÿ]+(?=\W*$))?)"),
}  # fmt: skip
ACRONYM = re.compile(r"(?<![\w-])(?![IVXLC]+\b)[A-Z][A-Z0-9]{1,7}(?![\w-])")
NO_ORGANISATION = frozenset(
    "AIDS CEO CFA COVID DG EU EUR FAQ FCFA GPS HIV HR ID INGO IT NGO ONG ONGI ONU PDF RH SIDA SMS TV UE UK UN URL US "
    "USA USD VIH".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """One organisation or place: as the question spells it, and all names under which a document may hold it; without
    any where the tables do not know it, and documents may speak of it in other words."""

    spelled: str
    names: tuple[str, ...] = ()


def asked_about(question: str, language: Language) -> tuple[Named, ...]:
    """In the order of their kinds, none twice."""
    clause = _clause(question)
    letters = [char for char in clause if char.isalpha()]
    if sum(char.isupper() for char in letters) * 2 > len(letters):
        return ()  # a question in capitals names nothing by them
    found: dict[str, Named] = {}
    for one in (*_known(clause), *_acronyms(clause), *_doers(clause, language), *_places(clause, language)):
        if not any(fold(one.spelled) in known for known in found):  # "Save" of "Save the Children"
            found[fold(one.spelled)] = one
    return tuple(found.values())


def _clause(question: str) -> str:
    """From the first question word of the last sentence that asks; the whole text where none does."""
    sentences = [one for one in SENTENCE_END.split(question.strip()) if one.rstrip(" »”\"'\u00a0\u202f").endswith("?")]
    if not sentences:
        return question
    start = ASKING.search(sentences[-1])
    return sentences[-1][start.start() :] if start else sentences[-1]


def _known(clause: str) -> Iterator[Named]:
    for match in _organisations().finditer(clause):
        yield Named(match.group(), organisation_names()[match.group()])


def _acronyms(clause: str) -> Iterator[Named]:
    for match in ACRONYM.finditer(clause):
        if match.group() not in NO_ORGANISATION:
            yield Named(match.group())


def _doers(clause: str, language: Language) -> Iterator[Named]:
    for pattern in WHO[language]:
        for match in pattern.finditer(clause):
            said = match["name"].split(" ")
            while said and (fold(said[0]) in STOPWORDS[language] or ASKING.fullmatch(said[0])):
                del said[0]  # "Comment X finance-t-elle": a sentence begins with a capital
            if said:
                yield Named(" ".join(said))


def _places(clause: str, language: Language) -> Iterator[Named]:
    """Those of the table alone: what else stands behind "in" is as often no place ("in French", "in Phase II")."""
    for match in PLACE[language].finditer(clause):
        for name in (match["name"], *_shorter(match["name"])):
            if names := place_names().get(fold(name)):
                yield Named(name, names)
                break


def _shorter(name: str) -> list[str]:
    words = name.split(" ")
    return [" ".join(words[:count]) for count in range(len(words) - 1, 0, -1)]


@cache
def _organisations() -> re.Pattern[str]:
    """Any known name, longest first, as it is written."""
    names = sorted(organisation_names(), key=lambda name: (-len(name), name))
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, names)) + r")(?![\w-])")

"""Turns a question into the elements that a later one may take over or exchange: places, organisations, dates, what is
counted.

Knows nothing about follow-ups. What a name stands for is read from the words before it, as both languages write them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from assistant.answering.follow_up.countries import is_country
from assistant.records import Language, Span
from assistant.text.language import detect
from assistant.text.stopwords import STOPWORDS
from assistant.text.terms import fold
from assistant.text.values import find_values

Kind = Literal["place", "organisation", "date"]
_CAPITAL = r"[A-ZÀÂÇÉÈÊÎÔÖÛÜ]"
NAME = re.compile(rf"(?<![\w-]){_CAPITAL}[\w-]*(?:\s(?:(?:of|the|sans|for)\s){{0,2}}{_CAPITAL}[\w-]*)*")
_AREA_FR = r"(?:(?:la |le |l['’])?(?:camp|région|cercle|ville|zone|district|province|commune) (?:de |du |d['’]))"
BEFORE_PLACE = re.compile(
    rf"(?:(?<!\w)(?:à|a|au|aux|en|dans|vers|près de|autour de|in|at|near|around|across|outside|inside|from)\s"
    rf"(?:{_AREA_FR}|the |la |le |les |l['’])?|(?<!\w)(?:au|du) (?:camp|cercle|district) (?:de |du |d['’]))$",
    re.IGNORECASE,
)
AFTER_PLACE = re.compile(r" (?:camp|region|district|area|province|cluster|office)\b(?= *[?.!,]| *$)")
BEFORE_ORGANISATION = re.compile(
    r"(?<!\w)(?:of |de |d['’]|du |des |qu['’])?(?:l['’]|la |le |les |the )?$", re.IGNORECASE
)
OF = re.compile(r"(?<!\w)(?:de |d['’]|of )$", re.IGNORECASE)
JOINED_DATES = re.compile(r"\s*(?:et|and|to|à|au|-|–|until|jusqu'en)\s*", re.IGNORECASE)
BEFORE_DATE = re.compile(
    r"(?<!\w)(?:en|in|depuis|since|pour|for|entre|between|from|de|du|le|on|au|avant|before|après|after|during|"
    r"pendant|by|until|jusqu'en|d'ici) (?:l'année |the year |the )?$",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    r"\b(?:l['’]an(?:née)? (?:dernière?|passée?|prochaine?)|cette année|last year|this year|next year)\b", re.IGNORECASE
)
_AUXILIARY = r"do|does|did|has|have|had|is|are|was|were|can|could|will|would|should|may|might|must"
COUNTED_FR = re.compile(
    r"\b(?P<before>combien (?:de |d['’])|nombre (?:de |d['’]|des )|pourcentage (?:de |d['’]|des ))"
    r"(?P<noun>[\w-]+(?: (?:de |d['’])(?!l['’]|la )[a-zà-ÿ][\w-]*)?)",
    re.IGNORECASE,
)
COUNTED_EN = re.compile(
    rf"\b(?P<before>how many |how much |number of |percentage of )(?P<noun>(?!(?:{_AUXILIARY})\b)[a-z][\w-]*"
    rf"(?:(?: (?!(?:{_AUXILIARY})\b)[a-z][\w-]*){{0,3}}(?= (?:{_AUXILIARY})\b))?)",
    re.IGNORECASE,
)
NO_NAMES = frozenset("i french english francais anglais francaise anglaise ok ong ongs ngo ngos".split())
PLACE_ACRONYMS = frozenset("USA UK UE EU RDC RCA DRC CAR".split())


@dataclass(frozen=True, slots=True)
class Element:
    """`span` is the whole stretch that an exchange replaces, `name` the name in it (for a date the stretch itself)."""

    kind: Kind
    span: Span
    before: str
    name: str


@dataclass(frozen=True, slots=True)
class Counted:
    """ "combien de personnes": `before` ends where the noun begins."""

    span: Span
    before: str
    noun: str


@dataclass(frozen=True, slots=True)
class Parsed:
    text: str
    language: Language
    elements: tuple[Element, ...]
    counted: Counted | None

    def all(self, kind: Kind) -> list[Element]:
        return [element for element in self.elements if element.kind == kind]


def parse(question: str, organisations: Collection[str] = (), language: Language | None = None) -> Parsed:
    """The elements of a question in reading order; `organisations` are folded names known from the documents."""
    spoken = language or detect(question)
    dates = find_dates(question)
    names = _names(question, dates, organisations)
    found = COUNTED_FR.search(question) or COUNTED_EN.search(question)
    counted = Counted(Span(*found.span()), found["before"], found["noun"]) if found else None
    elements = sorted((*dates, *names), key=lambda element: element.span.start)
    return Parsed(question, spoken, tuple(elements), counted)


def find_dates(text: str) -> list[Element]:
    """Dates with the word before them; two joined ones ("entre 2013 et 2024") are one."""
    spans = [value.span for value in find_values(text) if value.kind == "date"]
    joined: list[Span] = []
    for span in spans:
        if joined and JOINED_DATES.fullmatch(text[joined[-1].end : span.start]):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    joined += [Span(*match.span()) for match in RELATIVE.finditer(text)]
    found = []
    for span in joined:
        before = BEFORE_DATE.search(text[: span.start])
        start = before.start() if before else span.start
        found.append(
            Element("date", Span(start, span.end), before.group() if before else "", text[span.start : span.end])
        )
    return found


def is_acronym(name: str) -> bool:
    return sum(char.isupper() for char in name) >= 2 and name.isupper() and name not in PLACE_ACRONYMS


def looks_like_organisation(name: str, organisations: Collection[str] = ()) -> bool:
    if is_country(name):
        return False
    return is_acronym(name.split()[0]) or fold(name) in organisations or " " in name


def _names(text: str, dates: list[Element], organisations: Collection[str]) -> list[Element]:
    found = []
    for match in NAME.finditer(text):
        name = _without_sentence_word(match, text)
        start = match.end() - len(name)
        dated = any(date.span.start < match.end() and start < date.span.end for date in dates)
        if not name or dated or fold(name) in NO_NAMES:
            continue
        found.append(_element(text, start, name, organisations))
    return found


def _without_sentence_word(match: re.Match[str], text: str) -> str:
    """The name without a capital that only begins the sentence ("Combien", "Does UNICEF")."""
    name = match.group()
    if text[: match.start()].strip(' «"“¿') and text[: match.start()].rstrip()[-1:] not in ".!?":
        return name
    first, _, rest = name.partition(" ")
    known = fold(first) in STOPWORDS["fr"] | STOPWORDS["en"]
    if is_acronym(first) or (not known and (rest or is_country(first))):
        return name
    return "" if not rest else rest if known else name


def _element(text: str, start: int, name: str, organisations: Collection[str]) -> Element:
    end = start + len(name)
    before = text[:start]
    place = BEFORE_PLACE.search(before)
    organisation = looks_like_organisation(name, organisations)
    if place and not (organisation and not is_country(name)):
        after = AFTER_PLACE.match(text, end)
        return Element("place", Span(place.start(), after.end() if after else end), place.group(), name)
    if not organisation and OF.search(before):
        return Element("place", Span(start, end), "", name)
    if is_country(name):
        return Element("place", Span(start, end), "", name)
    article = BEFORE_ORGANISATION.search(before)
    first = article.start() if article else start
    return Element("organisation", Span(first, end), before[first:], name)

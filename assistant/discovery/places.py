"""Turns a clause into the places that it says something happens in.

Knows nothing about organisations. A bare name counts when the table holds it or the list around it is of places; any
name counts beside a word for an area ("the X region", "camp de X").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.discovery.records import Label
from assistant.discovery.vocabulary import NEEDS_AREA, longest_place_words, places, sector_pattern
from assistant.text.terms import fold

_NOUN = (
    r"(?:regions?|régions?|provinces?|districts?|cercles?|circles?|zones?|areas?|départements?|departments?|communes?|"
    r"camps?|cit(?:y|ies)|towns?|villes?|villages?|countries|counties|county|wilayas?|governorates?|gouvernorats?|"
    r"states?|"
    r"États?|préfectures?|prefectures?)"
)
_ADJECTIVE = (
    r"(?:(?:northern|southern|eastern|western|central|northeastern|northwestern|whole|entire|refugee|capital)\s)?"
)
_OF = r"(?:\s(?:sanitaires?|administratives?|de réfugiés))?\s(?:of\s|de\sla\s|de\sl'|du\s|des\s|de\s|d')"
_NAMED_AFTER = _NOUN.replace("areas?|", "").replace("zones?|", "")  # "areas of health" are none of these
BEFORE = re.compile(
    r"(?<![\w'])(?P<preposition>in|across|throughout|at|near|around|covers|covering|cover|à|a|au|aux|en|dans|sur|"
    r"couvre|couvrent)\s"
    rf"(?:également\s|aussi\s|also\s)?(?:tou(?:te)?s?\s)?(?:the\s|les\s|la\s|le\s|"
    rf"l')?{_ADJECTIVE}(?P<area>{_NAMED_AFTER}{_OF})?"
    r"(?:(?:la|le|les)\s|l')?",
    re.IGNORECASE,
)
NAME = re.compile(r"[A-ZÀÂÇÉÈÊËÎÏÔÖÛÜ][\w'-]*")
WORD_BETWEEN = re.compile(
    r"[ -](?=[A-ZÀÂÇÉÈÊËÎÏÔÖÛÜ])|[ -](?:of|the|de|du|des|la|le|les|ez|el|al|and)[ -](?=[\w])", re.IGNORECASE
)
BETWEEN = re.compile(
    rf"\s*(?:,\s*(?:and|et|or|ou|puis)?|\band\b|\bet\b|&|\bor\b|\bou\b|\bainsi\sque\b|\bas\swell\sas\b)\s*"
    rf"(?:in\s|à\s|au\s|en\s|dans\s)?(?:the\s|les\s|la\s|le\s|l'|de\sla\s|de\sl'|du\s|des\s|de\s|"
    rf"d')?(?:{_NAMED_AFTER}{_OF})?(?=[A-ZÀÂÇÉÈÊËÎÏÔÖÛÜ])"
)
AFTER_AREA = re.compile(rf"\s{_NOUN}\b", re.IGNORECASE)
SPOILT = re.compile(  # what stands before the preposition when the place is another thing's
    r"(?:conflicts?|crisis|crises|wars?|coups?|violence|fighting|earthquakes?|floods?|drought|partners?|donors?|"
    r"head\soffice|headquarter\w*|"
    r"based|born|registered|meetings?|conferences?|universit\w+|fled|conflits?|crises?|guerres?|combats|séismes?|"
    r"inondations?|sécheresse|partenaires?|bailleurs?|siège|basée?s?|née?s?|réunions?|conférences?|universités?|"
    r"enregistrée?s?|event\w*|interest\w*|elections?|élections)(?:\s\w+)?\s$",
    re.IGNORECASE,
)
NOT_PLACES = frozenset(
    fold(word)
    for word in "January February March April May June July August September October November December Janvier Février "
    "Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre English French Anglais Français Phase Covid "
    "Covid-19 Christmas Ramadan Parallel Addition Total Chapter Section Table Figure Partnership".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """A place with the stretch of the clause that names it."""

    key: str
    label: Label
    start: int
    end: int


def find_places(clause: str) -> list[Named]:
    """Places that the clause itself is set in, in reading order."""
    found: list[Named] = []
    for match in BEFORE.finditer(clause):
        if not SPOILT.search(clause[: match.start()]):
            found += _listed(clause, match)
    return list({place.key: place for place in reversed(found)}.values())[::-1]


def _listed(clause: str, before: re.Match[str]) -> list[Named]:
    """The names after a preposition, all of them or none where nothing says that they are places."""
    names = list(_names(clause, before.end()))
    if not names:
        return []
    end = names[-1][1]
    is_area = bool(before["area"]) or AFTER_AREA.match(clause, end) is not None
    found = []
    known = [_known(clause[start:stop]) for start, stop in names]
    of_places = is_area or (len(names) > 1 and sum(place is not None for place in known) * 2 > len(names))
    for (start, stop), place in zip(names, known, strict=True):
        name = clause[start:stop]
        if place is not None and (is_area or fold(name) not in NEEDS_AREA):
            found.append(Named(*place, start, stop))
        elif place is None and of_places and _may_be(name):
            found.append(Named(fold(name), Label(name, name), start, stop))
        elif not of_places:
            break
    return found


def _names(clause: str, at: int) -> Iterator[tuple[int, int]]:
    while True:
        span = _name(clause, at)
        if span is None:
            return
        yield span
        following = BETWEEN.match(clause, span[1])
        if following is None:
            return
        at = following.end()


def _name(clause: str, at: int) -> tuple[int, int] | None:
    """The longest known name here, else the capitals that stand together."""
    match = NAME.match(clause, at)
    if match is None:
        return None
    ends = [match.end()]
    while len(ends) < longest_place_words():
        between = WORD_BETWEEN.match(clause, ends[-1])
        following = re.compile(r"[\w'-]+").match(clause, between.end()) if between else None
        if following is None:
            break
        ends.append(following.end())
    for end in reversed(ends):
        name = clause[at:end].removesuffix("'s")
        if _known(name):
            return at, at + len(name)
    capitals = [end for end in ends if clause[at:end].rsplit(" ", 1)[-1][0].isupper()]
    alone = re.split(r"\s(?:and|et)\s", clause[at : capitals[-1]])[0]  # only a known name may hold "and"
    return at, at + len(alone.removesuffix("'s"))


def _known(name: str) -> tuple[str, Label] | None:
    return places().get(fold(name)) or places().get(fold(name.replace("-", " ")))


def _may_be(name: str) -> bool:
    """A name of an area that no table holds: no acronym, month, or sentence's first word."""
    folded = fold(name)
    return (
        folded not in NOT_PLACES
        and not name.isupper()
        and len(name) > 2
        and not any(char.isdigit() for char in name)
        and not sector_pattern().search(folded)
    )

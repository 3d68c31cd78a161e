"""Turns a clause or a line into the sectors that it says somebody works in.

Knows nothing about organisations. A word for a sector is not enough: it must stand in a list of sectors, or beside a
word for work done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.discovery.records import Label
from assistant.discovery.vocabulary import folded_alike, sector_pattern, sectors

INTRODUCED = re.compile(  # in folded text
    r"\b(?:areas?|fields?|sectors?|domaines?|secteurs?)(?:\s(?:suivants?|prioritaires?|d'intervention|"
    r"of\sintervention))?"
    r"\s?(?:of|de|du|des|d'|:|including|such\sas|comme|dont|-)"
)
WORKING_IN = re.compile(
    r"^\W*(?:\w+\s){0,2}(?:works?|working|operates?|operating|intervenes?|intervening|active|specialis\w+|specializ\w+|"
    r"travaille(?:nt)?|interviennent|intervient|active?s?|actifs?|specialise\w*|engagee?s?|travaillons|intervenons)\s"
    r"(?:both\s|principalement\s|mainly\s|notamment\s|primarily\s)?(?:in|dans|en|sur|on)\s"
)
SEPARATOR = re.compile(
    r"(?:\s*(?:[,/&+;•·–]|-(?=\s)|\band\b|\bet\b|\bof\b|\bthe\b|\bde\b|\bdu\b|\bdes\b|\bla\b|\ble\b|\bles\b|[dl]'|"
    r"\bin\b|\bdans\b|\ben\b|"
    r"\bas\swell\sas\b|\bainsi\sque\b|\bles\b)\s*|\s+)*"
)
BEFORE_WORK = re.compile(
    r"(?:services?|soins|activites?|interventions?|programmes?|projets?|kits?|distributions?|acces|prise en charge|"
    r"lutte contre|"
    r"actions?|access to|fight against|combat|combats|combating|formations?|reponse|aide|appui)"
    r"\s(?:a|aux|au|de|en|d'|of|in|du|des|contre|against|to)?\s?(?:la\s|le\s|les\s|l'|the\s)?$"
)
AFTER_WORK = re.compile(
    r"\s(?:and\s|et\s)?(?:\w+\s)?(?:services?|activit\w+|interventions?|support|kits?|assistance|programmes?|"
    r"programs?|projects?|trainings?|"
    r"equipment|facilities|centers?|centres?|response|care|posts?|distributions?)\b"
)
SUPPLIED = re.compile(
    r"^\W*(?:\w+\s){0,3}(?:provid\w+|offers?|offering|delivers?|delivering|ensures?|ensuring|promot\w+|supplies|"
    r"supplying|"
    r"fourni\w*|offre\w*|offrons|assure\w*|favorise\w*|promeu\w+|dispense\w*)\s(?:(?:basic|free|primary|emergency|"
    r"essential|"
    r"lifesaving|life-saving|la|le|les|des|du|de|l'|une|un|the|une aide)\s?){0,3}$"
)
COVERED = 0.6  # so much of a line must be terms for it to be a list of them


@dataclass(frozen=True, slots=True)
class Term:
    """A sector with the stretch that names it."""

    key: str
    label: Label
    start: int
    end: int


def find_sectors(clause: str) -> list[Term]:
    """Sectors that whoever the clause is about works in."""
    folded = folded_alike(clause)
    found: list[Term] = []
    starts = [match.end() for match in INTRODUCED.finditer(folded)]
    working = WORKING_IN.match(folded)
    for start in starts + ([working.end()] if working else []):
        found += _list_from(folded, start)
    for match in sector_pattern().finditer(folded):
        before, after = folded[: match.start()], folded[match.end() :]
        if BEFORE_WORK.search(before) or AFTER_WORK.match(after) or SUPPLIED.match(before):
            found.append(_term(match))
            found += _list_from(folded, match.end()) if BEFORE_WORK.search(before) else []
    return _once(found)


def sectors_of_line(line: str) -> list[Term]:
    """The sectors of a line that is nothing but a list of them; none for any other line."""
    folded = folded_alike(line)
    matches = list(sector_pattern().finditer(folded))
    covered = sum(match.end() - match.start() for match in matches)
    letters = sum(not char.isspace() and char not in "•·-–*,;/&" for char in folded) or 1
    return _once([_term(match) for match in matches]) if covered >= COVERED * letters else []


def _list_from(folded: str, start: int) -> list[Term]:
    """Terms one after the other, with nothing between them but what joins a list."""
    found: list[Term] = []
    while True:
        separator = SEPARATOR.match(folded, start)
        at = separator.end() if separator else start
        match = sector_pattern().match(folded, at)
        if match is None:
            return found
        found.append(_term(match))
        start = match.end()


def _term(match: re.Match[str]) -> Term:
    return Term(*sectors()[match.group()], match.start(), match.end())


def _once(found: list[Term]) -> list[Term]:
    return sorted({term.key: term for term in reversed(found)}.values(), key=lambda term: term.start)

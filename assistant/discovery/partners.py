"""Turns a clause into the partners that it names.

Knows nothing about documents. Partners are named one after the other behind the words that make them partners.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.discovery.names import CAPITAL, Names, usable
from assistant.discovery.places import NOT_PLACES
from assistant.records import Language
from assistant.text.terms import fold

WITH = re.compile(
    r"(?:\b(?:works?|working|collaborat\w+|partners|partnered|cooperat\w+)\s(?:\w+\s){0,2}?with|\btravaill\w+\s(?:\w+\s){0,2}?avec|"
    r"\bcollabor\w+\s(?:\w+\s){0,2}?avec|\bcoopèr\w+\s(?:\w+\s){0,2}?avec|\b(?:established|signed|formed|built)\s(?:\w+\s)?partnerships?\swith|"
    r"\bin\s(?:\w+\s)?partnership\swith|\ben\s(?:\w+\s)?(?:partenariat|collaboration)\s(?:\w+\s)?avec|\bin\scollaboration\swith|"
    r"\bnoué\s(?:un|des)\spartenariats?\savec)\s",
    re.IGNORECASE,
)
DESCRIBED = re.compile(
    r"(?:(?:the|its|their|our|local|national|international|several|two|three|four|partners?|partenaires?|NGOs?|ONG|ONGs|INGOs?|associations?|"
    r"organi[sz]ations?|locales?|nationales?|internationales?|les|la|le|des|de|ses|leurs?|nos|including|notamment|dont|such\sas)\s|l'|d')*"
)
SHORT = re.compile(rf"\s\({CAPITAL}[\w-]+\)")
JOINT = re.compile(r"\s*(?:,\s*(?:and|et)?|\band\b|\bet\b|&|\bainsi\sque\b|\bas\swell\sas\b)\s*")
CONNECTORS: dict[Language, str] = {
    "en": r"of\sthe|of|for|the|et|de|du|des|sans",
    "fr": r"de\sla|de\sl'|de|du|des|la|les|pour|sans|of|for|and",
}
LISTED = 12


def partners_of(clause: str, names: Names, language: Language) -> Iterator[str]:
    for match in WITH.finditer(clause):
        at = match.end()
        for _ in range(LISTED):
            described = DESCRIBED.match(clause, at)
            at = described.end() if described else at
            end = _name_end(clause, at, names, language)
            if end is None:
                break
            name = clause[at:end].removesuffix("'s")
            if may_be_partner(name):
                yield name
            short = SHORT.match(clause, end)
            joint = JOINT.match(clause, short.end() if short else end)
            if joint is None:
                break
            at = joint.end()


def may_be_partner(name: str) -> bool:
    return usable(name) and fold(name) not in NOT_PLACES and len(name) > 2 and not name[0].isdigit()


def _name_end(clause: str, at: int, names: Names, language: Language) -> int | None:
    """Where the name that begins here ends: a known one, else capitals and what joins them."""
    known = next((mention for mention in names.find(clause[at : at + 120]) if mention.start == 0), None)
    if known is not None:
        return at + known.end
    word = rf"{CAPITAL}[\w&'-]*"
    pattern = rf"{word}(?:\s(?:(?:{CONNECTORS[language]})\s|l')?{word})*(?:\s(?:nigérienne?|malienne?|tchadienne?)\b)?"
    match = re.compile(pattern).match(clause, at)
    return match.end() if match else None

"""Turns a clause into the figures that it gives of whom it is about: staff, people reached, projects, offices, budget.

Knows nothing about documents. A number counts beside the noun that says what it counts and after the verb that says
whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.discovery.records import Kind
from assistant.text.values import NUMBER, WORD_NUMBER, find_values

_NUMBER = f"(?:{'|'.join(re.sub(r'[?]P<[a-z]+>', '?:', one.pattern) for one in (NUMBER, WORD_NUMBER))})"
_OF = r"(?:\s(?:de\s|d'|of\s)|\s)"
_WORDS = r"(?:(?!and\b|et\b|to\b|for\b|in\b|à\b|pour\b|dans\b)[\w'-]+\s){0,3}?"
STAFF = (
    r"(?:staff(?:\smembers)?|employees|workers|doctors|nurses|midwives|volunteers|aid\sworkers|employée?s|salariée?s|"
    r"agents|collaborateurs|médecins|infirmi[eè]r\w*|sages-femmes|bénévoles|volontaires|travailleurs)"
)
PEOPLE = (
    r"(?:people|persons|children|women|girls|boys|men|families|households|refugees|patients|beneficiaries|IDPs|"
    r"students|pupils|mothers|migrants|adults|civilians|personnes|enfants|femmes|filles|garçons|hommes|familles|"
    r"ménages|réfugiée?s|malades|bénéficiaires|élèves|mères|déplacée?s)"
)
_HAVE = (
    r"(?:has|have|employs?|employing|compte(?:nt)?|emploie(?:nt)?|employons|comptons|dispose(?:nt)?\s(?:de|d')|"
    r"disposons\s(?:de|d')|a|ont|avons)"
)
_QUALIFIED = r"(?:\s(?:\w+ly|actuellement|now|au\stotal|a\steam\sof|une\séquipe\sde|a\sstaff\sof|un\seffectif\sde))*"
_ABOUT = (
    r"(?:(?:about|around|approximately|more\sthan|over|nearly|almost|some|at\sleast|up\sto|environ|près\sde|plus\sde|"
    r"quelque|"
    r"au\smoins)\s)?"
)
HAS_STAFF = re.compile(rf"\b{_HAVE}{_QUALIFIED}\s?(?P<figure>{_ABOUT}{_NUMBER}{_OF}{_WORDS}{STAFF})\b", re.IGNORECASE)
EMPLOYS = re.compile(
    rf"\b(?:employs?|employing|emploie(?:nt)?|employons){_QUALIFIED}\s?(?P<figure>{_ABOUT}{_NUMBER}{_OF}(?:people|"
    rf"persons|personnes))\b"
    rf"|\b{_HAVE}{_QUALIFIED}\s?(?P<there>{_ABOUT}{_NUMBER}{_OF}(?:people|personnes)\s(?:on\sthe\sground|"
    rf"sur\sle\sterrain))",
    re.IGNORECASE,
)
MORE_STAFF = re.compile(rf"\s(?:and|et)\s(?P<figure>{_ABOUT}{_NUMBER}{_OF}{_WORDS}{STAFF})\b", re.IGNORECASE)
REACHED = re.compile(
    r"\b(?:reach(?:es|ed)?|assist(?:s|ed)?|help(?:s|ed)?|support(?:s|ed)?|vaccinate[sd]?|treat(?:s|ed)?|serve[sd]?|"
    r"fed|feeds?|trained|"
    r"protect(?:s|ed)?|touché|aidé|assisté|soutenu|atteint|vacciné|traité|soigné|formé|appuyé|accompagné|"
    r"pris\sen\scharge|aide|"
    rf"assiste|soutient|appuie|vaccine|soigne|(?:vient|viennent|venons)\sen\saide\sà){_QUALIFIED}\s?(?P<figure>{_ABOUT}{_NUMBER}{_OF}{_WORDS}{PEOPLE})\b",
    re.IGNORECASE,
)
PROJECTS = re.compile(
    r"\b(?:implement(?:s|ed|ing)?|runs?|manages?|carried\sout|completed|conducts?|has|have|mène(?:nt)?|mené|"
    r"gère(?:nt)?|met(?:tent)?\sen\sœuvre|mis\sen\s"
    rf"œuvre|réalisé|réalise|exécute|exécuté|compte|"
    rf"a){_QUALIFIED}\s?(?P<figure>{_ABOUT}{_NUMBER}{_OF}{_WORDS}(?:projects|projets))\b",
    re.IGNORECASE,
)
OFFICES = re.compile(
    rf"\b(?:has|have|operates?|maintains?|runs?|compte(?:nt)?|dispose(?:nt)?\s(?:de|d')|a|gère|avec|"
    rf"with){_QUALIFIED}\s?"
    rf"(?P<figure>{_ABOUT}{_NUMBER}{_OF}(?:\w+\s){{0,2}}?(?:offices|bases|bureaux(?:\sde\s(?:zone|terrain))?|"
    rf"antennes|délégations|sous-bases))\b",
    re.IGNORECASE,
)
BUDGET = re.compile(
    rf"\b(?:has|with|a|dispose|avec)\s(?:an?|d'un|un)\s(?:\w+\s)?budget(?:\s\w+)?\s(?:of|de)(?:\s(?:about|around|"
    rf"over|environ|plus\sde))?\s"
    rf"(?P<figure>[€$£]?\s?{_NUMBER}(?:\s(?:de\s|d'|of\s)?(?:euros?|dollars?|USD|EUR|CHF|FCFA|francs?(?:\sCFA)?|"
    rf"US\sdollars))?)",
    re.IGNORECASE,
)
PATTERNS: tuple[tuple[Kind, re.Pattern[str], bool], ...] = (  # kind, pattern, may be past
    (Kind.STAFF, HAS_STAFF, False),
    (Kind.STAFF, EMPLOYS, False),
    (Kind.REACHED, REACHED, True),
    (Kind.PROJECTS, PROJECTS, True),
    (Kind.OFFICES, OFFICES, False),
    (Kind.BUDGET, BUDGET, False),
)


@dataclass(frozen=True, slots=True)
class Figure:
    kind: Kind
    number: str
    words: str


def figures_of(clause: str, *, present: bool) -> Iterator[Figure]:
    """In the order of their kinds; staff, offices and budget only where they are there now."""
    for kind, pattern, past in PATTERNS:
        for match in pattern.finditer(clause):
            if present or past or " and " in clause or " et " in clause:
                yield _figure(kind, match.group(match.lastgroup or "figure"))
                more = MORE_STAFF.match(clause, match.end()) if kind is Kind.STAFF else None
                if more is not None:
                    yield _figure(kind, more["figure"])


def _figure(kind: Kind, words: str) -> Figure:
    values = [value.key for value in find_values(words) if value.kind != "percent"]
    return Figure(kind, values[0] if values else words.casefold(), words.strip())

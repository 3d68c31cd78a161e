"""Turns a question into what it asks for: the kind of answer, and the names that a right answer must be about.

Knows nothing about documents. Rules on question words of French and English, no model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from assistant.records import Language
from assistant.text.stopwords import STOPWORDS
from assistant.text.terms import content_terms, fold, words
from assistant.text.values import find_values


class AnswerKind(StrEnum):
    NUMBER = "number"
    DATE = "date"
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    ADDRESS = "address"
    CONTACT = "contact"
    MEANING = "meaning"
    PLACE = "place"
    WHO = "who"
    OTHER = "other"


KINDS: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (AnswerKind.EMAIL, r"\b(?:e-?mails?|courriels?|mails?)\b"),
        (AnswerKind.PHONE, r"\b(?:telephones?|phones?|hotline|ligne (?:verte|d'ecoute)|fax)\b"),
        (AnswerKind.WEBSITE, r"\b(?:site (?:web|internet)|website|web ?page|url|page web|"
         r"(?:sur|on) (?:internet|the web)|online|en ligne)\b"),
        (AnswerKind.ADDRESS, r"(?<!s')\b(?:adresse|address)\b"),
        (AnswerKind.CONTACT, r"\b(?:contacter|joindre|coordonnees|contacts?|get in touch|"
         r"how (?:can|do|could) (?:i|we|one|you) (?:reach|contact))\b"),
        (AnswerKind.MEANING, r"\b(?:signifie|signification|veut dire|sigle|acronyme?|acronym|abbreviation|abreviation|"
         r"stands? for|mean(?:s|ing)?)\b"),
        (AnswerKind.DATE, r"(?:^|^et |^and |depuis |jusqu'a |since |until )(?:quand|when)\b|\b(?:quand|when)\s*\??$|"
         r"\bwhen (?:did|was|were|is|are|does|do|will|has|have)\b|\b(?:(?:quelle|en quelle|l') ?(?:annee|date)|annee|"
         r"(?:what|which) (?:year|date|month|day)|year|date|quel (?:mois|jour)|depuis combien de temps|how long)\b"),
        (AnswerKind.NUMBER, r"\b(?:combien|how many|how much|nombre|number|pourcentage|percent(?:age)?|proportion|taux|"
         r"rate|share|part|montant|amount|budget|effectifs?|total|chiffres?|figures?|headcount|size)\b"),
        (AnswerKind.PLACE, r"\b(?:ou (?:est|sont|se|intervient|interviennent|travaille|a|l|les|le|la|il|elle)|where|"
         r"^ou|dans quel(?:le)?s? (?:region|ville|pays|localite|zone|lieu)s?|(?:which|what) (?:region|city|cities|"
         r"town|place|country|area|district)s?|quel(?:le)?s? (?:region|ville|pays|zone)s?)\b"),
        (AnswerKind.WHO, r"\b(?:qui|who|whom|quel(?:le)?s? (?:organisation|ong|organisme|institution|partenaire|"
         r"bailleur|association|agence)s?|(?:which|what) (?:[a-z]+ ){0,2}(?:organi[sz]ation|ngo|institution|"
         r"partner|donor|agency|agencies|group)s?|avec quel(?:le)?s?)\b"),
    )
)  # fmt: skip
PLURAL_ASKED = re.compile(
    r"\b(?:quels|quelles|lesquels|lesquelles|list|liste|listez|citez|enumerez|name the|"
    r"(?:which|what) (?:[a-z-]+ ){0,3}?[a-z]{2,}(?<!s)s\b|what are)\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for.

    `anchors` are the folded names, acronyms, years and figures in it: an answer about something else is wrong.
    """

    text: str
    language: Language
    kind: AnswerKind
    several: bool
    anchors: tuple[str, ...]
    terms: tuple[str, ...]


def understand(question: str, language: Language) -> Asked:
    """Kind, names and terms of a question. The first kind of KINDS whose words it holds is its kind."""
    folded = " ".join(fold(question).split())
    kind = next((kind for kind, pattern in KINDS if pattern.search(folded)), AnswerKind.OTHER)
    several = PLURAL_ASKED.search(folded) is not None
    terms = tuple(dict.fromkeys(content_terms(question, language)))
    return Asked(question, language, kind, several, _anchors(question, language), terms)


BEGINS = re.compile(r"(?:^|[.!?…:;•\n–—])[\s«“\"(¿]*$")  # what stands before the first word of a sentence

_MAIL = r"[\w.+-]+@[\w-]+\.\w+"
_WEB = r"www\.|https?://|\b[\w-]+\.(?:org|com|net|int|ml|fr)\b"
_PHONE = r"\+?\d[\d ().-]{6,}\d"
_STREET = r"\b(?:\d{1,5}|lot|bp|b\.p\.|p\.?o\.? box|rue|avenue|street|road|via|quartier)\b"
SHAPES: dict[AnswerKind, re.Pattern[str]] = {
    AnswerKind.EMAIL: re.compile(_MAIL),
    AnswerKind.WEBSITE: re.compile(_WEB, re.IGNORECASE),
    AnswerKind.PHONE: re.compile(_PHONE),
    AnswerKind.ADDRESS: re.compile(f"{_STREET}|{_MAIL}", re.IGNORECASE),
    AnswerKind.CONTACT: re.compile(f"{_MAIL}|{_WEB}|{_PHONE}|{_STREET}", re.IGNORECASE),
}
NAMED = re.compile(r"(?<!^)(?<![.!?:•]\s)\b[A-ZÀ-Ý][\w’'-]+")
DURATION = re.compile(r"\b(?:ans?|annees?|mois|semaines?|jours?|years?|months?|weeks?|days?)\b")


def answers_kind(text: str, asked: Asked) -> bool | None:
    """Whether a text holds the kind of thing asked for; None where that cannot be seen on its face."""
    kind = asked.kind
    if kind is AnswerKind.NUMBER:
        return any(value.kind != "date" for value in find_values(text))
    if kind is AnswerKind.DATE:
        return any(value.kind == "date" for value in find_values(text)) or DURATION.search(fold(text)) is not None
    if kind in SHAPES:
        return SHAPES[kind].search(text) is not None
    if kind is AnswerKind.MEANING:
        return _expands(text, asked)
    if kind in {AnswerKind.PLACE, AnswerKind.WHO}:
        return NAMED.search(text) is not None
    return None


def is_certain(kind: AnswerKind) -> bool:
    """True for the kinds that can be seen on a text's face: without a figure it answers no "how many"."""
    return kind not in {AnswerKind.PLACE, AnswerKind.WHO, AnswerKind.OTHER}


def _expands(text: str, asked: Asked) -> bool | None:
    """Whether an acronym of the question stands beside its words: "GTAH (Groupe de…)" or "Groupe de… (GTAH)"."""
    acronyms = re.findall(r"[A-Z][A-Za-z]*[A-Z]+", asked.text)
    acronyms = acronyms or [anchor for anchor in asked.anchors if anchor.isalpha()]
    if not acronyms:
        return None
    either = "|".join(map(re.escape, acronyms))
    return re.search(rf"\(\s*(?:{either})\s*\)|\b(?:{either})\s*[(:–—-]", text, re.IGNORECASE) is not None


def _anchors(question: str, language: Language) -> tuple[str, ...]:
    """Capitalised words that begin no sentence (unless acronyms), words with capitals inside, years and figures."""
    found: list[str] = []
    tokens = list(re.finditer(r"[\w’'-]+", question))
    shouting = sum(token.group().isupper() for token in tokens) > len(tokens) / 2
    for token in tokens:
        bare = re.sub(r"^(?:[cdjlmnst]|qu)['’]", "", token.group(), flags=re.IGNORECASE)
        acronym = len(bare) > 1 and any(char.isupper() for char in bare[1:]) and not shouting
        begins = BEGINS.search(question[: token.start()]) is not None and bare == token.group()
        capital = bare[:1].isupper() and not begins and not shouting
        if acronym or capital or bare[:1].isdigit():
            found.extend(word for word in words(bare) if word not in STOPWORDS[language] and len(word) > 1)
    return tuple(dict.fromkeys(found))

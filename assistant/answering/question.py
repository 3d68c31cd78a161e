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

CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|www\.|https?://|\+\d[\d ().-]{6,}\d", re.IGNORECASE)


class AnswerKind(StrEnum):
    NUMBER = "number"
    DATE = "date"
    PLACE = "place"
    WHO = "who"
    CONTACT = "contact"
    MEANING = "meaning"
    OTHER = "other"


KINDS: tuple[tuple[AnswerKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (AnswerKind.CONTACT, r"\b(?:e-?mail|courriel|adresses?|address|telephone|phone|contact(?:er)?|joindre|site web|"
         r"website|url|coordonnees|reach)\b"),
        (AnswerKind.MEANING, r"\b(?:signifie|signification|veut dire|sigle|acronyme?|acronym|abbreviation|abreviation|"
         r"stands? for|mean(?:s|ing)?)\b"),
        (AnswerKind.DATE, r"\b(?:quand|when|depuis quand|since when|(?:quelle|en quelle|l') ?(?:annee|date)|annee|"
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
LIST = re.compile(
    r"\b(?:quels|quelles|lesquel(?:le)?s|liste[rz]?|enumere[rz]?|citez?|list|name|what are|which|what|"
    r"quels sont|quelles sont)\b"
)
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


def answers_kind(text: str, kind: AnswerKind) -> bool | None:
    """Whether a text holds the kind of thing asked for; None where that cannot be seen on its face."""
    if kind is AnswerKind.NUMBER:
        return any(value.kind != "date" for value in find_values(text))
    if kind is AnswerKind.DATE:
        return any(value.kind == "date" for value in find_values(text))
    if kind is AnswerKind.CONTACT:
        return CONTACT.search(text) is not None or re.search(r"\b\d{1,5}\b.*[-–,].*[A-Z]", text) is not None
    if kind is AnswerKind.MEANING:
        return re.search(r"\([A-Z]{2,}\)|[A-Z]{2,}\w*\s*\(", text) is not None
    if kind in {AnswerKind.PLACE, AnswerKind.WHO}:
        return re.search(r"(?<!^)(?<![.!?]\s)\b[A-ZÀ-Ý][\w’'-]+", text) is not None
    return None


def _anchors(question: str, language: Language) -> tuple[str, ...]:
    """Capitalised words but the first (unless an acronym), words with capitals inside, years and figures."""
    found: list[str] = []
    tokens = re.findall(r"[\w’'-]+", question)
    shouting = sum(token.isupper() for token in tokens) > len(tokens) / 2
    for place, token in enumerate(tokens):
        bare = re.sub(r"^(?:[cdjlmnst]|qu)['’]", "", token, flags=re.IGNORECASE)
        acronym = len(bare) > 1 and any(char.isupper() for char in bare[1:]) and not shouting
        capital = bare[:1].isupper() and (place > 0 or bare != token) and not shouting
        if acronym or capital or bare[:1].isdigit():
            found.extend(word for word in words(bare) if word not in STOPWORDS[language] and len(word) > 1)
    return tuple(dict.fromkeys(found))

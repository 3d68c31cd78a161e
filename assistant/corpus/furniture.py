"""Turns a document's text into the spans of it that are page furniture: menus, language switches, placeholders.

Knows nothing about particular sites. Furniture stays in the stored text and never becomes a passage.
"""

from __future__ import annotations

import re
from collections import Counter

from assistant.records import Span
from assistant.text.terms import fold

LINE = re.compile(r"[^\n]+")
LONG_RUN = re.compile(r"\S{2000,}")  # no word or address is so long: packed data, or a file without a space
REPEATS = 3  # a short line without figures that stands there this often is a placeholder or a menu entry
REPEAT_CHARS = 40
FURNITURE_CHARS = 300  # longer lines are prose, and would make the patterns slow
_LANGUAGE = r"(?:francais|anglais|english|french|espanol|arabe|arabic|العربية|portugues)"
PATTERNS = re.compile(
    "|".join(
        (
            rf"(?:[-•*]\s*)?(?:{_LANGUAGE}\s*[|/·•,]?\s*)+",
            r"(?:[-•*]\s*)?(?:(?:also\s+)?available in|(?:aussi\s+)?disponible en)\s*:?",
            rf".{{0,60}}(?:aussi|egalement) disponible en (?:{_LANGUAGE})\b.{{0,60}}",
            rf".{{0,60}}also available in (?:{_LANGUAGE})\b.{{0,60}}",
            rf"(?:passer|basculer) (?:au|en|a l')\s*{_LANGUAGE}\.?|switch to {_LANGUAGE}\.?",
            r"(?:skip to (?:main )?content|aller au contenu(?: principal)?)",
            r"(?:read|learn|find out) more.{0,20}|en savoir plus.{0,20}|lire (?:la suite|plus).{0,10}|voir plus",
            r"(?:share|partager)(?: (?:this|cette) (?:page|article))?(?: on| sur)?.{0,20}",
            r"(?:back to top|retour en haut(?: de (?:la )?page)?|print(?: this page)?|imprimer(?: cette page)?)",
            r"(?:home|accueil|menu|search|rechercher?|contact us|contactez-nous|follow us|suivez-nous|donate|"
            r"faire un don|log ?in|connexion|subscribe|s'abonner|sitemap|plan du site|mentions legales|cookies?)",
            r"(?:we|this (?:web)?site) uses? cookies.*|(?:nous utilisons|ce site utilise) des cookies.*",
            r"(?:©|\(c\)|copyright\b).{0,80}",
            r"(?:lorem ipsum|placeholder|your text here|votre texte ici|insert (?:text|title)|nom(?:e)? (?:de la )?"
            r"fond(?:azione|ation)|todo|tbd|xxx+).{0,20}",
        )
    )
)


def find_furniture(text: str) -> tuple[Span, ...]:
    """Spans of whole lines that are furniture, in order."""
    lines = [(match, fold(match.group()).strip()) for match in LINE.finditer(text)]
    counts = Counter(folded for _, folded in lines)
    found = [
        Span(*match.span()) for match, folded in lines if _is_furniture(folded) or _is_repeated(folded, counts[folded])
    ]
    found += [Span(*match.span()) for match in LONG_RUN.finditer(text)]
    return tuple(sorted(found, key=lambda span: span.start))


def _is_furniture(line: str) -> bool:
    return 0 < len(line) <= FURNITURE_CHARS and PATTERNS.fullmatch(line) is not None


def _is_repeated(line: str, count: int) -> bool:
    return (
        count >= REPEATS
        and 0 < len(line) <= REPEAT_CHARS
        and not any(char.isdigit() for char in line)
        and line[-1] not in ".;:|"
    )

"""Turns the name that no document holds into the sentence that says what is not indexed: a year, a place, and so on.

Knows nothing about how it was found out. What a name stands for is read from the question, as in follow-ups.
"""

from __future__ import annotations

import re

from assistant.answering.follow_up.elements import parse
from assistant.records import Language
from assistant.text.terms import fold, words

DOCUMENT = re.compile(
    r"\b(?:report|document|study|survey|file|note|bulletin|rapport|etude|enquete|fichier)s?\b(?:\W+\w+){0,3}\W*$"
)
SENTENCES: dict[str, dict[Language, str]] = {
    "year": {
        "fr": "Aucun document indexé ne parle de l'année {name}.",
        "en": "No indexed document speaks of the year {name}.",
    },
    "document": {
        "fr": "Aucun document indexé ne correspond à « {name} ».",
        "en": "No indexed document matches “{name}”.",
    },
    "place": {
        "fr": "Aucun document indexé ne mentionne ce lieu : {name}.",
        "en": "No indexed document mentions this place: {name}.",
    },
    "organisation": {
        "fr": "Aucun document indexé ne mentionne cette organisation : {name}.",
        "en": "No indexed document mentions this organisation: {name}.",
    },
    "name": {
        "fr": "Les documents ne mentionnent pas : {name}.",
        "en": "The documents do not mention: {name}.",
    },
}


def word_absent(subject: str, question: str, language: Language) -> str:
    """The sentence for a folded word of the question that no document holds, spelled as in the question."""
    place = next((match for match in re.finditer(r"[\w-]+", question) if subject in words(match.group())), None)
    spelled = place.group() if place else subject
    kind = "name"
    if re.fullmatch(r"(?:19|20)\d\d", subject):
        kind = "year"
    elif place and DOCUMENT.search(fold(question[: place.start()])):
        kind = "document"
    else:
        for element in parse(question, language=language).elements:
            if subject in words(element.name) and element.kind in {"place", "organisation"}:
                kind, spelled = element.kind, element.name
    if kind == "organisation" and not spelled.isupper():
        kind = "name"  # a capital alone does not make an organisation
    return SENTENCES[kind][language].format(name=spelled)

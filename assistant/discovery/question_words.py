"""Turns a kind of finding into the question that it answers, in both languages.

Knows nothing about documents. `{place}` comes with its preposition and may be empty.
"""

from __future__ import annotations

from assistant.discovery.records import Kind
from assistant.records import Language

TEMPLATES: dict[Language, dict[Kind, str]] = {
    "en": {
        Kind.SINCE: "Since when has {organisation} been working {place}?",
        Kind.STAFF: "How many people does {organisation} employ {place}?",
        Kind.PLACE: "Where does {organisation} work?",
        Kind.SECTOR: "In which sectors does {organisation} work?",
        Kind.PARTNER: "Which partners does {organisation} work with?",
        Kind.REACHED: "How many people has {organisation} helped {place}?",
        Kind.PROJECTS: "How many projects has {organisation} carried out {place}?",
        Kind.OFFICES: "How many offices does {organisation} have?",
        Kind.FOUNDED: "When was {organisation} founded?",
        Kind.BUDGET: "What is the budget of {organisation}?",
    },
    "fr": {
        Kind.SINCE: "Depuis quand {organisation} travaille-t-elle {place}\u202f?",
        Kind.STAFF: "Combien de personnes {organisation} emploie-t-elle {place}\u202f?",
        Kind.PLACE: "Où travaille {organisation}\u202f?",
        Kind.SECTOR: "Dans quels secteurs {organisation} intervient-elle\u202f?",
        Kind.PARTNER: "Avec quels partenaires {organisation} travaille-t-elle\u202f?",
        Kind.REACHED: "Combien de personnes {organisation} a-t-elle aidées {place}\u202f?",
        Kind.PROJECTS: "Combien de projets {organisation} a-t-elle menés {place}\u202f?",
        Kind.OFFICES: "Combien de bureaux {organisation} a-t-elle\u202f?",
        Kind.FOUNDED: "Quand {organisation} a-t-elle été fondée\u202f?",
        Kind.BUDGET: "Quel est le budget de {organisation}\u202f?",
    },
}
OFFICE_OPENED: dict[Language, str] = {
    "en": "When did {organisation} open its office {place}?",
    "fr": "Quand {organisation} a-t-elle ouvert son bureau {place}\u202f?",
}
SAY_ABOUT: dict[Language, str] = {
    "en": "What do the documents say about “{topic}”?",
    "fr": "Que disent les documents sur «\u00a0{topic}\u00a0»\u202f?",
}

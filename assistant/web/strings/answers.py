"""Turns a language into every word of answers: cards, disagreements, abstentions, suggestions.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AnswerStrings:
    """`{names}` are filled in by the caller, escaped."""

    answer: str
    sources: str
    source: str
    abstention: str
    searched: str
    nearest: str
    nearest_note: str
    disagreement: str
    disagreement_about: str
    disagreement_note: str
    against: str
    newer: str
    dated: str
    undated: str
    no_date: str
    found_one: str
    found_many: str
    acronyms: str
    acronym_source: str
    also_in: str
    section: str
    page: str
    file: str
    back: str
    to_sources: str
    cut: str
    open_document: str
    twin_link: str
    new_tab: str
    only_other_language: str
    within_filter: str
    without_filter: str
    suggestions: str
    suggesting: str
    ask_about: str
    ask_what_does: str
    ask_how_many: str
    ask_since_when: str
    ask_where: str


FRENCH = AnswerStrings(
    answer="Réponse",
    sources="Sources",
    source="Source {number}",
    abstention="Pas de réponse dans les documents",
    searched="Recherche effectuée dans {searched}, {languages}.",
    nearest="Ce qui s’en approche le plus",
    nearest_note="Ces passages ne répondent pas à la question.",
    disagreement="Les sources ne concordent pas",
    disagreement_about="À propos de\u00a0: {about}",
    disagreement_note="Comparez les dates et les documents avant de retenir une valeur.",
    against="contre",
    newer="plus récent",
    dated="Date\u00a0: {date}",
    undated="Date inconnue",
    no_date="sans date",
    found_one="1 citation · {seconds} s",
    found_many="{count} citations · {seconds} s",
    acronyms="Sigles",
    acronym_source="source",
    also_in="Dit aussi dans l’autre édition, {language}\u00a0: {edition}",
    section="Section",
    page="page {page}",
    file="Fichier\u00a0:",
    back="Retour à la réponse",
    to_sources="Voir les sources",
    cut="Extrait abrégé\u202f; le document contient la suite.",
    open_document="Ouvrir dans le document",
    twin_link="Aussi {language}",
    new_tab="nouvel onglet",
    only_other_language="Ce qui s’en approche le plus n’existe qu’{language}.",
    within_filter="La recherche était limitée\u00a0: {limits}.",
    without_filter="Sans cette limite, les documents répondent à cette question.",
    suggestions="Les documents répondent à ces questions",
    suggesting="Recherche de questions auxquelles les documents répondent…",
    ask_about="Que disent les documents sur {topic}\u202f?",
    ask_what_does="Que fait {organisation} {place}\u202f?",
    ask_how_many="Combien de personnes {organisation} emploie-t-elle {place}\u202f?",
    ask_since_when="Depuis quand {organisation} travaille-t-elle {place}\u202f?",
    ask_where="Où travaille {organisation}\u202f?",
)

ENGLISH = AnswerStrings(
    answer="Answer",
    sources="Sources",
    source="Source {number}",
    abstention="No answer in the documents",
    searched="Searched {searched}, {languages}.",
    nearest="What came nearest",
    nearest_note="These passages do not answer the question.",
    disagreement="The sources disagree",
    disagreement_about="About: {about}",
    disagreement_note="Compare the dates and the documents before you rely on either value.",
    against="against",
    newer="newer",
    dated="Dated {date}",
    undated="Date unknown",
    no_date="undated",
    found_one="1 citation · {seconds} s",
    found_many="{count} citations · {seconds} s",
    acronyms="Acronyms",
    acronym_source="source",
    also_in="Also said in the other edition, {language}: {edition}",
    section="Section",
    page="page {page}",
    file="File:",
    back="Back to the answer",
    to_sources="See the sources",
    cut="Shortened here; the document goes on.",
    open_document="Open in the document",
    twin_link="Also {language}",
    new_tab="new tab",
    only_other_language="What comes nearest exists only {language}.",
    within_filter="The search was narrowed: {limits}.",
    without_filter="Without that limit the documents answer this question.",
    suggestions="The documents answer these questions",
    suggesting="Looking for questions that the documents answer…",
    ask_about="What do the documents say about {topic}?",
    ask_what_does="What does {organisation} do {place}?",
    ask_how_many="How many people does {organisation} employ {place}?",
    ask_since_when="Since when has {organisation} worked {place}?",
    ask_where="Where does {organisation} work?",
)

"""Turns a language into every word that the page of acronyms says.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Language


@dataclass(frozen=True, slots=True)
class AcronymStrings:
    """Visible text in one language; `{names}` are filled in by the caller, escaped."""

    title: str
    lead: str
    search: str
    search_help: str
    spoken: str
    any_language: str
    filter: str
    clear: str
    found_one: str
    found_many: str
    none: str
    none_matching: str
    more: str
    in_other: str
    source_of: str
    other_language: str
    translated: str
    places: str


FRENCH = AcronymStrings(
    title="Sigles des documents",
    lead="Chaque sigle que les documents développent eux-mêmes, avec ce qu’il veut dire et l’endroit qui le dit.",
    search="Sigle ou mots",
    search_help="Sans accents ni majuscules si vous voulez.",
    spoken="Langue du développement",
    any_language="toutes",
    filter="Filtrer",
    clear="Tout afficher",
    found_one="1 sigle",
    found_many="{count} sigles",
    none="Aucun document ne développe de sigle.",
    none_matching="Aucun sigle développé dans les documents ne correspond à cette recherche.",
    more="Les {count} premiers sont affichés\u202f: précisez la recherche pour voir les autres.",
    in_other="{language}\u00a0:",
    source_of="source de {short}",
    other_language="autre langue",
    translated="Le sigle vient de l’autre langue\u202f: le document place à côté de lui ces mots, qui le traduisent.",
    places="{count} endroits le disent",
)

ENGLISH = AcronymStrings(
    title="Acronyms of the documents",
    lead="Every acronym that the documents expand themselves, with what it stands for and the place that says so.",
    search="Acronym or words",
    search_help="Without accents or capitals if you like.",
    spoken="Language of the words",
    any_language="all",
    filter="Filter",
    clear="Show all",
    found_one="1 acronym",
    found_many="{count} acronyms",
    none="No document expands an acronym.",
    none_matching="No acronym that the documents expand fits this search.",
    more="The first {count} are shown: narrow the search to see the others.",
    in_other="{language}:",
    source_of="source of {short}",
    other_language="another language",
    translated="The acronym comes from the other language: these words translate it, beside it in the document.",
    places="{count} places say so",
)

WORDS: dict[Language, AcronymStrings] = {"fr": FRENCH, "en": ENGLISH}

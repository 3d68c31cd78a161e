"""Turns a language into every word that the pages of editions say.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Language


@dataclass(frozen=True, slots=True)
class EditionStrings:
    """Visible text in one language; `{names}` are filled in by the caller, escaped."""

    title: str
    lead: str
    none: str
    compare: str
    pair_title: str
    pair_lead: str
    not_editions: str
    same: str
    found_one: str
    found_many: str
    kind: str
    figure: str
    date: str
    name: str
    lacking: str
    lacks: str
    unknown: str
    unknown_why: str
    all_pairs: str
    table_label: str
    more: str


FRENCH = EditionStrings(
    title="Éditions comparées",
    lead="Deux éditions d’un même texte s’éloignent avec le temps. Voici celles qui vont ensemble\u00a0: "
    "ouvrez-les pour voir où leurs chiffres, dates et noms diffèrent, et ce que l’une d’elles ne dit pas.",
    none="Aucune paire d’éditions n’est connue. Dites translation_of dans sources.toml, ou indexez la traduction.",
    compare="Comparer",
    pair_title="Ce qui diffère",
    pair_lead="Chaque ligne est citée mot pour mot, avec le chemin vers son document. "
    "Ce qui dit la même chose n’est pas montré.",
    not_editions="Presque rien n’est dit des deux côtés\u00a0: ce ne sont pas deux éditions d’un même texte.",
    same="Aucune différence n’a été trouvée.",
    found_one="1 différence",
    found_many="{count} différences",
    kind="Ce qui diffère",
    figure="Chiffre",
    date="Date",
    name="Nom",
    lacking="Dit d’un seul côté",
    lacks="Cette édition n’en dit rien.",
    unknown="Ces documents ne sont pas dans l’index",
    unknown_why="L’un d’eux a été retiré ou renommé, ou le lien est incomplet.",
    all_pairs="Toutes les éditions",
    table_label="Tableau des différences, à faire défiler",
    more="Les {count} premières sont montrées.",
)

ENGLISH = EditionStrings(
    title="Editions compared",
    lead="Two editions of one text drift apart with time. These belong together: open them to see where their figures, "
    "dates and names differ, and what one of them does not say.",
    none="No pair of editions is known. Say translation_of in sources.toml, or index the translation.",
    compare="Compare",
    pair_title="What differs",
    pair_lead="Each line is quoted word for word, with the way to its document. What says the same is not shown.",
    not_editions="Hardly anything is said on both sides: these are no editions of one text.",
    same="No difference was found.",
    found_one="1 difference",
    found_many="{count} differences",
    kind="What differs",
    figure="Figure",
    date="Date",
    name="Name",
    lacking="Said on one side only",
    lacks="This edition says nothing of it.",
    unknown="These documents are not in the index",
    unknown_why="One of them was removed or renamed, or the link is incomplete.",
    all_pairs="All editions",
    table_label="Table of differences, scrolls sideways",
    more="The first {count} are shown.",
)

WORDS: dict[Language, EditionStrings] = {"fr": FRENCH, "en": ENGLISH}

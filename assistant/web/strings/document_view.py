"""Turns a language into every word that the view of a document says: its text, its other edition, its original page.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ViewStrings:
    """`{names}` are filled in by the caller, escaped."""

    to_question: str
    to_quote: str
    document_text: str
    document_of_today: str
    outline: str
    outline_more: str
    show_before: str
    show_after: str
    part_shown: str
    hash_label: str
    generation_label: str
    read_by_ocr: str
    state_changed: str
    state_changed_lost: str
    state_gone: str
    no_document: str
    no_document_why: str
    twin_heading: str
    edition_heading: str
    edition_note: str
    twin_none: str
    twin_close: str
    twin_open: str
    original: str
    original_views: str
    original_loading: str
    original_marked: str
    original_unmarked: str
    original_other_page: str
    original_unquoted: str
    original_missing: str
    original_changed: str
    original_old: str
    original_failed: str
    original_script: str
    original_open: str
    original_label: str
    page_before: str
    page_after: str
    page_of: str


FRENCH = ViewStrings(
    to_question="Retour à la question",
    to_quote="Aller au passage cité",
    document_text="Texte",
    document_of_today="Voir la version actuelle",
    outline="Plan du document",
    outline_more="et {count} autres titres",
    show_before="Afficher ce qui précède",
    show_after="Afficher la suite",
    part_shown="Caractères {start} à {end} sur {all}",
    hash_label="Empreinte SHA-256",
    generation_label="Génération de l’index",
    read_by_ocr="Une partie de ce texte a été lue sur des images\u202f: des lettres peuvent être fausses.",
    state_changed="Ce document a changé depuis cette citation. Voici l’ancienne version, celle qui a été citée.",
    state_changed_lost="Ce document a changé depuis cette citation, et la version citée n’est plus conservée. Son "
    "texte ne peut plus être montré.",
    state_gone="Ce document n’est plus dans l’index. Voici la version qui a été citée, conservée jusqu’à la prochaine "
    "mise à jour.",
    no_document="Aucun document à cette adresse",
    no_document_why="L’adresse est incomplète, ou le document a été retiré de l’index et n’y est plus conservé. "
    "Posez de nouveau la question pour obtenir une citation à jour.",
    twin_heading="Le même passage {language}",
    edition_heading="L’autre édition, {language}",
    edition_note="Le passage correspondant n’y a pas été trouvé\u202f; rien n’y est marqué.",
    twin_none="Aucun passage correspondant n’a été trouvé dans l’autre langue.",
    twin_close="Fermer l’autre édition",
    twin_open="Ouvrir ce document",
    original="Page originale",
    original_views="Texte ou page originale",
    original_loading="Chargement de la page…",
    original_marked="La citation est marquée sur la page {page}.",
    original_unmarked="La citation n’a pas pu être marquée sur cette page\u202f: ses mots n’y ont pas été retrouvés "
    "d’un seul tenant. Elle est marquée dans le texte.",
    original_other_page="La citation est à la page {page}.",
    original_unquoted="Page {page} du fichier.",
    original_missing="Le fichier n’est plus dans le dossier des documents\u202f; sa page ne peut pas être montrée.",
    original_changed="Le fichier a changé depuis son indexation\u202f; sa page n’est pas montrée, car elle pourrait "
    "dire autre chose.",
    original_old="La page originale de cette ancienne version n’est pas conservée.",
    original_failed="Cette page ne peut pas être dessinée ici. Ouvrez le fichier PDF.",
    original_script="Sans JavaScript, la page ne peut pas être dessinée ici.",
    original_open="Ouvrir le fichier PDF",
    original_label="Page {page} du fichier original",
    page_before="Page précédente",
    page_after="Page suivante",
    page_of="Page {page} sur {pages}",
)

ENGLISH = ViewStrings(
    to_question="Back to the question",
    to_quote="Go to the quoted passage",
    document_text="Text",
    document_of_today="See today’s version",
    outline="Outline of the document",
    outline_more="and {count} more headings",
    show_before="Show what comes before",
    show_after="Show what comes after",
    part_shown="Characters {start} to {end} of {all}",
    hash_label="SHA-256",
    generation_label="Generation of the index",
    read_by_ocr="Some of this text was read from images: letters may be wrong.",
    state_changed="This document has changed since it was cited. This is the old version, the one that was cited.",
    state_changed_lost="This document has changed since it was cited, and the version cited is kept no longer. Its "
    "text cannot be shown any more.",
    state_gone="This document is no longer in the index. This is the version that was cited, kept until the next "
    "update.",
    no_document="No document at this address",
    no_document_why="The address is incomplete, or the document was removed from the index and is kept no longer. "
    "Ask the question again to get a citation of today.",
    twin_heading="The same passage {language}",
    edition_heading="The other edition, {language}",
    edition_note="The corresponding passage was not found in it; nothing is marked there.",
    twin_none="No corresponding passage was found in the other language.",
    twin_close="Close the other edition",
    twin_open="Open this document",
    original="Original page",
    original_views="Text or original page",
    original_loading="Loading the page…",
    original_marked="The quote is marked on page {page}.",
    original_unmarked="The quote could not be marked on this page: its words were not found there in one piece. It "
    "is marked in the text.",
    original_other_page="The quote is on page {page}.",
    original_unquoted="Page {page} of the file.",
    original_missing="The file is no longer in the folder of documents; its page cannot be shown.",
    original_changed="The file has changed since it was indexed; its page is not shown, since it might say "
    "something else.",
    original_old="The original page of this old version is not kept.",
    original_failed="This page cannot be drawn here. Open the PDF file.",
    original_script="Without JavaScript the page cannot be drawn here.",
    original_open="Open the PDF file",
    original_label="Page {page} of the original file",
    page_before="Previous page",
    page_after="Next page",
    page_of="Page {page} of {pages}",
)

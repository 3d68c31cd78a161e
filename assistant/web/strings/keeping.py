"""Turns a language into every word that is said when an answer is copied, kept as a file or judged.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class KeepingStrings:
    """`{names}` are filled in by the caller, escaped."""

    copy: str
    copied: str
    not_copied: str
    export_word: str
    export_markdown: str
    saved: str
    not_sent: str
    expired: str
    export_typed: str
    export_made: str
    export_generation: str
    export_model: str
    export_date: str
    export_language: str
    export_page: str
    export_file: str
    export_url: str
    export_document: str
    export_sha256: str
    export_offsets: str
    export_note: str
    feedback: str
    useful: str
    not_useful: str
    wrong_source: str
    wrong_answer: str
    feedback_word: str
    feedback_notice: str
    feedback_send: str
    feedback_thanks: str


FRENCH = KeepingStrings(
    copy="Copier avec les sources",
    copied="Réponse et sources copiées.",
    not_copied="Le navigateur a refusé la copie.",
    export_word="Enregistrer en Word (DOCX)",
    export_markdown="Enregistrer en Markdown",
    saved="Fichier enregistré\u00a0: {name}",
    not_sent="Le serveur n’a pas répondu\u202f; réessayez.",
    expired="Cette réponse n’est plus gardée par le serveur\u00a0: posez la question à nouveau.",
    export_typed="Question telle qu’écrite",
    export_made="Réponse du",
    export_generation="Génération de l’index",
    export_model="Modèle",
    export_date="Date du document",
    export_language="Langue",
    export_page="Page",
    export_file="Fichier",
    export_url="Adresse",
    export_document="Identifiant du document",
    export_sha256="SHA-256 du document",
    export_offsets="Caractères",
    export_note="Citations reproduites telles quelles. Pour les contrôler\u00a0: assistant verify FICHIER",
    feedback="Cette réponse vous est-elle utile\u202f?",
    useful="Utile",
    not_useful="Pas utile",
    wrong_source="Mauvaise source",
    wrong_answer="Réponse fausse",
    feedback_word="Un mot d’explication (facultatif, 500 caractères au plus)",
    feedback_notice="Si vous envoyez votre avis, la question, la réponse et votre mot sont enregistrés sur ce serveur "
    "pour améliorer l’assistant.",
    feedback_send="Envoyer mon avis",
    feedback_thanks="Merci, votre avis est enregistré.",
)

ENGLISH = KeepingStrings(
    copy="Copy with sources",
    copied="Answer and sources copied.",
    not_copied="The browser refused to copy.",
    export_word="Save as Word (DOCX)",
    export_markdown="Save as Markdown",
    saved="File saved: {name}",
    not_sent="The server did not answer; please try again.",
    expired="The server no longer keeps this answer: ask the question again.",
    export_typed="Question as typed",
    export_made="Answered on",
    export_generation="Index generation",
    export_model="Model",
    export_date="Date of the document",
    export_language="Language",
    export_page="Page",
    export_file="File",
    export_url="Address",
    export_document="Document id",
    export_sha256="SHA-256 of the document",
    export_offsets="Characters",
    export_note="Quotes are shown as they are. To check them: assistant verify FILE",
    feedback="Is this answer useful to you?",
    useful="Useful",
    not_useful="Not useful",
    wrong_source="Wrong source",
    wrong_answer="Wrong answer",
    feedback_word="A word of explanation (optional, at most 500 characters)",
    feedback_notice="When you send this, the question, the answer and your word are stored on this server "
    "to improve the assistant.",
    feedback_send="Send",
    feedback_thanks="Thank you, this is stored.",
)

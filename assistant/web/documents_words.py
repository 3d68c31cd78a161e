"""Turns a language into every word that the page of documents says.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Language


@dataclass(frozen=True, slots=True)
class DocumentStrings:
    """Visible text in one language; `{names}` are filled in by the caller, escaped."""

    title: str
    tagline: str
    add: str
    add_hint: str
    choose: str
    send: str
    sending: str
    stored: str
    replaced: str
    ask_replace: str
    replace: str
    leave: str
    left: str
    not_sent: str
    next_step: str
    index: str
    index_hint: str
    update: str
    refresh: str
    waiting: str
    reading: str
    embedding: str
    writing: str
    updated: str
    nothing_new: str
    held_back: str
    removed_done: str
    forgotten: str
    cut_off: str
    by: str
    listed: str
    listed_hint: str
    only: str
    only_hint: str
    file: str
    organisation: str
    language: str
    language_fr: str
    language_en: str
    date: str
    passages: str
    state: str
    state_indexed: str
    state_partly_read: str
    state_skipped: str
    state_new: str
    state_changed: str
    state_removed: str
    many: str
    more: str
    none: str
    remove: str
    remove_hint: str
    which: str
    keep: str
    remove_button: str
    sure: str
    sure_keep: str
    yes: str
    no: str
    choose_first: str
    versions: str
    versions_hint: str
    version: str
    built: str
    in_force: str
    gone_back_from: str
    before: str
    which_version: str
    go_back: str
    went_back: str
    footer: str


FRENCH = DocumentStrings(
    title="Documents",
    tagline="Ce que l’assistant peut citer, et ce qu’il n’a pas pu lire.",
    add="Ajouter des documents",
    add_hint="{kinds}\u00a0; {size} Mo au plus par fichier.",
    choose="Fichiers à ajouter",
    send="Envoyer",
    sending="envoi…",
    stored="enregistré",
    replaced="remplacé",
    ask_replace="Il y a déjà un fichier «\u00a0{name}\u00a0».",
    replace="Le remplacer",
    leave="Garder l’ancien",
    left="non envoyé, l’ancien est gardé",
    not_sent="l’envoi n’a pas abouti, réessayez",
    next_step="Mettez maintenant l’index à jour\u00a0: c’est alors qu’un fichier est lu et peut être cité.",
    index="Index",
    index_hint="Seul ce qui a changé est lu de nouveau. L’ancien index répond jusqu’à la fin.",
    update="Mettre l’index à jour",
    refresh="Rafraîchir la liste",
    waiting="Préparation…",
    reading="Lecture des fichiers\u00a0: {done}",
    embedding="Vectorisation\u00a0: {done} sur {total} textes",
    writing="Écriture de l’index",
    updated="L’index est à jour\u00a0: {generation}, {documents} documents, {passages} passages, {skipped} non lus.",
    nothing_new="Rien n’a changé\u00a0: {generation} reste en service.",
    held_back="Les fichiers sont tels que pour {refused}, dont on est revenu\u00a0: rien n’est refait tant "
    "qu’ils ne changent pas.",
    removed_done="«\u00a0{name}\u00a0» est retiré\u00a0; la génération d’avant le contient encore.",
    forgotten="«\u00a0{name}\u00a0» est retiré, et il n’en reste rien dans l’index.",
    cut_off="Le travail a échoué\u00a0; le journal du serveur dit pourquoi. L’index répond comme avant.",
    by="lancé par {who}",
    listed="Fichiers",
    listed_hint="{files} fichiers\u202f; {documents} documents et {passages} passages sont indexés.",
    only="Filtrer la liste",
    only_hint="nom, titre ou organisation",
    file="Fichier",
    organisation="Organisation",
    language="Langue",
    language_fr="français",
    language_en="anglais",
    date="Date",
    passages="Passages",
    state="État",
    state_indexed="indexé",
    state_partly_read="lu en partie",
    state_skipped="non lu",
    state_new="pas encore indexé",
    state_changed="modifié depuis",
    state_removed="fichier absent, encore indexé",
    many="{count} documents",
    more="et {count} autres\u00a0: filtrez la liste.",
    none="Aucun fichier.",
    remove="Retirer un document",
    remove_hint="Le fichier est supprimé et l’index refait sans lui.",
    which="Fichier à retirer",
    keep="Garder la génération d’avant, qui contient encore son texte",
    remove_button="Retirer…",
    sure="Retirer «\u00a0{name}\u00a0» pour toujours\u202f? Il n’en restera rien, et les générations d’avant "
    "disparaîtront aussi.",
    sure_keep="Retirer «\u00a0{name}\u00a0»\u202f? Son fichier sera supprimé\u00a0; la génération d’avant le "
    "contiendra encore.",
    yes="Oui, retirer",
    no="Annuler",
    choose_first="Choisissez d’abord dans la liste.",
    versions="Générations de l’index",
    versions_hint="Si la dernière mise à jour pose problème, revenez à celle d’avant\u00a0; les fichiers restent "
    "tels quels.",
    version="Génération",
    built="Construite",
    in_force="en service",
    gone_back_from="écartée",
    before="gardée",
    which_version="Génération à remettre en service",
    go_back="Remettre en service",
    went_back="{generation} est en service à la place de {before}.",
    footer="Chaque action est inscrite au journal, avec son auteur.",
)

ENGLISH = DocumentStrings(
    title="Documents",
    tagline="What the assistant can quote, and what it could not read.",
    add="Add documents",
    add_hint="{kinds}; {size} MB at most for each file.",
    choose="Files to add",
    send="Send",
    sending="sending…",
    stored="stored",
    replaced="replaced",
    ask_replace="There is a file “{name}” already.",
    replace="Replace it",
    leave="Keep the old one",
    left="not sent, the old one is kept",
    not_sent="sending failed, try again",
    next_step="Now bring the index up to date: only then is a file read and can be quoted.",
    index="Index",
    index_hint="Only what changed is read again. The old index answers until the end.",
    update="Bring the index up to date",
    refresh="Refresh the list",
    waiting="Getting ready…",
    reading="Reading files: {done}",
    embedding="Embedding: {done} of {total} texts",
    writing="Writing the index",
    updated="The index is up to date: {generation}, {documents} documents, {passages} passages, {skipped} not read.",
    nothing_new="Nothing has changed: {generation} stays in force.",
    held_back="The files are as they were for {refused}, which was gone back from: nothing is built until they change.",
    removed_done="“{name}” is removed; the generation before still holds it.",
    forgotten="“{name}” is removed, and the index holds nothing of it.",
    cut_off="The work failed; the server’s log says why. The index answers as before.",
    by="started by {who}",
    listed="Files",
    listed_hint="{files} files; {documents} documents and {passages} passages are indexed.",
    only="Filter the list",
    only_hint="name, title or organisation",
    file="File",
    organisation="Organisation",
    language="Language",
    language_fr="French",
    language_en="English",
    date="Date",
    passages="Passages",
    state="State",
    state_indexed="indexed",
    state_partly_read="partly read",
    state_skipped="not read",
    state_new="not indexed yet",
    state_changed="changed since",
    state_removed="file gone, still indexed",
    many="{count} documents",
    more="and {count} more: filter the list.",
    none="No files.",
    remove="Remove a document",
    remove_hint="The file is deleted, and the index built without it.",
    which="File to remove",
    keep="Keep the generation before, which still holds its text",
    remove_button="Remove…",
    sure="Remove “{name}” for good? Nothing of it will be left, and the generations before will go as well.",
    sure_keep="Remove “{name}”? Its file will be deleted; the generation before will still hold it.",
    yes="Yes, remove it",
    no="Cancel",
    choose_first="Choose from the list first.",
    versions="Generations of the index",
    versions_hint="If the last update is no good, go back to the one before; the files stay as they are.",
    version="Generation",
    built="Built",
    in_force="in force",
    gone_back_from="set aside",
    before="kept",
    which_version="Generation to put in force",
    go_back="Put in force",
    went_back="{generation} is in force in place of {before}.",
    footer="Every action is logged with who did it.",
)

DOCUMENT_STRINGS: dict[Language, DocumentStrings] = {"fr": FRENCH, "en": ENGLISH}

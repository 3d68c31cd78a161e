"""Turns a language into every word that the page and the HTTP API say of themselves.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import Language


@dataclass(frozen=True, slots=True)
class Strings:
    """Visible text in one language; `{names}` are filled in by the caller, escaped."""

    title: str
    tagline: str
    language_switch: str
    this_language: str
    question: str
    placeholder: str
    ask: str
    narrow: str
    organisation: str
    any_organisation: str
    document_language: str
    any_language: str
    since: str
    until: str
    period_hint: str
    examples: str
    welcome: str
    searching: str
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
    found_one: str
    found_many: str
    also_in: str
    section: str
    page: str
    file: str
    back: str
    cut: str
    open_document: str
    twin_link: str
    new_tab: str
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
    and_: str
    document: str
    documents: str
    passage: str
    passages: str
    holdings: str
    more_documents: str
    footer: str
    stop: str
    new_conversation: str
    understood: str
    as_typed: str
    earlier: str
    waiting_turn: str
    found_so_far: str
    reading_closely: str
    stopped: str
    forgotten: str
    newer: str
    dated: str
    undated: str
    against: str
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
    failure: str
    bad_request: str
    bad_field: str
    tool_failure: str
    bad_host: str
    foreign_origin: str
    not_found: str
    wrong_method: str
    too_large: str
    file_too_large: str
    set_too_large: str
    too_slow: str


FRENCH = Strings(
    title="Assistant documentaire",
    tagline="Posez votre question en français ou en anglais. "
    "La réponse est citée mot pour mot, avec le passage qui la prouve.",
    language_switch="Langue de la page",
    this_language="Français",
    question="Votre question",
    placeholder="Que souhaitez-vous savoir\u202f?",
    ask="Demander",
    narrow="Limiter la recherche",
    organisation="Organisation",
    any_organisation="Toutes",
    document_language="Langue des documents",
    any_language="Les deux",
    since="Depuis",
    until="Jusqu’à",
    period_hint="2024, 2024-03 ou 2024-03-15",
    examples="Exemples, dans les deux langues",
    welcome="Choisissez un exemple ou posez votre propre question. "
    "Si les documents ne disent rien, l’assistant le dira aussi.",
    searching="Recherche dans {searched}…",
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
    found_one="1 citation · {seconds} s",
    found_many="{count} citations · {seconds} s",
    also_in="Dit aussi dans l’autre édition, {language}\u00a0: {edition}",
    section="Section",
    page="page {page}",
    file="Fichier\u00a0:",
    back="Retour à la réponse",
    cut="Extrait abrégé\u202f; le document contient la suite.",
    open_document="Ouvrir dans le document",
    twin_link="Aussi {language}",
    new_tab="nouvel onglet",
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
    and_="et",
    document="document",
    documents="documents",
    passage="passage",
    passages="passages",
    holdings="Documents consultés",
    more_documents="et {count} autres",
    footer="Tout reste sur cette machine. Les citations sont reproduites telles quelles, jamais traduites.",
    stop="Arrêter",
    new_conversation="Nouvelle conversation",
    understood="Compris comme\u00a0: {question}",
    as_typed="Chercher exactement ce que j’ai écrit",
    earlier="Questions précédentes",
    waiting_turn="D’autres questions passent d’abord…",
    found_so_far="Passages trouvés, lecture en cours",
    reading_closely="Lus de près",
    stopped="Recherche arrêtée. Posez une autre question quand vous voulez.",
    forgotten="La conversation est effacée. Posez une nouvelle question.",
    newer="plus récent",
    dated="Date\u00a0: {date}",
    undated="Date inconnue",
    against="contre",
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
    failure="Une erreur inattendue s’est produite\u202f; le journal du serveur dit laquelle. Réessayez.",
    bad_request="La requête est inutilisable\u00a0: /api/openapi.json décrit ce que chaque adresse accepte.",
    bad_field="La requête est inutilisable à cause de «\u00a0{field}\u00a0»\u00a0: /api/openapi.json décrit ce que "
    "cette adresse accepte.",
    tool_failure="Une erreur inattendue s’est produite\u202f; rien n’a été modifié. Réessayez.",
    bad_host="Ce serveur n’est pas connu sous ce nom.",
    foreign_origin="Les requêtes venant d’un autre site sont refusées.",
    not_found="Il n’y a rien à cette adresse.",
    wrong_method="Cette adresse n’accepte pas cette méthode.",
    too_large="La requête est trop longue\u00a0: 64 Ko au plus.",
    set_too_large="Le jeu de questions dépasse 5\u00a0Mo\u00a0: partagez-le.",
    file_too_large="Le fichier est trop gros\u00a0: voyez le réglage max_file_mb.",
    too_slow="La requête a mis trop de temps à arriver.",
)

ENGLISH = Strings(
    title="Document assistant",
    tagline="Ask your question in French or English. "
    "The answer is quoted word for word, with the passage that proves it.",
    language_switch="Language of the page",
    this_language="English",
    question="Your question",
    placeholder="What would you like to know?",
    ask="Ask",
    narrow="Narrow the search",
    organisation="Organisation",
    any_organisation="All",
    document_language="Language of the documents",
    any_language="Both",
    since="From",
    until="To",
    period_hint="2024, 2024-03 or 2024-03-15",
    examples="Examples, in both languages",
    welcome="Choose an example or ask your own question. If the documents do not say, the assistant will tell you so.",
    searching="Searching {searched}…",
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
    found_one="1 citation · {seconds} s",
    found_many="{count} citations · {seconds} s",
    also_in="Also said in the other edition, {language}: {edition}",
    section="Section",
    page="page {page}",
    file="File:",
    back="Back to the answer",
    cut="Shortened here; the document goes on.",
    open_document="Open in the document",
    twin_link="Also {language}",
    new_tab="new tab",
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
    and_="and",
    document="document",
    documents="documents",
    passage="passage",
    passages="passages",
    holdings="Documents searched",
    more_documents="and {count} more",
    footer="Everything stays on this machine. Quotes are shown as they are, never translated.",
    stop="Stop",
    new_conversation="New conversation",
    understood="Understood as: {question}",
    as_typed="Ask exactly what I typed",
    earlier="Earlier questions",
    waiting_turn="Other questions come first…",
    found_so_far="Passages found, being read",
    reading_closely="Read closely",
    stopped="Stopped. Ask another question whenever you like.",
    forgotten="The conversation is cleared. Ask a new question.",
    newer="newer",
    dated="Dated {date}",
    undated="Date unknown",
    against="against",
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
    failure="Something unexpected went wrong; the server’s log says what. Please try again.",
    bad_request="The request cannot be used: /api/openapi.json says what each address takes.",
    bad_field="The request cannot be used because of “{field}”: /api/openapi.json says what this address takes.",
    tool_failure="Something unexpected went wrong; nothing was changed. Please try again.",
    bad_host="This server is not known by that name.",
    foreign_origin="Requests from another site are refused.",
    not_found="There is nothing at this address.",
    wrong_method="This address does not take that method.",
    too_large="The request is too long: 64 KB at most.",
    set_too_large="The question set is larger than 5 MB: split it.",
    file_too_large="The file is too large: see the setting max_file_mb.",
    too_slow="The request took too long to arrive.",
)

STRINGS: dict[Language, Strings] = {"fr": FRENCH, "en": ENGLISH}


@dataclass(frozen=True, slots=True)
class Example:
    """A question to start from, in its language."""

    text: str
    language: Language


EXAMPLES = (  # between them all four directions, a disagreement, and one that the documents do not answer
    Example("Combien de personnes l’UNICEF emploie-t-elle à Gao\u202f?", "fr"),
    Example("Avec quelles ONG locales INTERSOS travaille-t-elle\u202f?", "fr"),
    Example("Combien de projets COOPI a-t-elle menés au Mali\u202f?", "fr"),
    Example("When did UNICEF open its field office in Mopti?", "en"),
    Example("How many people has COOPI helped between 2013 and 2024?", "en"),
    Example("What is the salary of the UNICEF representative?", "en"),
)


def preferred_language(accept_language: str | None) -> Language:
    """French where the browser prefers it to English, otherwise English."""
    weights: dict[str, float] = {}
    for part in (accept_language or "").lower()[:1000].split(","):
        tag, _, quality = part.strip().partition(";")
        language = tag.strip().split("-")[0]
        try:
            weight = float(quality.strip().removeprefix("q=")) if quality else 1.0
        except ValueError:
            weight = 0.0
        weights[language] = max(weights.get(language, 0.0), weight)
    return "fr" if weights.get("fr", 0.0) > weights.get("en", 0.0) else "en"


def count_of(count: int, one: str, many: str, language: Language) -> str:
    """ "1 document", "1 234 passages" in French, "1,234 passages" in English."""
    separator = "\u202f" if language == "fr" else ","  # a narrow no-break space
    single = count <= 1 if language == "fr" else count == 1
    return f"{count:,}".replace(",", separator) + f" {one if single else many}"


def joined(words: Sequence[str], language: Language) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {STRINGS[language].and_} {words[-1]}"

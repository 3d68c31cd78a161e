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
    bad_host: str
    foreign_origin: str
    not_found: str
    wrong_method: str
    too_large: str
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
    bad_request='La requête est inutilisable\u00a0: envoyez {"question": texte, "language": "auto", "fr" ou "en"}.',
    bad_host="Ce serveur n’est pas connu sous ce nom.",
    foreign_origin="Les requêtes venant d’un autre site sont refusées.",
    not_found="Il n’y a rien à cette adresse.",
    wrong_method="Cette adresse n’accepte pas cette méthode.",
    too_large="La requête est trop longue\u00a0: 64 Ko au plus.",
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
    bad_request='The request cannot be used: send {"question": text, "language": "auto", "fr" or "en"}.',
    bad_host="This server is not known by that name.",
    foreign_origin="Requests from another site are refused.",
    not_found="There is nothing at this address.",
    wrong_method="This address does not take that method.",
    too_large="The request is too long: 64 KB at most.",
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

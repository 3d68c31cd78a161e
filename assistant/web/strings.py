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
    failure: str
    bad_request: str
    bad_host: str
    foreign_origin: str
    not_found: str
    wrong_method: str
    too_large: str
    file_too_large: str
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
    failure="Une erreur inattendue s’est produite\u202f; le journal du serveur dit laquelle. Réessayez.",
    bad_request='La requête est inutilisable\u00a0: envoyez {"question": texte, "language": "auto", "fr" ou "en"}.',
    bad_host="Ce serveur n’est pas connu sous ce nom.",
    foreign_origin="Les requêtes venant d’un autre site sont refusées.",
    not_found="Il n’y a rien à cette adresse.",
    wrong_method="Cette adresse n’accepte pas cette méthode.",
    too_large="La requête est trop longue\u00a0: 64 Ko au plus.",
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
    and_="and",
    document="document",
    documents="documents",
    passage="passage",
    passages="passages",
    holdings="Documents searched",
    more_documents="and {count} more",
    footer="Everything stays on this machine. Quotes are shown as they are, never translated.",
    failure="Something unexpected went wrong; the server’s log says what. Please try again.",
    bad_request='The request cannot be used: send {"question": text, "language": "auto", "fr" or "en"}.',
    bad_host="This server is not known by that name.",
    foreign_origin="Requests from another site are refused.",
    not_found="There is nothing at this address.",
    wrong_method="This address does not take that method.",
    too_large="The request is too long: 64 KB at most.",
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

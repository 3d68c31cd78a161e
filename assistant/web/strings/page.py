"""Turns a language into every word of the ask page around the answer: asking, narrowing, the conversation.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PageStrings:
    """`{names}` are filled in by the caller, escaped."""

    title: str
    tagline: str
    language_switch: str
    to_discover: str
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
    waiting_turn: str
    found_so_far: str
    reading_closely: str
    stopped: str
    stop: str
    new_conversation: str
    forgotten: str
    understood: str
    as_typed: str
    earlier: str
    and_: str
    document: str
    documents: str
    passage: str
    passages: str
    holdings: str
    more_documents: str
    footer: str


FRENCH = PageStrings(
    title="Assistant documentaire",
    tagline="Posez votre question en français ou en anglais. "
    "La réponse est citée mot pour mot, avec le passage qui la prouve.",
    language_switch="Langue de la page",
    to_discover="Découvrir",
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
    waiting_turn="D’autres questions passent d’abord…",
    found_so_far="Passages trouvés, lecture en cours",
    reading_closely="Lus de près",
    stopped="Recherche arrêtée. Posez une autre question quand vous voulez.",
    stop="Arrêter",
    new_conversation="Nouvelle conversation",
    forgotten="La conversation est effacée. Posez une nouvelle question.",
    understood="Compris comme\u00a0: {question}",
    as_typed="Chercher exactement ce que j’ai écrit",
    earlier="Questions précédentes",
    and_="et",
    document="document",
    documents="documents",
    passage="passage",
    passages="passages",
    holdings="Documents consultés",
    more_documents="et {count} autres",
    footer="Tout reste sur cette machine. Les citations sont reproduites telles quelles, jamais traduites.",
)

ENGLISH = PageStrings(
    title="Document assistant",
    tagline="Ask your question in French or English. "
    "The answer is quoted word for word, with the passage that proves it.",
    language_switch="Language of the page",
    to_discover="Discover",
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
    waiting_turn="Other questions come first…",
    found_so_far="Passages found, being read",
    reading_closely="Read closely",
    stopped="Stopped. Ask another question whenever you like.",
    stop="Stop",
    new_conversation="New conversation",
    forgotten="The conversation is cleared. Ask a new question.",
    understood="Understood as: {question}",
    as_typed="Ask exactly what I typed",
    earlier="Earlier questions",
    and_="and",
    document="document",
    documents="documents",
    passage="passage",
    passages="passages",
    holdings="Documents searched",
    more_documents="and {count} more",
    footer="Everything stays on this machine. Quotes are shown as they are, never translated.",
)

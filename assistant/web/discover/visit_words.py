"""Turns a language into every word of the first questions and of the five steps of a first visit.

Knows nothing about layout; a string missing in one language is a type error.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Language


@dataclass(frozen=True, slots=True)
class VisitStrings:
    """Visible text in one language; `{names}` are filled in by the caller, escaped."""

    questions_title: str
    questions_lead: str
    in_french: str
    in_english: str
    ask_this: str
    answered_by: str
    trying: str
    look_again: str
    reloads: str
    none: str
    visit_title: str
    progress: str
    steps: str
    previous: str
    following: str
    finish: str
    what_title: str
    what: str
    ask_title: str
    ask: str
    ask_yourself: str
    source_title: str
    source: str
    discover_title: str
    discover: str
    unknown_title: str
    unknown: str


FRENCH = VisitStrings(
    questions_title="Premières questions",
    questions_lead="Chacune a été posée à l’assistant depuis la dernière mise à jour des documents, et il y a répondu "
    "avec une citation contrôlée. Certaines sont en français et leur réponse en anglais, ou l’inverse.",
    in_french="En français",
    in_english="En anglais",
    ask_this="Poser cette question",
    answered_by="La citation qui y répond",
    trying="Des questions sont en train d’être essayées.",
    look_again="Voir s’il y en a d’autres",
    reloads="Cette page se recharge d’elle-même.",
    none="Aucune question tirée des documents n’a reçu de réponse sûre. Posez la vôtre.",
    visit_title="Première visite",
    progress="Étape {step} sur 5",
    steps="Les cinq étapes",
    previous="Étape précédente",
    following="Étape suivante",
    finish="Poser ma question",
    what_title="Ce que c’est",
    what="Un assistant qui répond en français ou en anglais à partir de vos documents ({count}), et de rien d’autre. "
    "Il ne rédige pas\u202f: il cite, mot pour mot. Tout reste sur cette machine.",
    ask_title="Demander",
    ask="Posez votre question dans la langue que vous voulez, en une phrase. La réponse peut venir d’un document dans "
    "l’autre langue\u202f; elle est alors citée dans cette langue. Pour commencer\u00a0:",
    ask_yourself="Écrire ma propre question",
    source_title="Vérifier la source",
    source="Chaque réponse porte des numéros [1] qui mènent à ses sources. Ouvrez la citation dans le document\u202f: "
    "elle y est surlignée, avec ce qui l’entoure. Essayez ici\u00a0:",
    discover_title="Découvrir",
    discover="Sans question précise, parcourez ce que les documents disent\u00a0:",
    unknown_title="Quand il ne sait pas",
    unknown="Si les documents ne disent rien, l’assistant le dit, montre ce qui s’en approche et explique pourquoi ce "
    "n’est pas une réponse. Il n’invente jamais. Reformulez, élargissez, ou demandez à un collègue.",
)

ENGLISH = VisitStrings(
    questions_title="First questions",
    questions_lead="Each was put to the assistant since the documents were last updated, and answered with a checked "
    "citation. Some are in English with their answer in French, or the reverse.",
    in_french="In French",
    in_english="In English",
    ask_this="Ask this question",
    answered_by="The citation that answers it",
    trying="Questions are being tried.",
    look_again="See whether there are more",
    reloads="This page reloads by itself.",
    none="No question made from the documents was answered safely. Ask your own.",
    visit_title="First visit",
    progress="Step {step} of 5",
    steps="The five steps",
    previous="Previous step",
    following="Next step",
    finish="Ask my question",
    what_title="What this is",
    what="An assistant that answers in French or English from your documents ({count}), and from nothing else. It does "
    "not write: it quotes, word for word. Everything stays on this machine.",
    ask_title="Ask",
    ask="Ask in whichever language you like, in one sentence. The answer may come from a document in the other "
    "language; it is then quoted in that language. To begin with:",
    ask_yourself="Write my own question",
    source_title="Check the source",
    source="Every answer has numbers [1] that lead to its sources. Open the quote in its document: it is marked there, "
    "with what stands around it. Try it here:",
    discover_title="Discover",
    discover="Without a question of your own, look through what the documents say:",
    unknown_title="When it does not know",
    unknown="If the documents do not say, the assistant tells you so, shows what came nearest, and why that is no "
    "answer. It never invents. Ask in other words, ask more widely, or ask a colleague.",
)

WORDS: dict[Language, VisitStrings] = {"fr": FRENCH, "en": ENGLISH}

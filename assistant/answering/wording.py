"""Turns selected quotes, or a reason for none, into the sentences that frame them in the reader's language.

Knows nothing about how they were found. Everything between « » or “ ” is a quote; everything else is fixed text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.absent import SENTENCES, word_absent
from assistant.answering.selecting import Selection
from assistant.records import Document, Language, Reason
from assistant.text.terms import IGNORED

LANGUAGE_NAMES: dict[Language, dict[Language, str]] = {
    "fr": {"fr": "en français", "en": "en anglais"},
    "en": {"fr": "in French", "en": "in English"},
}
NO_BREAK = "\u00a0"
LIKE_A_MARK = re.compile(r"\[(\s*\d+\s*)\]")
ISOLATES = re.compile("[\u2066-\u2069]")
LONGEST_NAME = 200  # characters of a title, an organisation or a heading in our own sentence
ABSTENTION: dict[Language, str] = {
    "fr": "Les documents ne permettent pas de répondre à cette question.",
    "en": "The documents do not answer this question.",
}
CONFLICT: dict[Language, str] = {
    "fr": f"Les sources ne donnent pas la même valeur{NO_BREAK}:",
    "en": "The sources give different values:",
}
REASONS: dict[Reason, dict[Language, str]] = {
    Reason.NOT_A_QUESTION: {
        "fr": "Veuillez poser une question avec au moins un mot.",
        "en": "Please ask a question with at least one word.",
    },
    Reason.OTHER_LANGUAGE: {
        "fr": "La question semble n'être ni en français ni en anglais ; posez-la dans l'une de ces langues.",
        "en": "The question seems to be in neither French nor English; ask it in one of them.",
    },
    Reason.NOTHING_CLOSE: {
        "fr": "Aucun passage des documents ne s'approche du sujet.",
        "en": "No passage of the documents comes close to the subject.",
    },
    Reason.NOT_ANSWERED: {
        "fr": "Des passages abordent le sujet, mais aucun ne donne la réponse.",
        "en": "Some passages touch on the subject, but none gives the answer.",
    },
    Reason.UNKNOWN_SUBJECT: SENTENCES["name"],
    Reason.NO_DOCUMENTS: {
        "fr": "Aucun document n'est indexé.",
        "en": "No document is indexed.",
    },
}


def word_answer(selection: Selection, language: Language) -> str:
    """A paragraph a source: who says it, its quotes, their marks. Conflicting values are announced first."""
    lines: list[str] = []
    said = ""
    if selection.conflicts:
        lines.append(CONFLICT[language])
    for number, quote in enumerate(selection.quotes, start=1):
        source = name_source(quote.hit.document, quote.hit.passage.heading, language)
        words = f"«{NO_BREAK}{quote.text}{NO_BREAK}»" if language == "fr" else f"“{quote.text}”"
        if source == said:
            lines[-1] += f"\n{words} [{number}]"
        else:
            lines.append(f"{source}{f'{NO_BREAK}:' if language == 'fr' else ':'}\n{words} [{number}]")
        said = source
    return "\n\n".join(lines)


def name_source(document: Document, heading: Sequence[str], language: Language) -> str:
    """ "Selon UNICEF Mali – Where we work, Gao (UNICEF, 2024, en anglais)"."""
    title = _named(document.title)
    about = [_named(fact) for fact in (document.organisation, document.date) if fact]
    if document.language != language:
        about.append(LANGUAGE_NAMES[language][document.language])
    section = _named(heading[-1]).rstrip(" \u00a0:.") if heading else ""
    place = f", {section}" if section and section.casefold() not in title.casefold() else ""
    note = f" ({', '.join(about)})" if about else ""
    return f"{'Selon' if language == 'fr' else 'According to'} {title}{place}{note}"


def _named(text: str) -> str:
    """A name as our own sentence may say it: one short line that turns nothing round and holds no mark like ours."""
    line = LIKE_A_MARK.sub(r"(\1)", " ".join(ISOLATES.sub("", IGNORED.sub("", text)).split()))
    return line if len(line) <= LONGEST_NAME else f"{line[:LONGEST_NAME]}…"


def word_reason(reason: Reason, language: Language, subject: str = "", question: str = "") -> str:
    """Why there is no answer; `subject` is the name in the question that no document holds."""
    if reason is Reason.UNKNOWN_SUBJECT:
        return word_absent(subject, question, language)
    return REASONS[reason][language]

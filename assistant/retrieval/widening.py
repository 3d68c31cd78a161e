"""Turns a question into what its acronyms stand for, and what it says in words into their acronyms, in both languages.

Knows nothing about passages. Only what the documents say themselves is added; a question without an acronym or the
words of one is given nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.index.acronyms.glossary import Glossary, Sense
from assistant.records import LANGUAGES, Language
from assistant.text.terms import content_terms, term

MOST_SENSES = 3  # of one acronym; one that means more is no help


@dataclass(frozen=True, slots=True)
class Widened:
    """`terms[language]` are to be looked for besides the question's own; `same` gives for each acronym of the
    question, folded, the folded acronyms that it is called in the other language."""

    terms: dict[Language, tuple[str, ...]]
    same: dict[str, tuple[str, ...]]

    def __bool__(self) -> bool:
        return any(self.terms.values())


NOTHING = Widened({}, {})


def widen(question: str, language: Language, glossary: Glossary) -> Widened:
    found: dict[Language, dict[str, None]] = {spoken: {} for spoken in LANGUAGES}
    same: dict[str, tuple[str, ...]] = {}
    for key in glossary.keys_in(question):
        senses = glossary.senses_of(key)
        if len(senses) > MOST_SENSES:
            continue
        for sense in senses:
            _add(found, sense, acronym=False)
        others = [other for sense in senses or (None,) for other in glossary.counterparts(key, sense)]
        same[key.lower()] = tuple(dict.fromkeys(other.key.lower() for other in others if other.key != key))
        for other in others:
            found[other.language][term(other.key.lower(), other.language)] = None
            if other.sense:
                _add(found, other.sense, acronym=True)
    for sense in glossary.senses_in(question, language):
        _add(found, sense, acronym=True)
        for other in glossary.counterparts(sense.key, sense):
            if other.sense:
                _add(found, other.sense, acronym=True)
    return Widened({spoken: tuple(words) for spoken, words in found.items()}, same)


def _add(found: dict[Language, dict[str, None]], sense: Sense, *, acronym: bool) -> None:
    """The words of a sense in its own language, and its acronym in both: a page may use that of the other."""
    for spoken in LANGUAGES:
        if acronym:
            found[spoken][term(sense.key.lower(), spoken)] = None
        if sense.language == spoken:
            found[spoken] |= dict.fromkeys(content_terms(sense.first.expansion, spoken))

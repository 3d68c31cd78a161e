"""Turns a question into what its acronyms stand for, and what it says in words into their acronyms, in both languages.

Knows nothing about passages. Only what the documents say themselves is added; a question without an acronym or the
words of one is given nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.index.acronyms.glossary import Glossary, Sense
from assistant.records import LANGUAGES, Language
from assistant.text.terms import content_terms, term

MOST_SENSES = 3  # of one acronym; one that means more is no help

IsUsed = Callable[[str, Language], bool]  # whether passages of a language hold a term


@dataclass(frozen=True, slots=True)
class Widened:
    """What to look for besides the question's own terms, by document language.

    `instead` holds the words and the other acronyms of those that no passage of the language uses; `besides` holds the
    acronyms of what the question says in words.
    """

    instead: dict[Language, tuple[str, ...]] = field(default_factory=dict)
    besides: dict[Language, tuple[str, ...]] = field(default_factory=dict)


def widen(question: str, language: Language, glossary: Glossary, is_used: IsUsed) -> Widened:
    instead: dict[Language, dict[str, None]] = {spoken: {} for spoken in LANGUAGES}
    besides: dict[Language, dict[str, None]] = {spoken: {} for spoken in LANGUAGES}
    for key in glossary.keys_in(question):
        senses = glossary.senses_of(key)
        for spoken in LANGUAGES:
            if len(senses) <= MOST_SENSES and not is_used(term(key.lower(), spoken), spoken):
                instead[spoken] |= dict.fromkeys(_in_language(key, senses, spoken, glossary))
    for sense in glossary.senses_in(question, language):
        besides[language][term(sense.key.lower(), language)] = None
        for other in glossary.counterparts(sense.key, sense):
            besides[other.language][term(other.key.lower(), other.language)] = None
    return Widened(
        {spoken: tuple(found) for spoken, found in instead.items()},
        {spoken: tuple(t for t in found if is_used(t, spoken)) for spoken, found in besides.items()},
    )


def same_as(key: str, glossary: Glossary) -> tuple[str, ...]:
    """What an acronym is called in the other language, where that is another acronym."""
    senses: tuple[Sense | None, ...] = glossary.senses_of(key) or (None,)
    others = [other.key for sense in senses for other in glossary.counterparts(key, sense)]
    return tuple(dict.fromkeys(other for other in others if other != key))


def _in_language(key: str, senses: tuple[Sense, ...], spoken: Language, glossary: Glossary) -> list[str]:
    """The acronym that is used in a language, and the words of its sense there."""
    own: tuple[Sense | None, ...] = senses or (None,)
    others = [other for sense in own for other in glossary.counterparts(key, sense) if other.language == spoken]
    found = [term(other.key.lower(), spoken) for other in others]
    meant = [*(sense for sense in senses if sense.language == spoken), *(o.sense for o in others if o.sense)]
    return [*found, *(word for sense in meant for word in content_terms(sense.first.expansion, spoken))]

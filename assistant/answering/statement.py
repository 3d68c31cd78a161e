"""Turns a stretch of a document into what can be read off it whatever is asked: its words, names, values, measures.

Knows nothing about questions. Each is read when first wanted and kept with the stretch, so it goes when that goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.measures import COMMON_STEM, Measure, find_measures
from assistant.corpus.units import is_fragment
from assistant.records import Language, Span
from assistant.text.terms import content_terms, fold, term, words
from assistant.text.values import MONTHS, Value, find_values

STEM_CHARS = 5  # names spelled a little differently in the two languages share their first letters
NAME = re.compile(r"[^\W\d_][\w’'.@-]*\w")
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Held:
    """The words of a text, as written and as stems, for looking names up."""

    language: Language
    words: frozenset[str]
    stems: frozenset[str]
    starts: frozenset[str]

    def __or__(self, other: Held) -> Held:
        return Held(self.language, self.words | other.words, self.stems | other.stems, self.starts | other.starts)


def held_by(text: str, language: Language) -> Held:
    found = frozenset(words(text))
    stems = frozenset([term(word, language) for word in found])
    return Held(language, found, stems, frozenset([word[:STEM_CHARS] for word in found if len(word) >= STEM_CHARS]))


@dataclass(frozen=True)
class Statement:
    """A stretch of text with what is known around it: title, organisation, heading."""

    text: str
    language: Language
    about: str = ""

    @cached_property
    def held(self) -> Held:
        """What the text alone holds."""
        return held_by(self.text, self.language)

    @cached_property
    def words_around(self) -> frozenset[str]:
        """The words of the text and of what is known around it."""
        return frozenset(words(f"{self.about} {self.text}"))

    @cached_property
    def is_fragment(self) -> bool:
        return is_fragment(self.text)

    @cached_property
    def values(self) -> tuple[Value, ...]:
        return tuple(find_values(self.text))

    @cached_property
    def dates(self) -> tuple[Value, ...]:
        return tuple(value for value in self.values if value.kind == "date")

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(find_measures(self.text, self.language, self.values))

    @cached_property
    def names(self) -> tuple[tuple[str, Span], ...]:
        """Capitalised words and addresses, the first of a sentence and months aside: folded, and where they stand."""
        found = []
        for match in NAME.finditer(self.text):
            before = self.text[: match.start()].rstrip()
            first = not before or before[-1] in ".!?:•\n"
            name = ELIDED.sub("", match.group())
            is_name = (name[:1].isupper() and not first) or "@" in name
            if is_name and name.casefold().rstrip(".") not in MONTHS:
                found.append((fold(name), Span(match.end() - len(name), match.end())))
        return tuple(found)

    @cached_property
    def content(self) -> frozenset[str]:
        """Terms of its words without function words and values."""
        text = self.text
        for value in reversed(self.values):
            text = f"{text[: value.span.start]} {text[value.span.end :]}"
        return frozenset(content_terms(text, self.language))

    @cached_property
    def content_starts(self) -> frozenset[str]:
        return frozenset([one[:COMMON_STEM] for one in self.content if len(one) >= COMMON_STEM])

"""Turns acronyms and pairs into a glossary that is asked by acronym, by words, and for the other language.

Knows nothing about documents' texts or questions. A sense is one acronym with one meaning in one language, and all the
places that say so.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.index.acronyms.pairing import meaning_of
from assistant.records import Acronym, AcronymPair, KnownBy, Language, Span
from assistant.text.acronyms import acronyms_in
from assistant.text.terms import terms, words
from assistant.text.translation import translations

WORD = re.compile(r"\w+")
SHORTEST_TYPED_SMALL = 3  # letters of an acronym that is known again in small letters


@dataclass(frozen=True, slots=True)
class Sense:
    """An acronym with one meaning; `places` are where documents say so, those known by letters first."""

    key: str
    language: Language | None
    meaning: str  # folded, the same for all its places
    places: tuple[Acronym, ...]

    @property
    def first(self) -> Acronym:
        return self.places[0]

    @property
    def short(self) -> str:
        """The acronym as it is mostly written, without a plural s where there is a choice."""
        counts = Counter(one.short for one in self.places)
        return min(counts, key=lambda short: (-counts[short], len(short), short))


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What an acronym is called in the other language: a sense, or, where a document only names it, its key.

    `named_in` is the document and quote that say so, where one does.
    """

    key: str
    language: Language
    sense: Sense | None
    named_in: tuple[str, Span] | None = None


class Glossary:
    """Every sense of every acronym, in the order of their keys."""

    def __init__(self, acronyms: Sequence[Acronym], pairs: Sequence[AcronymPair]) -> None:
        places: dict[tuple[str, Language | None, str], list[Acronym]] = defaultdict(list)
        for one in acronyms:
            places[one.key, one.language, _plain(meaning_of(one.expansion))].append(one)
        self.senses = tuple(
            Sense(key, language, meaning, tuple(sorted(found, key=_surest)))
            for (key, language, meaning), found in sorted(places.items(), key=lambda item: tuple(map(str, item[0])))
        )
        self._of_key: dict[str, list[Sense]] = defaultdict(list)
        self._beginning: dict[str, list[tuple[tuple[str, ...], Sense]]] = defaultdict(list)
        for sense in self.senses:
            self._of_key[sense.key].append(sense)
            if spelled := tuple(terms(sense.first.expansion, sense.language or "en")):
                self._beginning[spelled[0]].append((spelled, sense))
        self._written = {one.short: sense.key for sense in self.senses for one in sense.places}
        self._pairs: dict[str, list[AcronymPair]] = defaultdict(list)
        for pair in pairs:
            self._pairs[pair.french].append(pair)
            if pair.english != pair.french:
                self._pairs[pair.english].append(pair)

    def senses_of(self, key: str) -> tuple[Sense, ...]:
        return tuple(self._of_key.get(key, ()))

    def written_in(self, text: str) -> tuple[str, ...]:
        """Keys of the glossary that a text holds, as acronyms or just as a document writes them ("Ecowas")."""
        found = {span.start: key for key, span in acronyms_in(text) if self._knows(key)}
        for match in WORD.finditer(text):
            if key := self._written.get(match.group()):
                found.setdefault(match.start(), key)
        return tuple(dict.fromkeys(found[at] for at in sorted(found)))

    def keys_in(self, text: str) -> tuple[str, ...]:
        """The same for a question, where acronyms may be in small letters if no word is written so."""
        found = dict.fromkeys(self.written_in(text))
        for word in words(text):
            key = word.upper()
            if (
                len(word) >= SHORTEST_TYPED_SMALL and self._knows(key)
                and not translations(word, "en") and not translations(word, "fr")
            ):  # fmt: skip
                found[key] = None
        return tuple(found)

    def senses_in(self, text: str, language: Language) -> tuple[Sense, ...]:
        """Senses whose words the text holds, one after the other as the documents have them."""
        spelled = terms(text, language)
        return tuple(
            sense
            for at, one in enumerate(spelled)
            for wanted, sense in self._beginning.get(one, ())
            if sense.language == language and tuple(spelled[at : at + len(wanted)]) == wanted
        )

    def counterparts(self, key: str, sense: Sense | None = None) -> tuple[Counterpart, ...]:
        """What a sense, or an acronym of which no sense is known, is called in the other language."""
        found: dict[tuple[str, Language, str], Counterpart] = {}
        for pair in self._pairs.get(key, ()):
            for here, meant, there, means, other in (
                (pair.french, pair.french_meaning, pair.english, pair.english_meaning, "en"),
                (pair.english, pair.english_meaning, pair.french, pair.french_meaning, "fr"),
            ):
                language: Language = "en" if other == "en" else "fr"
                if here != key or (sense and sense.language == language):
                    continue
                if sense and meant and _plain(meant) != sense.meaning:
                    continue
                named = (pair.document_id, pair.quote) if pair.document_id and pair.quote else None
                senses = [s for s in self._of_key.get(there, ()) if s.language == language]
                senses = [s for s in senses if not means or s.meaning == _plain(means)]
                candidates: list[Sense | None] = [*senses] if senses or not named else [None]
                for one in candidates:
                    place = (there, language, one.meaning if one else "")
                    if place not in found or (named and not found[place].named_in):
                        found[place] = Counterpart(there, language, one, named)
        return tuple(found[place] for place in sorted(found))

    def _knows(self, key: str) -> bool:
        return key in self._of_key or key in self._pairs


def _plain(meaning: str) -> str:
    """The words of a meaning alone: "non-governmental organisation(s)" whatever signs stand between and at the end."""
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words(meaning))


def _surest(one: Acronym) -> tuple[bool, bool, str, int]:
    return one.known_by is not KnownBy.LETTERS, one.short != one.key, one.document_id, one.at.start

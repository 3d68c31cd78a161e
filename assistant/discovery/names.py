"""Turns documents into the organisations that they speak of, and a stretch of text into where it names them.

Knows nothing about what is said of an organisation. A name comes from what is known of a document, from a small
table, or from a sentence that says what it is ("X is an NGO", "the association X").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from assistant.discovery.vocabulary import organisations, places, sectors
from assistant.records import Document
from assistant.text.stopwords import STOPWORDS
from assistant.text.terms import APOSTROPHES, IGNORED, fold

LOOKED_THROUGH = 200_000  # characters of a document that are searched for names
CAPITAL = r"[A-ZÀÂÇÉÈÊËÎÏÔÖÛÜ]"
_WORD = rf"{CAPITAL}[\w&'-]*"
PROPER = (
    rf"{_WORD}(?:\s(?:(?:of|the|for|and|de|du|des|la|le|les|et|pour|sans)\s|(?:d'|l'|de\sl')){{0,2}}{_WORD}){{0,6}}"
)
_SORT = (
    r"(?:NGO|INGO|ONG|ONGI|association|organi[sz]ation|charity|foundation|fondation|agency|agence|nonprofit|non-profit|"
    r"federation|fédération|société|company|entreprise|institution|institute|institut|university|université|network|réseau|"
    r"coalition|alliance|council|conseil|committee|comité|cooperative|coopérative|trade\sunion|syndicat|ministry|ministère)"
)
_KIND_OF = r"(?:(?!that\b|qui\b|which\b)[\w'-]+\s){0,4}"
IS_ONE = re.compile(
    rf"(?<![\w.'-])(?P<name>{PROPER})(?:\s\((?P<short>{CAPITAL}[\w-]+)\))?,?\s(?:is|est)\s(?:an?|the|une?|l')\s?{_KIND_OF}{_SORT}\b"
)
CALLED = re.compile(rf"\b(?:[Tt]he|[Ll]')\s?{_KIND_OF}{_SORT}\s(?P<name>{CAPITAL}[\w&'-]*(?:\s{_WORD}){{0,4}})")
SHORTENED = re.compile(rf"(?<![\w.'-])(?P<name>{PROPER})\s\((?P<short>[A-Z][A-Z-]{{2,9}})\)")
FIRST_WORDS = frozenset(fold(word) for word in "The La Le Les Its This That These In It An Our".split())
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a name of an organisation stands in a clean text."""

    organisation: str
    start: int
    end: int


class Names:
    """All names known, compiled once."""

    def __init__(self, known: Iterable[tuple[str, str]]) -> None:
        """`known` are a name as written, and the one that is shown."""
        self.shown = {as_read(name): shown for name, shown in known if usable(name)}
        self._long = {fold(name): shown for name, shown in self.shown.items() if _is_long(name)}
        written = sorted(self.shown, key=lambda name: (-len(name), name))
        # a name of three words is known in any letters, a shorter one only as it is written
        either = (f"(?i:{re.escape(name)})" if _is_long(name) else re.escape(name) for name in written)
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(either)})(?![\w-]|\.\w)" if written else r"(?!)")

    def find(self, text: str) -> list[Mention]:
        return [Mention(self._shown(match.group()), *match.span()) for match in self._pattern.finditer(text)]

    def _shown(self, name: str) -> str:
        return self.shown.get(name) or self._long[fold(name)]

    def of_title(self, document: Document) -> str | None:
        """The one organisation that a title names."""
        named = {mention.organisation for mention in self.find(as_read(document.title))}
        return named.pop() if len(named) == 1 else None

    def main(self, document: Document) -> str | None:
        """Whose document it is: what is known of it, else the one organisation of its title."""
        if document.organisation and usable(document.organisation):
            return self.shown.get(as_read(document.organisation), document.organisation)
        return self.of_title(document)


def known_names(documents: Iterable[Document]) -> Names:
    """The names that the documents' own facts, the table and the documents' own words give."""
    known = dict(organisations())
    shorter: list[tuple[str, str]] = []
    for document in documents:
        if document.organisation and usable(document.organisation):
            name = as_read(document.organisation)
            known.setdefault(name, name)
        for name, short in _introduced(as_read(document.text[:LOOKED_THROUGH])):
            known.setdefault(name, name)
            if short:
                known.setdefault(short, known[name])
        shorter += [(match["name"], match["short"]) for match in SHORTENED.finditer(document.text[:LOOKED_THROUGH])]
    for written, short in shorter:
        of = next((name for name in _beginnings(as_read(written)) if name in known), None)
        if of is not None and usable(short) and short[0] == written[0]:
            known.setdefault(short, known[of])
    return Names(known.items())


def _beginnings(name: str) -> list[str]:
    """ "World Vision Niger", "World Vision", "World"."""
    parts = name.split()
    return [" ".join(parts[:count]) for count in range(len(parts), 0, -1)]


def _is_long(name: str) -> bool:
    return name.count(" ") >= 2


def as_read(text: str) -> str:
    """Composed, without invisible characters, with one kind of apostrophe and space."""
    return " ".join(unicodedata.normalize("NFC", IGNORED.sub("", text)).translate(APOSTROPHES).split())


@lru_cache(maxsize=10_000)
def usable(name: str) -> bool:
    """A name that could be an organisation's: no place, sector, or word of the language."""
    folded = fold(name).strip()
    return (
        1 < len(folded) <= LONGEST_NAME
        and any(char.isalpha() for char in folded)
        and folded not in places()
        and folded not in sectors()
        and folded not in STOPWORDS["fr"] | STOPWORDS["en"]
    )


def _introduced(text: str) -> list[tuple[str, str | None]]:
    """Names that a sentence says to be an organisation's, with the short form beside them."""
    found: list[tuple[str, str | None]] = []
    for match in IS_ONE.finditer(text):
        found.append((match["name"], match["short"]))
    found += [(match["name"], None) for match in CALLED.finditer(text)]
    cleaned = []
    for name, short in found:
        first, _, rest = name.partition(" ")
        name = rest if fold(first) in FIRST_WORDS else name
        name = re.sub(r"^[LlDd]'", "", name).removesuffix("'s")
        if name and name[0].isupper() and usable(name) and not re.fullmatch(_SORT, name, re.IGNORECASE):
            cleaned.append((name, short if short and usable(short) else None))
    return cleaned

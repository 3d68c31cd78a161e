"""Turns a stretch of text into the same letters without accents, soft hyphens and odd spaces, each with its place.

Knows nothing about acronyms. Capitals stay, so that shapes can be seen; places lead back to the exact slice, whether
the text is composed (NFC) or decomposed (NFD).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from assistant.records import Span
from assistant.text.terms import APOSTROPHES, IGNORED

LIGATURES = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ﬁ": "fi", "ﬂ": "fl"}
DASHES = str.maketrans(dict.fromkeys("‐‑‒", "-"))


@dataclass(frozen=True, slots=True)
class View:
    """`plain[i]` stands at `places[i]` of the text; `places` has one more, the end."""

    plain: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The slice of the text that shows as `plain[start:end]`, with the accents of its last letter."""
        place, after = self.places[end - 1], end
        while after < len(self.places) - 1 and self.places[after] == place:
            after += 1  # one letter that shows as two
        return Span(self.places[start], self.places[after])


def view_of(text: str, start: int, end: int) -> View:
    plain: list[str] = []
    places: list[int] = []
    piece = text[start:end]
    if piece.isascii():
        return View(re.sub(r"[\t\r\f\v]", " ", piece), tuple(range(start, end + 1)))
    for place, char in enumerate(piece, start=start):
        if IGNORED.match(char) or unicodedata.combining(char):
            continue
        if char.isspace():
            shown = "\n" if char in "\n\u2028\u2029" else " "
        elif char in LIGATURES:
            shown = LIGATURES[char]
        else:
            shown = unicodedata.normalize("NFD", char)[0].translate(APOSTROPHES).translate(DASHES)
        plain.extend(shown)
        places.extend([place] * len(shown))
    return View("".join(plain), (*places, end))

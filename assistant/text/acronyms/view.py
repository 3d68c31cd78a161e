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
RUN = re.compile(r"(?P<as_it_is>[!-_a-~ \n]+)|.", re.DOTALL)  # printed ASCII but the grave accent shows as it is
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
    for run in RUN.finditer(piece):
        shown = run.group() if run.lastgroup == "as_it_is" else _shown(run.group())
        place = start + run.start()
        plain.append(shown)
        places.extend(range(place, place + len(shown)) if run.lastgroup == "as_it_is" else [place] * len(shown))
    return View("".join(plain), (*places, end))


def _shown(char: str) -> str:
    """One character as letters without accents; nothing for an accent or an invisible one."""
    if IGNORED.match(char) or unicodedata.combining(char):
        return ""
    if char.isspace():
        return "\n" if char in "\n\u2028\u2029" else " "
    if char in LIGATURES:
        return LIGATURES[char]
    return unicodedata.normalize("NFD", char)[0].translate(APOSTROPHES).translate(DASHES)

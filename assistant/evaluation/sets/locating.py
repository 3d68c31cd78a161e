"""Turns a quote that somebody typed into the exact slice of a document, and how far the two are from each other.

Knows nothing about question sets. Spaces first, then marks and quotation signs, then case and accents are let go, and
the slice that is found is always the document's own text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

MARKS = "*_`#>|~[]"
ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-"})


class Nearness(StrEnum):
    EXACT = "exact"
    SPACES = "spaces"  # line breaks or spaces differ
    MARKS = "marks"  # Markdown marks, quotation signs, apostrophes or dashes differ
    LETTERS = "letters"  # capitals or accents differ
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Located:
    nearness: Nearness
    slice: str = ""  # of the document, where it was found


def locate(quote: str, text: str) -> Located:
    """The first slice of the text that says the quote."""
    if quote and quote in text:
        return Located(Nearness.EXACT, quote)
    steps: tuple[tuple[Nearness, Callable[[str], str]], ...] = (
        (Nearness.SPACES, lambda char: char),
        (Nearness.MARKS, _without_marks),
        (Nearness.LETTERS, lambda char: _plain(_without_marks(char))),
    )
    for nearness, change in steps:
        wanted, _ = _reduced(quote, change)
        held, places = _reduced(text, change)
        at = held.find(wanted) if wanted else -1
        if at >= 0:
            return Located(nearness, text[places[at] : places[at + len(wanted) - 1] + 1])
    return Located(Nearness.MISSING)


def _reduced(text: str, change: Callable[[str], str]) -> tuple[str, list[int]]:
    """The text with every character changed and runs of spaces as one, and where each character came from."""
    kept: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for one in " " if char.isspace() else change(char):
            if one == " " and (not kept or kept[-1] == " "):
                continue
            kept.append(one)
            places.append(place)
    if kept and kept[-1] == " ":
        kept.pop()
        places.pop()
    return "".join(kept), places


def _without_marks(char: str) -> str:
    return "" if char in MARKS else char.translate(ALIKE)


def _plain(char: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKD", char.casefold()) if not unicodedata.combining(one))

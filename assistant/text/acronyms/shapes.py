"""Turns words into acronyms by their shape: capitals, points, an inner capital, a plural s, a figure.

Knows nothing about what they stand for. All patterns read the plain text of a view, where accents are gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.records import Span
from assistant.text.acronyms.view import view_of

LONGEST = 14  # letters and signs
SHAPE = rf"[A-Za-z](?:[A-Za-z0-9]|[&.-](?=[A-Za-z0-9])){{1,{2 * LONGEST}}}"
STRONG = rf"(?<![\w&@.-])(?=[a-z]{{0,2}}[A-Z][A-Za-z0-9&.-]{{0,{LONGEST}}}[A-Z]){SHAPE}(?![\w&@]|[.-]\w)"
WEAK = r"(?<![\w&@.-])[A-Z][a-z]{3,11}(?![\w&@]|[.-]\w)"  # "Ecowas"
ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
ACRONYM = re.compile(STRONG)
PLURAL = re.compile(r"(?<=[A-Z0-9])'?s$")


def key_of(short: str) -> str:
    """One spelling for all of "O.N.G.", "ONG" and "ONGs": capitals and figures alone."""
    plain = view_of(short, 0, len(short)).plain
    return re.sub(r"[^A-Z0-9&]", "", PLURAL.sub("", plain.strip(" .")).upper())


def is_acronym(plain: str) -> bool:
    """True for the shape of an acronym: two capitals at least, not too long, no Roman number."""
    letters = re.sub(r"[^A-Za-z0-9]", "", PLURAL.sub("", plain))
    capitals = sum(char.isupper() for char in letters)
    if not 2 <= len(letters) <= LONGEST or capitals < 2 or ROMAN.fullmatch(letters):
        return False
    return capitals * 2 >= sum(char.isalpha() for char in letters)


def acronyms_in(text: str) -> Iterator[tuple[str, Span]]:
    """(key, place) of every word of the text that has the shape of an acronym, in order."""
    view = view_of(text, 0, len(text))
    for match in ACRONYM.finditer(view.plain):
        if is_acronym(match.group()):
            yield key_of(match.group()), view.span(match.start(), match.end())

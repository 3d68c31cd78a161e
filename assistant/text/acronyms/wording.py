"""Turns the plain text before or after a place into the words that belong together there.

Knows nothing about acronyms. Words are joined by spaces, quotation marks, commas, hyphens, elisions and one line break;
anything else (a point, a dash, a bracket, a blank line, the sign of a list) parts them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.text.acronyms.letters import Word

BACK, AHEAD = 260, 260  # characters looked at
WORD = re.compile(r"[A-Za-z0-9]+|&")
JOINING = re.compile(r"[ \"'«»“”*_]{0,6},?[ \"'«»“”*_]{0,6}(?:\n[ \"'«»“”*_]{0,8})?|[-/]")
BESIDE = re.compile(r"[ \"'«»“”*_]{0,6}(?:\n[ \"'«»“”*_]{0,6})?")


def words_before(plain: str, end: int) -> list[Word]:
    """The joined words that end directly before a place."""
    start = max(0, end - BACK)
    found = _words(plain, start, end)
    if start and found and found[0].start == start:
        found = found[1:]  # cut in the middle
    if not found or not BESIDE.fullmatch(plain[found[-1].end : end]):
        return []
    first = len(found) - 1
    while first and JOINING.fullmatch(plain[found[first - 1].end : found[first].start]):
        first -= 1
    return found[first:]


def words_after(plain: str, start: int, end: int | None = None) -> list[Word]:
    """The joined words that begin directly at a place, up to another."""
    stop = min(len(plain), start + AHEAD) if end is None else end
    found = _words(plain, start, stop)
    if end is None and stop < len(plain) and found and found[-1].end == stop:
        found = found[:-1]
    if not found or not BESIDE.fullmatch(plain[start : found[0].start]):
        return []
    last = 0
    while last + 1 < len(found) and JOINING.fullmatch(plain[found[last].end : found[last + 1].start]):
        last += 1
    return found[: last + 1]


def up_to_commas(plain: str, words: Sequence[Word]) -> list[list[Word]]:
    """The words as a whole, and the beginnings of them that end before a comma."""
    cuts = [at for at in range(1, len(words)) if "," in plain[words[at - 1].end : words[at].start]]
    return [list(words[:at]) for at in (len(words), *cuts)]


def of_first_line(plain: str, words: Sequence[Word]) -> list[Word]:
    for at in range(1, len(words)):
        if "\n" in plain[words[at - 1].end : words[at].start]:
            return list(words[:at])
    return list(words)


def _words(plain: str, start: int, end: int) -> list[Word]:
    return [
        Word(m.group(), m.start(), m.end(), part=m.start() > start and plain[m.start() - 1] in "-/")
        for m in WORD.finditer(plain, start, end)
    ]

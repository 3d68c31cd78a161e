"""Turns a stretch of a document into the same words composed, without invisible characters, with one kind of space and
apostrophe, and every place in it back into the document's own.

Knows nothing about what is looked for in it.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right

from assistant.records import Span
from assistant.text.terms import APOSTROPHES, IGNORED

SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\t\r", " "))


class Reading:
    """`text` is what patterns are tried on; `span` gives the stretch of the document that a part of it was read in."""

    def __init__(self, text: str, start: int, end: int) -> None:
        raw = text[start:end]
        self._start, self._end = start, end
        self._at: list[int] | None = None
        if unicodedata.is_normalized("NFC", raw) and not IGNORED.search(raw):
            self.text = raw.translate(APOSTROPHES).translate(SPACES)
            return
        pieces: list[str] = []
        self._at = []
        for first, cluster in _clusters(raw):
            shown = unicodedata.normalize("NFC", IGNORED.sub("", cluster))
            pieces.append(shown)
            self._at += [start + first] * len(shown)
        self.text = "".join(pieces).translate(APOSTROPHES).translate(SPACES)

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]`, not empty, stands in the document."""
        if self._at is None:
            return Span(self._start + start, self._start + end)
        last = self._at[end - 1]
        after = bisect_right(self._at, last)
        return Span(self._at[start], self._at[after] if after < len(self._at) else self._end)


def _clusters(raw: str) -> list[tuple[int, str]]:
    """Each character with the marks that are combined with it."""
    found: list[tuple[int, str]] = []
    for offset, char in enumerate(raw):
        if found and unicodedata.combining(char):
            first, cluster = found[-1]
            found[-1] = (first, cluster + char)
        else:
            found.append((offset, char))
    return found

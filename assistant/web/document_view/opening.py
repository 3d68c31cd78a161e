"""Turns a place into the version of the document that it names, and the word whether that is still today's.

Knows nothing about pages. The opened index is asked first; what it does not hold is looked for in the kept generations,
one request at a time, since every file of theirs is hashed before it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from assistant.errors import Busy, InputError
from assistant.index.generations import generations
from assistant.index.opened import OpenedIndex
from assistant.index.versions import Cited, State, open_citation
from assistant.records import Document
from assistant.web.document_view.address import Place, hash_of_quote

ONE_SEARCH_AT_A_TIME = Lock()
LONGEST_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Seen:
    """`document` is the version named, None where it is kept no longer; `now` is today's, None where it is gone."""

    state: State
    document: Document | None
    generation: str | None
    now: Document | None


def open_place(place: Place, index: OpenedIndex) -> Seen | None:
    """The version that a place names; None when there is no such document, no such version and no such stretch."""
    now = index.store.document(place.document) if place.document in index.manifest.documents else None
    if place.span is None or place.sha256 is None:
        named = now is not None and place.sha256 in (None, now.sha256)
        return Seen(State.SAME, now, index.generation, now) if named else None
    if now is not None and now.sha256 == place.sha256 and _holds(now, place):
        return Seen(State.SAME, now, index.generation, now)
    if not ONE_SEARCH_AT_A_TIME.acquire(timeout=LONGEST_WAIT_S):
        raise Busy(
            en="Too many old documents are being looked for: try again in a few seconds.",
            fr="Trop d'anciens documents sont en train d'être cherchés : réessayez dans quelques secondes.",
        )
    try:
        kept = _in_kept_generations(place, index)
    finally:
        ONE_SEARCH_AT_A_TIME.release()
    if kept is not None:
        return kept
    return Seen(State.CHANGED, None, None, now) if now is not None else None


def _in_kept_generations(place: Place, index: OpenedIndex) -> Seen | None:
    """The version cited from whichever generation holds it; a file's text may differ from one to the next as well,
    where it was read in another way."""
    names = (None, *(folder.name for folder in generations(index.folder.parent)))
    for name in names:
        found = _cited(place, index, name)
        if found and found.document is not None and _holds(found.document, place):
            return Seen(found.state, found.document, found.generation, found.now)
    return None


def _cited(place: Place, index: OpenedIndex, generation: str | None) -> Cited | None:
    assert place.span is not None  # looked at by open_place
    try:
        return open_citation(
            index.folder.parent, place.document, place.span.start, place.span.end,
            sha256=place.sha256, generation=generation,
        )  # fmt: skip
    except InputError:  # the stretch does not lie in the version
        return None


def _holds(document: Document, place: Place) -> bool:
    """True when the stretch lies in this text and reads as it was quoted."""
    span = place.span
    if span is None or not span.start < span.end <= len(document.text):
        return False
    return place.quote_hash in (None, hash_of_quote(document.text[span.start : span.end]))

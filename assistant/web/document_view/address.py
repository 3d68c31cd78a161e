"""Turns a citation into the address of its place in the document view, and such an address back into the place.

Knows nothing about what is stored. An address names a version by the file's SHA-256, and the quote by a short hash of
its own, so that no other text can ever stand under it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from assistant.records import Citation, Document, Language, Span

LONGEST_ID = 2_000
DIGITS = re.compile(r"[0-9]{1,9}")
HASH = re.compile(r"[0-9a-f]{64}")
QUOTE_HASH = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Place:
    """What an address names: a stretch of a version of a document, or, without one, the document of today."""

    document: str
    span: Span | None = None
    sha256: str | None = None
    quote_hash: str | None = None
    twin: bool = False  # with the other language edition beside it
    edition: str | None = None  # id of that edition, where the citation knows it
    shown_from: int | None = None  # the window of a long document


def hash_of_quote(quote: str) -> str:
    return hashlib.sha256(quote.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def place_of_citation(citation: Citation, *, quoted: bool = True, twin: bool = False) -> Place:
    """The quote of a citation, or its whole passage where nothing is quoted."""
    span = citation.span if quoted else citation.passage.span
    quote = citation.quote if quoted else citation.passage.text
    edition = citation.also_in if twin and citation.also_in and len(citation.also_in) <= LONGEST_ID else None
    return Place(citation.document.id, span, citation.document.sha256, hash_of_quote(quote), twin, edition)


def place_of_span(document: Document, span: Span) -> Place:
    return Place(document.id, span, document.sha256, hash_of_quote(document.text[span.start : span.end]))


def address_of(place: Place, language: Language, fragment: str = "quote") -> str:
    """The address, not yet escaped for HTML."""
    named: dict[str, str | int | None] = {
        "id": place.document,
        "start": place.span.start if place.span else None,
        "end": place.span.end if place.span else None,
        "sha256": place.sha256,
        "quote": place.quote_hash,
        "twin": 1 if place.twin else None,
        "edition": place.edition,
        "from": place.shown_from,
    }
    given = {name: value for name, value in named.items() if value is not None}
    return f"/{language}/document?{urlencode(given, errors='replace')}#{fragment}"


def address_of_original(document: Document, language: Language) -> str:
    named = {"id": document.id, "sha256": document.sha256}
    return f"/{language}/document/original?{urlencode(named, errors='replace')}"


def place_of_query(query: Mapping[str, str]) -> Place | None:
    """The place that a query names; None when it names none that could be meant."""
    identifier, edition = query.get("id", ""), query.get("edition")
    sha256, quote_hash = query.get("sha256"), query.get("quote")
    numbers = {name: query[name] for name in ("start", "end", "from") if name in query}
    usable = (
        0 < len(identifier) <= LONGEST_ID
        and len(edition or "") <= LONGEST_ID
        and all(DIGITS.fullmatch(number) for number in numbers.values())
        and (sha256 is None or HASH.fullmatch(sha256) is not None)
        and (quote_hash is None or QUOTE_HASH.fullmatch(quote_hash) is not None)
        and ("start" in numbers) == ("end" in numbers)
        and ("start" not in numbers or sha256 is not None)
    )
    if not usable:
        return None
    span = Span(int(numbers["start"]), int(numbers["end"])) if "start" in numbers else None
    if span is not None and span.start >= span.end:
        return None
    shown_from = int(numbers["from"]) if "from" in numbers else None
    return Place(identifier, span, sha256, quote_hash, query.get("twin") == "1", edition or None, shown_from)

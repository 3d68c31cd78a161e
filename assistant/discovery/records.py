"""Turns what is known of an organisation into frozen records: lines of a profile, each with the slices that prove it.

Knows nothing about how they are found or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.records import Document, Language, Span


class Kind(StrEnum):
    """What a line says, in the order of a profile."""

    SINCE = "since"
    FOUNDED = "founded"
    PLACE = "place"
    SECTOR = "sector"
    STAFF = "staff"
    REACHED = "reached"
    PROJECTS = "projects"
    OFFICES = "offices"
    BUDGET = "budget"
    PARTNER = "partner"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Cited:
    """A stretch of a document that proves a line: `document.text[span.start:span.end] == quote`."""

    document: str
    language: Language
    span: Span
    quote: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What is shown of a value in each language; the same where the words are a document's own."""

    en: str
    fr: str
    own: Language | None = None  # the language of words taken from a document

    def said(self, language: Language) -> str:
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that one stretch says about one organisation. Two findings with one key say the same."""

    organisation: str
    kind: Kind
    key: str
    label: Label
    cited: Cited
    places: tuple[tuple[str, Label], ...] = ()  # that the same clause speaks of


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a profile, with one citation a document at most, and never without any."""

    kind: Kind
    key: str
    label: Label
    cited: tuple[Cited, ...]
    places: tuple[tuple[str, Label], ...] = ()  # of a figure or an office: where


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell of the table: this organisation, in this place (None: the documents name none), in this sector (None:
    the documents say only that it is there)."""

    organisation: str
    place: str | None
    sector: str | None
    cited: tuple[Cited, ...]  # one for each language of the documents that say it


@dataclass(frozen=True, slots=True)
class Profile:
    """An organisation, with lines in the order of their kinds."""

    name: str
    slug: str
    lines: tuple[Line, ...]

    def of(self, *kinds: Kind) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind in kinds)


@dataclass(frozen=True, slots=True)
class Directory:
    """All organisations of a collection and the marks of the table."""

    profiles: tuple[Profile, ...]
    marks: tuple[Mark, ...]
    places: tuple[tuple[str, Label], ...]
    sectors: tuple[tuple[str, Label], ...]

    def profile(self, slug: str) -> Profile | None:
        return next((profile for profile in self.profiles if profile.slug == slug), None)


def cite(document: Document, span: Span, section: str = "") -> Cited:
    return Cited(document.id, document.language, span, document.text[span.start : span.end], section)

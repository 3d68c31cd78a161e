"""Turns the words of the design into frozen records that every stage passes on.

Knows nothing about how any of them is read, found, scored or shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")
OTHER: dict[Language, Language] = {"en": "fr", "fr": "en"}  # the language that a text or question is not in


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of characters of a document's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading path, headings included."""

    heading: tuple[str, ...]
    span: Span
    page: int | None = None
    language: Language | None = None  # None: the document's
    ocr: bool = False  # read from an image, so letters may be wrong


@dataclass(frozen=True, slots=True)
class Document:
    """One source file, or one record of a JSONL file.

    `text` is what every offset refers to; `furniture` lists the stretches of it that are menus,
    placeholders and the like: they stay in the text and are never passed off as content.
    """

    id: str
    title: str
    language: Language
    path: str
    text: str
    sections: tuple[Section, ...]
    sha256: str
    organisation: str | None = None
    url: str | None = None
    date: str | None = None
    translation_of: str | None = None
    furniture: tuple[Span, ...] = ()
    ocr: bool = False  # some of it was read from images


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file of the corpus that could not be read, with the reason in both languages."""

    path: str
    en: str
    fr: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file of the corpus; `notes` say why it was skipped or what of it is missing or doubtful."""

    path: str
    outcome: Literal["read", "partly_read", "skipped"]
    documents: int = 0
    pages: int | None = None
    characters: int = 0
    notes: tuple[tuple[str, str], ...] = ()  # English, French


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is embedded, retrieved and cited: `document.text[span.start:span.end] == text`."""

    id: str
    document_id: str
    language: Language
    heading: tuple[str, ...]
    span: Span
    text: str
    page: int | None = None

    @property
    def section(self) -> str:
        return " › ".join(self.heading)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a search may find; an unset field allows everything. Dates are "2024", "2024-03" or "2024-03-15"."""

    organisation: str | None = None
    language: Language | None = None  # of the passage
    since: str | None = None
    until: str | None = None
    document: str | None = None  # its id or its path


class Relation(StrEnum):
    """What one document is to another."""

    TRANSLATION = "translation"
    NEAR_DUPLICATE = "near_duplicate"


@dataclass(frozen=True, slots=True)
class Related:
    """Another document that says the same, how it is known and how surely, from 0 to 1."""

    document_id: str
    kind: Relation
    score: float


class KnownBy(StrEnum):
    """What shows that words are what an acronym stands for."""

    LETTERS = "letters"  # its letters come from them
    TRANSLATION = "translation"  # they say the same as words of another language that its letters come from


@dataclass(frozen=True, slots=True)
class Acronym:
    """An acronym that a document expands: `short`, `expansion` and the quote are its text at `at`, `span`, `quote`.

    `key` is the one spelling of all its spellings ("ONG" for "O.N.G." and "ONGs"); `language` is that of the
    expansion, None where it is neither French nor English.
    """

    document_id: str
    key: str
    short: str
    at: Span
    expansion: str
    span: Span
    quote: Span
    language: Language | None
    known_by: KnownBy


@dataclass(frozen=True, slots=True)
class AcronymPair:
    """Two acronyms that are one in two languages, each with the folded words it is meant with.

    Where a document says so itself, the quote lies there, and the words are empty.
    """

    french: str
    french_meaning: str
    english: str
    english_meaning: str
    document_id: str | None = None
    quote: Span | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question. `ranks` gives its 1-based rank in each list that held it.

    `twin` is the id of the passage that says the same in the other language, where one was found when indexing.
    """

    passage: Passage
    document: Document
    score: float
    cosine: float
    ranks: dict[str, int] = field(default_factory=dict)
    twin: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """An exact slice of a passage that may carry the answer, in document offsets."""

    hit: Hit
    span: Span
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered mark of an answer, with the quote that proves it: `document.text[start:end] == quote`."""

    number: int
    document: Document
    passage: Passage
    quote: str
    span: Span
    score: float
    also_in: str | None = None  # id of the other language edition that says the same
    key: Span | None = (
        None  # the very number, date, name or place asked for, inside `span`; for the page to set in bold
    )
    twin: str | None = None  # id of the passage that says the same in the other language, as in a hit


@dataclass(frozen=True, slots=True)
class DisagreementValue:
    value: str
    citation: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two or more sources that give different values for the same thing."""

    about: str
    values: tuple[DisagreementValue, ...]


@dataclass(frozen=True, slots=True)
class AcronymNote:
    """What an acronym of an answer stands for, as a document says it: `document.text[span.start:span.end] == quote`,
    and `expansion` is a slice of it. `language` is the expansion's, None where it is neither French nor English."""

    short: str
    expansion: str
    language: Language | None
    document: Document
    quote: str
    span: Span


class Reason(StrEnum):
    """Why the assistant abstains."""

    NOT_A_QUESTION = "not_a_question"
    OTHER_LANGUAGE = "other_language"
    NOTHING_CLOSE = "nothing_close"
    NOT_ANSWERED = "not_answered"
    UNKNOWN_SUBJECT = "unknown_subject"
    NO_DOCUMENTS = "no_documents"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question, or why nothing is. `text` carries [n] marks for the citations."""

    question: str
    language: Language
    answered: bool
    confidence: float
    text: str
    reason: Reason | None
    reason_text: str | None
    citations: tuple[Citation, ...]
    disagreements: tuple[Disagreement, ...]
    timings_ms: dict[str, float]
    generation: str
    model: str
    acronyms: tuple[AcronymNote, ...] = ()  # of the quotes and the question, where the quotes do not say it themselves

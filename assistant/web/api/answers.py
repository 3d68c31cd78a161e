"""Turns what the HTTP API and the MCP tools answer into models, for their descriptions and for the tests.

Knows nothing about how an answer is found. The JSON itself is made by answering/exchange.py and reading.py; a field
that is not named here fails the tests.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.index.versions import State
from assistant.records import Language, Relation


class Said(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Problem(Said):
    """Why a request was not answered, in the language of Accept-Language."""

    code: str = Field(description='for programs, such as "busy"')
    message: str = Field(description="for people: one sentence in French or English that says what to do next")


class DocumentFacts(Said):
    """A document, as it is cited."""

    id: str
    title: str
    organisation: str | None
    language: Language
    path: str
    url: str | None
    date: str | None


class IndexNamed(Said):
    """The build of the index that answered."""

    generation: str
    model: str


class Citation(Said):
    """A numbered mark of the answer: `quote` is inside `passage`, and the document's text[start:end] is `quote`."""

    number: int
    document: DocumentFacts
    section: str
    page: int | None
    passage: str
    quote: str
    start: int
    end: int
    score: float
    also_in: str | None = Field(description="id of the other language's edition, where it says the same")


class DisagreementValue(Said):
    value: str
    citation: int


class Disagreement(Said):
    """Sources that give different values for the same thing."""

    about: str
    values: list[DisagreementValue]


class AcronymNote(Said):
    """What an acronym of the answer or the question stands for: the document's text[start:end] is `quote`, which holds
    `expansion`."""

    short: str
    expansion: str
    language: Language | None = Field(description="of the expansion; null where it is neither French nor English")
    document: DocumentFacts
    quote: str
    start: int
    end: int


class Answer(Said):
    """The answer with its citations, or the reason why there is none and what came nearest."""

    question: str
    language: Language
    answered: bool
    confidence: float = Field(ge=0, le=1)
    reason: str | None = Field(description="why there is no answer")
    answer: str = Field(description="with [n] marks for the citations")
    citations: list[Citation]
    disagreements: list[Disagreement]
    acronyms: list[AcronymNote] = Field(description="those whose meaning the quotes do not say themselves")
    timings_ms: dict[str, float]
    index: IndexNamed


class Hit(Said):
    """A passage found."""

    passage_id: str
    document: DocumentFacts
    section: str
    page: int | None
    start: int
    end: int
    text: str
    score: float


class Hits(Said):
    """The passages nearest to a query, best first."""

    query: str
    hits: list[Hit]
    index: IndexNamed


class Document(DocumentFacts):
    """A document of the index."""

    sha256: str = Field(description="names this version in a citation")
    translation_of: str | None
    ocr: bool = Field(description="some of it was read from images")
    characters: int
    passages: int


class Documents(Said):
    """Some of the documents, in the order of their ids."""

    total: int
    offset: int
    limit: int
    documents: list[Document]
    index: IndexNamed


class Section(Said):
    """A stretch under one heading path."""

    heading: list[str]
    start: int
    end: int
    page: int | None
    language: Language
    ocr: bool


class Related(Said):
    """Another document that says the same."""

    id: str
    kind: Relation
    score: float


class Text(Said):
    """A stretch of a document's text."""

    start: int
    end: int
    text: str


class WholeDocument(Document):
    """A document with its sections, and the part of its text that was asked for."""

    related: list[Related]
    sections: list[Section]
    sections_total: int
    section_offset: int
    text: Text | None
    index: IndexNamed


class Passage(Said):
    """A passage with its document and its neighbours."""

    passage_id: str
    document: DocumentFacts
    language: Language
    section: str
    page: int | None
    start: int
    end: int
    text: str
    previous: str | None = Field(description="id of the passage before, in the same document")
    next: str | None = Field(description="id of the passage after, in the same document")
    twin: str | None = Field(description="id of the passage that says the same in the other language")
    index: IndexNamed


class Today(Said):
    """The document as it is now, and where the cited text stands in it, if it still does."""

    document: Document
    start: int | None
    end: int | None


class Cited(Said):
    """What became of a citation: the text that it quoted, from the version that it quoted."""

    state: State = Field(description="same, changed (there is another version now) or gone")
    text: str | None = Field(description="null where that version is kept no longer")
    document: DocumentFacts | None = Field(description="the version quoted")
    generation: str | None = Field(description="which holds it")
    now: Today | None


class Health(Said):
    """Whether questions are answered, and from what."""

    status: Literal["ok", "damaged"]
    index: IndexNamed
    documents: int
    passages: int

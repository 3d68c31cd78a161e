"""Turns the bodies and query strings of the HTTP API, and the arguments of the MCP tools, into checked models.

Knows nothing about answers. A field that is missing, unknown or of another type is refused before anything is done.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr

from assistant.records import Filter, Language

MOST_HITS = 100
MOST_QUESTIONS = 50
MOST_LISTED = 100
TEXT_CHARACTERS = 20_000  # at once
MOST_NUMBER = 2**31
ID_CHARACTERS = 2_000

Name = Annotated[StrictStr, Field(max_length=ID_CHARACTERS)]
Day = Annotated[StrictStr, Field(max_length=10, description='"2024", "2024-03" or "2024-03-15"')]


class Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Narrowed(Given):
    """What a question or query may find; a field left out allows everything."""

    organisation: Name | None = Field(None, description="only documents of this organisation")
    document_language: Language | None = Field(None, description="only passages in this language")
    since: Day | None = Field(None, alias="from", description="only documents dated from then on")
    until: Day | None = Field(None, alias="to", description="only documents dated until then")
    document: Name | None = Field(None, description="only the document with this id or path")

    def filter(self) -> Filter:
        return Filter(self.organisation, self.document_language, self.since, self.until, self.document)


class Spoken(Narrowed):
    """The language of what is asked, found out from its words where it is not given."""

    language: Literal["auto", "fr", "en"] = Field("auto", description='of the question; "auto" finds out')

    def spoken(self) -> Language | None:
        return None if self.language == "auto" else self.language


class Question(Spoken):
    """A question in French or English."""

    question: StrictStr = Field(description="at most `max_question_chars` characters (2,000 unless set otherwise)")


class Query(Spoken):
    """Words to find passages by."""

    query: StrictStr = Field(description="at most `max_question_chars` characters (2,000 unless set otherwise)")
    k: Annotated[StrictInt, Field(ge=1, le=MOST_HITS)] = Field(10, description="how many passages at most")


class PassageNamed(Given):
    """One passage."""

    passage_id: Annotated[StrictStr, Field(max_length=ID_CHARACTERS + 50)] = Field(
        description='as a search gives it, such as "unicef-mali-fr#1200-1840"'
    )


class Page(Given):
    """Which of many documents."""

    offset: int = Field(0, ge=0, le=MOST_NUMBER, description="documents passed over")
    limit: int = Field(50, ge=1, le=MOST_LISTED, description="documents listed at most")


class Part(Given):
    """Which part of a document's text and sections; without start and end no text is given."""

    start: int | None = Field(None, ge=0, le=MOST_NUMBER, description="first character of the text wanted")
    end: int | None = Field(
        None, ge=1, le=MOST_NUMBER, description=f"character after the last; at most {TEXT_CHARACTERS:,} at once"
    )
    section_offset: int = Field(0, ge=0, le=MOST_NUMBER, description="sections passed over")


class CitationNamed(Given):
    """A citation of some time ago: the stretch quoted, and the version quoted by its hash or its generation."""

    document: str = Field(max_length=ID_CHARACTERS, description="id of the document")
    start: int = Field(ge=0, le=MOST_NUMBER)
    end: int = Field(ge=1, le=MOST_NUMBER, description=f"at most {TEXT_CHARACTERS:,} characters after start")
    sha256: str | None = Field(None, pattern="^[0-9a-f]{64}$", description="of the document, as it was then")
    generation: str | None = Field(None, pattern=r"^gen-\d{1,12}$", description="of the index that answered then")


class Gold(Given):
    """A text that proves the answer."""

    document: Name = Field(description="path or id")
    quote: StrictStr = Field(description="as the document writes it")


class EvaluationQuestion(Given):
    """A question with its right answer, in the form of eval/questions."""

    id: Annotated[StrictStr, Field(max_length=200)]
    question: StrictStr
    language: Language
    direction: Literal["fr-fr", "fr-en", "en-fr", "en-en"] | None = Field(
        None, description="language of the question, then of the documents that answer it"
    )
    type: Annotated[StrictStr, Field(max_length=50)] = "other"
    answerable: StrictBool
    facts: list[list[StrictStr]] = Field([], description="each inner list is one needed fact in its accepted spellings")
    gold: list[Gold] = []
    values: list[list[StrictStr]] | None = Field(None, description="for a disagreement: each value, in its spellings")
    near_miss: StrictBool | None = None
    note: StrictStr | None = None

    def record(self) -> dict[str, Any]:
        """As a line of a question file."""
        return self.model_dump(exclude_none=True)


class QuestionSet(Given):
    """A small set of questions with their right answers."""

    questions: list[EvaluationQuestion] = Field(min_length=1, max_length=MOST_QUESTIONS)

"""Turns what a reader does with an answer into a file to keep or a row of feedback.

Knows nothing about how answers are found. An answer is named by an id that only the page it was shown on knows.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, StrictStr

from assistant.errors import InputError
from assistant.evaluation.feedback import WORD_CHARS, Cited, Feedback, Verdict, store
from assistant.records import Language
from assistant.web.access import allow
from assistant.web.export.markdown import to_markdown
from assistant.web.export.record import Exported, Shelf
from assistant.web.export.word import to_word
from assistant.web.strings import ENGLISH, FRENCH, STRINGS

NAME_CHARS = 50
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Wanted(BaseModel):
    """What POST /{language}/export takes."""

    model_config = ConfigDict(extra="forbid")
    answer: StrictStr = Field(max_length=64)
    format: Literal["docx", "md"]


class Opinion(BaseModel):
    """What POST /{language}/feedback takes."""

    model_config = ConfigDict(extra="forbid")
    answer: StrictStr = Field(max_length=64)
    verdict: Verdict
    word: StrictStr = Field("", max_length=WORD_CHARS)


def add_ask_routes(app: FastAPI, shelf: Shelf, feedback_file: Path) -> None:
    """To be added before the pages, which take every other address of theirs."""

    @app.post("/{language}/export")
    def export(request: Request, language: Language, body: Wanted) -> Response:
        allow(request, "reader")
        record = _kept(shelf, body.answer)
        name = f"{file_name(record.question)}.{body.format}"
        content = to_word(record) if body.format == "docx" else to_markdown(record).encode("utf-8", "replace")
        kind = DOCX if body.format == "docx" else "text/markdown; charset=utf-8"
        return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})

    @app.post("/{language}/feedback")
    def feedback(request: Request, language: Language, body: Opinion) -> dict[str, Any]:
        allow(request, "reader")
        store(feedback_file, _feedback(_kept(shelf, body.answer), body))
        return {"message": STRINGS[language].feedback_thanks}


def file_name(question: str) -> str:
    """A name that every system takes: ASCII letters, figures and hyphens."""
    ascii_only = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:NAME_CHARS].strip("-") or "answer"


def _kept(shelf: Shelf, identity: str) -> Exported:
    record = shelf.get(identity)
    if record is None:
        raise InputError(en=ENGLISH.expired, fr=FRENCH.expired)
    return record


def _feedback(record: Exported, opinion: Opinion) -> Feedback:
    cited = tuple(
        Cited(source.document, source.path, source.language, source.sha256, source.start, source.end, source.quote)
        for source in record.sources
    )
    return Feedback(
        opinion.verdict, opinion.word.strip(), record.question, record.typed, record.language, record.answered,
        record.said, record.generation, cited,
    )  # fmt: skip

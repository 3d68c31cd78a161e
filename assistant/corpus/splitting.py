"""Turns a document into passages: exact slices of its text, no longer than the model reads.

Knows nothing about models; it is given a function that counts tokens. Only importer of langchain.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from assistant.records import Document, Passage, Section, Span

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

SEPARATORS = [r"\n\s*\n", r"\n", r"(?<=[.!?…;])\s+(?=[A-ZÀ-ÖØ-Þ«“\"•\d-])", r"(?<=[,:])\s+", r"\s", ""]
BALANCE = 1.2  # room above the even share, since pieces end where sentences do


def split(document: Document, count_tokens: Callable[[str], int], passage_tokens: int) -> list[Passage]:
    """The passages of a document in order; furniture and headings without a body give none.

    Raises ValueError if a passage were not an exact slice, which would make every citation of it wrong.
    """
    passages = []
    for section in document.sections:
        for stretch in _without_furniture(document, section):
            text = document.text[stretch.start : stretch.end]
            for chunk in _splitter(text, count_tokens, passage_tokens).create_documents([text]):
                start = stretch.start + chunk.metadata["start_index"]
                passages.append(_passage(document, section, Span(start, start + len(chunk.page_content))))
                if passages[-1].text != chunk.page_content:
                    raise ValueError(f"passage {passages[-1].id!r} is not a slice of its document")
    with_body = [p for p in passages if _has_body(p)]
    return with_body or passages


def _splitter(text: str, count_tokens: Callable[[str], int], limit: int) -> RecursiveCharacterTextSplitter:
    """A splitter for pieces of about equal size, so that no last sentence is left alone."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # its imports take as long as ours: not to ask

    total = count_tokens(text)
    pieces = math.ceil(total / limit)
    return RecursiveCharacterTextSplitter(
        separators=SEPARATORS,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=limit if pieces <= 1 else min(limit, math.ceil(total / pieces * BALANCE)),
        chunk_overlap=0,
        length_function=count_tokens,
        add_start_index=True,
    )


def _passage(document: Document, section: Section, span: Span) -> Passage:
    return Passage(
        id=f"{document.id}#{span.start}-{span.end}",
        document_id=document.id,
        language=section.language or document.language,
        heading=section.heading,
        span=span,
        text=document.text[span.start : span.end],
        page=section.page,
    )


def _without_furniture(document: Document, section: Section) -> Iterator[Span]:
    start = section.span.start
    for furniture in document.furniture:
        if furniture.end <= section.span.start or furniture.start >= section.span.end:
            continue
        if document.text[start : furniture.start].strip():
            yield Span(start, furniture.start)
        start = furniture.end
    if document.text[start : section.span.end].strip():
        yield Span(start, section.span.end)


def _has_body(passage: Passage) -> bool:
    """False for a heading that stands alone."""
    plain = re.sub(r"\W+", " ", passage.text).strip()
    return bool(plain) and not (passage.heading and plain == re.sub(r"\W+", " ", passage.heading[-1]).strip())

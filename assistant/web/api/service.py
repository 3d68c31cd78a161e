"""Turns checked requests into calls of the assistant, and what comes back into the JSON of answers.py.

Knows nothing about HTTP or MCP, which share it. Everything takes a place at the desk, and inference a turn.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.answering.assistant import has_words
from assistant.answering.exchange import answer_as_dict, document_as_dict, hit_as_dict
from assistant.errors import InputError, NotFound
from assistant.web.api.requests import TEXT_CHARACTERS, CitationNamed, Page, Part, Query, Question

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant
    from assistant.answering.following import Following
    from assistant.index.opened import OpenedIndex
    from assistant.records import Document
    from assistant.web.desk import Desk

SECTIONS_AT_ONCE = 1000
SHOWN = 100  # characters of an id that nobody knows
Json = dict[str, Any]


class Service:
    """All that programs can ask; raises AssistantError with a sentence for the reader."""

    def __init__(self, assistant: Assistant | Following, desk: Desk) -> None:
        self._assistant = assistant
        self.desk = desk

    def newest(self) -> Assistant:
        """The assistant over the index that is in force now."""
        return self._assistant.newest()

    def ask(self, question: Question) -> Json:
        return answer_as_dict(self.desk.ask(question.question, question.spoken(), question.filter()))

    def search(self, query: Query) -> Json:
        if not has_words(query.query):
            raise InputError(
                en="The query is empty: send at least one word.",
                fr="La recherche est vide : envoyez au moins un mot.",
            )
        return self.desk.take(lambda: self._search(query))

    def _search(self, query: Query) -> Json:
        assistant = self.newest()
        hits = assistant.search(query.query, query.k, query.spoken(), query.filter())
        return {
            "query": query.query,
            "hits": [hit_as_dict(hit) for hit in hits],
            "index": index_as_dict(assistant.index),
        }

    def documents(self, page: Page) -> Json:
        with self.desk.place():
            index = self.newest().index
            found = index.store.summaries(page.offset, page.limit)
            return {
                "total": len(index.manifest.documents),
                "offset": page.offset,
                "limit": page.limit,
                "documents": [asdict(summary) for summary in found],
                "index": index_as_dict(index),
            }

    def document(self, document_id: str, part: Part) -> Json:
        with self.desk.place():
            index = self.newest().index
            summary = index.store.summary(document_id)
            if summary is None:
                raise _unknown(document_id)
            document = index.store.document(document_id)
            sections = document.sections[part.section_offset :][:SECTIONS_AT_ONCE]
            return {
                **asdict(summary),
                "related": [
                    {"id": other.document_id, "kind": other.kind, "score": round(other.score, 4)}
                    for other in index.store.related(document_id)
                ],
                "sections": [
                    {
                        "heading": list(section.heading),
                        "start": section.span.start,
                        "end": section.span.end,
                        "page": section.page,
                        "language": section.language or document.language,
                        "ocr": section.ocr,
                    }
                    for section in sections
                ],
                "sections_total": len(document.sections),
                "section_offset": part.section_offset,
                "text": _text(document, part),
                "index": index_as_dict(index),
            }

    def passage(self, passage_id: str) -> Json:
        with self.desk.place():
            index = self.newest().index
            store = index.store
            row = store.row_of(passage_id)
            if row is None:
                raise _unknown(passage_id)
            passage = store.passage(row)
            siblings = store.rows_of(passage.document_id)
            at = siblings.index(row)
            before = siblings[at - 1] if at else None
            after = siblings[at + 1] if at + 1 < len(siblings) else None
            return {
                "passage_id": passage.id,
                "document": document_as_dict(store.document(passage.document_id)),
                "language": passage.language,
                "section": passage.section,
                "page": passage.page,
                "start": passage.span.start,
                "end": passage.span.end,
                "text": passage.text,
                "previous": _id(index, before),
                "next": _id(index, after),
                "twin": _id(index, index.twin(row)),
                "index": index_as_dict(index),
            }

    def citation(self, named: CitationNamed) -> Json:
        from assistant.index.versions import open_citation, place_now

        _check_length(named.start, named.end)
        with self.desk.place():
            index = self.newest().index
            cited = open_citation(
                index.folder.parent, named.document, named.start, named.end,
                sha256=named.sha256, generation=named.generation, opened=index.folder,
            )  # fmt: skip
            place = place_now(cited, named.start)
            today = index.store.summary(cited.now.id) if cited.now else None
            now = {
                "document": asdict(today),
                "start": place and place.start,
                "end": place and place.end,
            } if today else None  # fmt: skip
            return {
                "state": cited.state,
                "text": cited.text,
                "document": cited.document and document_as_dict(cited.document),
                "generation": cited.generation,
                "now": now,
            }

    def health(self) -> Json:
        index = self.newest().index
        return {
            "status": "damaged" if index.damage else "ok",
            "index": index_as_dict(index),
            "documents": len(index.manifest.documents),
            "passages": index.manifest.passages,
        }


def index_as_dict(index: OpenedIndex) -> Json:
    return {"generation": index.manifest.generation, "model": index.manifest.model.name}


def _id(index: OpenedIndex, row: int | None) -> str | None:
    return None if row is None else index.store.passage(row).id


def _text(document: Document, part: Part) -> Json | None:
    """The stretch asked for; an end beyond the document's is the document's."""
    if part.start is None and part.end is None:
        return None
    start = part.start or 0
    wanted = start + TEXT_CHARACTERS if part.end is None else part.end
    _check_length(start, wanted)
    end = min(wanted, len(document.text))
    _check_length(start, end)
    return {"start": start, "end": end, "text": document.text[start:end]}


def _check_length(start: int, end: int) -> None:
    if not 0 < end - start <= TEXT_CHARACTERS:
        raise InputError(
            en=f"Characters {start} to {end} cannot be given: ask for at least one of the document's characters "
            f"and at most {TEXT_CHARACTERS:,} at once.",
            fr=f"Impossible de donner les caractères {start} à {end} : demandez au moins un caractère du document "
            f"et au plus {TEXT_CHARACTERS} à la fois.",
        )


def _unknown(identifier: str) -> NotFound:
    shown = identifier[:SHOWN]
    return NotFound(
        en=f"The index holds nothing with the id {shown!r}: take one from the list of documents or from a search.",
        fr=f"L'index ne contient rien sous l'identifiant {shown!r} : prenez-en un dans la liste des documents ou dans "
        "une recherche.",
    )

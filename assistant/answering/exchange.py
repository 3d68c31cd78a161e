"""Turns answers and search hits into the JSON that the command line, the HTTP API and batches share.

Knows nothing about where it goes. The field names are an interface that others rely on.
"""

from __future__ import annotations

from typing import Any

from assistant.records import AcronymNote, Answer, Citation, Document, Hit


def answer_as_dict(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "language": answer.language,
        "answered": answer.answered,
        "confidence": round(answer.confidence, 4),
        "reason": answer.reason_text,
        "answer": answer.text,
        "citations": [citation_as_dict(citation) for citation in answer.citations],
        "disagreements": [
            {"about": d.about, "values": [{"value": v.value, "citation": v.citation} for v in d.values]}
            for d in answer.disagreements
        ],
        "acronyms": [note_as_dict(note) for note in answer.acronyms],
        "timings_ms": answer.timings_ms,
        "index": {"generation": answer.generation, "model": answer.model},
    }


def citation_as_dict(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "document": document_as_dict(citation.document),
        "section": citation.passage.section,
        "page": citation.passage.page,
        "passage": citation.passage.text,
        "quote": citation.quote,
        "start": citation.span.start,
        "end": citation.span.end,
        "score": round(citation.score, 4),
        "also_in": citation.also_in,
    }


def note_as_dict(note: AcronymNote) -> dict[str, Any]:
    return {
        "short": note.short,
        "expansion": note.expansion,
        "language": note.language,
        "document": document_as_dict(note.document),
        "quote": note.quote,
        "start": note.span.start,
        "end": note.span.end,
    }


def hit_as_dict(hit: Hit) -> dict[str, Any]:
    return {
        "passage_id": hit.passage.id,
        "document": document_as_dict(hit.document),
        "section": hit.passage.section,
        "page": hit.passage.page,
        "start": hit.passage.span.start,
        "end": hit.passage.span.end,
        "text": hit.passage.text,
        "score": round(hit.score, 6),
    }


def document_as_dict(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "organisation": document.organisation,
        "language": document.language,
        "path": document.path,
        "url": document.url,
        "date": document.date,
    }

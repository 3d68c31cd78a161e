"""Turns a JSONL file in the BEIR form into many extracts, one a line.

Knows nothing about benchmarks. A line that cannot be used is given back with its problem; the others are read.
"""

from __future__ import annotations

import json
from typing import Any

from assistant.corpus.decoding import decode
from assistant.corpus.extract import Extract
from assistant.corpus.plain_text import guess_headings


def read_jsonl(data: bytes) -> list[Extract]:
    """One extract a line of {"_id" or "id", "title", "text", "lang"?, "url"?}; blank lines are passed over."""
    lines = decode(data).split("\n")
    return [_read_line(line, number) for number, line in enumerate(lines, start=1) if line.strip()]


def _read_line(line: str, number: int) -> Extract:
    try:
        record: Any = json.loads(line)
    except (ValueError, RecursionError):
        return _problem(number, "is not JSON", "n'est pas du JSON")
    if not isinstance(record, dict):
        return _problem(number, "is not a JSON object", "n'est pas un objet JSON")
    name, text = record.get("_id", record.get("id")), record.get("text")
    if not isinstance(name, str | int) or not str(name).strip():
        return _problem(number, "has no id", "n'a pas d'identifiant")
    if not isinstance(text, str) or not text.strip():
        return _problem(number, "has no text", "n'a pas de texte")
    text = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate cannot be stored or shown
    return Extract(
        text=text,
        headings=guess_headings(text),
        id=str(name),
        title=_text_field(record, "title"),
        language=_text_field(record, "lang"),
        url=_text_field(record, "url"),
        date=_text_field(record, "date"),
        organisation=_text_field(record, "organisation"),
    )


def _text_field(record: dict[str, Any], field: str) -> str | None:
    value = record.get(field)
    return value.strip() or None if isinstance(value, str) else None


def _problem(number: int, en: str, fr: str) -> Extract:
    return Extract(text="", problem=(f"line {number} {en}", f"la ligne {number} {fr}"))

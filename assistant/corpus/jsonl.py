"""Turns a JSONL file in the BEIR form into many extracts, one a line.

Knows nothing about benchmarks. A line that cannot be used is given back with its problem; the others are read.
"""

from __future__ import annotations

import json
from typing import Any

from assistant.corpus.decoding import CONTROL, decode
from assistant.corpus.extract import DEFAULT, Extract, Options
from assistant.corpus.plain_text import guess_headings


def read_jsonl(data: bytes, options: Options = DEFAULT) -> list[Extract]:
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
    name = _clean(str(name)).strip() if isinstance(name, str | int) else ""
    if not name:
        return _problem(number, "has no id", "n'a pas d'identifiant")
    text = _clean(text) if isinstance(text, str) else ""
    if not text.strip():
        return _problem(number, "has no text", "n'a pas de texte")
    return Extract(
        text=text,
        headings=guess_headings(text),
        id=name,
        title=_text_field(record, "title"),
        language=_text_field(record, "lang"),
        url=_text_field(record, "url"),
        date=_text_field(record, "date"),
        organisation=_text_field(record, "organisation"),
    )


def _text_field(record: dict[str, Any], field: str) -> str | None:
    value = record.get(field)
    return _clean(value).strip() or None if isinstance(value, str) else None


def _clean(text: str) -> str:
    """Escapes can bring in what `decode` takes out: control characters, and surrogates that cannot be stored."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _problem(number: int, en: str, fr: str) -> Extract:
    return Extract(text="", problem=(f"line {number} {en}", f"la ligne {number} {fr}"))

"""Turns a file of parallel texts into documents: rows of text in both languages, in reading order.

Knows nothing about changes. A `parallel.jsonl` has a sentence a row with "en" and "fr", of the document "doc" or "url";
a `corpus.jsonl` has a section a line, the two editions of one told apart by "-en" and "-fr" at the end of the id, the
chapter being what stands before "#" or "/".
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from assistant.records import LANGUAGES
from assistant.text.sentences import sentence_spans
from assistant.text.values import find_values

LEAST_SENTENCES, MOST_SENTENCES = 14, 40
PARALLEL = 0.5  # of the rows with figures: so many share one, or the text is no translation
Row = dict[str, str]


def documents_of(file: Path, count: int, skip: int, french: str = "fr") -> list[list[Row]]:
    """So many documents, those with dates spread evenly: dates are rare. `french`: the key of the French sentences."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    chapters = _of_sentences(rows, french) if "en" in rows[0] else _of_sections(rows)
    long = [part for chapter in chapters for part in _parts(chapter) if _is_parallel(part)]
    dated = sorted(long, key=lambda part: -sum(_has_date(row) for row in part))
    return (dated[::2] + dated[1::2])[skip : skip + count]


def _of_sentences(rows: Iterable[dict[str, str]], french: str) -> Iterable[list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get("doc") or row["id"].split(":")[0]].append({"en": row["en"], "fr": row[french]})
    return found.values()


def _of_sections(rows: Iterable[dict[str, str]]) -> Iterable[list[Row]]:
    texts = {row["id"]: row for row in rows}
    found: dict[str, list[Row]] = defaultdict(list)
    for identifier in texts:
        stem = identifier.removesuffix("-en")
        if stem == identifier or f"{stem}-fr" not in texts:
            continue
        pair = {language: texts[f"{stem}-{language}"] for language in LANGUAGES}
        chapter = found[re.split(r"#|/(?=[^/]*#?\d*$)", stem)[0]]
        titles = {language: "\n" + one["title"].split(" — ")[-1] for language, one in pair.items()}
        if not chapter or titles not in chapter:
            chapter.append(titles)
        chapter.append({language: "\n" + one["text"] for language, one in pair.items()})
    return found.values()


def _parts(chapter: list[Row]) -> list[list[Row]]:
    """A chapter in pieces of at most MOST_SENTENCES, but for a longer row; too short ones left out."""
    parts: list[tuple[int, list[Row]]] = [(0, [])]
    for row in chapter:
        size = len(sentence_spans(row["en"], "en"))
        if parts[-1][0] + size > MOST_SENTENCES and parts[-1][0] >= LEAST_SENTENCES:
            parts.append((0, []))
        parts[-1] = (parts[-1][0] + size, [*parts[-1][1], row])
    return [rows for size, rows in parts if size >= LEAST_SENTENCES]


def _is_parallel(part: Iterable[Row]) -> bool:
    figures = [[set(re.findall(r"\d+", row[language])) for language in LANGUAGES] for row in part]
    both = [bool(one & other) for one, other in figures if one and other]
    return not both or sum(both) / len(both) >= PARALLEL


def _has_date(row: Row) -> bool:
    keys = [{value.key for value in find_values(row[language]) if value.kind == "date"} for language in LANGUAGES]
    return bool(keys[0] & keys[1])

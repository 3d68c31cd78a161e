"""Turns the bytes of a question file into its records, or the one sentence that says which line is wrong and why.

Knows nothing about documents. The form is that of eval/questions/README.md; fields that it does not name are kept.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assistant.errors import EvaluationError
from assistant.records import LANGUAGES

MOST_BYTES = 5_000_000
MOST_QUESTIONS = 5000
LONGEST_QUESTION = 2000
LONGEST_ID = 100
TYPES = ("number", "date", "name", "place", "list", "acronym", "description", "contact", "disagreement", "yesno",
         "reason", "other")  # fmt: skip
DIRECTIONS = ("fr-fr", "fr-en", "en-fr", "en-en", "fr-any", "en-any", "none")
Record = dict[str, Any]
Said = tuple[str, str]  # English, French


def read_records(data: bytes, name: str) -> list[Record]:
    """Every question of a file. Raises EvaluationError with the first thing that is wrong, and its line."""
    if len(data) > MOST_BYTES:
        size = MOST_BYTES // 1_000_000
        raise EvaluationError(
            en=f"{name!r} is larger than {size} MB: split the set.",
            fr=f"{name!r} dépasse {size} Mo : partagez le jeu de questions.",
        )
    records: list[Record] = []
    lines: dict[str, int] = {}
    for number, line in enumerate(_lines(data, name), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            raise _wrong(number, ("it is not JSON", "ce n'est pas du JSON")) from None
        said = wrong_in(record)
        if said:
            raise _wrong(number, said)
        if record["id"] in lines:
            before = lines[record["id"]]
            raise _wrong(number, (f"its id {record['id']!r} is that of line {before} already",
                                  f"son identifiant {record['id']!r} est déjà celui de la ligne {before}"))  # fmt: skip
        lines[record["id"]] = number
        records.append(record)
    if not records or len(records) > MOST_QUESTIONS:
        raise EvaluationError(
            en=f"{name!r} holds {len(records)} questions: a set has 1 to {MOST_QUESTIONS}, one JSON object a line.",
            fr=f"{name!r} contient {len(records)} questions : un jeu en a de 1 à {MOST_QUESTIONS}, un objet JSON par "
            "ligne.",
        )
    return records


def read_file(path: Path) -> list[Record]:
    """The same of a file. Raises EvaluationError where it cannot be read."""
    try:
        return read_records(path.read_bytes(), path.name)
    except OSError:
        raise EvaluationError(
            en=f"The question set {str(path)!r} cannot be read: give a JSONL file in UTF-8.",
            fr=f"Le jeu de questions {str(path)!r} est illisible : indiquez un fichier JSONL en UTF-8.",
        ) from None


def wrong_in(record: Any) -> Said | None:
    """What makes a record no question, in one clause; None for one that is."""
    if not isinstance(record, dict):
        return "it is no JSON object", "ce n'est pas un objet JSON"
    for field, longest in (("id", LONGEST_ID), ("question", LONGEST_QUESTION)):
        value = record.get(field)
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            return (f"'{field}' must be a text of 1 to {longest} characters",
                    f"« {field} » doit être un texte de 1 à {longest} caractères")  # fmt: skip
        if any(0xD800 <= ord(char) < 0xE000 for char in value):
            return f"'{field}' holds a broken character", f"« {field} » contient un caractère défectueux"
    if record.get("language") not in LANGUAGES:
        shown = repr(record.get("language"))[:40]
        return (f"the language {shown} is not known: write 'fr' or 'en'",
                f"la langue {shown} est inconnue : écrivez « fr » ou « en »")  # fmt: skip
    if not isinstance(record.get("answerable"), bool):
        return "'answerable' must be true or false", "« answerable » doit être true ou false"
    if record.get("direction") not in (None, *DIRECTIONS):
        return (f"the direction {str(record['direction'])[:40]!r} is not known: write one of {', '.join(DIRECTIONS)}",
                f"le sens {str(record['direction'])[:40]!r} est inconnu : écrivez {', '.join(DIRECTIONS)}")  # fmt: skip
    return _wrong_lists(record)


def _wrong_lists(record: Record) -> Said | None:
    for field in ("facts", "values"):
        facts = record.get(field, [])
        if not isinstance(facts, list) or not all(_are_texts(fact) for fact in facts):
            return (f"'{field}' must be a list of lists of spellings",
                    f"« {field} » doit être une liste de listes de graphies")  # fmt: skip
    gold = record.get("gold", [])
    if not isinstance(gold, list) or not all(
        isinstance(entry, dict) and isinstance(entry.get("document"), str) and isinstance(entry.get("quote"), str)
        for entry in gold
    ):
        return ("'gold' must be a list of {\"document\", \"quote\"}",
                "« gold » doit être une liste de {\"document\", \"quote\"}")  # fmt: skip
    if not isinstance(record.get("type", "other"), str):
        return "'type' must be a text", "« type » doit être un texte"
    if "note" in record and not isinstance(record["note"], str):
        return "'note' must be a text", "« note » doit être un texte"
    return None


def write_records(records: list[Record]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode("utf-8", "replace")


def _lines(data: bytes, name: str) -> list[str]:
    try:
        return data.decode("utf-8-sig").split("\n")  # a JSON text may hold other line separators
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _wrong(line, ("it is not UTF-8", "elle n'est pas en UTF-8")) from None


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one.strip() for one in value)


def _wrong(line: int, said: Said) -> EvaluationError:
    return EvaluationError(
        en=f"Line {line} is no question: {said[0]}. Mend it and try again.",
        fr=f"La ligne {line} n'est pas une question : {said[1]}. Corrigez-la et recommencez.",
    )

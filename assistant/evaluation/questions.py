"""Turns question files into records: our own sets, and benchmark folders with queries.jsonl.

Knows nothing about answers. The only opener of eval/, with `run` which writes results there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import EvaluationError
from assistant.records import Language

UNANSWERABLE = "none"  # the direction of a question that the documents do not answer
QUERIES_FILE = "queries.jsonl"


@dataclass(frozen=True, slots=True)
class Gold:
    """A text that proves the answer: a quote inside a document, or a whole document where `quote` is None."""

    document: str  # path or id
    quote: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """One evaluation question. `facts`: each inner tuple is one needed fact, its members accepted spellings."""

    id: str
    text: str
    language: Language
    direction: str
    type: str
    answerable: bool
    facts: tuple[tuple[str, ...], ...]
    gold: tuple[Gold, ...]


def read_questions(path: Path) -> list[Question]:
    """Questions of a JSONL file or of a benchmark folder. Raises EvaluationError naming file and line."""
    path = path / QUERIES_FILE if path.is_dir() else path
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # a JSON text may hold other line separators
    except (OSError, UnicodeDecodeError):
        raise EvaluationError(
            en=f"The question set {str(path)!r} cannot be read: give a JSONL file in UTF-8.",
            fr=f"Le jeu de questions {str(path)!r} est illisible : indiquez un fichier JSONL en UTF-8.",
        ) from None
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            questions.append(question_of(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise EvaluationError(
                en=f"Line {number} of {str(path)!r} is not an evaluation question: see eval/questions/README.md.",
                fr=f"La ligne {number} de {str(path)!r} n'est pas une question : voir eval/questions/README.md.",
            ) from None
    if not questions:
        raise EvaluationError(
            en=f"The question set {str(path)!r} is empty.", fr=f"Le jeu de questions {str(path)!r} est vide."
        )
    return questions


def question_of(record: dict[str, Any]) -> Question:
    """One line of a question file. Raises what a line raises that is none: see read_questions."""
    language: Language = "fr" if (record.get("language") or record["lang"]) == "fr" else "en"
    if "relevant" in record:
        gold = tuple(Gold(identifier, None) for identifier in record["relevant"])
        facts = tuple((answer,) for answer in record.get("answers", [])[:1])
    else:
        gold = tuple(Gold(entry["document"], entry["quote"]) for entry in record.get("gold", []))
        facts = tuple(tuple(fact) for fact in record.get("values") or record.get("facts", []))
    answerable = bool(record["answerable"])
    return Question(
        id=str(record["id"]),
        text=record["question"],
        language=language,
        direction=record.get("direction") or (f"{language}-any" if answerable else UNANSWERABLE),
        type=record.get("type") or record.get("kind") or "other",
        answerable=answerable,
        facts=facts,
        gold=gold,
    )

"""Turns what readers think of answers into rows of a small database, and these into draft evaluation questions.

Knows nothing about pages. The file lies beside the evaluation data, never in the index; write-ahead logging lets
several processes write at once, and whoever cannot write is told so while everything else goes on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.errors import FeedbackError
from assistant.records import Language

WORD_CHARS = 500
WAIT_S = 5.0
SCHEMA = """
CREATE TABLE IF NOT EXISTS feedback (
  number INTEGER PRIMARY KEY, at TEXT NOT NULL, verdict TEXT NOT NULL, word TEXT NOT NULL, question TEXT NOT NULL,
  typed TEXT NOT NULL, language TEXT NOT NULL, answered INTEGER NOT NULL, said TEXT NOT NULL, generation TEXT NOT NULL,
  cited TEXT NOT NULL
)
"""


class Verdict(StrEnum):
    USEFUL = "useful"
    NOT_USEFUL = "not_useful"
    WRONG_SOURCE = "wrong_source"
    WRONG_ANSWER = "wrong_answer"


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote of the answer, and the version of the document that it is from."""

    document: str
    path: str
    language: Language
    sha256: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What was answered, and what the reader thinks of it."""

    verdict: Verdict
    word: str
    question: str
    typed: str
    language: Language
    answered: bool
    said: str
    generation: str
    cited: tuple[Cited, ...]


def store(path: Path, feedback: Feedback) -> None:
    """Add one row. Raises FeedbackError when it cannot be written: a full or read-only disk, a damaged file."""
    row = (
        datetime.now(UTC).isoformat(timespec="seconds"), feedback.verdict.value, feedback.word[:WORD_CHARS],
        feedback.question, feedback.typed, feedback.language, int(feedback.answered), feedback.said,
        feedback.generation, json.dumps([asdict(cited) for cited in feedback.cited], ensure_ascii=False),
    )  # fmt: skip
    with _opened(path, new=True) as connection, connection:
        connection.execute(
            "INSERT INTO feedback (at, verdict, word, question, typed, language, answered, said, generation, cited) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )


def drafts(path: Path) -> list[dict[str, Any]]:
    """Every row as a draft evaluation question, oldest first; none where nothing was ever stored.

    What was useful brings its quotes as gold; of the rest a person must say what would have been right.
    """
    if not path.is_file():
        return []
    with _opened(path) as connection:
        found = connection.execute(
            "SELECT number, at, verdict, word, question, typed, language, answered, said, generation, cited "
            "FROM feedback ORDER BY number"
        ).fetchall()
    return [_draft(*row) for row in found]


def export(path: Path, output: Path) -> int:
    """Write the drafts as JSONL and say how many there are. Raises FeedbackError."""
    questions = drafts(path)
    lines = "".join(json.dumps(question, ensure_ascii=False) + "\n" for question in questions)
    try:
        output.write_text(lines, encoding="utf-8", errors="replace")
    except OSError:
        raise FeedbackError(
            en=f"{output.name!r} cannot be written: choose another file with --output.",
            fr=f"{output.name!r} ne peut pas être écrit : choisissez un autre fichier avec --output.",
        ) from None
    return len(questions)


def forget(path: Path, documents: Sequence[str]) -> int:
    """Remove every quote of these documents from what is stored, for good; how many rows held one."""
    if not path.is_file():
        return 0
    gone, changed = set(documents), 0
    with _opened(path) as connection:
        with connection:
            for number, cited in connection.execute("SELECT number, cited FROM feedback").fetchall():
                kept = [one for one in json.loads(cited) if one["document"] not in gone]
                if len(kept) < len(json.loads(cited)):
                    changed += 1
                    connection.execute(
                        "UPDATE feedback SET cited = ? WHERE number = ?",
                        (json.dumps(kept, ensure_ascii=False), number),
                    )
        if changed:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return changed


@contextmanager
def _opened(path: Path, *, new: bool = False) -> Iterator[sqlite3.Connection]:
    """The database of a path. Raises FeedbackError for whatever goes wrong with it."""
    try:
        if new:
            path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=WAIT_S)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute(SCHEMA)
            yield connection
    except (sqlite3.Error, OSError, UnicodeEncodeError):
        raise (_not_stored() if new else _not_opened(path)) from None


def _not_stored() -> FeedbackError:
    return FeedbackError(
        en="What you think of the answer could not be stored (a full disk, or a file that cannot be written); "
        "tell whoever runs the assistant. Asking goes on as before.",
        fr="Votre avis n'a pas pu être enregistré (disque plein ou fichier inaccessible) ; prévenez la personne "
        "qui gère l'assistant. Vous pouvez continuer à poser des questions.",
    )


def _not_opened(path: Path) -> FeedbackError:
    return FeedbackError(
        en=f"{path.name!r} cannot be read or written: mend or remove it; it holds what readers thought of answers.",
        fr=f"{path.name!r} ne peut pas être lu ou écrit : réparez-le ou retirez-le ; il garde les avis des lecteurs.",
    )


def _draft(
    number: int, at: str, verdict: str, word: str, question: str, typed: str, language: str, answered: int, said: str,
    generation: str, cited: str,
) -> dict[str, Any]:  # fmt: skip
    quotes: list[dict[str, Any]] = json.loads(cited)
    useful = verdict == Verdict.USEFUL and bool(answered)
    spoken = quotes[0]["language"] if useful and quotes else None
    return {
        "id": f"draft-{number:05d}",
        "draft": True,
        "question": question,
        "language": language,
        "direction": f"{language}-{spoken}" if spoken else "none" if not answered else f"{language}-any",
        "type": "other",
        "answerable": bool(answered) and verdict != Verdict.WRONG_ANSWER,
        "facts": [],
        "gold": [{"document": one["path"], "quote": one["quote"]} for one in quotes] if useful else [],
        "feedback": {"verdict": verdict, "word": word, "at": at, "typed": typed},
        "answered_with": {"answered": bool(answered), "said": said, "generation": generation, "citations": quotes},
    }

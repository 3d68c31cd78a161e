"""Turns what people say of the answers of a run into rows of a small database, and two people's into their agreement.

Knows nothing about pages. The file lies beside the evaluation data; one person says one thing of one answer, and the
last thing said counts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import combinations
from pathlib import Path
from typing import Any

from assistant.errors import EvaluationError
from assistant.evaluation.decisions import kappa

WAIT_S = 5.0
LONGEST_NAME = 64
SCHEMA = """
CREATE TABLE IF NOT EXISTS labels (
  run TEXT NOT NULL, question TEXT NOT NULL, who TEXT NOT NULL, verdict TEXT NOT NULL, cited_well INTEGER,
  at TEXT NOT NULL, PRIMARY KEY (run, question, who)
)
"""


class Judgement(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Label:
    """What one person says of one answer; `cited_well` is None where nothing was cited or nothing said of it."""

    run: str
    question: str
    who: str
    verdict: Judgement
    cited_well: bool | None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two people on one run: how many answers both judged, the share judged alike, and Cohen's kappa."""

    first: str
    second: str
    about: str  # "verdict" or "cited_well"
    n: int
    alike: float | None
    kappa: float | None


class Labels:
    def __init__(self, file: Path) -> None:
        self._file = file

    def put(self, label: Label) -> None:
        """Raises EvaluationError when it cannot be kept, or nobody's name is given."""
        who = " ".join(label.who.split())[:LONGEST_NAME]
        if not who:
            raise EvaluationError(
                en="Say who judges: type your name first.", fr="Dites qui juge : tapez d'abord votre nom."
            )
        cited = None if label.cited_well is None else int(label.cited_well)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._opened(new=True) as connection, connection:
            connection.execute(
                "INSERT OR REPLACE INTO labels (run, question, who, verdict, cited_well, at) VALUES (?, ?, ?, ?, ?, ?)",
                (label.run, label.question, who, label.verdict.value, cited, now),
            )

    def of(self, run: str | None = None) -> list[Label]:
        """All of a run, or of every run, by question and person."""
        if not self._file.is_file():
            return []
        with self._opened() as connection:
            found = connection.execute(
                "SELECT run, question, who, verdict, cited_well, at FROM labels WHERE ? IS NULL OR run = ? "
                "ORDER BY run, question, who",
                (run, run),
            ).fetchall()
        return [
            Label(name, question, who, Judgement(verdict), None if cited is None else bool(cited), at)
            for name, question, who, verdict, cited, at in found
        ]

    @contextmanager
    def _opened(self, *, new: bool = False) -> Iterator[sqlite3.Connection]:
        try:
            if new:
                self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=WAIT_S)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute(SCHEMA)
                yield connection
        except (sqlite3.Error, OSError, UnicodeEncodeError):
            raise EvaluationError(
                en=f"The labels in {self._file.name!r} cannot be read or written: make room, or mend the file.",
                fr=f"Les jugements de {self._file.name!r} ne peuvent pas être lus ou écrits : faites de la place, ou "
                "réparez le fichier.",
            ) from None


def agreements(labels: list[Label]) -> list[Agreement]:
    """Every two people, on the verdict and on the citing, over the answers that both judged."""
    by_person: dict[str, dict[tuple[str, str], Label]] = {}
    for label in labels:
        by_person.setdefault(label.who, {})[label.run, label.question] = label
    found = []
    for first, second in combinations(sorted(by_person), 2):
        both = sorted(by_person[first].keys() & by_person[second].keys())
        for about in ("verdict", "cited_well"):
            pairs: list[tuple[Any, Any]] = [
                (getattr(by_person[first][key], about), getattr(by_person[second][key], about)) for key in both
            ]
            pairs = [(a, b) for a, b in pairs if a is not None and b is not None]
            alike = round(sum(a == b for a, b in pairs) / len(pairs), 4) if pairs else None
            found.append(Agreement(first, second, about, len(pairs), alike, kappa(pairs)))
    return found

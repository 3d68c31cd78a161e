"""Turns the question sets of the evaluation folder into a list to choose from, and changes those that may be changed.

Knows nothing about pages. The sets that come with the program are only read: changing one makes a copy beside those
that people brought.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import EvaluationError, NotFound
from assistant.evaluation.sets.form import Record, read_records, write_records

OURS, THEIRS = "questions", "sets"
NAME = re.compile(r"[\w][\w .-]{0,78}\w|\w", re.UNICODE)
ENDING = ".jsonl"
FIRST = "report"  # what is measured unless something else is chosen
NOT_SETS = {"variants", "disagreements"}  # files of other forms beside ours


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """`name` is what it is chosen by; `ours` came with the program."""

    name: str
    ours: bool
    path: Path


class QuestionSets:
    """All sets below the evaluation folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> list[QuestionSet]:
        """Ours first, then by name."""
        found = [
            QuestionSet(path.stem, place == OURS, path)
            for place in (OURS, THEIRS)
            for path in sorted((self._folder / place).glob(f"*{ENDING}"), key=lambda path: (path.stem != FIRST, path))
            if path.is_file() and not (place == OURS and path.stem in NOT_SETS)
        ]
        return list({one.name: one for one in reversed(found)}.values())[::-1]

    def get(self, name: str) -> QuestionSet:
        """Raises NotFound."""
        for one in self.all():
            if one.name == name:
                return one
        raise NotFound(
            en=f"There is no question set {name[:100]!r} any more: choose again.",
            fr=f"Il n'y a plus de jeu de questions {name[:100]!r} : choisissez de nouveau.",
        )

    def read(self, name: str) -> tuple[list[Record], str]:
        """The questions, and the hash of the file they were read from."""
        one = self.get(name)
        data = self._bytes(one)
        return read_records(data, one.path.name), _hash(data)

    def bytes_of(self, name: str) -> bytes:
        return self._bytes(self.get(name))

    def receive(self, given: str, data: bytes) -> QuestionSet:
        """A new set, or one in place of one that somebody brought. Raises EvaluationError; then nothing changed."""
        name = self._usable(given)
        read_records(data, given[:100])
        return self._put(name, data)

    def save(self, name: str, records: list[Record], seen: str) -> tuple[QuestionSet, str]:
        """What was edited; of one of ours a copy. `seen` is the hash it was read with.

        Raises EvaluationError when somebody else changed it meanwhile, or a question is none; then nothing changed.
        """
        one = self.get(name)
        if _hash(self._bytes(one)) != seen:
            raise EvaluationError(
                en=f"{name!r} was changed by somebody else meanwhile: open it again.",
                fr=f"{name!r} a été modifié par quelqu'un d'autre entre-temps : rouvrez-le.",
            )
        data = write_records(records)
        read_records(data, name)
        target = self._free(f"{name}-edited") if one.ours else name
        return self._put(target, data), _hash(data)

    def remove(self, name: str) -> None:
        """Raises NotFound, EvaluationError for one of ours."""
        one = self.get(name)
        if one.ours:
            raise EvaluationError(
                en=f"{name!r} comes with the program and stays.", fr=f"{name!r} vient avec le programme et reste."
            )
        one.path.unlink(missing_ok=True)

    def _usable(self, given: str) -> str:
        name = given.removesuffix(ENDING).strip()
        taken = {one.name for one in self.all() if one.ours}
        if not NAME.fullmatch(name) or name in taken:
            raise EvaluationError(
                en=f"The name {given[:80]!r} cannot be used: letters, figures, dots, dashes, and none of ours.",
                fr=f"Le nom {given[:80]!r} est inutilisable : lettres, chiffres, points, tirets, et pas un des nôtres.",
            )
        return name

    def _free(self, name: str) -> str:
        taken = {one.name for one in self.all()}
        if name not in taken:
            return name
        return next(f"{name}-{number}" for number in range(2, 10_000) if f"{name}-{number}" not in taken)

    def _put(self, name: str, data: bytes) -> QuestionSet:
        folder = self._folder / THEIRS
        path = folder / f"{name}{ENDING}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            partial = folder / f".{os.getpid()}.partial"
            partial.write_bytes(data)
            partial.replace(path)
        except OSError as error:
            raise EvaluationError(
                en=f"The set cannot be kept ({error.strerror}): make room and try again.",
                fr=f"Le jeu ne peut pas être gardé ({error.strerror}) : faites de la place et recommencez.",
            ) from None
        return QuestionSet(name, False, path)

    def _bytes(self, one: QuestionSet) -> bytes:
        try:
            return one.path.read_bytes()
        except OSError:
            raise NotFound(
                en=f"The question set {one.name!r} cannot be read: choose again.",
                fr=f"Le jeu de questions {one.name!r} est illisible : choisissez de nouveau.",
            ) from None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

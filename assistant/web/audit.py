"""Turns what somebody did into one more line of a log that is only added to: when, who, what, to what, how it ended.

Knows nothing about the doing, and never holds content of documents. Each line carries a hash of the one before, so
that an altered or missing line shows.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.errors import AccountsError

WAIT_S = 10.0
LOOK_BACK_BYTES = 65_536
LONGEST_FIELD = 500  # characters


class AuditLog:
    """Safe to use from several threads and processes; without a file nothing is kept."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def note(self, who: str, what: str, **more: str | int | None) -> None:
        """One line, on the disk when this returns. Raises AccountsError: what cannot be logged is not done."""
        if self._file is None:
            return
        fields = {name: value[:LONGEST_FIELD] if isinstance(value, str) else value for name, value in more.items()}
        try:
            with FileLock(self._file.with_name(f"{self._file.name}.lock"), timeout=WAIT_S, mode=0o600):
                self._append(
                    {"when": datetime.now(UTC).isoformat(timespec="seconds"), "who": who, "what": what, **fields}
                )
        except (OSError, Timeout) as error:
            why = getattr(error, "strerror", None) or "busy"
            raise AccountsError(
                en=f"The log {self._file.name!r} cannot be written ({why}), so it was not gone on with.",
                fr=f"Le journal {self._file.name!r} ne peut pas être écrit ({why}) ; on s'en est donc tenu là.",
            ) from None

    def _append(self, record: dict[str, Any]) -> None:
        assert self._file is not None
        descriptor = os.open(self._file, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "r+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - LOOK_BACK_BYTES))
            end = file.read()
            cut = b"" if not end or end.endswith(b"\n") else b"\n"  # a crash in the middle of a line
            last = end.rstrip(b"\n").rsplit(b"\n", 1)[-1]
            line = json.dumps({**record, "before": _hash(last)}, ensure_ascii=False)
            file.write(cut + line.encode("utf-8", "replace") + b"\n")
            os.fsync(file.fileno())


@dataclass(frozen=True, slots=True)
class Checked:
    lines: int
    wrong: list[int]  # numbers, from 1, of the lines that do not follow the line before them as it is now


def check_log(file: Path) -> Checked:
    """Follow the hashes through the log; no file is a log without lines. Raises AccountsError.

    What was cut off at the end leaves no trace: for that, keep a copy elsewhere.
    """
    wrong, before, number = [], b"", 0
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if not _follows(line, before):
                    wrong.append(number)
                before = line.rstrip(b"\n")
    except FileNotFoundError:
        return Checked(0, [])
    except OSError as error:
        raise AccountsError(
            en=f"The log {file.name!r} cannot be read: {error.strerror}.",
            fr=f"Le journal {file.name!r} ne peut pas être lu : {error.strerror}.",
        ) from None
    return Checked(number, wrong)


def _follows(line: bytes, before: bytes) -> bool:
    try:
        record = json.loads(line)
    except ValueError:
        return False
    return isinstance(record, dict) and record.get("before") == _hash(before)


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:32]

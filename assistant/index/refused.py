"""Turns the generation that somebody went back from into a note beside the pointer: it does not come back by itself.

Knows nothing about builds. The note counts only while another generation is in force.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.index.generations import GENERATION, pointed, replace_file

NOTE = "REFUSED"


@dataclass(frozen=True, slots=True)
class Refused:
    generation: str
    built_from: str  # as in its manifest: the same documents, model and splitting make the same


def write_refused(folder: Path, refused: Refused) -> None:
    replace_file(folder / NOTE, json.dumps(asdict(refused)) + "\n")


def read_refused(folder: Path) -> Refused | None:
    """The note, if there is one that counts; one that cannot be read is none."""
    try:
        record = json.loads((folder / NOTE).read_text(encoding="utf-8"))
        refused = Refused(str(record["generation"]), str(record["built_from"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if not GENERATION.match(refused.generation) or refused.generation == pointed(folder):
        return None
    return refused


def drop_refused(folder: Path) -> None:
    (folder / NOTE).unlink(missing_ok=True)

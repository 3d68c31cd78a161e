"""Turns what is about to be written into a refusal, before any work, where the disk has no room for it.

Knows nothing about what is written. The sizes are those of docs/growth.md, rounded up; what then still fills the disk
leaves the index in force untouched as well.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from assistant.errors import StoredIndexError
from assistant.index.parts import Parts

TEXT_COPIES = 3  # of a text's bytes: the text itself, its terms, and what finds them
ROW_BYTES = 200  # of a passage or sentence: its place, ids and indexes
NUMBER_BYTES = 5  # of a number of a vector: four or two, and its code
CACHED_BYTES = 4  # of a number of a vector that must be embedded
SPARE_BYTES = 100_000


def check_room(folder: Path, parts: Iterable[Parts], dimension: int) -> None:
    """Raises StoredIndexError where the disk surely is too small for an index of these parts."""
    needed = SPARE_BYTES
    for one in parts:
        rows = len(one.passages) + len(one.sentences)
        needed += TEXT_COPIES * len(one.document.text) + rows * (ROW_BYTES + NUMBER_BYTES * dimension)
        if one.kept is None:
            needed += rows * CACHED_BYTES * dimension
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoredIndexError(
            en=f"The index could not be written: it needs about {_said(needed, 'B')} and the disk has "
            f"{_said(free, 'B')} left. Make room, then run `assistant index` again; the one before is untouched.",
            fr=f"L'index n'a pas pu être écrit : il demande environ {_said(needed, 'o')} et il reste "
            f"{_said(free, 'o')} sur le disque. Faites de la place, puis relancez `assistant index` ; le précédent est "
            "intact.",
        )


def _said(size: int, unit: str) -> str:
    return f"{size / 1e9:.1f} G{unit}" if size >= 1e9 else f"{size / 1e6:.0f} M{unit}"

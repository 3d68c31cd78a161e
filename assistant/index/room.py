"""Turns what is about to be written into a refusal, before any work, where the disk has no room for it.

Knows nothing about what is written. The sizes are those of docs/growth.md, rounded down; what then still fills the disk
leaves the index in force untouched as well.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from assistant.errors import StoredIndexError
from assistant.index.parts import Parts

TEXT_COPIES = 2  # of a text's bytes: the text itself, and what finds its terms
ROW_BYTES = 100  # of a passage or sentence: its place, ids and indexes
PASSAGE_BYTES, SENTENCE_BYTES = 4, 2  # of a number of a vector; codes and the cache of vectors come on top


def check_room(folder: Path, parts: Iterable[Parts], dimension: int) -> None:
    """Raises StoredIndexError where the disk surely is too small for an index of these parts."""
    needed = 0
    for one in parts:
        passages, sentences = len(one.passages), len(one.sentences)
        needed += TEXT_COPIES * len(one.document.text) + (passages + sentences) * ROW_BYTES
        needed += (passages * PASSAGE_BYTES + sentences * SENTENCE_BYTES) * dimension
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoredIndexError(
            en=f"The index could not be written: it needs more than {_said(needed, 'B')} and the disk has "
            f"{_said(free, 'B')} left. Make room, then run `assistant index` again; the one before is untouched.",
            fr=f"L'index n'a pas pu être écrit : il demande plus de {_said(needed, 'o')} et il reste "
            f"{_said(free, 'o')} sur le disque. Faites de la place, puis relancez `assistant index` ; le précédent est "
            "intact.",
        )


def _said(size: int, unit: str) -> str:
    return f"{size / 1e9:.1f} G{unit}" if size >= 1e9 else f"{size / 1e6:.1f} M{unit}"

"""Turns whatever name a sender gives a file into one that is safe on any disk, with an ending that is read.

Knows nothing about what is in the file or where it will be kept.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.corpus.readers import READERS
from assistant.corpus.sources import SOURCES_FILE
from assistant.errors import ReadingError

LONGEST_BYTES = 180  # of the name with its ending; file systems end at 255, and others put something in front
NOT_KEPT = re.compile(r"[^\w .,;()\[\]'’&+=@-]+")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
OURS = {SOURCES_FILE, "readme.md"}


def safe_name(given: str) -> str:
    """The last part of a name, in composed letters, without anything but letters, digits and some signs.

    Raises ReadingError when the ending is of no format that is read, or when files of this name are not documents.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    kept = "".join(" " if char.isspace() else char for char in last if unicodedata.category(char)[0] != "C")
    kept = " ".join(NOT_KEPT.sub("_", kept).split()).strip(" .-")
    stem, dot, ending = kept.rpartition(".")
    if not dot or f".{ending.lower()}" not in READERS:
        kinds = ", ".join(READERS)
        raise ReadingError(
            en=f"files of this kind are not read; give one of {kinds}",
            fr=f"ce type de fichier n'est pas lu ; donnez l'un de ceux-ci : {kinds}",
        )
    if kept.casefold() in OURS:
        raise ReadingError(
            en="a file of this name is not read as a document; give it another name",
            fr="un fichier de ce nom n'est pas lu comme document ; donnez-lui un autre nom",
        )
    stem = stem.strip(" .-") or "document"
    if RESERVED.match(stem):
        stem = f"_{stem}"
    room = LONGEST_BYTES - len(ending.encode()) - 1
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .-")
    return f"{stem}.{ending}"

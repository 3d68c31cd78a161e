"""Turns bytes that come in one by one into a checked file of the corpus folder, whole or not at all.

Knows nothing about who sends them. What comes is written beside the documents, where nothing reads it; it takes its
place only after its size, its signature and, for packed files, its contents' sizes were looked at.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import BinaryIO

from assistant.corpus.archives import opened_archive
from assistant.corpus.limits import Limits
from assistant.corpus.names import safe_name
from assistant.corpus.signatures import EXPECTED, LOOK_BYTES, PACKED, check_signature, kind_of
from assistant.errors import CorpusError, NameTaken, ReadingError

INCOMING = ".incoming"  # hidden folders are not read
SPARE_BYTES = 500_000_000  # left free on the disk: the index has to be written as well
_placing = Lock()


@dataclass(frozen=True, slots=True)
class Received:
    name: str
    size: int
    replaced: bool


class Receiving:
    """One file on its way in; leaving the block without `place` leaves nothing of it.

    Raises ReadingError at once for a name that cannot be, and NameTaken for one that is taken, unless `replace`.
    """

    def __init__(self, folder: Path, given_name: str, limits: Limits, *, replace: bool = False) -> None:
        if not folder.is_dir():
            raise CorpusError(
                en="There is no folder of documents: give it to `assistant serve` with --corpus.",
                fr="Il n'y a pas de dossier de documents : indiquez-le à `assistant serve` avec --corpus.",
            )
        self._folder, self._limits, self._replace = folder, limits, replace
        self._name = safe_name(given_name)
        self._check_taken()
        self._size = 0
        self._temporary = folder / INCOMING / secrets.token_hex(16)
        self._file: BinaryIO | None = None

    def __enter__(self) -> Receiving:
        try:
            self._temporary.parent.mkdir(mode=0o700, exist_ok=True)
            if shutil.disk_usage(self._folder).free < SPARE_BYTES:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
            self._file = os.fdopen(os.open(self._temporary, flags, 0o640), "w+b")
        except OSError as error:
            raise _not_written(error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()
        self._temporary.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        """Raises ReadingError when it becomes too much or the disk is full."""
        assert self._file is not None
        self._size += len(data)
        if self._size > self._limits.max_file_mb * 1_000_000:
            limit = self._limits.max_file_mb
            raise ReadingError(en=f"it is larger than {limit} MB", fr=f"il dépasse {limit} Mo")
        try:
            self._file.write(data)
        except OSError as error:
            raise _not_written(error) from None

    def place(self) -> Received:
        """Check what came, and put it among the documents. Raises ReadingError, NameTaken."""
        assert self._file is not None
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.seek(0)
            ending = Path(self._name).suffix.lower()
            _check(ending, self._file.read(-1 if ending in PACKED else 2 * LOOK_BYTES), self._limits)
            with _placing:
                replaced = self._check_taken()
                self._put()
        except OSError as error:
            raise _not_written(error) from None
        return Received(self._name, self._size, replaced)

    def _check_taken(self) -> bool:
        """True when a file of this name, whatever its capitals, is there and may be replaced: it keeps its name."""
        same = _folded(self._name)
        taken = next((name for name in os.listdir(self._folder) if _folded(name) == same), None)  # noqa: PTH208 - names
        if taken is None:
            return False
        if not self._replace or not (self._folder / taken).is_file() or (self._folder / taken).is_symlink():
            raise _taken(taken)
        self._name = taken
        return True

    def _put(self) -> None:
        final = self._folder / self._name
        if self._replace:
            self._temporary.replace(final)
        else:
            try:
                os.link(self._temporary, final)  # fails where somebody else was quicker
            except FileExistsError:
                raise _taken(self._name) from None
            except OSError:  # a file system without such links
                self._temporary.rename(final)
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def clear_incoming(folder: Path) -> None:
    """Remove what a crash left of files on their way in."""
    shutil.rmtree(folder / INCOMING, ignore_errors=True)


def _check(ending: str, data: bytes, limits: Limits) -> None:
    """`data` is the whole of a packed file and the beginning of any other."""
    if not data:
        raise ReadingError(en="the file is empty", fr="le fichier est vide")
    check_signature(ending, data)
    found = kind_of(data)
    if ending not in EXPECTED and found not in (None, "HTML"):
        raise ReadingError(
            en=f"its name ends in {ending} but its content is {found}; give it its right name",
            fr=f"son nom finit par {ending} mais son contenu est du {found} ; donnez-lui le bon nom",
        )
    if ending in PACKED:
        opened_archive(data, limits.options).close()


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _taken(name: str) -> NameTaken:
    error = NameTaken(
        en=f"there is a file {name!r} already; say whether to replace it",
        fr=f"il y a déjà un fichier {name!r} ; dites s'il faut le remplacer",
    )
    error.name = name
    return error


def _not_written(error: OSError) -> ReadingError:
    return ReadingError(
        en=f"it could not be stored ({error.strerror})", fr=f"il n'a pas pu être enregistré ({error.strerror})"
    )

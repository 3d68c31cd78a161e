"""Turns a folder of files into documents, and says of every file whether it was read, and if not, why.

Knows nothing about formats, passages or the index. The only opener of corpus/.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import stat
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.corpus.documents import document_of
from assistant.corpus.limits import Limits, limits_of
from assistant.corpus.parser import Parser, warm_parser
from assistant.corpus.readers import READERS, reader_of
from assistant.corpus.sources import SOURCES_FILE, Source, read_sources
from assistant.errors import CorpusError, ReadingError
from assistant.records import Document, FileReport, SkippedFile
from assistant.settings import Settings

NOT_DOCUMENTS = {SOURCES_FILE, "README.md"}


@dataclass(frozen=True, slots=True)
class Corpus:
    """The documents of a folder, what could not be read of it, and a report on every file."""

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...]
    files: tuple[FileReport, ...] = ()


Listed = tuple[Path, str, ReadingError | None]  # a file, its name, and why it is not opened, if so
Found = tuple[list[Document], FileReport]  # the documents of one file, and the report on it
Known = Callable[[Path, str, Source | None], Found | None]  # what is known of a file without reading it again, if so


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is to be read: where it is, what it is called, why it is not opened, what sources.toml says of it."""

    path: Path
    name: str
    problem: ReadingError | None
    source: Source | None


ReadMany = Callable[[Sequence[Unread], Limits], Iterable[Found]]  # in the order of the files


def read_folder(
    folder: Path,
    progress: Callable[[str], None] | None = None,
    settings: Settings | None = None,
    known: Known | None = None,
    read_many: ReadMany | None = None,
    *,
    listing: Iterable[Listed] | None = None,
    taken: Container[str] = (),
) -> Corpus:
    """Read every file below `folder` that is not known already, in the order of their paths.

    `read_many` reads them elsewhere, or several at a time; what it gives is taken in the same order. With `listing`,
    those files alone, beside documents whose ids are `taken`. Raises CorpusError when the folder is missing or,
    without `listing`, holds no document that can be read.
    """
    if not folder.is_dir():
        raise CorpusError(
            en=f"There is no folder {str(folder)!r}: give the folder of your documents with --corpus.",
            fr=f"Le dossier {str(folder)!r} n'existe pas : indiquez celui de vos documents avec --corpus.",
        )
    sources = read_sources(folder)
    limits = limits_of(settings) if settings else Limits()
    documents: dict[str, Document] = {}
    skipped: list[SkippedFile] = []
    files: list[FileReport] = []
    all_files = files_of(folder) if listing is None else listing
    listed = [Unread(path, name, problem, sources.get(name)) for path, name, problem in all_files]
    kept = [known(one.path, one.name, one.source) if known and not one.problem else None for one in listed]
    unread = [one for one, there in zip(listed, kept, strict=True) if there is None]
    fresh = iter((read_many or _read_here)(unread, limits))
    for one, there in zip(listed, kept, strict=True):
        if progress:
            progress(one.name)
        found, report = there or next(fresh)
        files.append(report)
        if report.outcome != "read":
            skipped.extend(SkippedFile(one.name, en, fr) for en, fr in report.notes)
        for document in found:
            unique = _unique(document, documents, taken)
            documents[unique.id] = unique
    if not documents and listing is None:
        kinds = ", ".join(READERS)
        raise CorpusError(
            en=f"No document could be read in {str(folder)!r}{_first(skipped, 'en')}: put files there ({kinds}).",
            fr=f"Aucun document lisible dans {str(folder)!r}{_first(skipped, 'fr')} : placez-y des fichiers ({kinds}).",
        )
    return Corpus(tuple(documents.values()), tuple(skipped), tuple(files))


def read_file(
    path: Path, name: str, source: Source | None, limits: Limits, parser: Parser | None = None
) -> tuple[list[Document], FileReport]:
    """The documents of one file, and the report on it. Raises ReadingError when there is nothing to read."""
    reader_of(path.suffix)
    return read_bytes(path.suffix, file_bytes(path, limits), name, source, limits, parser)


def read_bytes(
    ending: str, data: bytes, name: str, source: Source | None, limits: Limits, parser: Parser | None = None
) -> Found:
    """The same of a file's bytes, wherever they come from."""
    digest = hashlib.sha256(data).hexdigest()
    extracts = (parser or warm_parser(limits)).read(ending, data)
    usable = [extract for extract in extracts if not extract.problem]
    notes = [extract.problem for extract in extracts if extract.problem]
    warnings = list(dict.fromkeys(warning for extract in extracts for warning in extract.warnings))
    made = [document_of(extract, name, digest, source) for extract in usable]
    documents = [document for document in made if _can_be_searched(document)]
    if made and not documents:
        raise ReadingError(
            en="it holds no words that could be searched, only menus or packed data",
            fr="il ne contient aucun mot à chercher, seulement des menus ou des données",
        )
    pages = [extract.page_count for extract in usable if extract.page_count]
    lost = bool(notes) or any(extract.unread for extract in extracts)
    return documents, FileReport(
        path=name,
        outcome="skipped" if not documents else "partly_read" if lost else "read",
        documents=len(documents),
        pages=sum(pages) if pages else None,
        characters=sum(len(document.text) for document in documents),
        notes=(*notes, *warnings),
    )


def _can_be_searched(document: Document) -> bool:
    """False when all of its text is furniture."""
    start = 0
    for furniture in document.furniture:
        if document.text[start : furniture.start].strip():
            return True
        start = furniture.end
    return bool(document.text[start:].strip())


def _read_here(files: Iterable[Unread], limits: Limits) -> Iterator[Found]:
    """As `read_file`, one after the other, with every failure in the report."""
    for one in files:
        try:
            if one.problem:
                raise one.problem
            yield read_file(one.path, one.name, one.source, limits)
        except ReadingError as error:
            yield not_read(one.name, error)


def not_read(name: str, error: ReadingError) -> Found:
    return [], FileReport(name, "skipped", notes=((error.en, error.fr),))


def _first(skipped: list[SkippedFile], language: str) -> str:
    """The first reason, where it helps: " (a.pdf: no text layer: ...)"."""
    return f" ({skipped[0].path}: {getattr(skipped[0], language)})" if skipped else ""


def _unique(document: Document, others: Mapping[str, Document], taken: Container[str]) -> Document:
    """The document under an id that no other has: its own, else with its path in front, else numbered as well."""
    named = f"{document.path}:{document.id}"
    ids = itertools.chain([document.id, named], (f"{named}:{number}" for number in itertools.count(2)))
    return replace(document, id=next(one for one in ids if one not in others and one not in taken))


def file_bytes(path: Path, limits: Limits) -> bytes:
    """All bytes of an ordinary file, looked at and read by one handle, so that nothing can be put in its place."""
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _GUARDED)) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise _no_ordinary_file()
            if status.st_size > limits.max_file_mb * 1_000_000:
                raise ReadingError(
                    en=f"it is larger than {limits.max_file_mb} MB", fr=f"il dépasse {limits.max_file_mb} Mo"
                )
            return file.read(limits.max_file_mb * 1_000_000)
    except OSError as error:
        raise ReadingError(
            en=f"it cannot be opened ({error.strerror})", fr=f"il ne peut pas être ouvert ({error.strerror})"
        ) from None


_GUARDED = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def files_of(folder: Path) -> Iterator[Listed]:
    """Files below the folder in a stable order, each with its name and why it is not opened; hidden ones are passed
    over. A folder of a hundred thousand files is listed with one question each to the system."""
    return _below(folder, "")


def _below(folder: str | Path, above: str) -> Iterator[Listed]:
    try:
        with os.scandir(folder) as found:
            entries = sorted((one for one in found if not one.name.startswith(".")), key=lambda one: one.name)
    except OSError:
        return
    folders = [one for one in entries if one.is_dir(follow_symlinks=False)]
    for one in entries:
        if one.name not in NOT_DOCUMENTS and not one.is_dir(follow_symlinks=False):
            name = os.fsencode(f"{above}{one.name}").decode("utf-8", "replace")
            yield Path(one.path), name, _obstacle(one)
    for one in folders:
        yield from _below(one.path, f"{above}{one.name}/")


def _obstacle(entry: os.DirEntry[str]) -> ReadingError | None:
    """Why a path is not opened, if it is not."""
    if entry.is_symlink():
        return ReadingError(
            en="it is a link; put the file itself there", fr="c'est un lien ; placez-y le fichier lui-même"
        )
    return None if entry.is_file(follow_symlinks=False) else _no_ordinary_file()


def _no_ordinary_file() -> ReadingError:
    return ReadingError(en="it is no ordinary file", fr="ce n'est pas un fichier ordinaire")

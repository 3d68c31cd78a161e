"""Turns a folder of files into documents, and names the files that could not be read with the reason.

Knows nothing about passages or the index. The only opener of corpus/.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.corpus.extract import Extract, Heading, Reader
from assistant.corpus.furniture import find_furniture
from assistant.corpus.html import read_html
from assistant.corpus.jsonl import read_jsonl
from assistant.corpus.markdown import read_markdown
from assistant.corpus.plain_text import read_plain_text
from assistant.corpus.sources import SOURCES_FILE, Source, read_sources
from assistant.errors import AssistantError, CorpusError, ReadingError
from assistant.records import Document, Language, Section, SkippedFile, Span
from assistant.text.language import detect
from assistant.text.values import find_values

READERS: dict[str, Reader] = {
    ".txt": read_plain_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_jsonl,
}
MAX_FILE_BYTES = 200_000_000
TITLE_CHARS = 200
DATE_LOOK_CHARS = 400  # a document's own date stands near its top
NOT_DOCUMENTS = {SOURCES_FILE, "README.md"}


@dataclass(frozen=True, slots=True)
class Corpus:
    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...]


Found = tuple[list[Document], list[SkippedFile]]  # the documents of one file and its unusable records
Known = Callable[[Path, str, Source | None], Found | None]  # what is known of a file without reading it again, if so


def read_folder(folder: Path, progress: Callable[[str], None] | None = None, known: Known | None = None) -> Corpus:
    """Read every file below `folder` that is not known already, in the order of their paths.

    Raises CorpusError when the folder is missing or holds no document that can be read.
    """
    if not folder.is_dir():
        raise CorpusError(
            en=f"There is no folder {str(folder)!r}: give the folder of your documents with --corpus.",
            fr=f"Le dossier {str(folder)!r} n'existe pas : indiquez celui de vos documents avec --corpus.",
        )
    sources = read_sources(folder)
    documents: dict[str, Document] = {}
    skipped: list[SkippedFile] = []
    for path in _files(folder):
        name = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "replace")  # must be storable
        if progress:
            progress(name)
        try:
            kept = known(path, name, sources.get(name)) if known else None
            found, problems = kept or read_file(path, name, sources.get(name))
        except AssistantError as error:
            skipped.append(SkippedFile(name, error.en, error.fr))
            continue
        skipped.extend(problems)
        for document in found:
            unique = _unique(document, documents)
            documents[unique.id] = unique
    if not documents:
        raise CorpusError(
            en=f"No document could be read in {str(folder)!r}: put .txt, .md, .html or .jsonl files there.",
            fr=f"Aucun document lisible dans {str(folder)!r} : placez-y des fichiers .txt, .md, .html ou .jsonl.",
        )
    return Corpus(tuple(documents.values()), tuple(skipped))


def _unique(document: Document, others: Mapping[str, Document]) -> Document:
    """The document under an id that no other has: its own, else with its path in front, else numbered as well."""
    named = f"{document.path}:{document.id}"
    ids = itertools.chain([document.id, named], (f"{named}:{number}" for number in itertools.count(2)))
    return replace(document, id=next(identifier for identifier in ids if identifier not in others))


def read_file(path: Path, name: str, source: Source | None = None) -> Found:
    """The documents of one file and its unusable records. Raises ReadingError when there is nothing to read."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join(READERS)
        raise ReadingError(
            en=f"files of type {path.suffix or 'unknown'!r} are not read (only {kinds})",
            fr=f"les fichiers de type {path.suffix or 'inconnu'!r} ne sont pas lus (seulement {kinds})",
        )
    data = _bytes(path)
    digest = hashlib.sha256(data).hexdigest()
    extracts = reader(data)
    problems = [SkippedFile(name, *extract.problem) for extract in extracts if extract.problem]
    usable = [extract for extract in extracts if not extract.problem]
    if not all(extract.text.strip() for extract in usable):
        raise ReadingError(en="it holds no text", fr="il ne contient pas de texte")
    return [_document(extract, name, digest, source) for extract in usable], problems


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 1_000_000
            raise ReadingError(en=f"it is larger than {limit} MB", fr=f"il dépasse {limit} Mo")
        return path.read_bytes()
    except OSError as error:
        raise ReadingError(
            en=f"it cannot be opened ({error.strerror})", fr=f"il ne peut pas être ouvert ({error.strerror})"
        ) from None


def _files(folder: Path) -> Iterator[Path]:
    """Regular files below the folder in a stable order; links, hidden files and special files are passed over."""
    for parent, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent) / name
            if name.startswith(".") or name in NOT_DOCUMENTS or path.is_symlink() or not path.is_file():
                continue
            yield path


def _document(extract: Extract, name: str, digest: str, source: Source | None) -> Document:
    said = source or Source(path=name)
    own_language = extract.language[:2].lower() if extract.language else ""
    language: Language = said.language or (
        "fr" if own_language == "fr" else "en" if own_language == "en" else detect(extract.text)
    )
    furniture = find_furniture(extract.text)
    headings = tuple(h for h in extract.headings if not any(f.start <= h.span.start < f.end for f in furniture))
    identifier = extract.id or re.sub(r"\.[^./]+$", "", name)
    if extract.id:
        digest = hashlib.sha256(f"{extract.id}\n{extract.title}\n{extract.text}".encode()).hexdigest()
    return Document(
        id=identifier,
        title=(said.title or extract.title or _own_title(extract, identifier))[:TITLE_CHARS],
        language=language,
        path=name,
        text=extract.text,
        sections=_sections(extract.text, headings),
        sha256=digest,
        organisation=said.organisation or extract.organisation,
        url=said.url or extract.url,
        date=said.date or extract.date or _own_date(extract.text, name),
        translation_of=re.sub(r"\.[^./]+$", "", said.translation_of) if said.translation_of else None,
        furniture=furniture,
    )


def _own_title(extract: Extract, identifier: str) -> str:
    """The first heading; else a short first line; else the file's name made readable."""
    if extract.headings:
        span = extract.headings[0].span
        return extract.text[span.start : span.end]
    first = extract.text.strip().split("\n", 1)[0].strip()
    if len(first) <= 100 and not first.endswith((".", ";", ":", ",")):
        return first
    return identifier.rsplit("/", 1)[-1].replace("-", " ").replace("_", " ")


def _own_date(text: str, name: str) -> str | None:
    """A full date near the top of the text, else a date in the file's name."""
    in_text, in_name = _dates(text[:DATE_LOOK_CHARS]), _dates(re.sub(r"[_.]", " ", name))
    full = [date for date in (*in_text, *in_name) if len(date) >= len("2014-08")]
    if full:
        return max(full, key=len)
    return in_name[0] if in_name else None  # a lone year in the text is rarely the document's own


def _dates(text: str) -> list[str]:
    return [v.key for v in find_values(text) if v.kind == "date" and not v.key.startswith("-")]


def _sections(text: str, headings: tuple[Heading, ...]) -> tuple[Section, ...]:
    """Sections that cover the text: each starts at its heading, whose path names the headings above it."""
    sections = []
    bounds = [*(heading.span.start for heading in headings), len(text)]
    if text[: bounds[0]].strip():
        sections.append(Section((), Span(0, bounds[0])))
    path: list[tuple[int, str]] = []
    for heading, end in zip(headings, bounds[1:], strict=True):
        path = [(level, title) for level, title in path if level < heading.level]
        path.append((heading.level, " ".join(text[heading.span.start : heading.span.end].split())))
        sections.append(Section(tuple(title for _, title in path), Span(heading.span.start, end)))
    return tuple(sections)

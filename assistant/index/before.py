"""Turns the generation that serves into documents that need not be read, split or embedded again.

Knows nothing about how files are read. A file is taken over when it is what it was (size and times, else its hash),
is described the same in sources.toml, and is read and split by the same program, libraries, model and settings.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

import assistant
from assistant.corpus.reading import Corpus, Found, Listed, files_of
from assistant.corpus.sources import Source, read_sources
from assistant.index.embedding import Encoder
from assistant.index.engine import VectorSearch, open_vectors_of
from assistant.index.manifest import STORE
from assistant.index.parts import Parts
from assistant.index.serving import Serving
from assistant.index.store import FileRecord, Store, read_report
from assistant.records import FileReport
from assistant.settings import Settings

READS_AND_SPLITS = ("records.py", "text", "corpus", "index/parts.py", "index/context.py", "index/likeness.py",
                    "index/acronyms/mentions.py")  # fmt: skip
DECIDING_SETTINGS = ("passage_tokens", "ocr", "ocr_dots_per_inch", "max_pages", "max_expanded_mb", "max_text_chars")
RACY_NS = 2_000_000_000  # a file changed so shortly before it was read may change again at the same time


@dataclass(frozen=True, slots=True)
class Survey:
    """Reports on the files that are what they were, the files to read, and names of files that are gone or changed."""

    kept: tuple[FileReport, ...]
    others: tuple[Listed, ...]
    gone: frozenset[str]


class Before:
    """The generation that serves, or none; `known` is what reading asks before it opens a file."""

    def __init__(self, serving: Serving | None, reading_key: str) -> None:
        self._reading_key = reading_key
        self._store = Store(serving.folder / STORE) if serving else None
        self._files = self._store.files() if self._store else {}
        self._serving = serving
        self._seen: dict[str, FileRecord] = {}
        self._kept: set[tuple[str, str]] = set()

    def known(self, path: Path, name: str, source: Source | None) -> Found | None:
        """The documents of a file that is what it was; otherwise None."""
        with suppress(OSError):  # whoever reads it next will say what is wrong
            record = self._record(path, name, source)
            self._seen[name] = record
            before = self._files.get(name)
            if self._store is None or before is None or (record.key, record.sha256) != (before.key, before.sha256):
                return None
            ids = self._store.documents_of(name)
            if any(one.startswith(f"{name}:") for one in ids):
                return None  # named after the file because another had the name, which may be free now
            documents = [self._store.read_document(one) for one in ids]
            self._kept.update((document.id, name) for document in documents)
            return documents, read_report(before.report)
        return None

    def survey(self, folder: Path) -> Survey:
        """What of the folder is as it was, without reading any document that was stored."""
        sources = read_sources(folder) if folder.is_dir() else {}
        kept: list[FileReport] = []
        others: list[Listed] = []
        names = set()
        for path, name, problem in files_of(folder):
            record = None
            with suppress(OSError):  # whoever reads it will say what is wrong
                record = None if problem else self._record(path, name, sources.get(name))
                if record:
                    self._seen[name] = record
            before = self._files.get(name)
            if record and before and (record.key, record.sha256) == (before.key, before.sha256):
                kept.append(read_report(before.report))
                names.add(name)
            else:
                others.append((path, name, problem))
        return Survey(tuple(kept), tuple(others), frozenset(set(self._files) - names))

    def parts_of(self, document_id: str, path: str) -> Parts | None:
        """What is stored of a document whose file was taken over; None when it has to be split."""
        if self._store is None or (document_id, path) not in self._kept:
            return None
        return self._store.parts(document_id)

    def files(self, corpus: Corpus) -> dict[str, FileRecord]:
        """What the next generation remembers of every file that gave a document."""
        reports = {report.path: asdict(report) for report in corpus.files}
        paths = {document.path for document in corpus.documents}
        return {
            name: replace(record, report=reports.get(name, {})) for name, record in self._seen.items() if name in paths
        }

    def vectors(self) -> tuple[VectorSearch, VectorSearch] | None:
        """The vectors of passages and of sentences."""
        if self._serving is None:
            return None
        return open_vectors_of(self._serving.folder, self._serving.manifest)

    @property
    def store(self) -> Store | None:
        return self._store

    @property
    def serving(self) -> Serving | None:
        return self._serving

    def close(self) -> None:
        if self._store:
            self._store.close()

    def _record(self, path: Path, name: str, source: Source | None) -> FileRecord:
        """What the file is now; its bytes are read only where size and times do not vouch for them."""
        state = path.stat()
        said = f"{self._reading_key}\n{name}\n{source!r}"
        key = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
        before = self._files.get(name)
        times = (state.st_size, state.st_mtime_ns, state.st_ctime_ns)
        if before and times == (before.size, before.mtime_ns, before.ctime_ns):
            return before if before.key == key else replace(before, key=key)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        settled = time.time_ns() - max(state.st_mtime_ns, state.st_ctime_ns) > RACY_NS
        mtime = state.st_mtime_ns if settled else 0
        return FileRecord(key, digest, state.st_size, mtime, state.st_ctime_ns)


def reading_key(encoder: Encoder, settings: Settings) -> str:
    """A hash of all that decides what a file is read and split into, but the file."""
    given = {name: getattr(settings, name) for name in DECIDING_SETTINGS}
    said = [asdict(encoder.identity), given, program()]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@cache
def program() -> str:
    """A hash of the code that reads and splits, and the versions of the libraries we ask for."""
    digest = hashlib.sha256()
    root = Path(assistant.__file__).parent
    for name in READS_AND_SPLITS:
        found = sorted((root / name).rglob("*")) if (root / name).is_dir() else [root / name]
        for path in found:
            if path.suffix != ".pyc" and path.is_file():
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    with suppress(importlib.metadata.PackageNotFoundError):
        for requirement in sorted(importlib.metadata.requires("assistant") or []):
            match = re.match(r"[\w.-]+", requirement)
            with suppress(importlib.metadata.PackageNotFoundError):
                digest.update(f"{requirement} {importlib.metadata.version(match[0] if match else '')}".encode())
    return digest.hexdigest()

"""Makes documents out of sentences and reads what is found in them, for tests that need no index.

Knows nothing about what should be found.
"""

from __future__ import annotations

from assistant.corpus.documents import document_of
from assistant.corpus.extract import Extract
from assistant.corpus.sources import Source
from assistant.discovery.organisations import build_directory
from assistant.discovery.records import Directory
from assistant.records import Document, Language


def document(text: str, language: Language = "en", organisation: str | None = None, name: str = "made.txt") -> Document:
    source = Source(path=name, organisation=organisation, language=language, title="Made")
    return document_of(Extract(text), name, "0" * 64, source)


def directory_over(*documents: Document) -> Directory:
    known = {one.id: one for one in documents}
    return build_directory(known, known.__getitem__)


def said(text: str, language: Language = "en", organisation: str | None = None) -> set[tuple[str, str, str]]:
    """(organisation, kind, value in the document's language) of every line."""
    directory = directory_over(document(text, language, organisation))
    return {(p.name, str(line.kind), line.label.said(language)) for p in directory.profiles for line in p.lines}

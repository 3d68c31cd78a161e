"""Turns a citation of some time ago into the text it quoted, or the word that its document has changed or is gone.

Knows nothing about answers. A citation names a version by the document's SHA-256 or by the generation it was made from;
two generations are kept, so the last version but one can still be opened, unless it was forgotten.
"""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.errors import InputError, StoredIndexError
from assistant.index.generations import generations
from assistant.index.manifest import STORE, check_files, read_manifest
from assistant.index.serving import find_serving
from assistant.index.store import Store, Unreadable
from assistant.records import Document, Span


class State(StrEnum):
    """What became of the version that a citation quotes."""

    SAME = "same"  # the document is as it was
    CHANGED = "changed"  # the document is another now; the text is of the version cited, where that is still kept
    GONE = "gone"  # there is no such document now; likewise


@dataclass(frozen=True, slots=True)
class Cited:
    """`text` is what the citation quoted, None where that version is kept no longer; `now` the document of today."""

    state: State
    text: str | None
    document: Document | None  # the version cited
    generation: str | None  # which holds it
    now: Document | None


def open_citation(
    index_folder: Path,
    document_id: str,
    start: int,
    end: int,
    *,
    sha256: str | None = None,
    generation: str | None = None,
    opened: Path | None = None,
) -> Cited:
    """The stretch of a document that was cited, from the version cited.

    `opened` is the folder of a generation whose files were checked when it was opened, to be taken for the one that
    serves; without it all files of the one in force are hashed first.

    Raises InputError when neither a hash nor a generation is given or the stretch does not lie in that version, and
    what finding the generation that serves raises.
    """
    if sha256 is None and generation is None:
        raise InputError(
            en="A citation is opened by its document's sha256 or by its generation: give one of them.",
            fr="Une citation s'ouvre par le sha256 de son document ou par sa génération : donnez l'un des deux.",
        )
    serving = opened if opened and opened.is_dir() else find_serving(index_folder).folder
    now = _document(serving, document_id)
    held: tuple[str, Document] | None = None
    for folder in (serving, *(path for path in generations(index_folder) if path != serving)):
        document = now if folder == serving else _checked_document(folder, document_id)
        if document and sha256 in (None, document.sha256) and generation in (None, folder.name):
            held = (folder.name, document)
            break
    if held is None:
        return Cited(State.CHANGED if now else State.GONE, None, None, None, now)
    name, document = held
    if not 0 <= start < end <= len(document.text):
        raise InputError(
            en=f"Characters {start} to {end} do not lie in {document_id!r}: give those of the citation.",
            fr=f"Les caractères {start} à {end} ne sont pas dans {document_id!r} : donnez ceux de la citation.",
        )
    same = now is not None and now.text == document.text
    state = State.SAME if same else State.CHANGED if now else State.GONE
    return Cited(state, document.text[start:end], document, name, now)


def place_now(cited: Cited, start: int) -> Span | None:
    """Where the cited text stands in the document of today, nearest to where it stood; None where it does not."""
    if cited.text is None or cited.now is None:
        return None
    text, length = cited.now.text, len(cited.text)
    after, before = text.find(cited.text, start), text.rfind(cited.text, 0, start + length)
    found = min((at for at in (before, after) if at >= 0), key=lambda at: abs(at - start), default=None)
    return None if found is None else Span(found, found + length)


def _checked_document(folder: Path, document_id: str) -> Document | None:
    """From a generation that is not the one that serves: a damaged one shows nothing."""
    with suppress(StoredIndexError, Unreadable, OSError):
        check_files(folder, read_manifest(folder))
        return _document(folder, document_id)
    return None


def _document(folder: Path, document_id: str) -> Document | None:
    with closing(Store(folder / STORE)) as store:
        return store.read_document(document_id) if document_id in store.document_ids() else None

"""Turns the addresses of the document view into answers: the page, the original file, and the view's own files.

Knows nothing about how any of them is made. Whatever cannot be shown is said on a plain page in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from assistant.corpus.originals import open_original
from assistant.errors import Busy, OriginalChanged, OriginalMissing
from assistant.index.opened import OpenedIndex
from assistant.records import LANGUAGES, Document, Language
from assistant.web.access import allow
from assistant.web.document_view.address import Place, place_of_query
from assistant.web.document_view.frame import render_nothing, render_view
from assistant.web.document_view.opening import Seen, open_place
from assistant.web.document_view.original import is_pdf
from assistant.web.document_view.static_files import media_type, stamp, static_files
from assistant.web.document_view.twin import Edition, find_edition
from assistant.web.strings import STRINGS

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant
    from assistant.answering.following import Following

READER = "reader"
FILES_AT_ONCE = 4  # originals hashed at the same time
PIECE = 1 << 16
FOR_EVER = {"cache-control": "public, max-age=31536000, immutable"}


def add_document_view(app: FastAPI, assistant: Assistant | Following, corpus_folder: Path) -> None:
    """Before Gradio is mounted, which takes every address below /fr and /en for itself."""
    from assistant.answering.following import Following

    def index_now() -> OpenedIndex:
        return (assistant.newest() if isinstance(assistant, Following) else assistant).index

    for language in LANGUAGES:
        _add_pages(app, index_now, corpus_folder, language)

    @app.get("/view/{version}/{name:path}")
    def static(request: Request, version: str, name: str) -> Response:
        allow(request, READER)
        file = static_files().get(name)
        if version != stamp() or file is None:
            return Response(status_code=404)
        return Response(file.read_bytes(), media_type=media_type(name), headers=FOR_EVER)


def _add_pages(app: FastAPI, index_now: Callable[[], OpenedIndex], corpus_folder: Path, language: Language) -> None:
    strings = STRINGS[language]
    places = BoundedSemaphore(FILES_AT_ONCE)

    @app.get(f"/{language}/document")
    def document(request: Request) -> Response:
        allow(request, READER)
        index = index_now()  # one generation from beginning to end
        place = place_of_query(request.query_params)
        seen = open_place(place, index) if place else None
        if place is None or seen is None:
            return HTMLResponse(render_nothing(language, strings.no_document, strings.no_document_why), 404)
        return HTMLResponse(render_view(seen, place, _edition(index, seen, place), language))

    @app.get(f"/{language}/document/original")
    def original(request: Request) -> Response:
        allow(request, READER)
        found = _pdf_of(index_now(), place_of_query(request.query_params))
        if found is None:
            return HTMLResponse(render_nothing(language, strings.no_document, strings.no_document_why), 404)
        if not places.acquire(blocking=False):
            raise Busy(
                en="Too many files are being opened: try again in a few seconds.",
                fr="Trop de fichiers sont en train d'être ouverts : réessayez dans quelques secondes.",
            )
        try:
            copy = open_original(corpus_folder, found.path, found.sha256)
        except OriginalChanged:
            return HTMLResponse(render_nothing(language, strings.original, strings.original_changed), 409)
        except OriginalMissing:
            return HTMLResponse(render_nothing(language, strings.original, strings.original_missing), 404)
        finally:
            places.release()
        name = quote(found.path.rpartition("/")[2], errors="replace")
        headers = {"content-disposition": f"inline; filename*=UTF-8''{name}"}
        return StreamingResponse(_pieces(copy), media_type="application/pdf", headers=headers)


def _edition(index: OpenedIndex, seen: Seen, place: Place) -> Edition | None:
    """Of the version in the index alone: twins of an old one are not kept."""
    document = seen.document
    if document is None or place.span is None or seen.now is None or seen.now.text != document.text:
        return None
    return find_edition(index, seen.now, place.span, place.edition)


def _pdf_of(index: OpenedIndex, place: Place | None) -> Document | None:
    """The PDF of the index that is named with its hash."""
    if place is None or place.sha256 is None or place.document not in index.manifest.documents:
        return None
    document = index.store.document(place.document)
    return document if is_pdf(document) and document.sha256 == place.sha256 else None


def _pieces(copy: IO[bytes]) -> Iterator[bytes]:
    with copy:
        while piece := copy.read(PIECE):
            yield piece

"""Turns an EPUB into text chapter by chapter, in the order of its spine.

Knows nothing about how a chapter is laid out. Read with zipfile and our HTML tree, since the libraries for EPUB are
under the AGPL.
"""

from __future__ import annotations

import posixpath
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from assistant.corpus.archives import member, opened_archive
from assistant.corpus.decoding import decode
from assistant.corpus.extract import DEFAULT, Extract, Options, TextBuilder, hidden_note
from assistant.corpus.html_tree import add_page
from assistant.errors import ReadingError

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTAINER = "META-INF/container.xml"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
TEXT_TYPES = {"application/xhtml+xml", "text/html"}


def read_epub(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    archive = opened_archive(data, options)
    container = _xml(member(archive, CONTAINER))
    root = next((element for element in container.iter("{*}rootfile")), None)
    path = root.get("full-path") if root is not None else None
    if not path:
        raise ReadingError(
            en="it is no whole EPUB; save it again from its program",
            fr="ce n'est pas un EPUB complet ; enregistrez-le à nouveau",
        )
    package = _xml(member(archive, path))
    builder, hidden = TextBuilder(), 0
    for name in _chapters(package, posixpath.dirname(path)):
        hidden += _add_chapter(archive, name, builder)
    return [
        Extract(
            text=builder.text,
            headings=tuple(builder.headings),
            title=_said(package, "title"),
            language=_said(package, "language"),
            made=(_said(package, "date") or "")[:10] or None,
            warnings=hidden_note(hidden),
        )
    ]


def _chapters(package: _Element, folder: str) -> list[str]:
    """Names of the text members in the order of reading."""
    items = {
        item.get("id"): posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        for item in package.iter("{*}item")
        if item.get("media-type") in TEXT_TYPES
    }
    return [items[ref] for spine in package.iter("{*}itemref") if (ref := spine.get("idref")) in items]


def _add_chapter(archive: zipfile.ZipFile, name: str, builder: TextBuilder) -> int:
    """Append one chapter; a missing or empty one is passed over. Gives the number of hidden characters."""
    if name not in archive.namelist():
        return 0
    try:
        source = decode(member(archive, name), html=True)
    except ReadingError:
        return 0
    return add_page(source, builder)


def _xml(data: bytes) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    root = etree.fromstring(data, parser)
    if root is None:
        raise ReadingError(
            en="its list of contents is damaged; save it again from its program",
            fr="sa table des matières est endommagée ; enregistrez-le à nouveau",
        )
    return root


def _said(package: _Element, name: str) -> str | None:
    found = next((element for element in package.iter(f"{DUBLIN_CORE}{name}")), None)
    return " ".join((found.text or "").split()) or None if found is not None else None

"""Turns an OpenDocument text into text with headings, list items and tables row by row.

Knows nothing about layout. Only importer of odfdo; changes that were deleted and hidden text are left out.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from assistant.corpus.archives import DOCTYPE, damaged_office_file, member, opened_archive
from assistant.corpus.extract import DEFAULT, Extract, Options, TextBuilder
from assistant.corpus.rows import SPANNED, add_table, is_caption
from assistant.errors import ReadingError

if TYPE_CHECKING:
    from lxml.etree import _Element

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
LEFT_OUT = {f"{TEXT}tracked-changes", f"{TEXT}sequence-decls", f"{TEXT}variable-decls", f"{TEXT}hidden-text",
            f"{TEXT}note-citation", "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"}  # fmt: skip
MAX_REPEAT = 200


def read_odt(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    import odfdo

    archive = opened_archive(data, options)
    if DOCTYPE.search(member(archive, "content.xml")):
        raise ReadingError(
            en="it declares XML entities; save it again", fr="il déclare des entités XML ; réenregistrez-le"
        )
    try:
        document: Any = odfdo.Document(io.BytesIO(data))
        body: _Element = document.body._xml_element  # its own lists of children lose the order of reading
        about = document.meta
        title, created = about.title, about.creation_date
    except (KeyError, ValueError, AttributeError, TypeError, SyntaxError, FileNotFoundError):
        raise damaged_office_file() from None
    builder = TextBuilder()
    _add(body, builder, None)
    return [
        Extract(
            text=builder.text,
            headings=tuple(builder.headings),
            title=(title or "").strip() or None,
            made=created.date().isoformat() if created else None,
        )
    ]


def _add(parent: _Element, builder: TextBuilder, in_item: bool | None) -> None:
    """Blocks of an element; `in_item` True for the first block of a list item, False for later ones."""
    caption: str | None = None
    children = [child for child in parent if isinstance(child.tag, str) and child.tag not in LEFT_OUT]
    for number, child in enumerate(children):
        following = children[number + 1] if number + 1 < len(children) else None
        if child.tag == f"{TEXT}h":
            builder.add(_line(child), heading_level=int(child.get(f"{TEXT}outline-level", "1")))
        elif child.tag == f"{TEXT}p":
            text = _line(child)
            if following is not None and following.tag == f"{TABLE}table" and is_caption(text):
                caption = text
            else:
                builder.add(f"- {text}" if in_item and number == 0 and text else text, tight=in_item is not None)
        elif child.tag == f"{TABLE}table":
            add_table(builder, *_cells(child), caption)
            caption = None
        elif child.tag in {f"{TEXT}list-item", f"{TEXT}list-header"}:
            _add(child, builder, True)
        else:
            _add(child, builder, None)


def _line(element: _Element) -> str:
    parts: list[str] = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in LEFT_OUT:
            if child.tag in {f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"}:
                parts.append(" ")
            parts.append(_line(child))
        parts.append(child.tail or "")
    text = " ".join("".join(parts).split())
    return f" {text} " if element.tag == f"{TEXT}note" else "".join(parts) if element.tag == f"{TEXT}span" else text


def _cells(table: _Element) -> tuple[list[list[str]], int | None]:
    """The texts of the cells, and how many rows the file itself calls heads."""
    rows: list[list[str]] = []
    heads = 0
    for row in table.iter(f"{TABLE}table-row"):
        cells: list[str] = []
        for cell in row:
            covered = cell.tag == f"{TABLE}covered-table-cell"
            if not covered and cell.tag != f"{TABLE}table-cell":
                continue
            repeat = min(int(cell.get(f"{TABLE}number-columns-repeated", "1")), MAX_REPEAT)
            text = "\n".join(filter(None, (_line(p) for p in cell.iter(f"{TEXT}p", f"{TEXT}h"))))
            if covered:
                spans_down = cells == [] or int(row[len(cells) - 1].get(f"{TABLE}number-columns-spanned", "1")) == 1
                above = rows[-1][len(cells)] if rows and len(cells) < len(rows[-1]) else ""
                text = above if spans_down else SPANNED
            cells += [text] * repeat
        heads += row.getparent() is not None and row.getparent().tag == f"{TABLE}table-header-rows"
        rows.append(cells)
    return rows, heads or None

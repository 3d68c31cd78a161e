"""Turns the tree of an HTML page into text block by block, and its tables into rows that can be read alone.

Knows nothing about what of a page is content and what is menu. Text that a browser would not show is taken out and
counted; nothing is fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.corpus.extract import TextBuilder
from assistant.corpus.rows import PROSE_CHARS, SPANNED, table_lines

if TYPE_CHECKING:
    from lxml.etree import _Element

UNSEEN_TAGS = {"script", "style", "template", "noscript", "head", "title", "iframe", "object", "svg", "math"}
UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)",
    re.IGNORECASE,
)
BLOCKS = {"p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "blockquote", "pre", "figure",
          "figcaption", "address", "dl", "dt", "dd", "form", "fieldset", "details", "summary", "body", "html", "center",
          "ul", "ol", "li", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "hr",
          "h1", "h2", "h3", "h4", "h5", "h6"}  # fmt: skip
MAX_SPAN = 200
MAX_DEPTH = 400


def parsed_page(source: str) -> _Element | None:
    """The page's tree without comments; None for a page without elements or nested beyond reason."""
    from lxml import etree, html

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
    try:
        page = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    depth, element = 0, page
    for _, element in etree.iterwalk(page, events=("start",)):
        depth = max(depth, sum(1 for _ in element.iterancestors())) if depth <= MAX_DEPTH else depth
        if depth > MAX_DEPTH:
            return None
    return page


def serialised(page: _Element) -> str:
    from lxml import etree

    return str(etree.tostring(page, encoding="unicode", method="html"))


def visible_chars(page: _Element) -> int:
    return sum(len(" ".join(text.split())) for text in page.itertext())


def remove_unseen(page: _Element) -> int:
    """Take out what a browser does not show; the number of characters of hidden text, scripts and the like aside."""
    hidden = 0
    for element in list(page.iter("*")):
        tag = str(element.tag).rsplit("}", 1)[-1].lower()
        if tag == "head":
            for part in list(element):
                if part.tag not in {"title", "meta"}:
                    element.remove(part)
        elif tag in UNSEEN_TAGS and tag not in {"head", "title"}:
            _drop(element)
        elif tag != "body" and (element.get("hidden") is not None or UNSEEN_STYLE.search(element.get("style") or "")):
            hidden += len(" ".join("".join(element.itertext()).split()))
            _drop(element)
    return hidden


def flatten_tables(page: _Element) -> None:
    """Make of each table of data one of a single column, whose cells are rows that can be read alone."""
    from lxml import etree

    for table in list(page.iter("table")):
        rows, heads = _cells(table)
        nested = table.find(".//table") is not None
        long = any(len(cell) > PROSE_CHARS for row in rows for cell in row)
        if nested or long or max((len(row) for row in rows), default=0) < 2:
            continue
        caption = table.find("caption")
        lines = table_lines(rows, heads or None)
        tail = table.tail
        for child in list(table):
            table.remove(child)
        if caption is not None and (named := " ".join("".join(caption.itertext()).split())):
            lines = [named, *lines]
        for line in lines:
            etree.SubElement(etree.SubElement(table, "tr"), "td").text = line
        table.tail = tail


def add_page(source: str, builder: TextBuilder) -> int:
    """Append all that a browser would show of a page, if it is one; the number of its hidden characters."""
    page = parsed_page(source)
    if page is None:
        return 0
    hidden = remove_unseen(page)
    flatten_tables(page)
    add_tree(page, builder)
    return hidden


def add_tree(page: _Element, builder: TextBuilder) -> None:
    """Append all visible text of the tree, block by block."""
    _Walk(builder).visit(page)


class _Walk:
    """A walk over a tree that gathers the text between the edges of blocks."""

    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._parts: list[str] = []
        self._tight = False

    def visit(self, element: _Element) -> None:
        tag = str(element.tag).rsplit("}", 1)[-1].lower()
        if tag in UNSEEN_TAGS:
            return
        block = tag in BLOCKS
        if block:
            self._flush()
        if tag == "br":
            self._parts.append("\n")
        if tag == "li":
            self._parts.append("- ")
        self._parts.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                self.visit(child)
            self._parts.append(child.tail or "")
        if block:
            level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else None
            self._flush(level, tight=tag in {"li", "tr", "td", "th"})

    def _flush(self, level: int | None = None, tight: bool = False) -> None:
        lines = [" ".join(line.split()) for line in "".join(self._parts).split("\n")] if level is None else []
        text = "\n".join(line for line in lines if line) if level is None else " ".join("".join(self._parts).split())
        self._parts = []
        if text and text != "-":
            self._builder.add(text, heading_level=level, tight=tight and self._tight)
            self._tight = tight


def _cells(table: _Element) -> tuple[list[list[str]], int]:
    """The texts of a table's cells, spans filled, and how many rows at its top are heads."""
    rows: list[list[str]] = []
    heads = 0
    down: dict[int, tuple[int, str]] = {}
    for number, row in enumerate(row for row in table.iter("tr") if next(row.iterancestors("table")) is table):
        cells: list[str] = []
        found = [cell for cell in row if cell.tag in {"td", "th"}]
        for cell in found:
            _fill(cells, down)
            text = _cell_text(cell).strip()
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(len(cells), len(cells) + width):
                if height > 1:
                    down[column] = (height, text if column == len(cells) else SPANNED)
            cells += [text, *[SPANNED] * (width - 1)]
        _fill(cells, down)
        down = {column: (left - 1, text) for column, (left, text) in down.items() if left > 1}
        is_head = bool(found) and all(cell.tag == "th" for cell in found)
        if heads == number and (is_head or (row.getparent() is not None and row.getparent().tag == "thead")):
            heads += 1
        rows.append(cells)
    return rows, heads if heads < len(rows) else 0


def _cell_text(cell: _Element) -> str:
    """The text of a cell on one line; blocks and line breaks in it part words, inline marks do not."""
    parts = [cell.text or ""]
    for child in cell:
        if isinstance(child.tag, str):
            gap = " " if child.tag in BLOCKS or child.tag == "br" else ""
            parts += [gap, _cell_text(child), gap]
        parts.append(child.tail or "")
    return re.sub(r"\s+", " ", "".join(parts))


def _fill(cells: list[str], down: dict[int, tuple[int, str]]) -> None:
    """Put in the cells of rows above that reach down to here."""
    while len(cells) in down and down[len(cells)][0] > 0:
        left, text = down[len(cells)]
        down[len(cells)] = (left, text)
        cells.append(text)


def _span(cell: _Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return max(1, min(int(value), MAX_SPAN)) if value.isdecimal() else 1


def _drop(element: _Element) -> None:
    """Remove an element and keep the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    previous = element.getprevious()
    if element.tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)

"""Turns a Word file into text with headings by style, list items, text boxes and tables row by row.

Knows nothing about layout: a DOCX has no pages. Only importer of python-docx; templates, links and macros are never
followed, deleted and hidden text is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.corpus.archives import damaged_office_file, office_file
from assistant.corpus.extract import DEFAULT, Extract, Options, TextBuilder, hidden_note
from assistant.corpus.rows import SPANNED, add_table, is_caption

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEFT_OUT = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
BOLD_HEADING_CHARS = 100
BOLD_LEVEL = 5
MAX_SPAN = 200


def read_docx(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    import docx

    file = office_file(data, options)
    try:
        document: Any = docx.Document(file)
    except (KeyError, ValueError, AttributeError, TypeError, SyntaxError):  # lxml's errors are SyntaxErrors
        raise damaged_office_file() from None
    reading = _Reading(document)
    reading.header()
    reading.body(document.element.body)
    about = document.core_properties
    created = about.created or about.modified
    return [
        Extract(
            text=reading.builder.text,
            headings=tuple(reading.builder.headings),
            title=reading.title or (about.title or "").strip() or None,
            made=created.date().isoformat() if created else None,
            furniture=tuple(reading.builder.furniture),
            warnings=hidden_note(reading.hidden_chars),
        )
    ]


class _Reading:
    """One document on its way into a text."""

    def __init__(self, document: Any) -> None:
        self.builder = TextBuilder()
        self.title: str | None = None
        self.hidden_chars = 0
        self._document = document
        self._styles = {style.style_id: style for style in document.styles if style.type == 1}  # of paragraphs
        self._in_list = False

    def header(self) -> None:
        """The header of the first pages once, as furniture: it often names the organisation and the date."""
        sections = list(self._document.sections)
        if sections:
            for paragraph in sections[0].header.paragraphs:
                self.builder.add(paragraph.text, furniture=True)

    def body(self, parent: _Element) -> None:
        blocks = list(_blocks(parent))
        caption: str | None = None
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            if block.tag == f"{W}tbl":
                self._table(block, caption)
                caption = None
                continue
            text = self._text(block).strip()
            before_table = following is not None and following.tag == f"{W}tbl"
            if text and before_table and (is_caption(text) or self._style_name(block) == "caption"):
                caption = text
            elif text:
                self._paragraph(block, text)
            for box in _boxes(block):
                self.body(box)

    def _paragraph(self, block: _Element, text: str) -> None:
        level = self._level(block, text)
        item = level is None and self._is_item(block)
        if self._style_name(block) == "title" and self.title is None:
            self.title = " ".join(text.split())
        if level is not None:
            text = " ".join(text.split())
        self.builder.add(f"- {text}" if item else text, heading_level=level, tight=item and self._in_list)
        self._in_list = item

    def _table(self, table: _Element, caption: str | None) -> None:
        self._in_list = False
        rows: list[list[str]] = []
        heads = 0
        for number, row in enumerate(table.iterchildren(f"{W}tr")):
            before = row.find(f"{W}trPr/{W}gridBefore")
            cells: list[str] = [""] * (int(before.get(f"{W}val", "0")) if before is not None else 0)
            for cell in row.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tr")) is not row:
                    continue  # of a table within this one, whose text its cell has
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                width = int(span.get(f"{W}val", "1")) if span is not None else 1
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
                above = rows[-1][len(cells)] if goes_on and rows and len(cells) < len(rows[-1]) else None
                cells += [self._cell(cell) if above is None else above, *[SPANNED] * (min(width, MAX_SPAN) - 1)]
            if row.find(f"{W}trPr/{W}tblHeader") is not None and heads == number:
                heads += 1
            rows.append(cells)
        add_table(self.builder, rows, heads or None, caption)

    def _cell(self, cell: _Element) -> str:
        return "\n".join(filter(None, (self._text(p).strip() for p in cell.iter(f"{W}p"))))

    def _text(self, paragraph: _Element) -> str:
        parts: list[str] = []
        stack = [iter(paragraph)]
        while stack:
            element = next(stack[-1], None)
            if element is None:
                stack.pop()
            elif element.tag == f"{W}r" and element.find(f"{W}rPr/{W}vanish") is not None:
                self.hidden_chars += sum(len(t.text or "") for t in element.iter(f"{W}t"))
            elif element.tag == f"{W}t":
                parts.append(element.text or "")
            elif element.tag in SIGNS:
                parts.append(SIGNS[element.tag])
            elif element.tag not in LEFT_OUT and element.tag != FALLBACK and element.tag != f"{W}txbxContent":
                stack.append(iter(element))
        return re.sub(r"[ \xa0]*\t[ \t\xa0]*", " ", "".join(parts))

    def _style_name(self, paragraph: _Element) -> str:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style = self._styles.get(named.get(f"{W}val", "")) if named is not None else None
        return (style.name or "").casefold() if style else ""

    def _level(self, paragraph: _Element, text: str) -> int | None:
        name = self._style_name(paragraph)
        found = re.match(r"(?:heading|titre|überschrift)\s*(\d)", name)
        if found:
            return int(found[1])
        if name == "title":
            return 1
        outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None and outline.get(f"{W}val", "9") in "012345678":
            return int(outline.get(f"{W}val", "0")) + 1
        is_bold = len(text) <= BOLD_HEADING_CHARS and not text.endswith((".", ";", ",")) and _all_bold(paragraph)
        return BOLD_LEVEL if is_bold and not self._is_item(paragraph) else None

    def _is_item(self, paragraph: _Element) -> bool:
        number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None:
            return bool(number.get(f"{W}val") != "0")
        return self._style_name(paragraph).startswith(("list", "liste"))


def _blocks(parent: _Element) -> Iterator[_Element]:
    """Paragraphs and tables, those inside content controls and the like as well."""
    for element in parent:
        if element.tag in {f"{W}p", f"{W}tbl"}:
            yield element
        elif element.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"}:
            yield from _blocks(element)


def _boxes(paragraph: _Element) -> list[_Element]:
    """The text boxes that hang on a paragraph, each once, without those inside another."""
    boxes: list[_Element] = []
    for box in paragraph.iter(f"{W}txbxContent"):
        above = {ancestor.tag for ancestor in box.iterancestors()}
        nested = any(ancestor.tag == f"{W}txbxContent" for ancestor in box.iterancestors() if ancestor in list(boxes))
        if FALLBACK not in above and not nested:
            boxes.append(box)
    return boxes


def _all_bold(paragraph: _Element) -> bool:
    runs = [run for run in paragraph.iter(f"{W}r") if any((t.text or "").strip() for t in run.iter(f"{W}t"))]
    marks = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(mark is not None and mark.get(f"{W}val", "1") not in {"0", "false"} for mark in marks)

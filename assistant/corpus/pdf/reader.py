"""Turns a PDF into text in the order of reading, with headings by size and weight, tables by row, and page numbers.

Knows nothing about how characters are found or pages recognised. Pages without text are read by OCR when that is
asked for, else named in a warning.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.corpus.extract import DEFAULT, Extract, Options, TextBuilder
from assistant.corpus.hyphens import vocabulary
from assistant.corpus.pdf.areas import page_blocks
from assistant.corpus.pdf.blocks import Block, continued
from assistant.corpus.pdf.characters import page_of
from assistant.corpus.pdf.headings import Headings
from assistant.corpus.pdf.notes import nothing_read, warnings_of
from assistant.corpus.pdf.pdfium import metadata, open_pdf, page_marks
from assistant.corpus.pdf.recognised import recognised_page
from assistant.corpus.pdf.running import Running, without_running
from assistant.corpus.pdf.shapes import Page
from assistant.corpus.pdf.tables import Table

SOME_IMAGE, SCAN = 0.01, 0.5  # of a page: an image that may hold its text where there is none, or hardly any
FEW_LETTERS = 10
GENERIC_TITLE = re.compile(
    r"(?:microsoft|powerpoint|word|excel|untitled|sans titre|document\d*$|presentation\d*$|présentation\d*$|slide \d|"
    r"print|template|modèle|\(anonymous\)|.*\.(?:docx?|pptx?|xlsx?|indd|pdf|qxd|pub|ai|rtf|odt|jpe?g|png|tmp)$|"
    r"[\W\d_]*$|[^\s]{1,3}$|新規)",
    re.IGNORECASE,
)


def read_pdf(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    with open_pdf(data) as document:
        pages, broken, unread = _pages(document, options)
        about = metadata(document)
        count = len(document)
    if not any(page.words or page.aslant for page in pages):
        raise nothing_read(count, pages, broken, unread, options)
    cleared, running = without_running(pages)
    known = vocabulary(word.text for page in cleared for word in page.words)
    blocks = continued(list(_all_blocks(cleared, running, known)), known)
    headings = Headings(blocks)
    builder = _build(blocks, headings)
    title = about.get("Title", "").strip()
    made = re.match(r"D?:?(\d{4})(\d\d)(\d\d)", about.get("CreationDate", ""))
    return [
        Extract(
            text=builder.text,
            headings=tuple(builder.headings),
            title=headings.title(None if GENERIC_TITLE.match(title) else title),
            made="-".join(made.groups()) if made else None,
            pages=tuple(builder.pages),
            page_count=count,
            furniture=tuple(builder.furniture),
            ocr_pages=tuple(page.number for page in pages if page.ocr),
            unread=bool(broken or unread or count > options.max_pages),
            warnings=warnings_of(pages, broken, unread, options),
        )
    ]


def _pages(document: Any, options: Options) -> tuple[list[Page], list[int], list[int]]:
    """The pages, the numbers of broken ones and of those that are only an image."""
    pages: list[Page] = []
    broken: list[int] = []
    unread: list[int] = []
    for number in range(1, min(len(document), options.max_pages) + 1):
        marks = page_marks(document, number)
        if marks is None:
            broken.append(number)
            continue
        page = page_of(marks, number)
        letters = sum(len(word.text) for word in page.words)
        if page.image_share > (SOME_IMAGE if letters == 0 else SCAN) and letters < FEW_LETTERS:
            read = recognised_page(document, page, options)
            if read is None:
                unread.append(number)
            page = read or page
        pages.append(page)
    return pages, broken, unread


def _all_blocks(pages: Sequence[Page], running: Sequence[Running], known: Counter[str]) -> Iterator[Block]:
    """The blocks of the pages in the order of reading, what runs over the pages first and last of each."""
    table: Table | None = None
    for page in pages:
        own = [line for line in running if line.page == page.number]
        yield from (Block("furniture", line.text, page.number) for line in own if line.top)
        blocks, table = page_blocks(page, known, table)
        yield from blocks
        yield from (Block("furniture", text, page.number) for text in page.aslant)
        yield from (Block("furniture", line.text, page.number) for line in own if not line.top)


def _build(blocks: Sequence[Block], headings: Headings) -> TextBuilder:
    builder = TextBuilder()
    caption_open = False
    last: Block | None = None
    for block in blocks:
        if caption_open and last and last.kind == "row" and block.kind != "row":
            builder.close_heading()
            caption_open = False
        builder.page(block.page)
        level = headings.level(block)
        if block.kind in {"furniture", "contents"}:
            follows = last is not None and last.kind == block.kind == "contents"
            builder.add(block.text, furniture=True, tight=follows)
        else:
            caption_open = headings.is_caption(block) or (caption_open and level is None)
            tight = (
                (block.kind == "row" and block.tight) or _is_list_step(last, block) or headings.is_label(last, block)
            )
            builder.add(block.text, heading_level=level, tight=tight)
        last = block
    return builder


def _is_list_step(last: Block | None, block: Block) -> bool:
    return last is not None and last.kind == block.kind == "item" and last.page == block.page

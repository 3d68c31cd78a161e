"""Turns a PowerPoint file into text: a page a slide under its title, list items, tables row by row, notes.

Knows nothing about pictures or animations. Only importer of python-pptx; hidden slides are left out and told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from assistant.corpus.archives import damaged_office_file, office_file
from assistant.corpus.extract import DEFAULT, Extract, Options, TextBuilder, numbers_text
from assistant.corpus.rows import SPANNED, add_table

MAX_DEPTH = 20
SAME_ROW = 200_000  # English Metric Units, 914,400 an inch: shapes as high as this stand in one row


def read_pptx(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    import pptx

    file = office_file(data, options)
    try:
        presentation: Any = pptx.Presentation(file)
        slides = list(presentation.slides)
    except (KeyError, ValueError, AttributeError, TypeError, SyntaxError):  # lxml's errors are SyntaxErrors
        raise damaged_office_file() from None
    builder, hidden = TextBuilder(), list[int]()
    for number, slide in enumerate(slides, start=1):
        if slide.element.get("show") == "0":
            hidden.append(number)
            continue
        builder.page(number)
        _add_slide(slide, builder)
    about = presentation.core_properties
    created = about.created or about.modified
    numbers = numbers_text(hidden)
    return [
        Extract(
            text=builder.text,
            headings=tuple(builder.headings),
            title=None if builder.headings else (about.title or "").strip() or None,
            made=created.date().isoformat() if created else None,
            pages=tuple(builder.pages),
            page_count=len(slides),
            warnings=(
                (f"hidden slide(s) {numbers} left out", f"diapositive(s) masquée(s) {numbers} laissée(s) de côté"),
            )
            if hidden
            else (),
        )
    ]


def _add_slide(slide: Any, builder: TextBuilder) -> None:
    title = slide.shapes.title
    if title is not None and title.has_text_frame:
        builder.add(" ".join(title.text_frame.text.split()), heading_level=1)
    shapes = [shape for shape in _leaves(slide.shapes) if title is None or shape.shape_id != title.shape_id]
    for shape in sorted(shapes, key=_place):
        if getattr(shape, "has_table", False) and shape.has_table:
            add_table(builder, _cells(shape.table), 1 if shape.table.first_row else None)
        elif shape.has_text_frame:
            _add_text(shape.text_frame, builder)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        _add_text(slide.notes_slide.notes_text_frame, builder)


def _leaves(shapes: Iterable[Any], depth: int = 0) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes") and depth < MAX_DEPTH:
            yield from _leaves(shape.shapes, depth + 1)
        elif shape.has_text_frame or getattr(shape, "has_table", False):
            yield shape


def _place(shape: Any) -> tuple[int, int]:
    return (shape.top or 0) // SAME_ROW, shape.left or 0


def _cells(table: Any) -> list[list[str]]:
    """The text of each cell; a merged cell's in every place that it covers."""
    rows: list[list[str]] = []
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            text = " ".join(cell.text_frame.text.split())
            if cell.is_spanned and not text:
                left = cells and row.cells[len(cells) - 1].span_width > 1
                text = SPANNED if left or (cells and cells[-1] == SPANNED) or not rows else rows[-1][len(cells)]
            cells.append(text)
        rows.append(cells)
    return rows


def _add_text(frame: Any, builder: TextBuilder) -> None:
    """Paragraphs of a shape: several short ones are a list."""
    texts = [" ".join(paragraph.text.split()) for paragraph in frame.paragraphs]
    texts = [text for text in texts if text]
    for number, text in enumerate(texts):
        builder.add(f"- {text}" if len(texts) > 1 else text, tight=number > 0)

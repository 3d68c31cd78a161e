"""Turns a PDF's bytes into the raw marks of its pages, characters with their places and what is painted, or an image.

Knows nothing about words, lines or headings. Only importer of pypdfium2; scripts, links and attachments of a PDF are
never touched.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from assistant.corpus.pdf.shapes import Glyph, Marks, Matrix, Painted, Style
from assistant.errors import ReadingError

POINTS_PER_INCH = 72
MAX_IMAGE_PIXELS = 60_000_000
MAX_PAINTED = 20_000  # objects looked at on one page; a map has more, and needs none of them
MAX_DEPTH = 8  # of forms within forms
BOLD = re.compile(r"bold|black|heavy|demi|medi(?:um)?$", re.IGNORECASE)
BOLD_WEIGHT = 600


@contextmanager
def open_pdf(data: bytes) -> Iterator[Any]:
    """The opened document. Raises ReadingError for a protected or broken file."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise ReadingError(
                en="it is protected by a password; save it without one and index again",
                fr="il est protégé par un mot de passe ; enregistrez-le sans, puis relancez l'indexation",
            ) from None
        raise ReadingError(
            en="it is no PDF that can be opened; export it again from its program",
            fr="ce n'est pas un PDF lisible ; exportez-le à nouveau depuis son logiciel",
        ) from None
    try:
        yield document
    finally:
        document.close()


def metadata(document: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in document.get_metadata_dict(skip_empty=True).items()}


def page_marks(document: Any, number: int) -> Marks | None:
    """What is on page `number` (from 1), or None when the page is broken."""
    import pypdfium2

    try:
        page = document[number - 1]
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return None
    try:
        glyphs, styles = _glyphs(text.raw, text.count_chars())
        painted: list[Painted] = []
        _collect_painted(page.raw, None, (1, 0, 0, 1, 0, 0), painted, 0)
        return Marks(glyphs, styles, painted, page.get_bbox(), page.get_rotation())
    finally:
        text.close()
        page.close()


def page_image(document: Any, number: int, dots_per_inch: int) -> Any:
    """The page as a grey Pillow image, smaller than asked for when it would have too many pixels."""
    page = document[number - 1]
    width, height = page.get_size()
    scale = dots_per_inch / POINTS_PER_INCH
    scale *= min(1.0, math.sqrt(MAX_IMAGE_PIXELS / max(1.0, width * height * scale * scale)))
    try:
        return page.render(scale=scale, grayscale=True).to_pil()
    finally:
        page.close()


def _glyphs(text: Any, count: int) -> tuple[list[Glyph], list[Style]]:
    import pypdfium2.raw as raw

    styles: dict[int, int] = {}
    found: list[Style] = []
    glyphs: list[Glyph] = []
    box = raw.FS_RECTF()
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        owner = raw.FPDFText_GetTextObject(text, index)
        address = ctypes.addressof(owner.contents) if owner else 0
        if address not in styles:
            styles[address] = len(found)
            found.append(_style(raw, text, index, owner))
        raw.FPDFText_GetLooseCharBox(text, index, box)
        glyphs.append(
            Glyph(
                "-" if code == 2 else chr(code),  # pdfium's mark for a hyphen at the end of a line
                raw.FPDFText_IsGenerated(text, index) == 1,
                (box.left, box.bottom, box.right, box.top),
                styles[address],
            )
        )
    return glyphs, found


def _style(raw: Any, text: Any, index: int, owner: Any) -> Style:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, index, name, 128, None)
    colour = [ctypes.c_uint() for _ in range(4)]
    has_colour = raw.FPDFText_GetFillColor(text, index, *colour)
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    return Style(
        size=round(raw.FPDFText_GetFontSize(text, index) * scale, 1),
        bold=bool(BOLD.search(name.value.decode("utf-8", "replace")))
        or raw.FPDFText_GetFontWeight(text, index) >= BOLD_WEIGHT,
        angle=math.degrees(math.atan2(matrix.b, matrix.a)),
        invisible=bool(owner) and raw.FPDFTextObj_GetTextRenderMode(owner) == raw.FPDF_TEXTRENDERMODE_INVISIBLE,
        colour=(colour[0].value, colour[1].value, colour[2].value, colour[3].value) if has_colour else None,
    )


def _collect_painted(page: Any, form: Any, outer: Matrix, painted: list[Painted], depth: int) -> None:
    """Images and drawn paths with their bounds on the page; `outer` is the matrix of the forms around them."""
    import pypdfium2.raw as raw

    count = raw.FPDFFormObj_CountObjects(form) if form else raw.FPDFPage_CountObjects(page)
    for index in range(max(0, count)):
        if len(painted) >= MAX_PAINTED:
            return
        item = raw.FPDFFormObj_GetObject(form, index) if form else raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(item) if item else raw.FPDF_PAGEOBJ_UNKNOWN
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
            _collect_painted(page, item, _times(_matrix(raw, item), outer), painted, depth + 1)
        elif kind in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING}:
            edges = [ctypes.c_float() for _ in range(4)]
            if raw.FPDFPageObj_GetBounds(item, *edges):
                box = _moved((edges[0].value, edges[1].value, edges[2].value, edges[3].value), outer)
                painted.append(Painted("image" if kind == raw.FPDF_PAGEOBJ_IMAGE else "fill", box))
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            painted.extend(_path(raw, item, outer))


def _path(raw: Any, item: Any, outer: Matrix) -> Iterator[Painted]:
    """A path's bounds when it is filled, and its straight pieces when it is stroked."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    matrix = _times(_matrix(raw, item), outer)
    points: list[tuple[float, float, bool]] = []
    for index in range(min(raw.FPDFPath_CountSegments(item), 400)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        starts = raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO
        points.append((*_at(x.value, y.value, matrix), starts))
    pieces: list[list[tuple[float, float]]] = []
    for px, py, starts in points:
        if starts or not pieces:
            pieces.append([])
        pieces[-1].append((px, py))
    colour = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(item, *colour)
    white = bool(known) and all(part.value >= 250 for part in colour[:3])
    for piece in (piece for piece in pieces if len(piece) > 1):
        box = (min(p[0] for p in piece), min(p[1] for p in piece), max(p[0] for p in piece), max(p[1] for p in piece))
        if fill.value:
            yield Painted("white" if white else "fill", box)
        elif stroke.value and len(piece) in {2, 4, 5}:
            yield Painted("stroke", box)


def _matrix(raw: Any, item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _at(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _moved(box: tuple[float, float, float, float], matrix: Matrix) -> tuple[float, float, float, float]:
    corners = [_at(x, y, matrix) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)

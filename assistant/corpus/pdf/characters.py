"""Turns the marks of a page into its visible words, the rules around its tables and how much of it is hidden.

Knows nothing about lines or columns. Text that nobody would see (invisible, white on white, tiny, off the page) is
counted and left out, unless it is the OCR layer of a scanned page.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.corpus.pdf.shapes import Box, Edges, Glyph, Marks, Page, Style, Word, around

MAX_DOTS = 300  # a map has more, and none of them is a bullet
TINY_POINTS = 2.0
WHITE = 250
SCAN_SHARE = 0.3  # of the page: an image this large under invisible text is its scan
RULE_POINTS = 2.5  # a shape thinner than this is a line
RAISED = 0.15  # of the size before: a character this much higher and smaller is a footnote mark
JUMP = 0.3  # of the size: a gap within a word that ends it
LIGATURES = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
NOWHERE = Box(0, 0, 0, 0)
Placed = tuple[Glyph, Box]
UNMAPPED = {"\x00", "\ufffe", "\uffff", "\ufffd"}


def page_of(marks: Marks, number: int) -> Page:
    """The page, turned so that most of its text runs from left to right."""
    turn = _turn(marks)
    left, bottom, right, top = marks.bounds
    width, height = (right - left, top - bottom) if turn % 180 == 0 else (top - bottom, right - left)
    shapes = [(painted.kind, _turned(painted.edges, marks.bounds, turn)) for painted in marks.painted]
    images = [box for kind, box in shapes if kind == "image"]
    dark = [box for kind, box in shapes if kind in {"image", "fill"} and box.height > RULE_POINTS]
    share = max((_shown_area(box, width, height) for box in images), default=0.0) / max(1.0, width * height)
    seen, hidden = list[Placed](), list[Placed]()
    for glyph in marks.glyphs:
        if glyph.char.isspace():  # some have no style and no place, and part words all the same
            seen.append((glyph, NOWHERE))
            continue
        box = _turned(glyph.edges, marks.bounds, turn)
        (seen if _is_seen(box, marks.styles[glyph.style], width, height, dark) else hidden).append((glyph, box))
    letters = sum(box is not NOWHERE for _, box in seen)
    covert = sum(glyph.char not in UNMAPPED for glyph, _ in hidden)
    layer = share >= SCAN_SHARE and covert > 2 * letters
    if layer:
        seen, covert = [(glyph, _turned(glyph.edges, marks.bounds, turn)) for glyph in marks.glyphs], 0
    straight, slanted = _by_angle(seen, marks.styles, turn)
    dots = [box for kind, box in shapes if kind == "fill" and _may_be_bullet(box)]
    return Page(
        number=number,
        width=width,
        height=height,
        words=tuple(with_bullets(list(_words(straight, marks.styles)), dots)),
        aslant=tuple(_aslant([glyph for glyph, _ in slanted])),
        rules=tuple(
            [box for kind, box in shapes if kind != "image" and _may_be_rule(kind, box, width, height)]
            + _white_stripes(shapes)
        ),
        boxes=tuple(box for kind, box in shapes if kind != "image" and box.height > 4 * RULE_POINTS),
        image_share=share,
        hidden_chars=covert,
        ocr=layer,
    )


def _turn(marks: Marks) -> int:
    """The quarter turn, in degrees with the clock, that sets most characters upright; without any, the page's own."""
    by_style = Counter(glyph.style for glyph in marks.glyphs if not glyph.char.isspace())
    counts = Counter[int]()
    for style, count in by_style.items():
        counts[_quarter(marks.styles[style].angle)] += count
    del counts[-1]
    return max(counts, key=lambda angle: counts[angle]) if counts else marks.rotation


def _by_angle(placed: list[Placed], styles: list[Style], turn: int) -> tuple[list[Placed], list[Placed]]:
    """The characters that run along the lines and the others; white space goes with what stands before it."""
    along = [_quarter(style.angle) == turn for style in styles]
    if all(along):
        return placed, []
    straight, slanted = list[Placed](), list[Placed]()
    last = straight
    for pair in placed:
        if not pair[0].char.isspace():
            last = straight if along[pair[0].style] else slanted
        last.append(pair)
    return straight, slanted


def _quarter(angle: float) -> int:
    """0, 90, 180 or 270; -1 for an angle that is none of them."""
    nearest = round(angle / 90) * 90
    return nearest % 360 if abs(angle - nearest) <= 5 else -1


def _turned(edges: Edges, bounds: Edges, turn: int) -> Box:
    """The box as it is read: from the page's top left corner, after the page is turned with the clock."""
    x0, y0, x1, y1 = edges
    left, bottom, right, top = bounds
    if turn == 90:
        return Box(y0 - bottom, x0 - left, y1 - bottom, x1 - left)
    if turn == 180:
        return Box(right - x1, y0 - bottom, right - x0, y1 - bottom)
    if turn == 270:
        return Box(top - y1, right - x1, top - y0, right - x0)
    return Box(x0 - left, top - y1, x1 - left, top - y0)


def _shown_area(box: Box, width: float, height: float) -> float:
    return max(0.0, min(box.x1, width) - max(box.x0, 0.0)) * max(0.0, min(box.bottom, height) - max(box.top, 0.0))


def _is_seen(box: Box, style: Style, width: float, height: float, dark: list[Box]) -> bool:
    if style.invisible or style.size < TINY_POINTS:
        return False
    x, y = (box.x0 + box.x1) / 2, box.middle
    if not (-1 <= x <= width + 1 and -1 <= y <= height + 1):
        return False
    if style.colour is None:
        return True
    if style.colour[3] == 0:
        return False
    return min(style.colour[:3]) < WHITE or any(shape.holds(x, y) for shape in dark)


def _may_be_rule(kind: str, box: Box, width: float, height: float) -> bool:
    across, down = box.x1 - box.x0, box.height
    if across > 1.5 * width or down > 1.5 * height or max(across, down) < 4:
        return False
    return kind == "stroke" or min(across, down) <= RULE_POINTS or (kind == "fill" and down < 0.5 * height)


def _white_stripes(shapes: Sequence[tuple[str, Box]]) -> list[Box]:
    """White cells right above or below shaded ones of the same width: the other stripes of a table."""
    shaded = [box for kind, box in shapes if kind == "fill" and RULE_POINTS < box.height < 200]
    white = [box for kind, box in shapes if kind == "white" and RULE_POINTS < box.height < 200]
    if not white or len(shaded) * len(white) > 40_000:
        return []
    return [box for box in white if any(_is_stripe(box, other) for other in shaded)]


def _is_stripe(box: Box, other: Box) -> bool:
    if abs(box.x0 - other.x0) > 1.5 or abs(box.x1 - other.x1) > 1.5:
        return False
    return min(abs(box.top - other.bottom), abs(box.bottom - other.top)) <= 1.5


def _may_be_bullet(box: Box) -> bool:
    across, down = box.x1 - box.x0, box.height
    return 1.2 <= across <= 7 and 1.2 <= down <= 7 and abs(across - down) <= 1


def with_bullets(words: list[Word], dots: list[Box]) -> list[Word]:
    """The words, and a bullet where a dot is drawn in front of the first word of a line."""
    if not dots or len(dots) > MAX_DOTS:
        return words
    found = list(words)
    for dot in {(round(dot.x0), round(dot.top)): dot for dot in dots}.values():
        level = [word for word in words if word.box.top < dot.middle < word.box.bottom]
        after = [word for word in level if 0 <= word.box.x0 - dot.x1 <= 2 * word.size]
        first = min(after, key=lambda word: word.box.x0, default=None)
        if first is None or dot.x1 - dot.x0 > 0.75 * first.size:
            continue
        if not any(
            -1 <= dot.x0 - word.box.x1 <= 1.5 * first.size or word.box.holds(dot.x0, dot.middle) for word in level
        ):
            found.append(Word("•", Box(dot.x0, first.box.top, dot.x1, first.box.bottom), first.size))
    return found


def _words(placed: list[Placed], styles: list[Style]) -> Iterator[Word]:
    chars: list[tuple[str, Box, Style]] = []
    for glyph, box in placed:
        if glyph.char.isspace() or glyph.char in UNMAPPED or glyph.char == "\u200b":
            if chars:
                yield from _word(chars)
            chars = []
            continue
        style = styles[glyph.style]
        if box.height <= 0:
            box = Box(box.x0, box.bottom - style.size, box.x1, box.bottom)
        if chars and _ends_before(chars[-1], box, style, glyph.char):
            yield from _word(chars)
            chars = []
        char = glyph.char
        if chars and char.isdecimal() and _is_raised(chars[-1], box, style):
            if chars[-1][0].isalpha():  # a footnote mark on a word; on a number it stays, told from its digits
                yield from _word(chars)
                chars = []
            else:
                char = char.translate(RAISED_DIGITS)
        chars.append((char, box, style))
    if chars:
        yield from _word(chars)


def _word(chars: list[tuple[str, Box, Style]]) -> Iterator[Word]:
    text = "".join(char for char, _, _ in chars).translate(LIGATURES)
    text = text[:-1].replace("\u00ad", "") + text[-1].replace("\u00ad", "-")
    if text.strip("\u200b\ufeff"):
        styles = {id(style): style for _, _, style in chars}
        style = chars[0][2] if len(styles) == 1 else Counter(style for _, _, style in chars).most_common(1)[0][0]
        yield Word(text, around(box for _, box, _ in chars), style.size, style.bold)


def _ends_before(last: tuple[str, Box, Style], box: Box, style: Style, char: str) -> bool:
    """True where the next character stands elsewhere than a word would go on."""
    _, before, style_before = last
    size = max(style.size, style_before.size)
    if min(before.bottom, box.bottom) - max(before.top, box.top) < 0.3 * min(before.height, box.height):
        return True
    if "\u0590" <= char <= "\u08ff":
        return abs(box.x0 - before.x1) > 2 * size and abs(before.x0 - box.x1) > 2 * size
    return box.x0 - before.x1 > JUMP * size or box.x0 < before.x0 - size


def _is_raised(last: tuple[str, Box, Style], box: Box, style: Style) -> bool:
    char, before, style_before = last
    if char in "⁰¹²³⁴⁵⁶⁷⁸⁹":
        return abs(before.bottom - box.bottom) < 1 and math.isclose(style.size, style_before.size)
    return style.size < 0.8 * style_before.size and before.bottom - box.bottom > RAISED * style_before.size


def _aslant(glyphs: list[Glyph]) -> Iterator[str]:
    text = "".join(" " if glyph.char.isspace() or glyph.char in UNMAPPED else glyph.char for glyph in glyphs)
    joined = " ".join(text.translate(LIGATURES).split())
    if joined:
        yield joined

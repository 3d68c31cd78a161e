"""Turns nothing itself: words, lines and rules as they lie on a page, in points from its top left corner.

Knows nothing about the library that finds them or about what they mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

Matrix = tuple[float, float, float, float, float, float]
Edges = tuple[float, float, float, float]  # left, bottom, right, top in the PDF's own space, upwards


class Glyph(NamedTuple):
    """One character; `generated` when the library put it in for a gap. A tuple, since a page has thousands."""

    char: str
    generated: bool
    edges: Edges
    style: int


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of characters is set; `angle` in degrees, against the clock."""

    size: float
    bold: bool
    angle: float
    invisible: bool
    colour: tuple[int, int, int, int] | None


@dataclass(frozen=True, slots=True)
class Painted:
    """An image, a filled or stroked shape, by its bounds."""

    kind: Literal["image", "fill", "white", "stroke"]
    edges: Edges


@dataclass(frozen=True, slots=True)
class Marks:
    """All that the library says about a page; `bounds` of what is shown of it, `rotation` by which it is turned."""

    glyphs: list[Glyph]
    styles: list[Style]
    painted: list[Painted]
    bounds: Edges
    rotation: int


class Box(NamedTuple):
    """A rectangle; `top` is smaller than `bottom`, since the page is read downwards. A tuple: a page has thousands."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without white space between them."""

    text: str
    box: Box
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand beside each other on one line of one column or cell."""

    words: tuple[Word, ...]
    box: Box
    size: float
    bold: bool
    prose: bool = False  # a line of running text, or something found whole: no cell of a table

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Page:
    """What lies on one page. `hidden_chars` were left out since no reader of the page would see them."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    aslant: tuple[str, ...] = ()  # text that runs across the page at another angle than most of it
    rules: tuple[Box, ...] = ()
    boxes: tuple[Box, ...] = ()  # filled or drawn around something
    image_share: float = 0.0  # of the page's area that its largest image covers
    hidden_chars: int = 0
    ocr: bool = False


def line_of(words: Iterable[Word], *, prose: bool = False) -> Line:
    """The line that these words make, in the order of reading."""
    ordered = sorted(words, key=lambda word: word.box.x0)
    if sum(_right_to_left(word.text) for word in ordered) * 2 > len(ordered):
        ordered.reverse()
    size = max((sum(len(w.text) for w in ordered if w.size == s), s) for s in {w.size for w in ordered})[1]
    bold = sum(len(word.text) for word in ordered if word.bold) * 2 > sum(len(word.text) for word in ordered)
    return Line(tuple(ordered), around(word.box for word in ordered), size, bold, prose)


def around(boxes: Iterable[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def _right_to_left(text: str) -> bool:
    return any("\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in text)

"""Turns drawn boxes into groups of words that are read together: banners, highlight boxes, sidebars, cards.

Knows nothing about what stands in them. Boxes that touch each other are cells or the stripes of a table and no groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.corpus.pdf.segments import rows, segments
from assistant.corpus.pdf.shapes import Box, Line, Page, Word

MIN_POINTS = 24.0
BANNER_SHARE = 0.5  # of the page's width
STRIPE_POINTS, STRIPE_CELLS = 60.0, 3  # a low box with so many pieces on a line holds the heads of a table
TOUCH_POINTS = 2.5
MOST = 0.8  # of the words: a box with more is the page's own background
MAX_BOXES = 60


def boxed(words: Sequence[Word], page: Page, free: set[int]) -> list[tuple[Box, set[int]]]:
    """The largest boxes that hold whole lines of the free words, each with the numbers of those."""
    found: list[tuple[Box, set[int]]] = []
    left = set(free)
    whole = {}
    for line in segments(words[index] for index in free):
        whole.update({id(word): line for word in line.words})
    for box in _apart(page.boxes):
        inside = {index for index in left if box.holds(_centre(words[index]), words[index].box.middle)}
        if not inside or len(inside) > MOST * len(free):
            continue
        if any(not _holds(box, words[index].box) for index in inside):
            continue
        lines = {id(whole[id(words[index])]): whole[id(words[index])] for index in inside}
        if any(not _holds(box, line.box) for line in lines.values()) or not _is_group(box, list(lines.values()), page):
            continue
        found.append((box, inside))
        left -= inside
    return found


def _is_group(box: Box, lines: Sequence[Line], page: Page) -> bool:
    found = rows(lines)
    if box.bottom < page.height / 4 and box.x1 - box.x0 > BANNER_SHARE * page.width:
        return len(lines) > 1
    return len(found) > 1 and (box.height > STRIPE_POINTS or max(map(len, found)) < STRIPE_CELLS)


def _apart(boxes: Sequence[Box]) -> Iterator[Box]:
    """Boxes of some size from the largest down, none twice, none that touches another of about its kind."""
    large = [box for box in boxes if box.height >= MIN_POINTS and box.x1 - box.x0 >= MIN_POINTS]
    large.sort(key=lambda box: (box.x0 - box.x1) * box.height)
    kept: list[Box] = []
    for box in large[: 4 * MAX_BOXES]:
        if not any(_same(box, other) for other in kept):
            kept.append(box)
    for box in kept[:MAX_BOXES]:
        if sum(_touch(box, other) for other in kept) == 0:
            yield box


def _same(a: Box, b: Box) -> bool:
    return all(abs(x - y) <= 3 for x, y in ((a.x0, b.x0), (a.top, b.top), (a.x1, b.x1), (a.bottom, b.bottom)))


def _touch(a: Box, b: Box) -> bool:
    """True when the two stand side by side or one above the other with a common edge."""
    if a is b:
        return False
    beside = min(abs(a.x1 - b.x0), abs(b.x1 - a.x0)) <= TOUCH_POINTS
    above = min(abs(a.bottom - b.top), abs(b.bottom - a.top)) <= TOUCH_POINTS
    level = min(a.bottom, b.bottom) - max(a.top, b.top) > 0.8 * min(a.height, b.height)
    in_line = min(a.x1, b.x1) - max(a.x0, b.x0) > 0.8 * min(a.x1 - a.x0, b.x1 - b.x0)
    return (beside and level) or (above and in_line)


def _holds(box: Box, other: Box) -> bool:
    return (
        box.x0 - 2 <= other.x0
        and other.x1 <= box.x1 + 2
        and box.top - 3 <= other.top
        and other.bottom <= box.bottom + 3
    )


def _centre(word: Word) -> float:
    return (word.box.x0 + word.box.x1) / 2

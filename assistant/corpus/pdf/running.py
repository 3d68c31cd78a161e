"""Turns the pages of a document into the same pages without running headers, footers and page numbers.

Knows nothing about what they say: they are lines that stand at the same height near the edge of several pages. The
first of each is given back, since it often names the organisation and the date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.corpus.pdf.segments import rows, segments
from assistant.corpus.pdf.shapes import Line, Page

EDGE_SHARE = 0.11  # of the page's height
SAME_HEIGHT_POINTS = 9.0
ENOUGH_PAGES = 3
MOST_OF_A_PAGE = 0.5
BEYOND_POINTS = 24.0  # of the edge, to see whether a line there is the first of the heads of a table
FEW_WORDS = 25  # so many may go though they are most of a page: the last one is often nearly empty
TABLE_HEADS = 4  # so many pieces on one line are the heads of a table that goes on from page to page
PAGE_NUMBER = re.compile(
    r"(?:page|p\.|pg\.?)?\s*[-–—|•]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:(?:[-–—|/]|of|sur|de)\s*\d{0,4})?\s*(?:[-–—|•]|page)?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Running:
    """A running line with the page of its first appearance; `top` when it stands above the content."""

    page: int
    text: str
    top: bool


def without_running(pages: Sequence[Page]) -> tuple[list[Page], list[Running]]:
    edges = {page.number: _edge_lines(page) for page in pages}
    groups: dict[tuple[str, bool], list[tuple[Page, Line]]] = {}
    for page in pages:
        for line in edges[page.number]:
            groups.setdefault((_shape(line.text), _is_top(line, page)), []).append((page, line))
    out: dict[int, set[int]] = {page.number: set() for page in pages}
    running = []
    for (_, top), found in groups.items():
        same = _same_height(found, top)
        numbers = {page.number for page, _ in same}
        is_number = _are_page_numbers(same)
        on_most = len(numbers) > 1 and 2 * len(numbers) >= len(pages)
        if len(numbers) < ENOUGH_PAGES and not on_most and not (is_number and len(pages) > 1):
            continue
        for page, line in same:
            out[page.number] |= {id(word) for word in line.words}
        if not is_number:
            page, line = min(same, key=lambda pair: pair[0].number)
            running.append(Running(page.number, line.text, top))
    kept = {page.number for page in pages if len(out[page.number]) > max(FEW_WORDS, MOST_OF_A_PAGE * len(page.words))}
    cleared = [
        page
        if page.number in kept
        else replace(page, words=tuple(word for word in page.words if id(word) not in out[page.number]))
        for page in pages
    ]
    return cleared, [line for line in running if line.page not in kept]


def _are_page_numbers(lines: Sequence[tuple[Page, Line]]) -> bool:
    """True for numbers that count the pages, or say that they do; a lone key figure at the edge is none."""
    if not all(PAGE_NUMBER.fullmatch(line.text) for _, line in lines):
        return False
    plain = [(page.number, int(line.text)) for page, line in lines if line.text.isdecimal()]
    steps = [number - page for page, number in plain]
    return len(plain) < len(lines) or all(step == 0 for step in steps) or (len(steps) > 1 and len(set(steps)) == 1)


def _edge_lines(page: Page) -> list[Line]:
    band = EDGE_SHARE * page.height
    near = [
        word
        for word in page.words
        if word.box.middle < band + BEYOND_POINTS or word.box.middle > page.height - band - BEYOND_POINTS
    ]
    found = rows(segments(near))
    heads = [len(row) >= TABLE_HEADS for row in found]
    for index, (above, below) in enumerate(pairwise(found)):
        if below[0].box.top - above[0].box.bottom < 0.4 * below[0].size and (heads[index] or heads[index + 1]):
            heads[index] = heads[index + 1] = True
    lines = [line for row, is_head in zip(found, heads, strict=True) if not is_head for line in row]
    return [line for line in lines if line.box.middle < band or line.box.middle > page.height - band]


def _is_top(line: Line, page: Page) -> bool:
    return line.box.middle < page.height / 2


def _shape(text: str) -> str:
    """The text with every number as one sign, since a running line may hold the page's."""
    return re.sub(r"\d+", "#", " ".join(text.casefold().split()))


def _same_height(found: list[tuple[Page, Line]], top: bool) -> list[tuple[Page, Line]]:
    """The largest part that stands at one height, measured from the nearer edge."""

    def height(pair: tuple[Page, Line]) -> float:
        page, line = pair
        return line.box.middle if top else page.height - line.box.middle

    groups = [[other for other in found if abs(height(other) - height(pair)) <= SAME_HEIGHT_POINTS] for pair in found]
    return max(groups, key=len)

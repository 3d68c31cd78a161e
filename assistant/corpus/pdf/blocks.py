"""Turns the lines of a region into blocks: paragraphs on one line each, list items, figures, rows of tables.

Knows nothing about pages or about which block is a heading; a block carries its size and weight for that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Literal

from assistant.corpus.hyphens import join, joined
from assistant.corpus.pdf.segments import BULLET_SIGNS, rows
from assistant.corpus.pdf.shapes import Box, Line, around, line_of

BULLET = re.compile(rf"(?:[{BULLET_SIGNS}*-]|o(?=\s))\s*(?=\S)")
NUMBERED = re.compile(r"(?:\(?\d{1,2}[.)]|[a-z][.)]|\([a-z]\))\s+\S")
FINAL = re.compile(r"[.!?…:;][\"'»”’)\]\s]*$")
SIZE_STEP = 1.12
GAP_STEP = 1.35
CLOSED = re.compile(r"[.!?…:][\"'»”’)\]\s]*$")
LEADER = re.compile(r"\s*(?:[.…·_]{4,}|(?:[.…·]\s){4,})[.…·_\s]*")
PAGE_AT_END = re.compile(r"(?:[.…·_]{4}|(?:[.…·]\s){4})[.…·_\s]*(?:\d{1,3}|[ivxl]+)$")
HEADING_LINES = 3
LOOK_BACK = 60
FULL = 3.0  # of the size: a line that leaves no more room than that may be full
SLACK = 2.0  # of the size: so much more room than the next word needs means that the line was ended on purpose


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that goes on one line; `tight` when it goes right under the one before."""

    kind: Literal["text", "item", "row", "figure", "contents", "furniture"]
    text: str
    page: int
    size: float = 0.0
    bold: bool = False
    box: Box | None = None
    tight: bool = False
    lines: int = 1
    full: bool = False  # its last line reaches the right edge, so that it may go on elsewhere
    opens: bool = False  # it stands first in its column
    until: int | None = None  # the page on which it ends, where that is another


def blocks_of(lines: Sequence[Line], page: int, known: Counter[str]) -> list[Block]:
    """The blocks of one region in order."""
    whole = [line for row in rows(lines) for line in _whole(row)]
    if not whole:
        return []
    pitch, right = _pitch(whole), max(line.box.x1 for line in whole)
    usual = median(line.size for line in whole)
    groups: list[list[Line]] = []
    tights: list[bool] = []
    for line in whole:
        last = groups[-1][-1] if groups else None
        if last is None or (_parted(groups[-1], line, pitch, right) and not _is_heading_on(groups[-1], line, usual)):
            groups.append([line])
            tights.append(last is not None and line.box.top - last.box.top <= GAP_STEP * pitch)
        else:
            groups[-1].append(line)
    return [
        replace(
            _block(group, page, tight, known),
            opens=index == 0,
            full=len(group) > 1 and group[-1].box.x1 >= right - FULL * group[-1].size,
        )
        for index, (group, tight) in enumerate(zip(groups, tights, strict=True))
    ]


def _whole(row: Sequence[Line]) -> list[Line]:
    """The segments of a row as one line; those apart that are set in another size or stand higher or lower."""
    groups: list[list[Line]] = []
    for line in row:
        group = next((group for group in groups if _is_level(group[-1], line)), None)
        if group is None:
            groups.append([line])
        else:
            group.append(line)
    whole = [line_of(word for line in group for word in line.words) for group in groups]
    stacks: list[list[Line]] = []
    for line in sorted(whole, key=lambda line: line.box.x0):
        if stacks and line.box.x0 < max(other.box.x1 for other in stacks[-1]):
            stacks[-1].append(line)
        else:
            stacks.append([line])
    return [line for stack in stacks for line in sorted(stack, key=lambda line: line.box.top)]


def _is_level(last: Line, line: Line) -> bool:
    size = max(last.size, line.size)
    shared = min(last.box.bottom, line.box.bottom) - max(last.box.top, line.box.top)
    if line.box.x0 < last.box.x1 - 0.6 * size or shared < 0.5 * min(last.box.height, line.box.height):
        return False
    level = abs(last.box.bottom - line.box.bottom) <= 0.25 * line.size
    alike = size <= SIZE_STEP * min(last.size, line.size)
    return line.box.x0 - last.box.x1 < 2 * size or (alike and level)


def continued(blocks: Sequence[Block], known: Counter[str]) -> list[Block]:
    """Paragraphs cut by the end of a column or page made whole; they stay on the page where they begin.

    What stands beside the text, key figures, a table at the foot of the page, may come between the two parts.
    """
    found: list[Block] = []
    for block in blocks:
        index = _first_part(found, block)
        if index is None:
            found.append(block)
        else:
            last = found[index]
            text = join(last.text, block.text, known)
            found[index] = replace(
                last, text=text, lines=last.lines + block.lines, full=block.full, box=block.box, until=block.page
            )
    return found


def is_contents(text: str) -> bool:
    """ "Financement ........ 12": a line of a table of contents."""
    return len(text) > 8 and text[0].isalnum() and PAGE_AT_END.search(text[-200:]) is not None


def _first_part(found: Sequence[Block], block: Block) -> int | None:
    """Which of the blocks before goes on in this one."""
    if block.kind != "text":
        return None
    for index in range(len(found) - 1, max(-1, len(found) - LOOK_BACK), -1):
        last = found[index]
        page = last.until or last.page
        if page < block.page - 1:
            return None
        if last.kind in {"text", "item"} and last.bold == block.bold and abs(last.size - block.size) <= 0.6:
            if index == len(found) - 1 and _goes_on(last, block):
                return index
            if _goes_over(last, block):
                return index
            if page == block.page or not _are_beside(last, block):
                return None
    return None


def _are_beside(last: Block, block: Block) -> bool:
    """True when one stands in another column than the other."""
    if last.box is None or block.box is None:
        return False
    return last.box.x0 > block.box.x1 or block.box.x0 > last.box.x1


def is_figure(text: str) -> bool:
    """ "7.1M", "60 %", "1 234 567": a number that stands alone and wants the label under it."""
    return len(text) <= 24 and re.match(r"[~≈><+±$€£]?\s?\d", text) is not None and len(text.split()) <= 4


def _goes_on(last: Block, block: Block) -> bool:
    return (
        last.kind in {"text", "item"}
        and block.kind == "text"
        and last.bold == block.bold
        and abs(last.size - block.size) <= 0.6
        and len(last.text) > 40
        and not FINAL.search(last.text)
        and (block.text[0].islower() or last.text.endswith("-"))
    )


def _goes_over(last: Block, block: Block) -> bool:
    """True when the text of a full last line goes on at the head of another column or page."""
    if not block.opens or len(last.text) <= 40 or last.box is None or block.box is None or CLOSED.search(last.text):
        return False
    moved = (last.until or last.page) != block.page or block.box.top < last.box.top
    under = abs(block.box.x0 - last.box.x0) < 1 and -1 <= block.box.top - last.box.bottom < 0.5 * block.size
    if block.text[0].islower():
        return moved or under
    return moved and last.kind == "text" and last.full and last.lines > 1 and block.text[0].isalnum()


def _is_heading_on(group: Sequence[Line], line: Line, usual: float) -> bool:
    """True for the second line of a heading: as large and as bold, right below, not closed and not begun anew."""
    last = group[-1]
    return (
        line.size >= SIZE_STEP * usual
        and abs(last.size - line.size) <= 0.1
        and last.bold == line.bold
        and len(group) < HEADING_LINES
        and line.box.top - last.box.top <= 1.45 * line.size
        and not FINAL.search(last.text)
        and line.text[0].isalnum()
        and not _is_item(line)
        and line.box.x0 < last.box.x1
    )


def _parted(group: Sequence[Line], line: Line, pitch: float, right: float) -> bool:
    """True where `line` begins another block than the lines before it."""
    last, size = group[-1], max(group[-1].size, line.size)
    if is_contents(last.text) or is_contents(line.text):
        return True
    if _is_item(line) or line.size > SIZE_STEP * last.size or last.size > SIZE_STEP * line.size:
        return True
    if line.box.top - last.box.top > GAP_STEP * pitch and line.box.top - last.box.bottom > 0.25 * size:
        return True
    room = right - last.box.x1 - (line.words[0].box.x1 - line.words[0].box.x0) - 0.3 * size
    if room > SLACK * size and not last.text.endswith("-"):
        return True
    if line.bold != last.bold and (room > 0 or FINAL.search(last.text)):
        return True
    if room > 0.3 * size and FINAL.search(last.text) and not line.text[0].islower():
        return True
    indented = line.box.x0 > last.box.x0 + size
    if _is_item(group[0]):
        return line.box.x0 <= group[0].box.x0 + 1 and len(group) > 1 and last.box.x0 > group[0].box.x0 + 2
    return indented and FINAL.search(last.text) is not None and not line.text[0].islower()


def _block(group: Sequence[Line], page: int, tight: bool, known: Counter[str]) -> Block:
    text = joined((line.text for line in group), known)
    bold = sum(len(line.text) for line in group if line.bold) * 2 > len(text)
    if is_contents(text):
        return Block("contents", LEADER.sub(" … ", text), page, group[0].size, bold, tight=tight)
    item = _is_item(group[0])
    if item and not NUMBERED.match(text):
        text = "- " + BULLET.sub("", text, count=1)
    box = around(line.box for line in group)
    return Block("item" if item else "text", text, page, group[0].size, bold, box, tight, len(group))


def _is_item(line: Line) -> bool:
    text = line.text
    if text[0] in "-–—*→" and len(line.words[0].text) > 1:  # "-12" is a number, "—Dit-il" a remark
        return text[0] == "-" and text[1].isalpha()
    return (len(text) > 2 and BULLET.match(text) is not None) or NUMBERED.match(text) is not None


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance from line to line."""
    steps = [b.box.top - a.box.top for a, b in pairwise(lines) if 0 < b.box.top - a.box.top < 2.2 * max(a.size, b.size)]
    return median(steps) if steps else 1.2 * lines[0].size

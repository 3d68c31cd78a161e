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
SLACK = 2.0  # of the size: so much more room than the next word needs means that the line was ended on purpose


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that goes on one line; `tight` when it goes right under the one before."""

    kind: Literal["text", "item", "row", "figure", "furniture"]
    text: str
    page: int
    size: float = 0.0
    bold: bool = False
    box: Box | None = None
    tight: bool = False
    lines: int = 1


def blocks_of(lines: Sequence[Line], page: int, known: Counter[str]) -> list[Block]:
    """The blocks of one region in order."""
    whole = [line for row in rows(lines) for line in _whole(row)]
    if not whole:
        return []
    pitch, right = _pitch(whole), max(line.box.x1 for line in whole)
    groups: list[list[Line]] = []
    tights: list[bool] = []
    for line in whole:
        last = groups[-1][-1] if groups else None
        if last is None or _parted(groups[-1], line, pitch, right):
            groups.append([line])
            tights.append(last is not None and line.box.top - last.box.top <= GAP_STEP * pitch)
        else:
            groups[-1].append(line)
    return [_block(group, page, tight, known) for group, tight in zip(groups, tights, strict=True)]


def _whole(row: Sequence[Line]) -> list[Line]:
    """The segments of a row as one line; those apart that are set in another size or stand higher or lower."""
    groups: list[list[Line]] = []
    for line in row:
        last = groups[-1][-1] if groups else None
        gap = line.box.x0 - last.box.x1 if last else 0.0
        if last and (
            gap < 2 * max(last.size, line.size)
            or (
                max(last.size, line.size) <= SIZE_STEP * min(last.size, line.size)
                and abs(last.box.bottom - line.box.bottom) <= 0.25 * line.size
            )
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [line_of(word for line in group for word in line.words) for group in groups]


def continued(blocks: Sequence[Block], known: Counter[str]) -> list[Block]:
    """Paragraphs cut by the end of a column or page made whole; they stay on the page where they begin."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if last and _goes_on(last, block):
            found[-1] = replace(last, text=join(last.text, block.text, known), lines=last.lines + block.lines)
        else:
            found.append(block)
    return found


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


def _parted(group: Sequence[Line], line: Line, pitch: float, right: float) -> bool:
    """True where `line` begins another block than the lines before it."""
    last, size = group[-1], max(group[-1].size, line.size)
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

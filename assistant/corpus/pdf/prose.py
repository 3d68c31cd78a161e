"""Turns segments into the same segments, those marked that are lines of running text or items of a list.

Knows nothing about columns or tables. Such a line is never a cell of a table that has no rules: whatever stands beside
it is another column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.corpus.pdf.segments import BULLET_SIGNS
from assistant.corpus.pdf.shapes import Line

STEP = 1.65  # of the size: the furthest that the next line of a paragraph stands below
INDENT = 2.0  # of the size
FULL = 0.18  # of the width: a line that ends nearer to the right edge than that is full
NARROW = 22  # of the size: in a column narrower than that a cell of three lines is common
MEAN_WORDS = 3.2
MIN_WORDS = 12
LOWER_SHARE = 0.3  # of the lines that go on in the middle of a sentence
FULL_SHARE = 0.5
ITEM_WORDS = 4
DASHES = "–—→"


def with_prose(lines: Sequence[Line]) -> list[Line]:
    prose = {id(line) for chain in _chains(lines) if _is_prose(chain) for line in chain}
    prose |= {id(line) for line in lines if _is_item(line)}
    return [replace(line, prose=True) if id(line) in prose else line for line in lines]


def _is_item(line: Line) -> bool:
    sign = line.words[0].text[0]
    return sign in BULLET_SIGNS and (len(line.words) >= ITEM_WORDS or (sign not in DASHES and len(line.text) > 3))


def _chains(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines right below each other with about the same left edge and size."""
    chains: list[list[Line]] = []
    active: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.top):
        active = [chain for chain in active if line.box.top - chain[-1].box.top <= STEP * max(chain[-1].size, 4.0)]
        fitting = [chain for chain in active if _fits(chain, line)]
        if fitting:
            min(fitting, key=lambda chain: abs(chain[-1].box.x0 - line.box.x0)).append(line)
        else:
            chains.append([line])
            active.append(chains[-1])
    return chains


def _fits(chain: list[Line], line: Line) -> bool:
    last = chain[-1]
    return (
        abs(last.size - line.size) <= 0.6
        and line.box.top - last.box.top > 0.5 * line.size
        and abs(last.box.x0 - line.box.x0) <= INDENT * line.size
    )


def _is_prose(chain: list[Line]) -> bool:
    size = chain[0].size
    left, right = min(line.box.x0 for line in chain), max(line.box.x1 for line in chain)
    words = sum(len(line.words) for line in chain)
    if len(chain) < (3 if right - left > NARROW * size else 4) or words < MIN_WORDS:
        return False
    full = sum(line.box.x1 >= right - FULL * (right - left) for line in chain)
    lower = sum(line.text[0].islower() for line in chain[1:])
    return (
        words >= MEAN_WORDS * len(chain) and full >= FULL_SHARE * len(chain) and lower >= LOWER_SHARE * (len(chain) - 1)
    )

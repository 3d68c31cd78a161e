"""Turns key figures, set large with their label beside, below or above, into stretches that can be read alone.

Knows nothing about columns. "2 161 000" in large type over "personnes affectées" is one statement, whatever stands
near.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus.pdf.shapes import Box, Line, around

LARGER = 1.25  # than its label
LABEL_LINES = 4
LABEL_CHARS = 140
BELOW = 1.3  # of the label's size, free space between a figure and the label below it
BESIDE = 4.0  # of the figure's size, free space between a figure and the label on its right
STEP = 1.65
NUMBER = r"\d+(?:[\s.,'’/-]?\d+)*"
UNIT = (
    r"(?:%|[kKmM]|mt|MT|bn|Mds?|[Mm]rds?|[Mm]illions?|[Mm]illiards?|[Mm]ille|[Bb]illions?|[Tt]housands?|"
    r"pour cent|per cent|USD|US\$|\$|€|EUR|F?CFA|XOF|km2?|ha|tonnes?|t|[Mm]t)"
)
FIGURE = re.compile(
    rf"[~≈><≥≤+±±–-]?\s?(?:(?:US)?\$|€|£|USD|EUR)?\s?{NUMBER}\s?{UNIT}?(?:\s(?:de\s)?{UNIT})?"
    rf"(?:\s?(?:/|sur|in|out of|of)\s?{NUMBER}\s?{UNIT}?)?\+?[⁰¹²³⁴⁵⁶⁷⁸⁹*]?"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its label, as one text, and the segments that it is made of."""

    text: str
    box: Box
    size: float
    lines: tuple[Line, ...]


def is_key_figure(text: str) -> bool:
    return len(text) <= 28 and FIGURE.fullmatch(text) is not None


def figures(lines: Sequence[Line]) -> list[Figure]:
    """The figures that have a label, from the top down."""
    sizes = sorted(line.size for line in lines)
    large = [line for line in lines if is_key_figure(line.text) and line.size >= LARGER * sizes[len(sizes) // 4]]
    taken: set[int] = {id(line) for line in large}
    found = []
    for figure in large:
        label = _beside(figure, lines, taken) or _below(figure, lines, taken)
        text = " ".join(line.text for line in label)
        if not label or len(text) > LABEL_CHARS or not any(char.isalpha() for char in text):
            continue
        taken |= {id(line) for line in label}
        whole = (figure, *label)
        found.append(Figure(f"{figure.text} {text}", around(line.box for line in whole), label[0].size, whole))
    return found


def _below(figure: Line, lines: Sequence[Line], taken: set[int]) -> list[Line]:
    label: list[Line] = []
    for line in sorted(lines, key=lambda line: line.box.top):
        if id(line) in taken or line is figure or line.box.middle <= figure.box.bottom - 0.1 * figure.size:
            continue
        if not _is_under(figure, line):
            continue
        if not label:
            if not _is_label(figure, line) or line.box.top - figure.box.bottom > BELOW * line.size:
                return []
        elif not _goes_on(label, line):
            break
        label.append(line)
    return label if len(label) <= LABEL_LINES else []


def _is_under(figure: Line, line: Line) -> bool:
    """True when the line has an edge or its middle where the figure has it."""
    if line.box.x0 >= figure.box.x1 or line.box.x1 <= figure.box.x0:
        return False
    return (
        abs(line.box.x0 - figure.box.x0) < 0.5 * figure.size
        or abs(line.box.x1 - figure.box.x1) < 0.5 * figure.size
        or abs(_centre(line) - _centre(figure)) < 0.6 * figure.size
    )


def _beside(figure: Line, lines: Sequence[Line], taken: set[int]) -> list[Line]:
    near = [
        line
        for line in lines
        if id(line) not in taken
        and _is_label(figure, line)
        and 0 <= line.box.x0 - figure.box.x1 <= BESIDE * figure.size
        and figure.box.top - 0.3 * figure.size <= line.box.middle <= figure.box.bottom + 0.3 * figure.size
    ]
    near.sort(key=lambda line: line.box.top)
    for index in range(1, len(near)):
        if not _goes_on(near[:index], near[index]):
            return []
    if not near or len(near) > LABEL_LINES:
        return []
    if abs(near[0].box.top + near[-1].box.bottom - 2 * figure.box.middle) > 1.1 * figure.size:
        return []
    above, below = near[0].box.top, near[-1].box.bottom
    longer = [
        line
        for line in lines
        if line not in near
        and abs(line.box.x0 - near[0].box.x0) < line.size
        and abs(line.size - near[0].size) <= 0.6
        and (0 <= line.box.top - below < 0.4 * line.size or 0 <= above - line.box.bottom < 0.4 * line.size)
    ]
    return [] if longer else near


def _is_label(figure: Line, line: Line) -> bool:
    return figure.size >= LARGER * line.size and not line.prose and not is_key_figure(line.text)


def _goes_on(label: Sequence[Line], line: Line) -> bool:
    last = label[-1]
    return (
        abs(last.size - line.size) <= 0.6
        and last.bold == line.bold
        and 0 < line.box.top - last.box.top <= STEP * last.size
        and (abs(line.box.x0 - last.box.x0) < 1.5 * last.size or abs(_centre(line) - _centre(last)) < last.size)
    )


def _centre(line: Line) -> float:
    return (line.box.x0 + line.box.x1) / 2

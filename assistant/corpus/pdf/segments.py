"""Turns the words of a page into segments: words on one line with no gap between them wider than a word space.

Knows nothing about columns; a gap that ends a segment may part columns, cells or a figure from its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise, zip_longest

from assistant.corpus.pdf.shapes import Line, Word, around, line_of

GAP = 0.9  # of the size: wider than the spaces of a justified line, narrower than a gutter
OVERLAP = 0.55  # of the lower of two words, to stand on the same line
BAND_POINTS = 12.0
BULLET_SIGNS = "•◦▪●■□○–—‣·➢➤►▶✓✔❖◆♦⮚→\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0e8\uf02d"
LABEL = re.compile(
    rf"[{BULLET_SIGNS}*o-]|\(?\d{{1,2}}[.)]|\d{{1,2}}(?:\.\d{{1,2}})+\.?|\(?[a-zA-Z][.)]|[IVX]{{1,4}}[.)]"
)
SPACED_WORDS, SPACED_LETTERS, SPACED_GAP = 6, 2.2, 1.5
SAME_SIZE = 0.85  # of the larger of two sizes: with less the smaller tells how wide a space may be
SAME_GAP, WIDEST = 0.8, 3.0  # points between equal spaces; of the size, the widest
LABEL_GAP = 3.2  # of the size: a bullet or the number of a heading stands this far from its text at most


def segments(words: Iterable[Word]) -> list[Line]:
    """All segments, from the top down and from left to right."""
    open_by_band: dict[int, list[list[Word]]] = {}
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.box.x0, word.box.top)):
        band = int(word.box.middle // BAND_POINTS)
        near = [run for number in (band - 1, band, band + 1) for run in open_by_band.get(number, ())]
        fitting = [run for run in near if _goes_on(run[-1], word, LABEL_GAP if _is_label(run) else GAP)]
        if fitting:
            min(fitting, key=lambda run: abs(word.box.x0 - run[-1].box.x1)).append(word)
            continue
        run = [word]
        found.append(run)
        open_by_band.setdefault(band, []).append(run)
    return sorted((line_of(_unspaced(run)) for run in _justified(found)), key=lambda line: (line.box.top, line.box.x0))


def _unspaced(run: list[Word]) -> list[Word]:
    """Words whose letters are set apart ("R A P P O R T  N o  4") made whole, parted where the gaps are widest."""
    text = "".join(word.text for word in run)
    if any(char > "\u024f" and char.isalpha() for char in text):  # in other scripts words may be that short
        return run
    if max(len(word.text) for word in run) > 2 * SPACED_LETTERS or sum(map(str.isalnum, text)) < 0.8 * len(text):
        return run
    if len(run) < SPACED_WORDS or len(text) > SPACED_LETTERS * len(run) or sum(map(str.isalpha, text)) * 2 < len(text):
        return run
    gaps = [b.box.x0 - a.box.x1 for a, b in pairwise(run)]
    narrow = sorted(gaps)[len(gaps) // 4]
    if sum(gap <= SPACED_GAP * max(narrow, 0.1) for gap in gaps) * 2 < len(gaps) or narrow < 0.05 * run[0].size:
        return run
    whole = [run[0]]
    for word, gap in zip(run[1:], gaps, strict=True):
        last = whole[-1]
        if gap <= SPACED_GAP * narrow:
            whole[-1] = replace(last, text=last.text + word.text, box=around((last.box, word.box)))
        else:
            whole.append(word)
    return whole


def _justified(runs: list[list[Word]]) -> list[list[Word]]:
    """Runs with the same wide space within and between them made one: a line stretched to its column's width."""
    ordered = sorted(runs, key=lambda run: (round(run[0].box.bottom), run[0].box.x0))
    whole: list[list[Word]] = []
    for run, following in zip_longest(ordered, ordered[1:]):
        if whole and _is_as_wide(whole[-1], run, following):
            whole[-1] = [*whole[-1], *run]
        else:
            whole.append(run)
    return whole


def _is_as_wide(last: list[Word], run: list[Word], following: list[Word] | None) -> bool:
    gap = run[0].box.x0 - last[-1].box.x1
    if not 0 < gap <= WIDEST * run[0].size or last[-1].size != run[0].size:
        return False
    if abs(run[0].box.bottom - last[-1].box.bottom) > 1:
        return False
    gaps = [b.box.x0 - a.box.x1 for a, b in (*pairwise(last), *pairwise(run))]
    if not gaps and following and abs(following[0].box.bottom - run[0].box.bottom) <= 1:
        gaps = [following[0].box.x0 - run[0].box.x1]
    letters = any(char.isalpha() for char in last[-1].text + run[0].text)
    return bool(gaps) and letters and max(gap, *gaps) - min(gap, *gaps) <= SAME_GAP


def _is_label(run: list[Word]) -> bool:
    return len(run) == 1 and LABEL.fullmatch(run[0].text) is not None


def _goes_on(last: Word, word: Word, widest: float) -> bool:
    low, high = min(last.size, word.size), max(last.size, word.size)
    gap = word.box.x0 - last.box.x1
    if not -0.6 * high <= gap <= widest * (high if low > SAME_SIZE * high else low):
        return False
    shared = min(last.box.bottom, word.box.bottom) - max(last.box.top, word.box.top)
    return shared >= OVERLAP * min(last.box.height, word.box.height)


def rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Segments that stand on one line of the page, each row from left to right, rows from the top down."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.box.middle):
        last = found[-1][-1] if found else None
        if last and min(last.box.bottom, line.box.bottom) - max(last.box.top, line.box.top) >= OVERLAP * min(
            last.box.height, line.box.height
        ):
            found[-1].append(line)
        else:
            found.append([line])
    return [sorted(row, key=lambda line: line.box.x0) for row in found]

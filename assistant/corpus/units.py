"""Turns a passage into the units of evidence that an answer can quote: sentences, items, rows, blocks of figures.

Knows nothing about questions. A label or figure alone on its line ("56 PROJETS") says nothing without the lines
around it, so such lines stay together, with the heading above them.
"""

from __future__ import annotations

import re

from assistant.records import Passage, Span
from assistant.text.sentences import is_bullet, is_row, sentence_spans

FRAGMENT_CHARS = 160
BLOCK_CHARS = 420
SENTENCE_END = re.compile(r"[.!?…;][\"'»”)\]\s]*$")


def units(passage: Passage) -> list[Span]:
    """Spans of the units in document offsets, in reading order; a heading above full sentences is no unit."""
    spans = sentence_spans(passage.text, passage.language)
    texts = [passage.text[span.start : span.end] for span in spans]
    blocks: list[tuple[Span, bool]] = []
    for span, text in zip(spans, texts, strict=True):
        fragment = is_fragment(text)
        if fragment and blocks and blocks[-1][1] and span.end - blocks[-1][0].start <= BLOCK_CHARS:
            blocks[-1] = (Span(blocks[-1][0].start, span.end), True)
        else:
            blocks.append((span, fragment))
    kept = [block for block, _ in blocks if not _is_heading(passage, block)] or [block for block, _ in blocks]
    offset = passage.span.start
    return [Span(offset + block.start, offset + block.end) for block in kept]


def is_fragment(text: str) -> bool:
    """A label, a figure, an enumeration on one line: short, no bullet, no row of a table, no end of a sentence."""
    alone = is_bullet(text) or is_row(text) or SENTENCE_END.search(text)
    return len(text) <= FRAGMENT_CHARS and not alone


def _is_heading(passage: Passage, block: Span) -> bool:
    text = " ".join(passage.text[block.start : block.end].split())
    return bool(passage.heading) and text == passage.heading[-1]

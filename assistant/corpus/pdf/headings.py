"""Turns the blocks of a whole PDF into levels of headings, by size and weight against the running text's, and a title.

Knows nothing about pages' geometry. A large figure is no heading: it wants the label under it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.corpus.pdf.blocks import Block, is_figure
from assistant.corpus.rows import CAPTION_LEVEL, is_caption
from assistant.text.terms import fold

LARGER = 1.14
HEADING_CHARS = 170
BOLD_CHARS = 110
HEADING_LINES = 3
MAX_LEVELS = 4
SIZE_STEP = 0.8  # points: sizes nearer than this are one level
NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,5}|[A-Z])(?:\.\d{1,2})*[.):]?\s+[^\W\d_]")
LETTERS = re.compile(r"[^\W\d_]{2,}")


class Headings:
    """Which blocks of a document are headings."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        sizes: Counter[float] = Counter()
        for block in blocks:
            if block.kind in {"text", "item"}:
                sizes[block.size] += len(block.text)
        if not sizes:
            for block in blocks:
                sizes[block.size] += len(block.text)
        self.body = max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0
        self._blocks = blocks
        prose = [block for block in blocks if block.kind == "text" and len(block.text) > BOLD_CHARS]
        self._bold_tells = sum(block.bold for block in prose) * 2 <= len(prose)
        large = sorted({b.size for b in blocks if self._is_large(b)}, reverse=True)
        self._levels: dict[float, int] = {}
        for size, above in zip(large, [None, *large], strict=False):
            step = above is not None and above - size < SIZE_STEP
            level = self._levels[above] if step and above is not None else len(set(self._levels.values())) + 1
            self._levels[size] = min(level, MAX_LEVELS)

    def level(self, block: Block) -> int | None:
        """1 for the outermost; None for what is no heading."""
        if self.is_caption(block):
            return CAPTION_LEVEL
        if self._is_large(block):
            return self._levels[block.size]
        return min(MAX_LEVELS + 1, max(self._levels.values(), default=0) + 1) if self._is_bold(block) else None

    def is_caption(self, block: Block) -> bool:
        return block.kind == "text" and is_caption(block.text)

    def is_label(self, last: Block | None, block: Block) -> bool:
        """True for a short line right under a figure or another short line, with which it belongs."""
        if last is None or last.kind != "text" or block.kind != "text" or last.page != block.page:
            return False
        if self.level(last) is not None or self.level(block) is not None:
            return False
        return (is_figure(last.text) and len(block.text) <= 2 * BOLD_CHARS) or (block.tight and len(last.text) <= 80)

    def title(self, said: str | None) -> str | None:
        """The largest heading of the first page, unless the file's own word for its title stands in the text."""
        first = [b for b in self._blocks if b.page == self._blocks[0].page]
        if said:
            told = " ".join(fold(said).split())
            if any(told in " ".join(fold(block.text).split()) for block in first):
                return said
        large = [b for b in first if self._is_large(b) and len(b.text.split()) > 1 and len(LETTERS.findall(b.text)) > 1]
        if large:
            best = max(large, key=lambda block: block.size)
            return best.text
        return said

    def _is_large(self, block: Block) -> bool:
        return self._may_be_heading(block) and block.size >= LARGER * self.body and len(block.text) <= HEADING_CHARS

    def _is_bold(self, block: Block) -> bool:
        return (
            self._bold_tells
            and block.bold
            and self._may_be_heading(block)
            and len(block.text) <= BOLD_CHARS
            and block.size >= 0.95 * self.body
            and not block.text.endswith((";", ","))
        )

    def _may_be_heading(self, block: Block) -> bool:
        numbered = NUMBERED.match(block.text) is not None
        if block.kind not in {"text", "item"} or (block.kind == "item" and not numbered):
            return False
        if block.lines > HEADING_LINES or not LETTERS.search(block.text) or block.text.endswith((".", ";", ",")):
            return False
        first = re.search(r"[^\W_]", block.text)
        return numbered or (first is not None and first[0].isalpha())

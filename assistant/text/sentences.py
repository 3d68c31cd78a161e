"""Turns text into sentences as exact spans, in French and English.

Knows nothing about passages or documents. sentencex finds the boundaries; abbreviations that it does not know
are joined again here, and every line that is an item of a list stands alone.
"""

from __future__ import annotations

import re

from sentencex import segment

from assistant.records import Language, Span

ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"'’])(?:M|MM|Mme|Mlle|Dr|Pr|St|Ste|Mr|Mrs|Ms|env|pers|hab|art|al|cf|etc|ex|fig|vol|chap|p|pp|no|nos|"
    r"n°|tél|tel|approx|est|incl|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|janv|févr|avr|juil|déc|av|bd|"
    r"[A-Z])\.\s*$"
)
BULLET = re.compile(r"\s*(?:[-–—•▪◦‣●*·]|\(?\d{1,2}[.)]|[a-z]\))\s+")
ROW = re.compile(  # as corpus/rows.py writes a row of a table: several values, or one that ends with its figure
    r"[^:;\n]{1,80}: (?:[^;\n]+(?:; [^;\n]+)+|[^;\n.!?]{0,120}\d(?:[\d .,\u00a0\u202f]*\d)?[ \u00a0\u202f]?%?)"
)
LINE = re.compile(r"[^\n]+")
FINAL = ".!?…:;"
CLOSING = "\"'”’»›)]\u00a0\u202f "  # what may follow the full stop that ends a sentence
OPENING = re.compile(r"[\"'“‘«‹(\[\s]*(?:\d|[^\W\d_])(?<![a-zà-ÿ])")


def sentence_spans(text: str, language: Language) -> list[Span]:
    """Spans of the sentences of `text`, in order, without surrounding white space; together they cover all its words.

    A blank line, a list item or a row of a table always ends a sentence; a single line break does not, unless the
    line is short (a label, a figure) or the next one starts a list item.
    """
    spans: list[Span] = []
    for block in _blocks(text):
        if is_row(text[block.start : block.end]):
            spans.append(_strip(text, block.start, block.end))
            continue
        pieces = segment(language, text[block.start : block.end])
        start = position = block.start
        for piece in pieces:
            position += len(piece)
            if position < block.end and _continues(text, start, position):
                continue
            spans.append(_strip(text, start, position))
            start = position
        if start < block.end:
            spans.append(_strip(text, start, block.end))
    return [span for span in spans if span.start < span.end]


def is_bullet(line: str) -> bool:
    return BULLET.match(line) is not None


def is_row(line: str) -> bool:
    """ "Macenta: cas confirmés 12; décès 7": a line that a row of a table was made into."""
    return ROW.fullmatch(line.strip()) is not None


def _continues(text: str, start: int, position: int) -> bool:
    """True where a boundary is none: inside "WWW.SITE.ORG", after an abbreviation, before a bullet mid-line."""
    if text[position - 1] == "\n":
        return False
    if not text[position - 1].isspace() and not text[position].isspace():
        return True
    return text[position] in "•▪·" or ABBREVIATION.search(text, start, position) is not None


def _blocks(text: str) -> list[Span]:
    """Stretches that no sentence crosses: paragraphs and list items."""
    blocks: list[Span] = []
    previous_end = -1
    for match in LINE.finditer(text):
        line = match.group()
        if not line.strip():
            continue
        new = (
            not blocks
            or "\n" in text[previous_end : match.start()].replace("\n", "", 1)
            or is_bullet(line)
            or is_row(line)
            or _ends_line(text[blocks[-1].start : blocks[-1].end], line.lstrip())
        )
        if new:
            blocks.append(Span(match.start(), match.end()))
        else:
            blocks[-1] = Span(blocks[-1].start, match.end())
        previous_end = match.end()
    return blocks


def _ends_line(block: str, following: str) -> bool:
    """A line break ends the sentence unless the line looks wrapped: long, no row, without final punctuation.

    Behind a closing quotation mark or bracket the next line must also begin as a sentence does.
    """
    last = block.rsplit("\n", 1)[-1].rstrip()
    if len(last) < 50 or last[-1] in FINAL or is_row(last):
        return True
    return last.rstrip(CLOSING)[-1:] in tuple(FINAL) and OPENING.match(following) is not None


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)

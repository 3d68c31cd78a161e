"""Turns a unit of evidence into the slice that can be read alone, and finds in it the very thing that was asked.

Knows nothing about which units are chosen. A list is quoted whole, a sentence that leans on the one before it comes
with it; everything stays one slice of the passage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.candidates import Candidate
from assistant.answering.question import SHAPES, AnswerKind, Asked
from assistant.records import Passage, Span
from assistant.text.sentences import is_bullet
from assistant.text.terms import fold

QUOTE_CHARS = 1500
LEANING_CHARS = 700  # a sentence and the one before it, at most
KEY_SHARE = 0.6  # of the quote: a longer "very thing" would set nearly everything in bold
LEANS = re.compile(
    r"(?:il|elle|ils|elles|celui-ci|celle-ci|ceux-ci|celles-ci|cela|ceci|ce dernier|cette derniere|ces derniers|"
    r"ces dernieres|(?:ce|cet|cette|ces|leurs?) \w+|it|he|she|they|this|these|those|such \w+|their \w+|its \w+)\b"
)


def complete(asked: Asked, candidate: Candidate, others: Sequence[Candidate]) -> Span:
    """The unit, grown over its list or the sentence it leans on; `others` are the units known of its passage."""
    span = _whole_list(asked, candidate)
    if span != candidate.span or LEANS.match(fold(candidate.text)) is None:
        return span
    before = [
        other.span
        for other in others
        if other.hit.passage.id == candidate.hit.passage.id and other.span.end <= span.start
    ]
    start = max((one.start for one in before), default=span.start)
    between = candidate.hit.document.text[start : span.start]
    return Span(start, span.end) if span.end - start <= LEANING_CHARS and "\n\n" not in between else span


def key_of(asked: Asked, candidate: Candidate) -> Span | None:
    """Where in the document the number, date, address, name or place asked for stands; None where it cannot be told."""
    found = _by_shape(asked, candidate) or candidate.best_span
    if found is None or found[1] - found[0] > KEY_SHARE * len(candidate.text):
        return None
    return Span(candidate.span.start + found[0], candidate.span.start + found[1])


def _by_shape(asked: Asked, candidate: Candidate) -> tuple[int, int] | None:
    """The value of the kind asked for, the one nearest to what the reader chose where there are several."""
    if asked.kind in {AnswerKind.NUMBER, AnswerKind.DATE}:
        wants_date = asked.kind is AnswerKind.DATE
        values = [v.span for v in candidate.statement.values if (v.kind == "date") == wants_date]
        spans = [(span.start, span.end) for span in values]
    elif asked.kind in SHAPES and asked.kind not in {AnswerKind.ADDRESS, AnswerKind.CONTACT}:
        spans = [match.span() for match in SHAPES[asked.kind].finditer(candidate.text)]
    else:
        return None
    if candidate.best_span is None:
        return spans[0] if len(spans) == 1 else None
    first, last = candidate.best_span
    return min(spans, key=lambda span: max(0, span[0] - last, first - span[1]), default=None)


def _whole_list(asked: Asked, candidate: Candidate) -> Span:
    """The unit, grown over the list it introduces, or belongs to when several things are asked."""
    passage, span = candidate.hit.passage, candidate.span
    text = passage.text
    start, end = span.start - passage.span.start, span.end - passage.span.start
    introduces = text[start:end].rstrip().endswith(":")
    item = is_bullet(text[start:])
    if not introduces and not (item and asked.several):
        return span
    start = _start_of_list(text, start) if item else start
    return _slice(passage, start, _end_of_list(text, end))


def _start_of_list(text: str, start: int) -> int:
    """Up to the introduction."""
    while start > 0:
        line_start = text.rfind("\n", 0, start - 1) + 1
        line = text[line_start:start].strip()
        if not (is_bullet(line) or line.endswith(":") or not line):
            break
        start = line_start + len(text[line_start:start]) - len(text[line_start:start].lstrip()) if line else line_start
        if line.endswith(":") and not is_bullet(line):
            break
    return start


def _end_of_list(text: str, end: int) -> int:
    """Down to the last item."""
    while end < len(text):
        line_end = text.find("\n", end + 1)
        line_end = len(text) if line_end < 0 else line_end
        line = text[end:line_end].strip()
        if line and not is_bullet(line):
            break
        end = line_end
    return end


def _slice(passage: Passage, start: int, end: int) -> Span:
    end = min(end, start + QUOTE_CHARS)
    grown = passage.text[start:end]
    end -= len(grown) - len(grown.rstrip())
    return Span(passage.span.start + start, passage.span.start + end)

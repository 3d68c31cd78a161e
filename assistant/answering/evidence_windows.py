"""Turns a question and a passage's sentences into windows of token ids that the evidence model reads.

Knows nothing about the model's weights or about where the passage came from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.index.bundled_tokenizer import BOS, EOS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tokenizers import Tokenizer

QUESTION_TOKENS = 96
TITLE_TOKENS = 20
WINDOW_TOKENS = 112  # of sentences; with question and title a sequence stays under 240
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence, or one piece of a sentence too long for a window; its tokens are ids[start:end] of a window.

    `offsets` gives each token's characters within the sentence.
    """

    sentence: int
    start: int
    end: int
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Window:
    ids: tuple[int, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    sentence: int
    ids: list[int]
    offsets: list[tuple[int, int]]


def build_windows(
    tokenizer: Tokenizer, question: str, passages: Sequence[tuple[str, Sequence[str]]]
) -> list[list[Window]]:
    """For each (title, sentences) its windows of whole consecutive sentences; none for an empty passage."""
    texts = [f"query: {question}"]
    for title, sentences in passages:
        texts += [f"passage: {title}." if title else "passage:", *sentences]
    tokens = ((one.ids, one.offsets) for one in tokenizer.encode_batch(texts, add_special_tokens=False))
    head = [BOS, *next(tokens)[0][:QUESTION_TOKENS], EOS, EOS]
    result = []
    for _, sentences in passages:
        start = [*head, *next(tokens)[0][:TITLE_TOKENS]]
        pieces = [piece for index in range(len(sentences)) for piece in _cut_sentence(index, *next(tokens))]
        result.append([_assemble(start, group) for group in _group(pieces)])
    return result


def _cut_sentence(index: int, ids: list[int], offsets: list[tuple[int, int]]) -> Iterator[_Piece]:
    for first in range(0, len(ids), WINDOW_TOKENS):
        last = first + WINDOW_TOKENS
        yield _Piece(index, ids[first:last], offsets[first:last])


def _group(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    size = 0
    for piece in pieces:
        if group and size + len(piece.ids) > WINDOW_TOKENS:
            yield group
            group, size = [], 0
        group.append(piece)
        size += len(piece.ids)
    if group:
        yield group


def _assemble(start: list[int], group: Sequence[_Piece]) -> Window:
    ids = list(start)
    units = []
    for piece in group:
        units.append(Unit(piece.sentence, len(ids), len(ids) + len(piece.ids), tuple(piece.offsets)))
        ids += piece.ids
    return Window((*ids, EOS), tuple(units))


def best_span(logits: Sequence[float], offsets: Sequence[tuple[int, int]], text: str) -> tuple[int, int] | None:
    """The characters of the run of tokens with the greatest sum of in-answer logits, out to whole words and numbers."""
    if not logits:
        return None
    best, best_run, total, first = float("-inf"), (0, 0), 0.0, 0
    for place, logit in enumerate(logits):
        if total <= 0:
            total, first = 0.0, place
        total += logit
        if total > best:
            best, best_run = total, (first, place)
    start, end = offsets[best_run[0]][0], offsets[best_run[1]][1]
    for match in _NUMBER.finditer(text):
        if match.start() < end and start < match.end():
            start, end = min(start, match.start()), max(end, match.end())
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    return (start, end) if start < end else None

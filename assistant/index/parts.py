"""Turns a document into its parts: all that the index stores of it, and the texts that are embedded for it.

Knows nothing about other documents, vectors or files. Parts taken from the generation before say in which rows
of it their vectors stand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from assistant.corpus.splitting import split
from assistant.corpus.units import units
from assistant.index.acronyms.mentions import Mention, find_mentions, to_json
from assistant.index.context import embedded_passage, embedded_sentence, passage_terms
from assistant.index.likeness import sketch
from assistant.records import Document, Passage, Span


@dataclass(frozen=True, slots=True)
class Rows:
    """Where a document's vectors begin in a generation."""

    passage: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Parts:
    """`sentences` are (place of the passage among the document's, span in the document)."""

    document: Document
    passages: tuple[Passage, ...]
    terms: tuple[str, ...]  # of each passage, ready to be indexed by white space
    sentences: tuple[tuple[int, Span], ...]
    fingerprint: str  # a hash of all the above but the terms, which follow from them
    sketch: bytes  # see likeness
    keys: bytes = b""  # what the vectors are kept under in the cache, one after the other
    kept: Rows | None = None
    mentions: tuple[Mention, ...] = ()  # of acronyms beside their words

    def texts(self) -> list[str]:
        """What is embedded: passages first, then sentences."""
        return self.passage_texts() + self.sentence_texts()

    def passage_texts(self) -> list[str]:
        return [embedded_passage(self.document, passage) for passage in self.passages]

    def sentence_texts(self) -> list[str]:
        return [embedded_sentence(self.document, span) for _, span in self.sentences]


def make_parts(document: Document, count_tokens: Callable[[str], int], passage_tokens: int) -> Parts:
    passages = tuple(split(document, count_tokens, passage_tokens))
    sentences = tuple((place, span) for place, passage in enumerate(passages) for span in units(passage))
    mentions = find_mentions(document)
    return Parts(
        document,
        passages,
        tuple(" ".join(passage_terms(document, passage)) for passage in passages),
        sentences,
        _fingerprint(document, passages, sentences, mentions),
        sketch(document.text),
        mentions=mentions,
    )


def _fingerprint(
    document: Document,
    passages: tuple[Passage, ...],
    sentences: tuple[tuple[int, Span], ...],
    mentions: tuple[Mention, ...],
) -> str:
    spans = [(place, span.start, span.end) for place, span in sentences]
    record = [asdict(document), [(p.id, p.language, p.heading, p.page) for p in passages], spans, to_json(mentions)]
    body = json.dumps(record, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(body).hexdigest()

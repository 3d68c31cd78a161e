"""Turns the mentions of all documents into acronyms with their words, and into pairs of two languages.

Knows nothing about files. What one document leaves open is settled by the others: words before a bracket whose letters
do not make the acronym are its sense where the other language's words, beside the same acronym, say the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.index.acronyms.mentions import Kind, Mention, quote_of
from assistant.index.acronyms.pairing import (
    LEAST_COSINE,
    LEAST_WITHOUT_DOUBT,
    Encode,
    Meanings,
    Related,
    doubt,
    find_pairs,
    pair_of,
    phrase,
)
from assistant.index.parts import Parts
from assistant.index.twins import Twins
from assistant.records import Acronym, AcronymPair, KnownBy, Span
from assistant.text.acronyms import key_of


@dataclass(frozen=True, slots=True)
class Resolved:
    acronyms: tuple[Acronym, ...]
    pairs: tuple[AcronymPair, ...]


def resolve(parts: Sequence[Parts], twins: Twins, relations: Related, encode: Encode) -> Resolved:
    """All acronyms in the order of the documents, and all pairs. Only phrases that matter are asked of `encode`."""
    known = [
        _acronym(one, m, m.spans[0], KnownBy.LETTERS) for one in parts for m in one.mentions if m.kind is Kind.LETTERS
    ]
    meanings = Meanings(encode)
    translated = list(_translated(parts, known, meanings))
    places = {(one.document_id, one.at) for one in known}
    senses = [*known, *(one for one, _ in translated if (one.document_id, one.at) not in places)]
    found = {pair for _, pair in translated} | find_pairs(parts, known, twins, relations, meanings)
    return Resolved(tuple(sorted(senses, key=_place)), tuple(sorted(found, key=_order)))


def phrases_of(parts: Parts) -> list[str]:
    """All that `resolve` may ask vectors of, for one document."""
    text = parts.document.text
    spans = [span for mention in parts.mentions if mention.kind is not Kind.NAMED for span in mention.spans]
    return [phrase(text[span.start : span.end]) for span in spans]


def _acronym(parts: Parts, mention: Mention, span: Span, known_by: KnownBy) -> Acronym:
    text = parts.document.text
    short = text[mention.at.start : mention.at.end]
    return Acronym(
        parts.document.id, key_of(short), short, mention.at, text[span.start : span.end], span,
        quote_of(text, mention.at, span), mention.language, known_by,
    )  # fmt: skip


def _translated(
    parts: Sequence[Parts], known: Sequence[Acronym], meanings: Meanings
) -> Iterator[tuple[Acronym, AcronymPair]]:
    """Words before a bracket whose acronym comes from the other language: "Regional Directorate of Health (DRS)"."""
    of_key: dict[str, list[Acronym]] = defaultdict(list)
    for one in known:
        of_key[one.key].append(one)
    for document in parts:
        text = document.document.text
        for mention in document.mentions:
            key = key_of(text[mention.at.start : mention.at.end])
            foreign = [one for one in of_key.get(key, ()) if one.language not in (None, mention.language)]
            if mention.kind is not Kind.BESIDE or mention.language is None or not foreign:
                continue
            phrases = [text[span.start : span.end] for span in mention.spans]
            cosines = meanings.cosines(phrases, [one.expansion for one in foreign])
            scored = [
                (float(cosines[row, column]) - doubt(said, mention.language, one), -row, column)
                for row, said in enumerate(phrases)
                for column, one in enumerate(foreign)
                if cosines[row, column] >= LEAST_COSINE
            ]
            if scored and max(scored)[0] >= LEAST_WITHOUT_DOUBT:
                _, row, column = max(scored)
                found = _acronym(document, mention, mention.spans[-row], KnownBy.TRANSLATION)
                yield found, pair_of(found, foreign[column])


def _place(acronym: Acronym) -> tuple[str, int, int]:
    return acronym.document_id, acronym.at.start, acronym.span.start


def _order(pair: AcronymPair) -> tuple[str, ...]:
    return pair.french, pair.english, pair.french_meaning, pair.english_meaning, pair.document_id or ""

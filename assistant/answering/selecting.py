"""Turns judged candidates into the few quotes that make the answer, editions of one text counted once.

Knows nothing about wording. A quote is a slice of one passage; lists are quoted whole when several things are asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering.completing import complete, key_of
from assistant.answering.disagreement import disagreeing_values
from assistant.answering.judging import Judged
from assistant.answering.question import AnswerKind, Asked
from assistant.answering.statement import Statement
from assistant.records import Hit, Span
from assistant.text.values import find_values

MAX_QUOTES = 3
MAX_QUOTES_SEVERAL = 5
MARGIN = 1.0  # logits below the best within which another source is quoted too
MARGIN_SEVERAL = 2.0
MARGIN_OTHERS = 4.0  # asked which organisations, for the first quote of another one
DISAGREEMENT_DEPTH = 12
DISAGREEMENT_MARGIN = 6.0


@dataclass(frozen=True, slots=True)
class Quote:
    """A slice of a passage to be cited; `also_in` is the other edition saying the same, `key` the very thing asked."""

    hit: Hit
    span: Span
    text: str
    logit: float
    also_in: str | None = None
    key: Span | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two quotes, by their place in the selection, that give different values."""

    about: str
    values: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Selection:
    quotes: tuple[Quote, ...]
    conflicts: tuple[Conflict, ...]


def select(asked: Asked, judged: Sequence[Judged]) -> Selection:
    """The quotes in the order of their merit, the first the best; conflicting sources come right after it."""
    if not judged:
        return Selection((), ())
    best = _in_readers_language(asked, judged)
    quotes = [_quote(asked, best, judged)]
    conflicts = []
    limit, margin = (MAX_QUOTES_SEVERAL, MARGIN_SEVERAL) if asked.several else (MAX_QUOTES, MARGIN)
    near = [one for one in judged if one is not best and one.logit >= judged[0].logit - margin]
    for base in (best, *near):
        conflict = _find_conflict(asked, base, judged)
        if conflict:
            other, (about, value, other_value) = conflict
            quotes += [_quote(asked, one, judged) for one in ((other,) if base is best else (base, other))]
            conflicts.append(Conflict(about, ((value, len(quotes) - 2), (other_value, len(quotes) - 1))))
            break
    for candidate in near:
        if len(quotes) >= limit:
            break
        if not any(_says_again(quote, candidate) for quote in quotes):
            quotes.append(_quote(asked, candidate, judged))
    if asked.several and asked.kind is AnswerKind.WHO:
        quotes += [_quote(asked, candidate, judged) for candidate in _of_others(quotes, judged)][: limit - len(quotes)]
    return _in_reading_order(quotes, conflicts)


def _of_others(quotes: Sequence[Quote], judged: Sequence[Judged]) -> Iterator[Judged]:
    """Asked which organisations: the best unit of each that is not quoted yet and names all that the question names."""
    told = {quote.hit.document.organisation for quote in quotes}
    for candidate in judged:
        organisation = candidate.candidate.hit.document.organisation
        near = candidate.logit >= judged[0].logit - MARGIN_OTHERS
        if organisation not in told and near and candidate.candidate.unit_anchors == 1.0:
            told.add(organisation)
            yield candidate


def _in_reading_order(quotes: Sequence[Quote], conflicts: Sequence[Conflict]) -> Selection:
    """Quotes of one passage together and as they stand in it; passages in the order of their best quote."""
    passages = list(dict.fromkeys(quote.hit.passage.id for quote in quotes))
    order = sorted(range(len(quotes)), key=lambda i: (passages.index(quotes[i].hit.passage.id), quotes[i].span.start))
    moved = [
        Conflict(conflict.about, tuple((value, order.index(at)) for value, at in conflict.values))
        for conflict in conflicts
    ]
    return Selection(tuple(quotes[i] for i in order), tuple(moved))


def editions(one: Hit, other: Hit) -> bool:
    """True for two language editions of one text: said so of their documents, or found so of the two passages."""
    first, second = one.document, other.document
    return first.id != second.id and (
        one.twin == other.passage.id
        or first.translation_of == second.id
        or second.translation_of == first.id
        or (first.translation_of is not None and first.translation_of == second.translation_of)
    )


def _in_readers_language(asked: Asked, judged: Sequence[Judged]) -> Judged:
    """The best candidate, or the same statement in the reader's language where an edition has it."""
    best = judged[0]
    if best.candidate.hit.passage.language == asked.language:
        return best
    for other in judged[1:]:
        if other.candidate.hit.passage.language == asked.language and _twins(best, other):
            return other
    return best


def _twins(one: Judged, other: Judged) -> bool:
    """The same statement in two editions: with the same values, and judged alike."""
    first, second = one.candidate, other.candidate
    if not editions(first.hit, second.hit):
        return False
    values = _values(first.statement)
    return (
        abs(one.logit - other.logit) < (4 if values else 2) * MARGIN
        and values == _values(second.statement)
        and 0.4 < len(first.text) / len(second.text) < 2.5
    )


def _values(said: Statement) -> list[str]:
    return sorted(value.key for value in said.values)


def _quote(asked: Asked, judged: Judged, others: Sequence[Judged]) -> Quote:
    candidate = judged.candidate
    span = complete(asked, candidate, [other.candidate for other in others])
    also = next(
        (o.candidate.hit.document.id for o in others if o is not judged and _twins(judged, o)),
        None,
    )
    return Quote(
        candidate.hit,
        span,
        candidate.hit.document.text[span.start : span.end],
        judged.logit,
        also,
        key_of(asked, candidate),
    )


def _says_again(quote: Quote, candidate: Judged) -> bool:
    """A unit that a quote holds already, or the same statement in another edition."""
    other = candidate.candidate
    if other.hit.document.id == quote.hit.document.id:
        return other.span.start < quote.span.end and quote.span.start < other.span.end
    if editions(quote.hit, other.hit):
        if quote.also_in == other.hit.document.id:
            return True
        return _values(other.statement) == sorted(value.key for value in find_values(quote.text))
    return " ".join(other.text.split()) == " ".join(quote.text.split())


def _find_conflict(asked: Asked, best: Judged, judged: Sequence[Judged]) -> tuple[Judged, tuple[str, str, str]] | None:
    for other in judged[:DISAGREEMENT_DEPTH]:
        if other.candidate.hit.document.id == best.candidate.hit.document.id:
            continue
        if other.logit < best.logit - DISAGREEMENT_MARGIN:
            break
        found = disagreeing_values(asked, best.candidate.statement, other.candidate.statement)
        if found:
            return other, found
    return None

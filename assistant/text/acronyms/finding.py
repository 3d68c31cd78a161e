"""Turns a text into acronyms beside the words they stand for, both as exact slices.

Knows nothing about documents. Looks before and inside brackets, at both sides of dashes and commas, and at the cells of
tables and lists of abbreviations; `letters` decides whether the words and the acronym belong together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.records import Language, Span
from assistant.text.acronyms.letters import (
    DEAREST,
    STRICT,
    Match,
    Word,
    letters_of,
    match_all,
    match_beginning,
    match_ending,
    strictness,
)
from assistant.text.acronyms.patterns import (
    AFTER,
    BRACKET,
    INSIDE,
    LABEL,
    LANGUAGES,
    LEAD,
    NAMED_ALIKE,
    SEPARATED,
    SEPARATED_BACK,
    SHORT,
    SHORT_BEFORE,
)
from assistant.text.acronyms.shapes import is_acronym
from assistant.text.acronyms.view import View, view_of
from assistant.text.acronyms.wording import of_first_line, up_to_commas, words_after, words_before
from assistant.text.stopwords import STOPWORDS

WEAK_LETTERS = 4  # "Ecowas" shows one capital only: all its letters must come cheaply, and there must be so many
DASHED_LETTERS = 3  # between a dash and a word two letters meet by chance
LISTING = {",", "et", "and"}
MOST_STARTS, MOST_WORDS = 6, 14  # of what may be the sense in another language


@dataclass(frozen=True, slots=True)
class Found:
    """An acronym and, directly beside it, what it stands for: `at` and `span` are exact slices of the text."""

    at: Span
    span: Span
    cost: float  # a letter


@dataclass(frozen=True, slots=True)
class Beside:
    """An acronym in brackets whose letters do not come from the words before it, which may yet be its sense in another
    language; each of `spans` ends before the bracket."""

    at: Span
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class NamedAlike:
    """The text says that two acronyms are one in two languages: "VBG (GBV en anglais)"."""

    at: Span
    other: Span
    language: Language  # of the other


def find_acronyms(text: str) -> list[Found]:
    """Every acronym that the text expands, in order, one for each place."""
    view = view_of(text, 0, len(text))
    found: dict[Span, Found] = {}
    for one in (*_bracketed(view), *_separated(view)):
        before = found.get(one.at)
        if before is None or one.cost < before.cost:
            found[one.at] = one
    return sorted(found.values(), key=lambda one: (one.at.start, one.span.start))


def find_beside(text: str) -> list[Beside]:
    """Acronyms alone in brackets behind words that their letters do not come from."""
    view = view_of(text, 0, len(text))
    found = []
    for bracket in BRACKET.finditer(view.plain):
        shorts = list(_shorts_inside(view.plain, bracket.start(1), bracket.end(1)))
        words = words_before(view.plain, bracket.start())
        if len(shorts) != 1 or not words:
            continue
        start, end = shorts[0]
        short = view.plain[start:end]
        if not is_acronym(short) or match_ending(short, words):
            continue
        spans = tuple(view.span(at, words[-1].end) for at in _starts(view.plain, words))
        if spans:
            found.append(Beside(view.span(start, end), spans))
    return found


def find_named_alike(text: str) -> list[NamedAlike]:
    view = view_of(text, 0, len(text))
    found = []
    for match in NAMED_ALIKE.finditer(view.plain):
        other = "other" if match["other"] else "after"
        language = LANGUAGES[(match["said"] or match["turned"]).lower()]
        if is_acronym(match["short"]) and is_acronym(match[other]):
            found.append(NamedAlike(view.span(*match.span("short")), view.span(*match.span(other)), language))
    return found


def _bracketed(view: View) -> Iterator[Found]:
    plain = view.plain
    for bracket in BRACKET.finditer(plain):
        words = words_before(plain, bracket.start())
        for start, end in _shorts_inside(plain, bracket.start(1), bracket.end(1)):
            if found := _found(view, (start, end), words, match_ending(*_asked(plain[start:end], words))):
                yield found
        before = SHORT_BEFORE.search(plain, max(0, bracket.start() - 40), bracket.start())
        if before is None:
            continue
        place = SHORT.search(plain, before.start(), before.end())
        label = LABEL.match(plain, bracket.start(1), bracket.end(1))
        inside = words_after(plain, label.end() if label else bracket.start(1), bracket.end(1))
        if place is None or not inside:
            continue
        short, candidates = place.group(), up_to_commas(plain, inside)
        matches = [(words, match_all(*_asked(short, words))) for words in candidates]
        if found := _cheapest(view, place.span(), matches):
            yield found


def _shorts_inside(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Places of the acronyms that a bracket holds and that stand there alone or among others."""
    lead = LEAD.match(plain, start, end)
    cuts = list(INSIDE.finditer(plain, lead.end() if lead else start, end))
    starts, ends = [start, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), end]
    listed = any(cut.group() in LISTING for cut in cuts)
    found = []
    for first, last in zip(starts, ends, strict=True):
        lead = LEAD.match(plain, first, last)
        short = SHORT.match(plain, lead.end() if lead else first, last)
        if short and AFTER.match(plain[short.end() : last]):
            found.append(short.span())
        elif listed:
            break
    if not listed or (len(found) == 1 and found[0][0] < starts[1]):
        yield from found  # "(PRD, PLD et PRSC)" are examples; "(GTAH, 2019)" is one acronym and something else


def _asked(short: str, words: Sequence[Word]) -> tuple[str, Sequence[Word], float]:
    """What to match, and how cheaply: a word with one capital is an acronym only where every letter begins a word."""
    if is_acronym(short):
        return short, words, DEAREST
    return short, words if len(short) >= WEAK_LETTERS else (), STRICT


def _separated(view: View) -> Iterator[Found]:
    plain = view.plain
    for match in SEPARATED.finditer(plain):
        short = match["short"]
        if not is_acronym(short) or len(letters_of(short)) < DASHED_LETTERS:
            continue
        if match["line"] is not None and not _alone_on_line(plain, match.start("short")):
            continue
        words = words_after(plain, match.end())
        line = of_first_line(plain, words)
        choices = [(line, match_all(short, line, DEAREST))]
        if match["by"] is not None:
            choices += [(words, match_beginning(short, words, strictness(short)))]
        if found := _cheapest(view, match.span("short"), choices):
            yield found
    for match in SEPARATED_BACK.finditer(plain):
        short = match["short"]
        if is_acronym(short) and len(letters_of(short)) >= DASHED_LETTERS:
            words = words_before(plain, match.start())
            if found := _found(view, match.span("short"), words, match_ending(short, words, strictness(short))):
                yield found


def _cheapest(view: View, at: tuple[int, int], choices: Sequence[tuple[Sequence[Word], Match | None]]) -> Found | None:
    found = [one for words, match in choices if (one := _found(view, at, words, match))]
    return min(found, key=lambda one: one.cost, default=None)


def _found(view: View, at: tuple[int, int], words: Sequence[Word], match: Match | None) -> Found | None:
    if match is None:
        return None
    return Found(view.span(*at), view.span(words[match.first].start, words[match.last].end), match.cost)


def _alone_on_line(plain: str, start: int) -> bool:
    before = plain[max(0, start - 12) : start].rpartition("\n")[2]
    return start - len(before) in {0, plain.rfind("\n", 0, start) + 1} and not any(map(str.isalnum, before))


def _starts(plain: str, words: Sequence[Word]) -> list[int]:
    """Where a phrase that ends with the last word may begin: first of all, behind commas and words of grammar."""
    nearest = list(words[-MOST_WORDS:])
    whole = len(nearest) == len(words)
    found = [nearest[0].start] if whole and len(nearest) > 1 and not _is_small(nearest[0]) else []
    for before, word in pairwise(nearest[:-1]):
        if not _is_small(word) and (_is_small(before) or "," in plain[before.end : word.start]):
            found.append(word.start)
    return found[:1] + found[1:][-(MOST_STARTS - 1) :]


def _is_small(word: Word) -> bool:
    return word.grammar or any(word.folded in small for small in STOPWORDS.values())

"""Turns two stretches that say the same into the name on which they differ, if there is one.

Knows nothing about figures. A name is held by the other side in any translation known, abbreviated, as a place of the
gazetteer or its people in either language, or spelled nearly alike; the first word of a sentence is no name, nor is
what the same edition writes small elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from assistant.discovery.editions.kinds import Differing, Kind, Stretch
from assistant.discovery.editions.naming import (
    NAME,
    bare,
    countries_meant,
    is_common,
    is_first,
    is_held,
    is_no_name,
    places_of,
)
from assistant.records import Span
from assistant.text.terms import fold, term, words
from assistant.text.translation import translations

SHORT = 4  # letters of an acronym that may well be another one in the other language: UN and ONU, IDP and PDI
MOST_FREE = 4  # names of one stretch that the other has not; with more it is no translation
WORD = re.compile(r"\w+")


def differing_names(left: Stretch, right: Stretch) -> list[Differing]:
    """The one pair of names that stand alone on both sides, or the one whose neighbours are the same."""
    ours, theirs = _free_names(left, right), _free_names(right, left)
    if max(len(ours), len(theirs)) > MOST_FREE:
        return []
    names, others = _proper(ours, left, right), _proper(theirs, right, left)
    if not names and len(ours) == 1 and all(_is_known(span, right, left) for span in others):
        names = ours
    elif not others and len(theirs) == 1 and all(_is_known(span, left, right) for span in names):
        others = theirs
    pairs = [pair for pair in product(names, others) if _may_differ(pair, left, right)]
    if len(names) > 1 or len(others) > 1:
        pairs = [pair for pair in pairs if _share_neighbours(pair, left, right)]
    return [Differing(Kind.NAME, *pairs[0])] if len(pairs) == 1 else []


def _is_known(span: Span, one: Stretch, other: Stretch) -> bool:
    """True for what the other edition calls so as well in another place."""
    return all(fold(word) in other.names for word in _parts(span, one))


def _proper(free: Sequence[Span], one: Stretch, other: Stretch) -> list[Span]:
    """Those that are no words of the language written with a capital letter: "Committee", « Chambre »."""
    return [span for span in free if not all(is_common(word, one, other) for word in _parts(span, one))]


def _parts(span: Span, stretch: Stretch) -> list[str]:
    return [match.group() for match in NAME.finditer(stretch.text[span.start : span.end])]


def _may_differ(pair: tuple[Span, Span], left: Stretch, right: Stretch) -> bool:
    """False for a country and its people, for a place and what is none where both editions know both, and for acronyms
    but those that both editions use: "AI" and « IA »."""
    names = left.text[pair[0].start : pair[0].end], right.text[pair[1].start : pair[1].end]
    letters = [name.replace(".", "") for name in names]
    for name, plain, other in ((names[0], letters[0], right), (names[1], letters[1], left)):
        if plain.isupper() and len(plain) <= SHORT and fold(name) not in other.names:
            return False
    if all(map(str.isupper, letters)) and sorted(letters[0]) == sorted(letters[1]):
        return False
    if (
        _is_known(pair[0], left, right)
        and _is_known(pair[1], right, left)
        and sum(map(bool, map(places_of, names))) == 1
    ):
        return False
    return not countries_meant(names[0]) & countries_meant(names[1])


def _share_neighbours(pair: tuple[Span, Span], left: Stretch, right: Stretch) -> bool:
    """True where the word before, or the one after, is the same on both sides or its translation."""
    around = [_neighbours(span, stretch) for span, stretch in zip(pair, (left, right), strict=True)]
    return any(
        one
        and other
        and (one == other or term(other, right.language) in translations(term(one, left.language), left.language))
        for one, other in zip(*around, strict=True)
    )


def _neighbours(span: Span, stretch: Stretch) -> tuple[str, str]:
    before = WORD.findall(stretch.text[: span.start])[-1:]
    after = WORD.findall(stretch.text[span.end :])[:1]
    return fold(before[0]) if before else "", fold(after[0]) if after else ""


def _free_names(one: Stretch, other: Stretch) -> list[Span]:
    """Stretches of capitalised words, the first of a sentence aside, that the other side has in no spelling."""
    there = f"{other.text}\n{other.around}"
    said = frozenset(words(there))
    held = frozenset(words(other.text)) - frozenset(words(one.text))  # what both say in one spelling is accounted for
    capitals = _capitals(other.text)
    initials, known, meant = _initials(there), places_of(there), countries_meant(there)
    shortened = _acronyms(there)
    found: list[Span] = []
    for match in NAME.finditer(one.text):
        name, start = bare(match)
        if not name[:1].isupper() or is_first(one.text[: match.start()]):
            continue
        folded = fold(name)
        if is_no_name(folded, one.language) or folded in initials or countries_meant(name) & meant:
            continue
        if said & {folded, *words(folded)} or is_held(folded, one.language, held, capitals):
            continue
        span = Span(start, start + len(name))
        if found and not re.search(r"[^\s-]", one.text[found[-1].end : start]):
            span = Span(found.pop().start, span.end)
        found.append(span)
    names = [(span, one.text[span.start : span.end]) for span in found]
    return [span for span, name in names if not _place_of(span, one) & known and not _initials(name) & shortened]


def _capitals(text: str) -> frozenset[str]:
    """The words that are written with a capital letter, folded."""
    return frozenset(
        word for match in NAME.finditer(text) if match.group()[0].isupper() for word in words(match.group())
    )


def _place_of(span: Span, stretch: Stretch) -> frozenset[str]:
    """The places of which the name is a word."""
    alone = places_of(stretch.text[span.start : span.end])
    return alone or places_of(_with_words_beside(span, stretch))


def _with_words_beside(span: Span, stretch: Stretch) -> str:
    """ "La Haye", "Ivory Coast": a place may have a word that the other side has as well."""
    before = re.search(r"\w+[\s-]$", stretch.text[: span.start])
    after = re.match(r"[\s-]\w+", stretch.text[span.end :])
    beside = [found.group() if found else "" for found in (before, after)]
    return f"{beside[0]}{stretch.text[span.start : span.end]}{beside[1]}"


def _acronyms(text: str) -> frozenset[str]:
    """The words of a text in capitals alone, folded: MSF."""
    return frozenset(fold(match.group()) for match in NAME.finditer(text) if match.group().isupper())


def _initials(text: str) -> frozenset[str]:
    """What the capitalised words of a text abbreviate to, in runs of two to six."""
    letters = [match.group()[0] for match in NAME.finditer(text) if match.group()[0].isupper()]
    runs = ("".join(letters[i : i + n]) for n in range(2, 7) for i in range(len(letters) - n + 1))
    return frozenset(fold(run) for run in runs)

"""Turns two documents of the index into a comparison: what each edition lacks, and the values on which they differ.

Knows nothing about how it is shown. Every side of a difference is an exact slice of its document.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.discovery.editions.alignment import Bead, align
from assistant.discovery.editions.kinds import Differing, Kind, Stretch
from assistant.discovery.editions.likeness import Places
from assistant.discovery.editions.names import differing_names
from assistant.discovery.editions.panels import pair_panels
from assistant.discovery.editions.units import Edition, edition_of
from assistant.discovery.editions.values import differing_dates, differing_figures
from assistant.discovery.reading import Reading
from assistant.errors import InputError
from assistant.index.opened import OpenedIndex
from assistant.records import Document, Span
from assistant.text.terms import words

MOST_SENTENCES = 1000  # of an edition; what alignment takes grows with the square
LEAST_WORDS = 4  # of a sentence that an edition can be said to lack
WAYS: tuple[Callable[[Stretch, Stretch], list[Differing]], ...] = (differing_dates, differing_figures, differing_names)
Met = tuple[frozenset[int], frozenset[int]]  # sentences of both editions that have a counterpart
ALIGNED = 0.2  # of the sentences of the shorter one; with fewer they are no editions of one text


@dataclass(frozen=True, slots=True)
class Side:
    """A stretch of one edition: `document.text[span.start:span.end] == quote`; `value` lies in it, in its offsets."""

    document: str
    span: Span
    quote: str
    value: Span | None = None

    @property
    def said(self) -> str:
        """The value as written, or the whole stretch where there is none."""
        marked = self.value or self.span
        return self.quote[marked.start - self.span.start : marked.end - self.span.start]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs. Of `lacking` one side is None: the edition that lacks the other's stretch."""

    kind: Kind
    left: Side | None
    right: Side | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions; counts are of sentences. `alike` is the share of the shorter one's that has a counterpart."""

    left: Document
    right: Document
    sentences: tuple[int, int]
    alike: float
    differences: tuple[Difference, ...]

    @property
    def are_editions(self) -> bool:
        return self.alike >= ALIGNED


def compare(index: OpenedIndex, left: str, right: str) -> Comparison:
    """The differences in the left one's order, then what the right one alone says.

    Raises InputError where one of them is too long or has nothing to compare.
    """
    editions = edition_of(index, left), edition_of(index, right)
    for edition in editions:
        title = edition.document.title[:100]
        if len(edition.units) > MOST_SENTENCES:
            raise InputError(
                en=f"“{title}” is too long to be compared: {MOST_SENTENCES} sentences at most.",
                fr=f"«\u00a0{title}\u00a0» est trop long pour être comparé\u00a0: {MOST_SENTENCES} phrases au plus.",
            )
    return compare_editions(*editions)


def compare_editions(left: Edition, right: Edition) -> Comparison:
    beads = align(left, right)
    paired = [bead for bead in beads if bead.left and bead.right]
    panels = pair_panels(left.units, right.units)
    stretches = panels + [(bead.left, bead.right) for bead in paired]
    met = frozenset(i for ours, _ in stretches for i in ours), frozenset(j for _, theirs in stretches for j in theirs)
    differences = [_in_its_line(difference) for places in panels for difference in _values(left, right, *places, met)]
    differences += [one for bead in paired for one in _values(left, right, bead.left, bead.right, met)]
    for bead in beads:
        edition, places, seen = (left, bead.left, met[0]) if bead.left else (right, bead.right, met[1])
        other = right if bead.left else left
        if not seen.intersection(places) and _is_lacking(edition, bead) and not _is_headline(places, edition, other):
            side = _side(edition, places)
            differences.append(Difference(Kind.LACKING, *((side, None) if bead.left else (None, side))))
    differences = list(dict.fromkeys(differences))
    counts = len(left.units), len(right.units)
    shared = min(sum(len(bead.left) for bead in paired), sum(len(bead.right) for bead in paired))
    return Comparison(left.document, right.document, counts, shared / max(1, min(counts)), tuple(differences))


def _values(left: Edition, right: Edition, ours: Places, theirs: Places, met: Met) -> list[Difference]:
    one, other = _side(left, ours), _side(right, theirs)
    readings = tuple(
        Reading(edition.document.text, side.span.start, side.span.end)
        for edition, side in ((left, one), (right, other))
    )
    stretches = (
        Stretch(readings[0].text, left.units[ours[0]].language, *_around(left, ours, met[0])),
        Stretch(readings[1].text, right.units[theirs[0]].language, *_around(right, theirs, met[1])),
    )
    pairs = [pair for way in WAYS for pair in way(*stretches)]
    pairs.sort(key=lambda pair: pair.left.start)
    return [
        Difference(
            pair.kind,
            replace(one, value=readings[0].span(pair.left.start, pair.left.end)),
            replace(other, value=readings[1].span(pair.right.start, pair.right.end)),
        )
        for pair in pairs
    ]


def _around(edition: Edition, places: Places, met: frozenset[int]) -> tuple[str, str]:
    """Of the sentence before and the one after, those without a counterpart of their own, where a value may stand
    instead, and both, with which values may have been exchanged."""
    beside = [place for place in (places[0] - 1, places[-1] + 1) if 0 <= place < len(edition.units)]
    spans = {place: edition.units[place].span for place in beside}
    said = {place: Reading(edition.document.text, span.start, span.end).text for place, span in spans.items()}
    return "\n".join(said[place] for place in beside if place not in met), "\n".join(said.values())


def _side(edition: Edition, places: Sequence[int]) -> Side:
    span = Span(edition.units[places[0]].span.start, edition.units[places[-1]].span.end)
    return Side(edition.document.id, span, edition.document.text[span.start : span.end])


def _in_its_line(difference: Difference) -> Difference:
    """A value of a panel with its own label alone: the line that it stands in."""
    return Difference(difference.kind, _line(difference.left), _line(difference.right))


def _line(side: Side | None) -> Side | None:
    if side is None or side.value is None:
        return side
    first, last = side.value.start - side.span.start, side.value.end - side.span.start
    start = side.quote.rfind("\n", 0, first) + 1
    end = side.quote.find("\n", last)
    quote = side.quote[start : end if end >= 0 else None]
    return Side(side.document, Span(side.span.start + start, side.span.start + start + len(quote)), quote, side.value)


def _is_lacking(edition: Edition, bead: Bead) -> bool:
    """True for a sentence that says something of its own; not for labels, the title, or what is said elsewhere."""
    text = edition.units[(bead.left or bead.right)[0]].text
    said = words(text)
    if len([word for word in said if not word.isdigit()]) < LEAST_WORDS or bead.repeated:
        return False
    return said != words(edition.document.title)


def _is_headline(places: Sequence[int], edition: Edition, other: Edition) -> bool:
    """True for a first sentence that nothing stands before, where the other edition begins with a heading instead."""
    if 0 not in places or not other.units:
        return False
    before = [one.document.text[: one.units[0].span.start].strip() for one in (edition, other)]
    return not before[0] and bool(before[1])

"""Turns all documents of an index into a directory: a profile of each organisation, and who works where in what.

Knows nothing about how a document is read for it. A directory belongs to one generation, and is kept in memory.
"""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable
from threading import Lock

from assistant.discovery.findings import findings_of
from assistant.discovery.names import Names, known_names
from assistant.discovery.records import Cited, Directory, Finding, Kind, Label, Line, Mark, Profile
from assistant.index.manifest import STORE
from assistant.index.opened import OpenedIndex
from assistant.records import LANGUAGES, Document, Language
from assistant.text.terms import fold

KEPT = 2  # directories: the generation in force, and the one before while its last pages are looked at
ORDER = {kind: place for place, kind in enumerate(Kind)}
MORE_THAN_CONTACT = frozenset(Kind) - {Kind.EMAIL, Kind.PHONE, Kind.ADDRESS, Kind.PARTNER}
_directories: OrderedDict[str, Directory] = OrderedDict()
_one_at_a_time = Lock()


def directory_of(index: OpenedIndex) -> Directory:
    """The directory of an opened index: read once, then kept in memory."""
    key = key_of(index)
    with _one_at_a_time:
        if key not in _directories:
            _directories[key] = build_directory(index.store.document_ids(), index.store.read_document)
            while len(_directories) > KEPT:
                _directories.popitem(last=False)
        return _directories[key]


def key_of(index: OpenedIndex) -> str:
    """What a generation is told apart by, also from one of the same name that was built after all were forgotten."""
    return f"{index.folder.resolve()}:{index.manifest.files[STORE]}"


def build_directory(ids: Iterable[str], read: Callable[[str], Document]) -> Directory:
    """Documents are read one at a time, twice: for the names, then for what is said of them."""
    identifiers = list(ids)
    names: Names = known_names(read(identifier) for identifier in identifiers)
    found: list[Finding] = []
    for identifier in identifiers:
        document = read(identifier)
        found += [finding for finding in findings_of(document, names) if _is_exact(document, finding.cited)]
    return directory(found)


def directory(found: Iterable[Finding]) -> Directory:
    by_organisation: dict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_organisation[finding.organisation].append(finding)
    profiles: list[Profile] = []
    marks: list[Mark] = []
    places: dict[str, Label] = {}
    sectors: dict[str, Label] = {}
    slugs: set[str] = set()
    for name in sorted(by_organisation, key=lambda name: (fold(name), name)):
        findings = by_organisation[name]
        if not any(finding.kind in MORE_THAN_CONTACT for finding in findings):
            continue
        profiles.append(Profile(name, _slug(name, slugs), _lines(findings)))
        marks += _marks(name, findings, places, sectors)
    return Directory(
        tuple(profiles), tuple(marks), tuple(sorted(places.items(), key=lambda place: place[0])), tuple(sectors.items())
    )


def _lines(findings: list[Finding]) -> tuple[Line, ...]:
    """One line for each thing said, with the first stretch of each document that says it."""
    said: dict[str, dict[str, Finding]] = {}
    for finding in findings:
        said.setdefault(finding.key, {}).setdefault(finding.cited.document, finding)
    lines = [_line(key, list(by_document.values())) for key, by_document in said.items()]
    return tuple(sorted(lines, key=lambda line: ORDER[line.kind]))


def _line(key: str, findings: list[Finding]) -> Line:
    """Words of the documents' own are shown in the reader's language where a document has them in it."""
    first = findings[0]
    label = first.label
    if label.own is not None:
        words = {finding.label.own: finding.label.en for finding in reversed(findings)}
        if len(words) == len(LANGUAGES):
            label = Label(words["en"], words["fr"])
    return Line(
        first.kind,
        key,
        label,
        tuple(finding.cited for finding in findings),
        () if first.kind is Kind.SECTOR else first.places,
    )


def _marks(name: str, findings: list[Finding], places: dict[str, Label], sectors: dict[str, Label]) -> list[Mark]:
    """A mark in a sector's column and a place's row only where one clause speaks of both."""
    marks: dict[tuple[str | None, str | None], dict[Language, Cited]] = {}
    for finding in findings:
        key, cited = finding.key.partition(":")[2], finding.cited
        cells: list[tuple[str | None, str | None]] = []
        if finding.kind is Kind.PLACE:
            places.setdefault(key, finding.label)
            cells = [(key, None)]
        if finding.kind is Kind.SECTOR:
            sectors.setdefault(key, finding.label)
            for place, label in finding.places:
                places.setdefault(place, label)
            cells = [(place, key) for place, _ in finding.places] or [(None, key)]
        for cell in cells:
            marks.setdefault(cell, {}).setdefault(cited.language, cited)
    return [Mark(name, place, sector, tuple(cited.values())) for (place, sector), cited in marks.items()]


def _is_exact(document: Document, cited: Cited) -> bool:
    """What is not a slice of its document is not said."""
    return document.text[cited.span.start : cited.span.end] == cited.quote and bool(cited.quote.strip())


def _slug(name: str, taken: set[str]) -> str:
    """What stands for the organisation in an address: its folded words, with a number where two are alike."""
    slug = re.sub(r"[^\w]+", "-", fold(name)).strip("-_")[:60] or "organisation"
    number, unique = 2, slug
    while unique in taken:
        unique, number = f"{slug}-{number}", number + 1
    taken.add(unique)
    return unique

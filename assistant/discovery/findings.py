"""Turns one document into everything that it says of organisations, each finding with the very stretch that says it.

Knows nothing about other documents. Sentences give what an organisation states or does; headings give the lists below
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.discovery.contacts import contacts_in
from assistant.discovery.dates import since_of
from assistant.discovery.figures import figures_of
from assistant.discovery.lists import listed
from assistant.discovery.names import Names
from assistant.discovery.partners import partners_of
from assistant.discovery.places import Named, find_places
from assistant.discovery.reading import Reading
from assistant.discovery.records import Finding, Kind, Label, cite
from assistant.discovery.sectors import find_sectors
from assistant.discovery.statements import Statement, statements
from assistant.discovery.verbs import OPENED
from assistant.records import Document, Language, Span
from assistant.text.sentences import sentence_spans
from assistant.text.terms import fold

SETTING = re.compile(r"(?:In|At|Across|À|A|Au|Aux|En|Dans|Since \d{4},? in|Depuis \d{4},? (?:à|au|en|dans))\s")
HAVE = re.compile(r"(?:has|have|a|ont|avons)\s")
LONGEST_AFTER_PLACE = 12  # characters: " region, l'"
LONGEST_SENTENCE = 1_500  # characters; longer ones are tables or lists without an end
LONGEST_DOCUMENT = 3_000_000


def findings_of(document: Document, names: Names) -> Iterator[Finding]:
    """In reading order. Nothing is found in menus, nor in text that is too long to have been written as sentences."""
    own = names.main(document)
    for section in document.sections:
        if section.span.start >= LONGEST_DOCUMENT:
            return
        language = section.language or document.language
        text = document.text[section.span.start : section.span.end]
        heading = " › ".join(section.heading)
        if own is not None:
            yield from listed(document, section, own, names)
            yield from contacts_in(document, section, own, names)
        for found in sentence_spans(text, language):
            span = Span(section.span.start + found.start, section.span.start + found.end)
            if span.end - span.start <= LONGEST_SENTENCE and not _is_furniture(document, span):
                yield from _of_sentence(document, span, own, names, language, heading)


def _of_sentence(
    document: Document, span: Span, own: str | None, names: Names, language: Language, heading: str
) -> Iterator[Finding]:
    reading = Reading(document.text, span.start, span.end)
    text = reading.text.replace("\n", " ")
    mentions = names.find(text)
    if not mentions and own is None:
        return
    cited = cite(document, span, heading)
    for statement in statements(text, mentions, own, language):
        for kind, key, label, places in _of_statement(text, statement, names, language):
            for organisation in statement.organisations:
                yield Finding(organisation, kind, f"{kind}:{key}", label, cited, places)


Places = tuple[tuple[str, Label], ...]
Said = tuple[Kind, str, Label, Places]


def _of_statement(text: str, statement: Statement, names: Names, language: Language) -> Iterator[Said]:
    clause = text[statement.start : statement.end]
    opened = OPENED.match(clause) is not None
    places = _once([*_setting(statement.leading), *find_places(clause)])
    named = tuple((place.key, place.label) for place in places)
    since = since_of(statement, clause, opened)
    if since is not None:
        where = named if opened else ()  # what was opened was opened there; else the places may have come later
        yield since.kind, _with_places(since.key, where), since.label, where
    if statement.founding:
        return
    if statement.present or opened or since is not None:
        for place in places:
            yield Kind.PLACE, place.key, place.label, ()
        for sector in find_sectors(clause):
            yield Kind.SECTOR, sector.key, sector.label, named
    if statement.present or HAVE.match(clause):
        for name in partners_of(clause, names, language):
            if name not in statement.organisations:
                yield Kind.PARTNER, fold(name), _own(name, language), ()
    if len(statement.organisations) == 1:  # what two have together is neither's
        for figure in figures_of(clause, present=statement.present):
            yield figure.kind, _with_places(figure.number, named), _own(figure.words, language), named


def _with_places(key: str, places: Places) -> str:
    """The same number of two places is two things."""
    return ":".join((key, *sorted(place for place, _ in places)))


def _setting(leading: str) -> list[Named]:
    """The places of "In the Mopti region, ": a phrase that sets the scene of all that follows, and nothing more."""
    found = find_places(leading) if SETTING.match(leading) else []
    return found if found and len(leading) - found[-1].end <= LONGEST_AFTER_PLACE else []


def _own(words: str, language: Language) -> Label:
    return Label(words, words, language)


def _once(places: list[Named]) -> list[Named]:
    return list({place.key: place for place in reversed(places)}.values())[::-1]


def _is_furniture(document: Document, span: Span) -> bool:
    return any(menu.start < span.end and span.start < menu.end for menu in document.furniture)

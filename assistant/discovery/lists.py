"""Turns the lists that stand under a heading into findings: sectors, partners, and figures above their labels.

Knows nothing about sentences. The list is its document's organisation's; a heading that speaks of the future has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.discovery.contacts import lines_of
from assistant.discovery.names import CAPITAL, Names
from assistant.discovery.partners import may_be_partner
from assistant.discovery.reading import Reading
from assistant.discovery.records import Finding, Kind, Label, cite
from assistant.discovery.sectors import sectors_of_line
from assistant.records import Document, Section, Span
from assistant.text.terms import fold
from assistant.text.values import find_values

SECTORS = re.compile(
    r"\b(?:sectors?|areas?|domaines?|secteurs?|fields?)\s(?:of|d'|de|in which|dans lesquels)\s?(?:our\s|nos\s|l')?"
    r"(?:interventions?|activit\w+|actions?|work|\w+)|^(?:our\s|nos\s)?(?:sectors|secteurs)(?:\sof\swork)?$"
)
PARTNERS = re.compile(
    r"\b(?:partners?|partenaires?|partnerships?|partenariats?)\b|with (?:which|whom) .* (?:works|collaborates)|"
    r"avec lesquel\w+ .* collabore"
)
NOT_THESE = re.compile(
    r"\b(?:future?s?|futurs?|priorit\w+|tomorrow|demain|perspectives?|become|devenir|devenez|why|pourquoi|how|"
    r"comment|next|planned|"
    r"strateg\w+|former|anciens?|potential|potentiels?|not|pas|plan\w*|other|autres)\b"
)
LABELLED = re.compile(r"^(?P<label>[^:\n]{3,60}?)\s?:\s*(?P<items>[^\n]*)$")
ITEMS = re.compile(r"\s*(?:[•·;|▪◦●]|\s[-–—]\s|(?:^|\n)\s*[-*]\s)\s*")
PARTNER = re.compile(rf"{CAPITAL}[^.:;!?]{{1,78}}")
FIGURE = re.compile(
    r"(?:^|\n)[ \t]*(?:(?P<year>(?:19|20)\d\d)\s?:\s*)?(?P<number>\d{1,3}(?:[ .,]\d{3})+|\d+)\s*\n?\s*(?:de\s|d'|"
    r"direct\s|of\s)?"
    r"(?P<what>projets?|projects?|bénéficiaires(?:\sdirects)?|beneficiaries|people reached|personnes touchées|"
    r"employees|staff|"
    r"employés|salariés|volunteers|bénévoles|volontaires)[ \t]*(?=\n|$)",
    re.IGNORECASE,
)
COUNTED = {
    "proj": Kind.PROJECTS,
    "béné": Kind.REACHED,
    "bene": Kind.REACHED,
    "peop": Kind.REACHED,
    "pers": Kind.REACHED,
}


def listed(document: Document, section: Section, own: str, names: Names) -> Iterator[Finding]:
    """What the section's heading, or a label in it, introduces."""
    headings = [fold(heading) for heading in section.heading]
    about_sectors = any(SECTORS.search(heading) and not NOT_THESE.search(heading) for heading in headings)
    about_partners = bool(headings) and _of_partners(headings[-1])
    spoilt = any(NOT_THESE.search(heading) for heading in headings)
    label, label_start = "", 0
    heading_line = True
    for span in lines_of(document, section):
        line = Reading(document.text, span.start, span.end).text.strip()
        labelled = LABELLED.match(line)
        introduced = fold(labelled["label"]) if labelled else label
        # what a label introduces is quoted with it: without it the line says nothing
        shown = Span(label_start, span.end) if label and not labelled else span
        if not spoilt and (about_sectors or _of_sectors(introduced)):
            yield from _sectors(document, shown if _of_sectors(introduced) else span, line, own, section)
        if not spoilt and ((about_partners and not heading_line) or _of_partners(introduced)):
            said = labelled["items"] if labelled else line
            quoted = shown if _of_partners(introduced) else span
            yield from _partners(document, quoted, said, own, names, section)
        label = introduced if labelled and not labelled["items"] else ""
        label_start = span.start
        heading_line = False
    if not spoilt:
        yield from _figures(document, section, own)


def _of_sectors(label: str) -> bool:
    return SECTORS.search(label) is not None and NOT_THESE.search(label) is None


def _of_partners(label: str) -> bool:
    return PARTNERS.search(label) is not None and NOT_THESE.search(label) is None


def _sectors(document: Document, span: Span, line: str, own: str, section: Section) -> Iterator[Finding]:
    said = line.rpartition(":")[2]
    for sector in sectors_of_line(said):
        yield Finding(
            own, Kind.SECTOR, f"{Kind.SECTOR}:{sector.key}", sector.label, cite(document, span, _path(section))
        )


def _partners(document: Document, span: Span, line: str, own: str, names: Names, section: Section) -> Iterator[Finding]:
    items = [item.strip(" .,-–") for item in ITEMS.split(line)]
    if len(items) == 1:
        items = [item.strip(" .") for item in line.split(",")]
    if len([item for item in items if item]) == 1 and not names.find(line):
        return  # one line alone is as likely a sentence or a heading
    for item in items:
        if PARTNER.fullmatch(item) and may_be_partner(item) and item != own:
            label = Label(item, item, document.language)
            yield Finding(
                own, Kind.PARTNER, f"{Kind.PARTNER}:{fold(item)}", label, cite(document, span, _path(section))
            )


def _figures(document: Document, section: Section, own: str) -> Iterator[Finding]:
    """Numbers above their label; none of a kind that the section gives two different numbers of."""
    reading = Reading(document.text, section.span.start, section.span.end)
    found: dict[Kind, dict[str, Finding]] = {}
    for match in FIGURE.finditer(reading.text):
        kind = COUNTED.get(match["what"][:4].casefold(), Kind.STAFF)
        start = match.start("year") if match["year"] else match.start("number")
        words = " ".join(reading.text[match.start("number") : match.end()].split())
        key = next((value.key for value in find_values(match["number"])), match["number"])
        if match["year"] is None and re.fullmatch(r"(?:19|20)\d\d", match["number"]):
            continue
        label = Label(words, words, document.language)
        cited = cite(document, reading.span(start, match.end("what")), _path(section))
        found.setdefault(kind, {}).setdefault(key, Finding(own, kind, f"{kind}:{key}:{cited.section}", label, cited))
    for one in found.values():
        if len(one) == 1:
            yield from one.values()


def _path(section: Section) -> str:
    return " › ".join(section.heading)

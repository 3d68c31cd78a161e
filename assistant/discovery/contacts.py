"""Turns the lines of a section into how an organisation can be reached: mail, phone, address.

Knows nothing about sentences. An address of mail counts for the organisation that it names, or where it stands under a
heading or label that says contact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.discovery.names import Names
from assistant.discovery.reading import Reading
from assistant.discovery.records import Finding, Kind, Label, cite
from assistant.records import Document, Section, Span
from assistant.text.terms import fold

LINE = re.compile(r"[^\n]*\S[^\n]*")
MAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![\w@-])")
PHONE = re.compile(
    r"(?P<said>\b(?:tél(?:éphone)?|tel|phone|telephone|mobile|portable|call|appelez|fixe|hotline|"
    r"numéro vert)\b\.?\s?(?:us at\s)?:?\s?)?"
    r"(?P<number>(?:\+|00)\d[\d .()/-]{6,20}\d|(?:\(?\d{2,4}\)?[ .-]){2,6}\d{2,4})(?!\d)",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"\b(?:contacts?|contactez|coordonnees|address|adresse|siege|headquarters?|head office|reach us|nous joindre|"
    r"ecrivez)\b"
)
STREET = re.compile(
    r"\b(?:rue|avenue|av\.|boulevard|bd|street|st\.|road|rd\.|lane|bp|b\.p\.|p\.?o\.? box|lot|immeuble|quartier|"
    r"porte|plot|villa|cite|via|"
    r"piazza|route|place|square|building|hamdallaye|strasse|allee|impasse|chemin)\b"
)
LONGEST_ADDRESS = 160


def lines_of(document: Document, section: Section) -> list[Span]:
    """Every line of a section that is no menu."""
    start = section.span.start
    spans = [Span(start + m.start(), start + m.end()) for m in LINE.finditer(document.text[start : section.span.end])]
    return [span for span in spans if not any(menu.start <= span.start < menu.end for menu in document.furniture)]


def contacts_in(document: Document, section: Section, own: str, names: Names) -> Iterator[Finding]:
    path = " › ".join(section.heading)
    near = 0  # lines since something said contact
    about = CONTACT.search(fold(section.heading[-1])) is not None if section.heading else False
    before = ""
    for span in lines_of(document, section):
        reading = Reading(document.text, span.start, span.end)
        line, folded = reading.text, fold(reading.text)
        near = 3 if CONTACT.search(folded) and len(folded) < LONGEST_ADDRESS else max(0, near - 1)
        others = {mention.organisation for mention in names.find(line)} - {own}
        said = (about or near > 0) and not others
        for match in MAIL.finditer(line):
            if said or _names_it(match.group(), own):
                mail = match.group()
                yield _finding(document, reading.span(*match.span()), own, Kind.EMAIL, mail, mail.casefold(), path)
        for match in PHONE.finditer(line):
            if said and (match["said"] or match["number"].startswith(("+", "00"))) and not others:
                number = match["number"]
                digits = re.sub(r"\D", "", number)
                if 8 <= len(digits) <= 15:
                    at = reading.span(match.start("number"), match.end("number"))
                    yield _finding(document, at, own, Kind.PHONE, number, digits, path)
        by_name = any(mention.organisation == own for mention in names.find(f"{before}\n{line}"))
        if _is_address(line, folded) and not others and (said or by_name):
            yield _finding(document, _trimmed(reading), own, Kind.ADDRESS, line.strip(" •-"), folded, path)
        before = line if len(line) < LONGEST_ADDRESS else ""


def _is_address(line: str, folded: str) -> bool:
    """A line with a word for a street and a number, and no sentence."""
    return (
        len(line) <= LONGEST_ADDRESS
        and STREET.search(folded) is not None
        and any(char.isdigit() for char in line)
        and line.count(". ") < 2
        and not re.search(
            r"\b(?:is|are|was|has|have|est|sont|a|ont|et|and|de\s(?:nombreux|plusieurs)|took|situé)\s", folded
        )
    )


def _names_it(mail: str, own: str) -> bool:
    """The mail's domain holds the organisation's name."""
    domain = re.sub(r"[^a-z0-9]", "", mail.partition("@")[2].casefold())
    name = re.sub(r"[^a-z0-9]", "", fold(own))
    return len(name) >= 3 and name in domain


def _trimmed(reading: Reading) -> Span:
    text = reading.text
    return reading.span(len(text) - len(text.lstrip(" •-")), len(text.rstrip()))


def _finding(document: Document, span: Span, own: str, kind: Kind, words: str, key: str, path: str) -> Finding:
    return Finding(own, kind, f"{kind}:{key}", Label(words, words, document.language), cite(document, span, path))

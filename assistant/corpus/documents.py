"""Turns an extract into a document: title, date, language, furniture, sections with heading path, page and language.

Knows nothing about files or formats. What sources.toml says outweighs what the file says, and that what is guessed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from assistant.corpus.extract import Extract, Heading
from assistant.corpus.furniture import find_furniture
from assistant.corpus.languages import by_language
from assistant.corpus.rows import HEADS_JOINT
from assistant.corpus.sources import Source
from assistant.records import Document, Language, Section, Span
from assistant.text.language import detect
from assistant.text.sentences import is_row
from assistant.text.values import find_values

TITLE_CHARS = 200
FIRST_LINE_CHARS = 160  # a longer first line is a paragraph
LINE = re.compile(r"[^\n]*\S[^\n]*")
FULL_DATE = len("2014-08-05")
DATE_LOOK_CHARS = 400  # a document's own date stands near its top


def document_of(extract: Extract, name: str, digest: str, source: Source | None) -> Document:
    """The document of an extract of the file `name` with this SHA-256."""
    said = source or Source(path=name)
    own_language = extract.language[:2].lower() if extract.language else ""
    language: Language = said.language or (
        "fr" if own_language == "fr" else "en" if own_language == "en" else detect(extract.text)
    )
    furniture = _merged([*find_furniture(extract.text), *extract.furniture])
    identifier = extract.id or re.sub(r"\.[^./]+$", "", name)
    if extract.id:
        digest = hashlib.sha256(f"{extract.id}\n{extract.title}\n{extract.text}".encode()).hexdigest()
    return Document(
        id=identifier,
        title=(said.title or extract.title or _own_title(extract, furniture, identifier))[:TITLE_CHARS],
        language=language,
        path=name,
        text=extract.text,
        sections=by_language(extract.text, _sections(extract, furniture), language),
        sha256=digest,
        organisation=said.organisation or extract.organisation,
        url=said.url or extract.url,
        date=said.date or extract.date or _own_date(extract, name) or extract.made,
        translation_of=re.sub(r"\.[^./]+$", "", said.translation_of) if said.translation_of else None,
        furniture=furniture,
        ocr=bool(extract.ocr_pages),
    )


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch each other made one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


def _own_title(extract: Extract, furniture: Sequence[Span], identifier: str) -> str:
    """The heading or short line that stands first, no menu or table; else the first heading; else the file's name."""
    first = next((line for line in LINE.finditer(extract.text) if not _inside(line.start(), furniture)), None)
    headings = [extract.text[heading.span.start : heading.span.end] for heading in extract.headings]
    if first and headings and extract.headings[0].span.start <= first.start():
        return headings[0]
    said = first.group().strip() if first else ""
    of_table = HEADS_JOINT in said or is_row(said)
    if said and len(said) <= FIRST_LINE_CHARS and not said.endswith((".", ";", ":", ",")) and not of_table:
        return said
    return headings[0] if headings else identifier.rsplit("/", 1)[-1].replace("-", " ").replace("_", " ")


def _inside(offset: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= offset < span.end for span in spans)


def _own_date(extract: Extract, name: str) -> str | None:
    """A full date near the top of the text or under its title, else a date in the file's name."""
    text = extract.text
    at = text.find(extract.title) if extract.title else -1
    in_text = _dates(text[:DATE_LOOK_CHARS])
    if at > 0 and not any(len(date) == FULL_DATE for date in in_text):
        in_text += _dates(text[at : at + len(extract.title or "") + DATE_LOOK_CHARS])
    in_name = _dates(re.sub(r"[_.]", " ", name))
    full = [date for date in (*in_text, *in_name) if len(date) >= len("2014-08")]
    if full:
        return max(full, key=len)
    return in_name[0] if in_name else None  # a lone year in the text is rarely the document's own


def _dates(text: str) -> list[str]:
    return [v.key for v in find_values(text) if v.kind == "date" and not v.key.startswith("-")]


def _sections(extract: Extract, furniture: Sequence[Span]) -> tuple[Section, ...]:
    """Sections that cover the text: each starts at its heading or page; its path names the headings above it."""
    text = extract.text
    headings = [h for h in extract.headings if not any(f.start <= h.span.start < f.end for f in furniture)]
    at = {heading.span.start: heading for heading in headings}
    pages = {start.offset: start.page for start in extract.pages}
    ends = {heading.until for heading in headings if heading.until is not None}
    bounds = sorted({0, *at, *pages, *ends} - {len(text)})
    sections: list[Section] = []
    path: list[tuple[Heading, str]] = []
    page: int | None = None
    for start, end in zip(bounds, [*bounds[1:], len(text)], strict=True):
        page = pages.get(start, page)
        path = [(h, title) for h, title in path if h.until is None or h.until > start]
        if start in at:
            heading = at[start]
            path = [(above, title) for above, title in path if above.level < heading.level]
            path.append((heading, " ".join(text[heading.span.start : heading.span.end].split())))
        if sections or text[start:end].strip():
            names = tuple(title for _, title in path)
            sections.append(Section(names, Span(start, end), page, ocr=page in extract.ocr_pages))
    return tuple(sections)

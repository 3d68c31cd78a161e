"""Turns a record into the lines that every exported file holds, and such lines back into quotes and where they stand.

Knows nothing about Markdown or Word. The labels of both languages are read back, whichever the file was written in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.wording import LANGUAGE_NAMES
from assistant.records import LANGUAGES, Language
from assistant.web.export.record import Exported, Source
from assistant.web.markup import TURNING
from assistant.web.strings import STRINGS

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHA256 = re.compile(r"[0-9a-f]{64}")
OFFSETS = re.compile(r"(\d{1,10})\s*[–-]\s*(\d{1,10})")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
QUOTED = re.compile(r"^(?:«\s?|“)(?P<quote>.*?)(?:\s?»|”)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Claim:
    """What an exported file says: this quote stands there in that version of that document."""

    number: int
    document: str
    sha256: str
    start: int
    end: int
    quote: str


def plain(text: str) -> str:
    """One line without control characters that no spreadsheet takes for a formula; for titles and other facts."""
    line = " ".join(clean(text).split())
    return f"'{line}" if line.startswith(FORMULA) else line


def clean(text: str) -> str:
    """Text that XML can hold and that turns nothing round; what XML cannot hold is shown as a replacement character."""
    return NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n").translate(TURNING))


def quoted(quote: str, language: Language) -> str:
    return f"«\u00a0{clean(quote)}\u00a0»" if language == "fr" else f"“{clean(quote)}”"


def unquoted(text: str) -> str | None:
    found = QUOTED.match(text.strip())
    return found["quote"] if found else None


def facts(source: Source, language: Language) -> list[tuple[str, str]]:
    """(label, value) of what is known of one source, in the order in which they are written."""
    strings = STRINGS[language]
    known: Sequence[tuple[str, str | None]] = (
        (strings.organisation, source.organisation),
        (strings.export_date, source.date),
        (strings.export_language, LANGUAGE_NAMES[language][source.language]),
        (strings.section, source.section),
        (strings.export_page, str(source.page) if source.page else None),
        (strings.export_file, source.path),
        (strings.export_url, source.url),
        (strings.export_document, source.document),
        (strings.export_sha256, source.sha256),
        (strings.export_offsets, f"{source.start}–{source.end}"),
    )
    return [(label, plain(value)) for label, value in known if value]


def about(record: Exported) -> list[tuple[str, str]]:
    """(label, value) of the answer as a whole."""
    strings = STRINGS[record.language]
    typed = [(strings.export_typed, record.typed)] if record.typed != record.question else []
    made = [
        (strings.export_made, record.made_at),
        (strings.export_generation, record.generation),
        (strings.export_model, record.model),
    ]
    return [(label, plain(value)) for label, value in (*typed, *made)]


def heading_of(source: Source) -> str:
    return f"[{source.number}] {plain(source.title)}"


def claim_of(number: int, quote: str | None, said: dict[str, str]) -> Claim | None:
    """The claim of one source; None where the file does not say enough to check it."""
    document = _said(said, "export_document")
    sha256 = SHA256.search(_said(said, "export_sha256"))
    offsets = OFFSETS.search(_said(said, "export_offsets"))
    if quote is None or not document or not sha256 or not offsets:
        return None
    document = document[1:] if document.startswith("'") and document[1:].startswith(FORMULA) else document
    return Claim(number, document, sha256.group(), int(offsets[1]), int(offsets[2]), quote)


def _said(said: dict[str, str], name: str) -> str:
    return next((said[label] for label in (getattr(STRINGS[of], name) for of in LANGUAGES) if label in said), "")


def as_text(record: Exported) -> str:
    """The answer as plain text with numbered sources, for the clipboard."""
    strings = STRINGS[record.language]
    colon = "\u00a0:" if record.language == "fr" else ":"
    lines = [clean(record.question), ""]
    if not record.answered:
        lines += [f"{strings.abstention}{colon} {clean(record.said)}", ""]
    else:
        lines += [f"{quoted(source.quote, record.language)} [{source.number}]\n" for source in record.sources]
        lines += [strings.sources]
        for source in record.sources:
            page = strings.page.format(page=source.page) if source.page else None
            parts = (source.title, source.organisation, source.date, source.section, page, source.url or source.path)
            lines.append(f"[{source.number}] {', '.join(plain(part) for part in parts if part)}")
    return "\n".join(lines).strip() + "\n"

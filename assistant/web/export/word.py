"""Turns a record into a Word file (DOCX), and such a file back into the claims it makes.

Knows nothing about the index. Written by python-docx as text runs alone: no link, field or macro can come of a quote.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from assistant.corpus.archives import office_file
from assistant.corpus.extract import Options
from assistant.errors import InputError, ReadingError
from assistant.web.export.lines import Claim, about, claim_of, facts, heading_of, plain, quoted, unquoted
from assistant.web.export.record import Exported, Source
from assistant.web.strings import STRINGS

if TYPE_CHECKING:
    from docx.document import Document as Word

HEADING = re.compile(r"^\[(\d{1,4})\] ")
FACT = re.compile(r"^(?P<label>[^:\n]{1,60}?)\s?: (?P<value>.*)$", re.DOTALL)
LOCALES = {"fr": "fr-FR", "en": "en-GB"}


def to_word(record: Exported) -> bytes:
    import docx

    strings = STRINGS[record.language]
    word = docx.Document()
    word.core_properties.title = plain(record.question)[:250]
    word.core_properties.author, word.core_properties.comments = "", ""
    word.add_heading(plain(record.question), level=1)
    for label, value in about(record):
        _fact(word, label, value, record)
    if not record.answered:
        word.add_paragraph().add_run(strings.abstention).bold = True
        word.add_paragraph(plain(record.said))
    known = {source.number: source for source in record.sources}
    for topic, values in record.disagreements:
        word.add_paragraph().add_run(f"{strings.disagreement} – {plain(topic)}").bold = True
        _values(word, values, known)
    word.add_heading(strings.sources if record.answered else strings.nearest, level=2)
    for source in record.sources:
        word.add_heading(heading_of(source), level=3)
        _spoken(word.add_paragraph(style="Quote").add_run(quoted(source.quote, record.language)), source.language)
        for label, value in facts(source, record.language):
            _fact(word, label, value, record)
    word.add_paragraph().add_run(strings.export_note).italic = True
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def claims_of_word(data: bytes) -> list[Claim | None]:
    """What each source of the file claims. Raises InputError for what is no DOCX file."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        word = docx.Document(office_file(data, Options()))
    except (ReadingError, PackageNotFoundError, ValueError, KeyError):
        raise InputError(
            en="The file is no DOCX file that can be read: give one that was exported from an answer.",
            fr="Ce fichier n'est pas un DOCX lisible : indiquez un fichier exporté depuis une réponse.",
        ) from None
    claims: list[Claim | None] = []
    number, quote, said = 0, None, dict[str, str]()
    for paragraph in word.paragraphs:
        text, style = paragraph.text, paragraph.style.name if paragraph.style else ""
        heading = HEADING.match(text) if style == "Heading 3" else None
        if heading:
            if number:
                claims.append(claim_of(number, quote, said))
            number, quote, said = int(heading[1]), None, {}
        elif style == "Quote":
            quote = unquoted(text)
        elif (fact := FACT.match(text)) is not None:
            said[fact["label"].strip()] = fact["value"].strip()
    if number:
        claims.append(claim_of(number, quote, said))
    return claims


def _fact(word: Word, label: str, value: str, record: Exported) -> None:
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_after = 0
    paragraph.add_run(f"{label}{' :' if record.language == 'fr' else ':'} ").bold = True
    paragraph.add_run(value)


def _values(word: Word, values: tuple[tuple[str, int], ...], known: dict[int, Source]) -> None:
    table = word.add_table(rows=0, cols=3)
    table.style = "Table Grid"
    for value, number in values:
        source = known.get(number)
        cells = table.add_row().cells
        cells[0].text = plain(value)
        cells[1].text = heading_of(source) if source else f"[{number}]"
        cells[2].text = plain(source.date) if source and source.date else ""


def _spoken(run: Any, language: str) -> None:
    """Tells Word's spelling checker and screen readers the language of a quote."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), LOCALES[language])
    run._element.get_or_add_rPr().append(spoken)

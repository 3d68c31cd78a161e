"""Turns the ending of a file's name into the reader of its format.

Knows nothing about any format, and loads none of their libraries: each reader does that when it is first called.
"""

from __future__ import annotations

from assistant.corpus.csv import read_csv
from assistant.corpus.docx import read_docx
from assistant.corpus.eml import read_eml, read_mhtml
from assistant.corpus.epub import read_epub
from assistant.corpus.extract import DEFAULT, Extract, Options, Reader
from assistant.corpus.html import read_html
from assistant.corpus.jsonl import read_jsonl
from assistant.corpus.markdown import read_markdown
from assistant.corpus.odt import read_odt
from assistant.corpus.pdf import read_pdf
from assistant.corpus.plain_text import read_plain_text
from assistant.corpus.pptx import read_pptx
from assistant.corpus.rtf import read_rtf
from assistant.corpus.signatures import check_signature
from assistant.corpus.xlsx import read_xlsx
from assistant.errors import ReadingError

READERS: dict[str, Reader] = {
    ".txt": read_plain_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_jsonl,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".pptx": read_pptx,
    ".xlsx": read_xlsx,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".mhtml": read_mhtml,
    ".mht": read_mhtml,
    ".epub": read_epub,
    ".odt": read_odt,
    ".rtf": read_rtf,
    ".eml": read_eml,
}


def reader_of(ending: str) -> Reader:
    """The reader for names that end so. Raises ReadingError for a format that is not read."""
    reader = READERS.get(ending.lower())
    if reader is None:
        kinds = ", ".join(READERS)
        raise ReadingError(
            en=f"files of type {ending or 'unknown'!r} are not read (only {kinds})",
            fr=f"les fichiers de type {ending or 'inconnu'!r} ne sont pas lus (seulement {kinds})",
        )
    return reader


def extract(ending: str, data: bytes, options: Options = DEFAULT) -> list[Extract]:
    """What a file's bytes hold, within the limits. Raises ReadingError."""
    if not data:
        raise ReadingError(en="the file is empty", fr="le fichier est vide")
    ending = ending.lower()
    reader = reader_of(ending)
    check_signature(ending, data)
    found = reader(data, options)
    if not all(one.problem or one.text.strip() for one in found):
        raise ReadingError(en="it holds no text", fr="il ne contient pas de texte")
    limit = options.max_text_chars
    if any(len(one.text) > limit for one in found):
        raise ReadingError(
            en=f"it holds more than {limit:,} characters; split it into several files",
            fr=f"il contient plus de {limit:,} caractères ; répartissez-le en plusieurs fichiers".replace(",", " "),
        )
    return found

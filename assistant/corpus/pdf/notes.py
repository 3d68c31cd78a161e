"""Turns what could not be read of a PDF into sentences in French and English.

Knows nothing about how pages are read.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.corpus.extract import Options, hidden_note, numbers_text
from assistant.corpus.ocr import ocr_languages
from assistant.corpus.pdf.shapes import Page
from assistant.errors import ReadingError


def nothing_read(
    count: int, pages: Sequence[Page], broken: Sequence[int], unread: Sequence[int], options: Options
) -> ReadingError:
    """Why a PDF without any text has none."""
    if unread:
        return ReadingError(**dict(zip(("en", "fr"), _no_text_layer(unread, options), strict=True)))
    if any(page.hidden_chars for page in pages):
        return ReadingError(
            en="all of its text is invisible; nothing that a reader would see was found",
            fr="tout son texte est invisible ; rien de visible pour un lecteur n'a été trouvé",
        )
    if broken and len(broken) == min(count, len(broken) + len(pages)):
        return ReadingError(
            en="none of its pages can be opened; export it again from its program",
            fr="aucune de ses pages ne s'ouvre ; exportez-le à nouveau depuis son logiciel",
        )
    return ReadingError(en="its pages hold no text", fr="ses pages ne contiennent pas de texte")


def warnings_of(
    pages: Sequence[Page], broken: Sequence[int], unread: Sequence[int], options: Options
) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    if unread:
        found.append(_no_text_layer(unread, options))
    if broken:
        numbers = numbers_text(broken)
        found.append((f"broken: page(s) {numbers}", f"page(s) endommagée(s) : {numbers}"))
    hidden = sum(page.hidden_chars for page in pages)
    found += hidden_note(hidden)
    read = [page.number for page in pages if page.ocr and page.words]
    if read:
        numbers = numbers_text(read)
        found.append((f"read by OCR: page(s) {numbers}", f"lu par OCR : page(s) {numbers}"))
    return tuple(found)


def _no_text_layer(unread: Sequence[int], options: Options) -> tuple[str, str]:
    numbers = numbers_text(unread)
    hint = ("use --ocr", "utilisez --ocr")
    if options.ocr and not ocr_languages():
        hint = (
            "for --ocr install Tesseract with French and English (tesseract-ocr-fra, tesseract-ocr-eng)",
            "pour --ocr, installez Tesseract avec le français et l'anglais (tesseract-ocr-fra, tesseract-ocr-eng)",
        )
    elif options.ocr:
        hint = (
            "OCR found no words there; scan again if there are any",
            "l'OCR n'y a trouvé aucun mot ; numérisez mieux",
        )
    return f"no text layer: page(s) {numbers}, {hint[0]}", f"pas de couche de texte : page(s) {numbers}, {hint[1]}"

"""Turns what could not be read of a PDF into sentences in French and English.

Knows nothing about how pages are read.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.corpus.extract import Options, hidden_note, numbers_text
from assistant.corpus.pdf.shapes import Page
from assistant.errors import ReadingError


def nothing_read(
    count: int, pages: Sequence[Page], broken: Sequence[int], unread: Sequence[int], options: Options
) -> ReadingError:
    """Why a PDF without any text has none."""
    if unread:
        numbers = numbers_text(unread)
        if options.ocr:
            return ReadingError(
                en=f"no text layer, and OCR found no text: page(s) {numbers}; scan them again more sharply",
                fr=f"pas de couche de texte, et l'OCR n'a rien trouvé : page(s) {numbers} ; numérisez mieux",
            )
        return ReadingError(
            en=f"no text layer: page(s) {numbers}, use --ocr",
            fr=f"pas de couche de texte : page(s) {numbers}, utilisez --ocr",
        )
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
        numbers = numbers_text(unread)
        hint = (
            (" (OCR found nothing)", " (l'OCR n'a rien trouvé)") if options.ocr else (", use --ocr", ", utilisez --ocr")
        )
        found.append(
            (f"no text layer: page(s) {numbers}{hint[0]}", f"pas de couche de texte : page(s) {numbers}{hint[1]}")
        )
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

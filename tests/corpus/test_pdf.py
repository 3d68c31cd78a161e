"""Turns PDFs drawn here into checks of the order of reading, headings, tables, pages, and of what nobody would see."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from assistant.corpus.documents import document_of
from assistant.corpus.extract import Extract, Options
from assistant.corpus.ocr import ocr_languages
from assistant.corpus.readers import extract
from assistant.errors import ReadingError

WIDTH, HEIGHT = A4
FRENCH = (
    "La situation sécuritaire reste préoccupante dans le nord, où les affrontements ont provoqué de nouveaux "
    "déplacements de population vers les communes de Gossi et d'Ansongo. L'accès humanitaire demeure limité."
)
Draw = Callable[[Canvas], None]


def drawn(*pages: Draw, **options: Any) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, **options)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def write(canvas: Canvas, x: float, y: float, text: str, size: float = 10, font: str = "Helvetica") -> None:
    canvas.setFont(font, size)
    canvas.drawString(x, HEIGHT - y, text)


def paragraph(canvas: Canvas, x: float, y: float, text: str, width: float, size: float = 10) -> float:
    """Draw the text in lines of that width; the height below it."""
    line = ""
    for word in [*text.split(), ""]:
        if line and (not word or canvas.stringWidth(f"{line} {word}", "Helvetica", size) > width):
            write(canvas, x, y, line, size)
            y, line = y + 1.25 * size, ""
        line = f"{line} {word}".strip()
    return y


def read(data: bytes, options: Options = Options()) -> Extract:  # noqa: B008 (frozen)
    [found] = extract(".pdf", data, options)
    return found


def headings(found: Extract) -> list[tuple[int, str]]:
    return [(h.level, found.text[h.span.start : h.span.end]) for h in found.headings]


def test_lines_become_paragraphs_under_headings_of_their_size() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 60, "Rapport de situation", 22, "Helvetica-Bold")
        write(canvas, 60, 110, "Santé", 14, "Helvetica-Bold")
        y = paragraph(canvas, 60, 135, FRENCH, 300)
        y = paragraph(canvas, 60, y + 10, FRENCH, 300)
        write(canvas, 60, y + 20, "Besoins", 10, "Helvetica-Bold")
        paragraph(canvas, 60, y + 40, "Le mot interna- tionale et la sous- préfecture.".replace("- ", "-\n"), 300)

    found = read(drawn(page))
    assert found.text.split("\n\n")[:4] == ["Rapport de situation", "Santé", FRENCH, FRENCH]
    assert headings(found) == [(1, "Rapport de situation"), (2, "Santé"), (3, "Besoins")]
    assert found.title == "Rapport de situation"


def test_words_parted_at_line_ends_are_whole_again() -> None:
    def page(canvas: Canvas) -> None:
        for number, line in enumerate(
            ("La communauté interna-", "tionale et les sous-", "préfectures du Burkina-", "Faso sont là.")
        ):
            write(canvas, 60, 60 + 12 * number, line)

    assert read(drawn(page)).text == "La communauté internationale et les sous-préfectures du Burkina-Faso sont là."


def test_two_columns_are_read_one_after_the_other_under_a_title_over_both() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 60, "Un titre qui va d'un bord de la page à l'autre, sur les deux colonnes", 14)
        paragraph(canvas, 60, 100, "Gauche commence. " + FRENCH * 3 + " Gauche finit.", 220)
        paragraph(canvas, 310, 104, "Droite commence. " + FRENCH * 3 + " Droite finit.", 220)

    text = read(drawn(page)).text
    places = [
        text.index(mark) for mark in ("Un titre", "Gauche commence", "Gauche finit", "Droite commence", "Droite f")
    ]
    assert sorted(places) == places
    assert FRENCH * 3 in text


def furnished(number: int) -> Draw:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 30, "OCHA Mali | Rapport n° 12 | 5 août 2014", 8)
        write(canvas, 60, HEIGHT - 30, f"Page {number} sur 3", 8)
        paragraph(canvas, 60, 100, f"Ceci est la page {number}. " + FRENCH, 400)
        paragraph(canvas, 60, 300, FRENCH, 400)

    return page


def test_what_runs_over_the_pages_is_no_content_and_each_page_has_its_number() -> None:
    found = read(drawn(*(furnished(number) for number in (1, 2, 3))))
    assert [found.text[f.start : f.end] for f in found.furniture] == ["OCHA Mali | Rapport n° 12 | 5 août 2014"]
    assert found.text.count("OCHA") == 1
    assert "sur 3" not in found.text
    assert [start.page for start in found.pages] == [1, 2, 3]
    document = document_of(found, "r.pdf", "0", None)
    pages = {s.page: document.text[s.span.start : s.span.end] for s in document.sections}
    assert {number: f"Ceci est la page {number}." in text for number, text in pages.items()} == {
        1: True,
        2: True,
        3: True,
    }
    assert document.date == "2014-08-05"


def test_a_paragraph_over_two_pages_is_whole_and_belongs_to_the_first() -> None:
    def first(canvas: Canvas) -> None:
        paragraph(canvas, 60, 700, "Le premier. " + FRENCH.replace("limité.", "limité par"), 450)

    def second(canvas: Canvas) -> None:
        y = paragraph(canvas, 60, 60, "les pluies.", 450)
        paragraph(canvas, 60, y + 20, FRENCH, 450)

    found = read(drawn(first, second))
    assert "demeure limité par les pluies." in found.text
    assert found.text[found.pages[1].offset :].startswith("La situation")


CELLS = [
    ["Préfecture", "Cas confirmés", "Décès"],
    ["Macenta", "12", "7"],
    ["Guéckédou", "245", "173"],
    ["Total", "257", ""],
]
ROWS = [
    "Préfecture | Cas confirmés | Décès",
    "Macenta: Cas confirmés 12; Décès 7",
    "Guéckédou: Cas confirmés 245; Décès 173",
    "Total: Cas confirmés 257",
]


@pytest.mark.parametrize("ruled", [True, False])
def test_each_row_of_a_table_is_one_line(ruled: bool) -> None:
    def page(canvas: Canvas) -> None:
        paragraph(canvas, 60, 60, FRENCH, 450)
        write(canvas, 60, 130, "Tableau 1 : Cas au 3 août 2014")
        for row, cells in enumerate(CELLS):
            for column, text in enumerate(cells):
                write(canvas, 65 + 150 * column, 160 + 20 * row, text)
        if ruled:
            canvas.grid([60, 210, 360, 510], [HEIGHT - y for y in (146, 166, 186, 206, 226)])
        paragraph(canvas, 60, 260, FRENCH, 450)

    found = read(drawn(page))
    assert found.text.split("\n\n") == [FRENCH, "Tableau 1 : Cas au 3 août 2014", "\n".join(ROWS), FRENCH]
    [caption] = found.headings
    assert caption.until == found.text.index(ROWS[-1]) + len(ROWS[-1])
    sections = document_of(found, "r.pdf", "0", None).sections
    assert [section.heading for section in sections] == [(), ("Tableau 1 : Cas au 3 août 2014",), ()]


def test_key_figures_stay_with_their_labels_and_are_no_headings() -> None:
    def page(canvas: Canvas) -> None:
        for number, (figure, label) in enumerate(
            (("7.1M", "people in need"), ("4.2M", "people targeted"), ("56 %", "funded"))
        ):
            write(canvas, 60 + 170 * number, 80, figure, 26, "Helvetica-Bold")
            write(canvas, 60 + 170 * number, 98, label)
        write(canvas, 60, 140, "Highlights", 14, "Helvetica-Bold")
        paragraph(canvas, 60, 160, FRENCH, 450)

    found = read(drawn(page))
    assert found.text.startswith("7.1M people in need\n\n4.2M people targeted\n\n56 % funded\n\nHighlights\n\n")
    assert headings(found) == [(1, "Highlights")]


def test_lists_with_bullets_far_from_their_text() -> None:
    def page(canvas: Canvas) -> None:
        for number, text in enumerate(("vaccination des enfants", "distribution d'eau", "formation")):
            write(canvas, 60, 60 + 14 * number, "•")
            write(canvas, 80, 60 + 14 * number, text)

    assert read(drawn(page)).text == "- vaccination des enfants\n- distribution d'eau\n- formation"


def test_a_raised_footnote_mark_does_not_alter_a_number() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 60, "On compte 1 234")
        canvas.setFont("Helvetica", 6)
        canvas.drawString(60 + canvas.stringWidth("On compte 1 234", "Helvetica", 10), HEIGHT - 56, "5")
        write(canvas, 140, 60, "cas.")

    assert "1 234⁵ cas" in read(drawn(page)).text


def test_text_that_nobody_sees_is_left_out_and_counted() -> None:
    def page(canvas: Canvas) -> None:
        paragraph(canvas, 60, 60, FRENCH, 450)
        canvas.setFillColorRGB(1, 1, 1)
        write(canvas, 60, 200, "Blanc sur blanc.")
        canvas.setFillColorRGB(0, 0, 0.5)
        canvas.rect(50, HEIGHT - 250, 300, 30, fill=1, stroke=0)
        canvas.setFillColorRGB(1, 1, 1)
        write(canvas, 60, 240, "Blanc sur bleu.")
        canvas.setFillColorRGB(0, 0, 0)
        write(canvas, 60, 300, "Trop petit.", 1)
        write(canvas, 60, HEIGHT + 50, "Hors de la page.")
        text = canvas.beginText(60, HEIGHT - 400)
        text.setTextRenderMode(3)
        text.textLine("Invisible.")
        canvas.drawText(text)

    found = read(drawn(page))
    assert found.text == f"{FRENCH}\n\nBlanc sur bleu."
    hidden = sum(len("".join(t.split())) for t in ("Blanc sur blanc.", "Trop petit.", "Hors de la page.", "Invisible."))
    assert found.warnings == (
        (f"{hidden} invisible characters left out", f"{hidden} caractères invisibles laissés de côté"),
    )


def test_a_page_of_invisible_text_only_is_refused_with_that_reason() -> None:
    def page(canvas: Canvas) -> None:
        text = canvas.beginText(60, 600)
        text.setTextRenderMode(3)
        text.textLine("Invisible.")
        canvas.drawText(text)

    with pytest.raises(ReadingError, match="invisible"):
        read(drawn(page))


def scan(text: str, layer: str = "") -> Draw:
    """A page that is an image of the text, with a hidden layer of recognised text or without."""
    image = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(image).text((120, 200), text, fill=0, font=ImageFont.load_default(size=44))

    def page(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)
        if layer:
            hidden = canvas.beginText(60, 700)
            hidden.setFont("Helvetica", 12)
            hidden.setTextRenderMode(3)
            hidden.textLine(layer)
            canvas.drawText(hidden)

    return page


def test_a_scan_without_text_is_refused_with_the_way_out() -> None:
    with pytest.raises(ReadingError) as raised:
        read(drawn(scan("x"), scan("y")))
    assert raised.value.en == "no text layer: page(s) 1-2, use --ocr"
    assert raised.value.fr == "pas de couche de texte : page(s) 1-2, utilisez --ocr"


def test_a_partly_scanned_file_is_read_and_its_other_pages_are_named() -> None:
    found = read(drawn(furnished(1), scan("x")))
    assert "Ceci est la page 1." in found.text
    assert found.unread
    assert found.warnings[0][0] == "no text layer: page(s) 2, use --ocr"


def test_a_hidden_layer_over_a_scan_is_read_as_ocr() -> None:
    found = read(drawn(scan("x", "Les réfugiés de Gao sont protégés")))
    assert "Les réfugiés de Gao" in found.text
    assert found.ocr_pages == (1,)
    document = document_of(found, "r.pdf", "0", None)
    assert document.ocr
    assert [section.ocr for section in document.sections] == [True]


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Debian's tesseract-ocr, which is optional")
def test_a_scan_is_read_by_ocr_when_asked_for() -> None:
    found = read(drawn(scan("Forty-two doctors work in Gao")), Options(ocr=True))
    assert "doctors work in Gao" in found.text
    assert found.ocr_pages == (1,)
    assert "read by OCR: page(s) 1" in [en for en, _ in found.warnings]


def test_ocr_that_is_asked_for_and_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.corpus.ocr._languages", lambda: ())
    assert ocr_languages() == ()
    with pytest.raises(ReadingError, match="install Tesseract"):
        read(drawn(scan("x")), Options(ocr=True))


@pytest.mark.parametrize("owner_only", [True, False])
def test_a_password(owner_only: bool) -> None:
    lock = StandardEncryption("" if owner_only else "secret", ownerPassword="other", strength=128)
    data = drawn(lambda canvas: write(canvas, 60, 60, "Ouvert."), encrypt=lock)
    if owner_only:  # opens for everybody, and may not be printed or so
        assert read(data).text == "Ouvert."
        return
    with pytest.raises(ReadingError, match="protected by a password"):
        read(data)


@pytest.mark.parametrize("cut", [20, 300, 600])
def test_a_cut_file_gives_its_text_or_a_reason(cut: int) -> None:
    data = drawn(furnished(1))
    text = reason = ""
    try:
        text = read(data[:-cut]).text
    except ReadingError as error:
        reason = error.fr
    assert reason or "page 1" in text


def test_a_generic_title_is_not_the_documents() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setTitle("Microsoft Word - rapport final v3.doc")
        write(canvas, 60, 60, "Le choléra au Tchad", 20)
        paragraph(canvas, 60, 100, FRENCH, 400)

    assert read(drawn(page)).title == "Le choléra au Tchad"


def test_a_page_turned_on_its_side_is_read_like_another() -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        for number, line in enumerate(("Un tableau couché.", "Sa seconde ligne.")):
            canvas.drawString(100, 300 - 14 * number, line)

    assert read(drawn(page)).text.split() == "Un tableau couché. Sa seconde ligne.".split()

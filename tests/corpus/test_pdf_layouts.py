"""Turns pages drawn like those of situation reports into checks of columns, figures, tables and bullets."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from assistant.corpus.documents import document_of
from tests.corpus.test_pdf import FRENCH, HEIGHT, WIDTH, drawn, headings, paragraph, read, write

LONG = FRENCH * 2


def test_a_key_figure_and_its_label_below_are_one_line_whatever_stands_beside() -> None:
    def page(canvas: Canvas) -> None:
        paragraph(canvas, 60, 60, LONG, 320)
        write(canvas, 420, 70, "2 161 000", 20)
        write(canvas, 420, 84, "personnes affectées par", 8)
        write(canvas, 420, 94, "l'insécurité alimentaire", 8)
        write(canvas, 420, 130, "46 %", 20)
        write(canvas, 420, 144, "du plan est financé", 8)

    lines = read(drawn(page)).text.split("\n\n")
    assert [LONG, "2 161 000 personnes affectées par l'insécurité alimentaire", "46 % du plan est financé"] == lines


def test_a_key_figure_has_its_label_on_its_right() -> None:
    def page(canvas: Canvas) -> None:
        for number, (figure, first, second) in enumerate(
            (("167 245", "réfugiés maliens dans", "les pays voisins"), ("12", "sites et camps", "aménagés"))
        ):
            write(canvas, 60, 80 + 60 * number, figure, 20, "Helvetica-Bold")
            write(canvas, 160, 70 + 60 * number, first, 8)
            write(canvas, 160, 80 + 60 * number, second, 8)
        paragraph(canvas, 60, 220, FRENCH, 400)

    text = read(drawn(page)).text
    assert "167 245 réfugiés maliens dans les pays voisins\n" in text
    assert "12 sites et camps aménagés\n" in text


def test_columns_of_text_in_step_are_no_table() -> None:
    def page(canvas: Canvas) -> None:
        for column in range(3):
            paragraph(canvas, 40 + 180 * column, 80, f"Colonne {column} commence. " + LONG, 160, 9)

    text = read(drawn(page)).text
    assert ":" not in text
    assert all(f"Colonne {column} commence. {LONG}" in text for column in range(3))


def test_a_banner_comes_first_and_tells_the_date() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.1, 0.3, 0.6)
        canvas.rect(40, HEIGHT - 80, WIDTH - 80, 50, fill=1, stroke=0)
        canvas.setFillColorRGB(1, 1, 1)
        write(canvas, 50, 60, "Mali : Flash info", 20)
        write(canvas, 420, 50, "Numéro 7", 9)
        write(canvas, 420, 62, "9 juillet 2020", 9)
        canvas.setFillColorRGB(0, 0, 0)
        for column in (40, 310):
            paragraph(canvas, column, 110, LONG, 240)

    found = read(drawn(page))
    assert ["Mali : Flash info", "Numéro 7 9 juillet 2020"] == [line for line in found.text.split("\n") if line][:2]
    document = document_of(found, "r.pdf", "0", None)
    assert ("Mali : Flash info", "2020-07-09") == (document.title, document.date)


CELLS = (
    ("Région", "Activité", "Ménages", "Partenaire"),
    ("Gao", "Distribution de vivres et|de coupons alimentaires", "4 266", "PAM"),
    ("Mopti", "Transferts monétaires", "81 410", "Oxfam"),
    ("Ségou", "Appui aux maraîchers et|réhabilitation des puits", "351", "FAO"),
)


def table(canvas: Canvas, top: float, step: float) -> None:
    for number, row in enumerate(CELLS):
        for x, cell in zip((60, 130, 330, 420), row, strict=True):
            for line, text in enumerate(cell.split("|")):
                write(canvas, x, top + step * number + 11 * line, text, 9)


ROWS = (
    "Région | Activité | Ménages | Partenaire\n"
    "Gao: Activité: Distribution de vivres et de coupons alimentaires; Ménages 4 266; Partenaire: PAM\n"
    "Mopti: Activité: Transferts monétaires; Ménages 81 410; Partenaire: Oxfam\n"
    "Ségou: Activité: Appui aux maraîchers et réhabilitation des puits; Ménages 351; Partenaire: FAO"
)


def test_lines_between_rows_make_a_table_of_whole_cells() -> None:
    def page(canvas: Canvas) -> None:
        paragraph(canvas, 60, 60, FRENCH, 450)
        table(canvas, 150, 30)
        for number in range(5):
            canvas.line(55, HEIGHT - 136 - 30 * number, 500, HEIGHT - 136 - 30 * number)
        paragraph(canvas, 60, 300, FRENCH, 450)

    assert f"{FRENCH}\n\n{ROWS}\n\n{FRENCH}" == read(drawn(page)).text


def test_shades_behind_every_other_row_make_one_table_under_its_title() -> None:
    rows = [(name, f"{12 + number} 400", f"{number + 3} 150") for number, name in enumerate("ABCDEFG")]

    def page(canvas: Canvas) -> None:
        paragraph(canvas, 60, 60, FRENCH, 450)
        write(canvas, 62, 140, "Réponse par cluster", 14, "Helvetica-Bold")
        for number, row in enumerate((("Cluster", "Ciblées", "Atteintes"), *rows)):
            for x, cell in zip((60, 210, 360), row, strict=True):
                if number % 2 or not number:
                    canvas.setFillColorRGB(0.8, 0.9, 1)
                    canvas.rect(x, HEIGHT - 166 - 20 * number, 150, 20, fill=1, stroke=0)
                    canvas.setFillColorRGB(0, 0, 0)
                write(canvas, x + 4, 160 + 20 * number, cell, 9)
        paragraph(canvas, 60, 360, FRENCH, 450)

    said = "\n".join(f"{name}: Ciblées {aimed}; Atteintes {reached}" for name, aimed, reached in rows)
    found = read(drawn(page))
    assert f"Réponse par cluster\n\nCluster | Ciblées | Atteintes\n{said}\n" in found.text


def test_white_space_between_rows_makes_a_table_of_whole_cells() -> None:
    def page(canvas: Canvas) -> None:
        paragraph(canvas, 60, 60, FRENCH, 450)
        table(canvas, 150, 34)
        paragraph(canvas, 60, 330, FRENCH, 450)

    assert f"{FRENCH}\n\n{ROWS}\n\n{FRENCH}" == read(drawn(page)).text


def test_a_table_that_goes_on_over_the_page_keeps_its_heads() -> None:
    def rows(canvas: Canvas, top: float, cells: list[tuple[str, str, str]]) -> None:
        for number, row in enumerate(cells):
            for x, text in zip((65, 215, 365), row, strict=True):
                write(canvas, x, top + 20 * number, text)
        xs, ys = [60, 210, 360, 510], [HEIGHT - top + 14 - 20 * number for number in range(len(cells) + 1)]
        canvas.grid(xs, ys)

    def first(canvas: Canvas) -> None:
        paragraph(canvas, 60, 60, FRENCH, 450)
        rows(canvas, 650, [("Préfecture", "Cas", "Décès"), ("Macenta", "12", "7"), ("Lola", "9", "5")])

    def second(canvas: Canvas) -> None:
        rows(canvas, 120, [("Guéckédou", "245", "173"), ("Kissidougou", "31", "20")])
        paragraph(canvas, 60, 300, FRENCH, 450)

    text = read(drawn(first, second)).text
    assert "Guéckédou: Cas 245; Décès 173\nKissidougou: Cas 31; Décès 20" in text
    assert text.count("Préfecture") == 1


def test_a_cell_that_spans_rows_over_the_page_is_said_on_both_pages() -> None:
    heads = ("Région", "Activité", "Ménages")

    def rows(canvas: Canvas, top: float, cells: list[tuple[str, str]], name_at: int | None) -> None:
        for number, row in enumerate(((heads[1], heads[2]), *cells)):
            for x, text in zip((215, 365), row, strict=True):
                write(canvas, x, top + 20 * number, text)
        write(canvas, 65, top, heads[0])
        if name_at is not None:
            write(canvas, 65, top + 20 * name_at, "Mopti")
        ys = [HEIGHT - top + 14 - 20 * number for number in range(len(cells) + 2)]
        canvas.grid([210, 360, 510], ys)
        for y in (ys[0], ys[1], ys[-1]):
            canvas.line(60, y, 210, y)
        canvas.line(60, ys[0], 60, ys[-1])

    def first(canvas: Canvas) -> None:
        paragraph(canvas, 60, 60, FRENCH, 450)
        rows(canvas, 650, [("Distribution de vivres", "4 266"), ("Transferts monétaires", "810")], 1)

    def second(canvas: Canvas) -> None:
        rows(canvas, 120, [("Appui aux maraîchers", "351"), ("Kits scolaires", "77")], None)
        paragraph(canvas, 60, 300, FRENCH, 450)

    text = read(drawn(first, second)).text
    for activity, number in (
        ("Transferts monétaires", "810"),
        ("Appui aux maraîchers", "351"),
        ("Kits scolaires", "77"),
    ):
        assert f"Mopti: Activité: {activity}; Ménages {number}" in text


def test_a_heading_of_rows_inside_a_table_is_no_head_of_its_columns() -> None:
    cells = (
        ("Indicateur", "Cible", "Atteint"),
        ("Santé",),
        ("Enfants vaccinés", "12", "7"),
        ("Mères suivies", "9", "5"),
    )

    def page(canvas: Canvas) -> None:
        for number, row in enumerate(cells):
            for x, text in zip((65, 215, 365), row, strict=False):
                write(canvas, x, 114 + 20 * number, text, 10, "Helvetica-Bold" if number < 2 else "Helvetica")
        canvas.grid([60, 210, 360, 510], [HEIGHT - 100, HEIGHT - 120])
        canvas.grid([60, 510], [HEIGHT - 120, HEIGHT - 140])
        canvas.grid([60, 210, 360, 510], [HEIGHT - 140, HEIGHT - 160, HEIGHT - 180])

    assert [
        "Indicateur | Cible | Atteint",
        "Santé",
        "Enfants vaccinés: Cible 12; Atteint 7",
        "Mères suivies: Cible 9; Atteint 5",
    ] == read(drawn(page)).text.split("\n")


def test_bullets_drawn_as_dots_begin_items() -> None:
    def page(canvas: Canvas) -> None:
        for number, text in enumerate(("6 forages réhabilités", "Formation de relais", "Distribution de vivres")):
            canvas.circle(62, HEIGHT - 57 - 12 * number, 1.6, fill=1, stroke=0)
            write(canvas, 72, 60 + 12 * number, text)

    assert read(drawn(page)).text == "- 6 forages réhabilités\n- Formation de relais\n- Distribution de vivres"


def test_a_paragraph_goes_on_over_the_page_past_a_sidebar() -> None:
    def first(canvas: Canvas) -> None:
        paragraph(canvas, 60, 700, LONG.replace("limité.", "limité par", 2), 330)
        write(canvas, 430, 710, "35", 20)
        write(canvas, 430, 724, "ménages assistés", 8)

    def second(canvas: Canvas) -> None:
        y = paragraph(canvas, 60, 60, "les pluies.", 330)
        paragraph(canvas, 60, y + 20, FRENCH, 330)

    text = read(drawn(first, second)).text
    assert "demeure limité par les pluies." in text
    assert "35 ménages assistés" in text


def test_a_key_figure_at_the_edge_of_a_page_is_no_page_number() -> None:
    def first(canvas: Canvas) -> None:
        paragraph(canvas, 60, 100, FRENCH, 330)
        write(canvas, 300, HEIGHT - 30, "1", 8)

    def second(canvas: Canvas) -> None:
        write(canvas, 430, 50, "783", 20)
        write(canvas, 430, 64, "élèves", 8)
        paragraph(canvas, 60, 100, FRENCH, 330)
        write(canvas, 300, HEIGHT - 30, "2", 8)

    lines = read(drawn(first, second)).text.split("\n")
    assert "783 élèves" in lines
    assert "1" not in lines
    assert "2" not in lines


def test_lines_of_contents_stand_apart_and_are_no_content() -> None:
    def page(canvas: Canvas) -> None:
        for number, (title, on) in enumerate((("Contexte", 2), ("Financement", 12))):
            write(canvas, 60, 60 + 14 * number, f"{title} {'.' * 60} {on}")
        paragraph(canvas, 60, 120, FRENCH, 450)

    found = read(drawn(page))
    assert [found.text[span.start : span.end] for span in found.furniture] == ["Contexte … 2", "Financement … 12"]
    assert headings(found) == []


def test_letters_set_apart_are_words() -> None:
    def page(canvas: Canvas) -> None:
        text = canvas.beginText(60, HEIGHT - 60)
        text.setFont("Helvetica", 10)
        text.setCharSpace(3)
        text.textLine("RAPPORT DE SITUATION")
        canvas.drawText(text)
        paragraph(canvas, 60, 100, FRENCH, 450)

    assert read(drawn(page)).text.startswith("RAPPORT DE SITUATION")


def test_words_of_a_stretched_line_are_one_line() -> None:
    def page(canvas: Canvas) -> None:
        paragraph(canvas, 60, 60, FRENCH, 160)
        for number, word in enumerate(("La", "distribution", "continue")):
            write(canvas, (60, 90, 162)[number], 200, word)
        write(canvas, 60, 212.5, "malgré les pluies de la saison.")

    text = read(drawn(page)).text
    assert "La distribution continue" in text


def test_dashes_at_the_end_of_a_line_join_names() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 60, "L'accès reste limité sur la route de Gao–")
        write(canvas, 60, 72, "Kidal en raison de l'insécurité.")

    assert "Gao–Kidal en raison" in read(drawn(page)).text


def test_every_section_is_a_slice_of_the_text() -> None:
    def page(canvas: Canvas) -> None:
        write(canvas, 60, 50, "Situation", 16, "Helvetica-Bold")
        write(canvas, 60, 90, "12 500", 20)
        write(canvas, 60, 104, "enfants vaccinés", 8)
        table(canvas, 150, 34)
        paragraph(canvas, 60, 330, FRENCH, 450)

    document = document_of(read(drawn(page)), "r.pdf", "0", None)
    assert document.text == "".join(document.text[s.span.start : s.span.end] for s in document.sections)
    assert "12 500 enfants vaccinés" in document.text

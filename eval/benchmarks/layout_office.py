"""Turns invented text into a situation report of a word processor and a page of a layout program, with their truths.

Knows nothing about our readers. The Word file is printed by LibreOffice where it is installed; the drawn page has what
layout programs leave: text drawn twice, soft hyphens, white text, text off the page.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.benchmarks.layout_texts import Texts


def word_report(folder: Path, variant: int) -> None:
    from docx import Document
    from docx.enum.section import WD_SECTION
    from docx.shared import Pt

    from eval.benchmarks.layout_files import Truth, to_pdf

    texts, truth = (
        Texts(90 + 100 * variant),
        Truth("Cluster Nutrition : bulletin trimestriel", "2017-06-30", "Numéro 5"),
    )
    document = Document()
    document.styles["Normal"].font.size = Pt(10 + variant)
    document.sections[0].header.paragraphs[0].text = "Cluster Nutrition Mali – Bulletin trimestriel – Numéro 5"
    document.sections[0].footer.paragraphs[0].text = "Cluster Nutrition, Bamako – nutrition@unicef.org"
    truth.running = ["Cluster Nutrition, Bamako – nutrition@unicef.org"]
    document.add_heading(truth.title, 0)
    document.add_paragraph("Numéro 5 – avril à juin 2017, publié le 30 juin 2017")
    columns = document.add_section(WD_SECTION.CONTINUOUS)
    _columns(columns, 2)
    flow: list[tuple[str, str]] = []
    for name in ("Situation nutritionnelle", "Réponse des partenaires", "Défis et recommandations"):
        document.add_heading(name, 1)
        truth.headings.append(name)
        for _ in range(2):
            said = [texts.sentence("fr") for _ in range(4)]
            document.add_paragraph(" ".join(said))
            flow += [(one, "fr") for one in said]
        for _ in range(3):
            truth.items.append(texts.item("fr"))
            document.add_paragraph(truth.items[-1], style="List Bullet")
    truth.flows.append(flow)
    _columns(document.add_section(WD_SECTION.CONTINUOUS), 1)
    document.add_heading("Admissions par région", 2)
    truth.headings.append("Admissions par région")
    _table(document, texts, truth)
    document.add_heading("Calendrier", 2)
    truth.headings.append("Calendrier")
    flow = [(texts.sentence("fr"), "fr") for _ in range(12)]
    truth.flows.append(flow)
    document.add_paragraph(" ".join(one for one, _ in flow))
    (folder / "word_fr.json").write_text(json.dumps(asdict(truth), ensure_ascii=False, indent=1), encoding="utf-8")
    if shutil.which("soffice"):
        document.save(str(folder / "word_fr.docx"))
        to_pdf(folder / "word_fr.docx")
    drawn_report(folder, variant)


def _columns(section: Any, count: int) -> None:
    from docx.oxml.ns import qn

    [columns] = section._sectPr.xpath("./w:cols") or [None]
    columns.set(qn("w:num"), str(count))


def _table(document: Any, texts: Texts, truth: Any) -> None:
    table = document.add_table(rows=2, cols=5, style="Table Grid")
    heads = ("Région", "Cible annuelle", "Janvier–mars", "Avril–juin", "Commentaire")
    table.cell(0, 0).merge(table.cell(1, 0)).text = heads[0]
    table.cell(0, 1).merge(table.cell(1, 1)).text = heads[1]
    table.cell(0, 2).merge(table.cell(0, 3)).text = "Admissions MAS"
    table.cell(1, 2).text, table.cell(1, 3).text = heads[2], heads[3]
    table.cell(0, 4).merge(table.cell(1, 4)).text = heads[4]
    for place in [*texts.places(7), "Total"]:
        remark = "Rupture de stock d'intrants pendant deux semaines en mai" if len(place) % 2 else "Complétude de 92 %"
        said = [place, *(texts.number() for _ in range(3)), remark]
        for cell, text in zip(table.add_row().cells, said, strict=True):
            cell.text = text
        truth.cells += [([place], head, text) for head, text in zip(heads[1:], said[1:], strict=True)]


def drawn_report(folder: Path, variant: int) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from eval.benchmarks.layout_files import Truth

    texts, truth = Texts(91 + 100 * variant), Truth("Burkina Faso: Humanitarian Snapshot", "2020-07-09", "")
    canvas = Canvas(str(folder / "drawn_en.pdf"), pagesize=A4, invariant=1)
    width, height = A4
    canvas.setFillColorRGB(0.1, 0.3, 0.6)
    canvas.rect(0, height - 70, width, 70, fill=1, stroke=0)
    canvas.setFillColorRGB(1, 1, 1)
    for shift in (0, 0.3):  # fake bold
        canvas.setFont("Helvetica", 22)
        canvas.drawString(40 + shift, height - 45, truth.title)
    canvas.setFont("Helvetica", 9)
    canvas.drawRightString(width - 40, height - 62, "As of 9 July 2020")
    canvas.drawString(width + 20, height - 200, "Printer's mark: do not remove")
    canvas.drawString(40, height - 90, "White on white, left by the template")
    canvas.setFillColorRGB(0, 0, 0)
    y = height - 110.0
    for column in (40, 310):
        y, flow = height - 110.0, list[tuple[str, str]]()
        for name in (("Displacement", "Food security"), ("Health", "Logistics"))[column > 40]:
            truth.headings.append(name)
            for shift in (0, 0.25):
                canvas.setFont("Helvetica", 12)
                canvas.drawString(column + shift, y, name)
            said = [texts.sentence("en") for _ in range(4)]
            flow += [(one, "en") for one in said]
            y = _set(canvas, column, y - 16, " ".join(said), 235) - 12
        truth.flows.append(flow)
    for number, (figure, label) in enumerate((("1 million", "people displaced"), ("3.3 million", "in need of aid"))):
        truth.figures.append((figure, label))
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(40 + 270 * number, 120, figure)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(40 + 270 * number, 106, label)
    canvas.save()
    (folder / "drawn_en.json").write_text(json.dumps(asdict(truth), ensure_ascii=False, indent=1), encoding="utf-8")


def _set(canvas: Any, x: float, y: float, text: str, width: float) -> float:
    """Lines of that width, long words parted by soft hyphens; the height below them."""
    line = ""
    words = text.split()
    while words:
        word = words.pop(0)
        if canvas.stringWidth(f"{line} {word}", "Helvetica", 9.5) <= width:
            line = f"{line} {word}".strip()
            continue
        if len(word) > 9 and word.isalpha() and canvas.stringWidth(f"{line} {word[:5]}-", "Helvetica", 9.5) <= width:
            line, word = f"{line} {word[:5]}\u00ad", word[5:]
        canvas.setFont("Helvetica", 9.5)
        canvas.drawString(x, y, line)
        y, line = y - 12, word
    canvas.setFont("Helvetica", 9.5)
    canvas.drawString(x, y, line)
    return y - 12

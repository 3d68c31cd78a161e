"""Turns lines of text into a small PDF, one list of lines a page; knows nothing about what is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

LINE_POINTS = 18


def made_pdf(path: Path, pages: Sequence[Sequence[str]], title: str = "", script: str = "", link: str = "") -> None:
    """`script` is what the file asks a viewer to run when it is opened, `link` is where all of its first page leads."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfdoc
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    if title:
        canvas.setTitle(title)
    if script:
        action = pdfdoc.PDFDictionary({"S": pdfdoc.PDFName("JavaScript"), "JS": pdfdoc.PDFString(script)})
        canvas._doc.Catalog.OpenAction = action
    if link:
        canvas.linkURL(link, (0, 0, *A4))
    for lines in pages:
        canvas.setFont("Helvetica", 12)
        for place, line in enumerate(lines):
            canvas.drawString(72, A4[1] - 90 - LINE_POINTS * place, line)
        canvas.showPage()
    canvas.save()

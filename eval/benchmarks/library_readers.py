"""Turns the name of a library into its plainest way of reading a file: what its own documentation shows first.

Knows nothing about what must be found. Every library is imported inside its function, since each runs where it alone is
installed.
"""

from __future__ import annotations

from pathlib import Path

from eval.benchmarks.reader_probes import Reader


def ours(path: Path) -> list[str]:
    from assistant.corpus.extract import DEFAULT
    from assistant.corpus.readers import extract

    extracts = extract(path.suffix, path.read_bytes(), DEFAULT)
    return [*(one.text for one in extracts), *[""] * (sum(one.page_count or 1 for one in extracts) - len(extracts))]


def pypdfium2(path: Path) -> list[str]:
    import pypdfium2

    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]


def pypdf(path: Path) -> list[str]:
    import pypdf

    return [page.extract_text() for page in pypdf.PdfReader(path).pages]


def pdfminer(path: Path) -> list[str]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTTextContainer

    return [
        "".join(box.get_text() for box in page if isinstance(box, LTTextContainer)) for page in extract_pages(str(path))
    ]


def pdfplumber(path: Path) -> list[str]:
    import pdfplumber

    with pdfplumber.open(path) as document:
        return [page.extract_text() or "" for page in document.pages]


def pdfplumber_tables(path: Path) -> list[str]:
    """Its text, then the tables it finds, a row a line."""
    import pdfplumber

    def tables(page: pdfplumber.page.Page) -> str:
        rows = [row for table in page.extract_tables() for row in table]
        return "\n".join(" | ".join((cell or "").replace("\n", " ") for cell in row) for row in rows)

    with pdfplumber.open(path) as document:
        return [f"{page.extract_text() or ''}\n{tables(page)}" for page in document.pages]


def pymupdf(path: Path) -> list[str]:
    import pymupdf

    return [page.get_text() for page in pymupdf.open(path)]


def pymupdf_sorted(path: Path) -> list[str]:
    import pymupdf

    return [page.get_text(sort=True) for page in pymupdf.open(path)]


def python_docx(path: Path) -> list[str]:
    import docx

    document = docx.Document(str(path))
    blocks = document.iter_inner_content()
    return [
        "\n".join(
            block.text
            if hasattr(block, "text")
            else "\n".join(" | ".join(cell.text for cell in row.cells) for row in block.rows)
            for block in blocks
        )
    ]


def mammoth(path: Path) -> list[str]:
    import mammoth

    with path.open("rb") as file:
        return [mammoth.extract_raw_text(file).value]


def docx2txt(path: Path) -> list[str]:
    import docx2txt

    return [docx2txt.process(str(path))]


def docx2python(path: Path) -> list[str]:
    from docx2python import docx2python

    with docx2python(path) as read:
        return [read.text]


def python_pptx(path: Path) -> list[str]:
    import pptx

    slides = pptx.Presentation(str(path)).slides
    return ["\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame) for slide in slides]


def openpyxl(path: Path) -> list[str]:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return ["\n".join(" | ".join("" if v is None else str(v) for v in row) for row in sheet.values) for sheet in book]


def calamine(path: Path) -> list[str]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    return ["\n".join(" | ".join(map(str, row)) for row in sheet) for sheet in sheets]


def odfdo(path: Path) -> list[str]:
    from odfdo import Document

    return [Document(str(path)).get_formatted_text()]


def odfpy(path: Path) -> list[str]:
    from odf import teletype, text
    from odf.opendocument import load

    document = load(str(path))
    return ["\n".join(teletype.extractText(one) for one in document.getElementsByType(text.P))]


def striprtf(path: Path) -> list[str]:
    from striprtf.striprtf import rtf_to_text

    return [rtf_to_text(path.read_text(encoding="latin-1"))]


def trafilatura(path: Path) -> list[str]:
    import trafilatura

    return [trafilatura.extract(path.read_bytes()) or ""]


def beautifulsoup(path: Path) -> list[str]:
    from bs4 import BeautifulSoup

    return [BeautifulSoup(path.read_bytes(), "html.parser").get_text("\n")]


def inscriptis(path: Path) -> list[str]:
    from inscriptis import get_text

    return [get_text(path.read_text(encoding="utf-8", errors="replace"))]


READERS: dict[str, dict[str, Reader]] = {
    "pdf": {
        "pypdfium2, raw text": pypdfium2,
        "pypdf": pypdf,
        "pdfminer.six": pdfminer,
        "PyMuPDF": pymupdf,
        "PyMuPDF, sorted": pymupdf_sorted,
        "pdfplumber": pdfplumber,
        "pdfplumber with tables": pdfplumber_tables,
        "ours": ours,
    },
    "docx": {
        "python-docx, text and tables": python_docx,
        "mammoth": mammoth,
        "docx2txt": docx2txt,
        "docx2python": docx2python,
        "ours": ours,
    },
    "pptx": {"python-pptx": python_pptx, "ours": ours},
    "odt": {"odfdo": odfdo, "odfpy": odfpy, "ours": ours},
    "xlsx": {"openpyxl": openpyxl, "python-calamine": calamine, "ours": ours},
    "rtf": {"striprtf": striprtf, "ours": ours},
    "html": {"trafilatura": trafilatura, "beautifulsoup4": beautifulsoup, "inscriptis": inscriptis, "ours": ours},
}

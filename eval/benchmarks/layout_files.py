"""Turns the templates of a folder into PDFs, by every printer that is there, each with the truth of what it says.

Knows nothing about our readers. Chromium prints always, WeasyPrint and LibreOffice where they are installed; a Word
file and a drawn page with the tricks of layout programs are made here.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from eval.benchmarks.layout_texts import Texts

TEMPLATES = Path(__file__).parent / "layouts"
VARIANTS = (  # the same layouts in other types, with other lines, and by the seed with other text
    "",
    "*{font-family:'DejaVu Serif'!important;line-height:1.3!important}p,.two,.three"
    "{text-align:left!important}@page{size:Letter}",
    "*{font-family:'DejaVu Sans Condensed'!important;letter-spacing:-.01em}p{text-indent:1em;line-height:1.15}"
    "td,th{padding:1px 6px!important}@page{margin:20mm}",
)


@dataclass(slots=True)
class Truth:
    """What a page says: sentences by flow with their language, rows of tables as (row heads, head, value)."""

    title: str = ""
    date: str = ""
    number: str = ""
    flows: list[list[tuple[str, str]]] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    cells: list[tuple[list[str], str, str]] = field(default_factory=list)
    figures: list[tuple[str, str]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)  # may be headings
    contents: list[str] = field(default_factory=list)
    running: list[str] = field(default_factory=list)


def make(folder: Path, variant: int = 0) -> None:
    """Write the PDFs of all templates and their truths, as NAME.pdf and NAME.json, into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pages: dict[str, str] = {}
    for number, template in enumerate(sorted(TEMPLATES.glob("*.html"))):
        pages[template.stem] = html = _rendered(template, number + 100 * variant, VARIANTS[variant])
        truth = json.dumps(asdict(_truth(html)), ensure_ascii=False, indent=1)
        for printer in ("chromium", "weasyprint", "libreoffice"):
            (folder / f"{template.stem}.{printer}.json").write_text(truth, encoding="utf-8")
    _by_chromium(pages, folder)
    _by_weasyprint(pages, folder)
    from eval.benchmarks.layout_office import word_report

    _by_libreoffice(pages, folder)
    word_report(folder, variant)


def _rendered(template: Path, seed: int, style: str) -> str:
    from jinja2 import Environment
    from markupsafe import Markup

    texts = Texts(seed)
    source = template.read_text(encoding="utf-8")
    own = "fr" if 'lang="fr"' in source[:40] else "en"

    def sentences(count: int, language: str = own) -> Markup:
        said = (texts.sentence(language) for _ in range(count))
        return Markup(" ").join(Markup('<span class="s">{}</span>').format(one) for one in said)

    html = (
        Environment(autoescape=True)
        .from_string(source)
        .render(
            s=sentences,
            item=lambda: texts.item(own),
            num=lambda: texts.number(own),
            place=texts.place,
            places=texts.places,
            actor=texts.actor,
        )
    )
    running = _parsed(html).get("data-running")
    margin = f'@page{{@top-left{{content:"{running}";font-size:8pt}}}}' if running else ""
    html = html.replace("</style>", f"{style}</style>", 1)
    return html.replace("<style>", f'<meta charset="utf-8"><style>{margin}', 1)


def _parsed(html: str) -> Any:
    from lxml import html as parser

    return parser.fromstring(html)


def _truth(html: str) -> Truth:
    root = _parsed(html)
    by_class = lambda element, name: element.xpath(f".//*[contains(concat(' ',@class,' '),' {name} ')]")  # noqa: E731
    truth = Truth(root.get("data-title"), root.get("data-date"), root.get("data-number"))
    for flow in root.xpath("//*[@data-flow]"):
        language = flow.xpath("ancestor-or-self::*[@lang][1]/@lang")[-1]
        truth.flows.append([(text_of(s), language) for s in by_class(flow, "s")])
    truth.items = [text_of(item) for item in by_class(root, "b")]
    truth.figures = [(text_of(by_class(k, "n")[0]), text_of(by_class(k, "l")[0])) for k in by_class(root, "kf")]
    truth.headings = [text_of(heading) for heading in by_class(root, "hd")]
    truth.labels = [text_of(label) for label in (*root.xpath("//p/b|//h2|//h3"), *by_class(root, "label"))]
    truth.contents = [text_of(line.xpath("./span")[0]) for line in by_class(root, "toc")]
    truth.running = [said for said in (root.get("data-running"), root.get("data-footer")) if said]
    for table in by_class(root, "t"):
        truth.cells += _cells(table)
    return truth


def text_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def _cells(table: Any) -> Iterator[tuple[list[str], str, str]]:
    """The cells of the body with the heads of their row and the last head above them."""
    heads = _grid(table.xpath("./thead/tr"))[-1]
    for row in _grid(table.xpath("./tbody/tr")):
        row_heads = list(dict.fromkeys(text for text, tag in row if tag == "th"))
        for (head, _), (text, tag) in zip(heads, row, strict=False):
            if tag == "td" and text and len(row_heads) > 0:
                yield row_heads, head, text


def _grid(rows: list[Any]) -> list[list[tuple[str, str]]]:
    grid: list[dict[int, tuple[str, str]]] = [{} for _ in rows]
    for number, row in enumerate(rows):
        column = 0
        for cell in row.xpath("./th|./td"):
            while column in grid[number]:
                column += 1
            wide, high = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
            for down in range(min(high, len(rows) - number)):
                for right in range(wide):
                    grid[number + down][column + right] = (text_of(cell), cell.tag)
            column += wide
    return [[cells[column] for column in sorted(cells)] for cells in grid]


def _by_chromium(pages: dict[str, str], folder: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for name, html in pages.items():
            page.set_content(html)
            root = _parsed(html)
            footer = root.get("data-footer")
            style = "font-size:8px;width:100%;padding:0 12mm;display:flex;justify-content:space-between"
            pages_said = 'Page <span class="pageNumber"></span>/<span class="totalPages"></span>'
            page.pdf(
                path=folder / f"{name}.chromium.pdf",
                prefer_css_page_size=True,
                print_background=True,
                display_header_footer=footer is not None,
                header_template="<span></span>",
                footer_template=f'<div style="{style}"><span>{footer}</span><span>{pages_said}</span></div>',
            )
        browser.close()


def _by_weasyprint(pages: dict[str, str], folder: Path) -> None:
    program = shutil.which("weasyprint")
    for name, html in pages.items() if program else ():
        source = folder / f"{name}.html"
        source.write_text(html, encoding="utf-8")
        subprocess.run([str(program), "-q", source, folder / f"{name}.weasyprint.pdf"], check=True)
        source.unlink()


def _by_libreoffice(pages: dict[str, str], folder: Path) -> None:
    if shutil.which("soffice") is None:
        return
    for name in ("unicef_indicators_fr", "ifrc_operation_en", "ocha_sidebar_fr"):
        source = folder / f"{name}.libreoffice.html"
        source.write_text(pages[name], encoding="utf-8")
        to_pdf(source, "pdf:writer_web_pdf_Export")
        source.unlink()


def to_pdf(source: Path, kind: str = "pdf") -> None:
    """The file as LibreOffice prints it, beside it."""
    command = ["soffice", "--headless", "--convert-to", kind, "--outdir", str(source.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)

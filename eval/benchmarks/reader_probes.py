"""Turns a folder of real files into what a good reader must give of them: known strings, columns, hyphens, rows.

Knows nothing about libraries. The strings are the folder's own; the rest was read off the pages by eye.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

COLUMNS = {  # text over several lines of one column: whoever reads across the columns breaks it
    "multi-column-2p.pdf": (
        "where traditional sparse vector space models, such as TF-IDF or BM25, are the de facto method",
        "a context retriever first selects a small subset of passages where some of them contain the answer to the",
        "can be seen as representing the question and context in",
        "consist of completely different tokens may still be mapped to vectors close to each other",
        "which can be answered from the context",
    ),
    "multicolumn.pdf": (
        "placerat ac, adipiscing vitae, felis. Curabitur dictum gravida mauris",
        "Nam lacus libero, pretium at, lobortis vitae, ultricies et, tellus",
        "Lorem ipsum dolor sit amet, consectetuer adipiscing elit. In hac habitasse platea dictumst",
        "Cum sociis natoque penatibus et magnis dis parturient montes",
        "ligula sed lacus. Duis cursus enim ut augue. Cras ac magna",
    ),
}
HYPHENS = {  # words cut at the end of a line
    "multi-column-2p.pdf": (
        "relies on efficient passage retrieval",
        "can be practically implemented using dense",
        "answers factoid questions using a large",
        "can thoroughly examine the retrieved contexts",
        "is a very reasonable strategy",
    ),
    "multicolumn.pdf": (
        "consectetuer adipiscing elit. Ut purus elit",
        "Pellentesque habitant morbi tristique senectus",
        "Cras viverra metus rhoncus sem",
        "sit amet orci dignissim rutrum",
        "Maecenas lacinia",
    ),
}
ROWS = {  # cells of one row of a table: on one line, in this order
    "eu-002.pdf": (
        ("Knowledge and awareness of different cultures", "0,2885", "0,3974", "0,3904"),
        ("Social skills and abilities", "0,3416", "0,3369", "0,4303"),
    ),
    "schools.pdf": (
        ("Strom", "Pam", "1229 Hague Ave", "55104", "9/12/2012", "60.00"),
        ("Seeba", "Louise & Paul", "1399 Sheldon St", "55108", "City of Saint Paul", "10/12/2012", "60.00"),
    ),
    "frx_2012_disclosure.pdf": (
        ("AARON, CAREN, T", "RICHMOND, VA", "MEALS", "$392.45"),
        ("AARON, JOSHUA, N", "REGIONAL PULMONARY & SLEEP MEDICINE", "WEST GROVE, PA", "SPEAKING FEES", "$4,700.00"),
    ),
    "twotables.pdf": (("当期首残高", "5,664", "749", "12,017", "△747", "17,683"), ("当期純利益", "1,269", "1,269")),
    "SPARSE-2024-INV-1234_borderless_table.pdf": (
        ("SKU-9201", "Hardware", "$32.50", "$25,285.00", "2024-10-22", "Verified"),
    ),
    "multicolumn.pdf": (
        ("Belgium", "11.5", "30,689", "Brussels", "Dutch, French, German"),
        ("Finland", "5.5", "338,424", "Helsinki"),
    ),
    "rotated_page.pdf": (("Medicare", "480", "478", "528", "564", "586", "7,065"),),
    "eu-017.pdf": (("Latvia", "7", "8.002", "0,37027"), ("Malta", "18", "975", "0,22896")),
}
HEADS = {  # a row's name, a column's head and the cell where they meet: on one line, in this order
    "eu-002.pdf": (
        ("Social skills and abilities", "Production of materials", "0,3369"),
        ("Self competence", "Presentation and evaluation", "0,4617"),
    ),
    "schools.pdf": (("Strom", "Zip", "55104"), ("Seeba", "Employer", "City of Saint Paul")),
    "frx_2012_disclosure.pdf": (("AARON, CAREN, T", "Purpose of Payment", "EDUCATIONAL ITEMS"),),
    "twotables.pdf": (("当期純利益", "利益剰余金", "1,269"),),
    "SPARSE-2024-INV-1234_borderless_table.pdf": (("SKU-9201", "Last Audit", "2024-10-22"),),
    "multicolumn.pdf": (("Belgium", "Capital", "Brussels"), ("Finland", "Official Language", "Finnish")),
    "rotated_page.pdf": (("Medicare", "2014", "564"),),
    "eu-017.pdf": (("Malta", "Valid replies per country", "18"),),
}


@dataclass
class Counts:
    """(found, wanted) of each kind."""

    strings: tuple[int, int] = (0, 0)
    columns: tuple[int, int] = (0, 0)
    hyphens: tuple[int, int] = (0, 0)
    rows: tuple[int, int] = (0, 0)
    heads: tuple[int, int] = (0, 0)

    def add(self, kind: str, hits: list[bool]) -> None:
        found, wanted = getattr(self, kind)
        setattr(self, kind, (found + sum(hits), wanted + len(hits)))


def files_of(folder: Path, ending: str) -> list[tuple[Path, list[str]]]:
    """The files of one format with the strings that must be found in them."""
    rows = map(json.loads, (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines())
    return [(folder / "files" / r["file"], r.get("expected") or []) for r in rows if r["file"].endswith(f".{ending}")]


def look(text: str, name: str, expected: list[str], counts: Counts) -> None:
    """Count what is found of one file's text."""
    whole = plain(text)
    lines = [plain(line) for line in text.split("\n")]
    counts.add("strings", [plain(one) in whole for one in expected])
    counts.add("columns", [plain(one) in whole.replace("- ", "") for one in COLUMNS.get(name, ())])
    counts.add("hyphens", [plain(one) in whole for one in HYPHENS.get(name, ())])
    counts.add("rows", [any(in_order(line, row) for line in lines) for row in ROWS.get(name, ())])
    counts.add("heads", [any(in_order(line, cells) for line in lines) for cells in HEADS.get(name, ())])


def in_order(line: str, cells: tuple[str, ...]) -> bool:
    position = 0
    for cell in map(plain, cells):
        position = line.find(cell, position) + len(cell)
        if position < len(cell):
            return False
    return True


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


Reader = Callable[[Path], list[str]]  # a file -> its pages, or its whole text as one

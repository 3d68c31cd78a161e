"""Turns the view's own files into checks that they are what they say they are, and nothing in them goes elsewhere."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files

import pytest

from assistant.web.document_view.static_files import TYPES, address_of_static, media_type, stamp, static_files

FOLDER = files("assistant.web").joinpath("static")
OURS = ["matching.js", "original.js", "view.css", "view.js"]
TABLE = re.findall(r"^\| `([\w./]+)` \|.*`([0-9a-f]{64})`", FOLDER.joinpath("pdfjs/README.md").read_text("utf-8"), re.M)


def test_every_file_has_a_type_and_an_address() -> None:
    assert set(OURS) <= set(static_files())
    for name in static_files():
        assert media_type(name) in TYPES.values()
        assert re.fullmatch(rf"/view/[0-9a-f]{{12}}/{re.escape(name)}", address_of_static(name))
    assert len(stamp()) == 12


@pytest.mark.parametrize(("name", "digest"), TABLE)
def test_pdfjs_is_the_one_that_its_note_names(name: str, digest: str) -> None:
    assert digest == hashlib.sha256(static_files()[f"pdfjs/{name}"].read_bytes()).hexdigest()


def test_the_note_names_every_program_of_pdfjs() -> None:
    programs = {name for name in static_files() if name.startswith("pdfjs/") and name.endswith((".mjs", ".wasm"))}
    assert programs == {f"pdfjs/{name}" for name, _ in TABLE}
    assert sum(len(file.read_bytes()) for file in static_files().values()) < 3.2e6


@pytest.mark.parametrize("name", OURS)
def test_our_own_files_name_no_other_place_and_run_no_text(name: str) -> None:
    text = static_files()[name].read_text("utf-8")
    assert "//" not in re.sub(r"^\s*//.*$|\s//\s.*$", "", text, flags=re.MULTILINE)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|@import", text)


def test_pdfjs_compiles_nothing_from_text() -> None:
    for name in ("pdfjs/pdf.min.mjs", "pdfjs/pdf.worker.min.mjs"):
        text = static_files()[name].read_text("utf-8")
        assert not re.search(r"new Function\(|\beval\(", text)

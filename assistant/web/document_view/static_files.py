"""Turns the names of the view's own style, scripts and pdf.js into addresses that change whenever their bytes do.

Knows nothing about documents. Only what lay in the folder when the program started is ever given out.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "wasm": "application/wasm",
    "pfb": "application/octet-stream",
    "ttf": "font/ttf",
}


@lru_cache(maxsize=1)
def static_files() -> dict[str, Traversable]:
    """Every file that is served, by its name below the folder."""
    return dict(_below(files("assistant.web").joinpath("static"), ""))


@lru_cache(maxsize=1)
def stamp() -> str:
    """Twelve digits that change when any of the files does; part of their addresses, so that browsers may keep them."""
    digest = hashlib.sha256()
    for name, file in sorted(static_files().items()):
        digest.update(f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


def address_of_static(name: str) -> str:
    return f"/view/{stamp()}/{name}"


def media_type(name: str) -> str:
    return TYPES[name.rpartition(".")[2]]


def _below(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            found += _below(entry, f"{prefix}{entry.name}/")
        elif entry.name.rpartition(".")[2] in TYPES:
            found.append((f"{prefix}{entry.name}", entry))
    return found

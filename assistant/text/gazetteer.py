"""Turns the tables of places and organisations into the names of one thing in both languages.

Knows nothing about documents. The tables hold English and French names, and are no list of what there is.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from assistant.text.terms import fold


@cache
def place_rows() -> tuple[tuple[str, ...], ...]:
    """For each place its English name, its French name, and other spellings."""
    return tuple(
        (english, french, *(others[0].split("|") if others else ()))
        for _, english, french, _, *others in rows("assistant.text", "places.tsv")
    )


@cache
def place_names() -> dict[str, tuple[str, ...]]:
    """All names of a place by each of its folded ones."""
    found: dict[str, tuple[str, ...]] = {}
    for names in place_rows():
        for name in names:
            found.setdefault(fold(name), names)
    return found


@cache
def organisation_names() -> dict[str, tuple[str, ...]]:
    """All names of an organisation, the one to show first, by each of them as it is written."""
    found: dict[str, tuple[str, ...]] = {}
    for shown, *others in rows("assistant.text", "organisations.tsv"):
        names = tuple(name for name in (shown, *(others[0].split("|") if others else ())) if name)
        for name in names:
            found.setdefault(name, names)
    return found


def rows(package: str, name: str) -> list[list[str]]:
    """A table of a package: columns between tabs; lines that begin with # are remarks."""
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]

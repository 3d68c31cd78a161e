"""Turns the command that compares language editions into one call, and its differences into lines or JSON.

Knows nothing about how editions are compared.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.group import command, tell_damage
from assistant.cli.showing import show_json
from assistant.cli.telling import reader_language, say

if TYPE_CHECKING:
    from assistant.discovery.editions.comparing import Comparison, Difference, Side
    from assistant.records import Language

KINDS = {
    "fr": {"figure": "chiffre", "date": "date", "name": "nom", "lacking": "manque"},
    "en": {"figure": "figure", "date": "date", "name": "name", "lacking": "lacking"},
}


@command
@click.argument("left", required=False)
@click.argument("right", required=False)
def compare(corpus_folder: Path, index_folder: Path, as_json: bool, left: str | None, right: str | None) -> None:
    """What the language editions of one text say otherwise, and what one lacks.

    LEFT and RIGHT are documents by id or file; without them every pair that is known is compared.
    """
    from assistant.discovery.editions.comparing import compare as compare_documents
    from assistant.discovery.editions.pairs import find_pair, pairs_of
    from assistant.index.opened import open_index

    if (left is None) != (right is None):
        raise click.UsageError("Name two documents, or none.")
    index = open_index(index_folder)
    tell_damage(index.damage)
    pairs = [find_pair(index, left, right)] if left and right else pairs_of(index)
    found = [compare_documents(index, pair.left, pair.right) for pair in pairs]
    if as_json:
        show_json([as_dict(comparison) for comparison in found])
        return
    language = reader_language()
    for comparison in found:
        _show(comparison, language)
    if not found:
        say(
            "Aucune paire d’éditions n’est connue : nommez deux documents, ou dites translation_of dans sources.toml."
            if language == "fr"
            else "No pair of editions is known: name two documents, or say translation_of in sources.toml."
        )


def _show(comparison: Comparison, language: Language) -> None:
    click.echo(f"{comparison.left.id} – {comparison.right.id}")
    if not comparison.are_editions:
        said = (
            "  Presque rien n’est dit des deux côtés : ce ne sont pas deux éditions d’un même texte."
            if language == "fr"
            else "  Hardly anything is said on both sides: these are no editions of one text."
        )
        click.echo(said)
        return
    for difference in comparison.differences:
        click.echo(f"  {KINDS[language][difference.kind]}: {_line(difference)}")
    count = len(comparison.differences)
    many = "s" if count != 1 else ""
    say(f"{count} différence{many}." if language == "fr" else f"{count} difference{many}.")


def _line(difference: Difference) -> str:
    return " ≠ ".join(_said(side) if side else "–" for side in (difference.left, difference.right))


def _said(side: Side) -> str:
    value = f"{' '.join(side.said.split())} " if side.value else ""
    return f"{value}[{side.document}#{side.span.start}-{side.span.end}] {' '.join(side.quote.split())}"


def as_dict(comparison: Comparison) -> dict[str, Any]:
    return {
        "left": comparison.left.id,
        "right": comparison.right.id,
        "languages": [comparison.left.language, comparison.right.language],
        "sentences": list(comparison.sentences),
        "alike": round(comparison.alike, 3),
        "editions": comparison.are_editions,
        "differences": [
            {
                "kind": str(difference.kind),
                "left": _side(difference.left),
                "right": _side(difference.right),
            }
            for difference in comparison.differences
        ]
        if comparison.are_editions
        else [],
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    value = {"value": side.said, "value_start": side.value.start, "value_end": side.value.end} if side.value else {}
    return {"document": side.document, "start": side.span.start, "end": side.span.end, "quote": side.quote, **value}

"""Turns the command that lists acronyms into one call, and the list into lines or JSON.

Knows nothing about how acronyms are found.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.discovering import discover
from assistant.cli.group import command_of, tell_damage
from assistant.cli.showing import show_json
from assistant.cli.telling import reader_language, say

if TYPE_CHECKING:
    from assistant.discovery.acronyms import Entry, Proof


@command_of(discover)
@click.argument("words", required=False, default="")
def acronyms(corpus_folder: Path, index_folder: Path, as_json: bool, words: str) -> None:
    """What the documents' acronyms stand for; with WORDS, only those in which these occur."""
    from assistant.discovery.acronyms import acronym_list, matching
    from assistant.index.opened import open_index

    index = open_index(index_folder)
    tell_damage(index.damage)
    entries = matching(acronym_list(index), words)
    if as_json:
        show_json([_as_dict(entry) for entry in entries])
        return
    for entry in entries:
        click.echo(f"{entry.short}: {entry.expansion} ({entry.language or '-'}) [{_place(entry.proofs[0])}]")
        for other in entry.others:
            click.echo(f"    = {other.short} {other.expansion} ({other.language}) [{_place(other.proof)}]")
    say(f"{len(entries)} {'sigles' if reader_language() == 'fr' else 'acronyms'}.")


def _place(proof: Proof) -> str:
    return f"{proof.document}#{proof.span.start}-{proof.span.end}"


def _as_dict(entry: Entry) -> dict[str, Any]:
    return {
        "short": entry.short,
        "expansion": entry.expansion,
        "language": entry.language,
        "known_by": entry.known_by,
        "places": entry.places,
        "citations": [_proof(proof) for proof in entry.proofs],
        "others": [
            {"short": o.short, "expansion": o.expansion, "language": o.language, "citation": _proof(o.proof)}
            for o in entry.others
        ],
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {"document": proof.document, "start": proof.span.start, "end": proof.span.end, "quote": proof.quote}

"""Turns answers, hits and records into lines for people or JSON for machines, on standard output.

Knows nothing about how they came about.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.telling import say

if TYPE_CHECKING:
    from assistant.records import Answer, Hit


def show_answer(answer: Answer) -> None:
    click.echo(answer.text)
    if answer.citations:
        heading = ("Sources" if answer.answered else "Passages les plus proches" if answer.language == "fr"
                   else "Nearest passages")  # fmt: skip
        click.echo(f"\n{heading}")
    for citation in answer.citations:
        document = citation.document
        facts = [document.organisation, document.date, document.language, citation.passage.section, document.path]
        click.echo(f"[{citation.number}] {document.title} ({', '.join(fact for fact in facts if fact)})")
        if not answer.answered:
            click.echo(f"    {citation.quote}")
    if answer.acronyms:
        click.echo("\nSigles" if answer.language == "fr" else "\nAcronyms")
    for note in answer.acronyms:
        click.echo(f"{note.short}: {' '.join(note.expansion.split())} ({note.document.title}, {note.document.path})")
    confidence = "confiance" if answer.language == "fr" else "confidence"
    times = ", ".join(f"{stage} {ms:.0f} ms" for stage, ms in answer.timings_ms.items())
    say(f"{confidence} {answer.confidence:.2f} · {times}")


def show_hits(hits: list[Hit]) -> None:
    for rank, hit in enumerate(hits, start=1):
        click.echo(f"{rank:2} {hit.passage.id} ({hit.document.language}) {hit.passage.section}")
        click.echo(f"   {' '.join(hit.passage.text.split())[:200]}")


def show_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))

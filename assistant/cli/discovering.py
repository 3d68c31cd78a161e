"""Turns the commands of discovery into one call each: organisations and first questions, as lines or as JSON.

Knows nothing about how anything is found.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.group import command_of, main, open_quietly, tell_damage
from assistant.cli.showing import show_json
from assistant.cli.telling import reader_language, say

if TYPE_CHECKING:
    from assistant.discovery.first_questions import FirstQuestion
    from assistant.discovery.records import Cited, Line, Mark, Profile


@main.group()
def discover() -> None:
    """What the documents hold for whoever does not know yet what to ask."""


@command_of(discover)
def organisations(corpus_folder: Path, index_folder: Path, as_json: bool) -> None:
    """Who works where, since when and in what: every line with the sentence that proves it."""
    from assistant.discovery.organisations import directory_of
    from assistant.index.opened import open_index

    index = open_index(index_folder)
    tell_damage(index.damage)
    directory = directory_of(index)
    if as_json:
        profiles = [_profile(profile) for profile in directory.profiles]
        show_json({"organisations": profiles, "marks": [_mark(mark) for mark in directory.marks]})
        return
    language = reader_language()
    for profile in directory.profiles:
        click.echo(profile.name)
        for line in profile.lines:
            places = ", ".join(label.said(language) for _, label in line.places)
            click.echo(f"  {line.kind}: {line.label.said(language)}{f' ({places})' if places else ''}")
            for cited in line.cited:
                click.echo(
                    f"    [{cited.document}#{cited.span.start}-{cited.span.end}] {' '.join(cited.quote.split())}"
                )
    marks = len(directory.marks)
    lines = sum(len(profile.lines) for profile in directory.profiles)
    say(
        f"{len(directory.profiles)} organisations, {lines} lignes, {marks} marques."
        if language == "fr"
        else f"{len(directory.profiles)} organisations, {lines} lines, {marks} marks."
    )


@command_of(discover)
def questions(corpus_folder: Path, index_folder: Path, as_json: bool) -> None:
    """Questions to begin with, each tried now and answered with a checked citation."""
    from assistant.discovery.first_questions import candidates_of, documents_asked_about, first_questions
    from assistant.discovery.organisations import directory_of

    found = []
    with open_quietly(index_folder) as (assistant, _):
        candidates = candidates_of(directory_of(assistant.index), documents_asked_about(assistant.index))
        for one in first_questions(candidates, lambda question, language: assistant.ask(question, language)):
            found.append(one)
            if not as_json:
                click.echo(f"{one.direction}  {one.text}")
                click.echo(f"    [{one.citation.passage.id}] {' '.join(one.citation.quote.split())}")
    if as_json:
        show_json([_question(one) for one in found])


def _profile(profile: Profile) -> dict[str, Any]:
    return {"name": profile.name, "slug": profile.slug, "lines": [_line(line) for line in profile.lines]}


def _line(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind, "value": {"en": line.label.en, "fr": line.label.fr},
        "places": [place for place, _ in line.places], "citations": [_cited(cited) for cited in line.cited],
    }  # fmt: skip


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "organisation": mark.organisation, "place": mark.place, "sector": mark.sector,
        "citations": [_cited(cited) for cited in mark.cited],
    }  # fmt: skip


def _cited(cited: Cited) -> dict[str, Any]:
    said = asdict(cited)
    span = said.pop("span")
    return {**said, **span}


def _question(one: FirstQuestion) -> dict[str, Any]:
    from assistant.answering.exchange import citation_as_dict

    return {
        "question": one.text, "language": one.language, "direction": one.direction,
        "citation": citation_as_dict(one.citation),
    }  # fmt: skip

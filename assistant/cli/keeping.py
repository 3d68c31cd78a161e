"""Turns command lines about the index itself into one call each: what is in it, whether it is whole, what must go.

Knows nothing about how anything is done. See commands.py for where output goes and what exit codes mean.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from assistant.cli.group import command, tell_damage, tell_waiting
from assistant.cli.showing import show_json
from assistant.cli.telling import progress_bar, reader_language


@command
def status(corpus_folder: Path, index_folder: Path, as_json: bool) -> None:
    """Say what is indexed."""
    from assistant.index.serving import find_serving

    serving = find_serving(index_folder)
    manifest = serving.manifest
    tell_damage(serving.damage)
    record = {key: value for key, value in asdict(manifest).items() if key != "files"}
    if as_json:
        show_json(record)
        return
    click.echo(f"{manifest.generation} ({manifest.built_at}), {manifest.model.name}")
    french = reader_language() == "fr"
    sentences = f"{manifest.sentences} {'phrases' if french else 'sentences'}"
    click.echo(f"{len(manifest.documents)} documents, {manifest.passages} passages, {sentences}")
    for skipped in manifest.skipped:
        click.echo(f"{'Ignoré' if french else 'Skipped'} {skipped['path']}: {skipped[reader_language()]}")


@command
def verify(corpus_folder: Path, index_folder: Path, as_json: bool) -> None:
    """Check every file of the index and every passage against its document."""
    from assistant.index.opened import open_index

    opened = open_index(index_folder)
    tell_damage(opened.damage)
    wrong = opened.store.wrong_passages()
    if as_json:
        show_json({"generation": opened.generation, "passages": opened.manifest.passages, "wrong": wrong})
    else:
        word = "faux" if reader_language() == "fr" else "wrong"
        click.echo(f"{opened.generation}: {opened.manifest.passages} passages, {len(wrong)} {word}.")
    sys.exit(1 if wrong or opened.damage else 0)


@command
@click.argument("name", metavar="PATH")
@click.option("--delete-file", is_flag=True, help="Remove the file from the corpus folder as well.")
@click.option("--wait", is_flag=True, help="Wait while another process is building, instead of giving up.")
def forget(corpus_folder: Path, index_folder: Path, as_json: bool, name: str, delete_file: bool, wait: bool) -> None:
    """Leave nothing of the document of a PATH, or with an id, in the index, older generations and caches."""
    from assistant.index.embedding import load_encoder
    from assistant.index.forget import forget as forget_document
    from assistant.index.serving import check_present
    from assistant.settings import load_settings

    check_present(index_folder)
    settings = load_settings()
    with progress_bar() as progress:
        report = forget_document(
            name, corpus_folder, index_folder, load_encoder(settings), settings,
            delete_file=delete_file, progress=progress, waiting=tell_waiting if wait else None,
        )  # fmt: skip
    if as_json:
        show_json(asdict(report))
        return
    french = reader_language() == "fr"
    if not report.generation:
        last = "c'était tout ce que contenait l'index, qui est vide" if french else "it was all there was; none is left"
        click.echo(f"{'Oublié' if french else 'Forgotten'}: {report.name} ({last}).")
        return
    rest = (
        f"{report.generation} ne le contient plus, {report.generations_removed} génération(s) retirée(s)"
        if french
        else f"{report.generation} does not hold it, {report.generations_removed} older generation(s) removed"
    )
    click.echo(f"{'Oublié' if french else 'Forgotten'}: {report.name} ({len(report.documents)} documents; {rest}).")


@command
@click.argument("generation", required=False)
@click.option("--wait", is_flag=True, help="Wait while another process is building, instead of giving up.")
def rollback(corpus_folder: Path, index_folder: Path, as_json: bool, generation: str | None, wait: bool) -> None:
    """Go back to the generation before, or to the GENERATION named; the documents stay as they are."""
    from assistant.index.rollback import roll_back
    from assistant.index.serving import check_present

    check_present(index_folder)
    report = roll_back(index_folder, generation, tell_waiting if wait else None)
    if as_json:
        show_json(asdict(report))
    elif reader_language() == "fr":
        click.echo(f"{report.generation} est en service à la place de {report.before}.")
    else:
        click.echo(f"{report.generation} is in force in place of {report.before}.")

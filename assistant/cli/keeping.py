"""Turns command lines about the index itself into one call each: what is in it, whether it is whole, what must go.

Knows nothing about how anything is done. See commands.py for where output goes and what exit codes mean.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from assistant.cli.group import command, stored, tell_damage, tell_waiting
from assistant.cli.showing import show_json
from assistant.cli.telling import progress_bar, reader_language

VERDICTS = {
    "fr": {
        "same": "identique",
        "changed": "le document a changé depuis",
        "gone": "le document n'est plus indexé",
        "altered": "MODIFIÉ : ce n'est pas ce que dit le document",
    },
    "en": {
        "same": "same",
        "changed": "the document has changed since",
        "gone": "the document is indexed no longer",
        "altered": "ALTERED: this is not what the document says",
    },
}
UNCHECKED = {
    "fr": " (version citée non conservée, ou repère manquant : citation non comparée)",
    "en": " (the version cited is not kept, or a mark is missing: the quote was not compared)",
}


@command
@stored
def status(corpus_folder: Path, index_folder: Path, as_json: bool, store: str | None) -> None:
    """Say what is indexed."""
    from assistant.index.milvus.address import store_of
    from assistant.index.serving import find_serving
    from assistant.settings import LOCAL, load_settings

    settings = load_settings(store=store)
    if settings.store != LOCAL:
        from assistant.index.milvus.carrying import follow

        follow(index_folder, settings)
    serving = find_serving(index_folder)
    manifest = serving.manifest
    tell_damage(serving.damage)
    record = {key: value for key, value in asdict(manifest).items() if key != "files"}
    record["store"] = store_of(serving.folder)
    if as_json:
        show_json(record)
        return
    click.echo(f"{manifest.generation} ({manifest.built_at}), {manifest.model.name}, {record['store']}")
    french = reader_language() == "fr"
    sentences = f"{manifest.sentences} {'phrases' if french else 'sentences'}"
    click.echo(f"{len(manifest.documents)} documents, {manifest.passages} passages, {sentences}")
    for skipped in manifest.skipped:
        click.echo(f"{'Ignoré' if french else 'Skipped'} {skipped['path']}: {skipped[reader_language()]}")


@command
@click.argument("file", required=False, type=click.Path(path_type=Path))
def verify(corpus_folder: Path, index_folder: Path, as_json: bool, file: Path | None) -> None:
    """Check the index, or with a FILE exported from an answer (.docx, .md) every quote in it against the index."""
    from assistant.index.opened import open_index

    if file is not None:
        _verify_file(file, index_folder, as_json)
        return
    opened = open_index(index_folder)
    tell_damage(opened.damage)
    wrong = opened.store.wrong_passages()
    if as_json:
        show_json({"generation": opened.generation, "passages": opened.manifest.passages, "wrong": wrong})
    else:
        word = "faux" if reader_language() == "fr" else "wrong"
        click.echo(f"{opened.generation}: {opened.manifest.passages} passages, {len(wrong)} {word}.")
    sys.exit(1 if wrong or opened.damage else 0)


def _verify_file(file: Path, index_folder: Path, as_json: bool) -> None:
    """One line a citation: same, changed, gone or altered; exit 1 when any is altered."""
    from assistant.cli.file_table import plain
    from assistant.web.export.checking import Verdict, check_file

    found = check_file(file, index_folder)
    altered = sum(one.verdict is Verdict.ALTERED for one in found)
    if as_json:
        show_json({"file": file.name, "citations": [asdict(one) for one in found], "altered": altered})
    else:
        language = reader_language()
        for one in found:
            unseen = "" if one.checked else UNCHECKED[language]
            click.echo(f"[{one.number}] {plain(one.document)}: {VERDICTS[language][one.verdict]}{unseen}")
    sys.exit(1 if altered else 0)


@command
@click.argument("action", type=click.Choice(["export"]))
@click.option("--output", type=click.Path(path_type=Path), required=True, help="Where the questions go, JSONL.")
def feedback(corpus_folder: Path, index_folder: Path, as_json: bool, action: str, output: Path) -> None:
    """Write what readers thought of answers as draft evaluation questions."""
    from assistant.evaluation.feedback import export
    from assistant.settings import load_settings

    written = export(Path(load_settings().feedback_file), output)
    if as_json:
        show_json({"output": str(output), "drafts": written})
        return
    french = reader_language() == "fr"
    click.echo(f"{written} {'questions à relire' if french else 'draft questions'}: {output}")


@command
@click.argument("name", metavar="PATH")
@click.option("--delete-file", is_flag=True, help="Remove the file from the corpus folder as well.")
@click.option("--wait", is_flag=True, help="Wait while another process is building, instead of giving up.")
def forget(corpus_folder: Path, index_folder: Path, as_json: bool, name: str, delete_file: bool, wait: bool) -> None:
    """Leave nothing of the document of a PATH, or with an id, in the index, older generations and caches."""
    from assistant.evaluation.feedback import forget as forget_quotes
    from assistant.evaluation.runs.folder import Runs
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
    forget_quotes(Path(settings.feedback_file), report.documents)
    Runs(Path(settings.evaluation_folder) / "runs").forget(report.documents, [name])
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

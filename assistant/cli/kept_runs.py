"""Turns the command lines about runs, labels and question sets into one call each.

Knows nothing about how anything is measured. What `assistant eval` does besides measuring: each action takes the folder
of the index, whether JSON is wanted, the folder for what is written, and its own words.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.group import open_quietly
from assistant.cli.showing import show_json
from assistant.cli.telling import progress_bar, reader_language, say

if TYPE_CHECKING:
    from assistant.evaluation.runs.comparing import Comparison
    from assistant.evaluation.runs.folder import Runs
    from assistant.evaluation.runs.record import Run


def resume(index_folder: Path, as_json: bool, output: Path | None, name: str) -> None:
    from assistant.evaluation.runs.measuring import carry_on, check_same

    runs = kept_runs()
    run = runs.get(name)
    with open_quietly(index_folder) as (assistant, _), progress_bar() as progress:
        check_same(run, assistant)
        ended = carry_on(runs, run, assistant, lambda done, total: progress(run.set_name, done, total))
    tell_run(runs, ended, as_json)


def list_runs(index_folder: Path, as_json: bool, output: Path | None) -> None:
    runs = kept_runs()
    listed = [(run, runs.count(run.id)) for run in runs.all()]
    if as_json:
        from assistant.evaluation.runs.record import run_as_dict

        show_json([{**run_as_dict(run), "documents": len(run.documents), "asked": asked} for run, asked in listed])
        return
    for run, asked in listed:
        click.echo(f"{run.id}\t{run.state}\t{asked}/{run.questions}\t{run.generation}\t{run.who}")
    if not listed:
        french = reader_language() == "fr"
        say(
            "Aucune mesure gardée : voyez `assistant eval --save`."
            if french
            else "No run: see `assistant eval --save`."
        )


def compare_runs(index_folder: Path, as_json: bool, output: Path | None, first: str, second: str) -> None:
    from assistant.evaluation.runs.comparing import compare
    from assistant.evaluation.runs.tables import as_json as tree
    from assistant.evaluation.runs.tables import comparison_table, comparison_tree

    found = compare(kept_runs(), first, second)
    if output:
        _write(output, {"comparison.csv": comparison_table(found), "comparison.json": tree(comparison_tree(found))})
    if as_json:
        show_json(comparison_tree(found))
        return
    _tell_comparison(found)


def _tell_comparison(found: Comparison) -> None:
    from assistant.evaluation.runs.comparing import METHOD

    french = reader_language() == "fr"
    if not found.changed:
        click.echo(f"{'Aucune différence' if french else 'No difference'} ({found.common} questions).")
        return
    for change, causes in found.causes.items():
        if causes:
            stages = ", ".join(f"{n} {stage}" for stage, n in causes.items())
            click.echo(f"{sum(causes.values())} {change}: {stages}")
    chance = found.chance["all"]
    larger = chance["larger_than_chance"]
    verdict = {
        "fr": "dépasse le hasard" if larger else "peut être le hasard",
        "en": "larger than chance" if larger else "may be chance",
    }[reader_language()]
    click.echo(f"{chance['value']:+.3f} (+{chance['gained']} −{chance['lost']}, p = {chance['p']:.4f}): {verdict}")
    click.echo(METHOD)
    for name, (a, b) in found.differs.items():
        click.echo(f"{name}: {a} → {b}")
    for one in found.changed:
        click.echo(f"{one.after.row.id}\t{one.change}\t{one.cause.stage}\t{one.after.row.question}")


def export(index_folder: Path, as_json: bool, output: Path | None, name: str) -> None:
    from assistant.evaluation.runs.measuring import figures_of_run
    from assistant.evaluation.runs.tables import figures_table, rows_table, run_tree

    runs = kept_runs()
    run = runs.get(name)
    rows, questions, figures = runs.rows(name), runs.questions(name), figures_of_run(runs, run)
    tree = run_tree(run, rows, questions, figures)
    if output:
        table = rows_table(rows, questions)
        _write(output, {"run.json": tree, "questions.csv": table, "figures.csv": figures_table(figures)})
    if as_json or not output:
        click.echo(tree)


def show_labels(index_folder: Path, as_json: bool, output: Path | None) -> None:
    from assistant.evaluation.labels import Labels, agreements
    from assistant.evaluation.runs.tables import as_json as tree
    from assistant.evaluation.runs.tables import labels_table, labels_tree

    labels = Labels(_folder() / "labels.sqlite").of()
    found = labels_tree(labels, agreements(labels))
    if output:
        _write(output, {"labels.csv": labels_table(labels), "labels.json": tree(found)})
    if as_json:
        show_json(found)
        return
    click.echo(f"{len(labels)} {'jugements' if reader_language() == 'fr' else 'labels'}")
    for one in found["agreement"]:
        click.echo(
            f"{one['first']} / {one['second']}, {one['about']}: n = {one['n']}, {one['alike']}, κ {one['kappa']}"
        )


def check(index_folder: Path, as_json: bool, output: Path | None, name: str) -> None:
    """Exit 1 when a quote of the set is not in the documents, or a question names no proof."""
    from assistant.evaluation.sets.checking import check_set
    from assistant.evaluation.sets.form import read_file
    from assistant.index.opened import open_index

    problems = check_set(read_file(Path(name)), open_index(index_folder).store)
    if as_json:
        show_json([asdict(one) for one in problems])
    else:
        for one in problems:
            click.echo(f"{one.number}\t{one.id}\t{one.weight}\t{one.fr if reader_language() == 'fr' else one.en}")
    sys.exit(1 if any(one.weight == "error" for one in problems) else 0)


def tell_run(runs: Runs, run: Run, as_json: bool) -> None:
    from assistant.evaluation.run import show_summary
    from assistant.evaluation.runs.measuring import figures_of_run

    figures: dict[str, Any] = figures_of_run(runs, run)
    if as_json:
        show_json({"run": run.id, "state": run.state, **figures})
        return
    if figures["asked"]:
        click.echo(show_summary({"sets": {run.set_name: figures}}))
    click.echo(f"{run.id}: {run.state}, {figures['asked']}/{figures['of']}")


def kept_runs() -> Runs:
    from assistant.evaluation.runs.folder import Runs

    return Runs(_folder() / "runs")


def _folder() -> Path:
    from assistant.settings import load_settings

    return Path(load_settings().evaluation_folder)


def _write(folder: Path, files: dict[str, str]) -> None:
    from assistant.errors import EvaluationError

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise EvaluationError(
            en=f"{str(folder)!r} cannot be written ({error.strerror}): give another --output.",
            fr=f"Impossible d'écrire {str(folder)!r} ({error.strerror}) : indiquez un autre --output.",
        ) from None

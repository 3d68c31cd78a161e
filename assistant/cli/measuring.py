"""Turns the command lines of `assistant eval` into figures, runs that are kept, and what is made of them.

Knows nothing about how anything is measured. See commands.py for where output goes and what exit codes mean.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from assistant.cli import kept_runs
from assistant.cli.group import command, open_quietly
from assistant.cli.showing import show_json
from assistant.cli.telling import progress_bar, reader_language, say

RESULTS = Path("eval/results")
REPORT = Path("eval/questions/report.jsonl")
ACTIONS: dict[str, tuple[Callable[..., None], int]] = {  # what it does, and how many names follow
    "runs": (kept_runs.list_runs, 0),
    "compare": (kept_runs.compare_runs, 2),
    "resume": (kept_runs.resume, 1),
    "export": (kept_runs.export, 1),
    "labels": (kept_runs.show_labels, 0),
    "check": (kept_runs.check, 1),
}


@command
@click.argument("sets", nargs=-1)
@click.option("--output", type=click.Path(path_type=Path),
              help=f"Folder for what is written (default for a measurement: {RESULTS}).")  # fmt: skip
@click.option("--baseline", type=click.Path(path_type=Path), default=Path("eval/baseline.json"), show_default=True,
              help="Recorded figures that --gate compares with.")  # fmt: skip
@click.option("--gate", is_flag=True, help="Exit 1 when a figure falls under the baseline.")
@click.option("--save", is_flag=True, help="Keep each set's answers as a run that can be compared.")
def eval_(
    corpus_folder: Path, index_folder: Path, as_json: bool, sets: tuple[str, ...], output: Path | None, baseline: Path,
    gate: bool, save: bool,
) -> None:  # fmt: skip
    """Measure retrieval and answers on question SETs (default: eval/questions/report.jsonl).

    Of runs that were kept with --save or in the page: `eval runs` lists them, `eval compare RUN RUN` says what changed,
    `eval resume RUN` goes on with one that was stopped, `eval export RUN` writes CSV and JSON, `eval labels` what
    people say of answers, `eval check SET` whether the quotes of a set are in the documents.
    """
    if sets and sets[0] in ACTIONS:
        action, *words = sets
        act, count = ACTIONS[action]
        if len(words) != count or gate or save:
            raise click.UsageError(f"`eval {action}` takes {count} name(s), and neither --gate nor --save.")
        act(index_folder, as_json, output, *words)
        return
    paths = [Path(name) for name in sets] or [REPORT]
    if save:
        if gate:
            raise click.UsageError("Give --save or --gate, not both.")
        _save(index_folder, as_json, paths)
        return
    from assistant.evaluation.gate import check_gate
    from assistant.evaluation.run import evaluate, show_summary

    with open_quietly(index_folder) as (assistant, _), progress_bar() as progress:
        summary = evaluate(assistant, paths, output or RESULTS, progress)
    show_json(summary) if as_json else click.echo(show_summary(summary))
    if gate:
        check_gate(summary, baseline)
        french = reader_language() == "fr"
        say("Aucun chiffre n'est passé sous la référence." if french else "No figure fell under the baseline.")


def _save(index_folder: Path, as_json: bool, paths: list[Path]) -> None:
    import getpass

    from assistant.evaluation.runs.measuring import begin, carry_on

    runs = kept_runs.kept_runs()
    with open_quietly(index_folder) as (assistant, _), progress_bar() as progress:
        for path in paths:
            run = begin(runs, assistant, path, getpass.getuser())
            ended = carry_on(runs, run, assistant, partial(progress, run.set_name))
            kept_runs.tell_run(runs, ended, as_json)

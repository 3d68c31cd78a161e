"""Turns command lines into one call each, and what comes back into lines for people or JSON for machines.

Knows nothing about how anything is done. Answers go to standard output, progress and messages to standard error;
exit 0 done, 1 a failure told in one sentence, 2 wrong usage. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant import __version__
from assistant.cli.batches import check_batch, run_batch
from assistant.cli.showing import show_answer, show_hits, show_json
from assistant.cli.telling import progress_bar, reader_language, say, told_failures
from assistant.errors import AssistantError, InputError

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant

WAITING = {
    "fr": "Un autre processus construit cet index : on attend qu'il ait fini.",
    "en": "Another process is building this index: waiting until it has finished.",
}
Command = Any  # click's decorators are typed by their effect, not by a name of ours


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="assistant")
def main() -> None:
    """Answers questions in French or English from your documents, and proves every answer."""


def command(function: Command) -> Command:
    """A command with --corpus, --index and --json whose failures are told in one sentence."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> None:
        with told_failures():
            function(*args, **kwargs)

    for option in (
        click.option("--json", "as_json", is_flag=True, help="JSON for machines instead of text."),
        click.option("--index", "index_folder", type=click.Path(path_type=Path), default=Path("index"),
                     show_default=True, help="Folder of the built index."),
        click.option("--corpus", "corpus_folder", type=click.Path(path_type=Path), default=Path("corpus"),
                     show_default=True, help="Folder of the documents."),
    ):  # fmt: skip
        run = option(run)
    return main.command(name=function.__name__.rstrip("_"))(run)


@command
@click.option("--rebuild", is_flag=True, help="Build again even if nothing changed.")
@click.option("--wait", is_flag=True, help="Wait while another process is building, instead of giving up.")
def index(corpus_folder: Path, index_folder: Path, as_json: bool, rebuild: bool, wait: bool) -> None:
    """Read the documents and bring the index up to date."""
    from assistant.index.build import build_index
    from assistant.index.embedding import load_encoder
    from assistant.settings import load_settings

    settings = load_settings()
    with progress_bar() as progress:
        report = build_index(
            corpus_folder, index_folder, load_encoder(settings), settings, rebuild=rebuild, progress=progress,
            waiting=(lambda: say(WAITING[reader_language()])) if wait else None,
        )  # fmt: skip
    french = reader_language() == "fr"
    for skipped in report.skipped:
        say(f"{'Ignoré' if french else 'Skipped'} {skipped.path}: {skipped.fr if french else skipped.en}")
    if as_json:
        fields = ("generation", "changed", "documents", "passages", "embedded")
        skipped_files = [{"path": s.path, "reason": s.fr if french else s.en} for s in report.skipped]
        show_json({**{field: getattr(report, field) for field in fields}, "skipped": skipped_files})
        return
    done = f"{report.documents} documents, {report.passages} passages"
    if not report.changed:
        click.echo(f"{'Rien n’a changé' if french else 'Nothing has changed'}: {report.generation}, {done}.")
    else:
        words = "textes nouvellement vectorisés" if french else "texts newly embedded"
        click.echo(
            f"{'Index prêt' if french else 'Index ready'}: {report.generation}, {done}, {report.embedded} {words}."
        )


@command
@click.argument("question", required=False)
@click.option("--language", type=click.Choice(["auto", "fr", "en"]), default="auto", show_default=True,
              help="Language of the question.")  # fmt: skip
@click.option("--explain", "explained", is_flag=True, help="Show what was retrieved, read and decided.")
@click.option("--questions", type=click.Path(path_type=Path), help='A batch: JSONL of {"id", "question"}.')
@click.option("--output", type=click.Path(path_type=Path), help="Where the batch's answers go, JSONL.")
def ask(
    corpus_folder: Path, index_folder: Path, as_json: bool, question: str | None, language: str, explained: bool,
    questions: Path | None, output: Path | None,
) -> None:  # fmt: skip
    """Answer a QUESTION, or a batch of them."""
    from assistant.answering.exchange import answer_as_dict
    from assistant.answering.explaining import explain, show_explanation

    check_batch(question, questions, output)
    spoken: Any = None if language == "auto" else language
    check_words(question)
    if questions is None or output is None:
        with open_quietly(index_folder) as (assistant, loading_ms):
            answer, weighed = assistant.ask_and_weigh(question or "", spoken)
        answer.timings_ms["load"] = loading_ms
        explanation = explain(weighed) if explained and weighed else None
        if as_json:
            show_json({**answer_as_dict(answer), **({"explanation": explanation} if explanation else {})})
            return
        show_answer(answer)
        if explanation:
            click.echo(f"\n{show_explanation(explanation)}")
        return
    with open_quietly(index_folder) as (assistant, _):
        run_batch(questions, output, lambda text: answer_as_dict(assistant.ask(text, spoken)))


@command
@click.argument("query", required=False)
@click.option("-k", "k", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many passages.")
@click.option("--questions", type=click.Path(path_type=Path), help='A batch: JSONL of {"id", "question"}.')
@click.option("--output", type=click.Path(path_type=Path), help="Where the batch's hits go, JSONL.")
def search(
    corpus_folder: Path, index_folder: Path, as_json: bool, query: str | None, k: int,
    questions: Path | None, output: Path | None,
) -> None:  # fmt: skip
    """Find the passages nearest to a QUERY, in both languages."""
    from assistant.answering.exchange import hit_as_dict

    check_batch(query, questions, output)
    check_words(query)
    with open_quietly(index_folder) as (assistant, _):
        if questions is None or output is None:
            hits = assistant.search(query or "", k)
            show_json([hit_as_dict(hit) for hit in hits]) if as_json else show_hits(hits)
        else:
            run_batch(questions, output, lambda text: {"hits": [hit_as_dict(h) for h in assistant.search(text, k)]})


@command
@click.argument("sets", nargs=-1, type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path), default=Path("eval/results"), show_default=True,
              help="Folder for the per-question rows and the summary.")  # fmt: skip
@click.option("--baseline", type=click.Path(path_type=Path), default=Path("eval/baseline.json"), show_default=True,
              help="Recorded figures that --gate compares with.")  # fmt: skip
@click.option("--gate", is_flag=True, help="Exit 1 when a figure falls under the baseline.")
def eval_(
    corpus_folder: Path, index_folder: Path, as_json: bool, sets: tuple[Path, ...], output: Path, baseline: Path,
    gate: bool,
) -> None:  # fmt: skip
    """Measure retrieval and answers on question SETs (default: eval/questions/report.jsonl)."""
    from assistant.evaluation.gate import check_gate
    from assistant.evaluation.run import evaluate, show_summary

    with open_quietly(index_folder) as (assistant, _), progress_bar() as progress:
        summary = evaluate(assistant, list(sets) or [Path("eval/questions/report.jsonl")], output, progress)
    show_json(summary) if as_json else click.echo(show_summary(summary))
    if gate:
        check_gate(summary, baseline)
        french = reader_language() == "fr"
        say("Aucun chiffre n'est passé sous la référence." if french else "No figure fell under the baseline.")


@command
def status(corpus_folder: Path, index_folder: Path, as_json: bool) -> None:
    """Say what is indexed."""
    from dataclasses import asdict

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
@click.option("--host", help="Address to serve on (default: the setting 'host').")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to serve on (default: the setting 'port').")
def serve(corpus_folder: Path, index_folder: Path, as_json: bool, host: str | None, port: int | None) -> None:
    """Serve the page and the HTTP API."""
    from assistant.settings import load_settings
    from assistant.web.server import run_server

    run_server(index_folder, load_settings(host=host, port=port))


def check_words(text: str | None) -> None:
    if text is not None and not any(char.isalnum() for char in text):
        raise InputError(
            en="The question is empty: type one with at least one word.",
            fr="La question est vide : tapez-en une avec au moins un mot.",
        )


@contextmanager
def open_quietly(index_folder: Path) -> Iterator[tuple[Assistant, float]]:
    """The assistant, and the milliseconds that importing and loading took; the index is looked for first."""
    import time

    start = time.perf_counter()
    from assistant.index.serving import check_present

    check_present(index_folder)  # fails in no time where there is none
    from assistant.answering.assistant import open_assistant
    from assistant.settings import load_settings

    assistant = open_assistant(index_folder, load_settings())
    tell_damage(assistant.index.damage)
    yield assistant, round((time.perf_counter() - start) * 1000, 1)


def tell_damage(damage: AssistantError | None) -> None:
    if damage:
        say(f"{damage.message(reader_language())} [{damage.code}]")

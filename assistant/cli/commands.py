"""Turns command lines into one call each, and what comes back into lines for people or JSON for machines.

Knows nothing about how anything is done. Answers go to standard output, progress and messages to standard error;
exit 0 done, 1 a failure told in one sentence, 2 wrong usage. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.batches import check_batch, run_batch
from assistant.cli.group import check_words, command, filtered, open_quietly, stored, tell_damage, tell_waiting
from assistant.cli.reporting import show_report, tell_watched, tell_watching
from assistant.cli.showing import show_answer, show_hits, show_json
from assistant.cli.spreading import spread_over
from assistant.cli.telling import progress_bar, reader_language
from assistant.records import Filter

if TYPE_CHECKING:
    from assistant.index.cluster.spread import Spread
    from assistant.settings import Settings


@command
@click.option("--rebuild", is_flag=True, help="Build again even if nothing changed.")
@click.option("--ocr", is_flag=True, help="Read scanned pages with Tesseract.")
@click.option("--wait", is_flag=True, help="Wait while another process is building, instead of giving up.")
@click.option("--watch", "watched", is_flag=True, help="Go on: build again whenever the folder changes.")
@click.option(
    "--ray",
    "ray_address",
    is_flag=False,
    flag_value="here",
    metavar="[ADDRESS]",
    help="Read and embed on the Ray cluster at ADDRESS, or on the nearest one.",
)
@stored
def index(
    corpus_folder: Path, index_folder: Path, as_json: bool, rebuild: bool, ocr: bool, wait: bool, watched: bool,
    ray_address: str | None, store: str | None,
) -> None:  # fmt: skip
    """Read the documents and bring the index up to date."""
    if watched and rebuild:
        raise click.UsageError("Give --rebuild or --watch, not both.")

    from assistant.settings import load_settings

    settings = load_settings(ocr=ocr or None, store=store)
    with spread_over(ray_address, settings) as spread:
        _index(corpus_folder, index_folder, settings, spread, as_json, rebuild, wait, watched)


def _index(
    corpus_folder: Path, index_folder: Path, settings: Settings, spread: Spread | None, as_json: bool, rebuild: bool,
    wait: bool, watched: bool,
) -> None:  # fmt: skip
    from assistant.index.build import BuildReport, build_index
    from assistant.index.embedding import load_encoder, notice_of
    from assistant.index.watch import watch

    encoder = load_encoder(settings)
    tell_damage(notice_of(encoder))

    def build(once_more: bool = False) -> BuildReport:
        with progress_bar() as progress:
            return build_index(
                corpus_folder, index_folder, encoder, settings, rebuild=once_more, progress=progress,
                waiting=tell_waiting if wait or watched else None, spread=spread,
            )  # fmt: skip

    if watched:
        tell_watching(corpus_folder)
        watch(corpus_folder, index_folder, build, lambda said: tell_watched(said, as_json))
    show_report(build(rebuild), as_json)


@command
@click.argument("question", required=False)
@click.option("--language", type=click.Choice(["auto", "fr", "en"]), default="auto", show_default=True,
              help="Language of the question.")  # fmt: skip
@click.option("--explain", "explained", is_flag=True, help="Show what was retrieved, read and decided.")
@click.option("--questions", type=click.Path(path_type=Path), help='A batch: JSONL of {"id", "question"}.')
@click.option("--output", type=click.Path(path_type=Path), help="Where the batch's answers go, JSONL.")
@stored
@filtered
def ask(
    corpus_folder: Path, index_folder: Path, as_json: bool, question: str | None, language: str, explained: bool,
    questions: Path | None, output: Path | None, wanted: Filter, store: str | None,
) -> None:  # fmt: skip
    """Answer a QUESTION, or a batch of them."""
    from assistant.answering.exchange import answer_as_dict
    from assistant.answering.explaining import explain, show_explanation

    check_batch(question, questions, output)
    spoken: Any = None if language == "auto" else language
    check_words(question)
    if questions is None or output is None:
        with open_quietly(index_folder, store) as (assistant, loading_ms):
            answer, weighed = assistant.ask_and_weigh(question or "", spoken, wanted)
        answer.timings_ms["load"] = loading_ms
        explanation = explain(weighed) if explained and weighed else None
        if as_json:
            show_json({**answer_as_dict(answer), **({"explanation": explanation} if explanation else {})})
            return
        show_answer(answer)
        if explanation:
            click.echo(f"\n{show_explanation(explanation)}")
        return
    with open_quietly(index_folder, store) as (assistant, _):
        run_batch(questions, output, lambda text: answer_as_dict(assistant.ask(text, spoken, wanted)))


@command
@click.argument("query", required=False)
@click.option("-k", "k", type=click.IntRange(1, 1000), default=10, show_default=True, help="How many passages.")
@click.option("--questions", type=click.Path(path_type=Path), help='A batch: JSONL of {"id", "question"}.')
@click.option("--output", type=click.Path(path_type=Path), help="Where the batch's hits go, JSONL.")
@stored
@filtered
def search(
    corpus_folder: Path, index_folder: Path, as_json: bool, query: str | None, k: int,
    questions: Path | None, output: Path | None, wanted: Filter, store: str | None,
) -> None:  # fmt: skip
    """Find the passages nearest to a QUERY, in both languages."""
    from assistant.answering.exchange import hit_as_dict

    check_batch(query, questions, output)
    check_words(query)
    with open_quietly(index_folder, store) as (assistant, _):
        if questions is None or output is None:
            hits = assistant.search(query or "", k, wanted=wanted)
            show_json([hit_as_dict(hit) for hit in hits]) if as_json else show_hits(hits)
        else:

            def hits_of(text: str) -> dict[str, Any]:
                return {"hits": [hit_as_dict(hit) for hit in assistant.search(text, k, wanted=wanted)]}

            run_batch(questions, output, hits_of)


@command
@click.option("--host", help="Address to serve on (default: the setting 'host').")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to serve on (default: the setting 'port').")
@stored
def serve(
    corpus_folder: Path, index_folder: Path, as_json: bool, host: str | None, port: int | None, store: str | None
) -> None:
    """Serve the page and the HTTP API."""
    from assistant.settings import load_settings
    from assistant.web.server import run_server

    run_server(index_folder, load_settings(host=host, port=port, store=store), corpus_folder)


@command
@stored
def mcp(corpus_folder: Path, index_folder: Path, as_json: bool, store: str | None) -> None:
    """Serve the tools ask, search and read_passage to an MCP client, on standard input and output."""
    from assistant.settings import load_settings
    from assistant.web.mcp_server import run_mcp

    run_mcp(index_folder, load_settings(store=store), reader_language())

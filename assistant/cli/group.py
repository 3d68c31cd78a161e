"""Turns functions into commands of one program, with the options, the telling of failures and the opening they share.

Knows nothing about single commands. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant import __version__
from assistant.cli.telling import reader_language, say, told_failures
from assistant.errors import AssistantError, InputError
from assistant.records import Filter

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
    return command_of(main)(function)


def command_of(group: click.Group) -> Callable[[Command], Command]:
    """The same below a group of commands."""
    return lambda function: group.command(name=function.__name__.rstrip("_"))(_with_options(function))


def _with_options(function: Command) -> Command:

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
    return run


def check_words(text: str | None) -> None:
    if text is not None and not any(char.isalnum() for char in text):
        raise InputError(
            en="The question is empty: type one with at least one word.",
            fr="La question est vide : tapez-en une avec au moins un mot.",
        )


@contextmanager
def open_quietly(index_folder: Path, store: str | None = None) -> Iterator[tuple[Assistant, float]]:
    """The assistant, and the milliseconds that importing and loading took; the index is looked for first."""
    import time

    start = time.perf_counter()
    from assistant.index.serving import check_present
    from assistant.settings import load_settings

    settings = load_settings(store=store)
    check_present(index_folder, settings.store)  # fails in no time where there is none
    from assistant.answering.assistant import open_assistant

    assistant = open_assistant(index_folder, settings)
    tell_damage(assistant.index.damage)
    tell_damage(assistant.notice)
    yield assistant, round((time.perf_counter() - start) * 1000, 1)


def stored(function: Command) -> Command:
    """A command that takes --store and is given it as `store`."""
    said = "Where the index is: 'local' or 'milvus:URI' (default: the setting 'store')."
    return click.option("--store", metavar="WHERE", help=said)(function)


def tell_damage(damage: AssistantError | None) -> None:
    if damage:
        say(f"{damage.message(reader_language())} [{damage.code}]")


def tell_waiting() -> None:
    say(WAITING[reader_language()])


def filtered(function: Command) -> Command:
    """A command that takes the options of a filter and is given it as `wanted`."""

    @wraps(function)
    def run(
        *args: Any, organisation: str | None, document_language: Any, since: str | None, until: str | None,
        document: str | None, **kwargs: Any,
    ) -> None:  # fmt: skip
        function(*args, wanted=Filter(organisation, document_language, since, until, document), **kwargs)

    for option in (
        click.option("--document", help="Only the document with this id or path."),
        click.option("--to", "until", metavar="DATE", help="Only documents dated until then (2024, 2024-03, …)."),
        click.option("--from", "since", metavar="DATE", help="Only documents dated from then on."),
        click.option("--document-language", type=click.Choice(["fr", "en"]), help="Only passages in this language."),
        click.option("--organisation", help="Only documents of this organisation."),
    ):
        run = option(run)
    return run

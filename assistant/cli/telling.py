"""Turns failures into one sentence with an exit code, and long work into a bar, both on standard error.

Knows nothing about what failed or what is being done.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from assistant.errors import AssistantError
from assistant.records import Language


@contextmanager
def told_failures() -> Iterator[None]:
    try:
        yield
    except AssistantError as error:
        say(f"{error.message(reader_language())} [{error.code}]")
        sys.exit(1)
    except BrokenPipeError:  # whoever read our output has gone, which is their right
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        say("Interrompu." if reader_language() == "fr" else "Interrupted.")
        sys.exit(130)
    except click.ClickException:  # wrong usage, which click tells itself
        raise
    except Exception as error:
        if os.environ.get("ASSISTANT_TRACEBACK"):
            raise
        kind = type(error).__name__
        fix = "ASSISTANT_TRACEBACK=1"
        french = f"Erreur interne ({kind}) ; rien n'a été modifié. Pour le rapport d'erreur, relancez avec {fix}."
        english = f"Internal error ({kind}); nothing was changed. For an error report, run again with {fix}."
        say(f"{french if reader_language() == 'fr' else english} [internal]")
        sys.exit(1)


@contextmanager
def progress_bar() -> Iterator[Any]:
    """A function of (stage, done, total) that draws a bar on standard error, if that is a terminal: one for all stages,
    which begins anew with each."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    drawn: list[tuple[str, Any]] = []  # the stage that is drawn, and its bar
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:

        def advance(stage: str, done: int, total: int) -> None:
            if total:
                if not drawn or drawn[0][0] != stage:
                    if drawn:
                        bar.remove_task(drawn[0][1])
                    drawn[:] = [(stage, bar.add_task(stage, total=total))]
                bar.update(drawn[0][1], completed=done, total=total)

        yield advance


def say(message: str) -> None:
    click.echo(message, err=True)


def reader_language() -> Language:
    """The language of messages: French where the environment's locale is French."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "fr" if locale.lower().startswith("fr") else "en"

"""Turns what a build did into lines for people or JSON for machines.

Knows nothing about how it was done. The lines of `assistant index`, once or at every change of a watched folder.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.file_table import file_records, show_file_table
from assistant.cli.showing import show_json
from assistant.cli.telling import reader_language, say
from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.index.build import BuildReport


GONE_BACK = {
    "fr": "Le dossier est tel que pour {refused}, dont on est revenu : modifiez-le, ou lancez "
    "`assistant index --rebuild`.",
    "en": "The folder is as it was for {refused}, which was gone back from: change it, or run "
    "`assistant index --rebuild`.",
}


def show_report(report: BuildReport, as_json: bool) -> None:
    french = reader_language() == "fr"
    show_file_table(report.files, reader_language())
    if as_json:
        fields = ("generation", "changed", "documents", "passages", "embedded", "gone_back_from")
        skipped_files = [{"path": s.path, "reason": s.fr if french else s.en} for s in report.skipped]
        files = file_records(report.files, reader_language())
        show_json({**{field: getattr(report, field) for field in fields}, "skipped": skipped_files, "files": files})
        return
    if report.gone_back_from:
        say(GONE_BACK[reader_language()].format(refused=report.gone_back_from))
    done = f"{report.documents} documents, {report.passages} passages"
    if not report.changed:
        click.echo(f"{'Rien n’a changé' if french else 'Nothing has changed'}: {report.generation}, {done}.")
    else:
        words = "textes nouvellement vectorisés" if french else "texts newly embedded"
        click.echo(
            f"{'Index prêt' if french else 'Index ready'}: {report.generation}, {done}, {report.embedded} {words}."
        )


def tell_watching(corpus_folder: Path) -> None:
    french = f"On suit le dossier {str(corpus_folder)!r} ; Ctrl-C pour finir."
    say(french if reader_language() == "fr" else f"Watching the folder {str(corpus_folder)!r}; Ctrl-C ends it.")


def tell_watched(said: BuildReport | AssistantError, as_json: bool) -> None:
    """One build of a watched folder, with the time; a build that found nothing new is not worth a line."""
    clock = datetime.now().strftime("%H:%M:%S")
    if isinstance(said, AssistantError):
        say(f"{clock} {said.message(reader_language())} [{said.code}]")
    elif said.changed:
        again = "documents lus de nouveau" if reader_language() == "fr" else "documents read again"
        say(f"{clock} {said.split} {again}")
        show_report(said, as_json)

"""Turns a JSONL file of questions into a JSONL file of records, one line for each.

Knows nothing about what is asked or answered. The output appears whole or not at all.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from assistant.cli.telling import progress_bar, reader_language
from assistant.errors import InputError


def check_batch(text: str | None, questions: Path | None, output: Path | None) -> None:
    """One text or one batch, never both or neither; wrong usage exits 2."""
    if (text is None) == (questions is None) or (questions is None) != (output is None):
        raise click.UsageError("Give a question, or both --questions and --output.")


def run_batch(questions: Path, output: Path, answer: Any) -> None:
    """One line out for each line in; a line that cannot be used is answered with its error."""
    lines = read_questions(questions)
    special = output.exists() and not output.is_file()  # /dev/stdout and the like
    partial = output if special else output.with_name(f"{output.name}.partial")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("w", encoding="utf-8") as file, progress_bar() as progress:
            for number, (identifier, text) in enumerate(lines, start=1):
                try:
                    record = answer(text)
                except InputError as error:
                    record = {"error": error.message(reader_language())}
                file.write(json.dumps({"id": identifier, **record}, ensure_ascii=False) + "\n")
                progress("ask", number, len(lines))
        if not special:
            partial.replace(output)
    except OSError as error:
        raise InputError(
            en=f"{str(output)!r} cannot be written ({error.strerror}): give another --output.",
            fr=f"Impossible d'écrire {str(output)!r} ({error.strerror}) : indiquez un autre --output.",
        ) from None


def read_questions(path: Path) -> list[tuple[str, str]]:
    """(id, question) of every line. Raises InputError naming the first line that is wrong."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # a JSON text may hold other line separators
    except (OSError, UnicodeDecodeError):
        raise InputError(
            en=f"{str(path)!r} cannot be read: give a JSONL file in UTF-8 with --questions.",
            fr=f"Impossible de lire {str(path)!r} : indiquez un fichier JSONL en UTF-8 avec --questions.",
        ) from None
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            identifier, text = record["id"], record["question"]
        except (ValueError, KeyError, TypeError, RecursionError):
            identifier, text = None, None
        if not isinstance(identifier, str | int) or not isinstance(text, str):
            raise InputError(
                en=f'Line {number} of {str(path)!r} is not {{"id", "question"}}: mend it and try again.',
                fr=f'La ligne {number} de {str(path)!r} n\'est pas {{"id", "question"}} : corrigez-la et recommencez.',
            )
        found.append((str(identifier).encode("utf-8", "replace").decode(), text))
    return found

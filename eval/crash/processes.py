"""Turns one run of `assistant index` into a process that can be killed, and one look at its index into another.

Knows nothing about what must be found. The fast command runs with a model of hashed words, forked from a process that
has imported everything and opened nothing, so that random moments fall into the build and not into its imports; the
real one is started as a user starts it.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import faiss  # noqa: F401 - imported before forking
import rich.progress  # noqa: F401 - idem
import tantivy  # noqa: F401 - idem

from assistant.answering import assistant as answering
from assistant.cli import main as command_line
from assistant.index import build, embedding  # noqa: F401 - idem
from assistant.index.before import reading_key
from assistant.index.opened import open_index
from assistant.settings import KILL_VARIABLE, load_settings
from tests.fake_encoder import FakeEncoder

SECONDS = 120


class FakeCommand:
    """The command's own code with a fast model, in a forked process."""

    def __init__(self, work: Path) -> None:
        self.folders = ["--corpus", str(work / "corpus"), "--index", str(work / "index")]
        self.index = work / "index"
        reading_key(FakeEncoder(), load_settings())  # hashes the program once and for all
        embedding.load_encoder = lambda settings: FakeEncoder()  # type: ignore[assignment,return-value]

    def run(self, phase: str | None = None, kill_after: float | None = None) -> bool:
        """True when the command was killed; a failure of its own is told and counts as killed."""

        def child() -> str:
            if phase:
                os.environ[KILL_VARIABLE] = phase
            with contextlib.suppress(SystemExit):
                command_line(["index", "--json", *self.folders])
            return "done"

        return forked(child, kill_after) != "done"

    def look(self, words: Sequence[str]) -> dict[str, Any]:
        """What a fresh process sees of the index."""
        seen: dict[str, Any] = json.loads(forked(lambda: json.dumps(look(self.index, words)), None) or "{}")
        return seen or {"failure": "the process that looked died"}


class RealCommand(FakeCommand):
    """The command as a user starts it, with the bundled model."""

    def run(self, phase: str | None = None, kill_after: float | None = None) -> bool:
        environment = {**os.environ, **({KILL_VARIABLE: phase} if phase else {})}
        command = [sys.executable, "-m", "assistant.cli", "index", "--json", *self.folders]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:
            try:
                process.wait(kill_after)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return process.returncode != 0


def look(index: Path, words: Sequence[str]) -> dict[str, Any]:
    """Documents, which of them each word finds by question and by search, and passages that do not hold."""
    try:
        opened = open_index(index)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test wants to know
        return {"failure": repr(error)}
    encoder = FakeEncoder(opened.manifest.model)
    held: dict[str, list[str]] = {}
    for word in words:
        found = [row for row, _ in opened.terms.search([word], "fr", 50)]
        found += [row for row, _ in opened.terms.search([word], "en", 50)]
        names = sorted({opened.store.passage(row).document_id for row in found})
        texts = [opened.store.document(name).text.count(word) for name in names]
        rows = [row for name in names for row in opened.store.rows_of(name)]
        vectors = opened.vectors.vectors(rows)
        sentences = [place for row in rows for place, _ in opened.store.sentences(row)]
        whole = (
            bool(sentences) and abs(float((opened.sentence_vectors(sentences) ** 2).sum()) / len(sentences) - 1) < 0.01
        )
        whole = whole and all(count == 2 for count in texts) and len(vectors) == len(rows)
        held[word] = (names if whole else [*names, "half"]) if names else []
    if opened.manifest.model.name == encoder.identity.name == "fake":
        held = {word: [*names, *not_answered(opened, word, names)] for word, names in held.items()}
    return {
        "documents": opened.store.document_ids(),
        "words": held,
        "wrong": opened.store.wrong_passages(),
        "damage": str(opened.damage or ""),
    }


def not_answered(opened: Any, word: str, names: list[str]) -> list[str]:
    """The documents whose own question does not bring them back."""
    settings = load_settings(answer_threshold=0, evidence_model="off")
    question = f"Combien de puits le projet {word} a-t-il ouverts ?"
    answer = answering.Assistant(opened, FakeEncoder(), settings).ask(question, "fr")
    cited = {citation.document.id for citation in answer.citations}
    return [f"{name} unanswered" for name in names if name not in cited]


def forked(child: Callable[[], str], kill_after: float | None) -> str:
    """What a forked process says, or "" when it died or was killed before it had said it."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        said = ""
        try:
            devnull = os.open(os.devnull, os.O_WRONLY)
            os.dup2(devnull, 1)
            said = child()
        except BaseException as error:  # noqa: BLE001 - a forked process must never return into its parent's code
            os.write(2, f"{error!r}\n".encode())
        finally:
            os.write(writing, said.encode())
            os.close(writing)
            os._exit(0)
    os.close(writing)
    deadline = time.monotonic() + (SECONDS if kill_after is None else kill_after)
    said = b""
    while True:
        ready, _, _ = select.select([reading], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            os.kill(pid, signal.SIGKILL)
            said = b""
            break
        piece = os.read(reading, 65536)
        if not piece:
            break
        said += piece
    os.close(reading)
    os.waitpid(pid, 0)
    return said.decode()

"""Turns texts into the fake encoder's vectors in the workers of a real cluster, and keeps a line for every task.

Knows nothing about Ray. One of them ends its own process in the middle of a task, once.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from assistant.index.embedding import Vectors
from assistant.settings import Settings
from tests.fake_encoder import FakeEncoder


@dataclass
class NotedEncoder(FakeEncoder):
    """Notes the first text of every task in `notes`; the first worker to read `deadly` there is killed."""

    notes: Path = Path()
    deadly: str | None = None

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        with (self.notes / "tasks").open("a", encoding="utf-8") as file:
            file.write(texts[0].replace("\n", " ") + "\n")
        if self.deadly and any(self.deadly in text for text in texts):
            try:
                (self.notes / "killed").touch(exist_ok=False)
            except FileExistsError:
                return super().encode_passages(texts, progress)
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode_passages(texts, progress)


def noting(notes: Path, deadly: str | None = None) -> Callable[[Settings], NotedEncoder]:
    return partial(_load, notes, deadly)


def _load(notes: Path, deadly: str | None, _: Settings) -> NotedEncoder:
    return NotedEncoder(notes=notes, deadly=deadly)

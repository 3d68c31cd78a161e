"""Turns the name of a phase of a build into the end of the process, where a crash test asks for it; otherwise nothing.

Knows nothing about what a phase does. `ASSISTANT_KILL_AT=renamed` kills the process, without any clean-up, when it
gets there: eval/crash does so and looks at what is left.
"""

from __future__ import annotations

import os
import signal
from typing import Literal, get_args

from assistant.settings import KILL_VARIABLE

Phase = Literal[
    "parsed", "embedded", "vectors_written", "manifest_written", "renamed", "pointer_swapped", "cache_committed",
    "old_removed",
]  # fmt: skip
PHASES: tuple[Phase, ...] = get_args(Phase)  # in the order a build reaches them


def reached(phase: Phase) -> None:
    if os.environ.get(KILL_VARIABLE) == phase:
        os.kill(os.getpid(), signal.SIGKILL)

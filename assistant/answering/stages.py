"""Turns the boundaries between the stages of an answer into calls to whoever waits for it, who may end the work there.

Knows nothing about what the stages do. Whoever is called raises Stopped when nobody wants the answer any more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from assistant.records import Hit


class Stage(StrEnum):
    """What has just been done."""

    WAITING = "waiting"  # nothing yet: others are being answered
    EMBEDDED = "embedded"
    RETRIEVED = "retrieved"  # the passages found come with it, best first
    CHOSEN = "chosen"  # those that will be read closely come with it, likeliest first
    READ = "read"


Heed = Callable[[Stage, Sequence[Hit]], None]


def unheeded(stage: Stage, hits: Sequence[Hit] = ()) -> None:
    """For whoever only wants the answer."""

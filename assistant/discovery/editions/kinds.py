"""Turns what two editions can differ in into frozen records.

Knows nothing about how any of them is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.records import Language, Span


class Kind(StrEnum):
    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    LACKING = "lacking"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One side, composed and with one kind of space and apostrophe: the text, and what stands just before and after it,
    where a value may have gone."""

    text: str
    language: Language
    around: str = ""  # sentences beside it without a counterpart of their own
    beside: str = ""  # all sentences beside it


@dataclass(frozen=True, slots=True)
class Differing:
    """Two values that stand for the same thing and are not the same; spans are within the stretches."""

    kind: Kind
    left: Span
    right: Span

"""Turns what a run of questions is, and what was seen of each of its questions, into records and JSON and back.

Knows nothing about folders or about how questions are asked. `Row` holds the figures of a question, `Detail` the rest.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from assistant.evaluation.scoring import Row


class State(StrEnum):
    """How far a run is. An interrupted one was left by a process that is gone; it can be gone on with, as a stopped."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked of what, by whom and when: all that two runs must share to be alike."""

    id: str
    set_name: str
    set_sha256: str
    questions: int
    generation: str
    documents: dict[str, str]  # id -> SHA-256
    passage_tokens: int
    model: str
    settings: dict[str, Any]
    fingerprint: str  # of the settings
    version: str
    commit: str
    who: str
    started: str
    ended: str | None = None
    state: State = State.RUNNING
    machine: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """One citation of an answer."""

    document: str
    title: str
    language: str
    start: int
    end: int
    quote: str
    passage: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """One passage that was weighed, in order, with its cosine."""

    passage: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of evidence: its passage, its place, what the evidence model made of it, and its logit in the order."""

    passage: str
    start: int
    end: int
    reading: float
    logit: float


@dataclass(frozen=True, slots=True)
class Detail:
    """What was seen of one question on the way to its answer; `units` are the likeliest, the best first."""

    reason: str | None
    probability: float
    threshold: float
    weighed: tuple[Weighed, ...]
    units: tuple[Unit, ...]
    quoted: tuple[Quoted, ...]
    timings_ms: dict[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """One question of a run."""

    row: Row
    detail: Detail


def run_as_dict(run: Run) -> dict[str, Any]:
    return asdict(run)


def run_of(record: dict[str, Any]) -> Run:
    """Raises KeyError, TypeError, ValueError for a record that is none."""
    known = {field.name for field in fields(Run)}
    return Run(**{name: value for name, value in {**record, "state": State(record["state"])}.items() if name in known})


def measured_as_dict(measured: Measured) -> dict[str, Any]:
    return {**asdict(measured.row), "detail": asdict(measured.detail)}


def measured_of(record: dict[str, Any]) -> Measured:
    """Raises KeyError, TypeError for a record that is none."""
    given = dict(record)
    detail = given.pop("detail")
    return Measured(
        Row(**given),
        Detail(
            detail["reason"],
            detail["probability"],
            detail["threshold"],
            tuple(Weighed(**one) for one in detail["weighed"]),
            tuple(Unit(**one) for one in detail["units"]),
            tuple(Quoted(**one) for one in detail["quoted"]),
            detail["timings_ms"],
        ),
    )

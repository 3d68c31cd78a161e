"""Turns the figures of an evaluation into models, for their description and for the tests.

Knows nothing about how they are made; see answers.py for everything else that is answered.
"""

from __future__ import annotations

from pydantic import Field

from assistant.evaluation.stages import Stage
from assistant.records import Language
from assistant.web.api.answers import IndexNamed, Said


class Figure(Said):
    """A share or mean of n questions with its 95 % interval."""

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


class Trusted(Said):
    """One group of answers by confidence."""

    confidence: float
    right: float
    n: int


class Risk(Said):
    coverage: float
    risk: float


class Decision(Said):
    """How far confidence can be trusted."""

    auroc: Figure
    ece: Figure
    reliability: list[Trusted]
    risk_coverage: list[Risk]


class Row(Said):
    """What came of one question."""

    id: str
    question: str
    language: str
    direction: str
    type: str
    answerable: bool
    answered: bool
    right: bool
    confidence: float
    citation_precision: float | None
    citation_recall: float | None
    language_right: bool
    exact: bool
    retrieved: list[str]
    relevant: list[str]
    cited: list[str]
    answer: str
    total_ms: float
    lost_at: Stage | None = Field(description="the stage that lost it, where it was not answered rightly")


class Evaluation(Said):
    """The figures of a question set, by direction and type, and the rows that they are made of."""

    questions: int
    median_ms: float
    figures: dict[str, dict[str, Figure]]
    lost_at: dict[str, dict[Stage, int]] = Field(description="how many questions each stage lost, by direction")
    decision: Decision
    decision_by_language: dict[Language, Decision]
    rows: list[Row]
    index: IndexNamed

"""What people say of answers: kept once a person, and two people's agreement by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import EvaluationError
from assistant.evaluation.decisions import kappa
from assistant.evaluation.labels import Judgement, Label, Labels, agreements

RIGHT, WRONG = Judgement.RIGHT, Judgement.WRONG


def test_the_last_thing_said_counts_and_people_are_apart(tmp_path: Path) -> None:
    labels = Labels(tmp_path / "eval" / "labels.sqlite")
    assert labels.of() == []
    labels.put(Label("r", "q1", "amélie", RIGHT, True))
    labels.put(Label("r", "q1", " amélie ", WRONG, None))
    labels.put(Label("r", "q1", "rita", RIGHT, False))
    labels.put(Label("other", "q1", "rita", RIGHT, False))
    said = [(one.who, one.verdict, one.cited_well) for one in labels.of("r")]
    assert said == [("amélie", WRONG, None), ("rita", RIGHT, False)]
    assert len(labels.of()) == 3
    with pytest.raises(EvaluationError, match="name"):
        labels.put(Label("r", "q1", "  ", RIGHT, None))


def test_agreement_by_hand() -> None:
    """Cohen (1960) on 50 answers: 20 both right, 15 both wrong, 5 and 10 apart: 0.7 alike, 0.5 by chance, kappa 0.4."""
    pairs = [(RIGHT, RIGHT)] * 20 + [(RIGHT, WRONG)] * 5 + [(WRONG, RIGHT)] * 10 + [(WRONG, WRONG)] * 15
    labels = [
        Label("r", f"q{number}", who, verdict, None)
        for number, pair in enumerate(pairs)
        for who, verdict in zip(("a", "b"), pair, strict=True)
    ]
    labels.append(Label("r", "only a", "a", RIGHT, True))
    verdict, cited = agreements(labels)
    assert (verdict.n, verdict.alike, verdict.kappa) == (50, 0.7, 0.4)
    assert (cited.n, cited.alike, cited.kappa) == (0, None, None)
    assert kappa([("x", "x")] * 3) is None
    assert agreements(labels[-1:]) == []


def test_a_file_that_is_none_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / "labels.sqlite"
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(EvaluationError, match=r"labels\.sqlite"):
        Labels(file).of()

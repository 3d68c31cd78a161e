"""What leaves a run: tables that spreadsheets read, JSON, curves and their drawings."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from assistant.evaluation.questions import Gold, Question
from assistant.evaluation.runs.comparing import compare_rows
from assistant.evaluation.runs.curves import PLOTS, Curve, curves_of
from assistant.evaluation.runs.plots import draw
from assistant.evaluation.runs.record import measured_as_dict, measured_of, run_as_dict, run_of
from assistant.evaluation.runs.tables import as_csv, comparison_table, comparison_tree, rows_table, run_tree
from tests.evaluation.test_comparing import measured, run
from tests.evaluation.test_scoring import row

FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1"]


def test_records_come_back_as_they_went() -> None:
    one = measured()
    assert measured_of(json.loads(json.dumps(measured_as_dict(one)))) == one
    assert run_of(json.loads(json.dumps(run_as_dict(run())))) == run()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    [_, [cell]] = list(csv.reader(io.StringIO(as_csv(("a",), [(text,)]), newline="")))
    assert cell == f"'{text}"


def test_questions_as_a_table_and_as_json() -> None:
    one = measured("a")
    one = replace(one, row=replace(one.row, question='Où, "là" ?\n', answer="=SUM(A1)"))
    question = Question("a", "Où", "fr", "fr-fr", "place", True, (("Gao", "GAO"),), (Gold("d.txt", "à Gao"),))
    [head, cells] = list(csv.reader(io.StringIO(rows_table([one], [question]), newline="")))
    found = dict(zip(head, cells, strict=True))
    assert (found["question"], found["answer"]) == ('Où, "là" ?\n', "'=SUM(A1)")
    assert (found["expected"], found["gold"], found["quotes"]) == ("Gao / GAO", "d.txt: à Gao", "said")
    tree = json.loads(run_tree(run(), [one], [question], {"figures": {}}))
    assert tree["questions"][0]["expected"] == [["Gao", "GAO"]]
    assert set(tree["curves"]) == set(PLOTS)
    compared = compare_rows(run(), [measured("a")], run(), [measured("a", right=False)])
    assert comparison_tree(compared)["changed"] == len(comparison_table(compared).strip().split("\r\n")) - 1 == 1


def test_curves_by_hand() -> None:
    sure = replace(
        row("1", answerable=True, was_answered=True, right=True, retrieved=["b", "a"]), confidence=0.9, total_ms=10.0
    )
    unsure = replace(
        row("2", answerable=False, was_answered=True, right=False, retrieved=["b"]), confidence=0.1, total_ms=30.0
    )
    risk = curves_of("risk", [unsure, sure])[0]
    assert (risk.name, risk.points) == ("all", ((0.5, 0.0), (1.0, 0.5)))
    recall = curves_of("recall", [unsure, sure])[0]
    assert recall.points[:3] == ((1.0, 0.0), (2.0, 1.0), (3.0, 1.0))
    [latency] = curves_of("latency", [unsure, sure])
    assert latency.points == ((10.0, 0.5), (30.0, 1.0))
    assert len(curves_of("latency", [sure] * 999)[0].points) == 50


@pytest.mark.parametrize("x", [0.4, 1.0, 7.0, 2345.0])
def test_a_drawing_is_svg_with_a_title_and_every_curve(x: float) -> None:
    curves = [Curve("a", ((0.0, 0.1), (x, 0.9))), Curve("b", ((x, 0.2),))]
    drawn = draw("Risk & <b>", curves, "x", "y", ["first → 1", "second"])
    root = ElementTree.fromstring(drawn)
    texts = " ".join(root.itertext())
    for word in ("Risk & <b>", "first → 1", "second", "x", "y", "100%"):
        assert word in texts
    assert "http" not in drawn.replace("http://www.w3.org/", "")
    assert "<script" not in drawn

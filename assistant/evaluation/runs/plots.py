"""Turns curves into a drawing, as SVG; the words on it are given.

Knows nothing about what the curves mean. Only importer of reportlab among the modules that ship; each curve has its
own colour and its own dashes, so that it is told apart without colours as well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Any

from assistant.evaluation.runs.curves import Curve

WIDTH, HEIGHT = 560, 320
LEFT, BOTTOM, TOP, RIGHT = 58, 52, 18, 130
INK, GRID = "#1f2a33", "#dcdfdc"
COLOURS = ("#0b5d70", "#b0440b", "#5b3a8c", "#2f6b1f", "#8a6d00", "#a3271d")
DASHES: tuple[list[int] | None, ...] = (None, [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [1, 3])
FONT, SIZE = "Helvetica", 11


def draw(
    title: str, curves: Sequence[Curve], x_label: str, y_label: str, names: Sequence[str], *, whole: bool = False
) -> str:
    """SVG. `names` are the words for the curves, in their order; `whole` x values are counted, not measured."""
    from reportlab.graphics import renderSVG
    from reportlab.graphics.charts.lineplots import LinePlot
    from reportlab.graphics.shapes import Drawing, Group, PolyLine, Rect, String
    from reportlab.lib.colors import HexColor

    drawing = Drawing(WIDTH, HEIGHT)
    drawing.add(Rect(0, 0, WIDTH, HEIGHT, fillColor=HexColor("#ffffff"), strokeColor=None))
    plot = LinePlot()
    plot.x, plot.y = LEFT, BOTTOM
    plot.width, plot.height = WIDTH - LEFT - RIGHT, HEIGHT - BOTTOM - TOP
    plot.data = [list(curve.points) for curve in curves] or [[(0.0, 0.0)]]
    _axes(plot, curves, HexColor, whole=whole)
    for number in range(len(curves)):
        line = plot.lines[number]
        line.strokeColor, line.strokeWidth = HexColor(COLOURS[number % len(COLOURS)]), 2
        line.strokeDashArray = DASHES[number % len(DASHES)]
    drawing.add(plot)
    for number, name in enumerate(names):
        at = HEIGHT - TOP - 10 - 20 * number
        colour, dashes = HexColor(COLOURS[number % len(COLOURS)]), DASHES[number % len(DASHES)]
        start = WIDTH - RIGHT + 14
        sample = [start, at + 4, start + 30, at + 4]
        drawing.add(PolyLine(sample, strokeColor=colour, strokeWidth=2, strokeDashArray=dashes))
        drawing.add(String(start + 36, at, name, fontName=FONT, fontSize=SIZE, fillColor=HexColor(INK)))
    middle = LEFT + plot.width / 2
    drawing.add(String(middle, 12, x_label, fontName=FONT, fontSize=SIZE, textAnchor="middle", fillColor=HexColor(INK)))
    sideways = Group(String(0, 0, y_label, fontName=FONT, fontSize=SIZE, textAnchor="middle", fillColor=HexColor(INK)))
    sideways.translate(14, BOTTOM + plot.height / 2)
    sideways.rotate(90)
    drawing.add(sideways)
    drawn: str = renderSVG.drawToString(drawing)
    about = f"{y_label} / {x_label}: {', '.join(names)}"
    drawn = drawn.replace("<title>...</title>", f"<title>{escape(title)}</title>", 1)
    return drawn.replace("<desc>...</desc>", f"<desc>{escape(about)}</desc>", 1)


def _axes(plot: Any, curves: Sequence[Curve], colour: Any, *, whole: bool) -> None:
    """From nought to the end of what there is; the upright one is a share, in percent."""
    ends = [x for curve in curves for x, _ in curve.points] or [1.0]
    highest = max([y for curve in curves for _, y in curve.points] or [1.0])
    x, y = plot.xValueAxis, plot.yValueAxis
    step = _step(max(ends) / 5)
    x.valueMin, x.valueMax = (min(ends), max(*ends, min(ends) + 1)) if whole else (0, 5 * step)
    y.valueMin, y.valueMax = 0, 1 if highest > 0.5 else 0.5 if highest > 0.25 else 0.25
    y.valueStep = y.valueMax / 5
    x.valueStep = 1 if whole else step
    y.labelTextFormat = lambda value: f"{value:.0%}"
    x.labelTextFormat = (lambda value: f"{value:.0f}") if whole or x.valueMax > 5 else (lambda value: f"{value:.0%}")
    y.visibleGrid, y.gridStrokeColor, y.gridStrokeWidth = 1, colour(GRID), 0.6
    for axis in (x, y):
        axis.strokeColor = colour("#8a969e")
        axis.labels.fontName, axis.labels.fontSize, axis.labels.fillColor = FONT, SIZE - 1, colour(INK)


def _step(least: float) -> float:
    """The next of 1, 2, 2.5 and 5, and these times powers of ten; a fifth where a share is measured."""
    if least <= 0.2:
        return 0.2
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1.0, 2.0, 2.5, 5.0, 10.0) if step * power >= least)

"""Turns addresses below /measure/ into files to download, plots, and a question set that somebody sends.

Knows nothing about the page. Every route asks who calls; names that are no run or set lead nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from assistant.errors import EvaluationError, NotFound
from assistant.evaluation.labels import agreements
from assistant.evaluation.runs.curves import PLOTS
from assistant.evaluation.runs.plots import draw
from assistant.evaluation.runs.tables import (
    as_json,
    comparison_table,
    comparison_tree,
    figures_table,
    labels_table,
    labels_tree,
    rows_table,
    run_tree,
)
from assistant.evaluation.sets.form import MOST_BYTES
from assistant.records import Language
from assistant.web.access import allow
from assistant.web.measure.parts import group_name
from assistant.web.measure.place import Bench
from assistant.web.measure.words import MEASURE_STRINGS

Spoken = Literal["fr", "en"]
CSV, JSON, JSONL, SVG = "text/csv; charset=utf-8", "application/json", "application/x-ndjson", "image/svg+xml"
BOM = "\ufeff"  # without it spreadsheets take UTF-8 for something else


def measure_routes(bench: Bench) -> APIRouter:
    routes = APIRouter()

    @routes.get("/{language}/measure/runs/{run}/{name}")
    def of_run(request: Request, language: Spoken, run: str, name: str) -> Response:
        allow(request, "evaluator")
        made = _made_of_run(bench, run, language).get(name)
        if made is None:
            raise _no_such(name)
        text, kind = made()
        return _file(text, kind, f"{run}-{name}")

    @routes.get("/{language}/measure/compare/{first}/{second}.{kind}")
    def of_two(request: Request, language: Spoken, first: str, second: str, kind: str) -> Response:
        allow(request, "evaluator")
        if kind not in ("csv", "json"):
            raise _no_such(kind)
        found = bench.compare(first, second)
        name = f"{first}-{second}.{kind}"
        if kind == "csv":
            return _file(comparison_table(found), CSV, name)
        return _file(as_json(comparison_tree(found)), JSON, name)

    @routes.get("/{language}/measure/sets/{name}.jsonl")
    def of_set(request: Request, language: Spoken, name: str) -> Response:
        allow(request, "evaluator")
        return _file(bench.sets.bytes_of(name), JSONL, "questions.jsonl")

    @routes.post("/{language}/measure/sets")
    async def upload(request: Request, language: Spoken, name: str = "") -> Response:
        allow(request, "evaluator")
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > MOST_BYTES:
                break
        allow(request, "evaluator")  # a large file takes a while
        try:
            stored = await run_in_threadpool(bench.sets.receive, name, bytes(body))
            records, _ = await run_in_threadpool(bench.sets.read, stored.name)
        except EvaluationError as error:
            status = 413 if len(body) > MOST_BYTES else 422
            return JSONResponse({"code": error.code, "message": error.message(language)}, status)
        return JSONResponse({"name": stored.name, "questions": len(records)}, 201)

    return routes


def _made_of_run(bench: Bench, run: str, language: Language) -> dict[str, Callable[[], tuple[str | bytes, str]]]:
    """By file name, what makes it. Nothing is made that is not asked for."""
    made: dict[str, Callable[[], tuple[str | bytes, str]]] = {
        "questions.csv": lambda: (_questions(bench, run), CSV),
        "figures.csv": lambda: (figures_table(bench.read(run).figures), CSV),
        "run.json": lambda: (_tree(bench, run), JSON),
        "set.jsonl": lambda: (bench.runs.set_bytes(run), JSONL),
        "labels.csv": lambda: (labels_table(bench.labels.of(run)), CSV),
        "labels.json": lambda: (_labels(bench, run), JSON),
    }
    for plot in PLOTS:
        made[f"{plot}.svg"] = lambda plot=plot: (_plot(bench, run, plot, language), SVG)  # type: ignore[misc]  # bound
    return made


def _questions(bench: Bench, run: str) -> str:
    found = bench.read(run)
    return rows_table(found.rows, list(found.questions.values()))


def _tree(bench: Bench, run: str) -> str:
    found = bench.read(run)
    return run_tree(found.run, found.rows, list(found.questions.values()), found.figures)


def _labels(bench: Bench, run: str) -> str:
    labels = bench.labels.of(bench.runs.get(run).id)
    return as_json(labels_tree(labels, agreements(labels)))


def _plot(bench: Bench, run: str, plot: Any, language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    curves = bench.read(run).curves[plot]
    names = [group_name(curve.name, language).replace("&gt;", ">") for curve in curves]
    x_label, y_label = getattr(strings, f"plot_{plot}_x"), getattr(strings, f"plot_{plot}_y")
    return draw(getattr(strings, f"plot_{plot}"), curves, x_label, y_label, names, whole=plot == "recall")


def _file(content: str | bytes, kind: str, name: str) -> Response:
    if isinstance(content, str):
        content = ((BOM if kind == CSV else "") + content).encode("utf-8", "replace")
    headers = {} if kind == SVG else {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


def _no_such(name: str) -> NotFound:
    return NotFound(en=f"There is no file {name[:60]!r} of it.", fr=f"Il n'y a pas de fichier {name[:60]!r} de cela.")

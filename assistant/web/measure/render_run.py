"""Turns a run, on its way or kept, into HTML: how far it is, its figures, where questions are lost, its plots.

Knows nothing about Gradio or files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.evaluation.runs.curves import PLOTS, Curve, Plot
from assistant.evaluation.runs.process import Progress
from assistant.evaluation.runs.record import Run, State
from assistant.evaluation.stages import Stage
from assistant.records import Language
from assistant.web.access import NOBODY
from assistant.web.documents_rendering import render_told
from assistant.web.markup import safe
from assistant.web.measure.parts import downloads, figure, group_name, heading, number, share, table
from assistant.web.measure.words import MEASURE_STRINGS

FIGURES = ("answer_accuracy", "answered", "refused", "recall@5", "citation_precision", "citation_recall")
SHOWN_POINTS = 11  # of a curve, in its table


def render_progress(progress: Progress | None, language: Language) -> str:
    """The bar while it goes on, then how it ended."""
    strings = MEASURE_STRINGS[language]
    if progress is None:
        return ""
    seconds = number(progress.seconds, language, 1)
    if not progress.going:
        return _ended(progress, seconds, language)
    doing = strings.asked_of.format(done=progress.done, total=progress.total) if progress.total else strings.loading
    notes = [f'<span id="clock">{strings.seconds.format(seconds=seconds)}</span>']
    if progress.who != NOBODY:
        notes.append(strings.by.format(who=safe(progress.who)))
    if progress.stopping:
        notes.append(strings.stopping)
    value = f' value="{progress.done}" max="{progress.total}"' if progress.total else ""
    dots = '<span class="dots" aria-hidden="true"></span>'
    return (
        f'<div class="job"><p>{dots}<b>{safe(progress.set_name)}</b> {doing} · {" · ".join(notes)}</p>'
        f'<progress aria-label="{strings.start}"{value}></progress></div>'
    )


def render_results(run: Run, figures: dict[str, Any], language: Language) -> str:
    """Figures and losses; `figures` are those of measuring.figures_of_run."""
    strings = MEASURE_STRINGS[language]
    partial = ""
    if figures["partial"]:
        told = strings.partial.format(asked=figures["asked"], of=figures["of"])
        partial = f'<p class="message">{told}</p>'
    if not figures["asked"]:
        return partial or f'<p class="hint">{strings.no_run}</p>'
    return (
        f"{partial}{_made_with(run, figures, language)}{heading(strings.figures, strings.figures_hint)}"
        f"{_figures_table(figures['figures'], language)}{heading(strings.lost, strings.lost_hint)}"
        f"{_lost_table(figures['lost_at'], language)}{render_run_downloads(run, language)}"
    )


def render_run_downloads(run: Run, language: Language) -> str:
    strings, base = MEASURE_STRINGS[language], f"/{language}/measure/runs/{run.id}"
    links = [
        (f"{base}/questions.csv", strings.download_questions),
        (f"{base}/figures.csv", strings.download_figures),
        (f"{base}/run.json", strings.download_run),
        (f"{base}/set.jsonl", strings.download_set),
    ]
    return downloads(links, language)


def render_plots(run: Run, curves: Mapping[Plot, Sequence[Curve]], asked: int, language: Language) -> str:
    """Each as a picture with its figures in a table below; `asked` keeps a picture of fewer questions out of caches."""
    strings = MEASURE_STRINGS[language]
    drawn = []
    for plot in PLOTS:
        if not curves[plot]:
            continue
        title = getattr(strings, f"plot_{plot}")
        address = f"/{language}/measure/runs/{run.id}/{plot}.svg"
        told = safe(f"{title}: {_in_words(curves[plot][0], plot, language)}")
        drawn.append(
            f'<figure class="plot"><figcaption>{title}</figcaption>'
            f'<img src="{safe(address)}?n={asked}" alt="{told}" width="560" height="320">'
            f"<details><summary>{strings.plot_numbers}</summary>{_points_table(curves[plot], plot, language)}</details>"
            f'<p class="downloads"><a href="{safe(address)}" download>{strings.plot_svg}</a></p></figure>'
        )
    return f'<div class="plots">{"".join(drawn)}</div>'


def stage_name(stage: str | None, language: Language) -> str:
    return str(getattr(MEASURE_STRINGS[language], Stage(stage).value)) if stage else ""


def _ended(progress: Progress, seconds: str, language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    if progress.error:
        return render_told(progress.error.message(language), bad=True)
    if progress.state == State.DONE:
        return render_told(strings.ended_done.format(done=progress.done, seconds=seconds))
    if not progress.run:
        return render_told(strings.stopped_early)
    return render_told(strings.ended_stopped.format(done=progress.done, total=progress.total))


def _made_with(run: Run, figures: dict[str, Any], language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    state = f'<span class="state">{getattr(strings, f"state_{run.state.value}")}</span>'
    median = strings.took.format(ms=round(figures["median_ms"]))
    facts = (run.set_name, run.generation, run.model, f"{run.version} {run.commit}".strip(), run.started[:16])
    listed = " · ".join(safe(fact.replace("T", " ")) for fact in facts)
    return f'<p class="facts">{state} {strings.made_with} {listed} UTC · {median}</p>'


def _figures_table(groups: dict[str, dict[str, Any]], language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    names = [getattr(strings, name.replace("@", "_")) for name in FIGURES]
    order = sorted(
        (name for name in groups if " " not in name), key=lambda name: (name != "all", "type:" in name, name)
    )
    rows = [
        (group_name(name, language), *(figure(groups[name].get(wanted), language) for wanted in FIGURES))
        for name in order
    ]
    return table((strings.group, *names), rows, strings.figures, numbers=True)


def _lost_table(lost: dict[str, dict[str, int]], language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    rows = [
        (group_name(direction, language), *(str(counts.get(stage.value, 0)) for stage in Stage))
        for direction, counts in lost.items()
        if counts
    ]
    if not rows:
        return f'<p class="hint">{strings.nothing_lost}</p>'
    heads = (strings.direction, *(stage_name(stage, language) for stage in Stage))
    return table(heads, rows, strings.lost, numbers=True)


def _points_table(curves: Sequence[Curve], plot: Plot, language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    x_label, y_label = getattr(strings, f"plot_{plot}_x"), getattr(strings, f"plot_{plot}_y")
    rows = []
    for curve in curves:
        step = max(1, (len(curve.points) - 1) // (SHOWN_POINTS - 1))
        for x, y in curve.points[::step]:
            rows.append((group_name(curve.name, language), _x(x, plot, language), share(y, language, 1)))
    return table((strings.group, x_label, y_label), rows, getattr(strings, f"plot_{plot}"), numbers=True)


def _in_words(curve: Curve, plot: Plot, language: Language) -> str:
    """The first, the middle and the last point."""
    points = curve.points
    picked = dict.fromkeys((points[0], points[len(points) // 2], points[-1]))
    return ", ".join(f"{_x(x, plot, language)}: {share(y, language)}" for x, y in picked)


def _x(value: float, plot: Plot, language: Language) -> str:
    return share(value, language) if plot == "risk" else number(value, language, 0)

"""Turns what an evaluator does on the page into values for its parts: measuring, reading, comparing, labelling.

Knows nothing about layout. Each action is a generator, and its first argument is who calls; what it is given may be
anything, since Gradio passes on whatever a client sends.
"""

from __future__ import annotations

import time
from typing import Any

from assistant.errors import AssistantError
from assistant.evaluation.labels import Judgement, Label, agreements
from assistant.evaluation.runs.record import Run, State
from assistant.evaluation.stages import Stage
from assistant.records import Language
from assistant.web.access import NOBODY
from assistant.web.documents_rendering import render_told
from assistant.web.measure.parts import direction_name
from assistant.web.measure.place import Bench, Read
from assistant.web.measure.render_comparison import render_comparison
from assistant.web.measure.render_people import render_agreement
from assistant.web.measure.render_questions import Wanted, render_list, render_no_question, render_question
from assistant.web.measure.render_run import render_plots, render_progress, render_results, stage_name
from assistant.web.measure.words import MEASURE_STRINGS
from assistant.web.page_actions import Steps

LOOK_S = 0.25  # between two looks at a run that is going on


class Actions:
    def __init__(self, bench: Bench, language: Language) -> None:
        self._bench, self._language = bench, language
        self._strings = MEASURE_STRINGS[language]

    def look(self, who: str) -> Steps:
        """The choices of every list, and whether the name of who judges must be typed."""
        import gradio as gr

        sets = [one.name for one in self._bench.sets.all()]
        chosen = gr.update(choices=sets, value=sets[0] if sets else None)
        runs = self._runs()
        yield (
            chosen, gr.update(choices=sets, value=None), self._chosen(runs, 0), self._chosen(runs, 1),
            self._chosen(runs, 0), gr.update(visible=who == NOBODY),
        )  # fmt: skip

    def look_at_sets(self, who: str, name: object) -> Steps:
        """After a set was sent: the new ones are there to be chosen, the one named is."""
        import gradio as gr

        sets = [one.name for one in self._bench.sets.all()]
        wanted = text(name) if text(name) in sets else (sets[0] if sets else None)
        yield gr.update(choices=sets, value=wanted), gr.update(choices=sets)

    def start(self, who: str, set_name: object) -> Steps:
        if not text(set_name):
            yield (render_told(self._strings.choose_first, bad=True),)
            return
        self._bench.start(who, text(set_name))
        yield (render_progress(self._bench.measuring.now, self._language),)

    def resume(self, who: str, run: object) -> Steps:
        if not text(run):
            yield (render_told(self._strings.choose_first, bad=True),)
            return
        self._bench.resume(who, text(run))
        yield (render_progress(self._bench.measuring.now, self._language),)

    def stop(self, who: str) -> Steps:
        self._bench.measuring.stop()
        yield ()

    def watch(self, who: str) -> Steps:
        """How far the run is, as long as it goes on; then the lists with it in them, chosen."""
        import gradio as gr

        now = self._bench.measuring.now
        went_on = False
        while now and now.going:
            yield render_progress(now, self._language), *(gr.skip(),) * 3, gr.update(interactive=True)
            went_on = True
            time.sleep(LOOK_S)
            now = self._bench.measuring.now
        idle = gr.update(interactive=False)
        if not went_on:
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip(), idle
            return
        runs = self._runs()
        told = render_progress(now, self._language)
        yield told, self._chosen(runs, 0), self._chosen(runs, 1), self._chosen(runs, 0), idle

    def read(self, who: str, run: object) -> Steps:
        """A run's results, plots, list with its filters, and labels."""
        import gradio as gr

        if not text(run):
            nothing = f'<p class="hint">{self._strings.no_run}</p>'
            yield nothing, "", nothing, *(gr.update(choices=[(self._strings.any, "")], value=""),) * 3, "", ""
            return
        found = self._bench.read(text(run))
        rows = [measured.row for measured in found.rows]
        yield (
            render_results(found.run, found.figures, self._language),
            render_plots(found.run, found.curves, len(rows), self._language),
            render_list(found.rows, Wanted(), self._language),
            self._filter([(direction_name(name), name) for name in sorted({row.direction for row in rows})]),
            self._filter([(name, name) for name in sorted({row.type for row in rows})]),
            self._filter([(stage_name(one, self._language), one.value) for one in Stage]),
            self._agreement(found.run.id),
            "",
        )

    def filter(self, who: str, run: object, *fields: object) -> Steps:
        if not text(run):
            yield ("",)
            return
        wanted = Wanted(*(text(field) for field in fields))
        yield (render_list(self._bench.read(text(run)).rows, wanted, self._language),)

    def open(self, who: str, run: object, identifier: object) -> Steps:
        """One question, and who judged it how, where it was whoever asks."""
        if not text(run) or not text(identifier):
            yield "", *self._judged(who, "", "")
            return
        yield self._opened(text(run), text(identifier)), *self._judged(who, text(run), text(identifier))

    def step(self, who: str, by: int, run: object, identifier: object, *fields: object) -> Steps:
        """The id of the question after, or before, this one in the list as it is narrowed."""
        if not text(run):
            yield ("",)
            return
        yield (self._beside(self._bench.read(text(run)), text(identifier), by, fields),)

    def judge(
        self, who: str, run: object, identifier: object, typed: object, verdict: object, cited: object, *fields: object
    ) -> Steps:
        """What somebody says of an answer; then the next question."""
        import gradio as gr

        if not text(run) or not text(identifier):
            yield render_told(self._strings.choose_first, bad=True), gr.skip(), gr.skip()
            return
        if text(verdict) not in list(Judgement):
            yield render_told(self._strings.choose_verdict, bad=True), gr.skip(), gr.skip()
            return
        measured, _ = self._bench.question(text(run), text(identifier))
        named = text(typed) if who == NOBODY else who
        well = {"well": True, "badly": False}.get(text(cited))
        given = Judgement(text(verdict))
        self._bench.labels.put(Label(text(run), measured.row.id, named, given, well))
        told = self._strings.judged.format(id=measured.row.id, verdict=getattr(self._strings, given.value))
        following = self._beside(self._bench.read(text(run)), measured.row.id, 1, fields)
        yield render_told(told), following, self._agreement(text(run))

    def compare(self, who: str, first: object, second: object) -> Steps:
        if not text(first) or not text(second):
            yield (render_told(self._strings.choose_first, bad=True),)
            return
        yield (render_comparison(self._bench.compare(text(first), text(second)), self._language),)

    def _opened(self, run: str, identifier: str) -> str:
        try:
            return render_question(*self._bench.question(run, identifier), self._language)
        except AssistantError:
            return render_no_question(identifier, self._language)

    def _judged(self, who: str, run: str, identifier: str) -> tuple[Any, Any]:
        """What whoever is signed in said before; somebody without a name is shown nobody's."""
        labels = self._bench.labels.of(run) if run and who != NOBODY else []
        own = next((one for one in labels if one.who == who and one.question == identifier), None)
        if own is None:
            return None, ""
        return own.verdict.value, {True: "well", False: "badly", None: ""}[own.cited_well]

    def _beside(self, found: Read, identifier: str, by: int, fields: tuple[object, ...]) -> str:
        """In the order of the set; where a filter no longer holds the question, from where it was."""
        wanted = Wanted(*(text(field) for field in fields))
        ids = [measured.row.id for measured in found.rows]
        place = ids.index(identifier) if identifier in ids else -1 if by > 0 else len(ids)
        fitting = [at for at, measured in enumerate(found.rows) if wanted.fits(measured)]
        ahead = [at for at in fitting if (at > place if by > 0 else at < place)]
        if not ahead:
            return identifier
        return ids[ahead[0] if by > 0 else ahead[-1]]

    def _agreement(self, run: str) -> str:
        labels = self._bench.labels.of(run)
        return render_agreement(labels, agreements(labels), run, self._language)

    def _filter(self, choices: list[tuple[str, str]]) -> Any:
        import gradio as gr

        return gr.update(choices=[(self._strings.any, ""), *choices], value="")

    def _runs(self) -> list[tuple[str, str]]:
        return [(self._named(run), run.id) for run in self._bench.runs.all()]

    def _chosen(self, runs: list[tuple[str, str]], place: int) -> Any:
        import gradio as gr

        return gr.update(choices=runs, value=runs[place][1] if place < len(runs) else None)

    def _named(self, run: Run) -> str:
        when = run.started[:19].replace("T", " ")
        state = "" if run.state is State.DONE else f" · {getattr(self._strings, f'state_{run.state.value}')}"
        return f"{run.set_name} · {when} · {run.generation}{state}"


def text(value: object) -> str:
    """Gradio passes on whatever a client sends, and only text says anything."""
    return value.strip() if isinstance(value, str) else ""

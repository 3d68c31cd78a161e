"""Turns the bench of evaluators into a Gradio page: a run to start, and places to read, compare, label and edit.

Knows nothing about how anything is measured or drawn. Layout and wiring only; every function asks first who calls it.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.evaluation.sets.form import DIRECTIONS, MOST_BYTES, MOST_QUESTIONS, TYPES
from assistant.records import LANGUAGES, Language
from assistant.web.measure.actions import Actions
from assistant.web.measure.head import own_script, own_style
from assistant.web.measure.parts import direction_name, heading, render_footer, render_masthead
from assistant.web.measure.place import Bench
from assistant.web.measure.set_actions import SetActions
from assistant.web.measure.wiring import Parts, Wiring
from assistant.web.measure.words import MEASURE_STRINGS, MeasureStrings
from assistant.web.page_actions import events_for
from assistant.web.strings import STRINGS

if TYPE_CHECKING:
    import gradio

EVENTS = 30
MOST_FIELDS = 12


def build_measure_page(bench: Bench, language: Language) -> gradio.Blocks:
    """The page, not yet mounted."""
    import gradio as gr

    strings = MEASURE_STRINGS[language]
    page = gr.Blocks(title=f"{strings.title} – {STRINGS[language].title}", analytics_enabled=False,
                     delete_cache=(3600, 3600))  # fmt: skip
    with page:
        _html(gr, render_masthead(language))
        parts = _asking(gr, strings)
        with gr.Column(elem_classes="place"):
            parts["run"] = _choice(gr, [], strings.run, "run")
            with gr.Tabs():
                with gr.Tab(strings.results):
                    parts["results"], parts["plots"] = _html(gr, "", "results"), _html(gr, "", "plots")
                with gr.Tab(strings.questions):
                    parts |= _reading(gr, strings)
                with gr.Tab(strings.comparing):
                    parts |= _comparing(gr, strings)
                with gr.Tab(strings.labels):
                    parts["agreement"] = _html(gr, "", "agreement")
        parts |= _editing(gr, strings)
        _html(gr, render_footer(language))
        wire = Wiring(events_for("evaluator", language, "The page of evaluators"))
        wire.measuring(page, parts, Actions(bench, language))
        wire.reading(parts, Actions(bench, language))
        wire.editing(parts, SetActions(bench, language))
    page.queue(api_open=False, max_size=64, default_concurrency_limit=2)
    page.state_session_capacity = 100
    return page


def is_from_measure_page(body: bytes) -> bool:
    """True for what the page's own script sends to Gradio's queue: one of its events with texts and ticks."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return False
    if not isinstance(sent, dict) or type(sent.get("fn_index")) is not int or sent["fn_index"] not in range(EVENTS):
        return False
    data = sent.get("data")
    return (
        isinstance(data, list) and len(data) <= MOST_FIELDS and all(isinstance(one, str | bool | None) for one in data)
    )


def measure_head(language: Language) -> str:
    """Style and script of the page, inside it: those of all pages first."""
    folder = files("assistant.web")
    style = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "documents.css"))
    return f'<meta name="color-scheme" content="light dark"><style>{style}{own_style()}</style>{own_script(language)}'


def _asking(gr: Any, strings: MeasureStrings) -> Parts:
    parts = {}
    with gr.Column(elem_classes="place"):
        _html(gr, heading(strings.ask, strings.ask_hint))
        with gr.Row(elem_classes="line", elem_id="asking-set"):
            parts["set"] = _choice(gr, [], strings.set, "set")
            parts["start"] = gr.Button(strings.start, variant="primary", elem_id="start", scale=0)
            parts["stop"] = gr.Button(strings.stop, elem_id="stop-run", scale=0, interactive=False)
            parts["resume"] = gr.Button(strings.resume, elem_id="resume", scale=0)
        parts["told"] = _html(gr, "", "progress")
        hint = strings.upload_hint.format(size=MOST_BYTES // 1_000_000, count=MOST_QUESTIONS)
        _html(
            gr,
            f'<details id="add"><summary>{strings.upload}</summary><form id="upload">'
            f'<label for="files">{strings.choose_file}</label><div class="line">'
            '<input id="files" type="file" accept=".jsonl" aria-describedby="files-hint">'
            f'<button type="submit">{strings.send}</button></div><p class="hint" id="files-hint">{hint}</p></form>'
            '<p id="sent-told" role="status"></p></details>',
        )
        parts["sent"] = gr.Textbox(label=strings.set, elem_id="sent-name", elem_classes="bridge", container=False)
    return parts


def _reading(gr: Any, strings: MeasureStrings) -> Parts:
    parts = {}
    outcomes = [(strings.any, ""), *((getattr(strings, f"outcome_{one}"), one) for one in
                ("right", "wrong", "answered", "refused"))]  # fmt: skip
    with gr.Row(elem_classes="line", elem_id="filters"):
        for name in ("direction", "type", "outcome", "stage"):
            choices = outcomes if name == "outcome" else [(strings.any, "")]
            parts[name] = _choice(gr, choices, getattr(strings, name), f"by-{name}", "")
        parts["words"] = gr.Textbox(label=strings.text, max_lines=1, elem_id="by-words")
    parts["list"] = _html(gr, "", "list")
    with gr.Row(elem_classes="line", elem_id="opening"):
        parts["open"] = gr.Textbox(label=strings.open_id, max_lines=1, elem_id="open-id")
        parts["previous"] = gr.Button(strings.previous, elem_id="previous", scale=0)
        parts["next"] = gr.Button(strings.next, elem_id="next", scale=0)
    parts["opened"] = _html(gr, "", "opened")
    with gr.Column(elem_id="judging"):
        _html(gr, f'<h3>{strings.judge}</h3><p class="hint">{strings.judge_hint}</p>')
        parts["who"] = gr.Textbox(label=strings.who, max_lines=1, elem_id="who", visible=False)
        verdicts = [(strings.right, "right"), (strings.wrong, "wrong")]
        parts["verdict"] = gr.Radio(verdicts, label=strings.verdict, elem_id="verdict")
        cited = [(strings.well, "well"), (strings.badly, "badly"), (strings.not_said, "")]
        parts["cited"] = gr.Radio(cited, value="", label=strings.cited_well, elem_id="cited-well")
        parts["judge"] = gr.Button(strings.judge_button, variant="primary", elem_id="judge", scale=0)
        parts["judged"] = _html(gr, "", "judged")
    return parts


def _comparing(gr: Any, strings: MeasureStrings) -> Parts:
    parts = {}
    _html(gr, f'<p class="hint">{strings.compare_hint}</p>')
    with gr.Row(elem_classes="line", elem_id="two-runs"):
        parts["before"] = _choice(gr, [], strings.before, "before")
        parts["after"] = _choice(gr, [], strings.after, "after")
        parts["compare"] = gr.Button(strings.compare_button, variant="primary", elem_id="compare", scale=0)
    parts["comparison"] = _html(gr, "", "comparison")
    return parts


def _editing(gr: Any, strings: MeasureStrings) -> Parts:
    parts: Parts = {}
    with gr.Column(elem_classes="place"):
        _html(gr, heading(strings.editing))
        parts["edited"] = _choice(gr, [], strings.set_to_edit, "edited")
        parts["check"] = _html(gr, "", "check")
        with gr.Row(elem_classes="line", elem_id="question-choice"):
            parts["question"] = _choice(gr, [], strings.question_to_edit, "question-to-edit")
            parts["new"] = gr.Button(strings.new_question, elem_id="new", scale=0)
        with gr.Column(visible=False, elem_id="form") as parts["fields"]:
            parts |= _form(gr, strings)
        parts["saved"] = _html(gr, "", "saved")
    return parts


def _form(gr: Any, strings: MeasureStrings) -> Parts:
    parts: Parts = {}
    with gr.Row(elem_classes="line"):
        first = [
            gr.Textbox(label=strings.id, max_lines=1, elem_id="edit-id"),
            gr.Textbox(label=strings.question, max_lines=3, elem_id="edit-question"),
        ]
    with gr.Row(elem_classes="line"):
        directions = [("–", ""), *((direction_name(one).replace("&gt;", ">"), one) for one in DIRECTIONS)]
        second = [
            _choice(gr, [(STRINGS[one].this_language, one) for one in LANGUAGES], strings.language, "edit-language",
                    "fr"),
            _choice(gr, directions, strings.direction, "edit-direction", ""),
            _choice(gr, [(one, one) for one in TYPES], strings.type, "edit-type", "other"),
        ]  # fmt: skip
    rest = [
        gr.Checkbox(True, label=strings.answerable, elem_id="edit-answerable"),
        gr.Textbox(label=strings.facts, lines=2, max_lines=12, elem_id="edit-facts"),
        gr.Textbox(label=strings.gold_field, lines=3, max_lines=20, elem_id="edit-gold"),
        gr.Textbox(label=strings.remark_field, max_lines=3, elem_id="edit-note"),
    ]
    parts["form"] = [*first, *second, *rest]
    parts["seen"] = gr.Textbox(label=strings.id, elem_id="seen", elem_classes="bridge", container=False)
    with gr.Row(elem_classes="line"):
        parts["save"] = gr.Button(strings.save, variant="primary", elem_id="save", scale=0)
        parts["test"] = gr.Button(strings.check_button, elem_id="test", scale=0)
        parts["exact"] = gr.Button(strings.use_exact, elem_id="exact", scale=0)
        parts["delete"] = gr.Button(strings.delete, elem_id="delete", scale=0)
    return parts


def _choice(gr: Any, choices: list[Any], label: str, elem_id: str, value: str | None = None) -> Any:
    return gr.Dropdown(choices, value=value, label=label, elem_id=elem_id, allow_custom_value=True)


def _html(gr: Any, value: str, elem_id: str | None = None) -> Any:
    """A piece of ready-made HTML: the default template, none of Gradio's styles, no script."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)

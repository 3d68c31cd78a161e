"""Turns the library into a Gradio page for administrators: what is indexed, adding, removing, going back.

Knows nothing about how files or indexes are kept. Layout and wiring only; every function asks first who calls it.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError
from assistant.records import Language
from assistant.web import documents_rendering as rendering
from assistant.web.documents_words import DOCUMENT_STRINGS
from assistant.web.jobs import Job
from assistant.web.library import Library, Overview
from assistant.web.page_actions import Steps, events_for
from assistant.web.strings import STRINGS

if TYPE_CHECKING:
    import gradio

INGEST = "ingest"  # one at a time, apart from questions
EVENTS = 9
MOST_FIELDS = 2
LISTED = 5_000  # names offered for removal


def build_documents_page(library: Library, language: Language, max_file_mb: int) -> gradio.Blocks:
    """The page, not yet mounted."""
    import gradio as gr

    strings = DOCUMENT_STRINGS[language]
    page = gr.Blocks(title=f"{strings.title} – {STRINGS[language].title}", analytics_enabled=False,
                     delete_cache=(3600, 3600))  # fmt: skip
    actions = Actions(library, language)
    with page:
        _html(gr, rendering.render_masthead(language))
        _html(gr, rendering.render_upload(language, max_file_mb))
        with gr.Column(elem_classes="place"):
            _html(gr, rendering.render_heading(strings.index, strings.index_hint))
            with gr.Row(elem_classes="line"):
                update = gr.Button(strings.update, variant="primary", elem_id="update", scale=0)
                refresh = gr.Button(strings.refresh, elem_id="refresh", scale=0)
            told = _html(gr, "", elem_id="told")
        with gr.Column(elem_classes="place"):
            counts = _html(gr, "", elem_id="counts")
            only = gr.Textbox(label=strings.only, placeholder=strings.only_hint, max_lines=1, elem_id="only")
            listed = _html(gr, "", elem_id="listed")
        with gr.Column(elem_classes="place"):
            _html(gr, rendering.render_heading(strings.remove, strings.remove_hint))
            which = gr.Dropdown([], label=strings.which, elem_id="which", allow_custom_value=True)
            keep = gr.Checkbox(False, label=strings.keep, elem_id="keep")
            remove = gr.Button(strings.remove_button, elem_id="remove", scale=0)
            with gr.Column(visible=False, elem_id="sure") as sure:
                question = _html(gr, "")
                with gr.Row(elem_classes="line"):
                    yes = gr.Button(strings.yes, variant="stop", elem_id="yes", scale=0)
                    no = gr.Button(strings.no, elem_id="no", scale=0)
        with gr.Column(elem_classes="place"):
            _html(gr, rendering.render_heading(strings.versions, strings.versions_hint))
            kept = _html(gr, "", elem_id="kept")
            with gr.Row(elem_classes="line", elem_id="going-back"):
                version = gr.Dropdown([], label=strings.which_version, elem_id="version", allow_custom_value=True)
                go_back = gr.Button(strings.go_back, elem_id="go-back", scale=0)
        _html(gr, rendering.render_footer(language))

        shown = [counts, listed, which, kept, version]
        quick: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_limit": 4,
            "concurrency_id": "look",
        }
        long: dict[str, Any] = {**quick, "concurrency_limit": 1, "concurrency_id": INGEST}
        event = events_for("administrator", language, "The page of documents")
        looked = page.load(event(actions.look), [only], shown, **quick)
        looked.then(event(actions.watch), None, [told, *shown], **{**quick, "concurrency_id": "watch"})
        refresh.click(event(actions.look), [only], shown, **quick)
        only.change(event(actions.filter), [only], [listed], **quick)
        update.click(event(actions.update), [only], [told, *shown], **long)
        remove.click(event(actions.ask_first), [which, keep], [told, sure, question], **quick)
        no.click(event(actions.never_mind), None, [sure], **quick)
        yes.click(event(actions.remove), [which, keep], [told, sure, *shown], **long)
        go_back.click(event(actions.go_back), [version], [told, *shown], **long)
    page.queue(api_open=False, max_size=16, default_concurrency_limit=1)
    page.state_session_capacity = 50
    return page


class Actions:
    """What the page's buttons do, each a generator of values for its outputs; the first argument is who calls."""

    def __init__(self, library: Library, language: Language) -> None:
        self._library, self._language = library, language

    def look(self, who: str, only: object = "") -> Steps:
        yield self._shown(_text(only))

    def filter(self, who: str, only: object = "") -> Steps:
        yield (rendering.render_files(self._library.overview(), _text(only), self._language),)

    def watch(self, who: str) -> Steps:
        """A job that somebody started before this page was opened."""
        job = self._library.jobs.last
        if job and job.running:
            yield from self._followed(job, "")
        else:
            yield ("", *self._shown(""))

    def update(self, who: str, only: object = "") -> Steps:
        try:
            job = self._library.update(who)
        except AssistantError as error:
            yield (rendering.render_error(error, self._language), *_unchanged(5))
            return
        yield from self._followed(job, _text(only))

    def ask_first(self, who: str, name: object, keep: object) -> Steps:
        import gradio as gr

        strings = DOCUMENT_STRINGS[self._language]
        if not _text(name):
            yield rendering.render_told(strings.choose_first, bad=True), gr.update(visible=False), ""
            return
        sentence = (strings.sure_keep if keep is True else strings.sure).format(name=_text(name))
        yield "", gr.update(visible=True), rendering.render_told(sentence, bad=True)

    def never_mind(self, who: str) -> Steps:
        import gradio as gr

        yield (gr.update(visible=False),)

    def remove(self, who: str, name: object, keep: object) -> Steps:
        import gradio as gr

        hidden = gr.update(visible=False)
        try:
            job = self._library.remove(who, _text(name), keep_before=keep is True)
        except AssistantError as error:
            yield (rendering.render_error(error, self._language), hidden, *_unchanged(5))
            return
        for told, *shown in self._followed(job, ""):
            yield (told, hidden, *shown)

    def go_back(self, who: str, generation: object) -> Steps:
        strings = DOCUMENT_STRINGS[self._language]
        if not _text(generation):
            yield (rendering.render_told(strings.choose_first, bad=True), *_unchanged(5))
            return
        try:
            report = self._library.go_back(who, _text(generation))
        except AssistantError as error:
            yield (rendering.render_error(error, self._language), *_unchanged(5))
            return
        told = strings.went_back.format(generation=report.generation, before=report.before)
        yield (rendering.render_told(told), *self._shown(""))

    def _followed(self, job: Job, only: str) -> Steps:
        """Its progress, then how it ended and what there is now."""
        for now in self._library.jobs.watch(job):
            if now.running:
                yield (rendering.render_job(now, self._language), *_unchanged(5))
        yield (rendering.render_job(job, self._language), *self._shown(only))

    def _shown(self, only: str) -> tuple[Any, ...]:
        import gradio as gr

        overview = self._library.overview()
        others = [kept.name for kept in overview.generations if not kept.in_force]
        return (
            rendering.render_counts(overview, self._language),
            rendering.render_files(overview, only, self._language),
            gr.update(choices=_names(overview), value=None),
            rendering.render_generations(overview, self._language),
            gr.update(choices=others, value=others[0] if others else None),
        )


def is_from_documents_page(body: bytes) -> bool:
    """True for what the page's own script sends to Gradio's queue: one of its events with texts and ticks."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return False
    if not isinstance(sent, dict) or sent.get("fn_index") not in range(EVENTS):
        return False
    data = sent.get("data")
    return (
        isinstance(data, list) and len(data) <= MOST_FIELDS and all(isinstance(one, str | bool | None) for one in data)
    )


def documents_head(language: Language) -> str:
    """Style and script of the page, inside it."""
    folder = files("assistant.web")
    style = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "documents.css"))
    strings = DOCUMENT_STRINGS[language]
    said = ("sending", "stored", "replaced", "ask_replace", "replace", "leave", "left", "not_sent", "next_step")
    words = json.dumps({"language": language, **{name: getattr(strings, name) for name in said}})
    script = folder.joinpath("documents.js").read_text(encoding="utf-8").replace('"WORDS"', words)
    return f'<meta name="color-scheme" content="light dark"><style>{style}</style><script>{script}</script>'


def _names(overview: Overview) -> list[str]:
    return sorted(entry.name for entry in overview.entries)[:LISTED]


def _unchanged(count: int) -> tuple[Any, ...]:
    import gradio as gr

    return (gr.skip(),) * count


def _text(value: object) -> str:
    """Gradio passes on whatever a client sends, and only text says anything."""
    return value.strip() if isinstance(value, str) else ""


def _html(gr: Any, value: str, elem_id: str | None = None) -> Any:
    """A piece of ready-made HTML: the default template, none of Gradio's styles, no script."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)

"""Turns an assistant into a Gradio page in one language: a conversation, its answers, and the passages that prove them.

Knows nothing about HTTP or how answers are found. Layout and wiring only; what happens is ask/events.py's, and all HTML
comes from rendering.py, evidence.py and ask/.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.answering.wording import LANGUAGE_NAMES
from assistant.records import LANGUAGES, Language
from assistant.web import rendering
from assistant.web.ask.events import FIELD_CHARS, Asker, Held, View, guarded
from assistant.web.ask.turns import Visits
from assistant.web.desk import Desk
from assistant.web.export.record import Shelf
from assistant.web.rendering import Holdings
from assistant.web.strings import EXAMPLES, STRINGS

if TYPE_CHECKING:
    import gradio

    from assistant.index.opened import OpenedIndex

DOCUMENTS_LISTED = 50
ORGANISATIONS = 200
CPU, SUGGESTING, AT_ONCE = "cpu", "suggesting", "at once"  # slots of Gradio's queue; what stops work waits for none
CONCURRENCY = 2
WAITING = 64  # events of all pages of this language
IDLE_S = 3600  # how long a conversation is kept that nobody goes on with
NARROWED = 4  # fields of the filter
ASKING, AS_TYPED, SUGGESTIONS = 1 + NARROWED + 1, NARROWED + 1, 1  # fields of these events, the conversation included
EVENTS: tuple[int | None, ...] = (  # how many fields each event sends, by its number; None never asks the server
    ASKING, SUGGESTIONS, AS_TYPED, SUGGESTIONS, 0, 0, *(None, ASKING, SUGGESTIONS) * len(EXAMPLES),
)  # fmt: skip


def build_page(desk: Desk, holdings: Held, language: Language, shelf: Shelf | None = None) -> gradio.Blocks:
    """The page, not yet mounted."""
    import gradio as gr

    strings = STRINGS[language]
    asker = Asker(desk, holdings, language, shelf or Shelf(), Visits())
    page = gr.Blocks(title=strings.title, analytics_enabled=False, delete_cache=(3600, 3600))
    with page:
        turns = gr.State((), time_to_live=IDLE_S)
        _html(gr, rendering.render_header(language))
        with gr.Row(elem_id="asking"):
            question = gr.Textbox(
                label=strings.question, placeholder=strings.placeholder, lines=1, max_lines=6, autofocus=True,
                elem_id="question", scale=1,
            )  # fmt: skip
            button = gr.Button(strings.ask, variant="primary", elem_id="ask", scale=0)
            stop = gr.Button(strings.stop, elem_id="stop", scale=0, interactive=False)
        narrowed = _filter_row(gr, holdings().organisations, language)
        with gr.Group(elem_id="examples"):
            _html(gr, f'<p class="label">{strings.examples}</p>')
            examples = [
                (example, gr.Button(example.text, size="sm", elem_classes=["example", f"example-{example.language}"]))
                for example in sorted(EXAMPLES, key=lambda example: example.language != language)
            ]
        with gr.Row(elem_id="asked"):
            asked = _html(gr, "", elem_id="asked-words")
            as_typed = gr.Button(strings.as_typed, size="sm", visible=False, elem_id="as-typed", scale=0)
        with gr.Row(elem_id="reply"):
            with gr.Column(elem_id="said"):
                answer = _html(gr, rendering.render_welcome(language), elem_id="answer")
                suggestions = _html(gr, "", elem_id="suggestions")
            evidence = _html(gr, "", elem_id="evidence")
        earlier = _html(gr, "", elem_id="earlier")
        anew = gr.Button(strings.new_conversation, size="sm", elem_id="anew")
        _html(gr, rendering.render_footer(holdings(), language))
        parts = [asked, as_typed, answer, evidence, suggestions, earlier, question, stop, turns]
        wired = Wired(asker)

        def then_suggest(event: Any) -> None:
            event.then(**_event(guarded(wired.suggest), [turns], [suggestions], SUGGESTING))

        asking = _event(guarded(wired.ask), [question, *narrowed, turns], parts, CPU)
        then_suggest(gr.on([question.submit, button.click], **asking))
        then_suggest(as_typed.click(**_event(guarded(wired.ask_as_typed), [*narrowed, turns], parts, CPU)))
        stop.click(**_event(guarded(wired.stop), [], [], AT_ONCE))
        anew.click(**_event(guarded(wired.start_anew), [], parts, AT_ONCE))
        for example, chip in examples:
            chosen = chip.click(
                None, js=f"() => {json.dumps(example.text)}", outputs=question, queue=False, api_visibility="private"
            )
            then_suggest(chosen.then(**asking))
    page.queue(api_open=False, max_size=WAITING, default_concurrency_limit=CONCURRENCY)
    page.state_session_capacity = 500
    return page


class Wired:
    """What the asker says, as values for the page's parts in their order."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def ask(self, visit: str, question: object, *rest: object) -> Iterator[list[Any]]:
        yield from map(_values, self._asker.ask(visit, question, rest[:-1], rest[-1] if rest else None))

    def ask_as_typed(self, visit: str, *rest: object) -> Iterator[list[Any]]:
        yield from map(_values, self._asker.ask_as_typed(visit, rest[:-1], rest[-1] if rest else None))

    def suggest(self, visit: str, state: object) -> Iterator[Any]:
        for view in self._asker.suggest(visit, state):
            yield view.suggestions or ""

    def stop(self, visit: str) -> None:
        self._asker.stop(visit)

    def start_anew(self, visit: str) -> list[Any]:
        return _values(self._asker.start_anew(visit))


def _values(view: View) -> list[Any]:
    import gradio as gr

    def kept(value: Any) -> Any:
        return gr.skip() if value is None else value

    return [
        kept(view.asked), gr.skip() if view.as_typed is None else gr.update(visible=view.as_typed), kept(view.answer),
        kept(view.evidence), kept(view.suggestions), kept(view.earlier), kept(view.question),
        gr.skip() if view.busy is None else gr.update(interactive=view.busy), kept(view.turns),
    ]  # fmt: skip


def _event(fn: Callable[..., Any], inputs: list[Any], outputs: list[Any], slots: str) -> dict[str, Any]:
    return {
        "fn": fn, "inputs": inputs, "outputs": outputs, "show_progress": "hidden", "concurrency_id": slots,
        "concurrency_limit": 16 if slots == AT_ONCE else CONCURRENCY, "api_visibility": "private",
        "trigger_mode": "always_last",  # what is asked while an answer is still on its way is asked after it, not lost
    }  # fmt: skip


def _filter_row(gr: Any, organisations: Sequence[str], language: Language) -> list[Any]:
    """Closed until it is wanted: organisation, language of the documents, period."""
    strings = STRINGS[language]
    spoken = [(LANGUAGE_NAMES[language][one], one) for one in reversed(LANGUAGES)]
    with gr.Accordion(strings.narrow, open=False, elem_id="narrow"), gr.Row():
        return [
            gr.Dropdown(
                [(strings.any_organisation, ""), *((name, name) for name in organisations)], value="",
                label=strings.organisation, allow_custom_value=True, elem_id="organisation",
            ),
            gr.Dropdown(
                [(strings.any_language, ""), *spoken], value="", label=strings.document_language,
                allow_custom_value=True, elem_id="document-language",
            ),
            gr.Textbox(label=strings.since, placeholder=strings.period_hint, max_lines=1, elem_id="since"),
            gr.Textbox(label=strings.until, placeholder=strings.period_hint, max_lines=1, elem_id="until"),
        ]  # fmt: skip


def is_from_page(body: bytes) -> bool:
    """True for what the page's own script sends to Gradio's queue: one of its events with a text for each field.

    The conversation is kept by the server: in its place the page sends nothing.
    """
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return False
    if not isinstance(sent, dict) or not isinstance(sent.get("data"), list):
        return False
    event, data = sent.get("fn_index"), sent["data"]
    if type(event) is not int or not 0 <= event < len(EVENTS) or EVENTS[event] != len(data):
        return False
    return data[-1:] in ([], [None]) and all(isinstance(field, str | None) for field in data)


def holdings_of(index: OpenedIndex) -> Holdings:
    """What an opened index has to search."""
    listed = tuple(index.store.document(identifier) for identifier in index.store.document_ids()[:DOCUMENTS_LISTED])
    languages = tuple(language for language in reversed(LANGUAGES) if len(index.rows[language]))
    said = {fact.organisation for fact in index.store.facts() if fact.organisation}
    organisations = sorted(name for name in said if len(name) <= FIELD_CHARS)[
        :ORGANISATIONS
    ]  # no longer can be asked for
    return Holdings(len(index.manifest.documents), index.manifest.passages, languages, listed, tuple(organisations))


def page_head(language: Language) -> str:
    """Our style and script, inside the page itself: nothing more to fetch, nothing flashes unstyled."""
    folder = files("assistant.web")
    style = folder.joinpath("page.css").read_text(encoding="utf-8")
    script = folder.joinpath("page.js").read_text(encoding="utf-8")
    script = script.replace('"LANGUAGE"', json.dumps(language)).replace(
        '"ANSWER"', json.dumps(STRINGS[language].answer)
    )
    return f'<meta name="color-scheme" content="light dark"><style>{style}</style><script>{script}</script>'


def _html(gr: Any, value: str, elem_id: str | None = None) -> Any:
    """A piece of ready-made HTML: the default template, none of Gradio's styles, no script."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)

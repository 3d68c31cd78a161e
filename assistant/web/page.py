"""Turns an assistant into a Gradio page in one language: a question, its answer, and the passages that prove it.

Knows nothing about HTTP or how answers are found. Layout and wiring only; all HTML comes from rendering.py.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.answering.wording import LANGUAGE_NAMES, word_reason
from assistant.errors import AssistantError
from assistant.records import LANGUAGES, Answer, Filter, Language, Reason
from assistant.web import rendering
from assistant.web.access import for_role
from assistant.web.desk import Desk
from assistant.web.evidence import render_evidence
from assistant.web.rendering import Holdings
from assistant.web.strings import EXAMPLES, STRINGS

if TYPE_CHECKING:
    import gradio

    from assistant.index.opened import OpenedIndex

DOCUMENTS_LISTED = 50
ORGANISATIONS = 200
SPOKEN_BY_THE_PAGE = (Reason.NOT_A_QUESTION, Reason.OTHER_LANGUAGE)  # the question has no language of its own here
CPU = "cpu"  # all questions share this many slots of Gradio's queue
CONCURRENCY = 2
EVENTS = 1 + 2 * len(EXAMPLES)  # asking, and for each example putting it in the box and asking it
FIELDS = (1, 5)  # the question alone, or with the four fields of the filter
FIELD_CHARS = 200
logger = logging.getLogger(__name__)

Held = Callable[[], Holdings]  # what there is to search now
Shown = tuple[str, str]  # HTML of the answer, HTML of its evidence


def build_page(desk: Desk, holdings: Held, language: Language) -> gradio.Blocks:
    """The page, not yet mounted."""
    import gradio as gr

    strings = STRINGS[language]
    page = gr.Blocks(title=strings.title, analytics_enabled=False, delete_cache=(3600, 3600))
    with page:
        _html(gr, rendering.render_header(language))
        with gr.Row(elem_id="asking"):
            question = gr.Textbox(
                label=strings.question, placeholder=strings.placeholder, lines=1, max_lines=6, autofocus=True,
                elem_id="question", scale=1,
            )  # fmt: skip
            button = gr.Button(strings.ask, variant="primary", elem_id="ask", scale=0)
        narrowed = _filter_row(gr, holdings().organisations, language)
        with gr.Group(elem_id="examples"):
            _html(gr, f'<p class="label">{strings.examples}</p>')
            examples = [
                (example, gr.Button(example.text, size="sm", elem_classes=["example", f"example-{example.language}"]))
                for example in sorted(EXAMPLES, key=lambda example: example.language != language)
            ]
        with gr.Row(elem_id="reply"):
            answer = _html(gr, rendering.render_welcome(language), elem_id="answer")
            evidence = _html(gr, "", elem_id="evidence")
        _html(gr, rendering.render_footer(holdings(), language))
        asked = {
            "fn": for_role("reader", responder(desk, holdings, language)), "inputs": [question, *narrowed],
            "outputs": [answer, evidence],
            "show_progress": "hidden", "concurrency_limit": CONCURRENCY, "concurrency_id": CPU,
            "api_visibility": "private",
        }  # fmt: skip
        gr.on([question.submit, button.click], **asked)
        for example, chip in examples:
            chosen = chip.click(
                None, js=f"() => {json.dumps(example.text)}", outputs=question, queue=False, api_visibility="private"
            )
            chosen.then(**asked)
    page.queue(api_open=False, max_size=32, default_concurrency_limit=CONCURRENCY)
    page.state_session_capacity = 500
    return page


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


def filter_of(organisation: object, spoken: object, since: object, until: object) -> Filter:
    """The filter that the page's fields say; Gradio passes on whatever a client sends, and only text says anything."""

    def text(value: object) -> str | None:
        return value.strip()[:FIELD_CHARS] or None if isinstance(value, str) else None

    language: Language | None = "fr" if spoken == "fr" else "en" if spoken == "en" else None
    return Filter(text(organisation), language, text(since), text(until))


def responder(desk: Desk, holdings: Held, language: Language) -> Callable[..., Iterator[Shown]]:
    """What the page does with a question: says that it searches, then shows what came of it."""

    def respond(question: str | None, *narrowed: object) -> Iterator[Shown]:
        yield rendering.render_waiting(holdings(), language), ""
        try:
            # Gradio passes on what a client sends; anything but text is an empty question
            wanted = filter_of(*narrowed) if narrowed else Filter()
            answer = desk.ask(question if isinstance(question, str) else "", wanted=wanted)
        except AssistantError as error:
            yield rendering.render_message(error.message(language), language), ""
        except Exception:
            logger.exception("A question could not be answered")
            yield rendering.render_message(STRINGS[language].failure, language), ""
        else:
            yield show(answer, holdings(), language)

    return respond


def is_from_page(body: bytes) -> bool:
    """True for what the page's own script sends to Gradio's queue: one of its events with a text for each field."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return False
    if (
        not isinstance(sent, dict)
        or not isinstance(sent.get("data"), list)
        or sent.get("fn_index") not in range(EVENTS)
    ):
        return False
    return len(sent["data"]) in FIELDS and all(isinstance(field, str | None) for field in sent["data"])


def show(answer: Answer, holdings: Holdings, language: Language) -> Shown:
    """An answer speaks the question's language; where the question has none, the page's."""
    if answer.reason in SPOKEN_BY_THE_PAGE:
        answer = replace(answer, language=language, reason_text=word_reason(answer.reason, language))
    if answer.answered:
        return rendering.render_answer(answer), render_evidence(answer)
    return rendering.render_abstention(answer, holdings), render_evidence(answer)


def holdings_of(index: OpenedIndex) -> Holdings:
    """What an opened index has to search."""
    listed = tuple(index.store.document(identifier) for identifier in index.store.document_ids()[:DOCUMENTS_LISTED])
    languages = tuple(language for language in reversed(LANGUAGES) if len(index.rows[language]))
    organisations = sorted({fact.organisation for fact in index.store.facts() if fact.organisation})[:ORGANISATIONS]
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

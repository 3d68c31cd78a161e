"""Turns the questions of a run into a list to filter, and one of them into all that is known of it, as inert text.

Knows nothing about Gradio. Nothing that a document, a set or a person wrote is anything but text here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.questions import Question
from assistant.evaluation.runs.record import Measured
from assistant.records import Language
from assistant.web.document_view.address import Place, address_of
from assistant.web.markup import cut, safe
from assistant.web.measure.parts import direction_name, number, table
from assistant.web.measure.render_run import stage_name
from assistant.web.measure.words import MEASURE_STRINGS

ROWS = 300
SHOWN = 240  # characters of an answer in the list
PASSAGES = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty fields allow everything."""

    direction: str = ""
    type: str = ""
    outcome: str = ""  # "right", "wrong", "answered", "refused"
    stage: str = ""
    words: str = ""

    def fits(self, measured: Measured) -> bool:
        row = measured.row
        outcomes = {"right": row.right, "wrong": not row.right, "answered": row.answered, "refused": not row.answered}
        text = f"{row.id} {row.question}".casefold()
        return (
            self.direction in ("", row.direction)
            and self.type in ("", row.type)
            and outcomes.get(self.outcome, True)
            and self.stage in ("", row.lost_at)
            and all(word in text for word in self.words.casefold().split())
        )


def render_list(rows: Sequence[Measured], wanted: Wanted, language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    found = [measured for measured in rows if wanted.fits(measured)]
    if not found:
        return f'<p class="hint">{strings.none}</p>'
    heads = (strings.question, strings.direction, strings.type, strings.answer, strings.outcome, strings.stage)
    lines = [_line(measured, language) for measured in found[:ROWS]]
    more = f'<p class="hint">{strings.more.format(count=len(found) - ROWS)}</p>' if len(found) > ROWS else ""
    count = f'<p class="hint" role="status">{strings.shown.format(shown=len(found), count=len(rows))}</p>'
    listed = table(heads, lines, strings.questions)
    return (
        f'{count}<div class="scrolled" role="region" aria-label="{strings.questions}" tabindex="0">{listed}</div>{more}'
    )


def render_question(measured: Measured, question: Question | None, language: Language) -> str:
    """What was asked, expected, answered, retrieved and cited, and the stage that failed."""
    strings, row, detail = MEASURE_STRINGS[language], measured.row, measured.detail
    stage = strings.failed_at.format(stage=stage_name(row.lost_at, language)) if row.lost_at else strings.not_failed
    chances = strings.probability.format(
        probability=number(detail.probability, language, 2), threshold=number(detail.threshold, language, 2)
    )
    took = strings.took.format(ms=round(row.total_ms))
    facts = f"{safe(row.id)} · {direction_name(row.direction)} · {safe(row.type)} · {chances} · {took}"
    relevant = set(row.relevant)
    return (
        f'<section class="opened" aria-label="{safe(row.id)}"><h3 lang="{row.language}" tabindex="-1">'
        f"{safe(row.question)}</h3>"
        f'<p class="facts">{facts}</p><p>{_outcome(measured, language)} {stage}</p>'
        f'<div class="pair"><div><h4>{strings.expected}</h4>{_expected(question, language)}</div>'
        f"<div><h4>{strings.said}</h4><blockquote>{cut(row.answer)}</blockquote></div></div>"
        f"<h4>{strings.cited}</h4>{_quotes(measured, language)}"
        f"<h4>{strings.retrieved}</h4>{_passages(measured, relevant, language)}</section>"
    )


def render_no_question(identifier: str, language: Language) -> str:
    """As quietly as it comes, while somebody types an id."""
    told = MEASURE_STRINGS[language].no_question.format(id=safe(identifier[:100]))
    return f'<p class="hint">{told}</p>'


def _line(measured: Measured, language: Language) -> tuple[str, ...]:
    strings, row = MEASURE_STRINGS[language], measured.row
    answer = safe(row.answer[:SHOWN]) + ("…" if len(row.answer) > SHOWN else "") if row.answered else strings.abstained
    return (
        f'<button type="button" class="opens" data-id="{safe(row.id)}"><span class="id">{safe(row.id)}</span> '
        f'<span lang="{row.language}">{safe(row.question)}</span></button>',
        direction_name(row.direction),
        safe(row.type),
        answer,
        _outcome(measured, language),
        stage_name(row.lost_at, language),
    )


def _outcome(measured: Measured, language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    kind, word = ("indexed", strings.right) if measured.row.right else ("skipped", strings.wrong)
    return f'<span class="state state-{kind}">{word}</span>'


def _expected(question: Question | None, language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    if question is None or not question.answerable:
        return f"<p>{strings.expected_none}</p>"
    facts = "".join(f"<li>{' / '.join(safe(spelling) for spelling in fact)}</li>" for fact in question.facts)
    gold = "".join(
        f"<li><cite>{safe(one.document)}</cite><blockquote>{cut(one.quote or '')}</blockquote></li>"
        for one in question.gold
    )
    return f"<ul>{facts}</ul><details><summary>{strings.gold}</summary><ul>{gold}</ul></details>"


def _quotes(measured: Measured, language: Language) -> str:
    listed = "".join(
        f'<li><a href="{safe(address_of(Place(one.document), language, ""))}"><cite lang="{safe(one.language)}">'
        f'{safe(one.title or one.document)}</cite></a> <span class="id">{safe(one.passage)}</span>'
        f'<blockquote lang="{safe(one.language)}">{cut(one.quote)}</blockquote></li>'
        for one in measured.detail.quoted
    )
    return f"<ol>{listed}</ol>" if listed else "<p>–</p>"


def _passages(measured: Measured, relevant: set[str], language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    proof = f' <span class="state state-indexed">{strings.proves}</span>'
    listed = "".join(
        f'<li><span class="id">{safe(one.passage)}</span> {number(one.cosine, language, 3)}'
        f"{proof if one.passage in relevant else ''}</li>"
        for one in measured.detail.weighed[:PASSAGES]
    )
    return f'<ol class="passages">{listed}</ol>' if listed else "<p>–</p>"

"""Turns what changed between two runs into HTML: how much, by chance or not, caused by what, and every question of it.

Knows nothing about how it was found.
"""

from __future__ import annotations

from assistant.evaluation.runs.causes import Cause
from assistant.evaluation.runs.comparing import Change, Changed, Comparison
from assistant.evaluation.stages import Stage
from assistant.records import Language
from assistant.web.documents_rendering import render_told
from assistant.web.markup import cut, safe
from assistant.web.measure.parts import direction_name, downloads, group_name, heading, number, share, table
from assistant.web.measure.render_run import stage_name
from assistant.web.measure.words import MEASURE_STRINGS

ROWS = 300
LONGEST_VALUE = 60


def render_comparison(found: Comparison, language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    if not found.common:
        return render_told(strings.nothing_common, bad=True)
    base = f"/{language}/measure/compare/{found.before.id}/{found.after.id}"
    links = [
        (f"{base}.csv", strings.download_comparison_csv),
        (f"{base}.json", strings.download_comparison_json),
    ]
    kept = downloads(links, language)
    if not found.changed:
        return render_told(strings.no_difference.format(count=found.common)) + _made_with(found, language) + kept
    changes = strings.changes.format(count=len(found.changed), of=found.common)
    verdict = strings.larger if found.chance["all"]["larger_than_chance"] else strings.may_be_chance
    return (
        f'<div role="status">{heading(changes, verdict)}</div>{_causes(found, language)}{_chance(found, language)}'
        f"{_made_with(found, language)}{_questions(found, language)}{kept}"
    )


def because(cause: Cause, language: Language) -> str:
    """The stage's proof, in words; what it names is escaped."""
    said: str = getattr(MEASURE_STRINGS[language], f"because_{cause.shown_by}")
    return said.format(what=safe(cause.what))


def _causes(found: Comparison, language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    rows = [
        (
            getattr(strings, change.value),
            *(str(found.causes[change.value].get(stage.value, 0)) for stage in Stage),
            str(sum(found.causes[change.value].values())),
        )
        for change in Change
    ]
    heads = (strings.change, *(stage_name(stage, language) for stage in Stage), strings.total)
    return heading(strings.cause) + table(heads, rows, strings.cause, numbers=True)


def _chance(found: Comparison, language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    rows = []
    for name, one in found.chance.items():
        between = ""
        if "low" in one:
            between = f" [{number(one['low'] * 100, language, 1)}; {number(one['high'] * 100, language, 1)}]"
        p = number(one["p"], language, 4)
        rows.append(
            (group_name(name, language), str(one["n"]), f"+{one['gained']}", f"−{one['lost']}",
             share(one["value"], language, 1) + between, p)
        )  # fmt: skip
    heads = (strings.direction, "n", strings.gained, strings.lost_ones, strings.difference, strings.p)
    return table(heads, rows, strings.difference, numbers=True) + f'<p class="hint">{strings.method}</p>'


def _made_with(found: Comparison, language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    if not found.differs:
        return f'<p class="hint">{strings.made_alike}</p>'
    rows = [(safe(name), *(safe(str(value)[:LONGEST_VALUE]) for value in pair)) for name, pair in found.differs.items()]
    return heading(strings.made_otherwise) + table(("", strings.before, strings.after), rows, strings.made_otherwise)


def _questions(found: Comparison, language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    ordered = sorted(found.changed, key=lambda one: (list(Change).index(one.change), one.after.row.id))
    rows = [_line(one, language) for one in ordered[:ROWS]]
    heads = (strings.question, strings.change, strings.cause, strings.before, strings.after)
    more = f'<p class="hint">{strings.more.format(count=len(ordered) - ROWS)}</p>' if len(ordered) > ROWS else ""
    return heading(strings.questions) + table(heads, rows, strings.questions) + more


def _line(one: Changed, language: Language) -> tuple[str, ...]:
    strings, row = MEASURE_STRINGS[language], one.after.row
    kind = {Change.BETTER: "indexed", Change.WORSE: "skipped", Change.OTHER: "kept"}[one.change]
    name = getattr(strings, one.change.value)
    answers = (
        f"<details><summary>{safe(side.row.answer[:80]) if side.row.answered else strings.abstained}</summary>"
        f"{cut(side.row.answer)}</details>"
        for side in (one.before, one.after)
    )
    return (
        f'<span class="id">{safe(row.id)}</span> <span lang="{row.language}">{safe(row.question)}</span>'
        f'<span class="note">{direction_name(row.direction)} · {safe(row.type)}</span>',
        f'<span class="state state-{kind}">{name}</span>',
        f'<b>{stage_name(one.cause.stage, language)}</b><span class="note">{because(one.cause, language)}</span>',
        *answers,
    )

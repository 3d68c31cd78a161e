"""Turns what people brought into HTML: the check of a question set, and how far two of them agree on answers.

Knows nothing about files. Questions, quotes and names are shown as text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

from assistant.evaluation.labels import Agreement, Label
from assistant.evaluation.sets.checking import Problem
from assistant.records import Language
from assistant.web.documents_rendering import render_told
from assistant.web.markup import safe
from assistant.web.measure.parts import downloads, heading, number, share, table
from assistant.web.measure.words import MEASURE_STRINGS

ROWS = 200
LONGEST_SLICE = 400


def render_check(problems: Sequence[Problem], count: int, set_name: str, ours: bool, language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    links = downloads([(f"/{language}/measure/sets/{quote(set_name)}.jsonl", strings.download_set)], language)
    hint = f'<p class="hint">{strings.ours}</p>' if ours else ""
    if not problems:
        return heading(strings.check) + render_told(strings.check_good.format(count=count)) + hint + links
    weights = Counter(problem.weight for problem in problems)
    told = strings.check_bad.format(errors=weights["error"], notes=weights["note"], count=count)
    return f"{heading(strings.check, told)}{hint}{render_problems(problems, language)}{links}"


def render_problems(problems: Sequence[Problem], language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    rows = [
        (
            str(problem.number),
            f'<span class="id">{safe(problem.id)}</span>',
            f'<span class="state state-{"skipped" if problem.weight == "error" else "kept"}">'
            f"{getattr(strings, problem.weight)}</span>",
            safe(problem.fr if language == "fr" else problem.en) + _instead(problem, language),
        )
        for problem in problems[:ROWS]
    ]
    more = len(problems) - ROWS
    rest = f'<p class="hint">{strings.more.format(count=more)}</p>' if more > 0 else ""
    return table((strings.line, strings.id, strings.outcome, strings.remark), rows, strings.check) + rest


def render_agreement(labels: Sequence[Label], agreements: Sequence[Agreement], run: str, language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    top = heading(strings.agreement, strings.agreement_hint)
    if not labels:
        return f'{top}<p class="hint">{strings.no_labels}</p>'
    base = f"/{language}/measure/runs/{run}/labels"
    links = [(f"{base}.csv", strings.download_labels_csv), (f"{base}.json", strings.download_labels_json)]
    if not agreements:
        told = strings.alone.format(who=safe(labels[0].who), count=len(labels))
        return f'{top}<p class="hint">{told}</p>{downloads(links, language)}'
    rows = [
        (
            f"{safe(one.first)} / {safe(one.second)}",
            getattr(strings, f"about_{one.about}"),
            str(one.n),
            share(one.alike, language),
            "–" if one.kappa is None else number(one.kappa, language, 2),
        )
        for one in agreements
    ]
    heads = (strings.people, strings.about, "n", strings.alike, strings.kappa)
    return top + table(heads, rows, strings.agreement, numbers=True) + downloads(links, language)


def _instead(problem: Problem, language: Language) -> str:
    if not problem.instead:
        return ""
    shown = problem.instead[:LONGEST_SLICE] + ("…" if len(problem.instead) > LONGEST_SLICE else "")
    return f'<span class="note">{MEASURE_STRINGS[language].instead.format(text=safe(shown))}</span>'

"""Turns figures and words into the pieces of HTML that the page of evaluators is made of: head, tables, links, numbers.

Knows nothing about runs. Cells are ready-made HTML; whoever fills them escapes what comes from documents or people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from assistant.records import Language
from assistant.web.markup import safe
from assistant.web.masthead import render_place_head
from assistant.web.measure.words import MEASURE_STRINGS


def render_masthead(language: Language) -> str:
    strings = MEASURE_STRINGS[language]
    return render_place_head(language, "measure", strings.title, strings.tagline)


def render_footer(language: Language) -> str:
    return f'<footer class="holdings"><p>{MEASURE_STRINGS[language].footer}</p></footer>'


def heading(title: str, hint: str = "") -> str:
    return f"<h2>{title}</h2>" + (f'<p class="hint">{hint}</p>' if hint else "")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], name: str, *, numbers: bool = False) -> str:
    """Roles are said as well, since a phone draws the rows as cards and would lose them. The first cell heads a row."""
    head = "".join(f'<th role="columnheader" scope="col">{head}</th>' for head in heads)
    body = "".join(_row(cells, heads) for cells in rows)
    return (
        f'<table class="list{" numbers" if numbers else ""}" role="table" aria-label="{name}">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def downloads(links: Sequence[tuple[str, str]], language: Language) -> str:
    """Addresses and their words."""
    listed = "".join(f'<a href="{safe(address)}" download>{word}</a>' for address, word in links)
    return f'<p class="downloads"><span>{MEASURE_STRINGS[language].download}</span>{listed}</p>'


def share(value: float | None, language: Language, decimals: int = 0) -> str:
    """ "92 %" in French, "92%" in English; a dash where there is none."""
    if value is None:
        return "–"
    shown = number(value * 100, language, decimals)
    return f"{shown}\u202f%" if language == "fr" else f"{shown}%"


def number(value: float, language: Language, decimals: int) -> str:
    shown = f"{value:.{decimals}f}".replace("-", "−")
    return shown.replace(".", ",") if language == "fr" else shown


def figure(found: dict[str, Any] | None, language: Language) -> str:
    """ "92 % [88–95] n=237"."""
    if not found or found.get("value") is None:
        return "–"
    between = ""
    if found.get("low") is not None:
        low, high = (number(found[end] * 100, language, 0) for end in ("low", "high"))
        between = f' <span class="interval">[{low}–{high}]</span>'
    return f'<b>{share(found["value"], language)}</b>{between} <span class="n">n={found["n"]}</span>'


def group_name(name: str, language: Language) -> str:
    """A group of figures or a curve: a direction, a type, a language or all."""
    strings = MEASURE_STRINGS[language]
    known = {"all": strings.all, "none": strings.abstained, "fr": strings.asked_in_fr, "en": strings.asked_in_en}
    if name in known:
        return known[name]
    return direction_name(name.removeprefix("type:"))


def direction_name(name: str) -> str:
    return safe(name.replace("-", " → ", 1)) if name[:3] in ("fr-", "en-") else safe(name)


def _row(cells: Sequence[str], heads: Sequence[str]) -> str:
    first = f'<th role="rowheader" scope="row">{cells[0]}</th>'
    rest = "".join(
        f'<td role="cell" data-head="{head}">{cell}</td>' for cell, head in zip(cells[1:], heads[1:], strict=True)
    )
    return f'<tr role="row">{first}{rest}</tr>'

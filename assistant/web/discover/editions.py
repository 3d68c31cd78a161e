"""Turns pairs of editions into pages: which belong together, and one pair with what differs, side by side.

Knows nothing about how editions are compared. Quotes are the documents' own words, in their own language.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from assistant.discovery.editions.comparing import Comparison, Difference, Side, compare
from assistant.discovery.editions.pairs import Pair, find_pair, pairs_of
from assistant.discovery.organisations import key_of
from assistant.errors import InputError
from assistant.index.opened import OpenedIndex
from assistant.records import LANGUAGES, Document, Language
from assistant.web.access import allow, role_in
from assistant.web.discover.cited import address_of_span
from assistant.web.discover.edition_words import WORDS, EditionStrings
from assistant.web.discover.frame import page
from assistant.web.discover.preparing import OfNewest
from assistant.web.discover.words import WORDS as FRAME_WORDS
from assistant.web.markup import facts_of, safe, title_of

READER = "reader"
LISTED = 200
SHOWN = 300  # differences of a pair
LONGEST_ID = 2_000
Listed = OfNewest[OpenedIndex, list[Pair]]
Compared = OfNewest[OpenedIndex, Comparison]


def add_editions(app: FastAPI, index_now: Callable[[], OpenedIndex]) -> None:
    listed: Listed = OfNewest(pairs_of, key_of)
    compared: Compared = OfNewest(compare, key_of)
    for language in LANGUAGES:
        _add_pages(app, index_now, listed, compared, language)


def _add_pages(
    app: FastAPI, index_now: Callable[[], OpenedIndex], listed: Listed, compared: Compared, language: Language
) -> None:
    words = WORDS[language]

    @app.get(f"/{language}/discover/editions")
    def editions(request: Request) -> Response:
        allow(request, READER)
        index = index_now()
        body = render_pairs(listed.get(index), index.store.document, language)
        return HTMLResponse(page(language, "discover/editions", words.title, body, role=role_in(request.scope)))

    @app.get(f"/{language}/discover/editions/pair")
    def pair(request: Request) -> Response:
        allow(request, READER)
        index = index_now()
        names = [request.query_params.get(name, "")[:LONGEST_ID] for name in ("left", "right")]
        place = (
            f"discover/editions/pair?{urlencode(dict(zip(('left', 'right'), names, strict=True)), errors='replace')}"
        )
        try:
            known = find_pair(index, *names)
            comparison = compared.get(index, known.left, known.right)
        except InputError as error:
            why = f'<p class="notice">{words.unknown_why} {safe(error.message(language))}</p>{_back(language, words)}'
            return HTMLResponse(page(language, place, words.unknown, why, role=role_in(request.scope)), 404)
        body = render_comparison(comparison, language)
        return HTMLResponse(page(language, place, words.pair_title, body, role=role_in(request.scope)))


def render_pairs(pairs: list[Pair], read: Callable[[str], Document], language: Language) -> str:
    words = WORDS[language]
    lead = f'<p class="lead">{words.lead}</p>'
    if not pairs:
        return f'{lead}<p class="notice">{words.none}</p>'
    items = "".join(_pair(read(pair.left), read(pair.right), language, words) for pair in pairs[:LISTED])
    more = f'<p class="lead">{words.more.format(count=LISTED)}</p>' if len(pairs) > LISTED else ""
    return f'{lead}<ul class="cards">{items}</ul>{more}'


def _pair(left: Document, right: Document, language: Language, words: EditionStrings) -> str:
    address = f"/{language}/discover/editions/pair?{urlencode({'left': left.id, 'right': right.id}, errors='replace')}"
    titles = "".join(
        f'<p><span lang="{one.language}">{title_of(one)}</span><br>{facts_of(one, language)}</p>'
        for one in (left, right)
    )
    label = f"{words.compare}{' : ' if language == 'fr' else ': '}{left.title} – {right.title}"
    return f'<li>{titles}<a href="{safe(address)}" aria-label="{safe(label)}">{words.compare}</a></li>'


def render_comparison(comparison: Comparison, language: Language) -> str:
    words = WORDS[language]
    lead = f'<p class="lead">{words.pair_lead}</p>'
    if not comparison.are_editions:
        return f'<p class="notice">{words.not_editions}</p>{_back(language, words)}'
    if not comparison.differences:
        return f'{lead}<p class="notice" role="status">{words.same}</p>{_back(language, words)}'
    count = len(comparison.differences)
    said = words.found_one if count == 1 else words.found_many.format(count=count)
    heads = "".join(
        f'<th scope="col"><span lang="{one.language}">{title_of(one)}</span><br>{facts_of(one, language)}</th>'
        for one in (comparison.left, comparison.right)
    )
    rows = "".join(_row(one, comparison, language, words) for one in comparison.differences[:SHOWN])
    more = f'<p class="lead">{words.more.format(count=SHOWN)}</p>' if count > SHOWN else ""
    return (
        f'{lead}<p class="lead" role="status">{said}</p>'
        f'<div class="wide" role="region" tabindex="0" aria-label="{words.table_label}"><table class="differences">'
        f'<thead><tr><th scope="col">{words.kind}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
        f"{more}{_back(language, words)}"
    )


def _row(difference: Difference, comparison: Comparison, language: Language, words: EditionStrings) -> str:
    cells = "".join(
        _cell(side, document, language, words)
        for side, document in ((difference.left, comparison.left), (difference.right, comparison.right))
    )
    return f'<tr><th scope="row">{getattr(words, difference.kind.value)}</th>{cells}</tr>'


def _cell(side: Side | None, document: Document, language: Language, words: EditionStrings) -> str:
    if side is None:
        return f'<td class="nothing">{words.lacks}</td>'
    address = safe(address_of_span(document, side.span, language))
    return (
        f'<td><blockquote lang="{document.language}">{_marked(side)}</blockquote>'
        f'<a class="cite" href="{address}">{FRAME_WORDS[language].source}</a></td>'
    )


def _marked(side: Side) -> str:
    if side.value is None:
        return safe(side.quote)
    start, end = side.value.start - side.span.start, side.value.end - side.span.start
    return f"{safe(side.quote[:start])}<mark>{safe(side.quote[start:end])}</mark>{safe(side.quote[end:])}"


def _back(language: Language, words: EditionStrings) -> str:
    return f'<p><a href="/{language}/discover/editions">{words.all_pairs}</a></p>'

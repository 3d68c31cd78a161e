"""Turns the list of acronyms into a page: what each stands for, in both languages, and the quote that proves it.

Knows nothing about how acronyms are found. A form without script narrows the list; every quote leads to its place.
"""

from __future__ import annotations

from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from assistant.answering.wording import LANGUAGE_NAMES
from assistant.discovery.acronyms import Entry, Other, Proof, Read, acronym_list, matching
from assistant.discovery.organisations import key_of
from assistant.index.opened import OpenedIndex
from assistant.records import LANGUAGES, KnownBy, Language
from assistant.web.access import allow, role_in
from assistant.web.discover.acronym_words import WORDS, AcronymStrings
from assistant.web.discover.cited import address_of_span, render_quote
from assistant.web.discover.frame import page
from assistant.web.discover.preparing import OfNewest
from assistant.web.markup import safe

READER = "reader"
LISTED = 300
LONGEST_QUERY = 100
Listed = OfNewest[OpenedIndex, tuple[Entry, ...]]


def add_acronyms(app: FastAPI, index_now: Callable[[], OpenedIndex]) -> None:
    listed: Listed = OfNewest(acronym_list, key_of)
    for language in LANGUAGES:
        _add_page(app, index_now, listed, language)


def _add_page(app: FastAPI, index_now: Callable[[], OpenedIndex], listed: Listed, language: Language) -> None:
    @app.get(f"/{language}/discover/acronyms")
    def acronyms(request: Request) -> Response:
        allow(request, READER)
        index = index_now()  # one generation from beginning to end
        wanted = request.query_params.get("q", "")[:LONGEST_QUERY].strip()
        given = request.query_params.get("language", "")
        spoken = given if given in LANGUAGE_NAMES[language] else ""
        body = render_acronyms(listed.get(index), wanted, spoken, index.store.document, language)
        place = "discover/acronyms" + (f"?{request.url.query[: 4 * LONGEST_QUERY]}" if request.url.query else "")
        return HTMLResponse(page(language, place, WORDS[language].title, body, role=role_in(request.scope)))


def render_acronyms(entries: tuple[Entry, ...], wanted: str, spoken: str, read: Read, language: Language) -> str:
    words = WORDS[language]
    lead = f'<p class="lead">{words.lead}</p>'
    if not entries:
        return f'{lead}<p class="notice">{words.none}</p>'
    found = matching(entries, wanted, spoken)
    count = words.found_one if len(found) == 1 else words.found_many.format(count=len(found))
    said = f'<p class="lead" role="status">{count if found else words.none_matching}</p>'
    items = "".join(_entry(entry, read, language, words) for entry in found[:LISTED])
    more = f'<p class="lead">{words.more.format(count=LISTED)}</p>' if len(found) > LISTED else ""
    shown = f'<ul class="acronyms">{items}</ul>' if items else ""
    return f"{lead}{_form(wanted, spoken, language, words)}{said}{shown}{more}"


def _form(wanted: str, spoken: str, language: Language, words: AcronymStrings) -> str:
    options = "".join(
        f'<option value="{value}"{" selected" if value == spoken else ""}>{name}</option>'
        for value, name in (("", words.any_language), *LANGUAGE_NAMES[language].items())
    )
    clear = f'<a href="/{language}/discover/acronyms">{words.clear}</a>' if wanted or spoken else ""
    return (
        f'<form class="narrow" method="get" action="/{language}/discover/acronyms" role="search">'
        f'<label>{words.search}<input name="q" type="search" value="{safe(wanted)}" maxlength="{LONGEST_QUERY}" '
        'autocomplete="off" aria-describedby="q-help"></label>'
        f'<label>{words.spoken}<select name="language">{options}</select></label>'
        f'<button type="submit">{words.filter}</button>{clear}</form>'
        f'<p id="q-help" class="facts">{words.search_help}</p>'
    )


def _entry(entry: Entry, read: Read, language: Language, words: AcronymStrings) -> str:
    name = LANGUAGE_NAMES[language][entry.language] if entry.language else words.other_language
    spoken = f' lang="{entry.language}"' if entry.language else ""
    note = f'<p class="facts">{words.translated}</p>' if entry.known_by is KnownBy.TRANSLATION else ""
    others = "".join(_other(other, read, language, words) for other in entry.others)
    places = f'<p class="facts">{words.places.format(count=entry.places)}</p>' if entry.places > 1 else ""
    quotes = "".join(render_quote(read(proof.document), proof.span, language) for proof in entry.proofs[:1])
    more = " ".join(_link(proof, read, language, number) for number, proof in enumerate(entry.proofs[1:], start=2))
    return (
        f'<li><h2>{safe(entry.short)}</h2><p class="means"><span{spoken}>{safe(entry.expansion)}</span> '
        f'<span class="facts">({name})</span></p>{others}{note}{quotes}'
        f"{places}{f'<p>{more}</p>' if more else ''}</li>"
    )


def _other(other: Other, read: Read, language: Language, words: AcronymStrings) -> str:
    name = words.in_other.format(language=_capital(LANGUAGE_NAMES[language][other.language]))
    meant = f' – <span lang="{other.language}">{safe(other.expansion)}</span>' if other.expansion else ""
    address = address_of_span(read(other.proof.document), other.proof.span, language)
    source = words.source_of.format(short=safe(other.short))
    return (
        f'<p class="pair">{name} <strong>{safe(other.short)}</strong>{meant} '
        f'<a class="cite" href="{safe(address)}">{source}</a></p>'
    )


def _link(proof: Proof, read: Read, language: Language, number: int) -> str:
    document = read(proof.document)
    address = safe(address_of_span(document, proof.span, language))
    return f'<a class="cite" href="{address}">[{number}] {safe(document.title)}</a>'


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

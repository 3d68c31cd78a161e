"""Turns the panes of a document into a whole page: who says it, when, in which file and version, and the ways on.

Knows nothing about what is stored. The page runs one script and one style, both our own, and nothing inline.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.wording import LANGUAGE_NAMES
from assistant.records import Document, Language, Span
from assistant.web.document_view.address import Place, address_of
from assistant.web.document_view.opening import Seen
from assistant.web.document_view.original import is_pdf, render_original
from assistant.web.document_view.panes import BESIDE, render_notice, render_outline, render_text, render_twin
from assistant.web.document_view.static_files import address_of_static
from assistant.web.document_view.twin import Edition
from assistant.web.document_view.window import WINDOW, window_of
from assistant.web.markup import SHORT_HASH, fact, facts_of, safe
from assistant.web.strings import STRINGS


def render_view(seen: Seen, place: Place, edition: Edition | None, language: Language) -> str:
    """The whole page of a document that can be shown, or of one whose cited version cannot."""
    strings, document = STRINGS[language], seen.document or seen.now
    assert document is not None  # open_place gives one of the two
    notice = render_notice(seen, language)
    if seen.document is None:
        return _page(document.title, _top(document, None, place, language) + notice, language, place, document.language)
    span = place.span
    window = window_of(document, span, place.shown_from, BESIDE if place.twin else WINDOW)
    panes = [render_text(document, place, language, window)]
    classes = ["panes"]
    if place.twin:
        panes.append(render_twin(edition, language))
        classes.append("with-twin")
    pdf = is_pdf(document)
    if pdf:
        as_cited = seen.now is not None and seen.now.sha256 == document.sha256
        panes.append(render_original(document, span, language, as_cited=as_cited))
        classes.append("with-original")
    ocr = f'<p class="note">{strings.read_by_ocr}</p>' if document.ocr else ""
    return _page(
        document.title,
        f"{_top(document, seen.generation, place, language)}{notice}{ocr}"
        f"{_ways(place, edition, language, pdf=pdf)}{render_outline(document, place, window, language)}"
        f'<div class="{" ".join(classes)}" data-pane="text">{"".join(panes)}</div>',
        language,
        place,
        document.language,
    )


def render_nothing(language: Language, title: str, why: str) -> str:
    """A plain page that says what is not there."""
    body = f'<div class="top"><h1>{safe(title)}</h1></div><p class="notice">{safe(why)}</p>'
    return _page(title, body, language, None)


def _top(document: Document, generation: str | None, place: Place, language: Language) -> str:
    """Title, organisation, date, language and page; file, hash and generation, so that origin is never in doubt.

    Without a generation the version cited is lost, and the hash of today's would be taken for its own.
    """
    strings = STRINGS[language]
    number = _page_of(document, place.span) if generation else None
    page = strings.page.format(page=number) if number else None
    proof = [(strings.file.rstrip("\u00a0:"), fact(document.path))]
    if document.url:
        proof.append(("URL", fact(document.url)))
    if generation:
        proof.append((strings.hash_label, f"<code>{safe(document.sha256[:SHORT_HASH])}</code>"))
        proof.append((strings.generation_label, f"<code>{safe(generation)}</code>"))
    listed = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in proof)
    return (
        f'<div class="top"><h1 lang="{document.language}">{safe(document.title)}</h1>'
        f'<p class="facts">{facts_of(document, language, page)}</p><dl class="proof">{listed}</dl></div>'
    )


def _page_of(document: Document, span: Span | None) -> int | None:
    if span is None:
        return None
    return next((s.page for s in document.sections if s.span.start <= span.start < s.span.end), None)


def _ways(place: Place, edition: Edition | None, language: Language, *, pdf: bool) -> str:
    """The other edition beside the text, and the choice between text and original page where there is no room."""
    strings = STRINGS[language]
    ways = []
    if place.twin:
        closed = safe(address_of(replace(place, twin=False, edition=None), language))
        ways.append(f'<a class="way" href="{closed}">{strings.twin_close}</a>')
        if edition is not None:
            spoken = LANGUAGE_NAMES[language][edition.document.language]
            heading = strings.twin_heading if edition.span else strings.edition_heading
            ways.append(f'<a class="way jump" href="#twin">{heading.format(language=spoken)}</a>')
    elif edition is not None:
        beside = safe(address_of(replace(place, twin=True), language))
        spoken = LANGUAGE_NAMES[language][edition.document.language]
        ways.append(f'<a class="way" href="{beside}">{strings.twin_link.format(language=spoken)}</a>')
    if pdf:
        ways.append(
            f'<div class="choice" role="group" aria-label="{strings.original_views}" hidden>'
            f'<button type="button" data-shows="text" aria-pressed="true">{strings.document_text}</button>'
            f'<button type="button" data-shows="original" aria-pressed="false">{strings.original}</button></div>'
        )
    return f'<div class="ways">{"".join(ways)}</div>' if ways else ""


def _page(title: str, body: str, language: Language, place: Place | None, spoken: Language | None = None) -> str:
    strings = STRINGS[language]
    said = f' lang="{spoken}"' if spoken else ""
    skip = f'<a class="skip" href="#quote">{strings.to_quote}</a>' if place and place.span else ""
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">'
        f"<title>{safe(title)} – {strings.title}</title>"
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{address_of_static("view.css")}">'
        f'<script type="module" src="{address_of_static("view.js")}"></script></head><body>{skip}'
        f'<header class="bar"><a class="back" href="/{language}/">{strings.to_question}</a>'
        f'<p class="running"{said}>{safe(title)}</p>'
        f"{_languages(language, place)}</header><main>{body}</main></body></html>"
    )


def _languages(language: Language, place: Place | None) -> str:
    """The same page in the other language."""
    current = ' aria-current="true"'
    links = "".join(
        f'<a href="{safe(address_of(place, other)) if place else f"/{other}/"}" lang="{other}" hreflang="{other}"'
        f"{current if other == language else ''}>{words.this_language}</a>"
        for other, words in STRINGS.items()
    )
    return f'<nav class="languages" aria-label="{STRINGS[language].language_switch}">{links}</nav>'

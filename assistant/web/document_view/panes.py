"""Turns what is to be seen of a document into its panes: the text at the quote, and the other edition beside it.

Knows nothing about the page around them. Each pane has its own window and says how to see more.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.wording import LANGUAGE_NAMES
from assistant.records import Document, Language
from assistant.web.document_view.address import Place, address_of, place_of_span
from assistant.web.document_view.body import Marking, render_body
from assistant.web.document_view.opening import Seen
from assistant.web.document_view.twin import Edition
from assistant.web.document_view.window import Window, headings_of, sections_of, window_of
from assistant.web.markup import facts_of, safe, title_of
from assistant.web.strings import STRINGS, count_of

BESIDE = 4_000  # characters of each of two editions side by side
HEADINGS = 150
HEADING_CHARS = 120
OUTLINE_BYTES = 100_000


def render_text(document: Document, place: Place, language: Language, window: Window) -> str:
    """The document's own text, the quote marked."""
    strings = STRINGS[language]
    marking = Marking(place.span, "quote") if place.span else None
    body = render_body(document, window, marking, language, "s")
    place = replace(place, twin=False, edition=None)  # there is more of this text alone
    return (
        f'<section class="pane reading" id="text" aria-labelledby="text-title">'
        f'<h2 id="text-title">{strings.document_text}</h2>{_part(document, window, language)}'
        f"{_more(place, window.before, strings.show_before, 'end', language)}"
        f'<div class="document" lang="{document.language}">{body}</div>'
        f"{_more(place, window.after, strings.show_after, 'begin', language)}</section>"
    )


def render_twin(edition: Edition | None, language: Language) -> str:
    """The other edition at its twin passage, or from its beginning, unmarked."""
    strings = STRINGS[language]
    if edition is None:
        return f'<section class="pane twin" id="twin"><p class="notice">{strings.twin_none}</p></section>'
    document, span = edition.document, edition.span
    heading = (strings.twin_heading if span else strings.edition_heading).format(
        language=LANGUAGE_NAMES[language][document.language]
    )
    window = window_of(document, span, size=BESIDE)
    marking = Marking(span, "twin-quote") if span else None
    own = place_of_span(document, span) if span else Place(document.id)
    opened = address_of(own, language, "quote" if span else "text")
    note = "" if span else f'<p class="note">{strings.edition_note}</p>'
    return (
        f'<section class="pane twin" id="twin" aria-labelledby="twin-title"><h2 id="twin-title">{heading}</h2>'
        f'<p class="edition">{title_of(document)} {facts_of(document, language)} '
        f'<a href="{safe(opened)}">{strings.twin_open}</a></p>{note}{_part(document, window, language)}'
        f'<div class="document" lang="{document.language}">'
        f"{render_body(document, window, marking, language, 't')}</div></section>"
    )


def render_outline(document: Document, place: Place, window: Window, language: Language) -> str:
    """The headings, each a link to its place, in this window or in another."""
    strings = STRINGS[language]
    headings = headings_of(sections_of(document))
    if len(headings) < 2:
        return ""
    items: list[str] = []
    size = 0
    for section in headings[:HEADINGS]:
        start = section.span.start
        inside = window.span.start <= start < window.span.end
        target = f"#s{start}" if inside else address_of(replace(place, shown_from=start), language, f"s{start}")
        title = section.heading[-1]
        shown = title if len(title) <= HEADING_CHARS else f"{title[:HEADING_CHARS]}…"
        spoken = section.language or document.language
        depth = min(4, len(section.heading))
        items.append(f'<li class="depth{depth}"><a href="{safe(target)}" lang="{spoken}">{safe(shown)}</a></li>')
        size += len(items[-1])
        if size > OUTLINE_BYTES:
            break
    unlisted = len(headings) - len(items)
    more = f"<li>{strings.outline_more.format(count=unlisted)}</li>" if unlisted > 0 else ""
    return (
        f'<nav class="outline" aria-label="{strings.outline}"><details><summary>{strings.outline} ({len(headings)})'
        f"</summary><ol>{''.join(items)}{more}</ol></details></nav>"
    )


def render_notice(seen: Seen, language: Language) -> str:
    """What became of the document since it was cited, where it is not as it was; with the way to today's version."""
    strings = STRINGS[language]
    if seen.document is not None and seen.now is not None and seen.now.text == seen.document.text:
        return ""
    if seen.document is None:
        said = strings.state_changed_lost
    else:
        said = strings.state_changed if seen.now is not None else strings.state_gone
    today = ""
    if seen.now is not None:
        address = safe(address_of(Place(seen.now.id), language, "text"))
        today = f' <a href="{address}">{strings.document_of_today}</a>'
    return f'<div class="notice changed" role="note"><p>{said}{today}</p></div>'


def _part(document: Document, window: Window, language: Language) -> str:
    """Which part is shown, where it is not all."""
    if window.whole:
        return ""
    numbers = [
        count_of(n, "", "", language).strip() for n in (window.span.start + 1, window.span.end, len(document.text))
    ]
    said = STRINGS[language].part_shown.format(start=numbers[0], end=numbers[1], all=numbers[2])
    return f'<p class="note">{said}</p>'


def _more(place: Place, start: int | None, label: str, fragment: str, language: Language) -> str:
    """The link to the window before, which opens at its end, or after, at its beginning."""
    name = "end" if fragment == "begin" else "begin"  # the edge of this window that the other link leads to
    if start is None:
        return f'<span id="{name}"></span>'
    address = safe(address_of(replace(place, shown_from=start), language, fragment))
    return f'<p class="more" id="{name}"><a href="{address}">{label}</a></p>'

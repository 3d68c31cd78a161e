"""Turns a cited stretch of a PDF into the pane in which its original page is drawn, with the words to look for on it.

Knows nothing about how pdf.js draws. The words before and after the quote tell the same words elsewhere on the page
apart from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.records import Document, Language, Span
from assistant.web.document_view.address import address_of_original
from assistant.web.markup import safe
from assistant.web.strings import STRINGS

AROUND = 10_000  # characters of the page before and after the quote
LONGEST_QUOTE = 8_000
SAID_LATER = {  # what the script says, under the name that it asks for
    "marked": "original_marked",
    "unmarked": "original_unmarked",
    "elsewhere": "original_other_page",
    "unquoted": "original_unquoted",
    "missing": "original_missing",
    "changed": "original_changed",
    "failed": "original_failed",
    "label": "original_label",
    "of": "page_of",
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """The page that a quote stands on, and the page's text around it."""

    page: int
    quote: str = ""
    before: str = ""
    after: str = ""


def is_pdf(document: Document) -> bool:
    return document.path.lower().endswith(".pdf")


def quoted_on_page(document: Document, span: Span | None) -> Quoted:
    """Page 1 and no words where nothing is cited."""
    if span is None:
        return Quoted(1)
    here = [section for section in document.sections if section.span.start <= span.start < section.span.end]
    page = here[0].page if here else None
    if page is None or span.end - span.start > LONGEST_QUOTE:
        return Quoted(page or 1)
    same = [section.span for section in document.sections if section.page == page]
    first, last = max(same[0].start, span.start - AROUND), min(same[-1].end, span.end + AROUND)
    text = document.text
    return Quoted(page, text[span.start : span.end], text[first : span.start], text[span.end : last])


def render_original(document: Document, span: Span | None, language: Language, *, as_cited: bool) -> str:
    """The pane; `as_cited` false says that the version is an old one, of which no file is kept."""
    strings = STRINGS[language]
    top = '<section class="pane original" id="original" aria-labelledby="original-title"'
    title = f'><h2 id="original-title">{strings.original}</h2>'
    if not as_cited:
        return f'{top}{title}<p class="status">{strings.original_old}</p></section>'
    quoted = quoted_on_page(document, span)
    source = safe(address_of_original(document, language))
    said = "".join(f' data-say-{name}="{safe(getattr(strings, of))}"' for name, of in SAID_LATER.items())
    words = "".join(
        f' data-{name}="{safe(text)}"'
        for name, text in (("quote", quoted.quote), ("before", quoted.before), ("after", quoted.after))
    )
    cited = "yes" if span else "no"
    return (
        f'{top} data-source="{source}" data-page="{quoted.page}" data-cited="{cited}"{words}{said}{title}'
        f'<p class="status" role="status">{strings.original_loading}</p>'
        f"<noscript><p>{strings.original_script}</p></noscript>"
        f'<div class="turning" hidden><button type="button" class="turn" data-by="-1">‹ {strings.page_before}</button>'
        f'<span class="which"></span>'
        f'<button type="button" class="turn" data-by="1">{strings.page_after} ›</button></div>'
        f'<div class="sheet" tabindex="0" role="group" aria-labelledby="original-title" hidden></div>'
        f'<p class="file"><a href="{source}#page={quoted.page}" target="_blank" rel="noopener">{strings.original_open}'
        f" ({strings.new_tab})</a></p></section>"
    )

"""Turns a stretch of a document into a quote that says where it stands and leads there.

Knows nothing about why it is quoted. The words are the document's, in the document's language, and nothing but text.
"""

from __future__ import annotations

from assistant.records import Document, Language, Span
from assistant.web.discover.words import WORDS
from assistant.web.document_view.address import address_of, place_of_span
from assistant.web.markup import facts_of, safe, title_of


def address_of_span(document: Document, span: Span, language: Language) -> str:
    """Where the stretch is marked in the document view; not yet escaped for HTML."""
    return address_of(place_of_span(document, span), language)


def render_quote(document: Document, span: Span, language: Language) -> str:
    """The stretch word for word, and below it title, facts and the way to it."""
    quote = document.text[span.start : span.end]
    return (
        f'<figure class="quote"><blockquote lang="{document.language}">{safe(quote)}</blockquote>'
        f"<figcaption>{title_of(document)} {facts_of(document, language)} "
        f'<a href="{safe(address_of_span(document, span, language))}">{WORDS[language].source}</a>'
        "</figcaption></figure>"
    )


def render_mark(document: Document, span: Span, language: Language, label: str) -> str:
    """A small link to the stretch, named `label` (plain text) and, for those who hear it, by its document."""
    return (
        f'<a class="cite" href="{safe(address_of_span(document, span, language))}" title="{safe(document.title)}">'
        f"{safe(label)}</a>"
    )

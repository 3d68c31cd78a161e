"""Turns an HTML page into the clean text of its main content, with headings, tables, title, date and address.

Knows nothing about other formats. Only importer of trafilatura, which tells the content from menus and footers; what it
does not find is taken from the whole page. Scripts never run and nothing is fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.corpus.decoding import decode
from assistant.corpus.extract import DEFAULT, Extract, Options, TextBuilder, hidden_note
from assistant.corpus.html_tree import add_tree, flatten_tables, parsed_page, remove_unseen, serialised, visible_chars
from assistant.errors import ReadingError

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
ENOUGH = 0.25  # of the visible text: when less is taken for content, the page is no article and is read whole


def read_html(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    return [read_page(decode(data, html=True))]


def read_page(source: str) -> Extract:
    """The extract of a page's source. Raises ReadingError when it has no text."""
    page = parsed_page(source)
    if page is None:
        raise ReadingError(en="the page has no text", fr="la page ne contient pas de texte")
    hidden = remove_unseen(page)
    flatten_tables(page)
    builder = _main_content(page)
    if len(builder.text) < ENOUGH * visible_chars(page):
        builder = TextBuilder()
        add_tree(page, builder)
    if not builder.text:
        raise ReadingError(en="the page has no text", fr="la page ne contient pas de texte")
    about = _metadata(source)
    return Extract(
        text=builder.text,
        headings=tuple(builder.headings),
        title=about.title if about else None,
        date=about.date if about else None,
        url=about.url if about else None,
        organisation=about.sitename if about else None,
        warnings=hidden_note(hidden),
    )


def _main_content(page: _Element) -> TextBuilder:
    import trafilatura
    from lxml import etree

    builder = TextBuilder()
    xml = trafilatura.extract(serialised(page), output_format="xml", include_tables=True, favor_recall=True)
    if xml:
        main = etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True)).find("main")
        _add_children(main, builder)
    return builder


def _metadata(source: str) -> Any:
    import trafilatura

    return trafilatura.extract_metadata(source)


def _add_children(parent: _Element, builder: TextBuilder) -> None:
    for element in parent:
        if element.tag == "head":
            builder.add(_text(element), heading_level=HEADING_LEVELS.get(element.get("rend", ""), 2))
        elif element.tag == "list":
            for number, item in enumerate(element):
                builder.add("- " + _text(item), tight=number > 0)
        elif element.tag == "table":
            for number, row in enumerate(element):
                builder.add(" | ".join(_text(cell) for cell in row), tight=number > 0)
        elif element.tag in {"div", "section", "quote"} and len(element):
            _add_children(element, builder)
        else:
            builder.add(_text(element))


def _text(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split())

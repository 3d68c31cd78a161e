"""Turns an HTML page into the clean text of its main content, with headings, title, date and address.

Knows nothing about other formats. Only importer of trafilatura, which tells the content from menus and footers;
scripts never run and nothing is fetched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.corpus.decoding import decode
from assistant.corpus.extract import DEFAULT, Extract, Options, TextBuilder
from assistant.errors import ReadingError

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}


def read_html(data: bytes, options: Options = DEFAULT) -> list[Extract]:
    import trafilatura
    from lxml import etree

    source = decode(data)
    xml = trafilatura.extract(source, output_format="xml", include_tables=True, favor_recall=True)
    if not xml:
        raise ReadingError(en="the page has no text", fr="la page ne contient pas de texte")
    main = etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True)).find("main")
    builder = TextBuilder()
    _add_children(main, builder)
    if not builder.text:
        raise ReadingError(en="the page has no text", fr="la page ne contient pas de texte")
    about: Any = trafilatura.extract_metadata(source)
    return [
        Extract(
            text=builder.text,
            headings=tuple(builder.headings),
            title=about.title if about else None,
            date=about.date if about else None,
            url=about.url if about else None,
            organisation=about.sitename if about else None,
        )
    ]


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

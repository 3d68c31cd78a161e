"""Turns a title and a body into a whole page of one of the places: the ways to all others, and the other language.

Knows nothing about what the body says, which must be safe already. Our own style, no script, nothing inline.
"""

from __future__ import annotations

from assistant.records import LANGUAGES, Language
from assistant.web.accounts.roles import Role, includes
from assistant.web.discover.words import WORDS, PlaceStrings
from assistant.web.document_view.static_files import address_of_static
from assistant.web.markup import safe
from assistant.web.strings import STRINGS

PLACES: tuple[tuple[str, str, Role], ...] = (  # address below the language, the name of its word, who may go there
    ("", "ask", "reader"),
    ("discover", "discover", "reader"),
    ("documents/", "documents", "administrator"),
    ("measure", "measure", "evaluator"),
)
INSIDE: tuple[tuple[str, str, tuple[str, ...]], ...] = (  # address, the name of its word, the pages that belong to it
    ("discover", "organisations", ("discover/organisation",)),
    ("discover/acronyms", "acronyms", ("discover/acronyms",)),
    ("discover/questions", "questions", ("discover/questions", "discover/visit")),
    ("discover/editions", "editions", ("discover/editions",)),
)


def page(language: Language, place: str, title: str, body_html: str, *, role: Role = "administrator") -> str:
    """A whole page. `place` is its address below the language, a query included ("discover/acronyms?letter=A"), kept
    when the language is switched; `title` is plain text, `body_html` follows the h1; links are shown that `role` may
    follow."""
    words, strings = WORDS[language], STRINGS[language]
    head = (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">'
        f"<title>{safe(title)} – {strings.title}</title>"
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{address_of_static("view.css")}">'
        f'<link rel="stylesheet" href="{address_of_static("places.css")}"></head>'
    )
    return (
        f'{head}<body class="place"><a class="skip" href="#content">{words.to_content}</a>'
        f'<header class="places-bar">{_places(language, place, role, words)}{_languages(language, place)}</header>'
        f'<main id="content" tabindex="-1">{_inside(language, place, words)}<h1>{safe(title)}</h1>{body_html}</main>'
        f'<footer class="foot"><p>{strings.footer}</p></footer></body></html>'
    )


def _places(language: Language, place: str, role: Role, words: PlaceStrings) -> str:
    links = "".join(
        f'<li><a href="/{language}/{address}"{_current(_is_within(place, address))}>{getattr(words, name)}</a></li>'
        for address, name, least in PLACES
        if includes(role, least)
    )
    return f'<nav class="places" aria-label="{words.places}"><ul>{links}</ul></nav>'


def _inside(language: Language, place: str, words: PlaceStrings) -> str:
    """The ways within Discover; nothing elsewhere."""
    if not _is_within(place, "discover"):
        return ""
    path = place.partition("?")[0].rstrip("/")
    here = {address for address, _, pages in INSIDE if any(_is_within(place, one) for one in pages)}
    links = "".join(
        f'<li><a href="/{language}/{address}"{_current(address in here or path == address)}>'
        f"{getattr(words, name)}</a></li>"
        for address, name, _ in INSIDE
    )
    return f'<nav class="inside" aria-label="{words.inside}"><ul>{links}</ul></nav>'


def _languages(language: Language, place: str) -> str:
    links = "".join(
        f'<a href="{safe(f"/{other}/{place}")}" lang="{other}" hreflang="{other}"'
        f"{_current(other == language)}>{STRINGS[other].this_language}</a>"
        for other in reversed(LANGUAGES)
    )
    return f'<nav class="languages" aria-label="{STRINGS[language].language_switch}">{links}</nav>'


def _is_within(place: str, address: str) -> bool:
    path, wanted = place.partition("?")[0].rstrip("/"), address.rstrip("/")
    return path == wanted or (bool(wanted) and path.startswith(f"{wanted}/"))


def _current(here: bool) -> str:
    return ' aria-current="true"' if here else ""

"""Turns a title and a body into a whole page of plain HTML: no script, nothing to fetch, nothing of Gradio.

Knows nothing about what it says. What is put into it must be safe already.
"""

from __future__ import annotations

from importlib.resources import files

from assistant.records import LANGUAGES, Language
from assistant.web.markup import safe
from assistant.web.strings import STRINGS


def plain_page(language: Language, title: str, body: str, other_address: str | None = None) -> str:
    """`other_address`, with {language} in it, is the same page in another language."""
    style = files("assistant.web.accounts").joinpath("plain.css").read_text(encoding="utf-8")
    name = safe(STRINGS[language].title)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title} – {name}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" '
        f'content="light dark"><style>{style}</style></head><body><header><p class="name">{name}</p>'
        f"{_switch(language, other_address) if other_address else ''}</header>"
        f"<main><h1>{title}</h1>{body}</main></body></html>"
    )


def _switch(language: Language, address: str) -> str:
    current = ' aria-current="true"'
    links = "".join(
        f'<a href="{safe(address.format(language=other))}" lang="{other}" hreflang="{other}"'
        f"{current if other == language else ''}>{STRINGS[other].this_language}</a>"
        for other in reversed(LANGUAGES)
    )
    return f'<nav class="languages" aria-label="{STRINGS[language].language_switch}">{links}</nav>'

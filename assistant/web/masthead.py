"""Turns a place's title into the head of its Gradio page: the way back, and the same place in the other language.

Knows nothing about what the page is for.
"""

from __future__ import annotations

from assistant.records import LANGUAGES, Language
from assistant.web.strings import STRINGS


def render_place_head(language: Language, place: str, title: str, tagline: str) -> str:
    """`place` is the address below the language; title and tagline are the program's own words."""
    current = ' aria-current="true"'
    switch = "".join(
        f'<a href="/{other}/{place}/" lang="{other}" hreflang="{other}"{current if other == language else ""}>'
        f"{STRINGS[other].this_language}</a>"
        for other in reversed(LANGUAGES)
    )
    return (
        f'<header class="masthead"><div><p class="crumb"><a href="/{language}/">{STRINGS[language].title}</a></p>'
        f'<h1>{title}</h1><p class="tagline">{tagline}</p></div>'
        f'<nav class="languages" aria-label="{STRINGS[language].language_switch}">{switch}</nav></header>'
    )

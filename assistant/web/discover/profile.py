"""Turns the profile of an organisation into HTML: what is known of it, each line above the quote that proves it.

Knows nothing about how it was found. Lines that one stretch proves share its quote.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.discovery.records import Cited, Kind, Line, Profile
from assistant.records import Document, Language
from assistant.web.discover.cited import render_mark, render_quote
from assistant.web.discover.organisation_words import WORDS, OrganisationStrings
from assistant.web.markup import safe

Read = Callable[[str], Document]
PARTS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("since", (Kind.SINCE, Kind.FOUNDED)),
    ("where", (Kind.PLACE,)),
    ("sectors", (Kind.SECTOR,)),
    ("figures", (Kind.STAFF, Kind.REACHED, Kind.PROJECTS, Kind.OFFICES, Kind.BUDGET)),
    ("partners", (Kind.PARTNER,)),
    ("contact", (Kind.EMAIL, Kind.PHONE, Kind.ADDRESS)),
)
NAMED = frozenset(  # kinds whose lines need a word to say what they are
    (
        Kind.FOUNDED,
        Kind.STAFF,
        Kind.REACHED,
        Kind.PROJECTS,
        Kind.OFFICES,
        Kind.BUDGET,
        Kind.EMAIL,
        Kind.PHONE,
        Kind.ADDRESS,
    )
)
OTHERS_SHOWN = 3  # further documents that say the same


def render_profile(profile: Profile, read: Read, language: Language) -> str:
    words = WORDS[language]
    parts = "".join(_part(name, profile.of(*kinds), read, language) for name, kinds in PARTS)
    return (
        f'<p class="lead">{words.profile_lead} <a href="/{language}/discover">{words.all}</a></p>{parts}'
        f'<p class="lead">{words.absent}</p>'
    )


def _part(name: str, lines: Sequence[Line], read: Read, language: Language) -> str:
    if not lines:
        return ""
    words = WORDS[language]
    groups: dict[Cited, list[Line]] = {}
    for line in lines:
        groups.setdefault(preferred(line.cited, language), []).append(line)
    shown = "".join(_group(cited, together, read, language, words) for cited, together in groups.items())
    return f'<section class="known"><h2>{getattr(words, name)}</h2>{shown}</section>'


def _group(cited: Cited, lines: Sequence[Line], read: Read, language: Language, words: OrganisationStrings) -> str:
    values = "".join(
        f"<li>{_value(line, language, words)}{_others(line, cited, read, language)}</li>" for line in lines
    )
    section = f'<p class="where">{safe(cited.section)}</p>' if cited.section else ""
    quote = render_quote(read(cited.document), cited.span, language)
    return f'<div class="fact"><ul class="values">{values}</ul>{section}{quote}</div>'


def _value(line: Line, language: Language, words: OrganisationStrings) -> str:
    said = safe(line.label.said(language))
    own = line.label.own
    value = f'<span lang="{own}">{said}</span>' if own and own != language else said
    named = f"{getattr(words, line.kind)}{_colon(language)} " if line.kind in NAMED else ""
    where = ", ".join(safe(label.said(language)) for _, label in line.places[:3])
    at = f' <span class="at">({where})</span>' if where else ""
    return f"{named}<strong>{value}</strong>{at}"


def _others(line: Line, shown: Cited, read: Read, language: Language) -> str:
    """The other documents that say the same, by their language."""
    others = [cited for cited in line.cited if cited != shown][:OTHERS_SHOWN]
    return "".join(
        f" {render_mark(read(cited.document), cited.span, language, cited.language.upper())}" for cited in others
    )


def preferred(cited: Sequence[Cited], language: Language) -> Cited:
    """The first in the reader's language, else the first."""
    return next((one for one in cited if one.language == language), cited[0])


def _colon(language: Language) -> str:
    return "\u00a0:" if language == "fr" else ":"

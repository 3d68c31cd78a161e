"""Turns a directory into the page of all organisations and the table of who works where in what.

Knows nothing about how they were found. A form without script narrows the table; every mark leads to its sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.discovery.records import Cited, Directory, Kind, Label, Mark, Profile
from assistant.records import Language
from assistant.web.discover.cited import address_of_span
from assistant.web.discover.organisation_words import WORDS, OrganisationStrings
from assistant.web.discover.profile import Read, preferred
from assistant.web.markup import safe
from assistant.web.strings import STRINGS

ROWS = 120
LISTED = 60
PLACES_NAMED = 8
Row = tuple[str, str | None]  # organisation, place


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the table is narrowed to; empty is everything."""

    organisation: str = ""  # its slug
    place: str = ""
    sector: str = ""


def render_directory(directory: Directory, wanted: Wanted, read: Read, language: Language) -> str:
    words = WORDS[language]
    lead = f'<p class="lead">{words.lead}</p><p><a class="way" href="/{language}/discover/visit">{words.visit}</a></p>'
    if not directory.profiles:
        return f'{lead}<p class="notice">{words.none}</p>'
    cards = "".join(_card(profile, language, words) for profile in directory.profiles[:LISTED])
    left = len(directory.profiles) - LISTED
    more = f'<p class="lead">{words.more_organisations.format(count=left)}</p>' if left > 0 else ""
    return f'{lead}<ul class="cards">{cards}</ul>{more}{_table(directory, wanted, read, language, words)}'


def _card(profile: Profile, language: Language, words: OrganisationStrings) -> str:
    places = [line.label.said(language) for line in profile.of(Kind.PLACE)][:PLACES_NAMED]
    count = len(profile.lines)
    counted = (words.one_line if count == 1 else words.many_lines).format(count=count)
    return (
        f'<li><a href="/{language}/discover/organisation/{safe(profile.slug)}">{safe(profile.name)}</a> '
        f'<span class="facts">{counted}{" · " if places else ""}{safe(", ".join(places))}</span></li>'
    )


def _table(directory: Directory, wanted: Wanted, read: Read, language: Language, words: OrganisationStrings) -> str:
    names = {profile.slug: profile.name for profile in directory.profiles}
    labels = dict(directory.places)
    marks = [mark for mark in directory.marks if _is_wanted(mark, wanted, names)]
    cells: dict[Row, dict[str | None, Cited]] = defaultdict(dict)
    for mark in marks:
        cells[mark.organisation, mark.place][mark.sector] = preferred(mark.cited, language)
    rows = sorted(cells, key=lambda row: (row[0].casefold(), row[1] is not None, row[1] or ""))
    used = {sector for row in rows[:ROWS] for sector in cells[row]}
    columns = [(key, label) for key, label in directory.sectors if key in used]
    head = "".join(f'<th scope="col">{safe(label.said(language))}</th>' for _, label in columns)
    body = "".join(_row(row, cells[row], columns, labels, read, language, words) for row in rows[:ROWS])
    left = len(rows) - ROWS
    more = f'<p class="lead">{words.more_rows.format(count=left)}</p>' if left > 0 else ""
    return (
        f'<h2 id="table">{words.table}</h2><p class="lead">{words.table_lead}</p>'
        f"{_form(directory, wanted, language, words)}"
        f'<div class="wide" role="region" tabindex="0" aria-label="{words.table_label}">'
        '<table class="matrix"><thead><tr>'
        f'<th scope="col">{STRINGS[language].organisation}</th><th scope="col">{words.place}</th>'
        f'<th scope="col">{words.present}</th>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}'
    )


def _row(
    row: Row, cells: dict[str | None, Cited], columns: Sequence[tuple[str, Label]], labels: dict[str, Label],
    read: Read, language: Language, words: OrganisationStrings,
) -> str:  # fmt: skip
    organisation, place = row
    where = labels[place].said(language) if place is not None else words.no_place
    named: list[tuple[str | None, str]] = [
        (None, words.present),
        *((key, label.said(language)) for key, label in columns),
    ]

    def cell(key: str | None, sector: str) -> str:
        cited = cells.get(key)
        if cited is None:
            return "<td></td>"
        document = read(cited.document)
        said = safe(words.mark.format(organisation=organisation, place=where, sector=sector))
        address = safe(address_of_span(document, cited.span, language))
        return (
            f'<td><a class="cite" href="{address}" aria-label="{said}" title="{said}">{cited.language.upper()}</a></td>'
        )

    marked = "".join(cell(key, sector) for key, sector in named)
    return f'<tr><th scope="row">{safe(organisation)}</th><td>{safe(where)}</td>{marked}</tr>'


def _form(directory: Directory, wanted: Wanted, language: Language, words: OrganisationStrings) -> str:
    organisations = [(profile.slug, profile.name) for profile in directory.profiles]
    places = [(key, label.said(language)) for key, label in directory.places]
    sectors = [(key, label.said(language)) for key, label in directory.sectors]
    return (
        f'<form class="narrow" method="get" action="/{language}/discover">'
        f"{_choice('organisation', STRINGS[language].organisation, organisations, wanted.organisation, words)}"
        f"{_choice('place', words.place, places, wanted.place, words)}"
        f"{_choice('sector', words.sector, sectors, wanted.sector, words)}"
        f'<button type="submit">{words.show}</button></form>'
    )


def _choice(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str, words: OrganisationStrings) -> str:
    listed = "".join(
        f'<option value="{safe(value)}"{" selected" if value == chosen else ""}>{safe(text)}</option>'
        for value, text in sorted(options, key=lambda option: option[1].casefold())
    )
    return f'<label>{label} <select name="{name}"><option value="">{words.any}</option>{listed}</select></label>'


def _is_wanted(mark: Mark, wanted: Wanted, names: dict[str, str]) -> bool:
    return (
        (not wanted.organisation or names.get(wanted.organisation) == mark.organisation)
        and (not wanted.place or wanted.place == mark.place)
        and (not wanted.sector or wanted.sector == mark.sector)
    )

"""Turns what is in the library, and what is being done to it, into HTML in which every name and note is inert text.

Knows nothing about Gradio or how files are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.corpus.readers import READERS
from assistant.errors import AssistantError
from assistant.records import Language
from assistant.web.access import NOBODY
from assistant.web.documents_words import DOCUMENT_STRINGS, DocumentStrings
from assistant.web.jobs import Job
from assistant.web.library import Entry, Overview
from assistant.web.markup import fact, safe
from assistant.web.masthead import render_place_head
from assistant.web.strings import count_of

ROWS = 300
ALIASES = (".markdown", ".htm", ".mht")  # other endings of a kind that is named
LONGEST_NOTE = 400  # characters
SIDES = {"fr": 1, "en": 0}


def render_masthead(language: Language) -> str:
    strings = DOCUMENT_STRINGS[language]
    return render_place_head(language, "documents", strings.title, strings.tagline)


def render_upload(language: Language, max_file_mb: int) -> str:
    """A form that documents.js sends, file by file; without it nothing is sent."""
    strings = DOCUMENT_STRINGS[language]
    kinds = ", ".join(kind[1:].upper() for kind in READERS if kind not in ALIASES)
    hint = strings.add_hint.format(kinds=kinds, size=max_file_mb)
    return (
        f'<section class="place"><h2>{strings.add}</h2><form id="upload">'
        f'<label for="files">{strings.choose}</label><div class="line"><input id="files" type="file" multiple '
        f'accept="{",".join(READERS)}" aria-describedby="files-hint">'
        f'<button type="submit">{strings.send}</button></div><p class="hint" id="files-hint">{hint}</p></form>'
        '<ul id="sent" aria-live="polite"></ul></section>'
    )


def render_heading(title: str, hint: str = "") -> str:
    return f'<h2>{title}</h2><p class="hint">{hint}</p>' if hint else f"<h2>{title}</h2>"


def render_counts(overview: Overview, language: Language) -> str:
    """How much there is, above the list."""
    strings = DOCUMENT_STRINGS[language]
    counts = {
        "files": len(overview.entries),
        "documents": overview.documents,
        "passages": overview.passages,
    }
    shown = {name: count_of(count, "", "", language).strip() for name, count in counts.items()}
    return render_heading(strings.listed, strings.listed_hint.format(**shown))


def render_files(overview: Overview, only: str, language: Language) -> str:
    """The files that the filter leaves, as a table; what needs somebody's care stands first."""
    strings = DOCUMENT_STRINGS[language]
    found = [entry for entry in overview.entries if _is_meant(entry, only)]
    if not found:
        return f'<p class="hint">{strings.none}</p>'
    heads = (strings.file, strings.organisation, strings.language, strings.date, strings.passages, strings.state)
    rows = "".join(_row(entry, heads, strings, language) for entry in found[:ROWS])
    more = f'<p class="hint">{strings.more.format(count=len(found) - ROWS)}</p>' if len(found) > ROWS else ""
    return _table(heads, rows, strings.listed) + more


def render_generations(overview: Overview, language: Language) -> str:
    strings = DOCUMENT_STRINGS[language]
    if not overview.generations:
        return f'<p class="hint">{strings.none}</p>'
    heads = (strings.version, strings.built, strings.title, strings.passages, strings.state)
    rows = ""
    for kept in overview.generations:
        state = strings.in_force if kept.in_force else strings.gone_back_from if kept.refused else strings.before
        badge = f'<span class="state state-{"indexed" if kept.in_force else "kept"}">{state}</span>'
        built = safe(kept.built_at[:16].replace("T", " "))
        cells = (safe(kept.name), f"{built} UTC", str(kept.documents), str(kept.passages), badge)
        rows += _cells(cells, heads)
    return _table(heads, rows, strings.versions)


def render_job(job: Job, language: Language) -> str:
    """How far it is, or how it ended."""
    strings = DOCUMENT_STRINGS[language]
    if job.running:
        doing = {
            "read": strings.reading.format(done=job.done),
            "embed": strings.embedding.format(done=job.done, total=job.total),
            "write": strings.writing,
        }.get(job.stage, strings.waiting)
        by = f" ({strings.by.format(who=safe(job.who))})" if job.who != NOBODY else ""
        known = job.stage == "embed" and job.total
        bar = (
            f'<progress aria-label="{strings.index}" value="{job.done}" max="{job.total}"></progress>' if known else ""
        )
        dots = '<span class="dots" aria-hidden="true"></span>'
        return f'<div class="job" role="status"><p>{dots}{doing}{by}</p>{bar}</div>'
    if job.error:
        return render_told(job.error.message(language), bad=True)
    if job.report is None:
        return render_told(strings.cut_off, bad=True)
    return render_told(_ended(job, strings))


def render_told(text: str, *, bad: bool = False) -> str:
    """One sentence of ours; what it quotes is escaped here."""
    return f'<p class="{"message" if bad else "told"}" role="{"alert" if bad else "status"}">{safe(text)}</p>'


def render_error(error: AssistantError, language: Language) -> str:
    return render_told(error.message(language), bad=True)


def render_footer(language: Language) -> str:
    return f'<footer class="holdings"><p>{DOCUMENT_STRINGS[language].footer}</p></footer>'


def _ended(job: Job, strings: DocumentStrings) -> str:
    report = job.report or {}
    if job.kind == "remove":
        return (strings.removed_done if "passages" in report else strings.forgotten).format(name=job.name)
    if report.get("gone_back_from"):
        return strings.held_back.format(refused=report["gone_back_from"])
    return (strings.updated if report.get("changed") else strings.nothing_new).format(**report)


def _is_meant(entry: Entry, only: str) -> bool:
    text = " ".join([entry.name, entry.title or "", *entry.organisations]).casefold()
    return all(word in text for word in only.casefold().split())


def _row(entry: Entry, heads: Sequence[str], strings: DocumentStrings, language: Language) -> str:
    about = entry.title or (strings.many.format(count=entry.documents) if entry.documents > 1 else "")
    title = f'<span class="title">{safe(about[:200])}</span>' if about else ""
    state = f'<span class="state state-{entry.state}">{getattr(strings, f"state_{entry.state}")}</span>'
    notes = "".join(
        f'<span class="note">{safe(_sentence(note[SIDES[language]])[:LONGEST_NOTE])}</span>' for note in entry.notes[:5]
    )
    cells = (
        f'<span class="name">{safe(entry.name)}</span>{title}',
        fact(_some(entry.organisations)),
        safe(", ".join(getattr(strings, f"language_{spoken}") for spoken in entry.languages)),
        fact(_some(entry.dates)),
        str(entry.passages) if entry.documents else "",
        state + notes,
    )
    return _cells(cells, heads)


def _cells(cells: Iterable[str], heads: Sequence[str]) -> str:
    drawn = "".join(f'<td role="cell" data-head="{head}">{cell}</td>' for cell, head in zip(cells, heads, strict=True))
    return f'<tr role="row">{drawn}</tr>'


def _table(heads: Sequence[str], rows: str, name: str) -> str:
    """Roles are said as well, since a phone draws the rows as cards and would lose them."""
    head = "".join(f'<th role="columnheader" scope="col">{head}</th>' for head in heads)
    return (
        f'<table class="list" role="table" aria-label="{name}">'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _some(values: Sequence[str]) -> str:
    return ", ".join(values[:3]) + (", …" if len(values) > 3 else "")


def _sentence(note: str) -> str:
    return note[:1].upper() + note[1:] + ("" if note.endswith((".", "!", "?", "…")) else ".")

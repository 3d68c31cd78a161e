"""Turns the citations of an answer into cards: each cited passage once, its quotes highlighted by their offsets.

Knows nothing about the answer's own words. For an abstention the passages are shown as what came nearest, unmarked.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.wording import LANGUAGE_NAMES
from assistant.records import OTHER, Answer, Citation
from assistant.web.document_view.address import LONGEST_ID, Place, address_of, place_of_citation
from assistant.web.markup import LONGEST_SHOWN, SHORT_HASH, fact, facts_of, laid_out, safe, title_of, with_key
from assistant.web.strings import STRINGS

BEFORE_QUOTE = 1_000  # characters kept before the first quote where a passage is cut


def render_evidence(answer: Answer) -> str:
    """The cards, or nothing where nothing is cited."""
    if not answer.citations:
        return ""
    strings = STRINGS[answer.language]
    of_passage: dict[str, list[Citation]] = {}
    for citation in answer.citations:
        of_passage.setdefault(citation.passage.id, []).append(citation)
    cards = "".join(_card(citations, answer) for citations in of_passage.values())
    if answer.answered:
        return f'<section class="evidence" lang="{answer.language}"><h2>{strings.sources}</h2>{cards}</section>'
    return (
        f'<section class="evidence nearest" lang="{answer.language}"><h2>{strings.nearest}</h2>'
        f'<p class="note">{strings.nearest_note}</p>{cards}</section>'
    )


def _card(citations: Sequence[Citation], answer: Answer) -> str:
    """One passage with all that is quoted from it."""
    first, strings = citations[0], STRINGS[answer.language]
    document, passage = first.document, first.passage
    numbers = "".join(f'<span class="number" id="source-{c.number}">{c.number}</span>' for c in citations)
    page = strings.page.format(page=passage.page) if passage.page else None
    section = f'<p class="section"><span>{strings.section}</span> {fact(passage.section)}</p>'
    origin = " · ".join(fact(part) for part in (document.path, document.url) if part)
    version = f'<span class="version">{strings.hash_label} {safe(document.sha256[:SHORT_HASH])}</span>'
    back = f'<a class="back" href="#mark-{first.number}">{strings.back}</a>' if answer.answered else ""
    return (
        f'<article class="card" tabindex="-1" aria-labelledby="title-{first.number}"><div class="top">'
        f'<span class="numbers">{numbers}</span><div><h3 id="title-{first.number}">{title_of(document)}</h3>'
        f"{facts_of(document, answer.language, page)}</div></div>"
        f"{section if passage.heading else ''}{_passage(citations, answer)}{_also(citations, answer)}"
        f"{_doors(citations, answer)}"
        f'<p class="origin"><span>{strings.file} {origin} · {version}</span>{back}</p></article>'
    )


def _passage(citations: Sequence[Citation], answer: Answer) -> str:
    """The passage with its quotes marked; nothing is marked where there is no answer."""
    passage = citations[0].passage
    text, quotes = passage.text, sorted(citations, key=lambda citation: citation.span.start) if answer.answered else []
    start_of_quote = min(citation.span.start for citation in citations) - passage.span.start
    start = max(0, min(start_of_quote - BEFORE_QUOTE, len(text) - LONGEST_SHOWN))
    end = min(len(text), start + LONGEST_SHOWN)
    parts, at = ["…" if start else ""], start
    for citation in quotes:
        first = min(end, max(at, citation.span.start - passage.span.start))
        last = min(end, citation.span.end - passage.span.start)
        if first < last:  # a quote that lies within another is marked with it
            marked = with_key(text[first:last], passage.span.start + first, citation.key)
            quote = f'<mark data-number="{citation.number}">{marked}</mark>'
            parts += [laid_out(text[at:first]), quote]
            at = last
    parts += [laid_out(text[at:end]), "…" if end < len(text) else ""]
    note = f'<p class="note">{STRINGS[answer.language].cut}</p>' if end - start < len(text) else ""
    several = " several" if len(quotes) > 1 else ""
    # reachable by keyboard, since a long passage scrolls
    return f'<div class="passage{several}" lang="{passage.language}" tabindex="0">{"".join(parts)}</div>{note}'


def _doors(citations: Sequence[Citation], answer: Answer) -> str:
    """The ways into the document: at the quote, and with the other language edition beside it.

    None for a name that no address can hold.
    """
    if len(citations[0].document.id) > LONGEST_ID:
        return ""
    first, strings = citations[0], STRINGS[answer.language]

    def door(place: Place, words: str) -> str:
        address = safe(address_of(place, answer.language))
        new = f'<span class="new-tab">({strings.new_tab})</span>'
        return f'<a class="door" href="{address}" target="_blank" rel="noopener">{words} {new}</a>'

    doors = door(place_of_citation(first, quoted=answer.answered), strings.open_document)
    twinned = next((c for c in citations if c.also_in), next((c for c in citations if c.twin), None))
    if twinned is not None:
        language = LANGUAGE_NAMES[answer.language][OTHER[first.passage.language]]
        beside = place_of_citation(twinned, quoted=answer.answered, twin=True)
        doors += door(beside, strings.twin_link.format(language=language))
    return f'<p class="doors">{doors}</p>'


def _also(citations: Sequence[Citation], answer: Answer) -> str:
    """The other language edition that says the same, if there is one."""
    edition = next((citation.also_in for citation in citations if citation.also_in), None)
    if edition is None:
        return ""
    language = LANGUAGE_NAMES[answer.language][OTHER[citations[0].document.language]]
    return f'<p class="also">{STRINGS[answer.language].also_in.format(language=language, edition=fact(edition))}</p>'

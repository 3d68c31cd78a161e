"""Turns answers, abstentions and messages into HTML in which everything said by a document or a reader is inert text.

Knows nothing about Gradio, HTTP or how an answer was found. Links are made from citations only, never from text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answering.wording import LANGUAGE_NAMES
from assistant.records import AcronymNote, Answer, Citation, Disagreement, Document, Language
from assistant.web.document_view.address import address_of, place_of_span
from assistant.web.markup import cut, fact, facts_of, safe, shortened, title_of, with_key
from assistant.web.strings import STRINGS, count_of, joined

LONG_ON_A_PHONE = 700  # characters of an answer, which the sources come after where there is one column
QUOTED = (("«\u00a0", "\u00a0»"), ("« ", " »"), ("“", "”"))  # how answers set off a quote


@dataclass(frozen=True, slots=True)
class Holdings:
    """What there is to search; `listed` are the first documents by id."""

    documents: int
    passages: int
    languages: tuple[Language, ...]
    listed: tuple[Document, ...] = ()
    organisations: tuple[str, ...] = ()


def render_answer(answer: Answer) -> str:
    """The answer in its own words, each mark a link to its source; disagreements first."""
    strings = STRINGS[answer.language]
    known = {citation.number: citation for citation in answer.citations}
    conflicts = "".join(_disagreement(conflict, known, answer.language) for conflict in answer.disagreements)
    seconds = _decimal(answer.timings_ms.get("total", 0.0) / 1000, answer.language)
    found = strings.found_one if len(known) == 1 else strings.found_many
    long = answer.citations and (conflicts or len(answer.text) > LONG_ON_A_PHONE)
    onward = f'<a class="to-sources" href="#source-1">{strings.to_sources}</a>' if long else ""
    return (
        f'<section class="answer" lang="{answer.language}"><h2>{strings.answer}</h2>{conflicts}{onward}'
        f"{''.join(_statements(answer))}{_acronyms(answer)}"
        f'<p class="found">{found.format(count=len(known), seconds=seconds)}</p></section>'
    )


def render_abstention(answer: Answer, holdings: Holdings, limits: str = "") -> str:
    """Why there is no answer, and what was searched; `limits` is HTML of what else there is to say."""
    strings = STRINGS[answer.language]
    return (
        f'<section class="abstention" lang="{answer.language}"><h2>{strings.abstention}</h2>'
        f'<p class="reason">{safe(answer.reason_text or answer.text)}</p>{limits}'
        f'<p class="found">{_searched(holdings, answer.language)}</p></section>'
    )


def render_waiting(holdings: Holdings, language: Language) -> str:
    """Said while the answer is being found."""
    words = STRINGS[language].searching.format(searched=_counts(holdings, language))
    return f'<p class="waiting" lang="{language}"><span class="dots" aria-hidden="true"></span>{words}</p>'


def render_welcome(language: Language) -> str:
    return f'<p class="welcome" lang="{language}">{STRINGS[language].welcome}</p>'


def render_message(text: str, language: Language) -> str:
    """A failure, in one sentence."""
    return f'<p class="message" role="alert" lang="{language}">{safe(text)}</p>'


def render_header(language: Language) -> str:
    strings = STRINGS[language]
    current = ' aria-current="true"'
    switch = "".join(
        f'<a href="/{other}/" lang="{other}" hreflang="{other}"{current if other == language else ""}>'
        f"{words.this_language}</a>"
        for other, words in STRINGS.items()
    )
    return (
        f'<header class="masthead"><div><h1>{strings.title}</h1><p class="tagline">{strings.tagline}</p></div>'
        f'<div class="ways"><a class="discover" href="/{language}/discover">{strings.to_discover}</a>'
        f'<nav class="languages" aria-label="{strings.language_switch}">{switch}</nav></div></header>'
    )


def render_footer(holdings: Holdings, language: Language) -> str:
    """What there is to search, document by document, folded away."""
    strings = STRINGS[language]
    items = "".join(f"<li>{title_of(document)} {facts_of(document, language)}</li>" for document in holdings.listed)
    unlisted = holdings.documents - len(holdings.listed)
    more = f"<li>{strings.more_documents.format(count=unlisted)}</li>" if unlisted > 0 else ""
    return (
        f'<footer class="holdings"><details><summary>{strings.holdings} ({_counts(holdings, language)})</summary>'
        f"<ul>{items}{more}</ul></details><p>{strings.footer}</p></footer>"
    )


def _statements(answer: Answer) -> Iterable[str]:
    """The answer's text in order: each quote that its citation proves becomes a quotation with its mark."""
    rest, unplaced = answer.text, []
    for citation in answer.citations:
        mark = f" [{citation.number}]"
        written = ((f"{first}{citation.quote}{last}{mark}", first, last) for first, last in QUOTED)
        found = next((one for one in written if one[0] in rest), None)
        if found is None:
            unplaced.append(citation)
            continue
        words, opening, closing = found
        before, _, rest = rest.partition(words)
        yield _framing(before)
        quote = with_key(shortened(citation.quote), citation.span.start, citation.key)
        opening, closing = opening.replace(" ", "\u00a0"), closing.replace(" ", "\u00a0")
        yield (
            f'<blockquote><span lang="{citation.document.language}">{opening}{quote}{closing}</span> '
            f"{_mark(citation, answer.language)}</blockquote>"
        )
    yield _framing(rest)
    if unplaced:
        yield f'<p class="framing">{" ".join(_mark(citation, answer.language) for citation in unplaced)}</p>'


def _acronyms(answer: Answer) -> str:
    """What acronyms stand for, beneath the quotes, which stay as they are; each with the way to where it is said."""
    if not answer.acronyms:
        return ""
    strings = STRINGS[answer.language]
    items = "".join(_acronym(note, answer.language) for note in answer.acronyms)
    return f'<div class="acronyms"><h3>{strings.acronyms}</h3><dl>{items}</dl></div>'


def _acronym(note: AcronymNote, language: Language) -> str:
    spoken = f' lang="{note.language}"' if note.language else ""
    address = safe(address_of(place_of_span(note.document, note.span), language))
    strings = STRINGS[language]
    return (
        f"<dt>{safe(note.short)}</dt><dd><span{spoken}>{safe(' '.join(note.expansion.split()))}</span> "
        f'<a class="mark" href="{address}" target="_blank" rel="noopener">'
        f'{strings.acronym_source}<span class="unseen"> {safe(note.short)}, {safe(note.document.title)} '
        f"({strings.new_tab})</span></a></dd>"
    )


def _framing(text: str) -> str:
    paragraphs = (paragraph.strip().replace(" :", "\u00a0:") for paragraph in text.split("\n\n"))
    return "".join(f'<p class="framing">{cut(paragraph)}</p>' for paragraph in paragraphs if paragraph)


def _mark(citation: Citation, language: Language, identified: bool = True) -> str:
    """The link to a source; only the one in the text is what "back to the answer" leads to."""
    number = citation.number
    label = STRINGS[language].source.format(number=number)
    identity = f' id="mark-{number}"' if identified else ""
    return f'<a class="mark"{identity} href="#source-{number}" aria-label="{label}">[{number}]</a>'


def _disagreement(conflict: Disagreement, known: dict[int, Citation], language: Language) -> str:
    """The values side by side, each with its source and its date; the newest is named where dates tell."""
    strings = STRINGS[language]
    cited = [(value.value, known[value.citation]) for value in conflict.values if value.citation in known]
    dates = [citation.document.date or "" for _, citation in cited]
    newest = max(dates, default="") if all(dates) and len(set(dates)) > 1 else None
    against = f'<p class="against" aria-hidden="true">≠</p><p class="unseen">{strings.against}</p>'
    values = against.join(_value(value, citation, language, newest) for value, citation in cited)
    about = strings.disagreement_about.format(about=fact(conflict.about))
    return (
        f'<div class="disagreement" role="group" aria-label="{strings.disagreement}"><h3>{strings.disagreement}</h3>'
        f'<p class="about">{about}</p><div class="values">{values}</div>'
        f'<p class="note">{strings.disagreement_note}</p></div>'
    )


def _value(value: str, citation: Citation, language: Language, newest: str | None) -> str:
    strings, document = STRINGS[language], citation.document
    dated = strings.dated.format(date=fact(document.date)) if document.date else strings.undated
    newer = f' <span class="newer">{strings.newer}</span>' if newest is not None and document.date == newest else ""
    about = " · ".join(
        fact(part) for part in (document.organisation, LANGUAGE_NAMES[language][document.language]) if part
    )
    return (
        f'<div class="value"><p class="figure" lang="{document.language}">{fact(value)}</p>'
        f'<p class="when">{dated}{newer}</p>'
        f"<p>{title_of(document)} {_mark(citation, language, identified=False)}</p>"
        f'<p class="facts">{about}</p></div>'
    )


def _counts(holdings: Holdings, language: Language) -> str:
    strings = STRINGS[language]
    return joined(
        (
            count_of(holdings.documents, strings.document, strings.documents, language),
            count_of(holdings.passages, strings.passage, strings.passages, language),
        ),
        language,
    )


def _searched(holdings: Holdings, language: Language) -> str:
    names = joined([LANGUAGE_NAMES[language][spoken] for spoken in holdings.languages], language)
    return STRINGS[language].searched.format(searched=_counts(holdings, language), languages=names)


def _decimal(value: float, language: Language) -> str:
    return f"{value:.1f}".replace(".", "," if language == "fr" else ".")

"""Turns the questions that were answered, and the five steps of a first visit, into HTML.

Knows nothing about how a question was tried. Where a visitor is stands in the address, so nothing is kept of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from assistant.discovery.first_questions import FirstQuestion
from assistant.discovery.records import Directory
from assistant.records import OTHER, Language
from assistant.web.discover.cited import render_quote
from assistant.web.discover.profile import Read, preferred
from assistant.web.discover.visit_words import WORDS
from assistant.web.discover.words import WORDS as PLACE_WORDS
from assistant.web.markup import safe
from assistant.web.strings import STRINGS, count_of

STEPS = ("what", "ask", "source", "discover", "unknown")
BEGINNERS = 3  # questions shown in the second step


def step_of(said: str | None) -> int:
    """The step that an address names, the first for any other word."""
    return int(said) if said in ("1", "2", "3", "4", "5") else 1


def address_of_question(question: str, language: Language) -> str:
    """The ask page with the question typed in: behind the #, so that it is sent to nobody before it is asked."""
    return f"/{language}/#question={quote(question)}"


def render_questions(questions: Sequence[FirstQuestion], done: bool, language: Language) -> str:
    """Those of the reader's language first; while more are tried, the page says so."""
    words = WORDS[language]
    other = OTHER[language]
    titles = {"fr": words.in_french, "en": words.in_english}
    parts = []
    for spoken in (language, other):
        listed = "".join(_question(one, language) for one in questions if one.language == spoken)
        if listed:
            parts.append(f'<h2>{titles[spoken]}</h2><ul class="asked">{listed}</ul>')
    again = f'<a href="/{language}/discover/questions">{words.look_again}</a>' if parts else words.reloads
    rest = "" if done else f'<p class="notice" role="status">{words.trying} {again}</p>'
    if done and not parts:
        rest = f'<p class="notice">{words.none}</p>'
    return f'<p class="lead">{words.questions_lead}</p>{"".join(parts)}{rest}'


def _question(one: FirstQuestion, language: Language) -> str:
    words, citation = WORDS[language], one.citation
    address = safe(address_of_question(one.text, language))
    quote = render_quote(citation.document, citation.span, language)
    return (
        f'<li><p class="question"><a href="{address}" lang="{one.language}">{safe(one.text)}</a></p>'
        f"<details><summary>{words.answered_by}</summary>{quote}</details></li>"
    )


def render_visit(
    step: int,
    documents: int,
    questions: Sequence[FirstQuestion],
    directory: Directory | None,
    read: Read,
    language: Language,
) -> str:
    words = WORDS[language]
    name = STEPS[step - 1]
    said = getattr(words, name)
    if name == "what":
        said = said.format(count=count_of(documents, STRINGS[language].document, STRINGS[language].documents, language))
    shown = {
        "ask": lambda: _beginners(questions, language),
        "source": lambda: _example(directory, read, language),
        "discover": lambda: _ways(language),
    }.get(name, str)()
    return (
        f'{_steps(step, language)}<section class="step"><p class="count">{words.progress.format(step=step)}</p>'
        f"<h2>{getattr(words, f'{name}_title')}</h2><p>{said}</p>{shown}</section>{_turning(step, language)}"
    )


def _steps(step: int, language: Language) -> str:
    words = WORDS[language]
    links = "".join(
        f'<li><a href="/{language}/discover/visit?step={number}"{_here(number == step)}>'
        f"{number}. {getattr(words, f'{name}_title')}</a></li>"
        for number, name in enumerate(STEPS, start=1)
    )
    return f'<nav class="steps" aria-label="{words.steps}"><ol>{links}</ol></nav>'


def _here(here: bool) -> str:
    return ' aria-current="step"' if here else ""


def _turning(step: int, language: Language) -> str:
    words = WORDS[language]
    before = f'<a rel="prev" href="/{language}/discover/visit?step={step - 1}">{words.previous}</a>' if step > 1 else ""
    after = (
        f'<a class="go" rel="next" href="/{language}/discover/visit?step={step + 1}">{words.following}</a>'
        if step < len(STEPS)
        else f'<a class="go" href="/{language}/">{words.finish}</a>'
    )
    return f'<p class="turning-steps">{before}{after}</p>'


def _beginners(questions: Sequence[FirstQuestion], language: Language) -> str:
    ordered = sorted(questions, key=lambda one: one.language != language)[:BEGINNERS]
    items = "".join(
        f'<li><a href="{safe(address_of_question(one.text, language))}" lang="{one.language}">{safe(one.text)}</a></li>'
        for one in ordered
    )
    own = f'<li><a href="/{language}/">{WORDS[language].ask_yourself}</a></li>'
    return f'<ul class="asked">{items}{own}</ul>'


def _example(directory: Directory | None, read: Read, language: Language) -> str:
    """The first line of the first profile, as it would be cited."""
    if directory is None or not directory.profiles:
        return ""
    cited = preferred(directory.profiles[0].lines[0].cited, language)
    return render_quote(read(cited.document), cited.span, language)


def _ways(language: Language) -> str:
    words = PLACE_WORDS[language]
    ways = (("discover", words.organisations), ("discover/acronyms", words.acronyms),
            ("discover/questions", words.questions), ("discover/editions", words.editions))  # fmt: skip
    items = "".join(f'<li><a href="/{language}/{address}">{name}</a></li>' for address, name in ways)
    return f'<ul class="asked">{items}</ul>'

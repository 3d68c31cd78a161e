"""Turns the turns of a conversation into HTML: what was asked and how it was understood, what was found, earlier turns.

Knows nothing about Gradio. What answers and sources look like is rendering.py's and evidence.py's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.stages import Stage
from assistant.answering.wording import LANGUAGE_NAMES
from assistant.records import OTHER, Answer, Filter, Hit, Language
from assistant.text.language import detect
from assistant.web.ask.turns import Conversation
from assistant.web.markup import fact, facts_of, safe, title_of
from assistant.web.strings import STRINGS

FOUND_SHOWN = 5
IDENTITIES = re.compile(r'\b(id|href|aria-labelledby)="(#?)(source|mark|title)-(\d+)"')


def render_asked(typed: str, understood: str | None, language: Language) -> str:
    """The question as it was typed, and how it was understood where that is something else."""
    if not typed.strip():
        return ""
    question = f'<p class="asked" lang="{detect(typed, language)}">{safe(typed)}</p>'
    if understood is None:
        return question
    told = f'<q lang="{detect(understood, language)}">{safe(understood)}</q>'
    sentence = STRINGS[language].understood.format(question=told)
    return f'{question}<p class="understood" lang="{language}">{sentence}</p>'


def render_found(stage: Stage, hits: Sequence[Hit], language: Language) -> str:
    """The passages that an answer is being looked for in: each document and heading once."""
    strings = STRINGS[language]
    told = strings.reading_closely if stage is Stage.CHOSEN else strings.found_so_far
    items = list(dict.fromkeys(_place(hit, language) for hit in hits))[:FOUND_SHOWN]
    listed = "".join(f"<li>{item}</li>" for item in items)
    return (
        f'<div class="found-so-far" lang="{language}"><p class="waiting">'
        f'<span class="dots" aria-hidden="true"></span>{told}</p><ul>{listed}</ul></div>'
    )


def render_note(text: str, language: Language) -> str:
    return f'<section class="stopped" lang="{language}"><p class="welcome">{text}</p></section>'


def render_earlier(turns: Conversation, language: Language) -> str:
    """Earlier questions, newest first, each folded over its answer and sources."""
    if not turns:
        return ""
    drawn = "".join(
        f'<details class="turn"><summary lang="{detect(turn.asked, language)}">{safe(turn.asked)}</summary>'
        f'<div class="turn-parts"><div>{_own_identities(turn.answer, place)}</div>'
        f"<div>{_own_identities(turn.evidence, place)}</div></div></details>"
        for place, turn in reversed(list(enumerate(turns, start=1)))
    )
    return f'<section class="earlier" lang="{language}"><h2>{STRINGS[language].earlier}</h2>{drawn}</section>'


def render_limits(answer: Answer, wanted: Filter) -> str:
    """What else there is to say of an abstention: that only the other language comes near, that the search was
    narrowed."""
    language, strings = answer.language, STRINGS[answer.language]
    notes = []
    spoken = {citation.document.language for citation in answer.citations}
    if answer.citations and language not in spoken:
        other = OTHER[language]
        notes.append(strings.only_other_language.format(language=LANGUAGE_NAMES[language][other]))
    if wanted != Filter():
        notes.append(strings.within_filter.format(limits=safe(", ".join(_limits(wanted, language)))))
    return "".join(f'<p class="limit" lang="{language}">{note}</p>' for note in notes)


def render_suggestions(questions: Sequence[str], unfiltered: bool, language: Language) -> str:
    """Questions that were tried and answered, each a button that asks it."""
    strings = STRINGS[language]
    note = f'<p class="limit">{strings.without_filter}</p>' if unfiltered else ""
    if not questions:
        return f'<div class="suggestions" lang="{language}">{note}</div>' if note else ""
    buttons = "".join(
        f'<button type="button" class="suggested" lang="{detect(question, language)}">{safe(question)}</button>'
        for question in questions
    )
    return f'<div class="suggestions" lang="{language}">{note}<h3>{strings.suggestions}</h3>{buttons}</div>'


def render_waiting_for(words: str, language: Language) -> str:
    return f'<p class="waiting" lang="{language}"><span class="dots" aria-hidden="true"></span>{words}</p>'


def _place(hit: Hit, language: Language) -> str:
    heading = hit.passage.heading[-1] if hit.passage.heading else ""
    section = f' <span lang="{hit.document.language}">{fact(heading)}</span>' if heading else ""
    return f"{title_of(hit.document)}{section} {facts_of(hit.document, language)}"


def _limits(wanted: Filter, language: Language) -> list[str]:
    strings = STRINGS[language]
    spoken = LANGUAGE_NAMES[language][wanted.language] if wanted.language else None
    known = (
        (strings.organisation, wanted.organisation), (strings.document_language, spoken),
        (strings.since, wanted.since), (strings.until, wanted.until),
    )  # fmt: skip
    return [f"{label} {value}" for label, value in known if value]


def _own_identities(html: str, place: int) -> str:
    """The same HTML with identities of its own, since a page may hold each only once."""
    return IDENTITIES.sub(lambda m: f'{m[1]}="{m[2]}{m[3]}-{place}.{m[4]}"', html)

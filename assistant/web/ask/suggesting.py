"""Turns an abstention into up to three questions that the documents do answer, each tried before it is shown.

Knows nothing about pages. Cheap by measure: few questions are tried, none while others wait, and not for long.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

from assistant.answering.follow_up.countries import placed
from assistant.answering.follow_up.elements import parse
from assistant.answering.follow_up.exchanging import place_phrase
from assistant.records import Answer, Filter, Language
from assistant.text.terms import fold
from assistant.web.ask.turns import Turn
from assistant.web.strings import STRINGS

SHOWN = 3
TRIED = 6
LONGEST_S = 6.0
Ask = Callable[[str, Filter], Answer]


def suggest(turn: Turn, ask: Ask, is_wanted: Callable[[], bool]) -> Iterator[str]:
    """Questions answered with a citation, one by one; ends early when they are no longer wanted."""
    ends = time.monotonic() + LONGEST_S
    said: set[str] = set()
    for question in candidates(turn)[:TRIED]:
        if len(said) == SHOWN or time.monotonic() > ends or not is_wanted():
            return
        answer = ask(question, turn.wanted)
        quotes = {citation.quote for citation in answer.citations}
        if answer.answered and quotes and not quotes & said:
            said.add(answer.citations[0].quote)
            yield question


def candidates(turn: Turn) -> list[str]:
    """What one could ask instead: about the organisation and place asked for, then about what came nearest."""
    language, strings = turn.language, STRINGS[turn.language]
    parsed = parse(turn.asked, language=language)
    places = [place_phrase(place, language, language) for place in parsed.all("place")]
    organisations = [element.name for element in parsed.all("organisation")]
    organisations += [near.organisation for near in turn.near if near.organisation]
    made: list[str] = []
    for near in turn.near:
        if near.topic.rstrip().endswith("?"):
            made.append(near.topic)
    for organisation in dict.fromkeys(organisations):
        for place in dict.fromkeys([*places, *(_place_in(near.topic, language) for near in turn.near)]):
            if place:
                made.append(strings.ask_what_does.format(organisation=organisation, place=place))
                made.append(strings.ask_how_many.format(organisation=organisation, place=place))
        made.append(strings.ask_where.format(organisation=organisation))
        made.append(strings.ask_since_when.format(organisation=organisation, place=""))
    made += [strings.ask_about.format(topic=near.topic.strip(" :.")) for near in turn.near]
    asked = fold(turn.asked)
    return [question for question in dict.fromkeys(map(_spaced, made)) if fold(question) != asked]


def _place_in(topic: str, language: Language) -> str:
    """The place that a heading of one or two words may name, as a question would say it."""
    name = topic.strip(" :.")
    return placed(name, language) if name.istitle() and len(name.split()) <= 2 else ""


def _spaced(question: str) -> str:
    """Without the spaces that a part left out leaves behind."""
    return re.sub(r" {2,}", " ", re.sub(r" +(?=[\u202f?])", "", question))

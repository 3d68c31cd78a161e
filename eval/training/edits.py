"""Turns an answerable example into near misses, consistent renamings and passages without their answer.

Knows nothing about languages' words or about the model; what replaces a name is given to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from eval.training.sources import Example

if TYPE_CHECKING:
    from random import Random

YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
NUMBER = re.compile(r"\b\d[\d.,]*\d\b|\b\d\b")
NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w'’-]+(?:\s(?:(?:of|the|de|du|des|la|le|et|and|d['’])\s)?[A-ZÀ-ÖØ-Þ][\w'’-]+)*")
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
Renamer = Callable[[str, "Random"], str | None]  # a name -> another of its kind


def find_names(text: str) -> list[str]:
    """Capitalised names, not the word that only begins the sentence."""
    return [match.group() for match in NAME.finditer(text) if match.start() > 0 and len(match.group()) > 2]


def find_subjects(example: Example) -> list[str]:
    """Names, years, months and numbers that the question shares with its passage and that are no answer."""
    passage = " ".join([example.title, *example.sentences])
    answers = " ".join(answer_texts(example))
    months = [month for month in MONTHS[example.question_language] if month in example.question]
    found = [*find_names(example.question), *YEAR.findall(example.question), *months]
    found += NUMBER.findall(example.question)
    return [name for name in dict.fromkeys(found) if name in passage and name not in answers]


def answer_texts(example: Example) -> list[str]:
    return [example.sentences[place][start:end] for place, start, end in example.spans]


def another(subject: str, rename: Renamer, rng: Random) -> str | None:
    """A different subject of the same kind: year, month, number or name."""
    if YEAR.fullmatch(subject):
        return str(int(subject) + rng.choice([-30, -12, -5, -3, -2, -1, 1, 2, 3, 4, 7, 15, 40]))
    for months in MONTHS.values():
        if subject in months:
            return rng.choice([month for month in months if month != subject])
    if NUMBER.fullmatch(subject):
        digits = [str(rng.randint(1, 9)) if char.isdigit() else char for char in subject]
        return "".join(digits)
    return rename(subject, rng)


def miss_in_question(example: Example, rename: Renamer, rng: Random) -> Example | None:
    """The same passage, the question about something else: unanswerable."""
    pair = _choose(example, rename, rng)
    if pair is None:
        return None
    question = example.question.replace(*pair)
    return replace(example, question=question, spans=(), weak=False, source=example.source + "+asked-other")


def miss_in_passage(example: Example, rename: Renamer, rng: Random) -> Example | None:
    """The same question, the passage about something else: unanswerable."""
    moved = _rename_passage(example, _choose(example, rename, rng))
    return moved and replace(moved, spans=(), weak=False, source=example.source + "+other-passage")


def renamed_throughout(example: Example, rename: Renamer, rng: Random) -> Example | None:
    """Question and passage about something else: still answered, so that odd names prove nothing."""
    pair = _choose(example, rename, rng)
    moved = _rename_passage(example, pair)
    if moved is None or pair is None:
        return None
    question = example.question.replace(*pair)
    return replace(moved, question=question, source=example.source + "+renamed")


def without_answer(example: Example) -> Example | None:
    """The passage without its answering sentence, when no other sentence holds the answer."""
    gone = {place for place, _, _ in example.spans}
    left = tuple(text for place, text in enumerate(example.sentences) if place not in gone)
    rest = " ".join(left).lower()
    if not left or not gone or any(answer.lower() in rest for answer in example.forbidden):
        return None
    return replace(example, sentences=left, spans=(), source=example.source + "+removed")


def _choose(example: Example, rename: Renamer, rng: Random) -> tuple[str, str] | None:
    subjects = find_subjects(example)
    if not subjects or not example.spans:
        return None
    subject = rng.choice(subjects)
    new = another(subject, rename, rng)
    passage = " ".join([example.title, *example.sentences])
    return (subject, new) if new and new not in passage else None


def _rename_passage(example: Example, pair: tuple[str, str] | None) -> Example | None:
    if pair is None:
        return None
    subject, new = pair
    spans = []
    for place, start, end in example.spans:
        text = example.sentences[place]
        if subject in text[start:end]:
            return None
        shift = text[:start].count(subject) * (len(new) - len(subject))
        spans.append((place, start + shift, end + shift))
    sentences = tuple(text.replace(subject, new) for text in example.sentences)
    return replace(example, title=example.title.replace(subject, new), sentences=sentences, spans=tuple(spans))

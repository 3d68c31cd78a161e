"""Turns sentences, and pairs of parallel sentences, into questions whose answer was cut out of them.

Knows nothing about human questions or about the model.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eval.training.edits import MONTHS, NAME, NUMBER, YEAR
from eval.training.sources import Example

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

ASKED = {
    "en": {
        "year": ["When", "In what year", "Which year", "What date"],
        "number": ["How many", "How many", "What number of", "How much"],
        "name": ["Who", "What", "Which", "Where", "Which organisation", "What place", "Which country"],
        "phrase": ["What", "Which", "How", "Why", "What is", "What are"],
    },
    "fr": {
        "year": ["Quand", "En quelle année", "Quelle année", "À quelle date"],
        "number": ["Combien de", "Combien de", "Quel nombre de", "Combien"],
        "name": ["Qui", "Quel", "Quelle", "Où", "Quelle organisation", "Quel endroit", "Quel pays"],
        "phrase": ["Qu'est-ce que", "Quel", "Comment", "Pourquoi", "Quels sont", "Quelle est"],
    },
}
LIGHT = {
    "en": set("the a an of in on at to for by and or as is was were are be been has had have that this it".split()),
    "fr": set("le la les un une des du de en dans à au aux pour par et ou est sont était a ont été que ce".split()),
}


def find_answers(text: str, language: str) -> list[tuple[str, int, int]]:
    """(kind, start, end) of what could be asked for: dates, numbers, names."""
    months = "|".join(MONTHS[language])
    found = [("year", *match.span()) for match in re.finditer(rf"(?:\d+ )?(?:(?:{months}) )?{YEAR.pattern}", text)]
    taken = [(start, end) for _, start, end in found]
    for kind, pattern in (("number", NUMBER), ("name", NAME)):
        for match in pattern.finditer(text):
            free = all(match.end() <= start or end <= match.start() for start, end in taken)
            if free and len(match.group()) > 1 and (kind == "number" or match.start() > 0):
                found.append((kind, *match.span()))
                taken.append(match.span())
    return found


def ask_about(text: str, kind: str, start: int, end: int, language: str, rng: Random) -> str:
    """A rough question: the question word, what follows the answer, what precedes it, some words lost."""
    after, before = text[end:].split(), text[:start].split()
    size = rng.randint(4, 11)
    if kind == "number":
        words = after[: size // 2 + 1] + before[-(size // 2) :]
    elif rng.random() < 0.5:
        words = before[-(size // 2) :] + after[: size // 2 + 1]
    else:
        words = after[: size // 2 + 1] + before[-(size // 2) :]
    lose = rng.choice([0.0, 0.15, 0.3])
    kept = [
        word.strip('.,;:!?()[]"«»“”')
        for word in words
        if rng.random() >= lose + (0.3 if word.lower() in LIGHT[language] else 0.0)
    ]
    end_mark = rng.choice(["?", "?", " ?", ""])
    return " ".join([rng.choice(ASKED[language][kind]), *(word for word in kept if word)]) + end_mark


def cloze_example(sentences: Sequence[str], place: int, title: str, language: str, rng: Random) -> Example | None:
    """A question cut out of one sentence of a passage, in the passage's language."""
    options = find_answers(sentences[place], language)
    if not options or len(sentences[place].split()) < 7:
        return None
    kind, start, end = rng.choice(options)
    question = ask_about(sentences[place], kind, start, end, language, rng)
    spans = ((place, start, end),)
    answer = sentences[place][start:end]
    return Example(question, language, title, tuple(sentences), language, spans, False, "cloze", (answer,))


def parallel_example(pairs: Sequence[tuple[str, str]], place: int, rng: Random) -> Example | None:
    """A question cut out of one language's sentence, the passage around its translation in the other.

    The answer is a number or name spelled alike in both; where there is none, part of the sentence asks.
    """
    asked = rng.choice(["en", "fr"])
    ask, read = (0, 1) if asked == "en" else (1, 0)
    language = "fr" if asked == "en" else "en"
    first = max(0, place - rng.randint(0, 3))
    window = pairs[first : place + rng.randint(1, 4)]
    source, target, here = pairs[place][ask], pairs[place][read], place - first
    title = pairs[0][read][:80] if first > 0 and rng.random() < 0.7 else ""
    sentences = tuple(pair[read] for pair in window)
    common = [
        (kind, start, end, target.index(source[start:end]))
        for kind, start, end in find_answers(source, asked)
        if target.count(source[start:end]) == 1
    ]
    if common and rng.random() < 0.8:
        kind, start, end, there = rng.choice(common)
        question = ask_about(source, kind, start, end, asked, rng)
        spans = ((here, there, there + end - start),)
        forbidden = (source[start:end],)
    else:
        words = source.split()
        if len(words) < 6:
            return None
        size = rng.randint(4, min(12, len(words)))
        begin = rng.randint(0, len(words) - size)
        lead = rng.choice(ASKED[asked]["phrase"] + [""])
        question = f"{lead} {' '.join(words[begin : begin + size])}?".strip()
        spans, forbidden = ((here, 0, 0),), ()
    return Example(question, asked, title, sentences, language, spans, False, "parallel", forbidden)

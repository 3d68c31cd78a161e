"""Turns parallel documents into copies with planted changes, drawn with a fixed seed.

Knows nothing about how editions are compared. Four kinds of change, planted in one edition: a figure, a date, a name
replaced, a sentence removed.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from assistant.discovery.editions.kinds import Kind
from assistant.records import LANGUAGES, Language
from assistant.text.sentences import sentence_spans
from assistant.text.values import MONTHS, find_values
from eval.benchmarks.edition_changes.collections import Row

LEAST_CHARS = 50  # of a sentence that is removed
SHORT_ROW = 3  # sentences
MONTH_NAMES = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
NAME = re.compile(r"(?<=[\w,] )[A-ZÉ][a-zéèêëïôöüç]{3,}(?:[ -][A-ZÉ][a-zéèêëïôöüç]{3,})?(?![\w\u0300-\u036f])")


@dataclass(frozen=True, slots=True)
class Planted:
    kind: Kind
    document: int
    language: Language  # of the edition that was changed
    before: str
    after: str
    partner: str  # the sentence or section of the other edition


def plant(documents: list[list[Row]], each: int, rng: random.Random) -> tuple[list[list[Row | None]], list[Planted]]:
    """Changed copies, and what was changed; at most one change a sentence, kinds spread over the documents."""
    texts = [row[language] for rows in documents for row in rows for language in LANGUAGES]
    small = {word for text in texts for word in re.findall(r"\b[^\W\d_A-Z][^\W\d_]+", text)}
    held = {name for rows in documents for row in rows for name in NAME.findall(row["en"]) if name in row["fr"]}
    names = sorted(name for name in held if not small & {word.lower() for word in re.findall(r"\w+", name)})
    ways: dict[Kind, Callable[[Row, Language], tuple[str, ...] | None]] = {
        Kind.FIGURE: lambda row, language: _other_figure(row, language, rng),
        Kind.DATE: lambda row, language: _other_date(row, language, rng),
        Kind.NAME: lambda row, language: _other_name(row, language, names, rng),
        Kind.LACKING: lambda row, language: _removed(row, language, rng),
    }
    changed: list[list[Any]] = [[dict(row) for row in rows] for rows in documents]
    planted: list[Planted] = []
    for kind, way in ways.items():
        places = [(d, s) for d, rows in enumerate(documents) for s in range(1, len(rows))]
        rng.shuffle(places)
        made, used = 0, Counter(one.document for one in planted)
        for d, s in sorted(places, key=lambda place: used[place[0]]):
            row = changed[d][s]
            if made == each:
                break
            if row is None or row != documents[d][s] or any(p.document == d and p.kind is kind for p in planted):
                continue
            language = rng.choice(LANGUAGES)
            change = way(row, language)
            if change is None:
                continue
            before, after, *partner = change
            planted.append(Planted(kind, d, language, before, after, *(partner or [row[other_language(language)]])))
            row[language] = row[language].replace(before, after, 1)
            made += 1
    return changed, planted


def _other_figure(row: Row, language: Language, rng: random.Random) -> tuple[str, str] | None:
    """A number written in digits in both editions, once each."""
    other = other_language(language)
    keys = Counter(v.key for v in find_values(row[other]) if v.kind != "date")
    for value in find_values(row[language]):
        written = row[language][value.span.start : value.span.end]
        digits = re.search(r"\d+", written)
        if value.kind != "date" and digits and keys[value.key] == 1 and row[language].count(digits.group()) == 1:
            number = digits.group()
            new = str(int(number) + rng.choice([1, 2, 3, 5, 7]) * 10 ** max(0, len(number) - 2)).zfill(len(number))
            return number, new
    return None


def _other_date(row: Row, language: Language, rng: random.Random) -> tuple[str, str] | None:
    """A date that both editions give: another year, day or month."""
    other = other_language(language)
    keys = {v.key for v in find_values(row[other]) if v.kind == "date"}
    for value in find_values(row[language]):
        if value.kind != "date" or value.key not in keys:
            continue
        written = row[language][value.span.start : value.span.end]
        if row[language].count(written) != 1:
            continue
        numbers = re.findall(r"\d+", written)
        month = next((word for word in re.findall(r"[^\W\d_]+", written) if word.lower() in MONTHS), None)
        if month and rng.random() < 0.5:
            new = rng.choice([n for n in MONTH_NAMES[language] if MONTHS[n.lower()] != MONTHS[month.lower()]])
            return written, written.replace(month, new)
        if numbers:
            old = rng.choice(numbers)
            new = str(int(old) + rng.choice([1, 2, 3])) if len(old) == 4 or int(old) < 25 else str(int(old) - 3)
            return written, written.replace(old, new, 1)
    return None


def _other_name(row: Row, language: Language, names: list[str], rng: random.Random) -> tuple[str, str] | None:
    """A name that both editions write alike and no document writes small, replaced by one that neither sentence has."""
    for name in NAME.findall(row[language]):
        if name not in names:
            continue
        held = all(name in row[one] and row[one].count(name) == 1 for one in LANGUAGES)
        if held and name.split()[0].lower() not in MONTHS:
            others = [n for n in names if not set(n.split()) & set(re.findall(r"\w+", f"{row['en']} {row['fr']}"))]
            return (name, rng.choice(others)) if others else None
    return None


def _removed(row: Row, language: Language, rng: random.Random) -> tuple[str, str, str] | None:
    """A sentence that has its counterpart at the same place, or the whole of a short row."""
    other = other_language(language)
    ours, theirs = ([row[one][s.start : s.end] for s in sentence_spans(row[one], one)] for one in (language, other))
    if len(ours) == len(theirs):
        long = [n for n, said in enumerate(ours) if len(said) >= LEAST_CHARS and row[language].count(said) == 1]
        long = [n for n in long if len(theirs[n]) >= LEAST_CHARS]
        if long:
            number = rng.choice(long)
            return ours[number], "", theirs[number]
    elif len(ours) <= SHORT_ROW and len(row[language]) >= LEAST_CHARS:
        return row[language], "", row[other]
    return None


def other_language(language: Language) -> Language:
    return "fr" if language == "en" else "en"

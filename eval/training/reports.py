"""Turns fact templates into invented bilingual situation reports with questions and near misses.

Knows nothing about real documents: every figure, date and pairing is drawn at random.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random
from string import Formatter
from typing import Any

from eval.training.edits import MONTHS
from eval.training.sources import HERE, Example

Fact = tuple[int, dict[str, tuple[str, str]]]  # template number, slot -> (English, French)
LANGUAGES = ("en", "fr")


@cache
def templates() -> Any:
    return tomllib.loads((HERE / "reports.toml").read_text("utf-8"))


def report_examples(count: int, rng: Random) -> Iterator[Example]:
    """About half answerable; the others lack the fact but hold the same kind of fact about something else."""
    for _ in range(count):
        number = rng.randrange(len(templates()["facts"]))
        fact = (number, _draw_slots(rng))
        slot, *questions = rng.choice(templates()["facts"][number]["ask"])
        asked, read = rng.randrange(2), rng.randrange(2)
        question = "".join(text for text, _ in _fill(questions[asked], fact[1], asked))
        nearest = [_changed(fact, slot, rng) for _ in range(rng.randint(1, 2))]
        others = [(rng.randrange(len(templates()["facts"])), _draw_slots(rng)) for _ in range(rng.randint(0, 3))]
        others = [other for other in others if other[0] != number]
        answerable = rng.random() < 0.5
        facts = [*nearest, *others, *([fact] if answerable else [])]
        rng.shuffle(facts)
        yield _write(fact, facts, slot, question, asked, read, rng)


def _draw_slots(rng: Random) -> dict[str, tuple[str, str]]:
    slots: dict[str, tuple[str, str]] = {
        name: tuple(rng.choice(options)) for name, options in templates()["slots"].items() if name != "org"
    }
    for name, pair in zip(("org", "org2", "org3", "org4"), rng.sample(templates()["slots"]["org"], 4), strict=True):
        slots[name] = tuple(pair)
    month, year = rng.randrange(12), str(rng.randint(2005, 2026))
    slots["month"] = (f"{MONTHS['en'][month]} {year}", f"{MONTHS['fr'][month]} {year}")
    slots["year"] = (year, year)
    day = rng.randint(1, 28)
    slots["date"] = (f"{day} {slots['month'][0]}", f"{day} {slots['month'][1]}")
    first = rng.randint(1, 28)
    slots["day"] = (f"{first} {MONTHS['en'][month - 1]}", f"{first} {MONTHS['fr'][month - 1]}")
    number = rng.choice([rng.randint(100, 999), rng.randint(1000, 99999), rng.randint(1, 900) * 1000])
    spaced = f"{number:,}".replace(",", rng.choice([" ", "\u00a0", "\u202f", "."]))
    slots["n"] = (rng.choice([f"{number:,}", str(number)]), rng.choice([spaced, str(number)]))
    small = str(rng.randint(2, 140))
    slots["small"] = (small, small)
    part = rng.randint(10, 990) / 10
    slots["money"] = (f"{part:.1f}", f"{part:.1f}".replace(".", ","))
    share = f"{part:.1f}" if rng.random() < 0.4 else str(int(part) + 1)
    slots["percent"] = (f"{share}%", share.replace(".", ",") + " %")
    slots["place_first"] = (_capital(slots["place"][0]), _capital(slots["place"][1]))
    return slots


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _changed(fact: Fact, slot: str, rng: Random) -> Fact:
    """The same kind of fact about another place, organisation or thing: it does not answer."""
    number, slots = fact
    fresh = _draw_slots(rng)
    questions = " ".join(row[1] for row in templates()["facts"][number]["ask"] if row[0] == slot)
    keys = [name for name in ("place", "org", "item", "group", "disease", "sector") if f"{{{name}}}" in questions]
    keys = [key for key in keys if fresh[key] != slots[key]] or ["place"]
    key = rng.choice(keys)
    while fresh[key] == slots[key]:
        fresh = _draw_slots(rng)
    kept = {name: pair for name, pair in slots.items() if name in keys and name != key and rng.random() < 0.7}
    if "place" in kept:
        kept["place_first"] = slots["place_first"]
    return number, {**fresh, **kept}


def _fill(template: str, slots: dict[str, tuple[str, str]], language: int) -> list[tuple[str, str]]:
    """The template as (text, slot name) pieces; the name is empty for fixed text."""
    pieces = []
    for text, name, _, _ in Formatter().parse(template):
        pieces += [(text, "")] if text else []
        pieces += [(slots[name][language], name)] if name else []
    return _elide(pieces) if language == 1 else pieces


def _elide(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """French: "de le HCR" is "du HCR", "à les" is "aux", "de affrontements" is "d'affrontements"."""
    for place in range(1, len(pieces)):
        (before, name), (text, slot) = pieces[place - 1], pieces[place]
        if not slot:
            continue
        if before.endswith(" de ") and text.startswith("le "):
            pieces[place - 1], pieces[place] = (before[:-3] + "du ", name), (text[3:], slot)
        elif before.endswith(" de ") and text[:1].lower() in "aeéiou" and not name:
            pieces[place - 1] = (before[:-2] + "'", name)
        elif before.endswith(" à ") and text.startswith("les "):
            pieces[place - 1], pieces[place] = (before[:-2] + "aux ", name), (text[4:], slot)
    return pieces


def _sentence(fact: Fact, slot: str, language: int) -> tuple[str, int, int]:
    """The fact's sentence and where the asked slot stands in it ("a+b": from slot a to slot b)."""
    first, _, last = slot.partition("+")
    text, start, end = "", 0, 0
    for piece, name in _fill(templates()["facts"][fact[0]][LANGUAGES[language]], fact[1], language):
        piece = _capital(piece) if not text else piece
        start = len(text) if name == first else start
        text += piece
        end = len(text) if name == (last or first) else end
    return text, start, end


def _write(gold: Fact, facts: list[Fact], slot: str, question: str, asked: int, read: int, rng: Random) -> Example:
    sentences, spans = [], []
    for place, fact in enumerate(facts):
        text, start, end = _sentence(fact, slot, read)
        sentences.append(text)
        if fact is gold and start < end:
            spans.append((place, start, end))
    where, when = gold[1]["place"], rng.choice(facts)[1]["month"]
    number = rng.randint(1, 60)
    titles = [
        ("", ""), ("Situation report", "Rapport de situation"), ("Humanitarian update", "Bulletin humanitaire"),
        (f"Situation report no. {number}, {when[0]}", f"Rapport de situation n° {number}, {when[1]}"),
    ]  # fmt: skip
    title = rng.choice(titles)[read]
    example = Example(
        question, LANGUAGES[asked], title, tuple(sentences), LANGUAGES[read], tuple(spans), source="report"
    )
    return _place_in_title(example, gold, where, read, rng) if rng.random() < 0.25 else example


def _place_in_title(example: Example, gold: Fact, where: tuple[str, str], read: int, rng: Random) -> Example:
    """The asked place stands in the title alone, or another place does and the passage does not answer."""
    if not example.spans or where[read] not in example.sentences[example.spans[0][0]]:
        return example
    place, start, end = example.spans[0]
    text, phrase = example.sentences[place], " " + where[read]
    cut = text.find(phrase)
    if cut < 0 or (cut < end and start < cut + len(phrase)):
        return example
    shift = len(phrase) if cut < start else 0
    sentences = list(example.sentences)
    sentences[place] = text[:cut] + text[cut + len(phrase) :]
    right = rng.random() < 0.5
    named = where if right else tuple(rng.choice([p for p in templates()["slots"]["place"] if p[0] != where[0]]))
    title = f"{example.title or ('Report', 'Rapport')[read]} : {named[read].split(' ', 1)[1]}"
    spans = ((place, start - shift, end - shift),) if right else ()
    return replace(example, title=title, sentences=tuple(sentences), spans=spans)

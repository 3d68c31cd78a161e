"""Turns the public sets in a data folder into examples, split into training and kept-apart ones.

Knows nothing about augmentation or about the model.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HELD_SQUAD_TITLES = ("Normans", "Steam engine")
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Example:
    """A question beside a passage. `spans` are (sentence, start, end) of answers; none: unanswerable.

    A span with start == end marks a sentence that answers without saying where. `weak` says that the
    passage answers but not which sentence.
    """

    question: str
    question_language: str
    title: str
    sentences: tuple[str, ...]
    language: str
    spans: tuple[tuple[int, int, int], ...] = ()
    weak: bool = False
    source: str = ""
    forbidden: tuple[str, ...] = field(default=())  # answers: a passage with one of them is no negative
    identifier: str = ""  # of the question in its set


def read_lines(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def is_held(identifier: str, percent: int) -> bool:
    """A stable choice of about `percent` % of the identifiers."""
    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % 100 < percent


_END = re.compile(r"(?<=[.!?…])[\"»”)\]]*\s+(?=[\"«“(\[]?\s?[A-ZÀ-ÖØ-Þ0-9])|\n+")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Dr|St|No|vs|etc|al|Fig|Ph|cf|env|Jr|Inc|Lt|Col|Gen))\.$")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of a text; line breaks end one too."""
    bounds, start = [], 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[start : match.start()][-8:]) and "\n" not in match.group():
            continue
        bounds.append((start, match.end()))
        start = match.end()
    bounds.append((start, len(text)))
    return [(a, a + len(text[a:b].rstrip())) for a, b in bounds if text[a:b].strip()]


def make_example(row: dict[str, Any], document: dict[str, Any], source: str, around: int | None = None) -> Example:
    """One example from a query row and a document; `around` keeps that many characters beside the answer."""
    text = document["text"]
    bounds = split_sentences(text)
    answers = tuple(answer for answer in row.get("answers", ()) if len(answer) > 1)
    start = row.get("answer_start", -1)
    found = isinstance(start, int) and start >= 0 and bool(answers)
    if found and around is not None:
        bounds = [(a, b) for a, b in bounds if b > start - around and a < start + len(answers[0]) + around]
    spans = []
    if found:
        end = start + len(answers[0].rstrip())
        for place, (a, b) in enumerate(bounds):
            if a < end and start < b:
                spans.append((place, max(start, a) - a, min(end, b) - a))
    title = document["title"].replace("_", " ") or text[:100].split("\n")[0]
    sentences = tuple(text[a:b] for a, b in bounds)
    weak = bool(row["answerable"]) and not spans
    return Example(
        row["question"], row["lang"], title, sentences, document["lang"], tuple(spans), weak, source, answers,
        row["id"],
    )  # fmt: skip


@dataclass(slots=True)
class Collection:
    """What the program trains on (`train`) and what it never sees (`held`)."""

    train: list[Example] = field(default_factory=list)
    held: list[Example] = field(default_factory=list)


def load_squad(data: Path) -> Collection:
    documents = {row["id"]: row for row in read_lines(data / "squad2_en/corpus.jsonl")}
    result = Collection()
    for row in read_lines(data / "squad2_en/queries.jsonl"):
        document = documents[(row["relevant"] or row["near_miss"])[0]]
        side = result.held if document["title"] in HELD_SQUAD_TITLES else result.train
        side.append(make_example(row, document, "squad"))
    return result


def load_afriqa(data: Path) -> Collection:
    documents = {row["id"]: row for row in read_lines(data / "afriqa/corpus.jsonl")}
    result = Collection()
    for row in read_lines(data / "afriqa/queries.jsonl"):
        held = is_held(row["relevant"][0], 25 if row["lang"] == "fr" else 8)
        (result.held if held else result.train).append(make_example(row, documents[row["relevant"][0]], "afriqa"))
    return result


def load_covidqa(data: Path) -> Collection:
    documents = {row["id"]: row for row in read_lines(data / "covidqa_en/corpus.jsonl")}
    result = Collection()
    for row in read_lines(data / "covidqa_en/queries.jsonl"):
        held = is_held(row["relevant"][0], 8)
        example = make_example(row, documents[row["relevant"][0]], "covidqa", around=350)
        (result.held if held else result.train).append(example)
    return result


def load_invented(name: str = "invented.jsonl") -> list[Example]:
    """Questions written for invented passages, in both languages; half of them are near misses without an answer."""
    examples = []
    for place, row in enumerate(read_lines(HERE / name)):
        for number, asked in enumerate(row["questions"]):
            spans = []
            if asked["sentence"] is not None:
                start = row["sentences"][asked["sentence"]].index(asked["answer"])
                spans = [(asked["sentence"], start, start + len(asked["answer"]))]
            answers = (asked["answer"],) if spans else ()
            examples.append(
                Example(
                    asked["q"],
                    asked["lang"],
                    row["title"],
                    tuple(row["sentences"]),
                    row["language"],
                    tuple(spans),
                    source="invented",
                    forbidden=answers,
                    identifier=f"{name}:{place}:{number}",
                )
            )
    return examples


def load_nomiracl(data: Path) -> tuple[list[list[Example]], list[list[Example]]]:
    """Training and kept-apart questions, each with its ten candidates; which of them answer is not known."""
    documents = {row["id"]: row for row in read_lines(data / "nomiracl/corpus.jsonl")}
    train, held = [], []
    for row in read_lines(data / "nomiracl/queries.jsonl"):
        group = [make_example(row, documents[name], "nomiracl") for name in row["candidates"]]
        (held if is_held(row["id"], 50) else train).append(group)
    return train, held


def load_parallel(data: Path) -> tuple[list[list[tuple[str, str]]], list[list[tuple[str, str]]]]:
    """Documents as lists of (English, French) sentences, training and kept apart; loose pairs one a document."""
    documents: dict[str, list[tuple[str, str]]] = {}
    for row in read_lines(data / "tico19/parallel.jsonl"):
        documents.setdefault(f"tico19:{row['id'].split(':')[0]}", []).append((row["en"], row["fr"]))
    for row in read_lines(data / "ntrex/parallel.jsonl"):
        documents.setdefault(f"ntrex:{row['doc']}", []).append((row["en"], row["fr"]))
    for row in read_lines(data / "tatoeba/parallel.jsonl"):
        documents[row["id"]] = [(row["en"], row["fr"])]
    train = [pairs for name, pairs in documents.items() if not is_held(name, 10)]
    return train, [pairs for name, pairs in documents.items() if is_held(name, 10)]


def load_glossary(data: Path) -> list[tuple[str, str]]:
    return [(row["en"], row["fr"]) for row in read_lines(data / "tico19/glossary_en_fr.jsonl")]

"""Turns a search term of one language into the terms of the other that translate it.

Knows nothing about questions. One table is learned from parallel sentences (lexicon.tsv), the other written by
hand for words of humanitarian work (glossary.tsv); it helps finding and comparing, nothing is shown translated.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files

from assistant.records import Language
from assistant.text.terms import term, words


def translations(source: str, language: Language) -> frozenset[str]:
    """Terms of the other language that translate a term of `language`; empty for an unknown one."""
    return _tables()[language].get(source, frozenset())


@cache
def _tables() -> dict[Language, dict[str, frozenset[str]]]:
    english: dict[str, set[str]] = defaultdict(set)
    french: dict[str, set[str]] = defaultdict(set)
    for line in _lines("lexicon.tsv"):
        first, second, *_ = line.split("\t")
        english[first].add(second)
        french[second].add(first)
    for line in _lines("glossary.tsv"):
        left, right = line.split("\t")
        for one in words(left):
            for other in words(right):
                english[term(one, "en")].add(term(other, "fr"))
                french[term(other, "fr")].add(term(one, "en"))
    tables: dict[Language, dict[str, set[str]]] = {"en": english, "fr": french}
    return {language: {key: frozenset(found) for key, found in table.items()} for language, table in tables.items()}


def _lines(name: str) -> list[str]:
    text = files("assistant.text").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]

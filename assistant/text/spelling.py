"""Turns a name and the words of another text into whether that text has it: as it is, translated, nearly spelled so.

Knows nothing about what is compared or why. All words are folded.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from difflib import SequenceMatcher

from assistant.records import OTHER, Language
from assistant.text.terms import term, words
from assistant.text.translation import translations

LEAST_CHARS = 4  # of words that may be alike without being the same


def has_name(name: str, language: Language, held: Set[str], is_alike: Callable[[str], bool]) -> bool:
    """True when a word held is the name of this language, a part of it, its translation, or alike."""
    if held & {name, *words(name)}:
        return True
    translated = translations(term(name, language), language)
    return any(term(word, OTHER[language]) in translated or is_alike(word) for word in held)


def spelled_alike(one: str, other: str, least: float) -> bool:
    """True when the share of letters in common (difflib's ratio, 0 to 1) is at least so much: Hodeïda and Hodeidah."""
    if min(len(one), len(other)) < LEAST_CHARS:
        return False
    matcher = SequenceMatcher(None, one, other)
    bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # the first two are quick upper bounds
    return all(ratio() >= least for ratio in bounds)

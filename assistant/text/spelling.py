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
ROUNDING = 1e-6  # so that the quick look never refuses what difflib would not


def has_name(name: str, language: Language, held: Set[str], is_alike: Callable[[str], bool]) -> bool:
    """True when a word held is the name of this language, a part of it, its translation, or alike."""
    if name in held or not held.isdisjoint(words(name)):
        return True
    translated = translations(term(name, language), language)
    if translated and any(term(word, OTHER[language]) in translated for word in held):
        return True
    return any(is_alike(word) for word in held)


def spelled_alike(one: str, other: str, least: float) -> bool:
    """True when the share of letters in common (difflib's ratio, 0 to 1) is at least so much: Hodeïda and Hodeidah."""
    shorter, both = min(len(one), len(other)), len(one) + len(other)
    if shorter < LEAST_CHARS or 2 * shorter / both < least:
        return False
    spare = len(one) - least * both / 2 + ROUNDING  # letters that the other may lack; most words are told apart by two
    left = other
    for letter in one:
        if letter in left:
            left = left.replace(letter, "", 1)
        elif spare < 1:
            return False
        else:
            spare -= 1
    return SequenceMatcher(None, one, other).ratio() >= least

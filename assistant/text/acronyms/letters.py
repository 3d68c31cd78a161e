"""Turns the letters of an acronym and the words beside it into the words it stands for, or into nothing.

Knows nothing about where the words stand. After Schwartz and Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text", PSB 2003: letters are found in order, the first one begins the first word. Stricter: a
word is entered at its beginning only, and what is left out costs. Wider: words of grammar are free, several letters may
come from the beginning of one word (ASACO, FONGIM), and figures may stand for words (C4D).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

GRAMMAR = frozenset(
    """a au aux avec d dans de del della des di du e en entre et for from in into l la las le les of on par pour
    s sans sur the to un une upon vers via with y and by at or ou &""".split()
)
NUMERALS = {"2": {"to", "two", "deux"}, "4": {"for", "pour", "four", "quatre"}}
AND = {"et", "and", "y", "e", "&"}
DEAREST = 0.34  # cost a letter from which a match is none
STRICT, STRICT_OF_MANY, MANY = 0.15, 0.2, 5  # the same where the words are only separated by a dash or a comma
SKIPPED, SKIPPED_NAME, SKIPPED_PART = 1.0, 0.35, 0.3
TRAILING, TRAILING_OTHER, FEW = 0.3, 0.7, 3
RUN, INNER, GRAMMAR_LETTER = 0.3, 1.0, 0.1
PERFECT = 0.01
FRENCH_GRAMMAR = frozenset("de du des la le les au aux et sur pour par dans en d l".split())
NONE = float("inf")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands, with its place; `part` says that a hyphen joins it to the word before."""

    text: str
    start: int
    end: int
    part: bool = False

    @property
    def folded(self) -> str:
        return self.text.lower()

    @property
    def grammar(self) -> bool:
        return self.folded in GRAMMAR


@dataclass(frozen=True, slots=True)
class Match:
    """The words from `first` to `last`, and what it cost a letter to find the acronym in them."""

    first: int
    last: int
    cost: float


def strictness(acronym: str) -> float:
    """What a letter may cost at most beside a dash or a comma: more where many letters could not meet by chance."""
    return STRICT_OF_MANY if len(letters_of(acronym)) >= MANY else STRICT


def letters_of(acronym: str) -> str:
    """The letters to be found: no points or hyphens, no plural s."""
    return re.sub(r"[^a-z0-9&]", "", re.sub(r"(?<=[A-Z0-9])'?s$", "", acronym).lower())


def match_ending(acronym: str, words: Sequence[Word], dearest: float = DEAREST) -> Match | None:
    """The words that end with the last of these and that the acronym is made from; the cheapest, else the fewest.

    A phrase that may be the end of a longer one counts only where nothing was left out: French adjectives follow, and
    "l'Agence européenne des médicaments (EMA)" does not say that EMA is "européenne des médicaments".
    """
    best: Match | None = None
    for first in range(len(words) - 1, -1, -1):
        found = _whole(acronym, words, first, len(words) - 1, dearest)
        if found and found.cost > PERFECT and first and _goes_on(words[first - 1], words[first:]):
            continue
        if found and (best is None or found.cost < best.cost - 1e-9):
            best = found
    return best


def _goes_on(before: Word, words: Sequence[Word]) -> bool:
    """True where French words seem to go on from a word before them."""
    french = any(word.folded in FRENCH_GRAMMAR for word in words)
    return french and words[0].text[0].islower() and not before.grammar and before.end + 1 == words[0].start


def match_beginning(acronym: str, words: Sequence[Word], dearest: float = DEAREST) -> Match | None:
    """The same for words that begin with the first of these."""
    best: Match | None = None
    for last in range(1, len(words)):
        found = _whole(acronym, words, 0, last, dearest)
        if found and (best is None or found.cost < best.cost - 1e-9):
            best = found
    return best


def match_all(acronym: str, words: Sequence[Word], dearest: float = DEAREST) -> Match | None:
    """The same for all of the words, but for words of grammar in front."""
    first = 0
    while first < len(words) - 1 and words[first].grammar and not _begins(acronym, words[first]):
        first += 1
    return _whole(acronym, words, first, len(words) - 1, dearest) if words else None


def _begins(acronym: str, word: Word) -> bool:
    return letters_of(acronym)[:1] == word.folded[:1] and not word.grammar


def _whole(acronym: str, words: Sequence[Word], first: int, last: int, dearest: float) -> Match | None:
    letters = letters_of(acronym)
    chosen = words[first : last + 1]
    content = [word for word in chosen if not word.grammar]
    if (
        len(content) < 2 or chosen[0].grammar or chosen[-1].grammar or chosen[0].part
        or chosen[0].folded[:1] != letters[:1] or len(content) > 2 * len(letters) + 1
        or any(letters_of(word.text) == letters for word in chosen)
    ):  # fmt: skip
        return None
    cost = _cost(letters, chosen) / len(letters)
    if cost > (0.06 if len(letters) == 2 else dearest):
        return None
    return Match(first, last, cost)


def _cost(letters: str, words: Sequence[Word]) -> float:
    """The least that it takes to find all letters in order, entering each word at its beginning or not at all."""
    shouted = all(word.text.isupper() for word in words if not word.grammar)
    # reached[i]: the least cost of having found the first i letters in the words so far
    reached = [0.0, *[NONE] * len(letters)]
    for place, word in enumerate(words):
        ahead = [cost + _skipping(word, shouted) for cost in reached] if place else [NONE] * len(reached)
        if place and place == len(words) - 1:
            name = len(letters) > FEW and word.text[:1].isupper()
            ahead = [cost + (TRAILING if name else TRAILING_OTHER) for cost in ahead]
        for found, cost in enumerate(reached):
            if cost < NONE:
                for more, price in _taking(letters[found:], word, shouted):
                    ahead[found + more] = min(ahead[found + more], cost + price)
        reached = ahead
    return reached[-1]


def _skipping(word: Word, shouted: bool) -> float:
    if word.grammar:
        return 0.0
    if word.part:
        return SKIPPED_PART
    return SKIPPED_NAME if word.text[:1].isupper() and not shouted else SKIPPED


def _taking(letters: str, word: Word, shouted: bool) -> list[tuple[int, float]]:
    """(how many letters, at what cost) this word may give, its first letter always among them."""
    if not letters:
        return []
    if letters[0] in NUMERALS and word.folded in NUMERALS[letters[0]]:
        return [(1, 0.0)]
    if letters[0] == "&" and word.folded in AND:
        return [(1, 0.0)]
    if word.folded[0] != letters[0]:
        return []
    price = GRAMMAR_LETTER if word.grammar else 0.0
    taken = [(1, price)]
    at = 0
    for more, letter in enumerate(letters[1:], start=2):
        place = word.folded.find(letter, at + 1)
        if place < 0 or word.grammar:
            break
        capital = word.text[place].isupper() and not shouted  # "SensoMotoric", or an acronym within
        price += 0.0 if capital else RUN if place == at + 1 else INNER
        at = place
        taken.append((more, price))
    return taken

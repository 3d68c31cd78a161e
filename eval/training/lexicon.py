"""Turns parallel sentences into a word lexicon, and texts into code-switched texts with their spans moved along.

Knows nothing about questions, labels or models.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*['’]?")
Span = tuple[int, int]

# Question words, which parallel news and health sentences hardly contain.
QUESTION_WORDS: dict[str, list[tuple[str, str]]] = {
    "en": [
        (r"how many people", "combien de personnes"), (r"how many", "combien de"), (r"how much", "combien"),
        (r"how long", "combien de temps"), (r"how old", "quel âge"), (r"how often", "à quelle fréquence"),
        (r"what percentage of", "quel pourcentage de"), (r"what kind of", "quel genre de"),
        (r"what type of", "quel type de"), (r"(?:in )?what year", "en quelle année"), (r"in which", "dans quel"),
        (r"when (?:was|were|did|is)", "quand"), (r"when", "quand"), (r"where (?:was|were|did|is|are)", "où"),
        (r"where", "où"), (r"who (?:was|is|were|are)", "qui est"), (r"who", "qui"), (r"whose", "de qui"),
        (r"why (?:did|do|does|is|are|was)", "pourquoi"), (r"why", "pourquoi"), (r"how (?:did|do|does)", "comment"),
        (r"how", "comment"), (r"what (?:is|was)", "quel est"), (r"what (?:are|were)", "quels sont"),
        (r"what (?:did|do|does)", "qu'est-ce que"), (r"what", "quel"), (r"which", "quel"),
        (r"did|does|do", "est-ce que"),
    ],
    "fr": [
        (r"combien de", "how many"), (r"combien d['’]", "how many "), (r"combien", "how much"),
        (r"quelle année", "which year"), (r"quand est-ce que|quand", "when"), (r"où est-ce que|où", "where"),
        (r"qui est|qui était|qui sont", "who is"), (r"qui", "who"), (r"pourquoi", "why"), (r"comment", "how"),
        (r"qu['’]est-ce que", "what"), (r"qu['’]est-ce qui", "what"), (r"est-ce que", "does"),
        (r"quels?(?: sont| est)|quelles?(?: sont| est)", "what is"), (r"quels?|quelles?", "which"), (r"que", "what"),
    ],
}  # fmt: skip

# The commonest words, whose alignments are the least certain.
FUNCTION_WORDS = (
    "the=le,la,les of=de,du,des in=dans,en,à and=et to=à a=un,une an=un,une on=sur for=pour with=avec by=par "
    "from=de,depuis at=à is=est was=était,fut are=sont were=étaient,furent as=comme that=que,qui this=ce,cette "
    "it=il,elle its=son,sa their=leur,leurs his=son,sa they=ils,elles he=il she=elle not=pas or=ou but=mais "
    "which=qui,que who=qui had=avait has=a have=ont been=été be=être after=après before=avant between=entre "
    "during=pendant under=sous against=contre into=dans more=plus than=que most=plus first=premier,première "
    "many=nombreux people=personnes,gens year=an,année years=ans,années used=utilisé called=appelé name=nom "
    "country=pays city=ville war=guerre king=roi made=fait born=né,née author=auteur founded=fondé,créé "
    "created=créé located=situé capital=capitale language=langue language=langue water=eau world=monde "
    "number=nombre,numéro largest=plus-grand built=construit died=mort won=gagné,remporté played=joué"
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """For each language, lower-case word -> its likely translations."""

    words: dict[str, dict[str, list[str]]]

    def switch(self, text: str, language: str, rate: float, rng: Random, keep: Sequence[Span] = ()) -> str:
        """`text` with about `rate` of its known words translated, none of them inside `keep`."""
        return self.switch_with_spans(text, language, rate, rng, keep)[0]

    def switch_with_spans(
        self, text: str, language: str, rate: float, rng: Random, keep: Sequence[Span]
    ) -> tuple[str, list[Span]]:
        """The switched text and where the spans to keep have moved."""
        table, out, last = self.words[language], [], 0
        moves: list[tuple[int, int]] = []
        for match in WORD.finditer(text):
            word = match.group()
            options = table.get(word.lower().rstrip("'’"))
            inside = any(start < match.end() and match.start() < end for start, end in keep)
            if inside or not options or rng.random() >= rate:
                continue
            new = rng.choice(options)
            new = new.capitalize() if word[0].isupper() else new
            new += " " if word[-1] in "'’" else ""
            out += [text[last : match.start()], new]
            moves.append((match.end(), len(new) - len(word)))
            last = match.end()
        shift = [(place, sum(size for end, size in moves if end <= place)) for span in keep for place in span]
        moved = [place + size for place, size in shift]
        return "".join([*out, text[last:]]), list(zip(moved[::2], moved[1::2], strict=True))

    def switch_question(self, text: str, language: str, rate: float, rng: Random) -> str:
        """A question word-switched, its question words first by the table above."""
        for pattern, new in QUESTION_WORDS[language]:
            changed = re.sub(rf"(?i)(?<!\w)(?:{pattern})(?!\w)", new, text, count=1)
            if changed != text:
                text = changed
                break
        return self.switch(text, language, rate, rng)


def learn_lexicon(pairs: Sequence[tuple[str, str]], glossary: Sequence[tuple[str, str]]) -> Lexicon:
    """IBM model 1 in both directions over (English, French) pairs; words that both directions agree on."""
    english = [_words(pair[0]) for pair in pairs] + [_words(pair[0]) for pair in glossary] * 3
    french = [_words(pair[1]) for pair in pairs] + [_words(pair[1]) for pair in glossary] * 3
    forward = _model_1(english, french)
    backward = _model_1(french, english)
    tables: dict[str, dict[str, list[str]]] = {"en": {}, "fr": {}}
    for (source, target), chance in forward.items():
        reverse = backward.get((target, source), 0.0)
        if min(chance, reverse) > 0.05 and chance * reverse > 0.04 and source != target:
            tables["en"].setdefault(source, []).append(target)
            tables["fr"].setdefault(target, []).append(source)
    for entry in FUNCTION_WORDS.split():
        source, _, targets = entry.partition("=")
        tables["en"][source] = targets.split(",")
        for target in targets.split(","):
            tables["fr"].setdefault(target, []).insert(0, source)
    return Lexicon(tables)


def _words(text: str) -> list[str]:
    return [word.lower().rstrip("'’") for word in WORD.findall(text)]


def _model_1(sources: list[list[str]], targets: list[list[str]], rounds: int = 6) -> dict[tuple[str, str], float]:
    """P(target | source) for pairs with P > 0.02 and at least two expected occurrences."""
    source_ids = {word: place for place, word in enumerate(sorted({word for line in sources for word in line}))}
    target_ids = {word: place for place, word in enumerate(sorted({word for line in targets for word in line}))}
    keys, slots, slot = [], [], 0
    for left, right in zip(sources, targets, strict=True):
        a = np.array([source_ids[word] for word in left], dtype=np.int64)
        b = np.array([target_ids[word] for word in right], dtype=np.int64)
        keys.append((a[None, :] * len(target_ids) + b[:, None]).ravel())
        slots.append(np.repeat(np.arange(slot, slot + len(b)), len(a)))
        slot += len(b)
    unique, place = np.unique(np.concatenate(keys), return_inverse=True)
    where = np.concatenate(slots)
    chance = np.ones(len(unique))
    for _ in range(rounds):
        weight = chance[place]
        weight /= np.bincount(where, weight, minlength=slot)[where]
        counts = np.bincount(place, weight, minlength=len(unique))
        totals = np.bincount(unique // len(target_ids), counts)
        chance = counts / totals[unique // len(target_ids)]
    from_id, to_id = list(source_ids), list(target_ids)
    good = np.flatnonzero((chance > 0.02) & (counts > 1.5))
    width = len(target_ids)
    return {(from_id[unique[g] // width], to_id[unique[g] % width]): float(chance[g]) for g in good}

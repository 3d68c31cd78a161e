"""Turns texts into vectors that have meaning without a model: bags of hashed words, French ones read in English.

Knows nothing about neural networks. Cosines lie between 0.75 and 1, crowded at the top as those of E5 are.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.index.embedding import ModelIdentity, Vectors
from assistant.text.stopwords import ENGLISH, FRENCH
from assistant.text.terms import words

DIMENSION = 256
SHARED = 0.75  # what any two texts have in common
STEM_CHARS = 6
IN_ENGLISH = {
    "personne": "staff",
    "employe": "staff",
    "bureau": "office",
    "sante": "health",
    "projet": "project",
    "enfant": "children",
    "ecole": "school",
    "eau": "water",
    "ouvert": "opened",
    "ouvre": "opened",
    "tombouctou": "timbuktu",
    "partenaire": "partner",
    "refugie": "refugees",
    "camp": "camp",
    "medecin": "doctors",
    "hopital": "hospital",
    "combien": "many",
    "annee": "year",
}
IDENTITY = ModelIdentity("fake", "1", DIMENSION, "query: ", "passage: ")


@dataclass
class FakeEncoder:
    """An `assistant.index.embedding.Encoder`. `embedded` lists every passage text it was given, in order."""

    identity: ModelIdentity = IDENTITY
    embedded: list[str] = field(default_factory=list)

    def count_tokens(self, text: str) -> int:
        """Pieces of six letters at most, and marks; nothing for white space."""
        return len(re.findall(r"\w{1,6}|[^\w\s]", text))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return unit_vectors(texts)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.embedded.extend(texts)
        if progress:
            progress(len(texts))
        return unit_vectors(texts)


def unit_vectors(texts: Sequence[str]) -> Vectors:
    return np.stack([_unit_vector(text) for text in texts]) if texts else np.zeros((0, DIMENSION), np.float32)


def _unit_vector(text: str) -> Vectors:
    bag = np.zeros(DIMENSION, dtype=np.float32)
    for word in words(text):
        if word not in FRENCH and word not in ENGLISH:
            bag[_place(_meaning(word))] += 1
    bag = np.sqrt(bag)
    length = float(np.linalg.norm(bag))
    if length:
        bag *= np.sqrt(1 - SHARED) / length
    bag[0] = np.sqrt(1 - float(bag @ bag))
    return bag


def _meaning(word: str) -> str:
    singular = word.removesuffix("s")
    return IN_ENGLISH.get(singular, singular)[:STEM_CHARS]


def _place(meaning: str) -> int:
    """1..DIMENSION-1: the first place holds what all texts share."""
    return 1 + int.from_bytes(hashlib.md5(meaning.encode()).digest()[:4]) % (DIMENSION - 1)

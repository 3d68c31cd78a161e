"""Turns shared words and the default model's word table into hard negatives and into names of the same kind.

Knows nothing about how examples are varied or learned from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.index.bundled_model import BundledModel
from eval.training.edits import find_names
from eval.training.lexicon import Lexicon
from eval.training.sources import Example

NEAREST = 30


@dataclass(slots=True)
class Neighbours:
    """For each question its nearest passages per language; for each name its nearest names."""

    passages: list[Example]
    near: dict[str, list[int]]
    names: dict[str, list[str]]

    @classmethod
    def find(
        cls, asked: Sequence[Example], passages: Sequence[Example], encoder: BundledModel, lexicon: Lexicon
    ) -> Neighbours:
        unique = list({(p.title, p.sentences): p for p in passages if p.sentences}.values())
        questions = {example.question: example.question_language for example in asked if example.spans}
        rng = Random(0)
        both = [f"{text} {lexicon.switch_question(text, lang, 1.0, rng)}" for text, lang in questions.items()]
        index = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode", max_df=0.2, dtype=np.float32)
        table = index.fit_transform([f"{p.title} {p.title} {' '.join(p.sentences)}" for p in unique])
        scores = index.transform(both) @ table.T
        near: dict[str, list[int]] = {question: [] for question in questions}
        for language in ("en", "fr"):
            columns = np.flatnonzero([p.language == language for p in unique])
            part = scores[:, columns]
            for row, question in enumerate(questions):
                best = np.argsort(-part[row].toarray()[0])[:NEAREST]
                near[question] += columns[best].tolist()
        return cls(unique, near, _near_names(passages, encoder))

    def negative(self, example: Example, rng: Random) -> Iterator[Example]:
        """A near passage without the answer, a quarter of them in the other language; none when none is found."""
        places = self.near.get(example.question)
        if places is None:
            places = [rng.randrange(len(self.passages)) for _ in range(8)]
        else:
            language = "en" if example.language == "en" else "fr"
            same, other = places[:NEAREST], places[NEAREST:]
            if language == "fr":
                same, other = other, same
            places = list(same if rng.random() < 0.75 else other)
        for place in sorted(rng.sample(places, min(6, len(places))), key=places.index):
            passage = self.passages[place]
            text = " ".join(passage.sentences).lower()
            if passage.title != example.title and not any(a.lower() in text for a in example.forbidden):
                yield replace(
                    passage, question=example.question, question_language=example.question_language,
                    spans=(), weak=False, source=example.source + "+near",
                )  # fmt: skip
                return

    def rename(self, name: str, rng: Random) -> str | None:
        options = self.names.get(name)
        return rng.choice(options) if options else None


def embed_words(encoder: BundledModel, texts: Sequence[str]) -> NDArray[np.float32]:
    """Unit vectors from the embedding table alone, centred: enough to tell a town from a person."""
    import torch

    table = encoder.bert.embeddings.word_embeddings
    ids = [one.ids for one in encoder.tokenizer.encode_batch(list(texts), add_special_tokens=False)]
    vectors = np.stack([table(torch.tensor(row)).mean(0).numpy() for row in ids])
    vectors -= vectors.mean(0)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _near_names(examples: Sequence[Example], encoder: BundledModel) -> dict[str, list[str]]:
    counts: Counter[str] = Counter()
    for example in examples:
        counts.update(set(find_names(example.question)) | set(find_names(" ".join(example.sentences))))
    names = [name for name, _ in counts.most_common(9000) if len(name) < 40]
    vectors = embed_words(encoder, names)
    result = {}
    for place, name in enumerate(names):
        scores = vectors @ vectors[place]
        best = np.argpartition(-scores, 40)[:40]
        low = name.lower()
        alike = [names[b] for b in best if names[b].lower() not in low and low not in names[b].lower()]
        result[name] = [other for other in alike if other[:4].lower() != low[:4]][:20]
    return result

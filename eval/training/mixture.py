"""Turns the training examples into the varied examples of one epoch: positives, hard negatives, switched ones.

Knows nothing about tokens, losses or what is kept apart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from assistant.index.bundled_model import BundledModel
from assistant.records import Language
from eval.training import edits
from eval.training.chatter import with_chatter
from eval.training.cloze import cloze_example, parallel_example
from eval.training.lexicon import Lexicon, learn_lexicon
from eval.training.neighbours import Neighbours
from eval.training.reports import report_examples
from eval.training.sources import (
    HERE,
    Example,
    load_afriqa,
    load_covidqa,
    load_glossary,
    load_invented,
    load_nomiracl,
    load_parallel,
    load_squad,
    read_lines,
)


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of what an epoch holds; the shares are probabilities."""

    squad_times: int = 1
    invented_times: int = 2
    reports: int = 5000
    clozes: int = 1800
    parallel: float = 0.4
    question_switched: float = 0.35
    passage_switched: float = 0.22
    chatter: float = 0.15


@dataclass(slots=True)
class Mixture:
    """All that an epoch draws from. `groups` are nomiracl questions with ten candidates each."""

    human: list[Example]
    groups: list[list[Example]]
    parallel: list[list[tuple[str, str]]]
    lexicon: Lexicon
    neighbours: Neighbours
    shares: Shares

    @classmethod
    def load(cls, data: Path, encoder: BundledModel, shares: Shares) -> Mixture:
        human = [*load_squad(data).train, *load_afriqa(data).train, *load_covidqa(data).train, *load_invented()]
        groups, _ = load_nomiracl(data)
        parallel, _ = load_parallel(data)
        lexicon = learn_lexicon([pair for pairs in parallel for pair in pairs], load_glossary(data))
        passages = [*human, *(example for group in groups for example in group)]
        neighbours = Neighbours.find(human, passages, encoder, lexicon)
        return cls(human, groups, parallel, lexicon, neighbours, shares)

    def epoch(self, rng: Random) -> list[Example]:
        """About 30,000 examples, shuffled."""
        plain = [*self._from_humans(rng), *self._from_groups(rng), *self._clozes(rng)]
        varied = [self._vary(example, rng, self.shares.question_switched) for example in plain]
        varied += [self._vary(example, rng, 0.0) for example in self._from_rewordings(rng)]
        varied += list(report_examples(self.shares.reports, rng))
        rng.shuffle(varied)
        return varied

    def _from_humans(self, rng: Random) -> Iterator[Example]:
        for example in self.human:
            times = {"squad": self.shares.squad_times, "invented": self.shares.invented_times}
            yield from [example] * times.get(example.source, 1)
            if not example.spans:
                continue
            yield from self._edited(example, rng)
            if rng.random() < (0.9 if example.source == "afriqa" else 0.45):
                yield from self.neighbours.negative(example, rng)

    def _edited(self, example: Example, rng: Random) -> Iterator[Example]:
        rename = self.neighbours.rename
        choices = (edits.miss_in_question, edits.miss_in_passage, edits.renamed_throughout)
        made = [rng.choice(choices)(example, rename, rng) if rng.random() < 0.8 else None]
        made.append(edits.without_answer(example) if rng.random() < 0.3 else None)
        yield from (edited for edited in made if edited)

    def _from_rewordings(self, rng: Random) -> Iterator[Example]:
        """Questions that a person put into the other language or into other words, with near misses and negatives."""
        for original, wordings in _rewordings(self.human):
            for question, language in rng.sample(wordings, min(2, len(wordings))) * (2 if len(wordings) == 1 else 1):
                source = original.source + "+reworded"
                example = replace(original, question=question, question_language=language, source=source)
                yield example
                if not example.spans:
                    continue
                for negative in self.neighbours.negative(original, rng):
                    if rng.random() < 0.5:
                        yield replace(negative, question=question, question_language=language)
                if rng.random() < 0.5:
                    yield from self._edited(example, rng)

    def _from_groups(self, rng: Random) -> Iterator[Example]:
        for group in self.groups:
            if not group[0].weak:
                yield from group

    def _clozes(self, rng: Random) -> Iterator[Example]:
        pool = [*self.human, *(example for group in self.groups for example in group)]
        for example in rng.sample(pool, min(len(pool), self.shares.clozes)):
            yield from self._with_misses(_cloze_of(example, rng), rng)
        for pairs in self.parallel:
            for place in range(len(pairs)):
                if rng.random() < self.shares.parallel:
                    yield from self._with_misses(parallel_example(pairs, place, rng), rng)

    def _with_misses(self, example: Example | None, rng: Random) -> Iterator[Example]:
        if example is None:
            return
        choice = rng.random()
        missed = edits.without_answer(example) if choice < 0.3 else None
        if 0.3 <= choice < 0.45 and example.spans[0][1] < example.spans[0][2]:
            missed = edits.miss_in_question(example, self.neighbours.rename, rng)
        yield missed or example

    def _vary(self, example: Example, rng: Random, switch_question: float) -> Example:
        """Switched words, lost titles, shorter passages, careless spelling: the label stays."""
        if rng.random() < 0.4:
            example = _shorten(example, rng)
        if rng.random() < self.shares.passage_switched and example.source != "parallel":
            example = self._switch_passage(example, rng.uniform(0.3, 1.0), rng)
        question = example.question
        if rng.random() < switch_question and not example.source.startswith("parallel"):
            rate = rng.choice([1.0, 1.0, 0.6])
            question = self.lexicon.switch_question(question, example.question_language, rate, rng)
        if rng.random() < 0.12:
            question = _careless(question, rng)
        if rng.random() < self.shares.chatter and "+reworded" not in example.source:
            question = with_chatter(question, example.question_language, rng)
        title = "" if rng.random() < 0.15 else example.title
        return replace(example, question=question, title=title)

    def _switch_passage(self, example: Example, rate: float, rng: Random) -> Example:
        sentences, spans = [], []
        for place, text in enumerate(example.sentences):
            keep = [(start, end) for there, start, end in example.spans if there == place]
            text, moved = self.lexicon.switch_with_spans(text, example.language, rate, rng, keep)
            sentences.append(text)
            spans += [(place, start, end) for start, end in moved]
        title = self.lexicon.switch(example.title, example.language, rate, rng)
        return replace(example, title=title, sentences=tuple(sentences), spans=tuple(spans))


def _cloze_of(example: Example, rng: Random) -> Example | None:
    place = rng.randrange(len(example.sentences)) if example.sentences else 0
    if not example.sentences:
        return None
    return cloze_example(example.sentences, place, example.title, example.language, rng)


def _shorten(example: Example, rng: Random) -> Example:
    """Some consecutive sentences, the answering ones among them."""
    places = [place for place, _, _ in example.spans] or [rng.randrange(max(1, len(example.sentences)))]
    if example.weak:
        return example
    first = max(0, min(places) - rng.randint(0, 2))
    last = max(places) + rng.randint(0, 2) + 1
    spans = tuple((place - first, start, end) for place, start, end in example.spans)
    return replace(example, sentences=example.sentences[first:last], spans=spans)


def _careless(question: str, rng: Random) -> str:
    question = question.lower() if rng.random() < 0.7 else question
    if rng.random() < 0.5:
        question = "".join(char for char in unicodedata.normalize("NFD", question) if not unicodedata.combining(char))
    return question.rstrip(" ?") if rng.random() < 0.5 else question


def _rewordings(human: Sequence[Example]) -> Iterator[tuple[Example, list[tuple[str, Language]]]]:
    """Examples and their question in other words, each with its language."""
    rows = read_lines(HERE / "rewordings.jsonl")
    by_identifier = {row["id"]: row for row in rows}
    for example in human:
        row = by_identifier.get(example.identifier, {})
        names: tuple[tuple[str, Language], ...] = (("fr", "fr"), ("en", "en"), ("chatty_en", "en"), ("chatty_fr", "fr"))
        wordings = [(row[name], language) for name, language in names if name in row]
        if wordings:
            yield example, wordings

"""Turns a question into ranked passages, in both document languages.

Knows nothing about answers. Each document language gets its own lists, by passage, by nearest sentence and by terms,
since across languages a question pulls passages of its own; the language lists are merged by cosines freed of what
language adds to them, and of any five passages two are of each language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from assistant.index.allowed import Allowed
from assistant.index.context import date_terms
from assistant.index.embedding import Encoder, Vectors
from assistant.index.opened import OpenedIndex
from assistant.index.question_means import as_asked_in
from assistant.index.ranks import reciprocal_rank_fusion
from assistant.records import LANGUAGES, OTHER, Filter, Hit, Language
from assistant.retrieval.fusion import alternate, merge_in_order
from assistant.retrieval.widening import Widened, widen
from assistant.text.language import detect
from assistant.text.terms import content_terms, terms
from assistant.text.translation import translations

KEYWORDS, KEYWORD_TERMS = 3, 5.0  # a query of so few terms is looked up rather than understood
LEAST_OF_EACH_LANGUAGE, OUT_OF = 2, 5  # hits in turn, while there are any
TWINS_OF = 5  # passages of the question's own language whose twins are looked at
SPELLED_ALIKE = re.compile(r"\w[@./]\w|\d")
ACRONYM_TERMS = 0.25  # what the list by the words of unused acronyms counts; see docs/acronyms.md
OTHER_LANGUAGE_TERMS = 0.5  # names and numbers are all that a question shares with the other language's words


@dataclass(frozen=True, slots=True)
class Query:
    """A question as retrieval sees it: its text, its language and its unit vector, shape (dimension,)."""

    text: str
    language: Language
    vector: Vectors


@dataclass(frozen=True, slots=True)
class Retriever:
    """Searches one opened index with the encoder that built it."""

    index: OpenedIndex
    encoder: Encoder
    candidates: int

    def query(self, text: str, language: Language | None = None) -> Query:
        return Query(text, language or detect(text), self.encoder.encode_questions([text])[0])

    def search(self, query: Query, k: int, wanted: Filter | None = None) -> list[Hit]:
        """The k best passages that the filter allows, of both languages, best first."""
        depth = max(self.candidates, k)
        allowed = self.index.allowed(wanted or Filter())
        widened = self.widened(query)

        def in_language(language: Language) -> list[_Candidate]:
            return self._in_language(query, language, depth, allowed[language], widened)

        if self.index.is_large:  # the languages side by side
            with ThreadPoolExecutor(len(LANGUAGES)) as pool:
                lists = dict(zip(LANGUAGES, pool.map(in_language, LANGUAGES), strict=True))
        else:
            lists = {language: in_language(language) for language in LANGUAGES}
        self._add_twins(query, lists, allowed)
        merit = {hit.row: hit.merit for hits in lists.values() for hit in hits}
        found = {hit.row: hit for hits in lists.values() for hit in hits}
        rows = [[hit.row for hit in hits] for hits in lists.values()]
        order = merge_in_order(rows, merit, least=LEAST_OF_EACH_LANGUAGE, of=OUT_OF)
        return [self._hit(found[row], rank) for rank, row in enumerate(order[:k], start=1)]

    def widened(self, query: Query) -> Widened:
        """What the question's acronyms add to what is looked for."""

        def is_used(term: str, language: Language) -> bool:
            return self.index.terms.document_frequency(term, language) > 0

        return widen(query.text, query.language, self.index.glossary, is_used)

    def _in_language(
        self, query: Query, language: Language, depth: int, allowed: Allowed, widened: Widened
    ) -> list[_Candidate]:
        vector = as_asked_in(query.vector, query.language, language, self.index.means)
        dense = self.index.vectors.search(vector, depth, allowed.passages)
        wanted = [*question_terms(query.text, query.language, language), *widened.besides.get(language, ())]
        among = None if allowed.everything else allowed.passages
        lexical = self.index.terms.search(wanted, language, depth, among)
        rankings = {
            "dense": [row for row, _ in dense],
            "sentence": self.index.passages_by_sentence(vector, depth, allowed),
            "lexical": [row for row, _ in lexical],
        }
        weights = {"lexical": _lexical_weight(query, language), "acronym": ACRONYM_TERMS}
        if instead := widened.instead.get(language):
            rankings["acronym"] = [row for row, _ in self.index.terms.search(instead, language, depth, among)]
        fused = [row for row, _ in reciprocal_rank_fusion(rankings, weights)]
        ranks: dict[int, dict[str, int]] = {row: {} for row in fused}
        for name, ranking in rankings.items():
            for rank, row in enumerate(ranking, start=1):
                ranks[row][f"{name}_{language}"] = rank
        return self._weighed(query, language, fused, ranks)

    def _weighed(
        self, query: Query, language: Language, rows: Sequence[int], ranks: Mapping[int, dict[str, int]]
    ) -> list[_Candidate]:
        cosines = (self.index.vectors.vectors(list(rows)) @ query.vector).tolist()
        bias = self._language_bias(query, language)
        return [_Candidate(row, cosine, cosine - bias, ranks[row]) for row, cosine in zip(rows, cosines, strict=True)]

    def _add_twins(
        self, query: Query, lists: dict[Language, list[_Candidate]], allowed: Mapping[Language, Allowed]
    ) -> None:
        """What says the same as the best passages of the question's language takes every second place of the other's.

        Only where the question's own language is nearer to it: otherwise the answer is likely in the other alone.
        """
        other = OTHER[query.language]
        own, foreign = lists[query.language][:TWINS_OF], lists[other]
        if not own or not foreign or _best_merit(own) < _best_merit(foreign[:TWINS_OF]):
            return
        twins = [row for hit in own if (row := self.index.twin(hit.row)) is not None]
        if not allowed[other].everything:
            twins = [row for row in twins if row in allowed[other].passages]
        held = {hit.row: hit for hit in foreign}
        new = [row for row in twins if row not in held]
        held |= {hit.row: hit for hit in self._weighed(query, other, new, {row: {} for row in new})}
        for rank, row in enumerate(twins, start=1):
            held[row].ranks[f"twin_{other}"] = rank
        lists[other] = [held[row] for row in alternate([hit.row for hit in foreign], twins)]

    def _language_bias(self, query: Query, language: Language) -> float:
        """What the languages of question and passage alone put into their cosine.

        With q and p freed of the mean question and mean passage vectors of their languages, their product is
        q·p − (mean_q·p + q·mean_p − mean_q·mean_p); the part that depends on the passage is dropped, so that
        the order inside a language stays that of the plain cosine.
        """
        mean = self.index.means[f"passages_{language}"]
        return float(query.vector @ mean)

    def _hit(self, candidate: _Candidate, rank: int) -> Hit:
        passage = self.index.store.passage(candidate.row)
        document = self.index.store.document(passage.document_id)
        row = self.index.twin(candidate.row)
        twin = None if row is None else self.index.store.passage(row).id
        return Hit(passage, document, 1.0 / rank, candidate.cosine, {**candidate.ranks, "merged": rank}, twin)


def _best_merit(candidates: Sequence[_Candidate]) -> float:
    return max(candidate.merit for candidate in candidates)


def _lexical_weight(query: Query, language: Language) -> float:
    """What the list by terms counts beside the two by meaning: more for a few keywords, less across languages.

    Addresses and figures are spelled alike in both.
    """
    keywords = len(content_terms(query.text, query.language)) <= KEYWORDS
    if language != query.language and not (keywords and SPELLED_ALIKE.search(query.text)):
        return OTHER_LANGUAGE_TERMS
    return KEYWORD_TERMS if keywords else 1.0


def question_terms(question: str, asked: Language, document_language: Language) -> list[str]:
    """What to look for in documents of one language: the question's own terms, translated where they can be."""
    own = content_terms(question, asked) or terms(question, asked)
    if asked != document_language:
        spelled = content_terms(question, document_language)  # names and numbers stay as they are
        own = [*spelled, *(other for term in own for other in sorted(translations(term, asked)))]
    return [*own, *date_terms(question)]


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: int
    cosine: float
    merit: float
    ranks: dict[str, int]

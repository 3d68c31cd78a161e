"""Turns a filter into the rows that a search may return, so that it applies before anything is ranked.

Knows nothing about questions. A date of a year alone stands for all days of that year; a document without a date lies
in no period.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.errors import InputError
from assistant.index.store import Store
from assistant.records import LANGUAGES, Filter, Language
from assistant.text.terms import fold

Rows = NDArray[np.int64]
DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
FILTERS_KEPT, FEW_FILTERS_KEPT = 32, 4  # eight bytes a row each
MANY_SENTENCES = 500_000


@dataclass(frozen=True, slots=True)
class Allowed:
    """Rows of passages and of sentences of one language; `everything` when the filter leaves none of them out."""

    passages: Rows
    sentences: Rows
    everything: bool


class Sieve:
    """Knows the language and document of every passage, and the passage of every sentence."""

    def __init__(self, store: Store, language_of: NDArray[np.uint8], passage_of_sentence: NDArray[np.int32]) -> None:
        self._store = store
        self._languages = language_of  # places in LANGUAGES
        self._passage_of = passage_of_sentence
        kept = FILTERS_KEPT if len(passage_of_sentence) < MANY_SENTENCES else FEW_FILTERS_KEPT
        self.allowed = lru_cache(maxsize=kept)(self._allowed)
        self.documents = lru_cache(maxsize=kept)(self._allowed_documents)

    def _allowed(self, wanted: Filter) -> dict[Language, Allowed]:
        """The allowed rows of each language. Raises InputError for a date that is none, or when nothing is left."""
        check(wanted)
        inside = np.ones(len(self._languages), dtype=bool)
        if wanted.organisation or wanted.document or wanted.since or wanted.until:
            inside[:] = False
            for row in self._store.rows_of_documents(self._documents(wanted)):
                inside[row] = True
        found = {language: self._of_language(language, inside, wanted) for language in LANGUAGES}
        if wanted != Filter() and not any(len(one.passages) for one in found.values()):
            raise InputError(
                en=f"No document lies within the filter ({_said(wanted, 'en')}): loosen it; `assistant status --json` "
                "lists the documents.",
                fr=f"Aucun document ne correspond au filtre ({_said(wanted, 'fr')}) : élargissez-le ; "
                "`assistant status --json` donne la liste des documents.",
            )
        return found

    def _allowed_documents(self, wanted: Filter) -> frozenset[str] | None:
        """Ids of the documents that hold something allowed; None without a filter."""
        if wanted == Filter():
            return None
        chosen = frozenset(self._documents(wanted))
        if wanted.language is None:
            return chosen
        return chosen & self._store.documents_with(wanted.language)

    def _of_language(self, language: Language, inside: NDArray[np.bool_], wanted: Filter) -> Allowed:
        spoken = self._languages == LANGUAGES.index(language)
        left = spoken & inside if wanted.language in (None, language) else np.zeros_like(inside)
        sentences = np.flatnonzero(left[self._passage_of]) if len(left) else np.zeros(0)
        return Allowed(np.flatnonzero(left).astype(np.int64), sentences.astype(np.int64), bool((left == spoken).all()))

    def _documents(self, wanted: Filter) -> list[str]:
        organisation = fold(wanted.organisation or "").strip()
        return [
            fact.id
            for fact in self._store.facts()
            if (not organisation or fold(fact.organisation or "").strip() == organisation)
            and (not wanted.document or wanted.document in (fact.id, fact.path))
            and _within(fact.date, wanted)
        ]


def check(wanted: Filter) -> None:
    """Raises InputError naming the date that cannot be used."""
    for date in (wanted.since, wanted.until):
        if date and not DATE.fullmatch(date):
            raise InputError(
                en=f"{date!r} is no date: write 2024, 2024-03 or 2024-03-15.",
                fr=f"{date!r} n'est pas une date : écrivez 2024, 2024-03 ou 2024-03-15.",
            )
    if wanted.since and wanted.until and _first(wanted.since) > _last(wanted.until):
        raise InputError(
            en=f"The period ends ({wanted.until}) before it begins ({wanted.since}): exchange the dates.",
            fr=f"La période finit ({wanted.until}) avant de commencer ({wanted.since}) : échangez les dates.",
        )


def _within(date: str | None, wanted: Filter) -> bool:
    if not (wanted.since or wanted.until):
        return True
    if not date or not DATE.fullmatch(date):
        return False
    return _last(date) >= _first(wanted.since or "0000") and _first(date) <= _last(wanted.until or "9999")


def _first(date: str) -> str:
    return f"{date}-00-00"[: len("2024-03-15")] if len(date) < len("2024-03-15") else date


def _last(date: str) -> str:
    return f"{date}-99-99"[: len("2024-03-15")] if len(date) < len("2024-03-15") else date


def _said(wanted: Filter, language: Language) -> str:
    """The filter in words: "organisation 'UNICEF', from '2020'"."""
    names = (
        ("organisation", "langue", "depuis", "jusqu'à", "document")
        if language == "fr"
        else ("organisation", "language", "from", "to", "document")
    )
    values = (wanted.organisation, wanted.language, wanted.since, wanted.until, wanted.document)
    return ", ".join(f"{name} {value!r}" for name, value in zip(names, values, strict=True) if value)

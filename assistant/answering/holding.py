"""Turns the names of a question into whether the documents of an index hold them, in any spelling or translation.

Knows nothing about evidence. What is said of another organisation or place than the one asked about is no answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.question import Asked
from assistant.answering.subject import asked_about
from assistant.index.opened import OpenedIndex
from assistant.records import LANGUAGES, Hit
from assistant.retrieval.widening import same_as
from assistant.text.spelling import spelled_alike
from assistant.text.terms import content_terms, fold, term, words
from assistant.text.translation import translations

ALIKE = 0.8  # of the letters: a name typed wrong
LOOKED_THROUGH = 50  # passages of each language with the most of a name's words


def names_known(asked: Asked, index: OpenedIndex) -> tuple[float, str]:
    """The share of the question's names that any document holds, and the first that none does."""
    missing = [anchor for anchor in asked.anchors if not _holds_word(anchor, asked, index)]
    share = 1 - len(missing) / len(asked.anchors) if asked.anchors else 1.0
    return share, missing[0] if missing else ""


def absent_subject(asked: Asked, hits: Sequence[Hit], index: OpenedIndex) -> str:
    """The first organisation or place that the question asks about and no document holds under any of its names."""
    for named in asked_about(asked.text, asked.language):
        missing = [word for word in _words_of(named.spelled) if not _holds_word(word, asked, index)]
        known = any(_holds(name, asked, index) for name in named.names) if named.names else not missing
        if not known and not (missing and _are_misspelled(missing, hits)):
            return named.spelled
    return ""


def _words_of(name: str) -> list[str]:
    return [word for word in words(name) if len(word) > 1]


def _holds(name: str, asked: Asked, index: OpenedIndex) -> bool:
    """True where a passage or the organisation of a document holds the name as a whole."""
    said = _words_of(name)
    if not said or not all(_holds_word(word, asked, index) for word in said):
        return False
    if len(said) == 1:
        return True
    whole = fold(name)
    if any(whole in organisation for organisation in index.organisation_names):
        return True
    return any(
        whole in " ".join(fold(index.store.passage(row).text).split())
        for language in LANGUAGES
        for row, _ in index.terms.search(content_terms(name, language), language, LOOKED_THROUGH)
    )


def _holds_word(word: str, asked: Asked, index: OpenedIndex) -> bool:
    """True where passages hold the word, its translation, or what it is as an acronym: GBV is held where VBG is."""
    own = term(word, asked.language)
    return any(
        index.terms.document_frequency(spelling, language)
        for language in LANGUAGES
        for spelling in (
            term(word, language),
            *translations(own, asked.language),
            *(term(other.lower(), language) for other in same_as(word.upper(), index.glossary)),
        )
    )


def _are_misspelled(missing: Sequence[str], hits: Sequence[Hit]) -> bool:
    """True where the nearest passages hold a word spelled nearly so for each."""
    texts = (" ".join((hit.document.title, *hit.passage.heading, hit.passage.text)) for hit in hits)
    held = {word for text in texts for word in words(text)}
    return all(any(spelled_alike(word, one, ALIKE) for one in held) for word in missing)

"""Turns acronyms of two languages into pairs that are one: "SRO" and "ORS", "VBG" and "GBV".

Knows nothing about files. The vectors of the two phrases must be near, each the other's nearest, and there must be a
second witness: the same acronym beside both, documents or passages that are translations of each other, or a word list
in which every word of the one has its counterpart in the other. docs/acronyms.md says how the limits were measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.index.acronyms.mentions import Kind, quote_of
from assistant.index.embedding import Vectors
from assistant.index.parts import Parts
from assistant.index.twins import NONE, Twins
from assistant.records import Acronym, AcronymPair, Language, Relation
from assistant.text.acronyms import key_of
from assistant.text.terms import content_terms, fold
from assistant.text.translation import translations

LEAST_COSINE = 0.9  # of two phrases in lower case; of 346 names against each other 1 in 100 passes 0.894
LEAST_WITHOUT_DOUBT = 0.75  # the same less what words without counterpart take off
LEAST_ALONE = 0.92  # where no document agrees, and no word may be without counterpart
WORD_WITHOUT_COUNTERPART = 0.03
BLOCK = 1024  # rows compared at once

Encode = Callable[[Sequence[str]], Vectors]
Related = Iterable[tuple[str, str, Relation, float]]


def find_pairs(
    parts: Sequence[Parts], known: Sequence[Acronym], twins: Twins, relations: Related, meanings: Meanings
) -> set[AcronymPair]:
    """All pairs among acronyms that are known by their letters, and those that a text names itself."""
    pairs = set(_same_key(known, meanings)) | set(_across(parts, known, twins, relations, meanings))
    return pairs | set(_alone(known, meanings)) | set(_named(parts))


class Meanings:
    """Cosines of phrases, each phrase embedded once."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._vectors: dict[str, Vectors] = {}

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension)."""
        new = [text for text in dict.fromkeys(map(phrase, texts)) if text not in self._vectors]
        if new:
            self._vectors |= dict(zip(new, self._encode(new), strict=True))
        return np.stack([self._vectors[phrase(text)] for text in texts])

    def cosines(self, ones: Sequence[str], others: Sequence[str]) -> Vectors:
        """Shape (len(ones), len(others))."""
        return np.asarray(self.vectors(ones) @ self.vectors(others).T, dtype=np.float32)


def _same_key(known: Sequence[Acronym], meanings: Meanings) -> Iterator[AcronymPair]:
    """One acronym with words in both languages: "IEC" is "information, éducation et communication" in French."""
    of_key: dict[str, dict[Language | None, dict[str, Acronym]]] = defaultdict(lambda: defaultdict(dict))
    for one in known:
        of_key[one.key][one.language].setdefault(fold(phrase(one.expansion)), one)
    for spoken in of_key.values():
        yield from _agreed(list(spoken["fr"].values()), list(spoken["en"].values()), meanings)


def _across(
    parts: Sequence[Parts],
    known: Sequence[Acronym],
    twins: Twins,
    relations: Related,
    meanings: Meanings,
) -> Iterator[AcronymPair]:
    """Acronyms of documents or passages that are translations of each other: "SRO" and "ORS"."""
    of_document: dict[str, list[Acronym]] = defaultdict(list)
    for one in known:
        of_document[one.document_id].append(one)
    together = {(a, b) for a, b, kind, _ in relations if kind is Relation.TRANSLATION}
    ids = {one.document.id for one in parts}
    together |= {(one.document.id, other) for one in parts if (other := one.document.translation_of) in ids and other}
    together |= {(one, one) for one in of_document}
    together |= _documents_of_twins(parts, twins, of_document)
    for name, twin in sorted(together):
        there = {id(found): found for held in (name, twin) for found in of_document.get(held, ())}
        french = [found for found in there.values() if found.language == "fr"]
        english = [found for found in there.values() if found.language == "en"]
        yield from _agreed(french, english, meanings)


def _documents_of_twins(
    parts: Sequence[Parts], twins: Twins, of_document: dict[str, list[Acronym]]
) -> set[tuple[str, str]]:
    """Documents with acronyms in passages that are twins: parts of larger ones that say the same."""
    places = [(one.document.id, passage) for one in parts for passage in one.passages]
    found = set()
    for row, (name, passage) in enumerate(places):
        twin = int(twins[row])
        if twin == NONE or name not in of_document or places[twin][0] not in of_document:
            continue
        if any(passage.span.start <= a.at.start < passage.span.end for a in of_document[name]):
            found.add((name, places[twin][0]))
    return found


def _alone(known: Sequence[Acronym], meanings: Meanings) -> Iterator[AcronymPair]:
    """Phrases of which every word has its counterpart, wherever they stand: "Union africaine" and "African Union"."""
    senses: dict[Language | None, dict[tuple[str, str], Acronym]] = defaultdict(dict)
    for one in known:
        senses[one.language].setdefault((one.key, meaning_of(one.expansion)), one)
    french, english = list(senses["fr"].values()), list(senses["en"].values())
    for one, other in _mutual(french, english, meanings, LEAST_ALONE):
        if doubt(other.expansion, "en", one) == 0.0:
            yield pair_of(one, other)


def _agreed(french: Sequence[Acronym], english: Sequence[Acronym], meanings: Meanings) -> Iterator[AcronymPair]:
    """Pairs among acronyms whose documents agree."""
    for one, other in _mutual(french, english, meanings, LEAST_COSINE):
        cosine = float(meanings.cosines([one.expansion], [other.expansion])[0, 0])
        if cosine - doubt(other.expansion, "en", one) >= LEAST_WITHOUT_DOUBT:
            yield pair_of(one, other)


def _mutual(
    french: Sequence[Acronym], english: Sequence[Acronym], meanings: Meanings, least: float
) -> Iterator[tuple[Acronym, Acronym]]:
    """Each the other's nearest, and near enough."""
    if not french or not english:
        return
    ones = meanings.vectors([one.expansion for one in french])
    others = meanings.vectors([one.expansion for one in english])
    nearest, best = _nearest(ones, others)
    _, best_back = _nearest(others, ones)
    for row, column in enumerate(nearest.tolist()):
        if best[row] >= max(least, float(best_back[column]) - 1e-6):
            yield french[row], english[column]


def _nearest(ones: Vectors, others: Vectors) -> tuple[NDArray[np.int64], Vectors]:
    """For each of ones the place of its nearest in others, and their cosine."""
    places, best = [], []
    for start in range(0, len(ones), BLOCK):
        cosines = ones[start : start + BLOCK] @ others.T
        places.append(cosines.argmax(axis=1))
        best.append(cosines.max(axis=1))
    return np.concatenate(places), np.concatenate(best)


def doubt(said: str, language: Language, other: Acronym) -> float:
    """What words without a counterpart take off: they tell where a phrase begins better than vectors do."""
    assert other.language is not None
    own, foreign = set(content_terms(said, language)), set(content_terms(other.expansion, other.language))
    alone = [term for term in own if term not in foreign and not translations(term, language) & foreign]
    left = [term for term in foreign if term not in own and not translations(term, other.language) & own]
    return WORD_WITHOUT_COUNTERPART * (len(alone) + len(left))


def _named(parts: Sequence[Parts]) -> Iterator[AcronymPair]:
    """What the text itself says: "VBG (GBV en anglais)"."""
    for one in parts:
        text = one.document.text
        for mention in one.mentions:
            if mention.kind is Kind.NAMED:
                short, other = (text[s.start : s.end] for s in (mention.at, mention.spans[0]))
                keys = (key_of(short), key_of(other))
                french, english = keys if mention.language == "en" else keys[::-1]
                yield AcronymPair(
                    french, "", english, "", one.document.id, quote_of(text, mention.at, mention.spans[0])
                )


def pair_of(one: Acronym, other: Acronym) -> AcronymPair:
    french, english = (one, other) if one.language == "fr" else (other, one)
    return AcronymPair(french.key, meaning_of(french.expansion), english.key, meaning_of(english.expansion))


def phrase(text: str) -> str:
    """How the words of an acronym are embedded: in lower case, since some pages are written in capitals."""
    return " ".join(text.lower().split())


def meaning_of(expansion: str) -> str:
    """One spelling for the same words, whatever their case, spacing and accents."""
    return fold(phrase(expansion))

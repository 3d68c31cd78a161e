"""Turns the mentions of all documents into acronyms with their words, and into pairs that are one in two languages.

Knows nothing about files. A pair needs two witnesses: the documents (the same acronym beside both phrases, or passages
or documents that are translations of each other) and the vectors of the phrases, whose cosine must be high; see
docs/acronyms.md for how the limits were measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.index.acronyms.mentions import Kind, Mention, quote_of
from assistant.index.embedding import Vectors
from assistant.index.parts import Parts
from assistant.index.twins import NONE, Twins
from assistant.records import Acronym, AcronymPair, KnownBy, Language, Relation, Span
from assistant.text.acronyms import key_of
from assistant.text.terms import content_terms, fold
from assistant.text.translation import translations

LEAST_COSINE = 0.9  # of two phrases in lower case; of 346 random pairs of names 1 in 100 passes 0.894
LEAST_WITHOUT_DOUBT = 0.8  # the same less what words without counterpart take off
WORD_WITHOUT_COUNTERPART = 0.03

Encode = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True)
class Resolved:
    acronyms: tuple[Acronym, ...]
    pairs: tuple[AcronymPair, ...]


def resolve(
    parts: Sequence[Parts], twins: Twins, relations: Iterable[tuple[str, str, Relation, float]], encode: Encode
) -> Resolved:
    """All acronyms in the order of the documents, and all pairs. Only phrases that matter are asked of `encode`."""
    known = [
        _acronym(one, m, m.spans[0], KnownBy.LETTERS) for one in parts for m in one.mentions if m.kind is Kind.LETTERS
    ]
    meanings = _Meanings(encode)
    translated = list(_translated(parts, known, meanings))
    places = {(one.document_id, one.at) for one in known}
    senses = [*known, *(one for one, _ in translated if (one.document_id, one.at) not in places)]
    found = {pair for _, pair in translated} | set(_same_key(known, meanings))
    found |= set(_across(parts, known, twins, relations, meanings)) | set(_named(parts))
    return Resolved(tuple(sorted(senses, key=_place)), tuple(sorted(found, key=_order)))


def phrase(text: str) -> str:
    """How the words of an acronym are embedded: in lower case, since some pages are written in capitals."""
    return " ".join(text.lower().split())


def phrases_of(parts: Parts) -> list[str]:
    """All that `resolve` may ask vectors of, for one document."""
    text = parts.document.text
    spans = [span for mention in parts.mentions if mention.kind is not Kind.NAMED for span in mention.spans]
    return [phrase(text[span.start : span.end]) for span in spans]


class _Meanings:
    """Cosines of phrases, each phrase embedded once."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._vectors: dict[str, Vectors] = {}

    def cosines(self, ones: Sequence[str], others: Sequence[str]) -> Vectors:
        """Shape (len(ones), len(others))."""
        new = [text for text in dict.fromkeys(map(phrase, [*ones, *others])) if text not in self._vectors]
        if new:
            self._vectors |= dict(zip(new, self._encode(new), strict=True))
        rows = [np.stack([self._vectors[phrase(text)] for text in texts]) for texts in (ones, others)]
        return np.asarray(rows[0] @ rows[1].T, dtype=np.float32)


def _acronym(parts: Parts, mention: Mention, span: Span, known_by: KnownBy) -> Acronym:
    text = parts.document.text
    short = text[mention.at.start : mention.at.end]
    return Acronym(
        parts.document.id, key_of(short), short, mention.at, text[span.start : span.end], span,
        quote_of(text, mention.at, span), mention.language, known_by,
    )  # fmt: skip


def _translated(
    parts: Sequence[Parts], known: Sequence[Acronym], meanings: _Meanings
) -> Iterator[tuple[Acronym, AcronymPair]]:
    """Words before a bracket whose acronym comes from the other language: "Regional Directorate of Health (DRS)"."""
    of_key: dict[str, list[Acronym]] = defaultdict(list)
    for one in known:
        of_key[one.key].append(one)
    for document in parts:
        text = document.document.text
        for mention in document.mentions:
            key = key_of(text[mention.at.start : mention.at.end])
            foreign = [one for one in of_key.get(key, ()) if one.language not in (None, mention.language)]
            if mention.kind is not Kind.BESIDE or mention.language is None or not foreign:
                continue
            phrases = [text[span.start : span.end] for span in mention.spans]
            cosines = meanings.cosines(phrases, [one.expansion for one in foreign])
            scored = [
                (float(cosines[row, column]) - _doubt(said, mention.language, one), -row, column)
                for row, said in enumerate(phrases)
                for column, one in enumerate(foreign)
                if cosines[row, column] >= LEAST_COSINE
            ]
            if scored and max(scored)[0] >= LEAST_WITHOUT_DOUBT:
                _, row, column = max(scored)
                found = _acronym(document, mention, mention.spans[-row], KnownBy.TRANSLATION)
                yield found, _pair(found, foreign[column])


def _doubt(said: str, language: Language, other: Acronym) -> float:
    """What words without a counterpart take off: they tell where a phrase begins better than vectors do."""
    assert other.language is not None
    own, foreign = set(content_terms(said, language)), set(content_terms(other.expansion, other.language))
    alone = [term for term in own if term not in foreign and not translations(term, language) & foreign]
    left = [term for term in foreign if term not in own and not translations(term, other.language) & own]
    return WORD_WITHOUT_COUNTERPART * (len(alone) + len(left))


def _same_key(known: Sequence[Acronym], meanings: _Meanings) -> Iterator[AcronymPair]:
    """One acronym with words in both languages: "IEC" is "information, éducation et communication" in French."""
    of_key: dict[str, dict[Language | None, dict[str, Acronym]]] = defaultdict(lambda: defaultdict(dict))
    for one in known:
        of_key[one.key][one.language].setdefault(fold(phrase(one.expansion)), one)
    for spoken in of_key.values():
        yield from _mutual(list(spoken["fr"].values()), list(spoken["en"].values()), meanings)


def _across(
    parts: Sequence[Parts],
    known: Sequence[Acronym],
    twins: Twins,
    relations: Iterable[tuple[str, str, Relation, float]],
    meanings: _Meanings,
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
        yield from _mutual(french, english, meanings)


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


def _mutual(french: Sequence[Acronym], english: Sequence[Acronym], meanings: _Meanings) -> Iterator[AcronymPair]:
    """Each the other's nearest, and near enough."""
    if not french or not english:
        return
    cosines = meanings.cosines([one.expansion for one in french], [one.expansion for one in english])
    for row, column in enumerate(cosines.argmax(axis=1).tolist()):
        best = float(cosines[row, column])
        if best >= LEAST_COSINE and best >= float(cosines[:, column].max()) - 1e-6:
            yield _pair(french[row], english[column])


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


def _pair(one: Acronym, other: Acronym) -> AcronymPair:
    french, english = (one, other) if one.language == "fr" else (other, one)
    return AcronymPair(french.key, meaning_of(french.expansion), english.key, meaning_of(english.expansion))


def meaning_of(expansion: str) -> str:
    """One spelling for the same words, whatever their case, spacing and accents."""
    return fold(phrase(expansion))


def _place(acronym: Acronym) -> tuple[str, int, int]:
    return acronym.document_id, acronym.at.start, acronym.span.start


def _order(pair: AcronymPair) -> tuple[str, ...]:
    return pair.french, pair.english, pair.french_meaning, pair.english_meaning, pair.document_id or ""

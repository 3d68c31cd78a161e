"""Turns text into search terms: accents folded, elisions cut, numbers in one spelling, words stemmed by language.

Knows nothing about any index. The same function serves indexing, searching and counting shared terms, so that
"refugies" finds "réfugiés" and "l'UNICEF" finds "unicef" everywhere or nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.records import Language
from assistant.text.stopwords import STOPWORDS
from assistant.text.values import NUMBER_WORDS

if TYPE_CHECKING:
    from Stemmer import Stemmer

APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ＇´`", "'"))
IGNORED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu)'(?=\w)")
THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:([ .,'])\d{3})(?:\1\d{3})*(?![\d]|[.,]\d)")
DECIMAL = re.compile(r"(?<![\d.,])(\d+)[.,](\d{1,2})(?![\d]|[.,]\d)")
PUNCTUATED = re.compile(r"\d[\s.,']\d")  # where there is none, no number has thousands or decimals
POSSESSIVE = re.compile(r"(?<=\w)'s\b")
TOKEN = re.compile(r"\d+\.\d+|\w+")
WORD = re.compile(r"\w+")
MAX_TERM_CHARS = 40
PLURAL_CHARS = 4


def fold(text: str) -> str:
    """Lower case without accents, invisible characters or typographic apostrophes; for comparing, not for offsets."""
    if text.isascii():  # most words of both languages; nothing to decompose
        return text.replace("`", "'").casefold()
    text = unicodedata.normalize("NFKD", text).casefold().replace("`", "'")
    return NOT_ASCII.sub(_fold_run, text)


def words(text: str) -> list[str]:
    """The folded words and numbers of a text in order, unstemmed: "L'UNICEF, 2 161 000" gives unicef, 2161000."""
    text = fold(text)
    if "'" in text:
        text = POSSESSIVE.sub("", ELISION.sub("", text))
    if PUNCTUATED.search(text):
        text = THOUSANDS.sub(lambda m: re.sub(r"\D", "", m.group()), re.sub(r"\s", " ", text))
        found = TOKEN.findall(DECIMAL.sub(r"\1.\2", text))
    else:
        found = WORD.findall(text)
    if "_" in text:
        found = [bare for token in found if (bare := token.strip("_"))]
    return [token[:MAX_TERM_CHARS] for token in found]


def terms(text: str, language: Language) -> list[str]:
    """The index terms of a text: `words`, number words as digits, stemmed for the language."""
    return [term(word, language) for word in words(text)]


def content_terms(text: str, language: Language) -> list[str]:
    """`terms` without function words; what a question is about, duplicates kept."""
    stop = STOPWORDS[language]
    return [term(word, language) for word in words(text) if word not in stop]


@lru_cache(maxsize=100_000)
def term(word: str, language: Language) -> str:
    """One folded word as an index term."""
    if word in NUMBER_WORDS[language]:
        return str(NUMBER_WORDS[language][word])
    if word[0].isdigit():
        return word
    if language == "fr" and len(word) > PLURAL_CHARS and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]  # or the stemmer takes "nourrissons" for a verb and "nourrisson" for a noun
    return str(_stemmer(language).stemWord(word))


class _Folding(dict[int, str | None]):
    """What a decomposed small letter becomes, by its code point: nothing for accents and invisible characters."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        if not (IGNORED.match(char) or unicodedata.combining(char)):
            return char  # not kept: there are a million of these
        self[code] = None
        return None


_FOLDING = _Folding({ord("œ"): "oe", ord("æ"): "ae"} | dict.fromkeys(APOSTROPHES, "'"))


def _fold_run(run: re.Match[str]) -> str:
    return run.group().translate(_FOLDING)


@lru_cache(maxsize=2)
def _stemmer(language: Language) -> Stemmer:
    from Stemmer import Stemmer

    return Stemmer("french" if language == "fr" else "english")

"""Turns text into the values on its face: numbers, percentages, years and dates, in French and English spelling.

Knows nothing about what the values are about. "2 161 000", "2,161,000" and "2.161.000" are one number, as are
"12,5 %" and "12.5%", "0,4 million" and "400,000", "six" and "6".
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Literal

from assistant.records import Language, Span

Kind = Literal["number", "percent", "date"]

_FRENCH = """zero=0 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13
quatorze=14 quinze=15 seize=16 vingt=20 trente=30 quarante=40 cinquante=50 soixante=60 cent=100 mille=1000"""
_ENGLISH = """zero=0 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12
thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40
fifty=50 sixty=60 seventy=70 eighty=80 ninety=90"""


def _table(pairs: str) -> dict[str, int]:
    return {word: int(number) for word, number in (pair.split("=") for pair in pairs.split())}


NUMBER_WORDS: dict[Language, dict[str, int]] = {"fr": _table(_FRENCH), "en": _table(_ENGLISH)}
ANY_NUMBER_WORD = {**NUMBER_WORDS["fr"], **NUMBER_WORDS["en"]}

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "janvier january jan janv",
            "février fevrier february feb févr fevr",
            "mars march mar",
            "avril april apr avr",
            "mai may",
            "juin june jun",
            "juillet july jul juil",
            "août aout august aug",
            "septembre september sept sep",
            "octobre october oct",
            "novembre november nov",
            "décembre decembre december dec déc",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b",
        rf"\b{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_YEAR}-(?P<m>\d\d)-(?P<day>\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})/(?P<m>\d{{1,2}})/{_YEAR}\b",
        rf"\b(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+{_MONTH}(?!\w)",
        rf"\b{_YEAR}\b(?!\s*%)",
    )
)
IN_FIGURES, WITHOUT_YEAR = (DATES[3], DATES[4], DATES[6]), DATES[5]
YEAR = re.compile(r"(?:19|20)\d\d")
DIGIT = re.compile(r"\d")
WORD = re.compile(r"\w+")
_SPACE = "[ \u00a0\u2009\u202f]"
NUMBER = re.compile(
    rf"(?<![\w.,/-])(?P<digits>\d{{1,3}}(?:(?:{_SPACE}|[.,'’])\d{{3}})+(?!\d)(?:[.,]\d{{1,2}}(?!\d))?"
    rf"|\d+(?:[.,]\d+)?)"
    rf"(?:(?P<percent>{_SPACE}?(?:%|pour cent\b|percent\b|per cent\b))"
    rf"|{_SPACE}?(?P<scale>millions?|milliards?|billions?|mille|thousand|k|m)\b)?",
    re.IGNORECASE,
)
WORD_NUMBER = re.compile(
    r"(?<!\w)(?P<word>" + "|".join(sorted(ANY_NUMBER_WORD, key=len, reverse=True)) + r")(?![\w'’-])",
    re.IGNORECASE,
)
SCALES = {"million": 1e6, "milliard": 1e9, "billion": 1e9, "mille": 1e3, "thousand": 1e3, "k": 1e3, "m": 1e6}


@dataclass(frozen=True, slots=True)
class Value:
    """One value as written: `key` is equal for equal values ("1960", "12.5", "2014-08-05")."""

    kind: Kind
    key: str
    span: Span


def find_values(text: str) -> list[Value]:
    """All values of a text in reading order; a year inside a date or a date inside a range is given once."""
    found: list[Value] = []
    taken = bytearray(len(text))
    spelled = set(WORD.findall(text.lower()))  # most texts hold no month, no figure or no number in words: seen at once
    figures = [*_dates(text, spelled), *_numbers(text)] if DIGIT.search(text) else []
    for value in (*figures, *_word_numbers(text, spelled)):
        start, end = value.span.start, value.span.end
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.append(value)
    return sorted(found, key=lambda v: v.span.start)


def _dates(text: str, spelled: Set[str]) -> list[Value]:
    values = []
    for pattern in _date_patterns(YEAR.search(text) is not None, not MONTHS.keys().isdisjoint(spelled)):
        for match in pattern.finditer(text):
            parts = match.groupdict()
            month = MONTHS.get(parts["month"].lower(), 13) if parts.get("month") else int(parts.get("m") or 0)
            day = int(parts.get("day") or 0)
            if month > 12 or day > 31:
                continue
            key = parts.get("year") or "----"
            key += f"-{month:02d}" if month else ""
            key += f"-{day:02d}" if day else ""
            values.append(Value("date", key, Span(*match.span())))
    return values


def _date_patterns(has_year: bool, has_month: bool) -> Sequence[re.Pattern[str]]:
    """Those that can match, in the order in which they claim a stretch."""
    if has_year:
        return DATES if has_month else IN_FIGURES
    return (WITHOUT_YEAR,) if has_month else ()


def _numbers(text: str) -> list[Value]:
    values = []
    for match in NUMBER.finditer(text):
        number = parse_number(match["digits"])
        scale = (match["scale"] or "").lower()
        number *= SCALES.get(scale) or SCALES.get(scale.rstrip("s")) or 1
        kind: Kind = "percent" if match["percent"] else "number"
        values.append(Value(kind, f"{number:.10g}", Span(*match.span())))
    return values


def _word_numbers(text: str, spelled: Set[str]) -> list[Value]:
    if ANY_NUMBER_WORD.keys().isdisjoint(spelled):
        return []
    return [
        Value("number", str(ANY_NUMBER_WORD[word]), Span(*match.span()))
        for match in WORD_NUMBER.finditer(text)
        if (word := match["word"].lower()) in ANY_NUMBER_WORD  # an old long s passes for an s, but not here
    ]


def parse_number(digits: str) -> float:
    """ "2 161 000" → 2161000, "12,5" → 12.5, "2.161" → 2161 (three digits after a mark are thousands)."""
    digits = re.sub(r"[\s'’]", "", digits)
    whole, mark, decimals = digits.rpartition(max(digits, key=lambda c: (c in ".,") * (digits.rfind(c) + 1)))
    if mark not in {".", ","} or len(decimals) == 3:
        return float(re.sub(r"[.,]", "", digits))
    return float(re.sub(r"[.,]", "", whole) + "." + decimals)

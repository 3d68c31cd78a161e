"""Turns a text into its values, each read whole: "thirty-seven" is one, as are "a third of", "the first of July 2024".

Knows nothing about the other text. What shares a sign or a scale has it: "from 40 to 25 %" are two percentages. Numbers
in words are read by text2num.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest

from assistant.records import Language, Span
from assistant.text.terms import fold
from assistant.text.values import MONTHS, Kind, Value, find_values

_WORDS = {
    "en": """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
    billion""",
    "fr": """zéro un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt
    vingts trente quarante cinquante soixante septante huitante nonante cent cents mille million millions milliard
    milliards""",
}
_ONE_OF = {
    language: "(?:" + "|".join(sorted(all_.split(), key=len, reverse=True)) + ")" for language, all_ in _WORDS.items()
}
_JOINED = {"en": "-|[ ]and[ ]|[ ]", "fr": r"-et-|-|[ ]et[ ](?=une?\b|onze\b)|[ ]"}
_LONGEST = 14  # words more in one number
_BEFORE = {"en": r"(?:an?[ ](?=hundred|thousand|million|billion))?", "fr": ""}
_RUNS = {
    language: re.compile(
        rf"(?i)(?<!\w){_BEFORE[language]}{word}(?:(?:{_JOINED[language]}){word}){{0,{_LONGEST}}}(?![\w'-])"
    )
    for language, word in _ONE_OF.items()
}
_ALONE = frozenset(
    "one un une million millions billion milliard milliards zero zéro".split()
)  # rarely counts: "one of"
_PERCENT = re.compile(r"(?i)[ ]?(?:%|pour cent\b|per ?cent\b)")
_SHARED = re.compile(r"(?i)[ ]?(?:to|à|and|et|or|ou|[-–—])[ ]?")
_SCALED = 1000.0
_DAYS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth
twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"""
_ORDINALS = {"premier": 1} | {word: day for day, word in enumerate(_DAYS.split(), start=1)}
_ORDINAL = re.compile(r"(?i)(?<!\w)(" + "|".join(sorted(_ORDINALS, key=len, reverse=True)) + r")[ ](?:of[ ])?$")
_MONTH_BEFORE = re.compile(r"(?<!\w)([A-Z][a-z]{2,8})\.?[ ](?:the[ ])?$")
_LAST_DAY = 31
_THIRD, _TWO_THIRDS = "33.3333", "66.6667"
_FRACTIONS = tuple(
    (re.compile(rf"(?i)(?<!\w)(?:{pattern})(?!\w)"), key)
    for pattern, key in (
        (r"(?:les[ ])?deux[ ]tiers|two[- ]thirds", _TWO_THIRDS),
        (r"(?:les[ ])?trois[ ]quarts|three[- ]quarters", "75"),
        (r"un[ ]tiers(?=[ ](?:de|du|des)\b|[ ]d')|(?:one|a)[- ]third(?=[ ]of\b)", _THIRD),
        (r"un[ ]quart(?=[ ](?:de|du|des)\b|[ ]d')|(?:one|a)[- ]quarter(?=[ ]of\b)", "25"),
        (r"la[ ]moitié|half(?=[ ](?:of|the|its|their|his|her|our)\b)", "50"),
    )
)
NEAR_FRACTION = 0.5  # "a third" and "33 %"


@lru_cache(maxsize=4096)
def values_in(text: str, language: Language) -> tuple[Value, ...]:
    """All values in reading order, none inside another. `text` is composed and has one kind of space and apostrophe.

    A fraction is a percentage: "half of" is 50.
    """
    found: list[Value] = []
    taken = bytearray(len(text))
    plain = (value for value in find_values(text) if value.kind == "date" or text[value.span.start].isdigit())
    for value in (*_fractions(text), *plain, *_spelled(text, language)):
        place = slice(value.span.start, value.span.end)
        if not any(taken[place]):
            taken[place] = b"\1" * len(taken[place])
            found.append(value)
    found.sort(key=lambda value: value.span.start)
    return tuple(_sharing(_dated(found, text), text))


def same_percent(one: str, other: str) -> bool:
    if one == other:
        return True
    return bool({one, other} & {_THIRD, _TWO_THIRDS}) and abs(float(one) - float(other)) <= NEAR_FRACTION


def _fractions(text: str) -> Iterator[Value]:
    for pattern, key in _FRACTIONS:
        for match in pattern.finditer(text):
            yield Value("percent", key, Span(*match.span()))


def _spelled(text: str, language: Language) -> Iterator[Value]:
    """Numbers in words; a percentage where the word follows."""
    for match in _RUNS[language].finditer(text):
        if fold(match.group()) in _ALONE:
            continue
        key = _read(match.group(), language)
        if key is None:
            continue
        percent = _PERCENT.match(text, match.end())
        kind: Kind = "percent" if percent else "number"
        yield Value(kind, key, Span(match.start(), percent.end() if percent else match.end()))


def _read(words: str, language: Language) -> str | None:
    from text_to_num import text2num

    said = words.lower()
    if language == "en":
        said = re.sub(r"^an? ", "one ", said).replace(" and ", " ")
    try:
        return f"{text2num(said, language):.10g}"
    except ValueError:
        return None  # several numbers, as in "two three"


def _dated(values: list[Value], text: str) -> list[Value]:
    """Values in which a day in words, or after its month, belongs to a date."""
    found: list[Value] = []
    for value in values:
        start = value.span.start
        month = _MONTH_BEFORE.search(text, max(0, start - 16), start)
        if value.kind == "number" and month and month[1].lower() in MONTHS and _is_day(value):
            key = (
                f"-----{MONTHS[month[1].lower()]:02d}-{int(value.key):02d}"  # as find_values writes a day without year
            )
            found.append(Value("date", key, Span(month.start(1), value.span.end)))
            continue
        if value.kind == "date" and not text[start].isdigit() and len(value.key) == len("2024-07"):
            ordinal = _ORDINAL.search(text, max(0, start - 24), start)
            before = found[-1] if found else None
            if ordinal:
                day = _ORDINALS[ordinal[1].lower()]
                value = Value("date", f"{value.key}-{day:02d}", Span(ordinal.start(1), value.span.end))
            elif before and before.kind == "number" and text[before.span.end : start] == " " and _is_day(before):
                value = Value("date", f"{value.key}-{int(before.key):02d}", Span(before.span.start, value.span.end))
                found.pop()
        found.append(value)
    return found


def _is_day(value: Value) -> bool:
    return value.key.isdigit() and 1 <= int(value.key) <= _LAST_DAY


def _sharing(values: list[Value], text: str) -> Iterator[Value]:
    """Values with the percent sign or the scale of the next one where the two are one range."""
    for value, after in zip_longest(values, values[1:]):
        if after and value.kind == "number" and _SHARED.fullmatch(text, value.span.end, after.span.start):
            if after.kind == "percent":
                yield replace(value, kind="percent")
                continue
            scaled = after.kind == "number" and not text[after.span.end - 1].isdigit() and float(after.key) >= _SCALED
            if scaled and float(value.key) < _SCALED:
                scale = _SCALED ** ((len(f"{float(after.key):.0f}") - 1) // 3)
                yield replace(value, key=f"{float(value.key) * scale:.10g}")
                continue
        yield value

"""Turns a text into every number that it says in any spelling, so that what agrees is never taken for a difference.

Knows nothing about the other text. Numbers in words are read by text2num; decades, hours of the afternoon, rounded
amounts and amounts in another unit count as said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.discovery.editions.amounts import values_in
from assistant.discovery.editions.kinds import Stretch
from assistant.records import Language
from assistant.text.values import Value, find_values

MEASURED = re.compile(
    r"(?i)\b(?:pounds?|lbs?|miles?|inch(?:es)?|feet|foot|ft|yards?|acres?|gallons?|ounces?|oz|mph|degrees?|fahrenheit|"
    r"livres?|milles?|pouces?|pieds?|onces?|kg|kilos?|kilom[eè]tres?|kilometers?|km|cm|m|m[eè]tres?|meters?|"
    r"centim[eè]tres?|degr[eé]s?|hectares?|ha|lit(?:re|er)s?|km/h|grammes?|grams?|g|dollars?|euros?|usd|fcfa|cfa|francs?)"
    r"(?!\w)|[$€£°]"
)
FACTORS = (0.4536, 1.609, 2.54, 0.3048, 0.9144, 0.4047, 3.785, 28.35)  # pounds, miles, inches, feet, yards, acres, ...
CONVERTED = 0.04
HOURS = re.compile(r"(?i)\b(\d{1,2})(?:[:.h ]\d{2})?\s?(?P<half>p\.?m\.?|h\b|heures?|(?=:\d\d))")
DECADE = re.compile(r"\b(?:19|20)(\d0)(?:s|'s|’s)?\b|\b(?:ann[ée]es\s|['’])(\d0)s?\b")  # 1930s, années 30
PARTS = (  # of a whole, as percentages
    (re.compile(r"(?i)\b(?:half|halves|moitiés?|demie?s?)\b"), ("50",)),
    (re.compile(r"(?i)\b(?:thirds?|tiers)\b"), ("33.3333", "66.6667")),
    (re.compile(r"(?i)\b(?:quarters?|quarts?)\b"), ("25", "75")),
)
ROUNDED = 0.05  # "about 3.2 million" and "3,220,000"


@lru_cache(maxsize=4096)
def numbers_said(text: str, language: Language) -> tuple[frozenset[str], frozenset[str]]:
    """Every number and every percentage of a text in any spelling, parts of dates and numbers in words included."""
    from text_to_num import alpha2digit

    values = values_in(text, language)
    numbers = {value.key for value in values if value.kind == "number"}
    percents = {value.key for value in values if value.kind == "percent"}
    percents |= {key for pattern, keys in PARTS for key in keys if pattern.search(text)}
    signs = [slice(value.span.start, value.span.end) for value in values if value.kind == "percent"]
    rest = list(text)
    for sign in signs:  # "5%" is no five
        rest[sign] = " " * (sign.stop - sign.start)
    spelled = alpha2digit("".join(rest), language)
    numbers |= {str(int(match.group())) for match in re.finditer(r"\d{1,15}", spelled)}
    numbers |= {value.key for value in find_values(spelled) if value.kind == "number"}
    for match in DECADE.finditer(text):
        numbers.update({match[1]} if match[1] else {f"19{match[2]}", f"20{match[2]}"})
    for match in HOURS.finditer(text):
        hour = int(match[1])
        numbers.add(str(hour + 12 if hour < 12 else hour - 12))
    return frozenset(numbers), frozenset(percents)


def is_rounded(amount: float, amounts: Sequence[float]) -> bool:
    """True for a round number near one of the others, or the reverse; small numbers are never rounded."""
    near = [other for other in amounts if abs(other - amount) <= ROUNDED * amount and min(other, amount) >= 1000]
    return any(_digits(amount) != _digits(other) and min(_digits(amount), _digits(other)) <= 2 for other in near)


def _digits(amount: float) -> int:
    """How many digits are not the zeros at the end."""
    return len(f"{amount:.10g}".replace(".", "").strip("0"))


def is_converted(one: Value, left: Stretch, other: Value, right: Stretch) -> bool:
    """True for two amounts of measured things of which one is the other in another unit: 10 inches, 25 cm."""
    beside = [
        stretch.text[max(0, value.span.start - 3) : value.span.end + 20]
        for value, stretch in ((one, left), (other, right))
    ]
    if not all(map(MEASURED.search, beside)):
        return False
    a, b = float(one.key), float(other.key)
    ways = [(a * factor, b) for factor in FACTORS] + [(b * factor, a) for factor in FACTORS]
    ways += [((a - 32) / 1.8, b), ((b - 32) / 1.8, a)]
    return any(abs(x - y) <= max(1.0, CONVERTED * abs(y)) for x, y in ways)

"""Turns two stretches that say the same into the figures, dates and names on which they differ.

Knows nothing about documents. What agrees must not be reported: a value counts as held by the other side in any spelling,
as a part of a date, in words, or rounded; a name in any translation known, abbreviated, or nearly spelled alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import product, zip_longest

from assistant.answering.measures import find_measures, same_word
from assistant.discovery.vocabulary import longest_place_words, places
from assistant.records import Language, Span
from assistant.text.stopwords import STOPWORDS
from assistant.text.terms import fold, term, words
from assistant.text.translation import translations
from assistant.text.values import ANY_NUMBER_WORD, MONTHS, Value, find_values

ALIKE = 0.7  # of two spellings of a name
PREFIX = 4  # "Mauritanie" and "Mauritania" begin alike
NAME = re.compile(r"[^\W\d_][\w’'.-]*\w|[^\W\d_]")
FIRST = re.compile(r"(?:^|[.!?:;•\n])\s*(?:[«\"“‘(–—*-]\s*)*$")  # before the first word of a sentence or a list item
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche".split()
)
TITLES = frozenset(
    "mr mrs ms dr st ste saint sainte m mme mlle prof sir rev reverend us usa uk eu ue".split()
)
ABBREVIATED = (
    (re.compile(r"\bU\.?S\.?(?:A\b\.?)?(?!\w)"), "United States "),
    (re.compile(r"\bU\.?K\b\.?"), "United Kingdom "),
)
ORDINALS = frozenset("first second third premier premiere deuxieme second seconde troisieme".split())
SHORT = 4  # letters of an acronym that may well be another one in the other language: UN and ONU, IDP and PDI
MEASURED = re.compile(
    r"(?i)\b(?:pounds?|lbs?|miles?|inch(?:es)?|feet|foot|ft|yards?|acres?|gallons?|ounces?|oz|mph|degrees?|fahrenheit|livres?|"
    r"milles?|pouces?|pieds?|onces?|kg|kilos?|kilom[eè]tres?|kilometers?|km|cm|m|m[eè]tres?|meters?|centim[eè]tres?|degr[eé]s?|"
    r"hectares?|ha|lit(?:re|er)s?|km/h|grammes?|grams?|g|dollars?|euros?|usd|fcfa|cfa|francs?)(?!\w)|[$€£°]"
)
FACTORS = (0.4536, 1.609, 2.54, 0.3048, 0.9144, 0.4047, 3.785, 28.35)  # pounds, miles, inches, feet, yards, acres, ...
CONVERTED = 0.04
HOURS = re.compile(r"(?i)\b(\d{1,2})(?:[:.h ]\d{2})?\s?(?P<half>p\.?m\.?|h\b|heures?|(?=:\d\d))")
MORE_NAMES = 1  # that one side may have and yet name the same; with more the sentences are built differently
COMPASS = dict(zip("north south east west".split(), "nord sud est ouest".split(), strict=True))
COMPASS |= {french: english for english, french in COMPASS.items()}
ROUNDED = 0.05  # "about 3.2 million" and "3,220,000"


class Kind(StrEnum):
    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    LACKING = "lacking"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One side: the text, and with it what stands just before and after, where a value may have gone."""

    text: str
    language: Language
    around: str = ""  # sentences beside it without a counterpart of their own


@dataclass(frozen=True, slots=True)
class Differing:
    """Two values that stand for the same thing and are not the same; spans are within the stretches."""

    kind: Kind
    left: Span
    right: Span


def differing(left: Stretch, right: Stretch) -> list[Differing]:
    """All of them in the left side's order; each value is in one pair at most."""
    found = _pairs(_free_dates(left, right), _free_dates(right, left), Kind.DATE, left, right)
    found += _pairs(_free_numbers(left, right), _free_numbers(right, left), Kind.FIGURE, left, right)
    found += _names(left, right)
    return sorted(found, key=lambda pair: pair.left.start)


def _free_dates(one: Stretch, other: Stretch) -> list[Value]:
    there = [value.key for value in find_values(f"{other.text}\n{other.around}") if value.kind == "date"]
    numbers, _ = _said(f"{other.text}\n{other.around}", other.language)
    return [
        value
        for value in find_values(one.text)
        if value.kind == "date"
        and not any(_same_date(value.key, key) for key in there)
        and not ("-" not in value.key and value.key in numbers)
    ]


def _same_date(one: str, other: str) -> bool:
    """One says all that the other says, or more: 2014-08 and 2014-08-05, or ----08-05 and 2014-08-05."""
    parts = [(key[:4], key[5:7], key[8:10]) if key[:4] != "----" else ("", key[5:7], key[8:10]) for key in (one, other)]
    return all(a == b or not a or not b for a, b in zip(*parts, strict=True))


def _free_numbers(one: Stretch, other: Stretch) -> list[Value]:
    numbers, percents = _said(f"{other.text}\n{other.around}", other.language)
    amounts = [float(number) for number in numbers]
    return [
        value
        for value in find_values(one.text)
        if (value.kind == "percent" and value.key not in percents)
        or (value.kind == "number" and value.key not in numbers and not _is_rounded(float(value.key), amounts))
    ]


def _is_rounded(amount: float, amounts: Sequence[float]) -> bool:
    """True for a round number near one of the others, or the reverse; small numbers are never rounded."""
    near = [other for other in amounts if abs(other - amount) <= ROUNDED * amount and min(other, amount) >= 1000]
    return any(_digits(amount) != _digits(other) and min(_digits(amount), _digits(other)) <= 2 for other in near)


def _digits(amount: float) -> int:
    """How many digits are not the zeros at the end."""
    return len(f"{amount:.10g}".replace(".", "").strip("0"))


@lru_cache(maxsize=4096)
def _said(text: str, language: Language) -> tuple[frozenset[str], frozenset[str]]:
    """Every number and every percentage of a text in any spelling, parts of dates and numbers in words included; a number
    in words may be either."""
    from text_to_num import alpha2digit

    numbers, percents = set(), set()
    composed = unicodedata.normalize("NFC", text)
    for value in find_values(composed):
        if value.kind == "percent":
            percents.add(value.key)
        elif value.kind == "number":
            numbers.add(value.key)
            if not composed[value.span.start].isdigit():
                percents.add(value.key)
    spelled = alpha2digit(composed, language)
    for match in re.finditer(r"\d{1,15}", spelled):
        numbers.add(str(int(match.group())))
    for value in find_values(spelled):
        if value.kind == "number" and value.key not in numbers:
            numbers.add(value.key)
            percents.add(value.key)
    for value in find_values(composed):  # "5%" alone is no five
        if value.kind == "percent" and not re.search(
            rf"(?<![\d.,]){re.escape(value.key)}(?![\d.,])(?!\s?(?:%|p))", spelled
        ):
            numbers.discard(value.key)
    for match in re.finditer(
        r"\b(?:19|20)(\d0)(?:s|'s|’s)?\b|\b(?:ann[ée]es\s|['’])(\d0)s?\b", composed
    ):  # 1930s, années 30
        numbers.update({match[1]} if match[1] else {f"19{match[2]}", f"20{match[2]}"})
    for match in HOURS.finditer(composed):
        hour = int(match[1])
        numbers.add(str(hour + 12 if hour < 12 else hour - 12))
    return frozenset(numbers), frozenset(percents)


def _is_converted(one: Value, left: Stretch, other: Value, right: Stretch) -> bool:
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


def _pairs(
    ours: Sequence[Value], theirs: Sequence[Value], kind: Kind, left: Stretch, right: Stretch
) -> list[Differing]:
    """Values that stand alone on both sides, paired by what they count, and else only where one is left on each side."""
    found, free_left, free_right = [], list(ours), list(theirs)
    if kind is Kind.FIGURE:
        nouns_left, nouns_right = (_nouns(stretch) for stretch in (left, right))
        for one in list(free_left):
            same = [
                other
                for other in free_right
                if one.kind == other.kind
                and nouns_left.get(one.span.start)
                and nouns_right.get(other.span.start)
                and same_word(nouns_left[one.span.start], left.language, nouns_right[other.span.start], right.language)
            ]
            if same and one in free_left:
                rivals = [
                    v
                    for v in free_left
                    if nouns_left.get(v.span.start) == nouns_left[one.span.start] and v.kind == one.kind
                ]
                a, b = min(((x, y) for x in rivals for y in same), key=lambda pair: _distance(*pair))
                free_left = [v for v in free_left if v not in rivals]
                free_right = [v for v in free_right if v not in same]
                found.append(Differing(kind, a.span, b.span))
    if kind is Kind.DATE and free_left and free_right and min(len(free_left), len(free_right)) == 1:
        a, b = min(product(free_left, free_right), key=lambda pair: _unlike(pair[0].key, pair[1].key))
        found.append(Differing(kind, a.span, b.span))
    if kind is Kind.FIGURE and len(free_left) == len(free_right) == 1 and free_left[0].kind == free_right[0].kind:
        found.append(Differing(kind, free_left[0].span, free_right[0].span))
    values = {value.span: value for value in ours}, {value.span: value for value in theirs}
    return [
        pair
        for pair in found
        if kind is Kind.DATE or not _is_converted(values[0][pair.left], left, values[1][pair.right], right)
    ]


def _unlike(one: str, other: str) -> int:
    """How many characters of two dates differ."""
    return sum(a != b for a, b in zip_longest(one, other))


def _nouns(stretch: Stretch) -> dict[int, str]:
    return {measure.value.span.start: measure.noun for measure in find_measures(stretch.text, stretch.language)}


def _distance(one: Value, other: Value) -> float:
    a, b = float(one.key) + 1, float(other.key) + 1
    return max(a, b) / min(a, b)


def _names(left: Stretch, right: Stretch) -> list[Differing]:
    """Names that stand alone on both sides, where each side has one such stretch of names."""
    ours, theirs = _free_names(left, right), _free_names(right, left)
    if len(ours) != 1 or len(theirs) != 1 or abs(_count_names(left.text) - _count_names(right.text)) > MORE_NAMES:
        return []
    names = left.text[ours[0].start : ours[0].end], right.text[theirs[0].start : theirs[0].end]
    short = [name.isupper() and len(name) <= SHORT for name in names]
    return [] if any(short) else [Differing(Kind.NAME, ours[0], theirs[0])]


def _count_names(text: str) -> int:
    """How many stretches of capitalised words stand within sentences."""
    count, end = 0, -1
    for match in NAME.finditer(text):
        name = ELIDED.sub("", match.group())
        if name[:1].isupper() and len(name) > 1 and not FIRST.search(text[: match.start()]):
            count += end < 0 or re.search(r"[^\s-]", text[end : match.start()]) is not None
            end = match.end()
    return count


def _free_names(one: Stretch, other: Stretch) -> list[Span]:
    """Stretches of capitalised words, the first of a sentence aside, that the other side has in no spelling."""
    there = f"{other.text}\n{other.around}"
    held = frozenset(words(there))
    initials, known = _initials(there), _places_of(there)
    found: list[Span] = []
    for match in NAME.finditer(one.text):
        name = re.sub(r"['’]s?$", "", ELIDED.sub("", match.group())).rstrip(".-")
        start = match.start() + match.group().rfind(name)
        if not name[:1].isupper() or FIRST.search(one.text[: match.start()]):
            continue
        if _is_no_name(fold(name), one.language) or is_held(fold(name), one.language, held) or fold(name) in initials:
            continue
        span = Span(start, start + len(name))
        if found and not re.search(r"[^\s-]", one.text[found[-1].end : start]):
            span = Span(found.pop().start, span.end)
        found.append(span)
    return [span for span in found if not _places_of(one.text[span.start : span.end]) & known]


def _is_no_name(folded: str, language: Language) -> bool:
    plain = folded.replace(".", "")
    return (
        len(plain) < 2
        or plain in MONTHS
        or plain in DAYS
        or plain in ORDINALS
        or plain in ANY_NUMBER_WORD
        or plain in STOPWORDS[language]
        or plain in TITLES
    )


def _places_of(text: str) -> frozenset[str]:
    """The places of the gazetteer that a text names, in either language."""
    table, most = places(), longest_place_words()
    for short, whole in ABBREVIATED:
        text = short.sub(whole, text)
    said = [word for word in re.split(r"[^\w]+", fold(text)) if word]
    runs = (
        joined
        for i in range(len(said))
        for n in range(1, most + 1)
        for joined in (" ".join(said[i : i + n]), "-".join(said[i : i + n]))
    )
    return frozenset(table[run][0] for run in runs if run in table)


def is_held(name: str, language: Language, held: frozenset[str]) -> bool:
    """True when a word of the other side is the folded name, a part of it, its translation, or spelled nearly alike."""
    if name in held or held.intersection(words(name)) or COMPASS.get(name) in held:
        return True
    other: Language = "en" if language == "fr" else "fr"
    translated = translations(term(name, language), language)
    return any(term(word, other) in translated or _alike(name, word) for word in held)


def _alike(name: str, word: str) -> bool:
    if min(len(name), len(word)) < PREFIX:
        return False
    if name[:PREFIX] == word[:PREFIX]:
        return True
    matcher = SequenceMatcher(None, name, word)
    bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)  # the first two are quick upper bounds
    return all(ratio() >= ALIKE for ratio in bounds)


def _initials(text: str) -> frozenset[str]:
    """What the capitalised words of a text abbreviate to, in runs of two to six."""
    letters = [match.group()[0] for match in NAME.finditer(text) if match.group()[0].isupper()]
    runs = ("".join(letters[i : i + n]) for n in range(2, 7) for i in range(len(letters) - n + 1))
    return frozenset(fold(run) for run in runs)

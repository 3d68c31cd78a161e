"""Turns two stretches that say the same into the name on which they differ, if there is one.

Knows nothing about figures. A name is held by the other side in any translation known, abbreviated, as a place of the
gazetteer in either language, or spelled nearly alike; the first word of a sentence is no name.
"""

from __future__ import annotations

import re

from assistant.discovery.editions.kinds import Differing, Kind, Stretch
from assistant.discovery.vocabulary import longest_place_words, places
from assistant.records import Language, Span
from assistant.text.spelling import has_name, spelled_alike
from assistant.text.stopwords import STOPWORDS
from assistant.text.terms import fold, term, words
from assistant.text.translation import translations
from assistant.text.values import ANY_NUMBER_WORD, MONTHS

ALIKE = 0.7  # of two spellings of a name
SEVERAL = 2
PREFIX = 4  # "Mauritanie" and "Mauritania" begin alike
NAME = re.compile(r"[^\W\d_][\w’'.-]*\w|[^\W\d_]")
FIRST = re.compile(r"(?:^|[.!?:;•\n])\s*(?:[«\"“‘(–—*-]\s*)*$")  # before the first word of a sentence or an item
TITLE = re.compile(r"\b(?:Mrs?|Ms|Dr|Prof|St|Ste|M|MM|Mme|Mlle|Rev|Sen|Gov|Gen|Sgt|Lt|Col)\.\s*$")
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
NO_NAMES = frozenset(  # days, titles and ordinals, which English writes with a capital letter
    """monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche
    mr mrs ms dr st ste saint sainte m mme mlle prof sir rev reverend us usa uk eu ue
    first second third premier premiere deuxieme seconde troisieme""".split()
)
ABBREVIATED = (
    (re.compile(r"\bU\.?S\.?(?:A\b\.?)?(?!\w)"), "United States "),
    (re.compile(r"\bU\.?K\b\.?"), "United Kingdom "),
)
SHORT = 4  # letters of an acronym that may well be another one in the other language: UN and ONU, IDP and PDI
MORE_NAMES = 1  # that one side may have and yet name the same; with more the sentences are built differently
COMPASS = dict(zip("north south east west".split(), "nord sud est ouest".split(), strict=True))
COMPASS |= {french: english for english, french in COMPASS.items()}


def differing_names(left: Stretch, right: Stretch) -> list[Differing]:
    """Names that stand alone on both sides, where each side has one such stretch of names."""
    ours, theirs = _likeliest(_free_names(left, right), left), _likeliest(_free_names(right, left), right)
    if len(ours) != 1 or len(theirs) != 1 or abs(_count_names(left, right) - _count_names(right, left)) > MORE_NAMES:
        return []
    names = left.text[ours[0].start : ours[0].end], right.text[theirs[0].start : theirs[0].end]
    short = [name.isupper() and len(name) <= SHORT for name in names]
    return [] if any(short) else [Differing(Kind.NAME, ours[0], theirs[0])]


def is_first(before: str) -> bool:
    """True where a sentence or list item begins after this text; "M." and "Dr." end none."""
    return FIRST.search(before) is not None and TITLE.search(before) is None


def _likeliest(free: list[Span], stretch: Stretch) -> list[Span]:
    """Of two, the one of words that no dictionary holds: "Committee" may be said otherwise, "Corbyn" may not."""
    if len(free) != SEVERAL:
        return free
    unknown = [span for span in free if not _is_in_dictionary(stretch.text[span.start : span.end], stretch.language)]
    return unknown if len(unknown) == 1 else free


def _is_in_dictionary(name: str, language: Language) -> bool:
    return any(translations(term(word, language), language) for word in words(name))


def _count_names(one: Stretch, other: Stretch) -> int:
    """How many stretches of capitalised words stand within sentences, but for those that the other side writes small:
    "Republicans" and « républicains »."""
    written = (match.group() for match in NAME.finditer(other.text))
    capitals = frozenset(word for name in written if name[:1].isupper() for word in words(name))
    held = frozenset(words(other.text))
    count, end = 0, -1
    for match in NAME.finditer(one.text):
        name = ELIDED.sub("", match.group())
        if not name[:1].isupper() or len(name) < 2 or is_first(one.text[: match.start()]):
            continue
        folded = fold(name)
        if is_held(folded, one.language, held) and not is_held(folded, one.language, capitals):
            continue
        count += end < 0 or re.search(r"[^\s-]", one.text[end : match.start()]) is not None
        end = match.end()
    return count


def _free_names(one: Stretch, other: Stretch) -> list[Span]:
    """Stretches of capitalised words, the first of a sentence aside, that the other side has in no spelling."""
    there = f"{other.text}\n{other.around}"
    held = frozenset(words(there))
    initials, known = _initials(there), _places_of(there)
    shortened = _acronyms(there)
    found: list[Span] = []
    for match in NAME.finditer(one.text):
        name = re.sub(r"['’]s?$", "", ELIDED.sub("", match.group())).rstrip(".-")
        start = match.start() + match.group().rfind(name)
        if not name[:1].isupper() or is_first(one.text[: match.start()]):
            continue
        if _is_no_name(fold(name), one.language) or is_held(fold(name), one.language, held) or fold(name) in initials:
            continue
        span = Span(start, start + len(name))
        if found and not re.search(r"[^\s-]", one.text[found[-1].end : start]):
            span = Span(found.pop().start, span.end)
        found.append(span)
    names = [(span, one.text[span.start : span.end]) for span in found]
    return [span for span, name in names if not _places_of(name) & known and not _initials(name) & shortened]


def _is_no_name(folded: str, language: Language) -> bool:
    plain = folded.replace(".", "")
    return (
        len(plain) < 2
        or plain in MONTHS
        or plain in NO_NAMES
        or plain in ANY_NUMBER_WORD
        or plain in STOPWORDS[language]
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
    parts = words(name)
    if len(parts) > 1 and any(len(part) >= PREFIX and is_held(part, language, held) for part in parts):
        return True
    return COMPASS.get(name) in held or has_name(name, language, held, lambda word: _alike(name, word))


def _alike(name: str, word: str) -> bool:
    same_start = min(len(name), len(word)) >= PREFIX and name[:PREFIX] == word[:PREFIX]
    return same_start or spelled_alike(name, word, ALIKE)


def _acronyms(text: str) -> frozenset[str]:
    """The words of a text in capitals alone, folded: MSF."""
    return frozenset(fold(match.group()) for match in NAME.finditer(text) if match.group().isupper())


def _initials(text: str) -> frozenset[str]:
    """What the capitalised words of a text abbreviate to, in runs of two to six."""
    letters = [match.group()[0] for match in NAME.finditer(text) if match.group()[0].isupper()]
    runs = ("".join(letters[i : i + n]) for n in range(2, 7) for i in range(len(letters) - n + 1))
    return frozenset(fold(run) for run in runs)

"""Turns a word into whether it names something: whether another text has it in any spelling, and what place it means.

Knows nothing about pairs of stretches that differ. Words compared are folded.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from assistant.discovery.editions.kinds import Stretch
from assistant.discovery.vocabulary import longest_place_words, places
from assistant.records import Language
from assistant.text.spelling import has_name, spelled_alike
from assistant.text.stopwords import STOPWORDS
from assistant.text.terms import fold, term, words
from assistant.text.translation import translations
from assistant.text.values import ANY_NUMBER_WORD, MONTHS

ALIKE = 0.7  # of two spellings of a name
PREFIX = 4  # "Mauritanie" and "Mauritania" begin alike
OF_LONGER = 0.55  # of the name of a people, so much must be that of its country
OF_SMALL = 0.7  # of a word written small, so much must be the beginning of the name: "Republicans", « républicains »
NAME = re.compile(r"[^\W\d_][\w’'.-]*\w|[^\W\d_]")
FIRST = re.compile(  # before the first word of a sentence or an item: "(2) ", "b) ", "[", "« "
    r"(?:(?:^|[.!?:;•|\n])\s*(?:(?:\(?[\w.]{1,6}\)|[«\"“‘(\[–—*-])\s*)*|\((?:\w|\d+(?:\.\d+)*)\)\s*|[\[—]\s*|\s[a-z]\)\s*)$"
)
TITLE = re.compile(r"\b(?:Mrs?|Ms|Dr|Prof|St|Ste|M|MM|Mme|Mlle|Rev|Sen|Gov|Gen|Sgt|Lt|Col)\.\s*$")
ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu)['’]", re.IGNORECASE)
CONTRACTED = re.compile(r"['’](?:s?|ve|m|re|ll|d)$")  # "Mali's", "I've"
ROMAN = re.compile(r"(?=[ivxl]{2})l?x{0,3}(?:ix|iv|v?i{0,3})(?:e|eme|th|st|nd|rd)?")  # "XIXe"
ABSTRACT = re.compile(r"\w{2,}(?:tion|ssion|sment|rnment|cement|ness|ship|ete|ite)s?")  # ends no name of a person
NO_NAMES = frozenset(  # days, titles and ordinals, which English writes with a capital letter
    """monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche
    mr mrs ms dr st ste saint sainte m mme mlle prof sir rev reverend sen gov us usa uk eu ue
    first second third premier premiere deuxieme seconde troisieme""".split()
)
ABBREVIATED = (
    (re.compile(r"\bU\.?S\.?(?:A\b\.?)?(?!\w)"), "United States "),
    (re.compile(r"\bU\.?K\b\.?"), "United Kingdom "),
)
COMPASS = dict(zip("north south east west".split(), "nord sud est ouest".split(), strict=True))
COMPASS |= {one + other: f"{COMPASS[one]}-{COMPASS[other]}" for one in ("north", "south") for other in ("east", "west")}
COMPASS |= {french: english for english, french in COMPASS.items()}
PEOPLES = {  # whose names begin otherwise than the name of their country in either language
    word: country
    for country, said in {
        "denmark": "dane danes danish danois danoise danoises",
        "spain": "spaniard spaniards spanish",
        "philippines": "filipino filipinos filipina filipinas",
        "netherlands": "dutch dutchman hollandais hollandaise neerlandais neerlandaise",
        "united kingdom": "briton britons british britannique britanniques",
        "france": "french frenchman frenchwoman",
        "ireland": "irish irishman irlandais irlandaise",
        "turkey": "turk turks turc turcs turque turques",
        "greece": "greek greeks grec grecs grecque grecques",
        "germany": "german germans",
        "wales": "wales galles welsh gallois galloise galloises",
        "england": "england angleterre english englishman anglais anglaise anglaises",
        "scotland": "scotland ecosse scot scots scottish ecossais ecossaise ecossaises",
        "switzerland": "swiss suisses",
        "united states": "american americans americain americaine americains americaines stateside",
        "niger": "nigerien nigerienne nigeriens nigeriennes",
    }.items()
    for word in said.split()
}


def is_first(before: str) -> bool:
    """True where a sentence or list item begins after this text; "M." and "Dr." end none."""
    return FIRST.search(before) is not None and TITLE.search(before) is None


def bare(match: re.Match[str]) -> tuple[str, int]:
    """The name without an article before it or an ending after it, and where it starts."""
    name = CONTRACTED.sub("", ELIDED.sub("", match.group())).rstrip(".-")
    return name, match.start() + match.group().rfind(name)


def is_common(name: str, one: Stretch, other: Stretch) -> bool:
    """True for a word of the language that only its place or style gives a capital letter.

    What the other edition writes in the same way elsewhere is a name, as is a place; a word that this edition writes
    small, or that a dictionary translates by another word, is none.
    """
    folded = fold(name)
    if folded in other.names or places_of(name):
        return False
    if any(part in one.small or part in STOPWORDS[one.language] for part in words(name)):
        return True
    if ABSTRACT.fullmatch(folded):
        return True
    translated = translations(term(folded, one.language), one.language)
    stem = term(folded, one.language)
    return bool(translated) and not any(word[:3] == stem[:3] for word in translated)


def is_no_name(folded: str, language: Language) -> bool:
    plain = folded.replace(".", "")
    return (
        len(plain) < 2
        or plain in MONTHS
        or ROMAN.fullmatch(plain) is not None
        or plain in NO_NAMES
        or plain in ANY_NUMBER_WORD
        or plain in STOPWORDS[language]
    )


def places_of(text: str) -> frozenset[str]:
    """The places of the gazetteer that a text names, in either language."""
    table, most = _places_in_words(), longest_place_words()
    for short, whole in ABBREVIATED:
        text = short.sub(whole, text)
    said = _in_words(text).split()
    runs = (" ".join(said[i : i + n]) for i in range(len(said)) for n in range(1, most + 1))
    return frozenset(table[run] for run in runs if run in table)


@cache
def _places_in_words() -> dict[str, str]:
    """The key of each place by its names, their words parted by spaces alone: "cote d ivoire"."""
    return {_in_words(name): key for name, (key, _) in places().items()}


def _in_words(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()


def countries_meant(text: str) -> frozenset[str]:
    """The countries that a text names, or names the people of: "Spain", "Spaniard", « les Espagnols »."""
    found: set[str] = set(places_of(text))
    for word in words(text):
        if word in PEOPLES:
            found.add(PEOPLES[word])
        elif len(word) > PREFIX and word not in places():
            found |= _of_people(word)
    return frozenset(found)


def _of_people(word: str) -> frozenset[str]:
    """The places whose name a longer word begins with, but for its last letter or two: « malien », "Kenyan"."""
    stems = (word[:size] for size in range(PREFIX, len(word) + 1))
    return frozenset(
        key
        for stem in stems
        for key, size in _place_stems().get(stem, ())
        if max(size - 2, PREFIX) >= OF_LONGER * len(word)
    )


@cache
def _place_stems() -> dict[str, frozenset[tuple[str, int]]]:
    """The key of each place, and the length of its name, by the name and by it without its last letter or two."""
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for name, (key, _) in places().items():
        for stem in (name, name[:-1], name[:-2]) if len(name) >= PREFIX else ():
            found[stem].add((key, len(name)))
    return {stem: frozenset(those) for stem, those in found.items()}


def is_held(name: str, language: Language, held: frozenset[str], capitals: frozenset[str]) -> bool:
    """True when a word of the other side is the folded name, a part of it, its translation, or spelled nearly alike.

    `capitals` are the words held that are written with a capital letter.
    """
    parts = words(name)
    if len(parts) > 1 and any(len(part) >= PREFIX and is_held(part, language, held, capitals) for part in parts):
        return True
    if any(part in held for part in words(COMPASS.get(name, ""))):
        return True
    return has_name(name, language, held, lambda word: _alike(name, word, word in capitals))


def _alike(name: str, word: str, is_capital: bool) -> bool:
    """The beginnings of two names, or nearly all letters; two places that both are known are not alike."""
    table = places()
    if name in table and word in table:
        return table[name][0] == table[word][0]
    if min(len(name), len(word)) < PREFIX or name[:PREFIX] != word[:PREFIX]:
        return is_capital and spelled_alike(name, word, ALIKE)
    shared = next((n for n in range(PREFIX, len(name)) if name[: n + 1] != word[: n + 1]), len(name))
    return is_capital or shared >= OF_SMALL * max(len(name), len(word))

"""Turns a question that is only part of one ("Et à Kayes ?", "how many nurses?") into the earlier one with that part.

Knows nothing about pronouns. Everything in the fragment must be understood; one word too many and it is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.answering.follow_up.countries import is_country
from assistant.answering.follow_up.elements import (
    COUNTED_EN,
    COUNTED_FR,
    Element,
    Parsed,
    find_dates,
    looks_like_organisation,
    parse,
)
from assistant.answering.follow_up.exchanging import (
    END,
    before_end,
    place_phrase,
    with_counted,
    with_date,
    with_organisation,
    with_place,
)
from assistant.answering.question import AnswerKind, understand
from assistant.records import Language, Span
from assistant.text.stopwords import STOPWORDS
from assistant.text.terms import fold

STARTER = re.compile(
    r"^\s*(?:et |and |mais |but |ou |or |alors |so |ok,? )*(?:what about |how about |same (?:question )?for |"
    r"(?:et )?qu['’]en est[- ]il (?:de |du |des |d['’]|à |au |en |pour )?|(?:la )?même (?:question|chose) pour |"
    r"(?:idem|pareil) pour |concernant |pour |for |dans le cas de )?",
    re.IGNORECASE,
)
KEPT_PREPOSITION = re.compile(r"(?:à|au|en|du|des) $", re.IGNORECASE)
FROM = re.compile(r"^(?:chez|par|avec|with|by|from|at) (?=[A-ZÀ-Ý])")
LOWER_PLACE = re.compile(r"^(?P<before>à|a|au|aux|in|at|en) (?P<name>[^\W\d_][\w'’-]{2,})$", re.IGNORECASE)
NO_PLACES = frozenset(
    """general total practice english french particular detail details fact short theory reality anglais francais
    pratique outre effet fait theorie bref somme moyenne average resume ville urgence part part-time temps plein
    domicile distance moyen terme""".split()
)
NOUN = re.compile(
    r"^(?:les |the |des |de |d['’]|of )?(?P<noun>[a-zà-ÿ][\w’'-]*(?: [a-zà-ÿ][\w’'-]*){0,2})$", re.IGNORECASE
)
PLURAL = frozenset("people children women men staff personnel".split())
NO_NOUNS = frozenset(
    """ceux celles celui celle alors apres then now vous toi moi you me those these others autres plus moins puis
    ensuite thanks thank merci yes oui non no ok so les the tous toutes was is des dans sans mais pas jamais toujours
    always whereas besides""".split()
)
ADVERB = re.compile(
    r"(?:depuis quand|jusqu['’]à quand|quand|pourquoi|comment|since when|until when|when|why|how)$", re.IGNORECASE
)
ADVERB_FIRST = re.compile(
    r"^(?P<word>depuis (?:quand|quelle année)|jusqu['’]à quand|quand|pourquoi|comment|où|since when|when|why|"
    r"how(?! many| much| long| old| big)|where)(?= )",
    re.IGNORECASE,
)
NO_STARTER_WORDS = 6


def complete(question: str, earlier: Parsed, spoken: Language, organisations: Collection[str] = ()) -> str | None:
    """The earlier question with the fragment's elements in place of its own; None for what is no such fragment."""
    start = STARTER.match(question)
    begun = bool(start and start.group().strip())
    body = END.sub("", question[start.end() :] if start else question)
    kept = KEPT_PREPOSITION.search(start.group()) if start else None
    if kept and kept.group().lower() not in {"du ", "des "}:
        body = kept.group() + body
    if not body or len(body.split()) > (NO_STARTER_WORDS + 4 if begun else NO_STARTER_WORDS):
        return None
    marked = begun or question.rstrip().endswith("?")
    return _adverb(body, earlier) or _exchanged(body, earlier, spoken, organisations, begun, marked)


def _adverb(body: str, earlier: Parsed) -> str | None:
    """ "Depuis quand ?" after "Pourquoi …" or "Où …"; after other questions it would lose what they ask for."""
    if not ADVERB.fullmatch(body):
        return None
    asked = ADVERB_FIRST.match(earlier.text)
    if asked is None:
        return None
    place = fold(asked["word"]) in {"ou", "where"}
    if place and "quand" not in fold(body) and "when" not in fold(body):
        return None
    if (fold(body) in {"depuis quand", "quand", "pourquoi", "comment", "jusqu'a quand"}) != (earlier.language == "fr"):
        return None
    return body[0].upper() + body[1:] + earlier.text[asked.end() :]


def _exchanged(
    body: str, earlier: Parsed, spoken: Language, organisations: Collection[str], begun: bool, marked: bool
) -> str | None:
    elements, rest = _elements(body, spoken, organisations, earlier)
    noun = _noun(rest, earlier, begun) if rest else ""
    if noun is None or (rest and not noun) or (not marked and not any(e.before for e in elements)):
        return None
    text: str | None = earlier.text
    if noun:
        text = _counting(noun, rest, earlier, spoken)
    for element in elements:
        if text is None:
            return None
        text = _with(element, parse(text, organisations, earlier.language), spoken)
    return text if text != earlier.text else None


def _with(element: Element, earlier: Parsed, spoken: Language) -> str | None:
    if element.kind == "place":
        return with_place(earlier, element, spoken)
    if element.kind == "organisation":
        return with_organisation(earlier, element)
    if understand(earlier.text, earlier.language).kind is AnswerKind.DATE and not earlier.all("date"):
        return None  # asked when, a date is no other circumstance
    return with_date(earlier, element, spoken)


def _elements(
    body: str, spoken: Language, organisations: Collection[str], earlier: Parsed
) -> tuple[list[Element], str]:
    """The fragment's elements and the words that are none of them."""
    body = FROM.sub("", _small(body))
    lower = LOWER_PLACE.match(body)
    if lower and not find_dates(body) and lower["name"].islower() and fold(lower["name"]) not in NO_PLACES:
        return [Element("place", Span(0, len(body)), f"{lower['before']} ", lower["name"])], ""
    parsed = parse(f"… {body}", organisations, spoken)  # nothing here begins a sentence: every capital is a name's
    sorted_out = [_sorted_out(element, organisations, earlier) for element in parsed.elements]
    elements = [element for element in sorted_out if element is not None]
    if len(elements) < len(sorted_out):
        return [], body
    rest = list(parsed.text)
    for element in parsed.elements:
        rest[element.span.start : element.span.end] = " " * (element.span.end - element.span.start)
    left = " ".join("".join(rest).lstrip("…").replace(",", " ").split())
    return elements, re.sub(r"^(?:de|du|d['’]|of|the|le|la|l['’])$", "", left)


def _sorted_out(element: Element, organisations: Collection[str], earlier: Parsed) -> Element | None:
    """A bare name may be of a place or an organisation: what the earlier question names tells, or nothing does."""
    if element.kind != "organisation" or looks_like_organisation(element.name, organisations):
        return element
    places = earlier.all("place")
    if element.before.strip() or not places:
        return element if earlier.all("organisation") else Element("place", element.span, "", element.name)
    if all(is_country(place.name) for place in places) and earlier.all("organisation"):
        return None
    return Element("place", element.span, "", element.name)


def _small(body: str) -> str:
    """Without the capital of a little word in front, which would look like a name's: "À Kayes", "In 2024"."""
    first = body.split()[0]
    little = fold(re.sub(r"['’].*", "", first)) in STOPWORDS["fr"] | STOPWORDS["en"]
    return body[0].lower() + body[1:] if (little and not first[:2].isupper()) or first in {"À", "A"} else body


def _noun(rest: str, earlier: Parsed, begun: bool) -> str | None:
    """What is counted now: after "combien de" anything; after "et" a plural, where the earlier question counts."""
    counted = COUNTED_FR.fullmatch(rest) or COUNTED_EN.fullmatch(rest)
    if counted:
        return counted["noun"]
    bare = NOUN.match(rest)
    if bare is None or earlier.counted is None or not begun:
        return None
    said = fold(bare["noun"]).split()
    plural = said[0] in PLURAL or said[0][-1] in "sx" or said[-1] in PLURAL or said[-1][-1] in "sx"
    return bare["noun"] if plural and not set(said) & (NO_NOUNS | STOPWORDS["fr"] | STOPWORDS["en"]) else None


def _counting(noun: str, rest: str, earlier: Parsed, spoken: Language) -> str:
    if earlier.counted:
        return with_counted(earlier, earlier.counted, noun, spoken)
    words = rest[0].upper() + rest[1:]
    places, named = earlier.all("place"), earlier.all("organisation")
    end = " ?" if spoken == "fr" else "?"
    if len(places) == 1:
        words += f" {place_phrase(places[0], earlier.language, spoken)}"
    if len(named) == 1:
        words += f" ({named[0].name})"
    return before_end(words, "").rstrip() + end

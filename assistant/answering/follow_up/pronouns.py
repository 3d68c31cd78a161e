"""Turns pronouns of a question ("elle", "there", "cette organisation", "its") into the names that they stand for.

Knows nothing about fragments. A pronoun is replaced only where one name fits and the question does not name its like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.follow_up.elements import Element, Parsed
from assistant.answering.follow_up.exchanging import article_of, before_end, place_phrase
from assistant.answering.question import AnswerKind, understand
from assistant.records import Language
from assistant.text.terms import fold

I = re.IGNORECASE  # noqa: E741  # as short as re.I, for the table below
_ORGANISATION_FR = r"(?:organisation|ong|association|agence|fondation|structure|institution)"
_ORGANISATION_EN = r"(?:organi[sz]ation|ngo|agency|charity|association|foundation|institution)"
_PLACE_FR = r"(?:ville|région|localité|zone|commune|district|pays|camp|endroit|lieu)"
_PLACE_EN = r"(?:city|town|region|area|district|country|camp|place|location)"
EXPLETIVE = re.compile(
    r"\by a(?:-t-il|ura)?\b|\bil y (?:a|avait|aura)\b|\bfaut\b|s['’]agit|en est[- ]il|existe-t-il|se passe-t-il|"
    r"est-il (?:possible|vrai|prévu)|il est (?:possible|vrai)|"
    r"\b(?:is|was) it\b(?! (?:based|active|present|working|running))|"
    r"\bit (?:is|was) (?:true|possible|said)|\bwhat time\b",
    I,
)
DEMONSTRATIVE = re.compile(
    rf"\b(?P<of>de |d['’])?(?:cette (?:même )?|cet |la même |l['’]){_ORGANISATION_FR}(?: -là)?(?!\w)(?<!l['’]ong)"
    rf"|\b(?:this|that|the same) {_ORGANISATION_EN}\b", I,
)  # fmt: skip
THIS_PLACE = re.compile(
    rf"(?P<before>\b(?:dans|à|en|in|at) )?\b(?:cette|cet|ce|la même|le même|this|that|the same) "
    rf"(?:{_PLACE_FR}|{_PLACE_EN})(?!\w)(?:-là)?", I,
)  # fmt: skip
THERE = re.compile(
    r"\s?\blà-bas\b|(?<!\bis)(?<!\bare)(?<!\bwas)(?<!\bwere)(?<!\bbe) \b(?:over )?there\b(?=\s*[?.!]*$| in \d| since )",
    I,
)
Y = re.compile(r"(?<=[ ])y (?=(?!a\b|a-t|avait|aura)[a-zà-ÿ])", I)
INVERTED = re.compile(
    r"(?P<clitics>(?:(?:ne|se|en|les|leur|lui|la|le) |[nsl]['’])*)(?P<verb>[a-zà-ÿ]+)-(?:t-)?(?P<who>elles?|ils?)\b", I
)
WHAT = re.compile(r"^(?P<lead>(?:et |mais )?que )(?P<verb>[a-zà-ÿ]+)-(?:t-)?(?:elles?|ils?)\b", I)
THAT = re.compile(r"\bqu['’](?P<who>elles?|ils?)\b", I)
SUBJECT_FR = re.compile(r"(?<![-'’\w])(?P<who>elles?|ils?)\b", I)
SUBJECT_EN = re.compile(r"\b(?P<who>it|they|them)\b", I)
OWN_EN = re.compile(r"\b(?P<who>its|their)\b(?= [a-z])", I)
OWN_FR = re.compile(
    r"\b(?P<who>son|sa|ses|leurs) (?P<noun>[a-zà-ÿ]+(?: (?:de |d['’])[a-zà-ÿ]+)?)"
    r"(?=\s*[?.!]*$| (?:à|au|aux|en|dans|pour) )",
    I,
)
PLURALS = frozenset("elles ils they them their leurs".split())
ARTICLES = {"son": "le ", "sa": "la ", "ses": "les ", "leurs": "les "}


@dataclass(frozen=True, slots=True)
class Referents:
    """What a pronoun may stand for: the only organisation and the only place of the last question that names one."""

    organisation: Element | None
    place: Element | None
    place_language: Language
    counted: bool  # that question counts something, which "they" may be
    who: bool  # it asks for a person, whom "elle" may be


def referents(earlier: list[Parsed]) -> Referents:
    """Looked for from the last question back; two names of a kind in one question make it ambiguous."""

    def last(kind: str) -> tuple[Element | None, Language]:
        for parsed in reversed(earlier):
            named = [element for element in parsed.elements if element.kind == kind]
            if named:
                only = len({fold(element.name) for element in named}) == 1 or kind == "place"
                return (named[0] if only else None), parsed.language
        return None, "en"

    organisation, _ = last("organisation")
    place, spoken = last("place")
    newest = earlier[-1]
    who = understand(newest.text, newest.language).kind is AnswerKind.WHO
    personal = who and re.match(r"\s*(?:qui|who)\b", newest.text, I) is not None
    return Referents(organisation, place, spoken, newest.counted is not None, personal)


def resolve(asked: Parsed, to: Referents) -> str | None:
    """The question with its pronouns replaced by names; None where there is none, or nothing it could stand for."""
    text = asked.text
    if to.organisation and not asked.all("organisation") and not EXPLETIVE.search(text):
        resolved = _organisation(text, asked.language, to.organisation, to)
        if resolved is None:
            return None  # a pronoun of which it is not clear whom it means
        text = resolved
    if to.place and not asked.all("place"):
        text = _place(text, asked.language, to.place, to.place_language)
    return text if text != asked.text else None


def _organisation(text: str, language: Language, to: Element, found: Referents) -> str | None:
    name = (article_of(to) if language == "fr" else "") + to.name
    if DEMONSTRATIVE.search(text):
        return DEMONSTRATIVE.sub(lambda m: ("de " if m["of"] else "") + name, text, count=1)
    pattern = _pattern(text, language)
    if pattern is None:
        return text
    match = pattern.search(text)
    who = match["who"].lower() if match else ""
    if found.who or (who in PLURALS and found.counted):
        return None
    if language == "en":
        return pattern.sub(f"{to.name}'s" if pattern is OWN_EN else to.name, text, count=1)
    return _in_french(text, pattern, name)


def _pattern(text: str, language: Language) -> re.Pattern[str] | None:
    """The first way in which the question uses a pronoun for an organisation."""
    ways = (OWN_EN, SUBJECT_EN) if language == "en" else (INVERTED, THAT, SUBJECT_FR, OWN_FR)
    return next((way for way in ways if way.search(text)), None)


def _in_french(text: str, pattern: re.Pattern[str], name: str) -> str:
    if pattern is INVERTED:
        what = WHAT.match(text)
        if what:
            return f"{what['lead']}{what['verb']} {name}{text[what.end() :]}"
        match = pattern.search(text)
        assert match is not None  # the pattern was chosen because it is there
        return f"{text[: match.start()]}{name} {text[match.start() :]}"
    if pattern is THAT:
        return pattern.sub(f"que {name}", text, count=1)
    if pattern is OWN_FR:
        return pattern.sub(lambda m: f"{_article(m['who'], m['noun'])}{m['noun']} {_of(name)}", text, count=1)
    said = pattern.sub(name, text, count=1)
    return said[0].upper() + said[1:] if text[0].isupper() else said


def _article(own: str, noun: str) -> str:
    article = ARTICLES[own.lower()]
    return "l'" if article in {"le ", "la "} and fold(noun)[0] in "aeiou" else article


def _of(name: str) -> str:
    if name.startswith("le "):
        return f"du {name[3:]}"
    if name.startswith("les "):
        return f"des {name[4:]}"
    return f"d'{name}" if fold(name)[0] in "aeiou" else f"de {name}"


def _place(text: str, language: Language, to: Element, spoken: Language) -> str:
    phrase = place_phrase(to, spoken, language)
    if THIS_PLACE.search(text):
        return THIS_PLACE.sub(lambda m: phrase if m["before"] else to.name, text, count=1)
    if THERE.search(text):
        return THERE.sub(f" {phrase}", text, count=1)
    if language == "fr" and Y.search(text):
        return before_end(Y.sub("", text, count=1), phrase)
    return text

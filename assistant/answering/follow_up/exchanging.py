"""Turns a question and the element of a later one into the question with that element in place of its own.

Knows nothing about what made the later question a follow-up. Prepositions, articles and elisions are those of the
question that is kept.
"""

from __future__ import annotations

import re

from assistant.answering.follow_up.countries import in_language, is_country, placed
from assistant.answering.follow_up.elements import AFTER_PLACE, Counted, Element, Parsed
from assistant.records import Language, Span
from assistant.text.terms import fold
from assistant.text.values import MONTHS

END = re.compile(r"\s*[?.!…]*\s*$")
MUTE_H = re.compile(r"(?:[aeiouy]|h(?:opit|omm|abit|eure|umain|iver|istoi|uil))")
DATE_WORDS = (("en", "in"), ("depuis", "since"), ("entre", "between"), ("et", "and"), ("avant", "before"),
              ("après", "after"), ("pendant", "during"), ("cette année", "this year"),
              ("l'année dernière", "last year"))  # fmt: skip
_MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def with_place(earlier: Parsed, new: Element, spoken: Language) -> str | None:
    """The earlier question about another place; None where it names several and it is not clear which is meant."""
    old = _the_one_place(earlier, new)
    if old is None:
        return None if earlier.all("place") else _appended(earlier, place_phrase(new, spoken, earlier.language))
    if not old.before:
        start = old.span.start
        lead = re.search(r"(?:de |d['’])$", earlier.text[:start], re.IGNORECASE)
        if lead:
            return _put(earlier.text, Span(lead.start(), old.span.end), _of(in_language(new.name, earlier.language)))
        return _put(earlier.text, old.span, in_language(new.name, earlier.language))
    simple = len(old.before.split()) == 1
    if new.before or is_country(new.name) != is_country(old.name):
        return _put(earlier.text, old.span, place_phrase(new, spoken, earlier.language))
    if is_country(new.name):
        return _put(earlier.text, old.span, placed(new.name, earlier.language))
    if simple:
        return _put(earlier.text, old.span, old.before + new.name)
    after = AFTER_PLACE.search(earlier.text[old.span.start : old.span.end])
    return _put(earlier.text, old.span, old.before + new.name + (after.group() if after else ""))


def place_phrase(place: Element, spoken: Language, language: Language) -> str:
    """A place with its preposition, as the other language writes it where that is another."""
    if not place.before or spoken != language or place.before.strip().lower() == "a":
        return placed(place.name, language)
    return place.before + place.name


def with_organisation(earlier: Parsed, new: Element) -> str | None:
    """The earlier question about another organisation; None where it names none or several."""
    named = earlier.all("organisation")
    if len(named) != 1:
        return None
    old = named[0]
    return _put(earlier.text, old.span, phrase_in_place_of(old.before, new, earlier.language))


def phrase_in_place_of(before: str, new: Element, language: Language) -> str:
    """A name with its own article after the preposition that stood before another: "de l'UNICEF", "d'INTERSOS"."""
    article = article_of(new) if language == "fr" else ""
    lead = before.lower().replace("’", "'")
    if lead.startswith(("de ", "d'", "du ", "des ")):
        return _of(article + new.name)
    if lead.startswith("qu'"):
        return _elided("que", article + new.name)
    if lead.startswith("of "):
        return f"of {'the ' if lead == 'of the ' and ' ' in new.name else ''}{new.name}"
    return article + new.name


def article_of(element: Element) -> str:
    """ "l'", "la ", "le " or "les " where it was written, also inside "du" and "des"."""
    lead = element.before.lower().replace("’", "'")
    if lead.startswith("du "):
        return "le "
    if lead.startswith("des "):
        return "les "
    found = re.search(r"(?:l'|la |le |les )$", lead)
    return found.group() if found else ""


def with_date(earlier: Parsed, new: Element, spoken: Language) -> str | None:
    """The earlier question about another time; None where it names several."""
    named = earlier.all("date")
    if len(named) > 1:
        return None
    phrase = date_phrase(new, spoken, earlier.language, named[0].before if named else "")
    return _put(earlier.text, named[0].span, phrase) if named else _appended(earlier, phrase)


def date_phrase(date: Element, spoken: Language, language: Language, before: str) -> str:
    words = date.before + date.name
    if not date.before and date.name[0].isdigit() | (fold(date.name.split()[0]) in MONTHS):
        lead = before if before and "entre" not in before and "between" not in before else ""
        return (lead or ("en " if language == "fr" else "in ")) + _dated(date.name, spoken, language)
    return _dated(words, spoken, language)


def with_counted(earlier: Parsed, counted: Counted, noun: str, spoken: Language) -> str:
    """The earlier question counting something else; `noun` may bring its own "de" or "d'"."""
    lead = counted.before
    if earlier.language == "fr":
        bare = re.sub(r"^(?:de |d['’]|des |les |la |le |l['’])", "", noun, flags=re.IGNORECASE)
        base = re.sub(r"(?:de |d['’]|des )$", "", lead, flags=re.IGNORECASE)
        return _put(earlier.text, counted.span, base + (f"de {bare}" if spoken == "en" else _of(bare)))
    return _put(earlier.text, counted.span, lead + re.sub(r"^(?:the |of )", "", noun, flags=re.IGNORECASE))


def before_end(text: str, words: str) -> str:
    """Text with words put in before its last mark."""
    end = END.search(text)
    at = end.start() if end else len(text)
    return f"{text[:at]} {words}{text[at:]}"


def _appended(earlier: Parsed, words: str) -> str:
    return before_end(earlier.text, words)


def _the_one_place(earlier: Parsed, new: Element) -> Element | None:
    """The place meant: the only one, or of a town and its country the one of the same kind."""
    named = earlier.all("place")
    if len(named) > 1:
        named = [place for place in named if is_country(place.name) == is_country(new.name)]
    return named[0] if len(named) == 1 else None


def _of(words: str) -> str:
    """ "de" before a name or noun: "d'INTERSOS", "du CICR", "de l'UNICEF"."""
    for article, joined in (("le ", "du "), ("les ", "des ")):
        if words.startswith(article):
            return joined + words.removeprefix(article)
    return _elided("de", words)


def _elided(little: str, words: str) -> str:
    return f"{little[:-1]}'{words}" if MUTE_H.match(fold(words)) else f"{little} {words}"


def _dated(words: str, spoken: Language, language: Language) -> str:
    """Prepositions and months of one language as the other writes them."""
    if spoken == language:
        return words
    ways = {(a if spoken == "fr" else b): (b if spoken == "fr" else a) for a, b in DATE_WORDS}
    for one, other in ways.items():
        words = re.sub(rf"(?<!\w){one}(?!\w)", other, words, flags=re.IGNORECASE)
    return re.sub(
        r"[^\W\d_]+",
        lambda m: _MONTHS[language][MONTHS[m[0].lower()] - 1] if m[0].lower() in MONTHS else m[0],
        words,
    )


def _put(text: str, span: Span, words: str) -> str:
    return text[: span.start] + words + text[span.end :]

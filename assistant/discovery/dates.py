"""Turns a clause into since when an organisation has been there, or when it was founded.

Knows nothing about documents. A date counts where the verb is the organisation's own: "displaced since 2012" is
another's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.discovery.records import Kind, Label
from assistant.discovery.statements import Statement
from assistant.text.values import MONTHS, find_values

SINCE = re.compile(
    r"\b(?:since|depuis)\s(?:the\s(?:year\s)?|l'année\s|le\s|early\s|late\s|mid-|début\s|fin\s|la fin\s|at\sleast\s)?",
    re.IGNORECASE,
)
ANOTHERS = re.compile(  # what stands before "since" when the date is another thing's; a name may end in "é" as well
    r"\b(?!(?:based|engaged|involved|established|worked|operated|implantée?s?|installée?s?|basée?s?|engagée?s?)\b)"
    r"(?:(?-i:[a-zà-ÿ]\w*(?:ed|ée?s?|ants?))|fled|crisis|conflict|war|crise|conflit|guerre|people|children|living|hit|"
    r"increas\w+)\s$",
    re.IGNORECASE,
)
IN = re.compile(r"\b(?:in|en)\s(?:early\s|late\s|mid-|the\syear\s|l'année\s)?", re.IGNORECASE)
CLOSED = re.compile(
    r"\b(?:between|entre|from|de)\s(?:\w+\s)?(?:19|20)\d\d\s(?:and|et|to|à|until)\b|\bended\b", re.IGNORECASE
)
NAMES_OF_MONTHS: tuple[tuple[str, str], ...] = tuple(
    zip(
        "January February March April May June July August September October November December".split(),
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
        strict=True,
    )
)


LASTING = re.compile(  # what goes on; "has treated 300 children since January" says nothing of when anybody came
    r"(?:(?:has|have|is|are)\s)?(?:\w+ly\s|also\s|now\s|still\s|always\s){0,2}(?:been\s)?(?:\w+ly\s|also\s|now\s|still\s){0,2}"
    r"(?:work|operat|interven|active|present|on\sthe\sground|support|provid|implement|run\b|runs|running|manag|assist|help(?:s|ing)?\b|"
    r"serv|deliver|maintain|led\b|lead|promot|strengthen|respond|carr\w+\sout)"
    r"|travaill|interv|opèr|opér|(?:est|sont|sommes)\s|gèr|gér|souti|souten|appui|mèn|men|met|aide|assist|fourni|dispose|développe|répond",
)


@dataclass(frozen=True, slots=True)
class Since:
    kind: Kind
    key: str
    label: Label


def since_of(statement: Statement, clause: str, opened: bool) -> Since | None:
    """Since when, by the clause or the phrase before it; None where it does not say, or says two dates."""
    if CLOSED.search(clause) or CLOSED.search(statement.leading):
        return None
    if statement.founding or opened:
        dates = [date for match in IN.finditer(clause) if (date := _date_at(clause, match.end()))]
    elif not LASTING.match(clause):
        return None
    else:
        leading = statement.leading
        dates = [
            date for match in SINCE.finditer(leading) if match.start() == 0 and (date := _date_at(leading, match.end()))
        ]
        dates += [
            date
            for match in SINCE.finditer(clause)
            if not ANOTHERS.search(clause[: match.start()]) and (date := _date_at(clause, match.end()))
        ]
    if len(set(dates)) != 1:
        return None
    kind = Kind.FOUNDED if statement.founding else Kind.SINCE
    return Since(kind, dates[0], date_label(dates[0]))


def _date_at(text: str, at: int) -> str | None:
    """The date that begins here, a year at least."""
    value = next((v for v in find_values(text[at : at + 40]) if v.kind == "date" and v.span.start == 0), None)
    return value.key if value and re.match(r"\d{4}", value.key) else None


def date_label(key: str) -> Label:
    """ "2016-01" is "January 2016", "janvier 2016"."""
    year, _, rest = key.partition("-")
    if not rest:
        return Label(year, year)
    month, _, day = rest.partition("-")
    english, french = NAMES_OF_MONTHS[int(month) - 1]
    assert english.casefold() in MONTHS
    number = f"{int(day)} " if day else ""
    return Label(f"{number}{english} {year}", f"{number}{french} {year}")

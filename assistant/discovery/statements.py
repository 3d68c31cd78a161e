"""Turns a sentence into what it states of an organisation: who, the clause from the verb on, the phrase before it.

Knows nothing about what is looked for in a clause. In doubt there is no statement: nothing that is denied, planned,
past, asked, reported as somebody's word, or said of somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.discovery.names import Mention
from assistant.discovery.verbs import FOUNDED, PAST_EN, PAST_FR, PRESENT_EN, PRESENT_FR
from assistant.discovery.vocabulary import places
from assistant.records import Language
from assistant.text.terms import fold

REFUSED = re.compile(  # anywhere in a sentence
    r"\?\s*$|\b(?:not|never|no\slonger|nor|neither|without|cannot|\w+n't|ceased?|suspended|withdrew|withdrawn|former|formerly|"
    r"until|till|used\sto|would|could|should|might|may|will|shall|going\sto|plan(?:s|ned|ning)?\sto|intends?|aims?\sto|hopes?|"
    r"wants?\sto|wish(?:es)?\sto|expects?|considering|proposed|proposes?|if|unless|allegedly|reportedly|claims?|claimed|"
    r"denied|denies|fake|fictional|imagine|left|collapsed|dissolved|(?:and|then|has|have|was|were|it)\s(?:since\s)?closed|"
    r"closed\s(?:its|the|it|in\s\d)|has\sended|(?:a|ont|avons)\s(?:quitté|fermé|mis\sfin|arrêté)|l'a\sfermée?|"
    r"a\sété\s(?:fermée?|dissoute?)|"
    r"ne|n'|pas|jamais|aucune?|ni|sans\s(?:y|plus)|cessé|suspendu\w*|retirée?s?|ancienne?s?|anciennement|jusqu'\w*|"
    r"prévoi\w+|envisage\w*|souhaite\w*|entend|voudrai\w+|veut|veulent|compte\s\w+(?:er|ir|re)|devrai\w+|pourrai\w+|va|vont|"
    r"projette\w*|ambitionne\w*|vise\w*\sà|si|s'il\w*|prétend\w*|affirme\w*|dément\w*|\w{2,}(?:er|ir|dr)(?:a|ont)|"
    r"sera|seront|aura|auront|fera|feront|viendra|viendront)\b",
    re.IGNORECASE,
)
KEPT = re.compile(  # what looks refused and is not
    r"\b(?:not\sonly|non\sseulement|May\s\d{4}|\d{1,2}\sMay|in\sMay|opéra|caméra|Sahara|non-gouvernementale?s?|Sans\sFrontières|"
    r"sans\sfrontières|Without\sBorders|plus\sde)\b"
)
REPORTED = re.compile(
    r"\b(?:said|says|according|reports?|reported|told|selon|d'après|déclar\w+|annonc\w+|indique\w*|announced|stated)\b",
    re.IGNORECASE,
)
BREAK = re.compile(
    r"[;:?!]|\.\s|\s[–—]\s|,?\s(?:which|who|whose|whom|where|while|whereas|because|although|but|unlike|like|that|qui|dont|où|alors\sque|"
    r"tandis\sque|parce\sque|puisque|car|mais|bien\sque|lesquel\w+|contrairement|comme|afin|so\sthat|whilst|"
    r"who're|que|qu'\w+)\b"
)
_HEADS = (
    r"(?:teams?|staff|offices?|field\soffices?|country\soffices?|mission|volunteers|nurses|doctors|équipes?|bureau(?:x)?|personnel|"
    r"agents|bénévoles|volontaires|mission)"
)
HEAD_BEFORE = re.compile(
    rf"(?:^|[\s'])(?:[\w'-]+\s)?{_HEADS}(?:\s\w+)?\s(?:of\s(?:the\s)?|de\s(?:l'|la\s)?|d'|du\s|des\s)$", re.IGNORECASE
)
HEAD_AFTER = re.compile(
    rf"(?:'s|’s)?(?:\s(?:field|local|medical|mobile|country|national))?\s{_HEADS}(?:\sin\s[A-Z][\w-]+)?(?=\s)"
)
_ARTICLE = (
    r"(?:(?:the|l'|la|le|les)\s?(?:(?:[\w'-]+\s){0,2}(?:NGO|ONG|association|organi[sz]ation|charity|foundation|fondation|agency|"
    r"agence)\s)?)?"
)
LEAD = re.compile(  # what may stand before the subject of a sentence
    rf"^{_ARTICLE}$|(?:,|:|^(?:Here|Today|Currently|Now|Ici|Actuellement|Aujourd'hui|Also|In\s\d{{4}}|En\s\d{{4}}|Since\s\d{{4}}|"
    rf"Since\s\d{{4}},?\sin\s[A-Z][\w-]+|Depuis\s\d{{4}})|\s(?:and|et))\s{_ARTICLE}$",
    re.IGNORECASE,
)
JOIN = re.compile(r"\s*(?:,|,?\s(?P<last>and|et|ainsi\sque|as\swell\sas)\s)\s*(?:the\s|l'|la\s|le\s|les\s)?$")
SELF = re.compile(
    r"(?:^|(?<=,\s)|(?<=and\s)|(?<=et\s)|(?<=:\s))(?:we|our\s(?:field\s|local\s|medical\s|mobile\s|country\s)?(?:teams?|staff|organi[sz]ation|offices?|"
    r"association|volunteers)|nous|nos\s(?:équipes|bénévoles|volontaires|agents)|notre\s(?:équipe|organisation|association|ONG|personnel)|"
    r"the\s(?:organi[sz]ation|NGO|association|charity|agency)|l'(?:organisation|ONG|association|agence)|"
    r"(?:the\s[A-Z][\w-]+\s(?:field\s|country\s)?office)|(?:le\sbureau(?:\sde\s(?:zone|terrain))?\sde\s[A-Z][\w-]+))(?=\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """`start` and `end` bound the clause, which begins with the verb; `leading` is what stands before the name."""

    organisations: tuple[str, ...]
    start: int
    end: int
    leading: str
    present: bool
    founding: bool = False


def statements(text: str, mentions: Sequence[Mention], own: str | None, language: Language) -> list[Statement]:
    """What a clean sentence states. `own` is whose document it is.

    "It" and "elle" are nobody: what they stand for is as often a hospital or a project as its organisation.
    """
    if REFUSED.search(KEPT.sub(lambda kept: "_" * len(kept[0]), text)) or REPORTED.search(text):
        return []
    subjects = [*_named(text, mentions), *_itself(text, mentions, own)]
    found: list[Statement] = []
    for organisations, start, after in sorted(subjects, key=lambda subject: subject[2]):
        stated = _stated(text, organisations, start, after, language)
        if stated is not None:
            found.append(stated)
    return [_cut(statement, found) for statement in found]


Subject = tuple[tuple[str, ...], int, int]  # organisations, where the first name stands, where the last one ends


def _named(text: str, mentions: Sequence[Mention]) -> list[Subject]:
    """Names where the subject of a sentence stands; those joined by "and" are one subject."""
    found: list[Subject] = []
    for group in _joined(text, mentions):
        start, end = group[0].start, group[-1].end
        head = HEAD_BEFORE.search(text[:start])
        if head:
            start = head.start() + (text[head.start()] in " '")
        else:
            end = _after_country(text, end)
            after = HEAD_AFTER.match(text, end)
            end = after.end() if after else end
        if LEAD.search(text[:start]):
            found.append((tuple(dict.fromkeys(mention.organisation for mention in group)), start, end))
    return found


def _after_country(text: str, end: int) -> int:
    """Past the country of "World Vision Niger"."""
    country = re.compile(r"\s([A-Z][\w-]+(?:\s[A-Z][\w-]+)?)").match(text, end)
    names = (country[1], country[1].split()[0]) if country else ()
    found = next((name for name in names if fold(name) in places()), None)
    return end + 1 + len(found) if found else end


def _joined(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Names of one list together: "A, B and C", but not "A, B", where A is often of the phrase before."""
    found: list[list[Mention]] = []
    at = 0
    while at < len(mentions):
        end = last = at
        while end + 1 < len(mentions):
            joint = JOIN.match(text[mentions[end].end : mentions[end + 1].start])
            if joint is None:
                break
            end += 1
            last = end if joint["last"] else last
        found.append(list(mentions[at : last + 1]))
        at = last + 1
    return found


def _itself(text: str, mentions: Sequence[Mention], own: str | None) -> list[Subject]:
    """ "we", "our teams", "the Gao office" of whose document it is, where the sentence names nobody else before."""
    if own is None:
        return []
    return [
        ((own,), *match.span())
        for match in SELF.finditer(text)
        if not any(mention.end <= match.start() and mention.organisation != own for mention in mentions)
    ]


def _stated(text: str, organisations: tuple[str, ...], start: int, end: int, language: Language) -> Statement | None:
    founded = FOUNDED.match(text, end)
    present = (PRESENT_EN if language == "en" else PRESENT_FR).match(text, end)
    past = (PAST_EN if language == "en" else PAST_FR).match(text, end)
    verb = past or present
    if founded is not None:
        first = founded.start()
    elif verb is not None:
        first = verb.start("verb")
    else:
        return None
    stop = BREAK.search(text, first)
    end_of_clause = stop.start() if stop else len(text)
    return Statement(
        organisations, first, end_of_clause, text[:start], past is None and founded is None, founded is not None
    )


def _cut(statement: Statement, others: Sequence[Statement]) -> Statement:
    """Ended where the next one's subject begins."""
    ends = [len(other.leading) for other in others if statement.start < len(other.leading) < statement.end]
    if not ends:
        return statement
    return Statement(
        statement.organisations, statement.start, min(ends), statement.leading, statement.present, statement.founding
    )

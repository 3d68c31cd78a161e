"""Turns a question and the ones before it into a question that stands alone, by rules; None when it already does.

Knows nothing about answers or documents. In doubt it leaves the question as it is: a wrong guess costs more than a
question that has to be typed in full.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.answering.follow_up.elements import parse
from assistant.answering.follow_up.fragments import complete
from assistant.answering.follow_up.pronouns import referents, resolve
from assistant.text.language import detect

REMEMBERED = 3  # earlier questions that a pronoun may reach back to
LONGEST = 300  # characters; whoever writes more has said what is meant


def stand_alone(question: str, earlier: Sequence[str], organisations: Collection[str] = ()) -> str | None:
    """What a question means after the earlier ones (oldest first); None where it is to be asked as it is.

    `organisations` are folded names of organisations known from the documents. The result speaks the language of the
    earlier question where its frame is kept, otherwise the question's own.
    """
    asked = " ".join(question.split())
    remembered = [" ".join(text.split()) for text in earlier[-REMEMBERED:] if 0 < len(text) <= LONGEST]
    if not remembered or not asked or len(asked) > LONGEST:
        return None
    parsed = [parse(text, organisations) for text in remembered]
    newest = parsed[-1]
    if len(parsed) > 1:  # the earlier question may itself lean on those before it
        newest = parse(resolve(newest, referents(parsed[:-1])) or newest.text, organisations, newest.language)
        parsed[-1] = newest
    spoken = detect(asked, newest.language)
    found = complete(asked, newest, spoken, organisations)
    found = found or resolve(parse(asked, organisations, spoken), referents(parsed))
    return None if found is None or found == asked else found

"""Turns the words of every place into the one catalogue that pages and API take theirs from.

Knows nothing about layout; a name that two places use is refused when this is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.records import Language
from assistant.web.strings import answers, document_view, keeping, page, server


@dataclass(frozen=True)
class Strings(
    page.PageStrings, answers.AnswerStrings, keeping.KeepingStrings, document_view.ViewStrings, server.ServerStrings
):
    """Visible text in one language; `{names}` are filled in by the caller, escaped."""


FRENCH = Strings(
    **vars(page.FRENCH), **vars(answers.FRENCH), **vars(keeping.FRENCH), **vars(document_view.FRENCH),
    **vars(server.FRENCH),
)  # fmt: skip
ENGLISH = Strings(
    **vars(page.ENGLISH), **vars(answers.ENGLISH), **vars(keeping.ENGLISH), **vars(document_view.ENGLISH),
    **vars(server.ENGLISH),
)  # fmt: skip

STRINGS: dict[Language, Strings] = {"fr": FRENCH, "en": ENGLISH}


def joined(words: Sequence[str], language: Language) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {STRINGS[language].and_} {words[-1]}"

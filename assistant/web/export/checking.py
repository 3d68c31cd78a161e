"""Turns an exported file into the word on each of its citations: same, changed, gone or altered.

Knows nothing about how it was written. A quote is compared with the characters at its offsets in the version whose
SHA-256 it names, white space aside, which editors and mail programs change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.errors import InputError
from assistant.index.versions import State, open_citation
from assistant.web.export.lines import Claim, clean
from assistant.web.export.markdown import claims_of_markdown
from assistant.web.export.word import claims_of_word

LARGEST_BYTES = 20_000_000


class Verdict(StrEnum):
    SAME = "same"  # the document is as it was, and says so there
    CHANGED = "changed"  # the document is another now; the quote is that of the version cited, where that is still kept
    GONE = "gone"  # the document is indexed no longer; likewise
    ALTERED = "altered"  # the file says something that the version it names does not say there, or cannot be checked


@dataclass(frozen=True, slots=True)
class Checked:
    """`checked` is False where the version cited is no longer kept, so that its words could not be compared."""

    number: int
    document: str
    verdict: Verdict
    checked: bool


def check_file(path: Path, index_folder: Path) -> list[Checked]:
    """One line a citation. Raises InputError for a file that holds none, and what opening the index raises."""
    claims = _claims(path)
    if not claims:
        raise InputError(
            en=f"{path.name!r} holds no citation: give a .docx or .md file that was exported from an answer.",
            fr=f"{path.name!r} ne contient aucune citation : indiquez un .docx ou .md exporté depuis une réponse.",
        )
    return [_checked(number, claim, index_folder) for number, claim in enumerate(claims, start=1)]


def _claims(path: Path) -> list[Claim | None]:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
        if len(data) > LARGEST_BYTES:
            raise ValueError
        if data.startswith(b"PK"):
            return claims_of_word(data)
        return claims_of_markdown(data.decode("utf-8-sig"))
    except (OSError, ValueError):
        raise InputError(
            en=f"{path.name!r} cannot be read: give a .docx or .md file that was exported from an answer.",
            fr=f"{path.name!r} est illisible : indiquez un .docx ou .md exporté depuis une réponse.",
        ) from None


def _checked(place: int, claim: Claim | None, index_folder: Path) -> Checked:
    if claim is None:
        return Checked(place, "", Verdict.ALTERED, checked=False)
    try:
        cited = open_citation(index_folder, claim.document, claim.start, claim.end, sha256=claim.sha256)
    except InputError:  # the offsets lie outside the version they name
        return Checked(claim.number, claim.document, Verdict.ALTERED, checked=True)
    if cited.text is not None and _compared(cited.text) != _compared(claim.quote):
        return Checked(claim.number, claim.document, Verdict.ALTERED, checked=True)
    verdicts = {State.SAME: Verdict.SAME, State.CHANGED: Verdict.CHANGED, State.GONE: Verdict.GONE}
    return Checked(claim.number, claim.document, verdicts[cited.state], checked=cited.text is not None)


def _compared(text: str) -> str:
    return " ".join(clean(text).split())

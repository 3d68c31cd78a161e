"""Turns lines of one paragraph into one line: words parted by a hyphen at a line's end are whole again.

Knows nothing about pages. Whether a hyphen belongs to the word is told by the document's other words, else by the
part before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

LETTERS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
LAST_PART = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)-$")
FIRST_PART = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
KEEP_AFTER = frozenset(
    """non sous vice ex mi semi demi quasi contre avant après arrière inter-agences self well long short cross high low
    peut est celui celle ceux celles lui elle eux moi nous vous a t vingt trente quarante cinquante soixante quatre
    dix twenty thirty forty fifty sixty seventy eighty ninety mid pre post co anti pro c'est-à là ci haut bas porte
    grand petit nord sud north south""".split()
)
KEEP_BEFORE = frozenset(
    "là ci ce t il elle ils elles on je tu nous vous le la les même mêmes être delà dessus dessous".split()
)


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """The words that stand whole in these texts, in lower case."""
    return Counter(word.casefold() for text in texts for word in LETTERS.findall(text))


def joined(lines: Iterable[str], known: Counter[str]) -> str:
    """The lines as one."""
    text = ""
    for line in lines:
        text = join(text, line.strip(), known) if text else line.strip()
    return text


def join(before: str, after: str, known: Counter[str]) -> str:
    parted = LAST_PART.search(before)
    following = FIRST_PART.match(after)
    if not parted or not following:
        glued = (
            before.endswith(("-", "–"))
            and not before.endswith((" -", " –"))
            and after[:1].isalnum()
            and len(before) > 1
        )
        return before + after if glued else f"{before} {after}"
    if not following[0][0].islower():
        return before + after
    first, second = parted[1].casefold(), following[0].casefold()
    whole, compound = known[first + second], known[f"{first}-{second}"]
    keep = compound > whole or (compound == whole and (first.rsplit("-", 1)[-1] in KEEP_AFTER or second in KEEP_BEFORE))
    return before + after if keep else before[:-1] + after

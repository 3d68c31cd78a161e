"""Turns documents and the twins among their passages into pairs that say the same: translations and near-duplicates.

Knows nothing about how the pairs are used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from assistant.index.likeness import near_duplicates
from assistant.index.parts import Parts
from assistant.index.store import Store
from assistant.index.twins import NONE, Twins
from assistant.records import Relation

NEAR_DUPLICATE = 0.4  # of the runs of five words of the two together; a fifth of the sentences changed leaves about 0.6
TRANSLATION = 0.5  # of the passages of the shorter one have their twin in the other

Pair = tuple[str, str, Relation, float]


def find_relations(parts: Sequence[Parts], twins: Twins) -> list[Pair]:
    sketches = {one.document.id: one.sketch for one in parts}
    alike = [(a, b, Relation.NEAR_DUPLICATE, share) for a, b, share in near_duplicates(sketches, NEAR_DUPLICATE)]
    return alike + _translations(parts, twins)


def _translations(parts: Sequence[Parts], twins: Twins) -> list[Pair]:
    """Pairs of documents with the share of the shorter one's passages that have their twin in the other."""
    owner = [one.document.id for one in parts for _ in one.passages]
    many = Counter(owner)
    shared = Counter(
        (owner[row], owner[twin])
        for row, twin in enumerate(twins.tolist())
        if NONE != twin and owner[row] < owner[twin]
    )
    found = [(a, b, count / min(many[a], many[b])) for (a, b), count in sorted(shared.items())]
    return [(a, b, Relation.TRANSLATION, share) for a, b, share in found if share >= TRANSLATION]


def translations_among(parts: Sequence[Parts], first: int, twins: Twins, store: Store) -> list[Pair]:
    """The same for a few documents whose passages are the rows from `first` on, and those that were there before."""
    found = []
    row = first
    for one in parts:
        own = twins[row : row + len(one.passages)]
        row += len(one.passages)
        owners = Counter(store.passage(int(twin)).document_id for twin in own if twin != NONE)
        for other, count in sorted(owners.items()):
            share = count / min(len(one.passages), len(store.rows_of(other)))
            if share >= TRANSLATION:
                found.append((one.document.id, other, Relation.TRANSLATION, share))
    return found

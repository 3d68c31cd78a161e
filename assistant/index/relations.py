"""Turns all documents and their passage vectors into pairs that say the same: translations and near-duplicates.

Knows nothing about how the pairs are used.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.index.embedding import Vectors
from assistant.index.likeness import near_duplicates
from assistant.index.parts import Parts
from assistant.records import Relation

NEAR_DUPLICATE = 0.7  # of the runs of five words of the two together


def find_relations(parts: Sequence[Parts], vectors: Vectors) -> list[tuple[str, str, Relation, float]]:
    sketches = {one.document.id: one.sketch for one in parts}
    return [(a, b, Relation.NEAR_DUPLICATE, share) for a, b, share in near_duplicates(sketches, NEAR_DUPLICATE)]

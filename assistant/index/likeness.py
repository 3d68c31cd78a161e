"""Turns texts into sketches and finds those that are nearly the same: MinHash over runs of five words.

Knows nothing about documents. The share of equal places of two sketches estimates the share of runs two texts have in
common (Broder, "On the resemblance and containment of documents", 1997); the numbers are drawn once and for all.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from assistant.text.terms import words

RUN = 5  # words
PLACES = 128
BANDS = 42  # pairs are compared when a whole band of three is equal: overlooked are 1 in 270 at 0.5, 1 in 16 at 0.4
TOO_COMMON = 50  # documents that share a band are compared with this many others at most
_RANDOM = np.random.default_rng(20260701)
_FACTORS = _RANDOM.integers(1, 2**63, PLACES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_SHIFTS = _RANDOM.integers(0, 2**63, PLACES, dtype=np.uint64)
_STEP = np.uint64(0x9E3779B97F4A7C15)


def sketch(text: str) -> bytes:
    """PLACES numbers of four bytes; equal for texts of the same words whatever their spacing and punctuation."""
    hashed = np.fromiter((zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words(text)), np.uint64)
    if not len(hashed):
        return b""
    runs = np.zeros(max(1, len(hashed) - RUN + 1), np.uint64)
    for offset in range(min(RUN, len(hashed))):
        runs = (runs ^ hashed[offset : offset + len(runs)]) * _STEP
        runs ^= runs >> np.uint64(29)
    runs = np.unique(runs)
    least = np.full(PLACES, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(runs), 4096):
        block = runs[start : start + 4096, None] * _FACTORS + _SHIFTS
        least = np.minimum(least, block.min(axis=0))
    return (least >> np.uint64(32)).astype("<u4").tobytes()


def near_duplicates(sketches: Mapping[str, bytes], least: float) -> list[tuple[str, str, float]]:
    """(name, name, share in common) of every pair that shares at least `least`, in the order of the names."""
    numbers = {name: np.frombuffer(one, "<u4") for name, one in sorted(sketches.items()) if one}
    found = []
    for one, other in sorted(set(_candidates(numbers))):
        share = float((numbers[one] == numbers[other]).mean())
        if share >= least:
            found.append((one, other, share))
    return found


def _candidates(numbers: Mapping[str, NDArray[np.uint32]]) -> Iterator[tuple[str, str]]:
    width = PLACES // BANDS
    for band in range(BANDS):
        buckets: dict[bytes, list[str]] = defaultdict(list)
        for name, places in numbers.items():
            buckets[places[band * width : (band + 1) * width].tobytes()].append(name)
        for names in buckets.values():
            for place, one in enumerate(names):
                yield from ((one, other) for other in names[place + 1 : place + 1 + TOO_COMMON])


def near_duplicates_of(
    ones: Mapping[str, bytes], others: Mapping[str, bytes], least: float
) -> list[tuple[str, str, float]]:
    """(name, name, share in common) of every one and each of the others, or another one, that shares at least `least`.

    Each is compared with all, which for a few is quicker than sorting all of them.
    """
    known = {name: sketched for name, sketched in others.items() if sketched and name not in ones}
    names = list(known)
    numbers = np.frombuffer(b"".join(known.values()), "<u4").reshape(len(names), PLACES)
    found = near_duplicates(ones, least)
    for name, sketched in sorted(ones.items()):
        if sketched:
            shares = (numbers == np.frombuffer(sketched, "<u4")).mean(axis=1)
            found += [(name, names[place], float(shares[place])) for place in np.flatnonzero(shares >= least)]
    return found

"""Turns a JSONL corpus into a sample of the acronyms found in it, with what stands around, to be judged by eye.

Knows nothing about indexes. Usage: python -m eval.benchmarks.acronyms CORPUS.jsonl [--sample N] [--seed N]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random

from assistant.text.acronyms import find_acronyms

AROUND = 40  # characters


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    rows = []
    for line in given.corpus.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text = record["text"]
        for found in find_acronyms(text):
            start, end = min(found.at.start, found.span.start), max(found.at.end, found.span.end)
            short, words = text[found.at.start : found.at.end], text[found.span.start : found.span.end]
            rows.append((record.get("lang", ""), short, words, text[max(0, start - AROUND) : end + 10]))
    print(f"{len(rows)} found, {min(given.sample, len(rows))} shown")
    Random(given.seed).shuffle(rows)
    for row in rows[: given.sample]:
        print(" | ".join(" ".join(part.split()) for part in row))


if __name__ == "__main__":
    main()

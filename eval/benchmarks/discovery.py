"""Turns collections of documents into how many lines Discover finds, whether all are proved, and a sample to judge.

Knows nothing about pages or answers. A PATH is a folder of documents or a .jsonl file; each is read alone, as a corpus
of its own. Every citation of every line and mark is compared with its document's slice. The sample, the same for the
same seed, is for a reader to say of each line whether its quote says it.
Usage: python -m eval.benchmarks.discovery PATH [PATH ...] [--sample 40] [--seed 7]
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

from assistant.corpus.reading import read_folder
from assistant.discovery.organisations import build_directory
from assistant.discovery.records import Cited, Directory
from assistant.records import Document


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    found: list[str] = []
    for path in given.paths:
        documents = {document.id: document for document in _read(path)}
        started = time.perf_counter()
        directory = build_directory(documents, documents.__getitem__)
        seconds = time.perf_counter() - started
        characters = sum(len(document.text) for document in documents.values())
        cited = _cited(directory)
        wrong = sum(not _is_slice(documents[one.document], one) for one in cited)
        kinds = Counter(str(line.kind) for profile in directory.profiles for line in profile.lines)
        print(
            f"{path}: {len(documents)} documents, {characters} characters, {seconds:.1f} s; "
            f"{len(directory.profiles)} organisations, {kinds.total()} lines, {len(directory.marks)} marks, "
            f"{len(cited)} citations, {wrong} no slices; {dict(kinds)}"
        )
        found += [
            f"{profile.name} | {line.kind} | {line.label.en} | {' '.join(line.cited[0].quote.split())}"
            for profile in directory.profiles
            for line in profile.lines
        ]
    chosen = random.Random(given.seed).sample(found, min(given.sample, len(found)))
    for number, line in enumerate(chosen, start=1):
        print(f"{number:3} {line}")


def _read(path: Path) -> tuple[Document, ...]:
    if path.is_dir():
        return read_folder(path).documents
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(path, folder)
        return read_folder(Path(folder)).documents


def _cited(directory: Directory) -> list[Cited]:
    lines = [cited for profile in directory.profiles for line in profile.lines for cited in line.cited]
    return lines + [cited for mark in directory.marks for cited in mark.cited]


def _is_slice(document: Document, cited: Cited) -> bool:
    return document.text[cited.span.start : cited.span.end] == cited.quote != ""


if __name__ == "__main__":
    main()

"""Turns a collection of parallel texts into what edition comparison finds of changes planted in it.

Knows nothing about how editions are compared. The same documents are compared unplanted as well: what differs there
already is no planted change and counts apart. FILE is a `parallel.jsonl` or a `corpus.jsonl`, see collections.py.
Usage: python -m eval.benchmarks.edition_changes FILE [--documents 20] [--skip 0] [--seed 1] [--each 10]
       [--french fr] [--show]
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from assistant.discovery.editions.comparing import Comparison, compare_editions
from assistant.discovery.editions.kinds import Kind
from assistant.discovery.editions.units import Edition, edition_of
from assistant.evaluation.figures import share_of
from assistant.index.build import build_index
from assistant.index.embedding import load_encoder
from assistant.index.opened import open_index
from assistant.records import LANGUAGES
from assistant.settings import load_settings
from eval.benchmarks.edition_changes.collections import documents_of
from eval.benchmarks.edition_changes.judging import judge
from eval.benchmarks.edition_changes.planting import plant


def write(folder: Path, documents: list[list[Any]]) -> None:
    folder.mkdir()
    facts = []
    for number, rows in enumerate(documents):
        for language in LANGUAGES:
            name = f"{number:02d}-{language}.txt"
            title, *rest = (row[language] for row in rows if row[language].strip())
            (folder / name).write_text("\n".join((title.strip(), "", *rest, "")), encoding="utf-8")
            fact = f'[[document]]\npath = "{name}"\nlanguage = "{language}"\ntitle = "Document {number:02d}"\n'
            facts.append(fact + (f'translation_of = "{number:02d}-en.txt"\n' if language == "fr" else ""))
    (folder / "sources.toml").write_text("\n".join(facts), encoding="utf-8")


def editions(folder: Path, index_folder: Path, count: int) -> list[tuple[Edition, Edition]]:
    settings = load_settings()
    build_index(folder, index_folder, load_encoder(settings), settings)
    index = open_index(index_folder)
    return [(edition_of(index, f"{number:02d}-en"), edition_of(index, f"{number:02d}-fr")) for number in range(count)]


def comparisons(pairs: list[tuple[Edition, Edition]]) -> tuple[list[Comparison], list[float]]:
    found, times = [], []
    for left, right in pairs:
        began = time.process_time()
        found.append(compare_editions(left, right))
        times.append(time.process_time() - began)
    return found, times


def line(name: str, hits: int, count: int) -> str:
    figure = share_of(hits, count)
    if not count:
        return f"{name:10} none"
    return f"{name:10} {figure['value']:.2f} ({hits} of {count}; {figure['low']:.2f} to {figure['high']:.2f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--french", default="fr")
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    documents = documents_of(given.file, given.documents, given.skip, given.french)
    changed, planted = plant(documents, given.each, random.Random(given.seed))
    with tempfile.TemporaryDirectory() as work:
        versions = []
        for name, texts in (("before", documents), ("after", changed)):
            write(Path(work) / name, texts)
            versions.append(editions(Path(work) / name, Path(work) / "index", len(documents)))
    before, _ = comparisons(versions[0])
    after, times = comparisons(versions[1])
    judged = judge(planted, before, after)
    if given.show:
        for one in judged.missed:
            print("missed", one)
        for name, reports in (("other", judged.others), ("already", judged.already)):
            for number, difference in reports:
                print(name, number, difference)
    print(f"{len(documents)} pairs, {len(planted)} planted changes, seed {given.seed}, skipped {given.skip}")
    for kind in Kind:
        hits, count = (sum(one.kind is kind for one in ones) for ones in (judged.found, planted))
        print(line(kind, hits, count))
    print(line("recall", len(judged.found), len(planted)))
    print(line("precision", len(judged.right), len(judged.right) + len(judged.others)))
    unplanted = sum(len(comparison.differences) for comparison in before)
    print(f"reports of the unplanted pairs: {unplanted} in {len(before)} pairs, {len(judged.already)} of them here too")
    print(f"processor time a pair: median {statistics.median(times):.2f} s, at most {max(times):.2f} s")


if __name__ == "__main__":
    main()

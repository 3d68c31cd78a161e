"""Turns a folder of many documents into the seconds of a full build and of the build after one changed file.

Knows nothing about answers. Takes the first N records of a corpus.jsonl, one file each, and the bundled model; the
share is of `build_index` in one process, with and without the loading of the model.
Usage: python -m eval.benchmarks.reindexing CORPUS.jsonl [--documents 1000]
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import tempfile
import time
from pathlib import Path

from assistant.index.build import build_index
from assistant.index.embedding import load_encoder
from assistant.settings import load_settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    arguments = parser.parse_args()
    records = [json.loads(line) for line in arguments.corpus.read_text(encoding="utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as work:
        corpus, index = Path(work) / "corpus", Path(work) / "index"
        corpus.mkdir()
        for number, record in enumerate(itertools.islice(itertools.cycle(records), arguments.documents)):
            again = f" ({number})" if number >= len(records) else ""  # a repeated record is another text to embed
            text = f"{record['title']}{again}\n\n{record['text']}\n"
            (corpus / f"{number:05d}.txt").write_text(text, encoding="utf-8")
        start = time.perf_counter()
        encoder = load_encoder(load_settings())
        loading = time.perf_counter() - start

        def timed() -> float:
            start = time.perf_counter()
            build_index(corpus, index, encoder, load_settings())
            return time.perf_counter() - start

        full = timed()
        with (corpus / "00000.txt").open("a", encoding="utf-8") as file:
            file.write("\nA sentence that was not there before.\n")
        one = timed()
        nothing = timed()
    print(f"{arguments.documents} documents; loading the model {loading:.1f} s; nothing changed {nothing:.2f} s")
    print(f"full build {full:.1f} s; one changed file {one:.2f} s: {one / full:.2%}")
    all_of_it, again = loading + full, loading + one
    print(f"with the model's loading {all_of_it:.1f} s and {again:.2f} s: {again / all_of_it:.2%}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")


if __name__ == "__main__":
    main()

"""Turns a collection into passages a second: of `assistant index`, and of bare SentenceTransformer.encode beside it.

Knows nothing about answers. Both read the same texts with the same model, prefix and batch size, in turns within one
run. `assistant index` embeds every passage and every sentence; the fair reference is encode over all of these, each
once, and encode over the passages alone is printed as well. COLLECTION is a folder of documents or a corpus.jsonl.
Processor seconds are those of the program and all it started: they hold on a machine that others use as well.
Usage: python -m eval.benchmarks.indexing COLLECTION [--rounds 3] [--records N] [--engine int8|torch] [--no-command]
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.corpus.limits import limits_of
from assistant.corpus.parser import warm_parser
from assistant.corpus.reading import read_folder
from assistant.index.build import build_index
from assistant.index.embedding import BundledEncoder, Int8Encoder, SentenceTransformerEncoder, load_encoder
from assistant.index.parts import make_parts
from assistant.settings import load_settings

Encoder = BundledEncoder | Int8Encoder | SentenceTransformerEncoder
Times = dict[str, list[float]]
STAGES = ("read and split", "embed", "write", "publish")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collection", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--records", type=int, help="so many lines of corpus.jsonl, evenly spread over it")
    parser.add_argument("--engine", choices=["torch", "int8"], default="int8", help="of the command; encode is exact")
    parser.add_argument("--no-command", action="store_true", help="leave out the fresh process")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        measure(corpus_of(arguments.collection, arguments.records, Path(work)), Path(work), arguments)


def corpus_of(collection: Path, records: int | None, work: Path) -> Path:
    """The folder to index: the collection itself, or one that holds lines of its file."""
    if collection.is_dir():
        return collection
    lines = collection.read_text(encoding="utf-8").splitlines()
    step = max(1, len(lines) // records) if records else 1
    corpus = work / "corpus"
    corpus.mkdir()
    (corpus / "corpus.jsonl").write_text("\n".join(lines[::step][:records]) + "\n", encoding="utf-8")
    return corpus


def measure(corpus: Path, work: Path, arguments: argparse.Namespace) -> None:
    settings = load_settings(engine=arguments.engine)
    encoder, exact = load_encoder(settings), load_encoder(load_settings(engine="torch"))
    assert not isinstance(exact, Int8Encoder)
    passages, texts = embedded_texts(corpus, encoder)
    print(
        f"{len(passages)} passages, {len(texts)} different texts to embed, batches of {settings.batch_size}", flush=True
    )
    model, prefix = exact.model, exact.identity.passage_prefix
    stages: dict[str, list[float]] = {stage: [] for stage in STAGES}

    def encode(what: Sequence[str]) -> None:
        model.encode(
            what, prompt=prefix, batch_size=settings.batch_size, normalize_embeddings=True, show_progress_bar=False
        )

    def build(index: Path) -> None:
        marks = [time.perf_counter()]
        last = ""

        def tell(stage: str, done: int, total: int) -> None:
            nonlocal last
            if (stage != last and stage != "read") or (stage == "write" and done == total):
                marks.append(time.perf_counter())
            last = stage

        build_index(corpus, index, encoder, settings, progress=tell)
        warm_parser(limits_of(settings)).close()  # so that its processor time counts here
        marks.append(time.perf_counter())
        for stage, start, end in zip(STAGES, marks, marks[1:], strict=False):
            stages[stage].append(end - start)

    def command(index: Path) -> None:
        asked = [
            sys.executable,
            "-m",
            "assistant.cli",
            "index",
            "--json",
            "--corpus",
            str(corpus),
            "--index",
            str(index),
        ]
        environment = {**os.environ, "ASSISTANT_ENGINE": arguments.engine}
        subprocess.run(asked, capture_output=True, check=True, env=environment)

    ways: dict[str, Callable[[Path], None]] = {
        "encode, all texts": lambda index: encode(texts),
        "assistant index, without start-up": build,
        "encode, passages alone": lambda index: encode(passages),
        "assistant index, a fresh process": command,
    }
    if arguments.no_command:
        del ways["assistant index, a fresh process"]
    encode(texts[:64])  # warm
    wall, processor = alternate(ways, arguments.rounds, work)
    for kind, times in (("time on the clock", wall), ("processor time", processor)):
        print(f"{kind}:")
        for name, taken in times.items():
            show(name, len(passages), taken)
        for way in list(ways)[1::2]:
            for reference in list(ways)[::2]:
                share(way, reference, times)
    spent = sum(statistics.median(taken) for taken in stages.values())
    parts = ", ".join(f"{stage} {statistics.median(taken) / spent:.1%}" for stage, taken in stages.items())
    print(f"of `assistant index` without start-up: {parts}")


def embedded_texts(corpus: Path, encoder: Encoder) -> tuple[list[str], list[str]]:
    """The passages as they are embedded, and all texts that are, each once."""
    settings = load_settings()
    documents = read_folder(corpus, settings=settings).documents
    parts = [make_parts(document, encoder.count_tokens, settings.passage_tokens) for document in documents]
    passages = [text for one in parts for text in one.texts()[: len(one.passages)]]
    return passages, list(dict.fromkeys(text for one in parts for text in one.texts()))


def alternate(ways: dict[str, Callable[[Path], None]], rounds: int, work: Path) -> tuple[Times, Times]:
    """Seconds of each way in each round, on the clock and of the processor; every second round goes backwards."""
    wall: Times = {name: [] for name in ways}
    processor: Times = {name: [] for name in ways}
    for number in range(rounds):
        order = list(ways)[:: 1 if number % 2 == 0 else -1]
        for place, name in enumerate(order):
            start, spent = time.perf_counter(), processor_s()
            ways[name](work / f"index-{number}-{place}")
            wall[name].append(time.perf_counter() - start)
            processor[name].append(processor_s() - spent)
            print(
                f"round {number + 1}, {name}: {wall[name][-1]:.1f} s, {processor[name][-1]:.1f} s of processor",
                flush=True,
            )
    return wall, processor


def processor_s() -> float:
    """Of this process and of all children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def show(name: str, passages: int, seconds: Sequence[float]) -> None:
    rates = [passages / one for one in seconds]
    spread = f"({min(rates):.2f} to {max(rates):.2f})"
    print(
        f"{name}: median {statistics.median(rates):.2f} passages a second {spread}, {statistics.median(seconds):.1f} s"
    )


def share(way: str, reference: str, times: Times) -> None:
    """Speed against the reference: of the medians, and the range over the rounds."""
    rounds = [theirs / ours for ours, theirs in zip(times[way], times[reference], strict=True)]
    whole = statistics.median(times[reference]) / statistics.median(times[way])
    print(f"  {way} against {reference}: {whole:.2f} ({min(rounds):.2f} to {max(rounds):.2f}, n={len(rounds)})")


if __name__ == "__main__":
    main()

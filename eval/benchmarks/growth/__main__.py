"""Turns numbers of passages into build time, size on disk, memory, and time and recall of searching, with plots.

Knows nothing about reading files and embedding, whose time grows with the text and is measured elsewhere. The real
passages of the collections are read, split and embedded once; made.py says how they are multiplied. Then everything
that a build writes is written by the program's own code. Every step is a process of its own.
Usage: python -m eval.benchmarks.growth prepare COLLECTION... --work DIR
       python -m eval.benchmarks.growth build|serve|answer|add PASSAGES --work DIR
       python -m eval.benchmarks.growth exact --work DIR
       python -m eval.benchmarks.growth codes ROWS [KIND ...] --work DIR
       python -m eval.benchmarks.growth draw --work DIR
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from assistant.corpus.reading import Corpus
from assistant.index import assembling, build
from assistant.index.before import Before, reading_key
from assistant.index.build import build_index
from assistant.index.embedding import load_encoder
from assistant.index.generations import generations, new_generation, publish, writing
from assistant.index.opened import open_index
from assistant.records import FileReport
from assistant.settings import load_settings
from eval.benchmarks.growth.comparing import compare_codes, time_exact
from eval.benchmarks.growth.drawing import draw
from eval.benchmarks.growth.made import MadeCache, Pool, make
from eval.benchmarks.growth.measuring import measure, memory

QUESTIONS = 300
TIMED = ("write_vectors", "find_twins", "find_relations", "resolve", "write_store", "write_terms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=("prepare", "build", "serve", "answer", "add", "exact", "codes", "draw"))
    parser.add_argument("given", nargs="*")
    parser.add_argument("--work", type=Path, required=True)
    arguments = parser.parse_args()
    work: Path = arguments.work
    if arguments.step == "prepare":
        return prepare([Path(name) for name in arguments.given], work)
    if arguments.step == "draw":
        return draw(work)
    if arguments.step == "exact":
        return tell(work, "exact", time_exact(work, Pool(open_index(work / "real"))))
    passages = int(arguments.given[0])
    index = work / f"{passages}" / "index"
    result = {
        "build": lambda: build_made(work, passages),
        "serve": lambda: measure(work, index, with_models=False),
        "answer": lambda: measure(work, index, with_models=True),
        "add": lambda: add(work, passages),
        "codes": lambda: compare_codes(work, Pool(open_index(work / "real")), passages, arguments.given[1:]),
    }[arguments.step]()
    tell(work, f"{passages}-{arguments.step}", result)


def tell(work: Path, name: str, result: dict[str, Any]) -> None:
    (work / f"{name}.json").write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(json.dumps(result, indent=1))


def prepare(collections: list[Path], work: Path) -> None:
    """The real index, and questions of both languages with their vectors."""
    corpus = work / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    rows = []
    for folder in collections:
        shutil.copyfile(folder / "corpus.jsonl", corpus / f"{folder.name}.jsonl")
        lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
        rows += [row for row in map(json.loads, lines) if row.get("lang") in ("fr", "en")]
    encoder = load_encoder(load_settings())
    report = build_index(corpus, work / "real", encoder, load_settings())
    chosen = []
    for language in ("fr", "en"):
        spoken = [row for row in rows if row["lang"] == language]
        chosen += random.Random(1).sample(spoken, min(QUESTIONS // 2, len(spoken)))
    random.Random(2).shuffle(chosen)
    kept = [{"question": row["question"], "lang": row["lang"]} for row in chosen]
    (work / "questions.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    np.save(work / "questions.npy", encoder.encode_questions([row["question"] for row in kept]))
    print(f"{report.documents} documents, {report.passages} passages, {len(kept)} questions")


def build_made(work: Path, passages: int) -> dict[str, Any]:
    """Everything a build writes, timed by parts."""
    folder = work / f"{passages}"
    shutil.rmtree(folder, ignore_errors=True)
    index_folder = folder / "index"
    encoder, settings = load_encoder(load_settings()), load_settings()
    pool = Pool(open_index(work / "real"))
    made = make(pool, passages, folder / "corpus")
    before = Before(None, reading_key(encoder, settings))
    for one in made.parts:
        before.known(folder / "corpus" / one.document.path, one.document.path, None)
    reports = tuple(FileReport(one.document.path, "read", 1) for one in made.parts)
    corpus = Corpus(tuple(one.document for one in made.parts), (), reports)
    cache = MadeCache(pool, made, encoder)
    times: dict[str, float] = {}
    spent: dict[str, float] = {}
    for name in TIMED:
        setattr(assembling, name, _timed(times, spent, name, getattr(assembling, name)))
    held, load = memory(), os.getloadavg()
    start, cpu = time.perf_counter(), time.process_time()
    with writing(index_folder):
        temporary = new_generation(index_folder)
        written = assembling.write_files(
            temporary,
            made.parts,
            before.files(corpus),
            before,
            cache,
            lambda *_: None,  # type: ignore[arg-type]  # as much of a cache as is asked for
        )
        times["all files"] = time.perf_counter() - start
        built_from = build._fingerprint(made.parts, encoder, settings)
        manifest = build._manifest(temporary, built_from, corpus, made.parts, encoder, settings, written.kinds)
        times["hashes"] = time.perf_counter() - start - times["all files"]
        publish(index_folder, temporary, manifest)
    times["in force"], spent["in force"] = time.perf_counter() - start, time.process_time() - cpu
    (in_force,) = generations(index_folder)
    sizes = {path.name: path.stat().st_size for path in in_force.iterdir() if path.is_file()}
    sizes["terms"] = sum(path.stat().st_size for path in (in_force / "terms").iterdir())
    return {
        "passages": manifest.passages,
        "sentences": manifest.sentences,
        "documents": len(made.parts),
        "text_mb": round(sum(len(one.document.text.encode()) for one in made.parts) / 1e6),
        "cosine_to_real": round(float(np.mean(cache.nearness)), 3),
        "kinds": {name: repr(kind) for name, kind in written.kinds.items()},
        "seconds": {name: round(seconds, 1) for name, seconds in times.items()},
        "cpu_seconds": {name: round(seconds, 1) for name, seconds in spent.items()},
        "load": {"before": load, "after": os.getloadavg()},
        "megabytes": {name: round(size / 1e6, 1) for name, size in sorted(sizes.items())},
        "memory_mb": {"before": held, "after": memory()},
    }


def add(work: Path, passages: int) -> dict[str, Any]:
    """One new file, and the program's own build over the folder with it; the model is loaded before."""
    folder = work / f"{passages}"
    encoder, settings = load_encoder(load_settings()), load_settings()
    number = len(list((folder / "corpus").glob("new-*.txt")))
    text = f"Le puits numéro {number} de Kidal\n\n" + "Le forage a été achevé en mai. L'eau est claire. " * 20
    (folder / "corpus" / f"new-{number}.txt").write_text(text, encoding="utf-8")
    held, load, start, cpu = memory(), os.getloadavg(), time.perf_counter(), time.process_time()
    stages: dict[str, float] = {}

    def told(stage: str, done: int, total: int) -> None:
        stages.setdefault(stage, round(time.perf_counter() - start, 2))

    report = build_index(folder / "corpus", folder / "index", encoder, settings, progress=told)
    seconds, spent = time.perf_counter() - start, time.process_time() - cpu
    index = open_index(folder / "index")
    found = index.store.summary(f"new-{number}")
    return {
        "seconds": round(seconds, 2), "cpu_seconds": round(spent, 2), "load": load, "stages_began_s": stages,
        "generation": report.generation, "embedded": report.embedded, "documents": report.documents,
        "found": found is not None, "memory_mb": {"before": held, "after": memory()},
    }  # fmt: skip


def _timed(
    times: dict[str, float], spent: dict[str, float], name: str, action: Callable[..., Any]
) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        start, cpu = time.perf_counter(), time.process_time()
        try:
            return action(*given, **named)
        finally:
            label = f"{name} {Path(given[0]).name}" if name == "write_vectors" else name
            times[label], spent[label] = time.perf_counter() - start, time.process_time() - cpu

    return timed


if __name__ == "__main__":
    main()

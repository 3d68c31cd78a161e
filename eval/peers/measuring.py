"""Turns one searching program into its figures: indexing, warm questions, memory, and what it found.

Knows nothing about any of them, and needs nothing but Python: it runs in the environment of each.
Standard input: a job as JSON; standard output: its figures as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any, Protocol

PASSAGES = 20  # asked for, so that five documents are among them
DOCUMENTS = 5
WARM_UP = 5


class Program(Protocol):
    def index(self, documents: list[dict[str, str]]) -> int:
        """Make all documents ready for searching; gives how many passages they were cut into."""
        ...

    def search(self, question: str, k: int) -> list[str]:
        """The document of each of the best k passages, best first."""
        ...


def measure(make: Any) -> None:
    """`make` is given the model's folder and an empty one, and gives a Program that has loaded the model."""
    job = json.loads(sys.stdin.read())
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print is not an answer
    documents = [json.loads(line) for line in _lines(job["corpus"])]
    questions = [json.loads(line) for line in _lines(job["queries"])]
    start = time.perf_counter()
    program: Program = make(job["model"], job["folder"])
    loading_s = time.perf_counter() - start
    start, before = time.perf_counter(), _processor_s()
    passages = program.index(documents)
    indexing_s, indexing_processor_s = time.perf_counter() - start, _processor_s() - before
    for question in questions[:WARM_UP]:
        program.search(question["question"], PASSAGES)
    found, times_ms, processor_ms = {}, [], []
    for question in questions:
        start, before = time.perf_counter(), _processor_s()
        hits = program.search(question["question"], PASSAGES)
        times_ms.append(1000 * (time.perf_counter() - start))
        processor_ms.append(1000 * (_processor_s() - before))
        found[question["id"]] = list(dict.fromkeys(hits))[:DOCUMENTS]
    record = {
        "loading_s": loading_s,
        "indexing_s": indexing_s,
        "indexing_processor_s": indexing_processor_s,
        "passages": passages,
        "times_ms": times_ms,
        "processor_ms": processor_ms,
        "found": found,
        "serving_mb": _resident_mb(),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    json.dump(record, answers)
    answers.close()


def _lines(path: str) -> list[str]:
    with Path(path).open(encoding="utf-8") as file:
        return [line for line in file if line.strip()]


def _processor_s() -> float:
    """Of all threads of this process and of the processes that it has waited for: what others do hardly counts."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

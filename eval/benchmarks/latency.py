"""Turns a question set and a built index into latencies: cold command, bare query embedding, warm question.

Knows nothing about right answers. Medians, ranges and ratios within one run; absolute times mean little on a shared
machine. Usage: python -m eval.benchmarks.latency [--index DIR] [--questions FILE] [--limit 60]
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.answering.assistant import open_assistant
from assistant.evaluation.questions import read_questions
from assistant.index.embedding import load_encoder
from assistant.settings import load_settings

COLD_RUNS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--questions", type=Path, default=Path("eval/questions/report.jsonl"))
    parser.add_argument("--limit", type=int, default=60)
    arguments = parser.parse_args()
    questions = [question.text for question in read_questions(arguments.questions)[: arguments.limit]]
    cold(arguments.index, questions[0])
    encoder = load_encoder(load_settings())
    reference = timed(lambda text: encoder.encode_questions([text]), questions)
    show("bare query embedding", reference, reference)
    for evidence in ("off", "bundled"):
        assistant = open_assistant(arguments.index, load_settings(evidence_model=evidence), encoder)
        show(f"warm question, evidence model {evidence}", timed(assistant.ask, questions), reference)


def cold(index: Path, question: str) -> None:
    """The whole command from a cold shell, and what its own timings say of importing and loading."""
    command = [sys.executable, "-m", "assistant.cli", "ask", question, "--json", "--index", str(index)]
    totals, loads = [], []
    for _ in range(COLD_RUNS):
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        totals.append(time.perf_counter() - start)
        loads.append(json.loads(done.stdout)["timings_ms"]["load"] / 1000)
    print(f"cold `assistant ask`: {line(totals, 's')}; of which importing and loading {line(loads, 's')}")


def timed(function: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Milliseconds for each question, after a few to warm up."""
    for question in questions[:5]:
        function(question)
    times = []
    for question in questions:
        start = time.perf_counter()
        function(question)
        times.append((time.perf_counter() - start) * 1000)
    return times


def show(name: str, times: Sequence[float], reference: Sequence[float]) -> None:
    ratio = statistics.median(times) / statistics.median(reference)
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{name}: {line(times, 'ms')}, p95 {p95:.0f} ms, {ratio:.1f} × the bare query embedding (n={len(times)})")


def line(times: Sequence[float], unit: str) -> str:
    return f"median {statistics.median(times):.1f} {unit} ({min(times):.1f} to {max(times):.1f})"


if __name__ == "__main__":
    main()

"""Turns an index and questions into where a warm question's time goes, what starting costs, and how much memory serves.

Knows nothing about right answers. Both engines in one run, in turns; milliseconds are medians with their middle halves,
and processor time stands beside the clock. Cold starts are fresh processes: the files are in the system's cache.
Usage: python -m eval.benchmarks.asking [--index DIR] [--limit 40] [--starts 3] [--plot FILE.svg]
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.answering.assistant import Assistant, open_assistant
from assistant.evaluation.questions import read_questions
from assistant.settings import INT8, TORCH, load_settings

PARTS = ("language", "query embedding", "retrieval", "evidence model", "rest of evidence", "decide and word", "total")
Table = dict[str, dict[str, list[float]]]  # engine -> part -> milliseconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--questions", type=Path, default=Path("eval/questions/report.jsonl"))
    parser.add_argument("--limit", type=int, default=40)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--plot", type=Path, help="draw the table of parts as an SVG")
    arguments = parser.parse_args()
    questions = [question.text for question in read_questions(arguments.questions)]
    step = max(1, len(questions) // arguments.limit)
    table = profile(arguments.index, questions[::step][: arguments.limit])
    show(table)
    if arguments.plot:
        arguments.plot.write_text(drawn(table), encoding="utf-8")
    starts(arguments.index, questions[0], arguments.starts)


def profile(index: Path, questions: Sequence[str]) -> Table:
    assistants = {name: open_assistant(index, load_settings(engine=name)) for name in (INT8, TORCH)}
    inner = {name: timed_models(assistant) for name, assistant in assistants.items()}
    table: Table = {name: defaultdict(list) for name in assistants}
    for number, question in enumerate([*questions[:5], *questions]):
        for name, assistant in assistants.items():
            inner[name].clear()
            spent = processor_s()
            stages = assistant.ask(question).timings_ms
            spent = 1000 * (processor_s() - spent)
            if number < 5 or "evidence" not in stages:
                continue  # warming up, or refused before anything was read
            embed, read = inner[name].get("embed", 0.0), inner[name].get("read", 0.0)
            found = {
                "language": stages.get("language", 0.0),
                "query embedding": embed,
                "retrieval": stages["retrieve"] + stages["embed"] - embed,
                "evidence model": read,
                "rest of evidence": stages["evidence"] - read,
                "decide and word": stages.get("decide", 0.0) + stages.get("word", 0.0),
                "total": stages["total"],
                "processor": spent,
            }
            for part, value in found.items():
                table[name][part].append(value)
            table[name]["all but the models"].append(stages["total"] - embed - read)
    return table


def timed_models(assistant: Assistant) -> dict[str, float]:
    """Milliseconds of the last question's embedding and reading, noted around the two models."""
    noted: dict[str, float] = {}

    def around(owner: Any, method: str, name: str) -> None:
        run = getattr(owner, method)

        def noting(*given: Any) -> Any:
            start = time.perf_counter()
            made = run(*given)
            noted[name] = noted.get(name, 0.0) + 1000 * (time.perf_counter() - start)
            return made

        setattr(owner, method, noting)

    around(assistant.retriever.encoder, "encode_questions", "embed")
    around(assistant.deliberator.reader, "read", "read")
    return noted


def show(table: Table) -> None:
    parts = [*PARTS, "all but the models", "processor"]
    heads = [f"{name}, ms (n={len(found['total'])})" for name, found in table.items()]
    print(f"| part | {' | '.join(heads)} |")
    print("|---|" + "--:|" * len(table))
    for part in parts:
        print(f"| {part} | {' | '.join(cell(found[part]) for found in table.values())} |")
    bare = statistics.median(table[TORCH]["query embedding"])
    for name, found in table.items():
        rest = statistics.median(found["all but the models"])
        print(f"{name}: everything but the models is {rest / bare:.0%} of the exact bare query embedding")


def cell(values: Sequence[float]) -> str:
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{middle:.1f} ({low:.1f} to {high:.1f})"


def drawn(table: Table) -> str:
    """One bar an engine, a stretch for each part."""
    colours = ("#888", "#4477aa", "#66ccee", "#228833", "#ccbb44", "#ee6677")
    medians = {name: [statistics.median(found[part]) for part in PARTS[:-1]] for name, found in table.items()}
    scale = 560 / max(sum(values) for values in medians.values())
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="720" height="150" font-family="sans-serif" font-size="13">'
    ]
    for row, (name, values) in enumerate(medians.items()):
        place, top = 60.0, 10 + 40 * row
        lines.append(f'<text x="5" y="{top + 20}">{name}</text>')
        for value, colour in zip(values, colours, strict=True):
            lines.append(f'<rect x="{place:.1f}" y="{top}" width="{value * scale:.1f}" height="30" fill="{colour}"/>')
            place += value * scale
        lines.append(f'<text x="{place + 5:.0f}" y="{top + 20}">{sum(values):.0f} ms</text>')
    for number, (part, colour) in enumerate(zip(PARTS, colours, strict=False)):
        left, top = 60 + 200 * (number % 3), 100 + 22 * (number // 3)
        lines.append(f'<rect x="{left}" y="{top}" width="12" height="12" fill="{colour}"/>')
        lines.append(f'<text x="{left + 18}" y="{top + 11}">{part}</text>')
    return "\n".join([*lines, "</svg>", ""])


def starts(index: Path, question: str, times: int) -> None:
    """Fresh processes: `assistant ask`, and `assistant serve` until its page answers, with the memory it then holds."""
    for name in (INT8, TORCH):
        asked, served, memory, processor = [], [], [], []
        environment = {**os.environ, "ASSISTANT_ENGINE": name}
        for _ in range(times):
            start, spent = time.perf_counter(), children_s()
            command = [sys.executable, "-m", "assistant.cli", "ask", question, "--index", str(index)]
            subprocess.run(command, env=environment, check=True, capture_output=True)
            asked.append(time.perf_counter() - start)
            processor.append(children_s() - spent)
            seconds, megabytes = serve_once(index, question, environment)
            served.append(seconds)
            memory.append(megabytes)
        print(f"{name}: `assistant ask` {line(asked)} s, {line(processor)} s of processor", flush=True)
        print(f"{name}: page answers after {line(served)} s; serving holds {line(memory)} MB after ten questions")


def serve_once(index: Path, question: str, environment: dict[str, str]) -> tuple[float, float]:
    start = time.perf_counter()
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "38791", "--index", str(index)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        address = next(found for line in process.stderr if (found := re.search(r"http://\S+", line)))[0].rstrip("/.")
        urllib.request.urlopen(address, timeout=60).read()
        seconds = time.perf_counter() - start
        for number in range(10):
            url = f"{address}/api/ask"
            body = f'{{"question": "{question} {number}"}}'.encode()
            asked = urllib.request.Request(url, body, {"Content-Type": "application/json"})
            urllib.request.urlopen(asked, timeout=120).read()
        status = Path(f"/proc/{process.pid}/status").read_text("ascii")
        return seconds, int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024
    finally:
        process.terminate()
        process.wait()


def processor_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def line(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.1f} ({min(values):.1f} to {max(values):.1f})"


if __name__ == "__main__":
    main()

"""Turns a server of its own and a question set into figures of load: latencies of many readers, memory over time.

Knows nothing about right answers. Every question goes over the HTTP API; one is lost when neither an answer nor an
error came back. Usage: python -m eval.benchmarks.load [--index DIR] readers [--users 20] [--seconds 900] [--pause 15]
                        python -m eval.benchmarks.load [--index DIR] memory [--count 2000]
"""

from __future__ import annotations

from locust import HttpUser, constant_pacing, task  # isort: skip - patches sockets and must come first
from locust.env import Environment  # isort: skip

import argparse
import itertools
import json
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gevent
import psutil
import requests

from assistant.evaluation.questions import read_questions

WARM_UP = 20
ANSWER_WITHIN_S = 60
MEGABYTE = 1024 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--questions", type=Path, default=Path("eval/questions/report.jsonl"))
    modes = parser.add_subparsers(dest="mode", required=True)
    readers = modes.add_parser("readers")
    readers.add_argument("--users", type=int, default=20)
    readers.add_argument("--seconds", type=int, default=900)
    readers.add_argument("--pause", type=float, default=15, help="seconds from question to question of one reader")
    memory = modes.add_parser("memory")
    memory.add_argument("--count", type=int, default=2000)
    given = parser.parse_args()
    questions = [question.text for question in read_questions(given.questions)]
    random.Random(0).shuffle(questions)
    with running_server(given.index) as (address, server):
        for question in questions[:WARM_UP]:
            ask(address, question)
        if given.mode == "readers":
            print(json.dumps(many_readers(address, questions, given.users, given.seconds, given.pause)))
        else:
            print(json.dumps(many_questions(address, questions, given.count, server)))


@contextmanager
def running_server(index: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Our own server on a free port, ready, and its process."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant.cli", "serve", "--index", str(index), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        try:
            line = server.stderr.readline()
            if not line.startswith("Ready"):
                sys.exit(f"The server did not start: {line}{server.stderr.read()}")
            yield f"http://127.0.0.1:{port}", psutil.Process(server.pid)
        finally:
            server.terminate()


def ask(address: str, question: str) -> None:
    requests.post(f"{address}/api/ask", json={"question": question}, timeout=ANSWER_WITHIN_S).raise_for_status()


def many_readers(address: str, questions: list[str], users: int, seconds: int, pause: float) -> dict[str, object]:
    """Each reader asks every `pause` seconds; those who wait at the end still get their answer."""
    left, sent = itertools.cycle(questions), itertools.count()

    class Reader(HttpUser):
        host = address
        wait_time = constant_pacing(pause)

        @task
        def ask(self) -> None:
            next(sent)
            self.client.post("/api/ask", json={"question": next(left)}, timeout=ANSWER_WITHIN_S)

    environment = Environment(user_classes=[Reader], stop_timeout=ANSWER_WITHIN_S)
    runner = environment.create_local_runner()
    runner.start(users, spawn_rate=users / pause)  # spread over one pause
    gevent.sleep(seconds)
    runner.quit()
    total, asked = environment.stats.total, next(sent)
    errors = {f"{error.error}": error.occurrences for error in environment.stats.errors.values()}
    return {
        "users": users, "seconds": seconds, "questions": asked,
        "p50_ms": total.get_response_time_percentile(0.5), "p95_ms": total.get_response_time_percentile(0.95),
        "max_ms": round(total.max_response_time), "errors": errors, "lost": asked - total.num_requests,
    }  # fmt: skip


def many_questions(address: str, questions: list[str], count: int, server: psutil.Process) -> dict[str, object]:
    """One after another, a connection each; `every_tenth_mb` shows whether memory goes on growing or levels off."""
    sizes = [server.memory_info().rss / MEGABYTE]
    for question in itertools.islice(itertools.cycle(questions), count):
        ask(address, question)
        sizes.append(server.memory_info().rss / MEGABYTE)
    figures = {"before_mb": sizes[0], "after_mb": sizes[-1], "most_mb": max(sizes), "grown_mb": sizes[-1] - sizes[0]}
    curve = [round(sizes[count * tenth // 10]) for tenth in range(11)]
    return {"questions": count, **{name: round(size, 1) for name, size in figures.items()}, "every_tenth_mb": curve}


if __name__ == "__main__":
    main()

"""Turns a run of many questions, started from the page, into how often its progress moves and how it stops.

Knows nothing about how a run is made. Run: python -m eval.benchmarks.measure_page [--questions 500] [--watch SECONDS]
A server of its own over the repository's documents; the questions are those of eval/questions, said again until there
are enough. Three things are measured: the longest time that the page showed the same progress, the time from pressing
Stop until the page says that it stopped, and whether the results are there after a reload.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, TimeoutError, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
OPENINGS = {"fr": ("", "Dites-moi : ", "Une question : "), "en": ("", "Please tell me: ", "One question: ")}
WATCH = """() => {
  window.moves = [];
  const progress = document.getElementById("progress");
  const move = () => window.moves.push([performance.now(), progress.textContent]);
  new MutationObserver(move).observe(progress, { childList: true, subtree: true, characterData: true });
  move();
}"""


def made_set(count: int) -> bytes:
    """So many questions: ours, then the same in other words, each with an id of its own."""
    records = []
    for name in ("report", "calibration"):
        lines = (ROOT / "eval" / "questions" / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
        records += [json.loads(line) for line in lines if line.strip()]
    found = []
    for number in range(count):
        record = records[number % len(records)]
        openings = OPENINGS[record["language"]]
        opening = openings[number // len(records) % len(openings)]
        found.append({**record, "id": f"m-{number:04d}", "question": opening + record["question"]})
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in found).encode()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server over the repository's documents, indexed in the folder."""
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "assistant.cli"]
    subprocess.run([*command, "index"], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*command, "serve", "--port", str(port)], cwd=folder, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.stderr is not None
        assert server.stderr.readline().startswith("Ready")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def opened(page: Page, origin: str) -> None:
    page.goto(f"{origin}/en/measure/")
    page.wait_for_selector("#results p, #results table")  # what was looked up when the page was opened has come


def start(page: Page, name: str) -> None:
    choose(page, "#set", name)
    page.evaluate(WATCH)
    page.click("#start")
    page.wait_for_selector("#progress .job")


def choose(page: Page, where: str, name: str) -> None:
    page.locator(f"{where} input").click()
    page.get_by_role("option", name=name, exact=True).click()


def longest_gap_s(page: Page) -> tuple[float, float, int]:
    """The longest time between two different texts of the progress, the 99th percentile, and how many there were."""
    moves: list[tuple[float, str]] = page.evaluate("window.moves")
    times = [at for place, (at, said) in enumerate(moves) if place == 0 or said != moves[place - 1][1]]
    gaps = sorted((b - a) / 1000 for a, b in pairwise(times[1:]))  # the first waits for the press
    return gaps[-1], gaps[int(0.99 * (len(gaps) - 1))], len(times)


def measured(page: Page, origin: str, count: int, stop_at: int, watch_s: int) -> dict[str, Any]:
    opened(page, origin)
    page.locator("#add summary").click()
    page.set_input_files(
        "#files", [{"name": "many.jsonl", "mimeType": "application/x-ndjson", "buffer": made_set(count)}]
    )
    page.click("#upload button")
    page.wait_for_selector("#sent-told.told")
    found: dict[str, Any] = {"questions": count}
    page.wait_for_function("document.querySelector('#set input')?.value === 'many'")

    start(page, "many")  # stopped on the way
    page.wait_for_function(f"parseInt(document.querySelector('#progress .job progress')?.value) >= {stop_at}",
                           timeout=600_000)  # fmt: skip
    began = time.perf_counter()
    page.click("#stop-run")
    page.wait_for_selector("#progress .told", timeout=30_000)
    found["stopped_after_s"] = round(time.perf_counter() - began, 2)
    found["said"] = page.inner_text("#progress")
    page.wait_for_selector("#results .message", timeout=60_000)
    found["partial_shown"] = page.inner_text("#results .message")

    page.reload()
    page.wait_for_selector("#results table", timeout=60_000)
    found["after_reload"] = page.inner_text("#results table tbody tr:first-child")

    page.click("#resume")  # the same run, with a reload on the way
    page.wait_for_selector("#progress .job progress[max]", timeout=600_000)
    page.reload()
    page.wait_for_selector("#progress .job", timeout=60_000)
    page.evaluate(WATCH)
    began = time.perf_counter()
    with suppress(TimeoutError):
        page.wait_for_selector("#progress .told", timeout=watch_s * 1000)
    found["watched_s"] = round(time.perf_counter() - began, 1)
    longest, most, moves = longest_gap_s(page)
    found |= {"longest_gap_s": round(longest, 2), "gap_p99_s": round(most, 2), "moves": moves}
    if page.locator("#progress .job").count():
        began = time.perf_counter()
        page.click("#stop-run")
        page.wait_for_selector("#progress .told", timeout=30_000)
        found["stopped_again_after_s"] = round(time.perf_counter() - began, 2)
    found["ended"] = page.inner_text("#progress")
    page.reload()
    page.wait_for_selector("#results table", timeout=60_000)
    found["after_last_reload"] = page.inner_text("#results table tbody tr:first-child")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--stop-at", type=int, default=40)
    parser.add_argument("--watch", type=int, default=7200, help="seconds after which the run is stopped again")
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM") or shutil.which("chromium"))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium, args=["--no-sandbox"])
        page = browser.new_page(locale="en-GB")
        page.set_default_timeout(60_000)
        print(
            json.dumps(
                measured(page, origin, given.questions, given.stop_at, given.watch), indent=1, ensure_ascii=False
            )
        )
        browser.close()


if __name__ == "__main__":
    main()

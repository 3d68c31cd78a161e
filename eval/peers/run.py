"""Turns folders of documents and questions into a table of txtai, LlamaIndex, Haystack and us beside each other.

Knows nothing about how any of them works: each runs in an environment of its own, in a process of its own, one after
the other, on the same documents, questions and model folder. Ours runs three times: on that folder in 32 bits as they
do, on it as it would by itself, and as it is shipped.
Usage: python -m eval.peers.run SET [SET ...] [--cache DIR] [--output FOLDER] [--only NAME ...]
A SET is a folder with corpus.jsonl {id, lang, title, text} and queries.jsonl {id, lang, question, relevant}.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eval.peers.model_folder import save_model_folder

HERE = Path(__file__).parent
PEERS = ("txtai", "llamaindex", "haystack")
OURS = {  # whether on the model folder, and with which engine
    "assistant, same model folder, 32 bits": (True, "torch"),
    "assistant, same model folder": (True, "auto"),
    "assistant, as shipped": (False, "auto"),
}
NAMES = (*PEERS, *OURS)
DIRECTIONS = (("fr", "fr"), ("en", "en"), ("fr", "en"), ("en", "fr"))
QUIET = {"HF_HUB_OFFLINE": "1", "HAYSTACK_TELEMETRY_ENABLED": "False", "TRANSFORMERS_VERBOSITY": "error"}
Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "assistant-peers")
    parser.add_argument("--output", type=Path, help="keep the figures and every question's hits here, as JSON")
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES)
    arguments = parser.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    pythons = {name: environment(name, arguments.cache) for name in arguments.only if name in PEERS}
    model = arguments.cache / "model" / "model"
    if not (model / "modules.json").is_file():
        save_model_folder(arguments.cache / "model")
    for folder in arguments.sets:
        rows: dict[str, Figures] = {}
        for name in arguments.only:
            rows[name] = run(name, folder, model, pythons)
            if arguments.output:
                arguments.output.mkdir(parents=True, exist_ok=True)
                (arguments.output / f"{folder.name}.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")
        print(table(folder, rows), flush=True)


def environment(name: str, cache: Path) -> Path:
    """The Python of a peer's own environment, made anew when what is pinned changes."""
    pinned = HERE / f"requirements-{name}.txt"
    state = hashlib.sha256(pinned.read_bytes()).hexdigest()
    folder, marker = cache / name, cache / name / "installed"
    if not marker.is_file() or marker.read_text() != state:
        print(f"installing {name}", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "-r", str(pinned)]
        subprocess.run(command, check=True)
        marker.write_text(state)
    return folder / "bin" / "python"


def run(name: str, folder: Path, model: Path, pythons: dict[str, Path]) -> Figures:
    """One program's figures; what it could not do is kept as `failed`."""
    program = HERE / (f"{name}_program.py" if name in PEERS else "own_program.py")
    print(f"{folder.name}: {name}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as empty:
        same, engine = OURS.get(name, (True, "auto"))
        job = {
            "corpus": str(folder / "corpus.jsonl"),
            "queries": str(folder / "queries.jsonl"),
            "model": str(model.resolve()) if same else "",
            "folder": empty,
        }
        command = [str(pythons.get(name, Path(sys.executable))), str(program)]
        done = subprocess.run(
            command, input=json.dumps(job), capture_output=True, text=True,
            env={**os.environ, **QUIET, "ASSISTANT_ENGINE": engine}, cwd=empty,
        )  # fmt: skip
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        return {"failed": done.stderr.strip().splitlines()[-1:]}
    figures: Figures = json.loads(done.stdout)
    figures["load"] = os.getloadavg()[0]  # of the machine: what else was running
    questions = [json.loads(line) for line in (folder / "queries.jsonl").read_text("utf-8").splitlines() if line]
    corpus = [json.loads(line) for line in (folder / "corpus.jsonl").read_text("utf-8").splitlines() if line]
    figures["recall"] = recalls(questions, {one["id"]: one["lang"] for one in corpus}, figures["found"])
    return figures


def recalls(
    questions: Sequence[dict[str, Any]], language: dict[str, str], found: dict[str, list[str]]
) -> dict[str, float]:
    """By direction: the share of a question's right documents of that language that are among the first five found,
    whatever the language of the others; the mean over questions."""
    shares = {}
    for asked, answered in DIRECTIONS:
        each = []
        for question in questions:
            right = {one for one in question["relevant"] if language.get(one) == answered}
            if question["lang"] == asked and right:
                each.append(len(right & set(found[question["id"]])) / len(right))
        shares[f"{asked}→{answered}"] = statistics.mean(each) if each else float("nan")
    return shares


def table(folder: Path, rows: dict[str, Figures]) -> str:
    directions = [f"{asked}→{answered}" for asked, answered in DIRECTIONS]
    head = ["program", "passages", "indexing s", "processor s", "query p50 ms", "p95 ms", "processor p50 ms"]
    head += ["serving MB", "peak MB", *directions, "load"]
    lines = [f"\n{folder.name}\n", "| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for name, one in rows.items():
        if "failed" in one:
            lines.append(f"| {name} | failed: {one['failed']} |")
            continue
        times = statistics.quantiles(one["times_ms"], n=20)
        cells = [name, one["passages"], f"{one['indexing_s']:.1f}", f"{one['indexing_processor_s']:.1f}"]
        cells += [f"{statistics.median(one['times_ms']):.0f}", f"{times[-1]:.0f}"]
        cells += [f"{statistics.median(one['processor_ms']):.0f}", f"{one['serving_mb']:.0f}", f"{one['peak_mb']:.0f}"]
        cells += [f"{one['recall'][direction]:.3f}" for direction in directions]
        cells.append(f"{one['load']:.1f}")
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()

"""Turns a folder of real files into a table of the libraries that could read them: what they find, cost and weigh.

Knows nothing about the index. Each candidate is installed by pip into a folder of its own below --work, measured there
and run in a process of its own; nothing is added to this environment. Ours are the readers of assistant/corpus.
Docling is only weighed: it reads with models that it fetches when it runs.
FOLDER is that of eval.benchmarks.readers.
Usage: python -m eval.benchmarks.reader_libraries FOLDER [--work DIR] [--only NAME ...]
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.benchmarks.library_readers import READERS
from eval.benchmarks.reader_probes import Counts, files_of, look

REPOSITORY = Path(__file__).resolve().parents[2]
REQUIREMENTS = {  # of candidates that are not named as their package
    "pdfplumber with tables": "pdfplumber",
    "PyMuPDF, sorted": "PyMuPDF",
    "python-docx, text and tables": "python-docx",
    "pypdfium2, raw text": "pypdfium2",
}
OURS = "ours"
HEAVY = re.compile(r"nvidia|cuda|triton|torch|transformers")
COLUMNS = ("format", "library", *asdict(Counts()), "ms a page", "peak MB", "failed", "licence", "installed MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, help="keeps what was installed for another run")
    parser.add_argument("--only", nargs="+", help="these libraries alone")
    parser.add_argument("--run", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        print(json.dumps(run(arguments.folder, *arguments.run)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.work or Path(temporary)
        print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
        for ending, libraries in READERS.items():
            for name in libraries:
                if not arguments.only or name in arguments.only:
                    print(row(arguments.folder, ending, name, work), flush=True)
        if not arguments.only or "docling" in arguments.only:
            print(weigh_docling(work))


def row(folder: Path, ending: str, name: str, work: Path) -> str:
    requirement = REQUIREMENTS.get(name, name)
    target = work / re.sub(r"\W", "_", requirement)
    licence, size = "-", "-"
    if name != OURS:
        install(target, [requirement])
        licence, size = licence_of(target, requirement), f"{weight_mb(target):.0f}"
    asked = [sys.executable, "-m", "eval.benchmarks.reader_libraries", str(folder), "--run", ending, name]
    paths = [str(REPOSITORY), *([str(target)] if name != OURS else [])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run(asked, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    seen = json.loads(done.stdout.splitlines()[-1])
    found = [f"{seen[kind][0]}/{seen[kind][1]}" if seen[kind][1] else "-" for kind in asdict(Counts())]
    cells = [ending, name, *found, f"{seen['ms']:.0f}", f"{seen['peak_mb']:.0f}", str(seen["failed"]), licence, size]
    return f"| {' | '.join(cells)} |"


def run(folder: Path, ending: str, name: str) -> dict[str, Any]:
    """In a process of its own: everything a library does with the files of one format."""
    reader, counts = READERS[ending][name], Counts()
    pages = failed = 0
    seconds = 0.0
    files = files_of(folder, ending)
    for path, expected in files:
        start = time.process_time()
        try:
            read = reader(path)
        except Exception as error:  # noqa: BLE001 - whatever it is, it counts
            read = []
            failed += not hasattr(error, "en")  # what is said in one sentence is no failure
        seconds += time.process_time() - start
        pages += len(read)
        look("\n".join(read), path.name, expected, counts)
    status = Path("/proc/self/status").read_text()
    peak_kb = int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
    return {**asdict(counts), "ms": 1000 * seconds / max(1, pages), "peak_mb": peak_kb / 1000, "failed": failed}


def install(target: Path, requirements: list[str], *options: str) -> None:
    if not target.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--target", str(target)]
        subprocess.run([*pip, *options, *requirements], check=True, stderr=subprocess.DEVNULL)


def licence_of(target: Path, name: str) -> str:
    """What the installed package says of itself, in a few words."""
    wanted = normal(name)
    for distribution in importlib.metadata.distributions(path=[str(target)]):
        said = distribution.metadata
        if normal(said["Name"]) == wanted:
            classifiers = [one for one in said.get_all("Classifier") or [] if one.startswith("License")]
            text = said.get("License-Expression") or (
                classifiers[0].split("::")[-1] if classifiers else said["License"]
            )
            return re.sub(r"\s+", " ", text or "not said").strip()[:50]
    return "not said"


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()


def weight_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def weigh_docling(work: Path) -> str:
    """How much docling adds to this environment; what torch and CUDA take besides is left out and named."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        asked = ["install", "--dry-run", "--quiet", "--ignore-installed", "--report", str(report), "docling"]
        subprocess.run([sys.executable, "-m", "pip", *asked], check=True, stderr=subprocess.DEVNULL)
        wanted = [one["metadata"] for one in json.loads(report.read_text())["install"]]
    here = {normal(one.metadata["Name"]) for one in importlib.metadata.distributions()}
    heavy = [one["name"] for one in wanted if HEAVY.search(one["name"])]
    more = [one for one in wanted if normal(one["name"]) not in here and not HEAVY.search(one["name"])]
    target = work / "docling"
    install(target, [f"{one['name']}=={one['version']}" for one in more], "--no-deps")
    version = next(one["version"] for one in wanted if one["name"] == "docling")
    return (
        f"docling {version} ({licence_of(target, 'docling')}) asks for {len(wanted)} packages; {len(more)} are not "
        f"here already and weigh {weight_mb(target):.0f} MB, without the {len(heavy)} of torch, transformers and CUDA "
        f"and without the models that it fetches when it runs"
    )


if __name__ == "__main__":
    main()

"""Turns numbers of documents into the peak memory and time of `assistant index` over so many files of ten pages.

Knows nothing about answers. The pages are filled with the sections of COLLECTION's corpus.jsonl in order, again from
the start when they end, English and French documents in turns; each document's title is its own, so that no text is
embedded twice. The real model is loaded and embeds the first and longest texts (--really); the others, which would add
time alone, get drawn unit vectors of the same shape. With `--really all` nothing is replaced. Text files instead of PDF
spare the reader's time; its memory does not grow with their number.
Usage: python -m eval.benchmarks.memory COLLECTION [--documents 50 100 200] [--really 256] [--kind pdf|txt]
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.cli import main as command_line
from assistant.index import embedding
from assistant.index.embedding import BundledEncoder, SentenceTransformerEncoder, Vectors
from assistant.index.manifest import read_manifest

PAGES = 10
LINES, WIDTH = 44, 88  # of a page; about 480 words
POLL_S = 0.05
GB = 1e9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collection", type=Path)
    parser.add_argument("--documents", type=int, nargs="+", default=[50, 100, 200])
    parser.add_argument("--really", default="256", help="so many texts are embedded by the model, or 'all'")
    parser.add_argument("--kind", choices=("pdf", "txt"), default="pdf")
    parser.add_argument("--build", type=Path, nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.build:
        return build(*arguments.build, None if arguments.really == "all" else int(arguments.really))
    peaks = {}
    with tempfile.TemporaryDirectory() as work:
        sections = {language: list(sections_of(arguments.collection, language)) for language in ("en", "fr")}
        for number in sorted(arguments.documents):
            corpus, index = Path(work) / f"corpus-{number}", Path(work) / f"index-{number}"
            write_documents(corpus, number, sections, arguments.kind)
            peaks[number] = measure(corpus, index, arguments)
    least, most = min(peaks), max(peaks)
    if least < most:
        each = (peaks[most] - peaks[least]) / (most - least)
        at_thousand = (peaks[most] + each * (1000 - most)) / GB
        print(f"each document more: {each / 1e6:.2f} MB; by that, 1,000 documents: {at_thousand:.2f} GB")


def sections_of(collection: Path, language: str) -> Iterator[str]:
    for row in map(json.loads, (collection / "corpus.jsonl").read_text(encoding="utf-8").splitlines()):
        if row["lang"] == language:
            yield f"{row['title']}\n{row['text']}"


def write_documents(corpus: Path, number: int, sections: dict[str, list[str]], kind: str) -> None:
    """So many documents, each beginning where the last one of its language ended."""
    corpus.mkdir()
    lines = {language: wrapped(texts) for language, texts in sections.items()}
    for place in range(number):
        language, name = ("en", "Report") if place % 2 == 0 else ("fr", "Rapport")
        pages = [list(itertools.islice(lines[language], LINES)) for _ in range(PAGES)]
        write = write_pdf if kind == "pdf" else write_text
        write(corpus / f"{place:05d}.{kind}", f"{name} {place}", pages)


def write_pdf(path: Path, title: str, pages: Sequence[Sequence[str]]) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    canvas.setTitle(title)
    for page in pages:
        canvas.setFont("Helvetica", 11)
        for line, text in enumerate(page):
            canvas.drawString(50, 790 - 16 * line, text)
        canvas.showPage()
    canvas.save()


def write_text(path: Path, title: str, pages: Sequence[Sequence[str]]) -> None:
    path.write_text("\n".join([title, "", *itertools.chain(*pages)]), encoding="utf-8")


def wrapped(texts: Sequence[str]) -> Iterator[str]:
    """The lines of the sections, for ever."""
    for text in itertools.cycle(texts):
        for paragraph in text.encode("cp1252", "replace").decode("cp1252").split("\n"):
            yield from textwrap.wrap(paragraph, WIDTH) or [""]


def measure(corpus: Path, index: Path, arguments: argparse.Namespace) -> float:
    """Bytes of the program and its reader at their highest, together."""
    command = [sys.executable, "-m", "eval.benchmarks.memory", str(arguments.collection), "--really", arguments.really]
    start = time.perf_counter()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([*command, "--build", str(corpus), str(index)], stdout=log, stderr=log)
        together, alone = watched(process)
        if process.returncode:
            log.seek(0)
            sys.exit(log.read().decode(errors="replace"))
    seconds = time.perf_counter() - start
    manifest = read_manifest(next(index.glob("gen-*")))
    reader = max((peak for pid, peak in alone.items() if pid != process.pid), default=0)
    print(
        f"{len(manifest.documents)} {arguments.kind} documents of {PAGES} pages, {manifest.passages} passages, "
        f"{manifest.sentences} sentences: peak {together / GB:.2f} GB together, {alone[process.pid] / GB:.2f} GB the "
        f"program, {reader / GB:.2f} GB the reader; {seconds:.0f} s",
        flush=True,
    )
    return together


def watched(process: subprocess.Popen[bytes]) -> tuple[int, dict[int, int]]:
    """The most that the process and its children held at one moment, and what each held at most, in bytes."""
    together, alone = 0, {process.pid: 0}
    while process.poll() is None:
        now = {pid: status(pid) for pid in [process.pid, *children(process.pid)]}
        together = max(together, sum(resident for resident, _ in now.values()))
        alone.update({pid: max(peak, alone.get(pid, 0)) for pid, (_, peak) in now.items()})
        time.sleep(POLL_S)
    return max(together, alone[process.pid]), alone


def status(pid: int) -> tuple[int, int]:
    """Bytes resident now and at most."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0, 0
    said = {name: value for name, _, value in (line.partition(":") for line in lines)}
    now, peak = (int(said.get(name, "0 kB").split()[0]) * 1024 for name in ("VmRSS", "VmHWM"))
    return now, peak


def children(pid: int) -> list[int]:
    """Children that have a program of their own: one just forked still shows its parent's memory."""
    try:
        own = Path(f"/proc/{pid}/cmdline").read_bytes()
        found = [one for task in Path(f"/proc/{pid}/task").glob("*/children") for one in task.read_text().split()]
        return [int(one) for one in found if Path(f"/proc/{one}/cmdline").read_bytes() not in (own, b"")]
    except OSError:  # gone meanwhile
        return []


def build(corpus: Path, index: Path, really: int | None) -> None:
    """The command itself, in this process."""
    load = embedding.load_encoder
    if really is not None:
        embedding.load_encoder = lambda settings: PartlyReal(load(settings), really)  # type: ignore[assignment,return-value]
    command_line(["index", "--json", "--corpus", str(corpus), "--index", str(index)])


class PartlyReal:
    """The real encoder for so many passages; unit vectors drawn from each text's hash for the others."""

    def __init__(self, encoder: BundledEncoder | SentenceTransformerEncoder, really: int) -> None:
        self._encoder = encoder
        self._left = really
        self.identity = encoder.identity
        self.count_tokens = encoder.count_tokens
        self.encode_questions = encoder.encode_questions

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        real = texts[: self._left]
        self._left -= len(real)
        vectors = np.empty((len(texts), self.identity.dimension), np.float32)
        if real:
            vectors[: len(real)] = self._encoder.encode_passages(real)
        for place in range(len(real), len(texts)):
            drawn = np.random.default_rng(abs(hash(texts[place]))).standard_normal(self.identity.dimension)
            vectors[place] = drawn / np.linalg.norm(drawn)
        if progress:
            progress(len(texts))
        return vectors


if __name__ == "__main__":
    main()

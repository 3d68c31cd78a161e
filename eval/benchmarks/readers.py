"""Turns a folder of real files with known strings into what our readers find of them, file by file.

Knows nothing about the index. FOLDER holds manifest.jsonl ({"file", "expected": [strings]}) and the files under files/.
Usage: python -m eval.benchmarks.readers FOLDER [--all] [--ocr]
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

from assistant.corpus.limits import Limits
from assistant.corpus.reading import read_file
from assistant.errors import ReadingError
from assistant.evaluation.scoring import normalise

DEFAULT = Limits()


def read(path: Path, limits: Limits = DEFAULT) -> tuple[str, str]:
    """The text of a file's documents, and what was remarked about it."""
    try:
        documents, report = read_file(path, path.name, None, limits)
    except ReadingError as error:
        return "", error.en
    text = "\n".join(document.text for document in documents)
    return text, "; ".join(en for en, _ in report.notes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="a line for every file, not only for what was missed")
    parser.add_argument("--ocr", action="store_true", help="read scanned pages too, with Tesseract")
    arguments = parser.parse_args()
    limits = Limits(options=replace(DEFAULT.options, ocr=arguments.ocr))
    lines = (arguments.folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    wanted = found = silent = 0
    unread: list[str] = []
    times = []
    for row in map(json.loads, filter(None, lines)):
        start = time.perf_counter()
        text, remarks = read(arguments.folder / "files" / row["file"], limits)
        times.append(time.perf_counter() - start)
        expected = row.get("expected") or []
        missed = [one for one in expected if normalise(one) not in normalise(text)]
        wanted, found = wanted + len(expected), found + len(expected) - len(missed)
        silent += not text.strip() and not remarks
        unread += [row["file"]] if not text.strip() else []
        if missed or arguments.all:
            print(f"{row['file']}: {len(text)} characters, {times[-1]:.2f} s; missed {missed}; {remarks[:160]}")
    print(f"expected strings found: {found} of {wanted}; files {len(times)}, without text {len(unread)}, ", end="")
    print(f"silently empty {silent}; slowest {max(times):.1f} s, all {sum(times):.0f} s")


if __name__ == "__main__":
    main()

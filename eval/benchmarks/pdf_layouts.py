"""Turns PDFs in the layouts of situation reports, made here, into what our reader finds of their known content.

Knows nothing about the index. FOLDER is filled with the PDFs and their truths when it holds none.
Usage: python -m eval.benchmarks.pdf_layouts FOLDER [--missed] [--only NAME]
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.corpus.documents import document_of
from assistant.corpus.readers import extract
from assistant.records import Document
from eval.benchmarks.layout_files import make

Found = Iterator[tuple[str, bool, str]]  # measure, found, what


def plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).replace("’", "'")
    return re.sub(r"\s+", " ", text).strip().casefold()


def measured(document: Document, truth: dict[str, Any]) -> Found:
    """Each thing that the truth names and whether the document holds it as it should."""
    lines = [plain(line) for line in document.text.splitlines() if line.strip()]
    text = plain(document.text)
    yield from _sentences(document, truth["flows"], text)
    for item in map(plain, truth["items"]):
        yield "items of their own", any(line.lstrip("- ") == item for line in lines), item
    for row_heads, head, value in truth["cells"]:
        wanted = re.compile(re.escape(plain(head)) + r"[ :]+" + re.escape(plain(value)) + r"(?:;|$)")
        named = [line for line in lines if all(plain(name) in line for name in row_heads)]
        yield "table cells", any(wanted.search(line) for line in named), f"{row_heads} {head}: {value}"
    for figure, label in truth["figures"]:
        yield "figures with labels", plain(f"{figure} {label}") in lines, f"{figure} {label}"
    paths = {plain(heading) for section in document.sections for heading in section.heading}
    for heading in truth["headings"]:
        yield "headings", plain(heading) in paths, heading
    known = {plain(said) for said in (truth["number"], *truth["headings"], *truth["labels"], truth["title"])}
    for path in sorted(path for path in paths if not any(said and (path in said or said in path) for said in known)):
        yield "headings that are none", False, path
    for line in truth["contents"]:
        yield "lines of contents", any(one.startswith(plain(line)) for one in lines), line
    outside = plain(_without_furniture(document))
    for said in truth["running"]:
        yield "running lines kept out", plain(said) not in outside, said
    yield "title", plain(truth["title"]) == plain(document.title), document.title
    yield "date", truth["date"] == document.date, str(document.date)
    if truth["number"]:
        yield "report number", plain(truth["number"]) in text[:600], truth["number"]


def _sentences(document: Document, flows: list[list[tuple[str, str]]], text: str) -> Found:
    folded, starts = _folded(document.text)
    for flow in flows:
        places = []
        for sentence, language in flow:
            count = text.count(plain(sentence))
            yield "sentences whole", count > 0, sentence
            yield "sentences once", count == 1, sentence
            at = folded.find(plain(sentence))
            if at >= 0:
                places.append(at)
                offset = starts[at]
                bounds = [section.span.start for section in document.sections]
                section = document.sections[max(0, bisect_right(bounds, offset) - 1)]
                yield "language", (section.language or document.language) == language, sentence
        for (first, second), (sentence, _) in zip(pairwise(places), flow[1:], strict=False):
            yield "sentences in order", first < second, sentence


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as `plain` gives it, and where each of its characters comes from."""
    said, starts = list[str](), list[int]()
    for match in re.finditer(r"\S+", text):
        if said:
            said.append(" ")
            starts.append(match.start())
        for index, char in enumerate(match.group()):
            folded = plain(char)
            said.append(folded)
            starts += [match.start() + index] * len(folded)
    return "".join(said), starts


def _without_furniture(document: Document) -> str:
    text, end = "", 0
    for span in document.furniture:
        text, end = text + document.text[end : span.start], span.end
    return text + document.text[end:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--missed", action="store_true", help="a line for everything that was missed")
    parser.add_argument("--only", default="", help="files whose name holds this")
    parser.add_argument("--variant", type=int, default=0, help="which style and text to make: 0, 1 or 2")
    arguments = parser.parse_args()
    if not any(arguments.folder.glob("*.pdf")):
        make(arguments.folder, arguments.variant)
    wanted, found = Counter[str](), Counter[str]()
    files = [path for path in sorted(arguments.folder.glob("*.pdf")) if arguments.only in path.name]
    for path in files:
        truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        [read] = extract(".pdf", path.read_bytes())
        document = document_of(read, path.name, "0", None)
        own, missed = Counter[str](), Counter[str]()
        for measure, good, what in measured(document, truth):
            own[measure] += 1
            missed[measure] += not good
            if arguments.missed and not good:
                print(f"  {path.stem}: {measure}: {what[:150]}")
        wanted.update(own)
        found.update({measure: own[measure] - missed[measure] for measure in own})
        worst = ", ".join(f"{measure} {missed[measure]}/{own[measure]}" for measure in own if missed[measure])
        print(f"{path.stem}: missed {worst or 'nothing'}")
    print(f"\n{len(files)} files")
    for measure in wanted:
        share = f"{found[measure] / wanted[measure]:.3f} ({found[measure]} of {wanted[measure]})"
        print(f"{measure}: {share if measure != 'headings that are none' else wanted[measure]}")


if __name__ == "__main__":
    main()

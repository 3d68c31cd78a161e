"""Turns invented passages that training never saw into a corpus and the questions that go with it.

Knows nothing about how they are used. Their four directions hold as many questions as one another, half of them near
misses, about documents unlike those of `corpus/`. Two files: one to calibrate with, one to report on.
Usage: python -m eval.training.invented FOLDER, then `assistant index` and `assistant eval` on what it wrote.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from eval.training.sources import HERE, read_lines

HELD, REPORT = HERE / "invented_held.jsonl", HERE / "invented_report.jsonl"


def write_corpus(folder: Path, source: Path = HELD) -> Path:
    """One document a passage in folder/corpus, and folder/questions.jsonl; the path of the questions."""
    documents, questions = [], []
    for place, row in enumerate(read_lines(source)):
        name = f"invented-{place}"
        text = "\n".join(row["sentences"])
        documents.append({"id": name, "title": row["title"], "lang": row["language"], "text": text})
        for number, asked in enumerate(row["questions"]):
            known = asked["sentence"] is not None
            questions.append(
                {
                    "id": f"{name}-{number}",
                    "question": asked["q"],
                    "language": asked["lang"],
                    "direction": f"{asked['lang']}-{row['language']}" if known else None,
                    "type": "invented",
                    "answerable": known,
                    "facts": [[asked["answer"]]] if known else [],
                    "gold": [{"document": name, "quote": row["sentences"][asked["sentence"]]}] if known else [],
                }
            )
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    for path, rows in ((folder / "corpus" / "invented.jsonl", documents), (folder / "questions.jsonl", questions)):
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return folder / "questions.jsonl"


if __name__ == "__main__":
    print(write_corpus(Path(sys.argv[1]), REPORT))

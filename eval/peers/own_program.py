"""Turns documents into our own index, as `assistant index` does: read in a confined process, sentences embedded."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # the other programs have no such parent

from measuring import measure

from assistant.answering.assistant import Assistant
from assistant.index.build import build_index
from assistant.index.embedding import load_encoder
from assistant.index.opened import open_index
from assistant.settings import load_settings


class Ours:
    def __init__(self, model: str, folder: str) -> None:
        prefixes = {"query_prefix": "query: ", "passage_prefix": "passage: "}
        given = {"model": model, **prefixes} if model else {}
        self.settings = load_settings(**given)
        self.encoder = load_encoder(self.settings)
        self.folder = Path(folder)

    def index(self, documents: list[dict[str, str]]) -> int:
        corpus = self.folder / "corpus"
        corpus.mkdir()
        lines = (json.dumps(one, ensure_ascii=False) for one in documents)
        (corpus / "corpus.jsonl").write_text("\n".join(lines), encoding="utf-8")
        report = build_index(corpus, self.folder / "index", self.encoder, self.settings)
        self.assistant = Assistant(open_index(self.folder / "index"), self.encoder, self.settings)  # searching alone
        return report.passages

    def search(self, question: str, k: int) -> list[str]:
        return [hit.document.id for hit in self.assistant.search(question, k)]


if __name__ == "__main__":
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    measure(Ours)

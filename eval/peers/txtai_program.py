"""Turns documents into a txtai index, set up as its documentation recommends: hybrid, the model's own instructions."""

from __future__ import annotations

from measuring import measure
from txtai import Embeddings


class Txtai:
    def __init__(self, model: str, _: str) -> None:
        instructions = {"query": "query: ", "data": "passage: "}
        self.embeddings = Embeddings(path=model, hybrid=True, instructions=instructions, gpu=False)

    def index(self, documents: list[dict[str, str]]) -> int:
        """A document is a row, as in its examples; the model reads the first 512 tokens, BM25 all of them."""
        self.embeddings.index((one["id"], f"{one['title']}\n{one['text']}", None) for one in documents)
        return int(self.embeddings.count())

    def search(self, question: str, k: int) -> list[str]:
        return [identifier for identifier, _ in self.embeddings.search(question, k)]


if __name__ == "__main__":
    measure(Txtai)

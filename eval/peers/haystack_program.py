"""Turns documents into a Haystack store, set up as its documentation recommends: splitter, vectors and BM25 joined by
reciprocal rank fusion, title embedded with the text."""

from __future__ import annotations

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.utils import ComponentDevice
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from measuring import PASSAGES, measure

CPU = ComponentDevice.from_str("cpu")


class Haystack:
    def __init__(self, model: str, _: str) -> None:
        self.store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self.embedder = SentenceTransformersDocumentEmbedder(
            model=model, prefix="passage: ", meta_fields_to_embed=["title"], device=CPU, progress_bar=False
        )
        self.embedder.warm_up()
        self.query = Pipeline()
        text = SentenceTransformersTextEmbedder(model=model, prefix="query: ", device=CPU, progress_bar=False)
        self.query.add_component("text", text)
        self.query.add_component("dense", InMemoryEmbeddingRetriever(self.store, top_k=PASSAGES))
        self.query.add_component("terms", InMemoryBM25Retriever(self.store, top_k=PASSAGES))
        self.query.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=PASSAGES))
        self.query.connect("text.embedding", "dense.query_embedding")
        self.query.connect("dense", "joiner")
        self.query.connect("terms", "joiner")

    def index(self, documents: list[dict[str, str]]) -> int:
        made = [Document(content=one["text"], meta={"title": one["title"], "name": one["id"]}) for one in documents]
        splitter = DocumentSplitter()  # 200 words
        splitter.warm_up()
        parts = splitter.run(documents=made)["documents"]
        self.store.write_documents(self.embedder.run(documents=parts)["documents"])
        return len(parts)

    def search(self, question: str, k: int) -> list[str]:
        found = self.query.run({"text": {"text": question}, "terms": {"query": question}})
        return [hit.meta["name"] for hit in found["joiner"]["documents"][:k]]


if __name__ == "__main__":
    measure(Haystack)

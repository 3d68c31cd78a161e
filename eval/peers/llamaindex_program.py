"""Turns documents into a LlamaIndex index, set up as its documentation recommends: sentence splitter, vectors and BM25
fused by reciprocal rank."""

from __future__ import annotations

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever
from measuring import PASSAGES, measure

CHUNK_TOKENS = 512  # what the model reads; the default of 1024 would be cut


class LlamaIndex:
    def __init__(self, model: str, _: str) -> None:
        self.model = HuggingFaceEmbedding(
            model_name=model, query_instruction="query: ", text_instruction="passage: ", device="cpu"
        )

    def index(self, documents: list[dict[str, str]]) -> int:
        made = [Document(text=one["text"], id_=one["id"], metadata={"title": one["title"]}) for one in documents]
        nodes = SentenceSplitter(chunk_size=CHUNK_TOKENS).get_nodes_from_documents(made)
        index = VectorStoreIndex(nodes, embed_model=self.model)
        dense = index.as_retriever(similarity_top_k=PASSAGES)
        terms = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=min(PASSAGES, len(nodes)))
        self.retriever = QueryFusionRetriever(
            [dense, terms], llm=MockLLM(), similarity_top_k=PASSAGES, num_queries=1, mode="reciprocal_rerank",
            use_async=False,
        )  # fmt: skip
        return len(nodes)

    def search(self, question: str, k: int) -> list[str]:
        return [hit.node.ref_doc_id for hit in self.retriever.retrieve(question)[:k]]


if __name__ == "__main__":
    measure(LlamaIndex)

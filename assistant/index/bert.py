"""Turns token ids into token vectors with a BERT encoder; knows nothing about tokenizers, files or pooling.

The network of Devlin et al. (2019), with the parameter names of transformers.BertModel, whose import alone takes longer
than asking a question: tests hold the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

PROJECTIONS = ("query", "key", "value")


@dataclass(frozen=True, slots=True)
class BertShape:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    token_types: int
    epsilon: float


def build_bert(shape: BertShape, word_embeddings: Any) -> Any:
    """The network, its weights still to be loaded but for the word embeddings, a module of its own."""
    bert = _bert_class()(shape)
    bert.embeddings.word_embeddings = word_embeddings
    return bert


@cache
def _layer_class() -> Any:
    import torch
    from torch import nn
    from torch.nn import functional

    class Linear(nn.Linear):
        def reset_parameters(self) -> None:
            """Nothing: drawing random weights, or torch's meta device, would take longer than reading the real ones."""

    class Attention(nn.Module):
        def __init__(self, shape: BertShape) -> None:
            super().__init__()
            self.self = nn.ModuleDict({name: Linear(shape.hidden, shape.hidden) for name in PROJECTIONS})
            self.output = Output(shape.hidden, shape)
            self.heads = shape.heads

        def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> Any:
            rows, length, width = hidden.shape
            split = (rows, length, self.heads, width // self.heads)
            query, key, value = (self.self[name](hidden).view(split).transpose(1, 2) for name in PROJECTIONS)
            mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
            return self.output(mixed.transpose(1, 2).reshape(rows, length, width), hidden)

    class Output(nn.Module):
        def __init__(self, wide: int, shape: BertShape) -> None:
            super().__init__()
            self.dense = Linear(wide, shape.hidden)
            self.LayerNorm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)
            self.dropout: nn.Module = nn.Identity()  # training puts its own in place

        def forward(self, inner: torch.Tensor, before: torch.Tensor) -> Any:
            return self.LayerNorm(self.dropout(self.dense(inner)) + before)

    class Layer(nn.Module):
        """One layer; `mask` is added to the attention logits, shape (rows, 1, 1, length)."""

        def __init__(self, shape: BertShape) -> None:
            super().__init__()
            self.attention = Attention(shape)
            self.intermediate = nn.ModuleDict({"dense": Linear(shape.hidden, shape.feed_forward)})
            self.output = Output(shape.feed_forward, shape)

        def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> Any:
            attended = self.attention(hidden, mask)
            return self.output(functional.gelu(self.intermediate["dense"](attended)), attended)

    return Layer


@cache
def _bert_class() -> Any:
    import torch
    from torch import nn

    class Embeddings(nn.Module):
        def __init__(self, shape: BertShape) -> None:
            super().__init__()
            self.word_embeddings: Any = None
            self.position_embeddings = nn.Embedding(shape.positions, shape.hidden)
            self.token_type_embeddings = nn.Embedding(shape.token_types, shape.hidden)
            self.LayerNorm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)

        def forward(self, ids: torch.Tensor) -> Any:
            words = self.word_embeddings(ids) + self.token_type_embeddings.weight[0]
            return self.LayerNorm(words + self.position_embeddings.weight[: ids.shape[1]])

    class Bert(nn.Module):
        def __init__(self, shape: BertShape) -> None:
            super().__init__()
            self.shape = shape
            self.embeddings = Embeddings(shape)
            layers = (_layer_class()(shape) for _ in range(shape.layers))
            self.encoder: Any = nn.ModuleDict({"layer": nn.ModuleList(layers)})

        def forward(self, ids: torch.Tensor, attended: torch.Tensor) -> Any:
            """Token vectors (rows, length, hidden); `attended` is 1 for text and 0 for padding, shape of `ids`."""
            mask = (1.0 - attended[:, None, None, :].float()) * torch.finfo(torch.float32).min
            hidden = self.embeddings(ids)
            for layer in self.encoder["layer"]:
                hidden = layer(hidden, mask)
            return hidden

    return Bert

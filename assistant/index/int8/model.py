"""Turns the bundled model's weights into its tokenizer and eight-bit network, which gives nearly the same vectors.

Knows nothing about prefixes or about what is embedded. Nothing here loads torch. Raises `Int8Unusable` where the
network cannot run, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import Int8Unusable
from assistant.index.bert import BertShape
from assistant.index.bundled_tokenizer import build_tokenizer, id_rows
from assistant.index.bundled_weights import BUNDLED_SHA256, BundledWeights, dequantise_rows
from assistant.index.int8.graph import GRAPH_VERSION, Array, bert_graph
from assistant.index.int8.kept import cache_folder, kept
from assistant.index.int8.network import Embeddings, Network, mean_unit
from assistant.index.int8.processor import multiplies_int8

if TYPE_CHECKING:
    from tokenizers import Tokenizer


class Weights(Protocol):
    """A BERT encoder's tensors by the short names of the bundled weight file."""

    @property
    def shape(self) -> BertShape: ...

    def dense(self, name: str) -> Array: ...


KINDS = ("q", "k", "v", "ao", "aln", "fi", "fo", "oln")


@dataclass(frozen=True, slots=True)
class Int8Model:
    """Mean pooling, unit vectors, at most 512 tokens; callers add the E5 prefixes. `weights` is for other networks
    that share its lower layers."""

    weights: BundledWeights
    tokenizer: Tokenizer
    network: Network

    def encode(self, texts: Sequence[str]) -> Iterator[NDArray[np.float32]]:
        """A unit vector for each text, in their order, as they are made."""
        return self.network.each(id_rows(self.tokenizer, texts), lambda _, hidden: mean_unit(hidden))


def load_int8_model(weights: BundledWeights) -> Int8Model:
    """Raises Int8Unusable."""
    network = open_network("embedding", BUNDLED_SHA256, weights, dict, _embeddings(weights))
    tokenizer = build_tokenizer(weights.pieces)
    return Int8Model(replace(weights, pieces=[]), tokenizer, network)  # the tokenizer has its own copy of the pieces


def _embeddings(weights: BundledWeights) -> Embeddings:
    table, _ = weights.tensors["emb.word"]
    places = weights.dense("emb.pos") + weights.dense("emb.type")[0]
    return Embeddings(lambda ids: dequantise_rows(table, ids, weights.shape.hidden), places)


def open_network(
    name: str,
    source: str,
    weights: Weights,
    trained: Callable[[], Mapping[int, Mapping[str, NDArray[np.float32]]]],
    embeddings: Embeddings,
) -> Network:
    """The network of some weights, some layers replaced by what `trained` gives; `source` hashes all weights.

    Raises Int8Unusable.
    """
    if not multiplies_int8():
        raise Int8Unusable(
            en="The fast engine needs a processor with eight-bit dot products (VNNI); the exact one is used.",
            fr="Le moteur rapide demande un processeur à produits de huit bits (VNNI) ; le moteur exact est employé.",
        )

    def make() -> bytes:
        first_norm = (weights.dense("emb.ln.w"), weights.dense("emb.ln.b"))
        replaced = trained()
        layers = [replaced.get(at) or layer_weights(weights, at) for at in range(weights.shape.layers)]
        return bert_graph(weights.shape, first_norm, layers)

    try:
        return Network(kept(cache_folder(), f"{name}-{source[:16]}-{GRAPH_VERSION}.onnx", make), embeddings)
    except Exception:  # noqa: BLE001 - a missing library, another release of it: whatever it is, the exact engine works
        raise Int8Unusable(
            en="The fast engine cannot be loaded; the exact one is used: run `make install` to mend it.",
            fr="Le moteur rapide ne se charge pas ; le moteur exact est employé : lancez `make install`.",
        ) from None


def layer_weights(weights: Weights, layer: int) -> dict[str, NDArray[np.float32]]:
    """One layer by the short names of the weight file."""
    return {f"{kind}.{one}": weights.dense(f"l{layer}.{kind}.{one}") for kind in KINDS for one in "wb"}

"""Turns a sentence-transformers model that is a plain BERT encoder into its eight-bit network, or None.

Knows nothing about prefixes, files or settings. A BERT or XLM-RoBERTa with mean or first-token pooling is taken over;
anything else, and whatever gives other vectors than the model itself, is left to the model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.errors import Int8Unusable
from assistant.index.bert import BertShape
from assistant.index.bundled_model import LAYER_NAMES
from assistant.index.int8.graph import Array
from assistant.index.int8.model import open_network
from assistant.index.int8.network import Embeddings, Network, mean_unit

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

FAMILIES = {"bert", "xlm-roberta"}
POOLINGS: Mapping[str, Callable[[Array], Array]] = {
    "mean": mean_unit,
    "cls": lambda hidden: mean_unit(hidden[:1]),
}
LEAST_COSINE = 0.99  # to the model's own vectors, of the samples: below it something was taken wrongly
SAMPLES = (
    "query: Combien d'écoles de Gao ont rouvert en 2024 ?",
    "The well gives drinking water to 1,200 people. " * 8,
)


@dataclass(frozen=True, slots=True)
class NamedInt8Model:
    """Unit vectors; `longest` tokens with their marks. Callers add the prefixes."""

    tokenizer: Tokenizer
    network: Network
    pool: Callable[[Array], Array]
    longest: int

    def encode(self, texts: Sequence[str]) -> Iterator[Array]:
        """A unit vector for each text, in their order, as they are made."""
        rows = [self._cut(one.ids) for one in self.tokenizer.encode_batch(list(texts))]
        return self.network.each(rows, lambda _, hidden: self.pool(hidden))

    def _cut(self, ids: list[int]) -> list[int]:
        return ids if len(ids) <= self.longest else [*ids[: self.longest - 1], ids[-1]]


@dataclass(frozen=True, slots=True)
class NamedWeights:
    """The tensors of a transformers model by their own names; `first_place` is the row of the first token's place."""

    shape: BertShape
    state: Mapping[str, Array]
    first_place: int

    def dense(self, name: str) -> Array:
        """As `BundledWeights.dense`, by the same short names."""
        layer, kind, suffix = name.split(".")
        ending = {"w": "weight", "b": "bias"}[suffix]
        if layer == "emb":
            return self.state[f"embeddings.LayerNorm.{ending}"]
        return self.state[f"encoder.layer.{layer.removeprefix('l')}.{LAYER_NAMES[kind]}.{ending}"]

    def embeddings(self) -> Embeddings:
        words = self.state["embeddings.word_embeddings.weight"]
        places = self.state["embeddings.position_embeddings.weight"][self.first_place :]
        return Embeddings(words.__getitem__, places + self.state["embeddings.token_type_embeddings.weight"][0])


def int8_of(model: SentenceTransformer) -> NamedInt8Model | None:
    """None where the model is of another kind. Raises Int8Unusable."""
    found = _parts(model)
    if found is None:
        return None
    weights, pooling, tokenizer, longest = found
    exact = model.encode(list(SAMPLES), normalize_embeddings=True, show_progress_bar=False)
    tokenizer.no_padding()  # the model's own, which sets both again whenever it reads
    tokenizer.no_truncation()
    network = open_network("named", _hash(weights.state), weights, dict, weights.embeddings())
    made = NamedInt8Model(tokenizer, network, POOLINGS[pooling], longest)
    least = min(float(one @ other) for one, other in zip(made.encode(SAMPLES), exact, strict=True))
    if not least >= LEAST_COSINE:
        raise Int8Unusable(
            en="The fast engine gives other vectors than this model; the exact one is used.",
            fr="Le moteur rapide donne d'autres vecteurs que ce modèle ; le moteur exact est employé.",
        )
    return made


def _parts(model: SentenceTransformer) -> tuple[NamedWeights, str, Tokenizer, int] | None:
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    if [type(one) for one in model] not in ([Transformer, Pooling], [Transformer, Pooling, Normalize]):
        return None
    transformer: Any = model[0]
    pooling: Any = model[1]
    config: Any = transformer.model.config
    backend = getattr(transformer.tokenizer, "backend_tokenizer", None)
    if not _is_plain(config) or transformer.do_lower_case or backend is None:
        return None
    if pooling.pooling_mode not in POOLINGS or not pooling.include_prompt:
        return None
    first_place = config.pad_token_id + 1 if config.model_type == "xlm-roberta" else 0
    shape = BertShape(
        config.hidden_size, config.num_hidden_layers, config.num_attention_heads, config.intermediate_size,
        config.max_position_embeddings - first_place, config.type_vocab_size, config.layer_norm_eps,
    )  # fmt: skip
    state = {name: tensor.detach().float().numpy() for name, tensor in transformer.model.state_dict().items()}
    longest = min(transformer.max_seq_length or shape.positions, shape.positions)
    return NamedWeights(shape, state, first_place), pooling.pooling_mode, backend, longest


def _is_plain(config: Any) -> bool:
    return (
        config.model_type in FAMILIES
        and config.hidden_act == "gelu"
        and getattr(config, "position_embedding_type", None) in {None, "absolute"}
        and not getattr(config, "is_decoder", False)
    )


def _hash(state: Mapping[str, Array]) -> str:
    """Of all that the graph is made from."""
    digest = hashlib.sha256()
    for name, values in sorted(state.items()):
        if name.startswith(("encoder.", "embeddings.LayerNorm.")):
            digest.update(name.encode() + str(values.shape).encode() + np.ascontiguousarray(values).tobytes())
    return digest.hexdigest()

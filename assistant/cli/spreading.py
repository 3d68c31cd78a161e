"""Turns the address given with --ray into what a build is spread over, or into nothing where none was given.

Knows nothing about what is built. Ray is loaded only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.index.cluster.spread import Spread
    from assistant.settings import Settings


@contextmanager
def spread_over(address: str | None, settings: Settings) -> Iterator[Spread | None]:
    """Raises ClusterError, before anything is read, where the cluster does not answer."""
    if address is None:
        yield None
        return
    from assistant.index.cluster.ray_cluster import connected
    from assistant.index.cluster.spread import Spread

    with connected(address) as cluster:
        yield Spread(cluster, settings)

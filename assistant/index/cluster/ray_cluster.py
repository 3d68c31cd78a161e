"""Turns the address of a Ray cluster into a `Cluster` that runs our tasks, and every fault of Ray's into one sentence.

Knows nothing about documents or vectors. Only importer of ray. Its quirks: an address that does not answer is tried
for two minutes and then ends the process, so another process tries it first; usage statistics are sent unless told not.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from assistant.errors import ClusterError

HERE = "here"  # no address given: RAY_ADDRESS, a cluster that runs on this machine, or one started for the build
ADDRESS_VARIABLE = "RAY_ADDRESS"
ANSWER_WITHIN_S = 12
TRIES_A_TASK = 4
AHEAD = 2  # tasks under way for each processor
QUIET = {"RAY_USAGE_STATS_ENABLED": "0"}
TRY = "import sys, ray; ray.init(sys.argv[1], log_to_driver=False); ray.shutdown()"


class RayCluster:
    """A `Cluster` of Ray, connected."""

    @property
    def processors(self) -> int:
        import ray

        return max(1, int(ray.cluster_resources().get("CPU", 1)))

    def each(self, work: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        import ray

        task = ray.remote(num_cpus=1, max_retries=TRIES_A_TASK - 1)(work)
        under_way: dict[Any, int] = {}
        try:
            most = AHEAD * self.processors
            for place, call in enumerate(calls):
                while len(under_way) >= most:
                    yield self._one(under_way)
                under_way[task.remote(*call)] = place
            while under_way:
                yield self._one(under_way)
        except ray.exceptions.RayError as error:
            kind = type(getattr(error, "cause", None) or error).__name__
            raise ClusterError(
                en=f"The Ray cluster could not finish a task ({kind}): install the same assistant on all its machines "
                "and see that enough of them stay; the index in force is untouched.",
                fr=f"La grappe Ray n'a pas pu finir une tâche ({kind}) : installez le même assistant sur toutes ses "
                "machines et veillez à ce qu'il en reste assez ; l'index en service est intact.",
            ) from None

    def _one(self, under_way: dict[Any, int]) -> tuple[int, Any]:
        """The next task that is done, taken from those under way."""
        import ray

        [done], _ = ray.wait(list(under_way), num_returns=1)
        return under_way.pop(done), ray.get(done)


@contextmanager
def connected(address: str) -> Iterator[RayCluster]:
    """The cluster at `address`, or for HERE the nearest one. Raises ClusterError within seconds."""
    os.environ.update(QUIET)
    try:
        import ray
    except ImportError:
        raise ClusterError(
            en="Ray is not installed here: in the folder of the program, run `pip install -e '.[ray]'`, or build "
            "without --ray.",
            fr="Ray n'est pas installé ici : dans le dossier du programme, lancez `pip install -e '.[ray]'`, ou "
            "construisez sans --ray.",
        ) from None
    named = os.environ.get(ADDRESS_VARIABLE) if address == HERE else address
    if named and named != "local":
        _check_answers(named)
    try:
        ray.init(named, log_to_driver=False, configure_logging=False, logging_level="ERROR")
    except (OSError, RuntimeError, ValueError, SystemExit):
        raise _no_answer(named or HERE) from None
    try:
        yield RayCluster()
    finally:
        ray.shutdown()


def _check_answers(address: str) -> None:
    """Connect and leave again, in a process that can be ended."""
    try:
        command = [sys.executable, "-c", TRY, address]
        done = subprocess.run(command, capture_output=True, timeout=ANSWER_WITHIN_S, check=False)  # noqa: S603 (our own)
    except subprocess.TimeoutExpired:
        raise _no_answer(address) from None
    if done.returncode:
        raise _no_answer(address)


def _no_answer(address: str) -> ClusterError:
    return ClusterError(
        en=f"No Ray cluster can be used at {address!r}: check the address, and that `ray start` was run on this "
        "machine with the same version of Ray; the index in force is untouched.",
        fr=f"Aucune grappe Ray n'est utilisable à l'adresse {address!r} : vérifiez-la, et que `ray start` a été lancé "
        "sur cette machine avec la même version de Ray ; l'index en service est intact.",
    )

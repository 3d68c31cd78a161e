"""Turns token ids of texts into their token vectors with onnxruntime, one text a thread.

Knows nothing about tokenizers, pooling, or where the graph comes from. A text is run by itself: no padding is computed,
its numbers stay in the processor's own cache, and its vectors do not depend on the texts beside it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.index.int8.graph import INPUT, OUTPUT, Array

T = TypeVar("T")
FATAL = 4  # onnxruntime's own messages mean nothing to our readers


class Embeddings:
    """What stands in front of the first layer: the rows of the words, of their places and of the one text type."""

    def __init__(self, words: Callable[[NDArray[np.int64]], Array], places: Array) -> None:
        self._words = words
        self._places = places  # with the text type's row added

    def sum(self, ids: Sequence[int]) -> Array:
        """Shape (1, len(ids), hidden), not yet normalised."""
        return np.asarray(self._words(np.asarray(ids, np.int64)) + self._places[: len(ids)], np.float32)[None]


class Network:
    """A graph of `bert_graph`, ready to run from several threads."""

    def __init__(self, graph: bytes, embeddings: Embeddings) -> None:
        self.embeddings = embeddings
        self._session = open_session(graph)

    def run(self, ids: Sequence[int]) -> Array:
        """Token vectors, shape (len(ids), hidden)."""
        found: Array = self._session.run([OUTPUT], {INPUT: self.embeddings.sum(ids)})[0][0]
        return found

    def each(self, rows: Sequence[Sequence[int]], use: Callable[[int, Array], T]) -> Iterator[T]:
        """What `use` makes of each row's place and token vectors, in the order of the rows."""

        def one(place: int) -> T:
            return use(place, self.run(rows[place]))

        return map(one, range(len(rows))) if len(rows) < 2 else workers().map(one, range(len(rows)))


@cache
def workers() -> ThreadPoolExecutor:
    """A thread for each processor that this process may use; threads inside one text would wait for each other.

    OMP_NUM_THREADS bounds them: who runs several processes side by side sets it.
    """
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    bound = os.environ.get("OMP_NUM_THREADS", "")
    return ThreadPoolExecutor(min(allowed or 1, int(bound) if bound.isdecimal() and int(bound) else 1_000), "int8")


def open_session(graph: bytes) -> Any:
    """The graph, on one thread and as it is written."""
    import onnxruntime

    onnxruntime.set_default_logger_severity(FATAL)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = FATAL
    # the graph is written as it shall run: fused again, layer normalisation would be the slow operator
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def mean_unit(hidden: Array) -> NDArray[np.float32]:
    """The mean of token vectors, of length one."""
    summed = hidden.sum(axis=0)
    return np.asarray(summed / np.linalg.norm(summed), np.float32)

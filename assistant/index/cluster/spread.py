"""Turns the files and texts of a build into tasks for a cluster, and what comes back into the order they were given in.

Knows nothing about Ray: a cluster is whatever runs a function many times elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np

from assistant.corpus.limits import Limits
from assistant.corpus.readers import reader_of
from assistant.corpus.reading import Found, ReadMany, Unread, file_bytes, not_read
from assistant.errors import ClusterError, ReadingError
from assistant.index.before import program
from assistant.index.cluster.work import Load, Refusal, embed, read
from assistant.index.embedding import Encoder, ModelIdentity, Vectors, load_encoder
from assistant.settings import Settings

TEXTS_A_TASK = 64  # what a lost worker costs
TASKS_AHEAD = 8  # for each processor, so that none waits while vectors are kept
AT_ONCE = 512


class Cluster(Protocol):
    """Runs tasks elsewhere; a task whose worker dies is run again there, and no other."""

    @property
    def processors(self) -> int: ...

    def each(self, work: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        """The place of each call and what `work` gives for it, as they are done. Raises ClusterError.

        Calls are taken only a little ahead of what is done.
        """
        ...


@dataclass(frozen=True, slots=True)
class Spread:
    """A cluster, and what its machines need to do as we would."""

    cluster: Cluster
    settings: Settings
    load: Load = load_encoder

    @property
    def texts_at_once(self) -> int:
        """How many texts to embed between two looks at what came back."""
        return max(AT_ONCE, TEXTS_A_TASK * TASKS_AHEAD * self.cluster.processors)

    def encoder(self, encoder: Encoder) -> Encoder:
        """The same encoder, whose passages are embedded on the cluster."""
        return SpreadEncoder(encoder, self)

    def reading(self, tell: Callable[[str, int, int], None]) -> ReadMany:
        """Reads files on the cluster; opening them stays here, so that machines need no folder in common."""

        def read_many(files: Sequence[Unread], limits: Limits) -> Iterator[Found]:
            kept: dict[int, Found] = {}
            sent: list[int] = []

            def calls() -> Iterator[tuple[Any, ...]]:
                for place, one in enumerate(files):
                    try:
                        if one.problem:
                            raise one.problem
                        reader_of(one.path.suffix)
                        data = file_bytes(one.path, limits)
                    except ReadingError as error:
                        kept[place] = not_read(one.name, error)
                        continue
                    sent.append(place)
                    yield one.path.suffix, data, one.name, one.source, self.settings, program()

            due = 0
            for number, found in self.cluster.each(read, calls()):
                kept[sent[number]] = _accepted(found)
                tell("read", due + len(kept), len(files))
                while due in kept:
                    yield kept.pop(due)
                    due += 1
            for place in range(due, len(files)):
                yield kept.pop(place)

        return read_many


@dataclass(frozen=True, slots=True)
class SpreadEncoder:
    """An `Encoder` that counts tokens and embeds questions here, and passages on a cluster."""

    inner: Encoder
    spread: Spread

    @property
    def identity(self) -> ModelIdentity:
        return self.inner.identity

    def count_tokens(self, text: str) -> int:
        return self.inner.count_tokens(text)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        return self.inner.encode_questions(texts)

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        vectors = np.zeros((len(texts), self.identity.dimension), dtype=np.float32)
        starts = range(0, len(texts), TEXTS_A_TASK)
        settings, load = self.spread.settings, self.spread.load
        calls = ((list(texts[at : at + TEXTS_A_TASK]), settings, self.identity, load) for at in starts)
        for number, found in self.spread.cluster.each(embed, calls):
            part = _accepted(found)
            vectors[starts[number] : starts[number] + len(part)] = part
            if progress:
                progress(len(part))
        return vectors


def _accepted(found: Any) -> Any:
    """What a machine gave. Raises ClusterError when it refused."""
    if isinstance(found, Refusal):
        raise ClusterError(**asdict(found))
    return found

"""Turns one file's bytes into documents, or a few texts into vectors, on whichever machine it is called.

Knows nothing about clusters. What it cannot do it gives back as a `Refusal` rather than raising it, so that the reason
arrives whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.corpus.limits import Limits, limits_of
from assistant.corpus.reading import Found, not_read, read_bytes
from assistant.corpus.sources import Source
from assistant.errors import AssistantError, ReadingError
from assistant.index.before import program
from assistant.index.embedding import Encoder, ModelIdentity, Vectors
from assistant.settings import Settings

Load = Callable[[Settings], Encoder]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a machine does not take part."""

    en: str
    fr: str


def read(
    ending: str, data: bytes, name: str, source: Source | None, settings: Settings, written_for: str
) -> Found | Refusal:
    """The documents of one file, parsed in a confined process of this machine, and the report on it."""
    if written_for != program():
        return Refusal(
            en="A machine of the cluster has another version of the assistant or of its libraries: "
            "install the same on all of them.",
            fr="Une machine de la grappe a une autre version de l'assistant ou de ses bibliothèques : "
            "installez la même sur toutes.",
        )
    try:
        return read_bytes(ending, data, name, source, _limits(settings))
    except ReadingError as error:
        return not_read(name, error)


def embed(texts: Sequence[str], settings: Settings, identity: ModelIdentity, load: Load) -> Vectors | Refusal:
    """Unit vectors of passages or sentences, by the model of this machine, which must be the one that is expected."""
    try:
        encoder = _encoder(load, settings)
        if encoder.identity != identity:
            return Refusal(
                en="A machine of the cluster has another model or engine: give all of them the same model, "
                "and set engine = 'torch' where a processor lacks what the fast one needs.",
                fr="Une machine de la grappe a un autre modèle ou moteur : donnez à toutes le même modèle, "
                "et réglez engine = 'torch' si un processeur n'a pas ce qu'il faut au moteur rapide.",
            )
        return encoder.encode_passages(texts)
    except AssistantError as error:
        return Refusal(error.en, error.fr)


@lru_cache(maxsize=2)
def _encoder(load: Load, settings: Settings) -> Encoder:
    """Loaded once a process, which does many tasks."""
    return load(settings)


@lru_cache(maxsize=2)
def _limits(settings: Settings) -> Limits:
    """One object a process, so that its parser stays warm."""
    return limits_of(settings)

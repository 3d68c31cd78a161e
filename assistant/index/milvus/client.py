"""Turns an address into a connection to Milvus, and what Milvus and its client complain of into one sentence.

Knows nothing about what is stored. Only importer of pymilvus, which logs tracebacks of its own (silenced here) and
starts Milvus Lite in this process for a path that ends in .db; one process at a time may hold such a file.
"""

from __future__ import annotations

import errno
import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError, StoredIndexError, StoreUnreachable
from assistant.index.milvus.address import Address
from assistant.settings import load_settings

CONNECT_TIMEOUT_S = 5.0
FULL = ("no space left", "disk full", "disk quota", "file too large", "memory quota exceeded", "disk quota exhausted")
LOCK = "LOCK"  # of Milvus Lite, in the folder that its file is; held while a process has it open
UNREACHABLE_CODES = (1, 2)  # pymilvus: unexpected or refused connection


def pymilvus() -> Any:
    """The library. Raises SettingsError where it is not installed."""
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # grpc, loaded with it, writes to standard error by itself
    try:
        import pymilvus as library
    except ImportError:
        raise SettingsError(
            en="A store in Milvus needs its client: in the folder of the program, run `pip install -e '.[milvus]'`.",
            fr="Un magasin dans Milvus demande son client : dans le dossier du programme, lancez "
            "`pip install -e '.[milvus]'`.",
        ) from None
    for name in ("pymilvus", "milvus_lite", "grpc"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    return library


def connect(address: Address) -> Any:
    """A client, kept for the next who asks. Raises StoreUnreachable."""
    library = pymilvus()
    with told(address):
        if "://" not in address.uri and not Path(address.uri).parent.is_dir():
            raise unreachable(address)
        client = _client(library, address.uri, load_settings().store_token)
        client.list_collections(timeout=CONNECT_TIMEOUT_S)  # a kept one may have lost its Milvus
        return client


@lru_cache(maxsize=8)
def _client(library: Any, uri: str, token: str) -> Any:
    return library.MilvusClient(uri, token=token, timeout=CONNECT_TIMEOUT_S)


@contextmanager
def told(address: Address) -> Iterator[None]:
    """What goes wrong with Milvus becomes a StoredIndexError of one sentence."""
    library = pymilvus()
    try:
        yield
    except library.MilvusException as error:
        raise _sentence(address, error) from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] == "grpc":
            raise unreachable(address) from error
        raise


def unreachable(address: Address) -> StoreUnreachable:
    return StoreUnreachable(
        en=f"No Milvus answers at {address.said!r}: start it or correct the setting 'store'; nothing was changed.",
        fr=f"Aucun Milvus ne répond à {address.said!r} : démarrez-le ou corrigez le réglage 'store' ; rien n'a changé.",
    )


def _sentence(address: Address, error: Exception) -> StoredIndexError:
    said = " ".join(_chain(error)).lower()
    if any(word in said for word in FULL) or f"errno {errno.ENOSPC}" in said:
        return StoredIndexError(
            en=f"There is no room left in {address.said!r}: make some, then try again; the index before is untouched.",
            fr=f"Il n'y a plus de place dans {address.said!r} : libérez-en, puis recommencez ; l'index précédent est "
            "intact.",
        )
    connecting = type(error).__name__ in {"ConnectionConfigException", "MilvusUnavailableException"}
    if connecting and _is_held(address):
        return StoreUnreachable(
            en=f"Another process holds {address.said!r}: stop it, or let `milvus-lite server` hold the file for all.",
            fr=f"Un autre processus tient {address.said!r} : arrêtez-le, ou confiez le fichier à `milvus-lite server`.",
        )
    if connecting or (getattr(error, "code", None) in UNREACHABLE_CODES and "connect" in said):
        return unreachable(address)
    why = str(getattr(error, "message", error)).splitlines()[:1]
    return StoredIndexError(
        en=f"Milvus at {address.said!r} refused ({''.join(why)[:160]}); the index before is untouched.",
        fr=f"Milvus à {address.said!r} a refusé ({''.join(why)[:160]}) ; l'index précédent est intact.",
    )


def _is_held(address: Address) -> bool:
    """Whether another process has a Milvus Lite open: its client only logs why it could not."""
    try:
        with (Path(address.uri) / LOCK).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _chain(error: BaseException | None) -> Iterator[str]:
    """What an error and its causes say; pymilvus raises errors from themselves, so each is looked at once."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield str(error)
        error = error.__cause__ or error.__context__

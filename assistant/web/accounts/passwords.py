"""Turns passwords into salted hashes, and says whether a password is the one that was hashed.

Knows nothing about users. Only importer of argon2; a user who does not exist costs the same work as one who does.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import BoundedSemaphore, Lock

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from assistant.errors import AccountsError, Busy

SHORTEST, LONGEST = 10, 256  # characters
WAITING = 8  # passwords being checked or waiting; each check takes 64 MB and some 100 ms
HASHER = PasswordHasher()
_places, _turn = BoundedSemaphore(WAITING), Lock()


def hashed(password: str) -> str:
    """The hash to keep. Raises AccountsError for a password that is too short or too long."""
    if not SHORTEST <= len(_normal(password)) <= LONGEST:
        raise AccountsError(
            en=f"The password must have {SHORTEST} to {LONGEST} characters: choose another.",
            fr=f"Le mot de passe doit compter de {SHORTEST} à {LONGEST} caractères : choisissez-en un autre.",
        )
    return HASHER.hash(_normal(password))


def is_right(password: str, kept: str | None) -> bool:
    """True when `kept` is a hash of this password; None, for an unknown user, is as much work and never right.

    Raises Busy when too many are being checked already.
    """
    if not _places.acquire(blocking=False):
        raise Busy(
            en="Too many people are signing in: try again in a few seconds.",
            fr="Trop de connexions sont en cours : réessayez dans quelques secondes.",
        )
    try:
        with _turn:
            return _verify(kept or _nobodys(), _normal(password)[: LONGEST + 1]) and kept is not None
    finally:
        _places.release()


def is_hash(text: str) -> bool:
    """True for what `hashed` gives."""
    return text.startswith("$argon2id$") and len(text) < 300


def _verify(kept: str, password: str) -> bool:
    try:
        return HASHER.verify(kept, password)
    except (Argon2Error, InvalidHashError):
        return False


def _normal(password: str) -> str:
    """The same characters, however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode())


@cache
def _nobodys() -> str:
    return HASHER.hash("the password of nobody at all")

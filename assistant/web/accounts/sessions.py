"""Turns a sign-in into a random token, and a token into who signed in, while that is not too long ago.

Knows nothing about cookies or roles. Kept in memory only, and by the token's hash, so that nothing of it can be read
anywhere; a restart signs everybody out.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

IDLE_S = 2 * 3600.0
ABSOLUTE_S = 12 * 3600.0
KEPT = 10_000  # the ones not used for longest are dropped
TOKEN_BYTES = 32


@dataclass(slots=True)
class Session:
    name: str
    credential: str  # hash of the password it was opened with: another password ends it
    opened: float
    used: float


class Sessions:
    """Safe to use from several threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._sessions: OrderedDict[bytes, Session] = OrderedDict()
        self._lock = Lock()

    def open(self, name: str, credential: str) -> str:
        """The token of a new session."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._lock:
            now = self._now()
            self._sessions[_key(token)] = Session(name, credential, now, now)
            while len(self._sessions) > KEPT:
                self._sessions.popitem(last=False)
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token, which is used by that; None when there is none or no longer."""
        key = _key(token)
        with self._lock:
            session, now = self._sessions.get(key), self._now()
            if session is None:
                return None
            if now - session.used > IDLE_S or now - session.opened > ABSOLUTE_S:
                del self._sessions[key]
                return None
            session.used = now
            self._sessions.move_to_end(key)
            return session

    def close(self, token: str) -> None:
        with self._lock:
            self._sessions.pop(_key(token), None)


def _key(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()

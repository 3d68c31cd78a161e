"""Turns tries to sign in into leave to go on or the seconds to wait: few for one account from one address.

Knows nothing about passwords. A try counts before its password is looked at, so that many at once gain nothing; a try
that succeeds is taken back.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from threading import Lock

WINDOW_S = 900.0
FROM_ONE_ADDRESS = 5  # tries for one account
FOR_ONE_ACCOUNT = 50  # from wherever; more than a person mistypes, less than a guess needs
BY_ONE_ADDRESS = 100  # for whichever accounts
KEPT = 20_000  # keys; the oldest are dropped


@dataclass(frozen=True, slots=True)
class Try:
    """What one try is counted under."""

    account: str
    address: str

    def counted(self) -> tuple[tuple[tuple[str, ...], int], ...]:
        return (
            (("both", self.account, self.address), FROM_ONE_ADDRESS),
            (("account", self.account), FOR_ONE_ACCOUNT),
            (("address", self.address), BY_ONE_ADDRESS),
        )


class Throttle:
    """Safe to use from several threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._tries: OrderedDict[tuple[str, ...], deque[float]] = OrderedDict()
        self._lock = Lock()

    def begin(self, one: Try) -> int:
        """0 when the password may be looked at, else the seconds until then."""
        with self._lock:
            now = self._now()
            wait = max(self._wait(key, most, now) for key, most in one.counted())
            if wait <= 0:
                for key, _ in one.counted():
                    self._tries.setdefault(key, deque()).append(now)
                    self._tries.move_to_end(key)
                while len(self._tries) > KEPT:
                    self._tries.popitem(last=False)
            return max(0, ceil(wait))

    def succeeded(self, one: Try) -> None:
        """Forget what was counted for this account from this address, and this try everywhere else."""
        with self._lock:
            (both, _), *others = one.counted()
            self._tries.pop(both, None)
            for key, _ in others:
                if self._tries.get(key):
                    self._tries[key].pop()

    def _wait(self, key: tuple[str, ...], most: int, now: float) -> float:
        tries = self._tries.get(key)
        if tries is None:
            return 0.0
        while tries and tries[0] <= now - WINDOW_S:
            tries.popleft()
        if not tries:
            del self._tries[key]
        return tries[0] + WINDOW_S - now if len(tries) >= most else 0.0

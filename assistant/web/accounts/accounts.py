"""Turns the file of users, sessions and tries into one thing to ask: who is this, may they sign in.

Knows nothing about HTTP. The file is looked at with every request, so a change of it counts at the next one. Once
there were users, a file that is gone or damaged lets nobody in.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from assistant.errors import AccountsError, TooManyTries
from assistant.web.accounts.passwords import is_right
from assistant.web.accounts.sessions import Sessions
from assistant.web.accounts.throttle import Throttle, Try
from assistant.web.accounts.users import User, Users, name_of, read_users

Seen = tuple[int, int, int, int, int] | None  # what tells one state of the file from another


class Accounts:
    """Safe to use from several threads. Without a file there are no accounts, and everything is open.

    `closed` is for a server that other machines reach: it lets nobody in before there are users.
    """

    def __init__(
        self,
        file: Path | None = None,
        *,
        closed: bool = False,
        sessions: Sessions | None = None,
        throttle: Throttle | None = None,
    ) -> None:
        self._file = file
        self._closed = closed
        self._sessions = sessions or Sessions()
        self._throttle = throttle or Throttle()
        self._seen: Seen = None
        self._users: Users = {}
        self._lock = Lock()

    def users(self) -> Users:
        """Everybody, as the file says now. Raises AccountsError."""
        if self._file is None:
            return {}
        with self._lock:
            seen = _state(self._file)
            if seen != self._seen or seen is None:
                self._users = read_users(self._file)
                self._seen = seen
                self._closed = self._closed or bool(self._users)
            return self._users

    def are_open(self) -> bool:
        """True while no user was ever configured and only this machine reaches the server. Raises AccountsError."""
        return not self.users() and not self._closed

    def signed_in(self, token: str | None) -> User | None:
        """Who holds this token, as the file says now. Raises AccountsError."""
        users = self.users()
        session = self._sessions.find(token) if token else None
        user = users.get(session.name) if session else None
        return user if session and user and user.password == session.credential else None

    def sign_in(self, typed: str, password: str, address: str) -> str | None:
        """The token of a new session; None for a wrong name or password. Raises TooManyTries, Busy, AccountsError."""
        users = self.users()
        try:
            name = name_of(typed)
        except AccountsError:
            name = ""  # nobody's, and as much work
        one = Try(name, address)
        wait = self._throttle.begin(one)
        if wait:
            minutes = -(-wait // 60)
            error = TooManyTries(
                en=f"Too many wrong passwords: try again in {minutes} minute(s).",
                fr=f"Trop de mots de passe erronés : réessayez dans {minutes} minute(s).",
            )
            error.retry_after_s = wait
            raise error
        user = users.get(name)
        if not is_right(password, user.password if user else None) or user is None:
            return None
        self._throttle.succeeded(one)
        return self._sessions.open(user.name, user.password)

    def sign_out(self, token: str) -> None:
        self._sessions.close(token)


def _state(file: Path) -> Seen:
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AccountsError(
            en=f"The file of users {file.name!r} cannot be read ({error.strerror}).",
            fr=f"Le fichier des utilisateurs {file.name!r} est illisible ({error.strerror}).",
        ) from None
    return status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_mode

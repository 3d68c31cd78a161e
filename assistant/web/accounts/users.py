"""Turns the file of users into names with their roles and hashed passwords, and changes of it into a new file.

Knows nothing about sessions or pages. A file that others may read, or that is damaged, is refused in one sentence;
a change is written whole beside it and put in its place, by one writer at a time.
"""

from __future__ import annotations

import json
import os
import re
import stat
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import AccountsError
from assistant.web.accounts.passwords import is_hash
from assistant.web.accounts.roles import Role

NAME = re.compile(r"\w[\w.@-]{0,63}")
LARGEST_BYTES = 5_000_000
WAIT_S = 10.0
HEADING = "# Written by `assistant user`; passwords are salted argon2 hashes.\n"


@dataclass(frozen=True, slots=True)
class User:
    name: str
    role: Role
    password: str  # its hash


Users = Mapping[str, User]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    role: Role
    password: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    users: dict[str, _Entry] = {}


def name_of(typed: str) -> str:
    """The one spelling of a name, whatever its capitals. Raises AccountsError when it cannot be one."""
    name = unicodedata.normalize("NFC", typed.strip()).casefold()
    if not NAME.fullmatch(name):
        raise AccountsError(
            en=f"{typed[:80]!r} cannot be a user's name: use letters, digits, and . _ @ - (64 at most).",
            fr=f"{typed[:80]!r} ne peut pas être un nom d'utilisateur : lettres, chiffres et . _ @ - (64 au plus).",
        )
    return name


def read_users(path: Path) -> dict[str, User]:
    """All users by name; none where there is no file. Raises AccountsError."""
    try:
        with path.open("rb") as file:
            _check_mode(path, os.fstat(file.fileno()))
            text = file.read(LARGEST_BYTES).decode("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise _unusable(path, getattr(error, "strerror", None) or "no UTF-8") from None
    try:
        entries = _File.model_validate(tomllib.loads(text)).users
    except ValidationError as error:
        raise _unusable(path, ".".join(str(part) for part in error.errors()[0]["loc"])) from None
    except tomllib.TOMLDecodeError:
        raise _unusable(path, "TOML") from None
    for name, entry in entries.items():
        if not NAME.fullmatch(name) or name != name_of(name) or not is_hash(entry.password):
            raise _unusable(path, f"users.{name}")
    return {name: User(name, entry.role, entry.password) for name, entry in entries.items()}


def change_users(path: Path, change: Callable[[dict[str, User]], None]) -> None:
    """Read, change and write again, while nobody else does. Raises AccountsError."""
    try:
        with _changing(path):
            users = read_users(path)
            change(users)
            _write(path, users)
    except OSError as error:
        raise AccountsError(
            en=f"{path.name!r} cannot be written ({error.strerror}): see who owns its folder.",
            fr=f"{path.name!r} ne peut pas être écrit ({error.strerror}) : voyez à qui est son dossier.",
        ) from None


def add_user(path: Path, name: str, role: Role, password_hash: str) -> None:
    """Raises AccountsError when there is such a user already."""
    name = name_of(name)

    def change(users: dict[str, User]) -> None:
        if name in users:
            raise AccountsError(
                en=f"There is a user {name!r} already: see `assistant user role` and `assistant user password`.",
                fr=f"L'utilisateur {name!r} existe déjà : voyez `assistant user role` et `assistant user password`.",
            )
        users[name] = User(name, role, password_hash)

    change_users(path, change)


def remove_user(path: Path, name: str) -> None:
    """Raises AccountsError when there is none."""
    change_users(path, lambda users: users.__delitem__(_known(users, name).name))


def set_role(path: Path, name: str, role: Role) -> None:
    """Raises AccountsError when there is no such user."""

    def change(users: dict[str, User]) -> None:
        user = _known(users, name)
        users[user.name] = User(user.name, role, user.password)

    change_users(path, change)


def set_password(path: Path, name: str, password_hash: str) -> None:
    """Raises AccountsError when there is no such user."""

    def change(users: dict[str, User]) -> None:
        user = _known(users, name)
        users[user.name] = User(user.name, user.role, password_hash)

    change_users(path, change)


def _known(users: Users, name: str) -> User:
    user = users.get(name_of(name))
    if user is None:
        raise AccountsError(
            en=f"There is no user {name!r}: `assistant user list` names them.",
            fr=f"Il n'y a pas d'utilisateur {name!r} : `assistant user list` les nomme.",
        )
    return user


@contextmanager
def _changing(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(path.with_name(f"{path.name}.lock"), timeout=WAIT_S, mode=0o600):
            yield
    except Timeout:
        raise AccountsError(
            en=f"Another process is changing {path.name!r}: try again when it has finished.",
            fr=f"Un autre processus modifie {path.name!r} : réessayez quand il aura fini.",
        ) from None


def _write(path: Path, users: Users) -> None:
    """The whole file, readable by its owner alone from its first byte on."""
    entries = (
        f"\n[users.{_quoted(user.name)}]\nrole = {_quoted(user.role)}\npassword = {_quoted(user.password)}\n"
        for _, user in sorted(users.items())
    )
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(HEADING + "".join(entries))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _quoted(text: str) -> str:
    """A TOML basic string; names and hashes hold nothing that JSON would write otherwise."""
    return json.dumps(text, ensure_ascii=False)


def _check_mode(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise _unusable(path, "no ordinary file")
    if status.st_mode & 0o077:
        raise AccountsError(
            en=f"Others may read or change {path.name!r}: run `chmod 600` on it.",
            fr=f"D'autres peuvent lire ou modifier {path.name!r} : passez-lui `chmod 600`.",
        )
    if status.st_size > LARGEST_BYTES:
        raise _unusable(path, f"more than {LARGEST_BYTES} bytes")


def _unusable(path: Path, what: str) -> AccountsError:
    return AccountsError(
        en=f"The file of users {path.name!r} cannot be used ({what}): mend it, or remove it and add the users again.",
        fr=f"Le fichier des utilisateurs {path.name!r} est inutilisable ({what}) : corrigez-le, ou supprimez-le et "
        "ajoutez de nouveau les utilisateurs.",
    )

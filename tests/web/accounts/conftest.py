"""Turns slow password hashing into quick hashing for these tests; knows nothing about single tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from assistant.web.accounts import passwords
from assistant.web.accounts.users import add_user

PASSWORDS = {"rita": "reading-is-allowed", "eva": "evaluating-too-1", "amélie": "everything-is-allowed"}
ROLES = {"rita": "reader", "eva": "evaluator", "amélie": "administrator"}


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys.cache_clear()
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def users_file(tmp_path: Path) -> Path:
    """One user of each role."""
    path = tmp_path / "users.toml"
    for name, password in PASSWORDS.items():
        add_user(path, name, ROLES[name], passwords.hashed(password))  # type: ignore[arg-type]  # they are roles
    return path

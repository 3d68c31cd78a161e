"""Checks who is signed in and for how long, and how often a password may be tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import AccountsError, TooManyTries
from assistant.web.accounts import passwords
from assistant.web.accounts.accounts import Accounts
from assistant.web.accounts.passwords import hashed
from assistant.web.accounts.sessions import ABSOLUTE_S, IDLE_S, KEPT, Sessions
from assistant.web.accounts.throttle import FOR_ONE_ACCOUNT, FROM_ONE_ADDRESS, WINDOW_S, Throttle, Try
from assistant.web.accounts.users import add_user, remove_user, set_password, set_role
from tests.web.accounts.conftest import PASSWORDS


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def signed_in(accounts: Accounts, name: str = "rita") -> str:
    token = accounts.sign_in(name, PASSWORDS[name], "192.0.2.1")
    assert token is not None
    return token


def test_the_right_password_opens_a_session_and_no_other(users_file: Path) -> None:
    accounts = Accounts(users_file)
    user = accounts.signed_in(signed_in(accounts))
    assert user is not None
    assert (user.name, user.role) == ("rita", "reader")
    for name, password in (
        ("rita", ""),
        ("rita", PASSWORDS["eva"]),
        ("nobody", PASSWORDS["rita"]),
        ("", ""),
        ("a b", "x"),
    ):
        assert accounts.sign_in(name, password, "192.0.2.2") is None
    for token in (None, "", "x", "é" * 50, "\ud800"):
        assert accounts.signed_in(token) is None


def test_tokens_are_long_and_random_and_kept_only_as_hashes(users_file: Path) -> None:
    accounts = Accounts(users_file)
    tokens = {signed_in(accounts) for _ in range(5)}
    assert len(tokens) == 5
    assert min(map(len, tokens)) >= 40
    assert not any(token in repr(accounts._sessions._sessions) for token in tokens)


def test_a_session_ends_when_it_is_not_used_and_in_any_case(users_file: Path) -> None:
    clock = Clock()
    accounts = Accounts(users_file, sessions=Sessions(clock))
    token = signed_in(accounts)
    clock.now += IDLE_S - 1
    assert accounts.signed_in(token)
    clock.now += IDLE_S + 1
    assert accounts.signed_in(token) is None
    token, opened = signed_in(accounts), clock.now
    while clock.now + IDLE_S - 1 < opened + ABSOLUTE_S:
        clock.now += IDLE_S - 1
        assert accounts.signed_in(token)
    clock.now = opened + ABSOLUTE_S + 1
    assert accounts.signed_in(token) is None


def test_signing_out_ends_this_session_alone(users_file: Path) -> None:
    accounts = Accounts(users_file)
    one, other = signed_in(accounts), signed_in(accounts)
    accounts.sign_out(one)
    assert accounts.signed_in(one) is None
    assert accounts.signed_in(other)


def test_what_the_file_says_counts_at_once(users_file: Path) -> None:
    accounts = Accounts(users_file)
    rita, eva, admin = (signed_in(accounts, name) for name in PASSWORDS)
    set_role(users_file, "rita", "administrator")
    user = accounts.signed_in(rita)
    assert user is not None
    assert user.role == "administrator"
    set_password(users_file, "eva", hashed("another password"))
    assert accounts.signed_in(eva) is None
    kept = accounts.users()["amélie"].password
    remove_user(users_file, "amélie")
    assert accounts.signed_in(admin) is None
    add_user(users_file, "amélie", "reader", hashed("a new one by that name"))
    assert accounts.signed_in(admin) is None
    assert kept != accounts.users()["amélie"].password


def test_without_users_everything_is_open_until_there_are_some_and_never_again(tmp_path: Path) -> None:
    path = tmp_path / "users.toml"
    accounts = Accounts(path)
    assert accounts.are_open()
    add_user(path, "rita", "reader", hashed(PASSWORDS["rita"]))
    assert not accounts.are_open()
    path.unlink()
    assert not accounts.are_open()
    assert not Accounts(path, closed=True).are_open()
    assert Accounts().are_open()


def test_a_file_that_rots_while_serving_lets_nobody_in(users_file: Path) -> None:
    accounts = Accounts(users_file)
    token = signed_in(accounts)
    users_file.chmod(0o644)
    for _ in range(2):
        with pytest.raises(AccountsError):
            accounts.signed_in(token)
        with pytest.raises(AccountsError):
            accounts.are_open()
    users_file.chmod(0o600)
    assert accounts.signed_in(token)
    users_file.write_text("[")
    with pytest.raises(AccountsError):
        accounts.sign_in("rita", PASSWORDS["rita"], "192.0.2.1")


def test_five_wrong_passwords_make_one_wait_whoever_it_is(users_file: Path) -> None:
    clock = Clock()
    accounts = Accounts(users_file, throttle=Throttle(clock))
    for name in ("rita", "nobody"):
        for _ in range(FROM_ONE_ADDRESS):
            assert accounts.sign_in(name, "wrong", "192.0.2.1") is None
        with pytest.raises(TooManyTries) as raised:
            accounts.sign_in(name, PASSWORDS["rita"], "192.0.2.1")
        assert 0 < raised.value.retry_after_s <= WINDOW_S
    assert accounts.sign_in("rita", PASSWORDS["rita"], "192.0.2.9")
    clock.now += WINDOW_S + 1
    assert accounts.sign_in("rita", PASSWORDS["rita"], "192.0.2.1")


def test_the_right_password_takes_back_what_was_counted(users_file: Path) -> None:
    accounts = Accounts(users_file)
    for _ in range(3):
        for _ in range(FROM_ONE_ADDRESS - 1):
            assert accounts.sign_in("rita", "wrong", "192.0.2.1") is None
        assert accounts.sign_in("Rita", PASSWORDS["rita"], "192.0.2.1")


def test_tries_from_many_addresses_end_as_well() -> None:
    throttle = Throttle(Clock())
    waits = [throttle.begin(Try("rita", f"192.0.2.{n}")) for n in range(FOR_ONE_ACCOUNT + 3)]
    assert waits[:FOR_ONE_ACCOUNT] == [0] * FOR_ONE_ACCOUNT
    assert min(waits[FOR_ONE_ACCOUNT:]) > 0


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.accounts.throttle.KEPT", 50)
    monkeypatch.setattr("assistant.web.accounts.sessions.KEPT", 50)
    throttle, sessions = Throttle(), Sessions()
    first = sessions.open("rita", "x")
    for number in range(200):
        throttle.begin(Try(f"user{number}", f"address{number}"))
        sessions.open("rita", "x")
    assert len(throttle._tries) == len(sessions._sessions) == 50 < KEPT
    assert sessions.find(first) is None


def test_an_unknown_user_costs_the_same_work_as_a_known_one(users_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work: list[tuple[str, bool]] = []
    verify = passwords._verify

    def counted(kept: str, password: str) -> bool:
        work.append((kept.rsplit("$", 2)[0], kept.startswith("$argon2id$")))
        return verify(kept, password)

    monkeypatch.setattr(passwords, "_verify", counted)
    accounts = Accounts(users_file)
    accounts.users()
    for name in ("rita", "nobody", "not a name", "", "x" * 1000):
        before = len(work)
        accounts.sign_in(name, "wrong", f"address of {name}")
        assert len(work) == before + 1
    assert len(set(work)) == 1  # the same parameters each time

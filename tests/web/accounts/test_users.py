"""Checks the file of users: what is kept, who may read it, and what of it is refused."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant.errors import AccountsError
from assistant.web.accounts.passwords import hashed, is_right
from assistant.web.accounts.users import add_user, name_of, read_users, remove_user, set_password, set_role


def test_users_are_kept_by_name_with_their_role_and_a_hash(users_file: Path) -> None:
    users = read_users(users_file)
    assert {"rita": "reader", "eva": "evaluator", "amélie": "administrator"} == {u.name: u.role for u in users.values()}
    text = users_file.read_text(encoding="utf-8")
    assert "reading-is-allowed" not in text
    assert text.count("$argon2id$") == 3
    assert len({user.password for user in users.values()}) == 3


def test_nobody_else_may_read_the_file_and_no_part_of_it_is_left_beside(users_file: Path) -> None:
    set_role(users_file, "rita", "evaluator")
    assert users_file.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in users_file.parent.iterdir()} == {"users.toml", "users.toml.lock"}


def test_a_change_that_breaks_off_leaves_the_file_as_it_was(users_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = users_file.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("assistant.web.accounts.users.os.fsync", full)
    with pytest.raises(AccountsError, match="cannot be written"):
        set_role(users_file, "rita", "evaluator")
    assert users_file.read_bytes() == before


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o606])
def test_a_file_that_others_may_read_or_change_is_refused(users_file: Path, mode: int) -> None:
    users_file.chmod(mode)
    with pytest.raises(AccountsError, match="chmod 600") as raised:
        read_users(users_file)
    assert "chmod 600" in raised.value.fr
    assert str(users_file.parent) not in raised.value.en


@pytest.mark.parametrize(
    "text",
    [
        "users", "[users.rita]\nrole = 'reader'", "[users.rita]\nrole = 'boss'\npassword = '$argon2id$x'",
        "[users.rita]\nrole = 'reader'\npassword = 'plain'", "[users.Rita]\nrole = 'reader'\npassword = '$argon2id$x'",
        "[users.rita]\nrole = 'reader'\npassword = '$argon2id$x'\nextra = 1", "[other]\nx = 1", "users = 3",
        "[users.'a b']\nrole = 'reader'\npassword = '$argon2id$x'", "\x00",
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused_by_its_name(users_file: Path, text: str) -> None:
    users_file.write_text(text, encoding="utf-8")
    with pytest.raises(AccountsError, match=r"users\.toml"):
        read_users(users_file)


def test_a_file_that_is_no_text_or_no_file_is_refused(users_file: Path, tmp_path: Path) -> None:
    users_file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(AccountsError):
        read_users(users_file)
    with pytest.raises(AccountsError):
        read_users(tmp_path)
    assert read_users(tmp_path / "none.toml") == {}


def test_adding_removing_and_changing_are_told_in_one_sentence_when_wrong(users_file: Path) -> None:
    for wrong in (
        lambda: add_user(users_file, "RITA", "reader", hashed("long enough it is")),
        lambda: remove_user(users_file, "nobody"),
        lambda: set_role(users_file, "nobody", "reader"),
        lambda: set_password(users_file, "nobody", hashed("long enough it is")),
        lambda: add_user(users_file, "a b", "reader", hashed("long enough it is")),
        lambda: hashed("short"),
        lambda: hashed("x" * 257),
    ):
        with pytest.raises(AccountsError) as raised:
            wrong()
        assert raised.value.en.count("\n") == raised.value.fr.count("\n") == 0
    assert len(read_users(users_file)) == 3
    remove_user(users_file, "Rita")
    assert set(read_users(users_file)) == {"eva", "amélie"}


@pytest.mark.parametrize("name", ["", " ", "-x", "a/b", "a\nb", "x" * 65, '"', "<b>", "a b"])
def test_what_cannot_be_a_name(name: str) -> None:
    with pytest.raises(AccountsError):
        name_of(name)


def test_a_name_has_one_spelling_and_a_password_one_form() -> None:
    assert name_of(" Ame\u0301lie ") == name_of("AMÉLIE") == "amélie"
    kept = hashed("mot de passe e\u0301te\u0301")
    assert is_right("mot de passe été", kept)
    assert not is_right("mot de passe ete", kept)


def test_many_changes_at_once_lose_nothing(tmp_path: Path) -> None:
    path, kept = tmp_path / "users.toml", hashed("long enough it is")
    threads = [threading.Thread(target=add_user, args=(path, f"user{n}", "reader", kept)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_users(path)) == 8

"""Turns command lines about users into one change each of the file of users.

Knows nothing about how it is kept. See commands.py for where output goes and what exit codes mean.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.group import main
from assistant.cli.showing import show_json
from assistant.cli.telling import reader_language, say, told_failures
from assistant.errors import InputError

if TYPE_CHECKING:
    from assistant.settings import Settings

ROLE = click.Choice(["reader", "evaluator", "administrator"])  # as in web/accounts/roles.py, which is heavier to load
FROM_STDIN = click.option("--password-stdin", is_flag=True, help="Read the password from standard input, one line.")


@main.group()
def user() -> None:
    """Say who may use the page: reader, evaluator (reads too) or administrator (all of it)."""


def _command(function: Callable[..., None]) -> Callable[..., None]:
    """A command below `assistant user` that is given the settings, and whose failures are told in one sentence."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> None:
        from assistant.settings import load_settings

        with told_failures():
            function(load_settings(), *args, **kwargs)

    return user.command(name=function.__name__.rstrip("_"))(run)


@_command
@click.argument("name")
@click.option("--role", type=ROLE, required=True)
@FROM_STDIN
def add(settings: Settings, name: str, role: Any, password_stdin: bool) -> None:
    """Add a user; the password is asked for twice."""
    from assistant.web.accounts.passwords import hashed
    from assistant.web.accounts.users import add_user, name_of

    name = name_of(name)
    add_user(Path(settings.users_file), name, role, hashed(_password(password_stdin)))
    _done(settings, "user_added", name, role)


@_command
@click.option("--json", "as_json", is_flag=True, help="JSON for machines instead of text.")
def list_(settings: Settings, as_json: bool) -> None:
    """Name everybody with their role."""
    from assistant.web.accounts.users import read_users

    users = sorted(read_users(Path(settings.users_file)).values(), key=lambda user: user.name)
    if as_json:
        show_json([{"name": user.name, "role": user.role} for user in users])
        return
    for user in users:
        click.echo(f"{user.name}\t{user.role}")
    if not users:
        french = "Aucun utilisateur : la page n'est servie qu'à cette machine. Voyez `assistant user add`."
        say(
            french
            if reader_language() == "fr"
            else "No users: the page serves this machine only. See `assistant user add`."
        )


@_command
@click.argument("name")
def remove(settings: Settings, name: str) -> None:
    """Remove a user, who is signed out at once."""
    from assistant.web.accounts.users import name_of, remove_user

    remove_user(Path(settings.users_file), name)
    _done(settings, "user_removed", name_of(name))


@_command
@click.argument("name")
@click.argument("new_role", metavar="ROLE", type=ROLE)
def role(settings: Settings, name: str, new_role: Any) -> None:
    """Give a user another role, from the next request on."""
    from assistant.web.accounts.users import name_of, set_role

    set_role(Path(settings.users_file), name, new_role)
    _done(settings, "user_role_changed", name_of(name), new_role)


@_command
@click.argument("name")
@FROM_STDIN
def password(settings: Settings, name: str, password_stdin: bool) -> None:
    """Give a user another password, which signs them out everywhere."""
    from assistant.web.accounts.passwords import hashed
    from assistant.web.accounts.users import name_of, set_password

    set_password(Path(settings.users_file), name, hashed(_password(password_stdin)))
    _done(settings, "user_password_changed", name_of(name))


@_command
@click.option("--json", "as_json", is_flag=True, help="JSON for machines instead of text.")
def audit(settings: Settings, as_json: bool) -> None:
    """Say whether the log of who did what is whole: exit code 1 where a line was changed, moved or taken out."""
    from assistant.web.audit import check_log

    checked = check_log(Path(settings.audit_file))
    french = reader_language() == "fr"
    if as_json:
        show_json({"lines": checked.lines, "wrong": checked.wrong})
    elif checked.wrong:
        say(
            f"Une ligne a été changée ou retirée juste avant, ou à la ligne : {', '.join(map(str, checked.wrong))}."
            if french
            else f"A line was changed or taken out just before, or at, line: {', '.join(map(str, checked.wrong))}."
        )
    else:
        click.echo(
            f"{checked.lines} lignes, dont chacune suit la précédente."
            if french
            else f"{checked.lines} lines, each following the one before."
        )
    if checked.wrong:
        sys.exit(1)


def _password(from_stdin: bool) -> str:
    """One line of standard input, or typed twice without being shown. Raises InputError."""
    french = reader_language() == "fr"
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InputError(
            en="There is no terminal to ask for the password on: give it with --password-stdin.",
            fr="Aucun terminal où demander le mot de passe : donnez-le avec --password-stdin.",
        )
    first = getpass.getpass("Mot de passe : " if french else "Password: ")
    if first != getpass.getpass("Encore une fois : " if french else "Once more: "):
        raise InputError(
            en="The two passwords differ: try again.", fr="Les deux mots de passe diffèrent : recommencez."
        )
    return first


def _done(settings: Settings, what: str, name: str, role: str | None = None) -> None:
    from assistant.web.audit import AuditLog

    AuditLog(Path(settings.audit_file)).note(f"{getpass.getuser()} (command line)", what, user=name, role=role)
    told = {
        "user_added": ("added", "ajouté"),
        "user_removed": ("removed", "retiré"),
        "user_role_changed": ("has another role", "a un autre rôle"),
        "user_password_changed": ("has another password", "a un autre mot de passe"),
    }[what][reader_language() == "fr"]
    click.echo(f"{name}: {told}{f' ({role})' if role else ''}.")

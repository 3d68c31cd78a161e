"""Turns a request into leave to go on or a refusal: who is signed in, and what their role may reach.

Knows nothing about how people sign in. Asked twice: by the guards for every address, from one written list, and inside
every function that does something, whichever way it was called.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import Scope

from assistant.errors import AssistantError, NotAllowed, SignInNeeded
from assistant.web.accounts.accounts import Accounts
from assistant.web.accounts.roles import Role, includes, is_role
from assistant.web.accounts.users import User

if TYPE_CHECKING:
    import gradio

IN_SCOPE = "assistant.accounts"  # where the guards leave the accounts for whoever asks
COOKIE = "assistant_session"
NOBODY = "-"  # who did it, where there are no accounts
ANYONE = re.compile(r"/favicon\.ico|/api/health|/(?:fr|en)/(?:login|logout)")  # reached without signing in
AREAS: tuple[tuple[re.Pattern[str], Role], ...] = (  # the first that fits; all the rest is for readers
    (re.compile(r"/(?:fr|en)/documents(?:/.*)?"), "administrator"),
    (re.compile(r"/(?:fr|en)/measure(?:/.*)?"), "evaluator"),
    (re.compile(r"/api/evaluate"), "evaluator"),  # its body is checked before its function asks
)


def role_for(path: str) -> Role | None:
    """The least role that reaches an address; None for anyone."""
    if ANYONE.fullmatch(path):
        return None
    return next((role for area, role in AREAS if area.fullmatch(path)), "reader")


def allow(request: Request, role: str) -> None:
    """Nothing when whoever asks has the role, or nobody needs one. Raises SignInNeeded, NotAllowed, AccountsError."""
    allow_scope(request.scope, role)


def allow_event(request: gradio.Request | None, role: str) -> None:
    """The same for a function of a Gradio page, at the moment it runs; raises gradio's error, which the page shows."""
    import gradio as gr

    if request is None or request.request is None:
        raise gr.Error(_not_allowed().en, print_exception=False)
    try:
        allow_scope(request.request.scope, role)
    except AssistantError as error:
        language = "fr" if str(request.request.scope.get("root_path", "")).startswith("/fr") else "en"
        raise gr.Error(error.message(language), print_exception=False) from None


def for_role(
    role: Role, function: Callable[..., Any], of_request: Callable[[gradio.Request], Any] | None = None
) -> Callable[..., Any]:
    """A Gradio page's function, generator or not, that first asks whether whoever called it has the role; it is given
    what `of_request` takes from the request, if anything, and then its fields."""
    import gradio as gr

    def fields_of(request: gradio.Request, given: tuple[Any, ...]) -> tuple[Any, ...]:
        allow_event(request, role)
        return given if of_request is None else (of_request(request), *given)

    if inspect.isgeneratorfunction(function):

        def checked_steps(request: Any, *given: Any) -> Iterator[Any]:
            yield from function(*fields_of(request, given))

        checked: Callable[..., Any] = checked_steps
    else:

        def checked_once(request: Any, *given: Any) -> Any:
            return function(*fields_of(request, given))

        checked = checked_once
    checked.__annotations__ = {"request": gr.Request}  # how Gradio knows where to put the request
    return checked


def allow_scope(scope: Scope, role: str) -> None:
    """As `allow`, for the bare scope of a request."""
    accounts = scope.get(IN_SCOPE)
    if not isinstance(accounts, Accounts) or not is_role(role):
        raise _not_allowed()  # something did not come through the guards
    if accounts.are_open():
        return
    user = accounts.signed_in(token_of(scope))
    if user is None:
        raise SignInNeeded(
            en="Sign in first, at /en/login.",
            fr="Connectez-vous d'abord, à l'adresse /fr/login.",
        )
    if not includes(user.role, role):
        raise _not_allowed()


def user_of(scope: Scope) -> User | None:
    """Who is signed in, if anyone. Raises AccountsError."""
    accounts = scope.get(IN_SCOPE)
    return accounts.signed_in(token_of(scope)) if isinstance(accounts, Accounts) else None


def role_in(scope: Scope) -> Role:
    """What whoever asks may do: everything where nobody needs to sign in."""
    accounts = scope.get(IN_SCOPE)
    if isinstance(accounts, Accounts) and accounts.are_open():
        return "administrator"
    user = user_of(scope)
    return user.role if user else "reader"


def name_in(scope: Scope) -> str:
    """Who asks, for the record."""
    user = user_of(scope)
    return user.name if user else NOBODY


def token_of(scope: Scope) -> str | None:
    cookies: SimpleCookie = SimpleCookie()
    try:
        for header in Headers(scope=scope).getlist("cookie"):
            cookies.load(header)
    except CookieError:
        return None
    return cookies[COOKIE].value if COOKIE in cookies else None


def _not_allowed() -> NotAllowed:
    return NotAllowed(
        en="Your role does not allow this: ask an administrator.",
        fr="Votre rôle ne le permet pas : demandez à un administrateur.",
    )

"""Turns a name and a password into a session's cookie, and back into nobody; tells a page who is looking at it.

Knows nothing about roles' areas or how users are kept. Plain HTML forms, which work without any script.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.errors import AssistantError, TooManyTries
from assistant.records import Language
from assistant.web.access import COOKIE, IN_SCOPE, NOBODY, token_of, user_of
from assistant.web.accounts.accounts import Accounts
from assistant.web.accounts.plain_page import plain_page
from assistant.web.accounts.sessions import ABSOLUTE_S
from assistant.web.accounts.users import name_of
from assistant.web.accounts.words import ACCOUNT_STRINGS
from assistant.web.audit import AuditLog
from assistant.web.markup import safe

INSIDE = re.compile(
    r"/(?:fr|en)/(?!login|logout)(?:[\w~-][\w.~-]*(?:/[\w~-][\w.~-]*)*/?)?(?:\?[\w.~%&=+/:#-]*)?", re.ASCII
)
LONGEST_ADDRESS = 1000
Spoken = Literal["fr", "en"]


def login_routes(audit: AuditLog) -> APIRouter:
    routes = APIRouter()

    @routes.get("/{language}/login")
    def form(request: Request, language: Spoken) -> Response:
        wanted = _inside(request.query_params.get("next"), language)
        if _accounts(request).are_open() or user_of(request.scope):
            return RedirectResponse(wanted, 303)
        return HTMLResponse(_form(language, wanted))

    @routes.post("/{language}/login")
    async def sign_in(request: Request, language: Spoken) -> Response:
        sent = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=10)
        return await run_in_threadpool(_sign_in, request, language, lambda name: sent.get(name, [""])[0], audit)

    @routes.post("/{language}/logout")
    def sign_out(request: Request, language: Spoken) -> Response:
        token, user = token_of(request.scope), user_of(request.scope)
        if token:
            _accounts(request).sign_out(token)
        if user:
            audit.note(user.name, "signed_out")
        response = RedirectResponse(f"/{language}/login", 303)
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict", secure=_secure(request))
        return response

    @routes.get("/{language}/account")
    def account(request: Request, language: Spoken) -> dict[str, Any]:
        """What account.js puts at the top and the foot of a page."""
        strings = ACCOUNT_STRINGS[language]
        documents = {"href": f"/{language}/documents/", "text": strings.documents}
        measure = {"href": f"/{language}/measure/", "text": strings.measure}
        if _accounts(request).are_open():
            return {"note": strings.only_here, "links": [documents, measure]}
        user = user_of(request.scope)
        assert user is not None  # the guards let nobody else come here
        return {
            "name": strings.signed_in_as.format(name=user.name, role=getattr(strings, user.role)),
            "sign_out": {"action": f"/{language}/logout", "text": strings.sign_out},
            "links": {"administrator": [documents, measure], "evaluator": [measure]}.get(user.role, []),
        }

    return routes


def login_address(path: str, query: str, language: Language) -> str:
    """Where somebody who must sign in first is sent, and how they come back."""
    wanted = f"{path}?{query}" if query else path
    known = INSIDE.fullmatch(wanted) and len(wanted) <= LONGEST_ADDRESS
    return f"/{language}/login" + (f"?next={quote(wanted, safe='/')}" if known else "")


def refusal_page(error: AssistantError, language: Language) -> str:
    """For somebody who is signed in and may not see a page, or where accounts cannot be used."""
    strings = ACCOUNT_STRINGS[language]
    body = f'<p>{safe(error.message(language))}</p><p><a href="/{language}/">{strings.front_page}</a></p>'
    return plain_page(language, strings.refused, body)


def _sign_in(request: Request, language: Language, sent: Callable[[str], str], audit: AuditLog) -> Response:
    wanted = _inside(sent("next"), language)
    name, address = sent("name"), request.client.host if request.client else ""
    try:
        token = _accounts(request).sign_in(name, sent("password"), address)
    except TooManyTries as error:
        again = {"retry-after": str(error.retry_after_s)}
        audit.note(_known(request, name), "sign_in_throttled", address=address)
        return HTMLResponse(_form(language, wanted, name, error.message(language)), error.http_status, again)
    if token is None:
        audit.note(_known(request, name), "sign_in_failed", address=address)
        return HTMLResponse(_form(language, wanted, name, ACCOUNT_STRINGS[language].wrong), 401)
    audit.note(_known(request, name), "signed_in", address=address)
    response = RedirectResponse(wanted, 303)
    response.set_cookie(
        COOKIE, token, max_age=int(ABSOLUTE_S), path="/", httponly=True, samesite="strict", secure=_secure(request)
    )
    return response


def _form(language: Language, wanted: str, name: str = "", wrong: str | None = None) -> str:
    strings = ACCOUNT_STRINGS[language]
    alert = f'<p class="wrong" id="wrong" role="alert">{safe(wrong)}</p>' if wrong else ""
    described = ' aria-describedby="wrong" aria-invalid="true"' if wrong else ""
    first, second = ("", " autofocus") if wrong and name else (" autofocus", "")
    body = (
        f'<p>{strings.sign_in_why}</p>{alert}<form method="post" action="/{language}/login">'
        f'<input type="hidden" name="next" value="{safe(wanted)}">'
        f'<label for="name">{strings.name}</label><input id="name" name="name" value="{safe(name[:64])}" required '
        f'autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="64"{first}{described}>'
        f'<label for="password">{strings.password}</label><input id="password" name="password" type="password" '
        f'required autocomplete="current-password" maxlength="256"{second}{described}>'
        f"<button>{strings.sign_in}</button></form>"
    )
    rest = wanted.split("/", 2)[2] if wanted.count("/") >= 2 else ""
    return plain_page(language, strings.sign_in, body, "/{language}/login?next=/{language}/" + quote(rest, safe="/"))


def _inside(wanted: str | None, language: Language) -> str:
    """An address of ours to go on to, whatever was asked for."""
    if wanted and len(wanted) <= LONGEST_ADDRESS and INSIDE.fullmatch(wanted):
        return wanted
    return f"/{language}/"


def _secure(request: Request) -> bool:
    """Over TLS the cookie is for TLS alone; a server without it, on its own machine, could not set such a one."""
    return request.url.scheme == "https"


def _accounts(request: Request) -> Accounts:
    accounts = request.scope[IN_SCOPE]
    assert isinstance(accounts, Accounts)
    return accounts


def _known(request: Request, typed: str) -> str:
    """A name for the log, of a user only: somebody may have typed a password here."""
    with suppress(AssistantError):
        if (name := name_of(typed)) in _accounts(request).users():
            return name
    return NOBODY

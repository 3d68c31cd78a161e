"""Turns away whoever may not reach an address, before anything of the application is asked.

Knows nothing about what is behind the addresses. One ASGI class inside the guards; it leaves the accounts with the
request, so that every function can ask again.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.errors import AssistantError, SignInNeeded
from assistant.records import Language
from assistant.web.access import IN_SCOPE, allow_scope, role_for
from assistant.web.accounts.accounts import Accounts
from assistant.web.accounts.login import login_address, refusal_page
from assistant.web.strings import preferred_language


class Gate:
    def __init__(self, app: ASGIApp, accounts: Accounts) -> None:
        self.app = app
        self._accounts = accounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope = {**scope, IN_SCOPE: self._accounts}
        role = role_for(scope["path"])
        if role is not None:
            try:
                allow_scope(scope, role)  # looks at one file's times, and reads it where it changed
            except AssistantError as error:
                await _refused(error, scope)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _refused(error: AssistantError, scope: Scope) -> Response:
    """A page for somebody who looks at pages, else {"code", "message"}."""
    headers = Headers(scope=scope)
    language = _language(scope["path"], headers)
    if scope["method"] in ("GET", "HEAD") and "text/html" in headers.get("accept", ""):
        if isinstance(error, SignInNeeded):
            query = scope["query_string"].decode("latin-1")
            return RedirectResponse(login_address(scope["path"], query, language), 303)
        return HTMLResponse(refusal_page(error, language), error.http_status)
    return JSONResponse({"code": error.code, "message": error.message(language)}, error.http_status)


def _language(path: str, headers: Headers) -> Language:
    if path.startswith("/fr"):
        return "fr"
    return "en" if path.startswith("/en") else preferred_language(headers.get("accept-language"))

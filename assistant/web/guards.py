"""Turns every HTTP request away that the page or the API has no use for, and gives every answer safe headers.

Knows nothing about questions. One ASGI class: known name, same site, known address, small body; then the application.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.strings import STRINGS, preferred_language

BODY_LIMIT = 64 * 1024  # bytes; a question has at most a few thousand
BODY_TIMEOUT_S = 15.0
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?")
ADDRESSES = re.compile(  # all that the page asks of Gradio; its uploads, files and proxies are not among them
    r"/|/favicon\.ico|/api/(?:ask|health)|/(?:fr|en)/?"
    r"|/(?:fr|en)/(?:export|feedback)"
    r"|/(?:fr|en)/(?:theme\.css|config|favicon\.ico|(?:assets|static)/[\w./@+-]+)"
    r"|/(?:fr|en)/gradio_api/(?:queue/(?:join|data)|heartbeat/\w+|startup-events|reset|cancel)"
)
QUEUE = re.compile(r"/(?:fr|en)/gradio_api/queue/join")
PAGES = re.compile(r"/(?:fr|en)/?")
NOT_BELIEVED = (b"x-forwarded-", b"x-gradio-", b"forwarded")  # uvicorn has used what a local proxy may say
SAFE_HEADERS = {
    # Gradio's own templates need 'unsafe-inline' and 'unsafe-eval'; nothing may be fetched from or sent elsewhere
    "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    status: int
    code: str  # the name of its sentence in Strings


def refusal_response(refusal: Refusal, accept_language: str | None) -> JSONResponse:
    """{"code", "message"} in the reader's language."""
    strings = STRINGS[preferred_language(accept_language)]
    return JSONResponse({"code": refusal.code, "message": getattr(strings, refusal.code)}, refusal.status)


class Guards:
    """The outermost layer. `host` is the address listened on; `accepts` tells which bodies may join Gradio's queue."""

    def __init__(self, app: ASGIApp, host: str, accepts: Callable[[bytes], bool]) -> None:
        self.app = app
        self._accepts = accepts
        self._public = host not in ("127.0.0.1", "localhost", "::1")
        self._names = LOOPBACK | ({host.lower(), socket.gethostname().lower()} if self._public else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks WebSocket
            await send({"type": "websocket.close"})
            return
        headers = Headers(scope=scope)
        safely = _with_safe_headers(send, page=not scope["path"].startswith(("/fr/assets", "/en/assets")))
        refusal = self._refusal(scope, headers)
        body = refusal or await _read_body(headers, receive)
        if isinstance(body, bytes) and QUEUE.fullmatch(scope["path"]) and not self._accepts(body):
            body = Refusal(422, "bad_request")  # Gradio would answer 500, or take it for text
        if isinstance(body, Refusal):
            await refusal_response(body, headers.get("accept-language"))(scope, receive, safely)
            return
        await self.app(_cleaned(scope), _replaying(body, receive), safely)

    def _refusal(self, scope: Scope, headers: Headers) -> Refusal | None:
        if not self._is_known(headers.get("host", "")):
            return Refusal(400, "bad_host")
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return Refusal(405, "wrong_method")
        if scope["method"] == "POST" and not _same_site(headers):
            return Refusal(403, "foreign_origin")
        if ".." in scope["path"] or not ADDRESSES.fullmatch(scope["path"]):
            return Refusal(404, "not_found")
        return None

    def _is_known(self, host: str) -> bool:
        """One of the server's names; where it listens to other machines also any bare address, never a foreign name."""
        match = HOST.fullmatch(host.lower())
        return match is not None and (match["name"] in self._names or (self._public and _is_address(match["name"])))


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _same_site(headers: Headers) -> bool:
    """Programs send no Origin; browsers do, and only our own page's may ask."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


async def _read_body(headers: Headers, receive: Receive) -> bytes | Refusal:
    """The whole body, counted as it streams in, whatever Content-Length says."""
    declared = headers.get("content-length", "0")
    if not declared.isascii() or not declared.isdigit() or int(declared[:20]) > BODY_LIMIT:
        return Refusal(413, "too_large")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_TIMEOUT_S):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > BODY_LIMIT:
                    return Refusal(413, "too_large")
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        return Refusal(408, "too_slow")


def _replaying(body: bytes, receive: Receive) -> Receive:
    """First the body that was read, then whatever still comes, such as the reader's leaving."""
    first = True

    async def again() -> Message:
        nonlocal first
        if first:
            first = False
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return again


def _cleaned(scope: Scope) -> Scope:
    """Without headers that claim another address, and without a query where a page takes none."""
    headers = [(name, value) for name, value in scope["headers"] if not name.startswith(NOT_BELIEVED)]
    query = b"" if PAGES.fullmatch(scope["path"]) else scope["query_string"]
    return {**scope, "headers": headers, "query_string": query}


def _with_safe_headers(send: Send, *, page: bool) -> Callable[[Message], Awaitable[None]]:
    """Adds our headers, and drops any permission that Gradio gives to other sites."""

    async def safely(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
            for name, value in SAFE_HEADERS.items():
                headers[name] = value
            if page:
                headers["cache-control"] = "no-store"
        await send(message)

    return safely

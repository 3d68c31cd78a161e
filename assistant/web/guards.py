"""Turns every HTTP request away that the page or the API has no use for, and gives every answer safe headers.

Knows nothing about questions. One ASGI class: known name, same site, known address, small body; then the application.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.evaluation.sets.form import MOST_BYTES
from assistant.web.headers import with_safe_headers
from assistant.web.strings import STRINGS, preferred_language

BODY_LIMIT = 64 * 1024  # bytes; a question has at most a few thousand
BODY_TIMEOUT_S = 15.0
UPLOAD_PAUSE_S = 30.0  # longest silence while a file comes in
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?")
LOOKED_UP = re.compile(r"/api/(?:documents|passages)/[^\x00-\x1f\x7f]{1,2000}")  # by id, which is never a place on disk
ADDRESSES = re.compile(  # all that the page asks of Gradio; its uploads, files and proxies are not among them
    r"/|/favicon\.ico|/api/(?:ask|search|documents|citations|evaluate|health|openapi\.json)|/(?:fr|en)/?"
    r"|/(?:fr|en)/(?:login|logout|account|documents|measure)|/(?:fr|en)/documents/(?:files)?"
    r"|/(?:fr|en)/measure/(?:sets(?:/[\w .-]{1,90}\.jsonl)?)?"
    r"|/(?:fr|en)/measure/runs/[a-z0-9-]{1,120}/[a-z]+\.(?:csv|json|jsonl|svg)"
    r"|/(?:fr|en)/measure/compare/[a-z0-9-]{1,120}/[a-z0-9-]{1,120}\.(?:csv|json)"
    r"|/(?:fr|en)/(?:documents/|measure/)?(?:theme\.css|config|favicon\.ico|(?:assets|static)/[\w./@+-]+)"
    r"|/(?:fr|en)/(?:documents/|measure/)?gradio_api/(?:queue/(?:join|data)|heartbeat/\w+|startup-events|reset|cancel)"
    r"|/(?:fr|en)/(?:export|feedback)"
    r"|/(?:fr|en)/discover(?:/[\w-]{1,100}){0,2}"
    r"|/(?:fr|en)/document(?:/original)?|/view/[0-9a-f]{12}/(?:\w[\w.-]*/){0,3}\w[\w.-]*"
)
QUEUE = re.compile(r"/(?:fr|en)/(?P<page>(?:documents/|measure/)?)gradio_api/queue/join")
PAGES = re.compile(r"/(?:fr|en)/?(?:(?:documents|measure)/?)?")
UPLOADS = re.compile(r"/(?:fr|en)/(?:documents/files|measure/sets)")  # one file a request, read as it comes
SETS = re.compile(r"/(?:fr|en)/measure/sets")
SET_LIMIT = MOST_BYTES + BODY_LIMIT  # a little more, so that the page itself can say what is too large
TOO_LARGE = {BODY_LIMIT: "too_large", SET_LIMIT: "set_too_large"}  # the sentence for a limit, else a file's
NOT_BELIEVED = (b"x-forwarded-", b"x-gradio-", b"forwarded")  # uvicorn has used what a local proxy may say


@dataclass(frozen=True, slots=True)
class Refusal:
    status: int
    code: str  # the name of its sentence in Strings


def refusal_response(refusal: Refusal, accept_language: str | None) -> JSONResponse:
    """{"code", "message"} in the reader's language."""
    strings = STRINGS[preferred_language(accept_language)]
    return JSONResponse({"code": refusal.code, "message": getattr(strings, refusal.code)}, refusal.status)


class Guards:
    """The outermost layer. `host` is the address listened on; `accepts` tells by page what may join its queue."""

    def __init__(
        self, app: ASGIApp, host: str, accepts: Mapping[str, Callable[[bytes], bool]], upload_limit: int = 0,
        names: Collection[str] = (),
    ) -> None:  # fmt: skip
        self.app = app
        self._accepts = accepts
        self._upload_limit = upload_limit  # bytes
        self._public = not is_loopback(host)
        own = (host, socket.gethostname()) if self._public else ()
        self._names = LOOPBACK | {name.lower() for name in (*own, *names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks WebSocket
            await send({"type": "websocket.close"})
            return
        headers = Headers(scope=scope)
        safely = with_safe_headers(send, scope["path"])
        refusal = self._refusal(scope, headers)
        if refusal is None and scope["method"] == "POST" and UPLOADS.fullmatch(scope["path"]):
            await self._pass_upload(scope, headers, receive, safely)
            return
        body = refusal or await _read_body(headers, receive)
        queue = QUEUE.fullmatch(scope["path"])
        if isinstance(body, bytes) and queue and not self._accepts[queue["page"]](body):
            body = Refusal(422, "bad_request")  # Gradio would answer 500, or take it for text
        if isinstance(body, Refusal):
            await refusal_response(body, headers.get("accept-language"))(scope, receive, safely)
            return
        await self.app(_cleaned(scope), _replaying(body, receive), safely)

    async def _pass_upload(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        """Lets the application read as much as it may; then, or when nothing comes, the sender has left for it."""
        limit = SET_LIMIT if SETS.fullmatch(scope["path"]) else self._upload_limit
        refusal = _too_large(headers, limit)
        if refusal is None:
            counted = Counted(receive, limit)
            with suppress(ClientDisconnect):
                await self.app(_cleaned(scope), counted.receive, _unless_refused(send, counted))
            refusal = counted.refusal
        if refusal:
            await refusal_response(refusal, headers.get("accept-language"))(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> Refusal | None:
        if not self._is_known(headers.get("host", "")):
            return Refusal(400, "bad_host")
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return Refusal(405, "wrong_method")
        if scope["method"] == "POST" and not _same_site(headers):
            return Refusal(403, "foreign_origin")
        path = scope["path"]
        if not LOOKED_UP.fullmatch(path) and (".." in path or not ADDRESSES.fullmatch(path)):
            return Refusal(404, "not_found")
        return None

    def _is_known(self, host: str) -> bool:
        """One of the server's names; where it listens to other machines also any bare address, never a foreign name."""
        match = HOST.fullmatch(host.lower())
        return match is not None and (match["name"] in self._names or (self._public and _is_address(match["name"])))


def is_loopback(host: str) -> bool:
    """True when only this machine reaches what is served there."""
    return host in ("127.0.0.1", "localhost", "::1")


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


def _too_large(headers: Headers, limit: int) -> Refusal | None:
    """By what the sender says; whether that is true is counted."""
    declared = headers.get("content-length", "0")
    if not declared.isascii() or not declared.isdigit() or int(declared[:20]) > limit:
        return Refusal(413, TOO_LARGE.get(limit, "file_too_large"))
    return None


async def _read_body(headers: Headers, receive: Receive) -> bytes | Refusal:
    """The whole body, counted as it streams in, whatever Content-Length says."""
    refusal = _too_large(headers, BODY_LIMIT)
    if refusal:
        return refusal
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


class Counted:
    """Passes a body on as it comes, and remembers why it stopped doing so."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit
        self._code = TOO_LARGE.get(limit, "file_too_large")
        self.refusal: Refusal | None = None

    async def receive(self) -> Message:
        if self.refusal is None:
            try:
                async with asyncio.timeout(UPLOAD_PAUSE_S):
                    message = await self._receive()
            except TimeoutError:
                self.refusal = Refusal(408, "too_slow")
            else:
                self._left -= len(message.get("body", b""))
                if self._left >= 0:
                    return message
                self.refusal = Refusal(413, self._code)
        return {"type": "http.disconnect"}


def _unless_refused(send: Send, counted: Counted) -> Send:
    async def sending(message: Message) -> None:
        if counted.refusal is None:
            await send(message)

    return sending


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

"""Turns an address into the headers that go with what is sent from it: what a page may load, run and be framed by.

Knows nothing about requests.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

VIEW = re.compile(r"/(?:fr|en)/document(?:/original)?|/view/.+")
PLACES = re.compile(r"/(?:fr|en)/discover(?:/.*)?")  # pages of our own with forms that ask only us
LASTING = re.compile(r"/(?:fr|en)/(?:documents/|measure/)?assets/.*|/view/.*")  # the same bytes for ever
SAFE_HEADERS = {
    # Gradio's own templates need 'unsafe-inline' and 'unsafe-eval'; nothing may be fetched from or sent elsewhere
    "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # nothing leaves; without it a form of ours would be sent from "Origin: null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
VIEW_HEADERS = {  # no Gradio here: no inline script, no inline style, no eval; WebAssembly for pdf.js's images
    **SAFE_HEADERS,
    "content-security-policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
PLACE_HEADERS = {  # as little as the document view may, except that its forms may be sent back here
    **SAFE_HEADERS,
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
}


def headers_of(path: str) -> Mapping[str, str]:
    """The least that a page at this address needs."""
    if VIEW.fullmatch(path):
        return VIEW_HEADERS
    return PLACE_HEADERS if PLACES.fullmatch(path) else SAFE_HEADERS


def with_safe_headers(send: Send, path: str) -> Callable[[Message], Awaitable[None]]:
    """Adds the headers of this address, and drops any permission that Gradio gives to other sites."""
    own, lasting = headers_of(path), LASTING.fullmatch(path) is not None

    async def safely(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
            for name, value in own.items():
                headers[name] = value
            if not lasting:
                headers["cache-control"] = "no-store"
        await send(message)

    return safely

"""Turns a request with one file as its body into a file of the corpus folder, or a refusal that says why.

Knows nothing about pages. The body is written as it comes: nothing of it is kept in memory or in anybody's cache, and
nothing at all when it breaks off.
"""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response

from assistant.errors import NameTaken, ReadingError
from assistant.web.access import allow, name_in
from assistant.web.library import Library


def upload_routes(library: Library) -> APIRouter:
    routes = APIRouter()

    @routes.post("/{language}/documents/files")
    async def upload(
        request: Request, language: Literal["fr", "en"], name: str = "", replace: bool = False
    ) -> Response:
        allow(request, "administrator")
        who = name_in(request.scope)
        try:
            with library.receive(name, replace=replace) as receiving:
                async for piece in request.stream():
                    await run_in_threadpool(receiving.write, piece)
                allow(request, "administrator")  # a large file takes a while
                received = await run_in_threadpool(library.receive_done, who, receiving)
        except ReadingError as error:
            told: dict[str, Any] = {"code": error.code, "message": error.message(language)}
            if isinstance(error, NameTaken):
                return JSONResponse({**told, "name": error.name}, 409)
            return JSONResponse(told, 422)
        return JSONResponse({"name": received.name, "size": received.size, "replaced": received.replaced}, 201)

    return routes

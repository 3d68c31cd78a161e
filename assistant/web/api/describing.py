"""Turns the routes of the HTTP API into its OpenAPI description, with every way in which a request can fail.

Knows nothing about what the routes do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from assistant import __version__
from assistant.web.api.answers import Problem
from assistant.web.desk import RETRY_AFTER_S

RETRY = {"Retry-After": {"description": "seconds", "schema": {"type": "integer", "example": RETRY_AFTER_S}}}
PROBLEMS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The Host header names another server"},
    401: {"model": Problem, "description": "Nobody is logged in"},
    403: {"model": Problem, "description": "Not with this role, or not from another site"},
    404: {"model": Problem, "description": "No such address, document or passage"},
    408: {"model": Problem, "description": "The request took too long to arrive"},
    413: {"model": Problem, "description": "The request has more than 64 KB"},
    422: {"model": Problem, "description": "A field is missing, unknown or unusable"},
    500: {"model": Problem, "description": "Something unexpected; nothing was changed"},
    503: {"model": Problem, "description": "Busy (code busy: try again), or no index can be used", "headers": RETRY},
}
FIELD_CHARACTERS = 60


def describe(routes: Sequence[BaseRoute]) -> dict[str, Any]:
    return get_openapi(
        title="Document assistant",
        version=__version__,
        description="Answers questions in French or English from the documents that are indexed, with citations. "
        "Errors are one sentence in French or English, by Accept-Language.",
        routes=routes,
    )


def unusable_field(error: RequestValidationError) -> str | None:
    """The first field of a body or query that cannot be used; None where the whole body is unusable."""
    place = error.errors()[0]["loc"][1:]
    return field_named(place) if any(isinstance(part, str) for part in place) else None


def field_named(place: Sequence[int | str]) -> str:
    """A field's name, fit to be shown even where a client made it up."""
    named = ".".join(str(part) for part in place)[:FIELD_CHARACTERS]
    return "".join(char if char.isprintable() else "\ufffd" for char in named)

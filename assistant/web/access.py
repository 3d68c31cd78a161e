"""Turns a request and a role into leave to go on, or a refusal; every function of the HTTP API asks first.

Knows nothing about passwords. As long as there are no accounts everyone who reaches the server may do everything.
"""

from __future__ import annotations

from typing import Literal

from fastapi import Request

Role = Literal["reader", "evaluator", "administrator"]


def allow(request: Request, role: Role) -> None:
    """Return when whoever sent the request has the role; without accounts everyone has."""

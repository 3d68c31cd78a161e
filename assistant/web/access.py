"""Turns a request and the role that it needs into leave to go on or a refusal.

Knows nothing about what is asked for. Until there are accounts, everybody who reaches the server may do everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

if TYPE_CHECKING:
    import gradio


def allow(request: Request, role: str) -> None:
    """Nothing when whoever asks has the role."""


def allow_event(request: gradio.Request | None, role: str) -> None:
    """The same for a function of a Gradio page, at the moment it runs."""

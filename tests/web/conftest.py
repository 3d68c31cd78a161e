"""Gives Gradio the event loop that it looks for when a page is built, and closes it again.

Knows nothing about pages. Without it Gradio makes loops of its own and leaves them open, which pytest rightly reports.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def event_loop_of_this_thread() -> Iterator[None]:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    asyncio.set_event_loop(None)
    loop.close()

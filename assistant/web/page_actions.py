"""Turns the actions of a page into functions of Gradio: for one role only, and a failure says nothing of the inside.

Knows nothing about what an action does. An action is given the name of whoever calls it and its fields, and yields what
the page shows next: one value for each part.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

from assistant.errors import AssistantError
from assistant.records import Language
from assistant.web.access import for_role, name_in
from assistant.web.accounts.roles import Role
from assistant.web.strings import STRINGS

Steps = Iterator[tuple[Any, ...]]
logger = logging.getLogger(__name__)


def events_for(role: Role, language: Language, page: str) -> Callable[[Callable[..., Steps]], Callable[..., Any]]:
    """What makes a function of Gradio of an action of this page; `page` names it in the log."""
    import gradio as gr

    def event(action: Callable[..., Steps]) -> Callable[..., Any]:
        def told(who: str, *given: Any) -> Iterator[Any]:
            try:
                for values in action(who, *given):
                    yield None if not values else values if len(values) > 1 else values[0]
            except AssistantError as error:
                raise gr.Error(error.message(language), print_exception=False) from None
            except Exception:
                logger.exception("%s failed", page)
                raise gr.Error(STRINGS[language].failure, print_exception=False) from None

        return for_role(role, told, _caller)

    return event


def _caller(request: Any) -> str:
    """Asked for after the role, so that there is a request."""
    return name_in(request.request.scope)

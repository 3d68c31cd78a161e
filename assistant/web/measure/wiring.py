"""Turns actions into functions of Gradio, and says which runs on which event, from which fields to which parts.

Knows nothing about layout or about what an action does. Every function asks first who calls it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.web.measure.actions import Actions
from assistant.web.measure.set_actions import SetActions
from assistant.web.page_actions import Steps

LONG, LOOK, WATCH, NOW = "long", "look", "watch", "now"  # slots of Gradio's queue
AT_ONCE = {LONG: 2, LOOK: 4, WATCH: 16, NOW: 16}
Parts = dict[str, Any]


class Wiring:
    """Which action runs on which event, from which fields to which parts."""

    def __init__(self, event: Callable[[Callable[..., Steps]], Callable[..., Any]]) -> None:
        self._event = event

    def measuring(self, page: Any, p: Parts, actions: Actions) -> None:
        lists = [p["set"], p["edited"], p["after"], p["before"], p["run"], p["who"]]
        looked = page.load(**self._on(actions.look, [], lists))
        read = self._on(actions.read, [p["run"]], self._read(p))
        watch = self._on(actions.watch, [], [p["told"], p["after"], p["before"], p["run"], p["stop"]], WATCH)
        looked.then(**read)
        looked.then(**watch).then(**read)
        for button, action, given in ((p["start"], actions.start, p["set"]), (p["resume"], actions.resume, p["run"])):
            button.click(**self._on(action, [given], [p["told"]])).then(**watch).then(**read)
        p["stop"].click(**self._on(actions.stop, [], [], NOW))
        p["sent"].change(**self._on(actions.look_at_sets, [p["sent"]], [p["set"], p["edited"]]))

    def reading(self, p: Parts, actions: Actions) -> None:
        filters = [p["direction"], p["type"], p["outcome"], p["stage"], p["words"]]
        p["run"].input(**self._on(actions.read, [p["run"]], self._read(p)))
        for one in filters[:-1]:
            one.input(**self._on(actions.filter, [p["run"], *filters], [p["list"]]))
        p["words"].change(**self._on(actions.filter, [p["run"], *filters], [p["list"]]))
        given = [p["run"], p["open"]]
        p["open"].change(**self._on(actions.open, given, [p["opened"], p["verdict"], p["cited"]]))
        for button, by in ((p["previous"], -1), (p["next"], 1)):
            step = self._on(lambda who, *fields, by=by: actions.step(who, by, *fields), [*given, *filters], [p["open"]])
            button.click(**step)
        p["judge"].click(
            **self._on(
                actions.judge, [*given, p["who"], p["verdict"], p["cited"], *filters],
                [p["judged"], p["open"], p["agreement"]],
            )
        )  # fmt: skip
        p["compare"].click(**self._on(actions.compare, [p["before"], p["after"]], [p["comparison"]], LONG))

    def editing(self, p: Parts, actions: SetActions) -> None:
        form = p["form"]
        chosen = [p["edited"], p["question"]]
        opened = [p["check"], p["question"], p["seen"], p["saved"], p["fields"], *form]
        p["edited"].input(**self._on(actions.choose, [p["edited"]], opened, LONG))
        p["question"].input(**self._on(actions.fill, chosen, [p["saved"], p["fields"], *form]))
        p["new"].click(**self._on(actions.blank, [], [p["question"], p["saved"], p["fields"], *form]))
        p["test"].click(**self._on(actions.check, [*chosen, *form], [p["saved"]]))
        p["exact"].click(**self._on(actions.make_exact, [*chosen, *form], [p["saved"], form[7]]))
        after = [p["saved"], p["check"], p["question"], p["seen"], p["edited"], p["set"]]
        p["save"].click(**self._on(actions.save, [*chosen, p["seen"], *form], after, LONG))
        p["delete"].click(**self._on(actions.delete, [*chosen, p["seen"]], after, LONG))

    def _on(self, action: Callable[..., Steps], inputs: list[Any], outputs: list[Any], slots: str = LOOK) -> Parts:
        return {
            "fn": self._event(action), "inputs": inputs, "outputs": outputs, "show_progress": "hidden",
            "api_visibility": "private", "concurrency_id": slots, "concurrency_limit": AT_ONCE[slots],
            "trigger_mode": "always_last",
        }  # fmt: skip

    def _read(self, p: Parts) -> list[Any]:
        return [p["results"], p["plots"], p["list"], p["direction"], p["type"], p["stage"], p["agreement"], p["open"]]

"""Checks the page's layout, its events and what its queue takes, without a browser."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.answering.stages import Heed, unheeded
from assistant.errors import Busy
from assistant.records import Answer, Filter, Language
from assistant.web.desk import Desk
from assistant.web.page import ASKING, EVENTS, build_page, is_from_page, page_head
from tests.web.made import HOLDINGS, FakeAssistant


def test_a_full_desk_refuses_at_once() -> None:
    desk = Desk(FakeAssistant(), places=1)

    class Asking:
        def ask(
            self,
            question: str,
            language: Language | None = None,
            wanted: Filter | None = None,
            heed: Heed = unheeded,
        ) -> Answer:
            return desk.ask(question, language)

    outer = Desk(Asking(), places=1)
    assert outer.ask("x").answered
    desk._places.acquire()
    with pytest.raises(Busy):
        outer.ask("x")
    desk._places.release()
    assert outer.ask("x").answered  # the refusal gave its place back


@pytest.mark.parametrize("language", ["fr", "en"])
def test_style_and_script_are_local_and_in_the_page(language: Language) -> None:
    head = page_head(language)
    assert "http" not in head
    assert "@import" not in head
    assert f'lang = "{language}"' in head
    assert '"ANSWER"' not in head
    assert head.count("</script>") == head.count("</style>") == 1


def test_gradio_is_given_only_its_default_template_and_private_endpoints() -> None:
    config = build_page(Desk(FakeAssistant()), lambda: HOLDINGS, "fr").get_config_file()
    drawn = [component["props"] for component in config["components"] if component["type"] == "html"]
    assert len(drawn) >= 5
    for props in drawn:
        assert props["html_template"] == "${value}"
        assert not props.get("js_on_load")
    assert {dependency["api_visibility"] for dependency in config["dependencies"]} == {"private"}


def test_every_event_sends_as_many_fields_as_the_guards_expect() -> None:
    dependencies = build_page(Desk(FakeAssistant()), lambda: HOLDINGS, "fr").get_config_file()["dependencies"]
    sent = [len(one["inputs"]) if one["backend_fn"] else None for one in dependencies]
    assert list(EVENTS) == sent
    assert all(one["queue"] is not False for one in dependencies if one["backend_fn"])


def test_every_function_of_the_page_first_asks_whether_its_caller_may(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(request: Any, role: str) -> None:
        asked.append(role)
        raise PermissionError

    monkeypatch.setattr("assistant.web.access.allow_event", refuse)
    assistant = FakeAssistant()
    page = build_page(Desk(assistant), lambda: HOLDINGS, "fr")
    functions = [block.fn for block in page.fns.values() if block.fn]
    for function in functions:
        with pytest.raises(PermissionError):
            list(function(None, "x", "", "", "", "", ()) or ())
    assert len(functions) == len(asked) == len([fields for fields in EVENTS if fields is not None])
    assert set(asked) == {"reader"}
    assert not assistant.asked


WHOLE = ["x", "", "fr", None, "", None]


@pytest.mark.parametrize(
    ("event", "data", "ours"),
    [
        (0, WHOLE, True), (0, WHOLE[:-1], False), (0, ["x"], False), (0, [*WHOLE, None], False), (0, [], False),
        (0, ["x", 1, "", "", "", None], False), (0, [*WHOLE[:-1], "state"], False), (0, [{}, *WHOLE[1:]], False),
        (1, [None], True), (1, ["x"], False), (2, WHOLE[1:], True), (3, [None], True), (4, [], True), (4, ["x"], False),
        (5, [], True), (6, [], False), (6, ["x"], False), (7, WHOLE, True), (8, [None], True), (True, [None], False),
        (-1, WHOLE, False), (len(EVENTS), WHOLE, False), ("0", WHOLE, False), (1.0, [None], False),
    ],
)  # fmt: skip
def test_the_queue_takes_each_event_with_its_own_fields(event: object, data: list[object], ours: bool) -> None:
    assert len(WHOLE) == ASKING
    assert ours == is_from_page(json.dumps({"data": data, "fn_index": event}).encode())

"""Checks what the page does with a question, without a browser."""

from __future__ import annotations

import json

import pytest

from assistant.errors import Busy
from assistant.records import Answer, Filter, Language, Reason
from assistant.web.desk import Desk
from assistant.web.page import EVENTS, build_page, is_from_page, page_head, responder
from tests.web.made import HOLDINGS, FakeAssistant, abstention_of


class Abstaining:
    """Says that nothing was asked, in English, whatever the page's language."""

    def ask(self, question: str, language: Language | None = None, wanted: Filter | None = None) -> Answer:
        return abstention_of(Reason.NOT_A_QUESTION, "Please ask a question with at least one word.", language="en")


def test_a_question_first_says_that_it_searches_then_answers() -> None:
    waiting, (answer, evidence) = responder(Desk(FakeAssistant()), lambda: HOLDINGS, "fr")("Combien ?")
    assert "Recherche dans 2 documents" in waiting[0]
    assert "14 personnes" in answer
    assert '<mark data-number="1">' in evidence


@pytest.mark.parametrize("sent", [None, {"a": 1}, ["x"], 3])
def test_whatever_a_client_sends_that_is_not_text_is_an_empty_question(sent: object) -> None:
    assistant = FakeAssistant()
    list(responder(Desk(assistant), lambda: HOLDINGS, "fr")(sent))
    assert assistant.asked == [("", None)]


@pytest.mark.parametrize(("language", "said"), [("fr", "La question est trop longue."), ("en", "too long")])
def test_bad_input_is_said_in_the_pages_language(language: Language, said: str) -> None:
    *_, (message, evidence) = responder(Desk(FakeAssistant()), lambda: HOLDINGS, language)("x" * 2001)
    assert said in message
    assert evidence == ""


def test_a_failure_tells_nothing_of_the_inside() -> None:
    *_, (message, _) = responder(Desk(FakeAssistant()), lambda: HOLDINGS, "en")("boom")
    assert "Something unexpected went wrong" in message
    assert "secret" not in message


def test_no_question_at_all_is_answered_in_the_pages_language() -> None:
    *_, (answer, _) = responder(Desk(Abstaining()), lambda: HOLDINGS, "fr")("…")
    assert "Veuillez poser une question" in answer


def test_a_full_desk_refuses_at_once() -> None:
    desk = Desk(FakeAssistant(), places=1)

    class Asking:
        def ask(self, question: str, language: Language | None = None, wanted: Filter | None = None) -> Answer:
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
    assert len(config["dependencies"]) == EVENTS
    assert {dependency["api_visibility"] for dependency in config["dependencies"]} == {"private"}


def test_the_filter_of_the_page_reaches_the_assistant() -> None:
    assistant = FakeAssistant()
    ask = responder(Desk(assistant), lambda: HOLDINGS, "fr")
    list(ask("Combien ?", "UNICEF", "en", " 2020 ", ""))
    list(ask("Combien ?", "", "", "", ""))
    list(ask("Combien ?", {"a": 1}, "de", None, ["x"]))
    assert [Filter("UNICEF", "en", "2020"), Filter(), Filter()] == assistant.wanted


@pytest.mark.parametrize(
    ("data", "ours"),
    [(["x"], True), (["x", "", "fr", None, ""], True), (["x", ""], False), (["x", 1, "", "", ""], False)],
)
def test_an_event_has_the_question_alone_or_all_fields(data: list[object], ours: bool) -> None:
    assert ours == is_from_page(json.dumps({"data": data, "fn_index": 0}).encode())

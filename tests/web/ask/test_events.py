"""Checks what the page does with questions, one after the other, without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest

from assistant.answering.stages import Heed, Stage, unheeded
from assistant.errors import Stopped
from assistant.records import Answer, Filter, Hit, Language, Reason
from assistant.web.ask.events import Asker, View, visit_of
from assistant.web.ask.turns import KEPT_TURNS, Conversation, Turn, Visits, conversation_of, longer
from assistant.web.desk import Answering, Desk
from assistant.web.export.record import Shelf
from tests.web.made import ANSWER, ENGLISH, FRENCH, HOLDINGS, FakeAssistant, abstention_of, cite, passage_of

GAO = "Combien de personnes l'UNICEF emploie-t-elle à Gao ?"
WHERE = "Où travaille UNICEF\u202f?"
HIT = Hit(passage_of(FRENCH), FRENCH, 1.0, 0.9)


class Abstaining:
    """Abstains for a reason; answers only the questions it is told to, or all where nothing is narrowed."""

    def __init__(self, reason: Reason, *answered: str, only_when_narrowed: bool = False) -> None:
        self.reason, self.answered, self.only_when_narrowed = reason, answered, only_when_narrowed
        self.asked: list[str] = []

    def ask(
        self,
        question: str,
        language: Language | None = None,
        wanted: Filter | None = None,
        heed: Heed = unheeded,
    ) -> Answer:
        self.asked.append(question)
        heed(Stage.RETRIEVED, [HIT])
        if question in self.answered or (self.only_when_narrowed and wanted in (None, Filter())):
            return ANSWER
        if self.reason is Reason.NOT_A_QUESTION:
            return abstention_of(self.reason, "Please ask a question with at least one word.", language="en")
        return abstention_of(self.reason, "Aucun passage ne le dit.", cite(1, ENGLISH, "15 staff"))


class Stopping(FakeAssistant):
    def ask(
        self,
        question: str,
        language: Language | None = None,
        wanted: Filter | None = None,
        heed: Heed = unheeded,
    ) -> Answer:
        raise Stopped(en="The search was stopped.", fr="La recherche a été arrêtée.")


def asker_of(assistant: Answering, language: Language = "fr") -> Asker:
    return Asker(Desk(assistant), lambda: HOLDINGS, language, Shelf(), Visits())


def shown(views: Iterator[View]) -> dict[str, Any]:
    """What the page shows at the end, part by part."""
    page: dict[str, Any] = {}
    for view in views:
        page |= {part.name: value for part in fields(View) if (value := getattr(view, part.name)) is not None}
    return page


def ask(asker: Asker, question: object, turns: Conversation = (), *narrowed: object) -> dict[str, Any]:
    return shown(asker.ask("visit", question, narrowed, turns))


def test_a_question_first_says_that_it_searches_then_what_it_found_then_the_answer() -> None:
    answers = [view.answer for view in asker_of(Abstaining(Reason.NOT_ANSWERED)).ask("v", "Combien ?", (), ())]
    assert "Recherche dans 2 documents" in (answers[0] or "")
    assert "Où nous travaillons" in (answers[1] or "")
    assert "Aucun passage ne le dit." in (answers[-1] or "")


def test_an_answer_has_its_evidence_and_an_id_under_which_it_is_kept() -> None:
    asker = asker_of(FakeAssistant())
    page = ask(asker, "Combien ?")
    assert "14 personnes" in page["answer"]
    assert '<mark data-number="1">' in page["evidence"]
    identity = re.search(r'data-answer="([\w-]+)"', page["answer"])
    assert identity
    record = asker.shelf.get(identity[1])
    assert record
    assert [source.quote for source in record.sources] == ["L'équipe de Gao compte 14 personnes."]
    assert page["busy"] is False


def test_a_follow_up_is_understood_shown_and_can_be_asked_as_typed() -> None:
    assistant = FakeAssistant()
    asker = asker_of(assistant)
    first = ask(asker, GAO)
    second = ask(asker, "Et à Kayes ?", first["turns"])
    assert assistant.asked[-1][0] == GAO.replace("Gao", "Kayes")
    assert "Compris comme" in second["asked"]
    assert second["as_typed"] is True
    third = shown(asker.ask_as_typed("visit", (), second["turns"]))
    assert assistant.asked[-1][0] == "Et à Kayes ?"
    assert third["as_typed"] is False
    assert "Compris" not in third["asked"]
    assert [turn.asked for turn in third["turns"]] == [GAO, "Et à Kayes ?"]


def test_the_same_question_once_more_takes_the_place_of_its_answer() -> None:
    assistant = FakeAssistant()
    asker = asker_of(assistant)
    page = ask(asker, GAO)
    page = ask(asker, "Et à Kayes ?", page["turns"])
    again = ask(asker, "Et à Kayes ?", page["turns"])
    assert [turn.typed for turn in again["turns"]] == [GAO, "Et à Kayes ?"]
    assert assistant.asked[-1] == assistant.asked[-2]
    narrowed = ask(asker, "Et à Kayes ?", again["turns"], "UNICEF", "", "", "")
    assert len(narrowed["turns"]) == 3


def test_earlier_questions_stay_with_identities_of_their_own() -> None:
    asker = asker_of(FakeAssistant())
    page = ask(asker, "Combien ?")
    page = ask(asker, "Quelle est la capitale du Mali ?", page["turns"])
    page = ask(asker, "Que fait INTERSOS ?", page["turns"])
    whole = page["answer"] + page["evidence"] + page["earlier"]
    identities = re.findall(r' id="([^"]+)"', whole)
    assert len(identities) == len(set(identities)) > 6
    assert set(re.findall(r'href="#([^"]+)"', whole)) <= set(identities)
    assert page["earlier"].index("capitale") < page["earlier"].index("Combien ?")  # the newest first


def test_a_conversation_keeps_its_newest_turns_and_drops_what_is_endless() -> None:
    turn = Turn("x", None, "fr", "answer", "evidence", True)
    turns: Conversation = ()
    for _ in range(KEPT_TURNS + 5):
        turns = longer(turns, turn)
    assert len(turns) == KEPT_TURNS
    assert longer((), Turn("x", None, "fr", "a", "e" * 1_000_000, True))[0].evidence == ""


@pytest.mark.parametrize("state", [None, "x", [1], {"a": 1}, (1, 2), 3])
def test_a_state_that_is_none_of_ours_is_a_new_conversation(state: object) -> None:
    assert conversation_of(state) == ()


def test_a_new_conversation_forgets_what_was_asked() -> None:
    view = asker_of(FakeAssistant()).start_anew("visit")
    assert (view.turns, view.earlier, view.evidence, view.as_typed, view.question) == ((), "", "", False, "")
    assert "effacée" in (view.answer or "")


@pytest.mark.parametrize("sent", [None, {"a": 1}, ["x"], 3])
def test_whatever_a_client_sends_that_is_not_text_is_an_empty_question(sent: object) -> None:
    assistant = FakeAssistant()
    ask(asker_of(assistant), sent)
    assert assistant.asked == [("", None)]


@pytest.mark.parametrize(("language", "said"), [("fr", "La question est trop longue."), ("en", "too long")])
def test_bad_input_is_said_in_the_pages_language_and_is_no_turn(language: Language, said: str) -> None:
    page = ask(asker_of(FakeAssistant(), language), "x" * 2001)
    assert said in page["answer"]
    assert page["evidence"] == ""
    assert page["turns"] == ()
    assert page["busy"] is False


def test_a_failure_tells_nothing_of_the_inside() -> None:
    page = ask(asker_of(FakeAssistant(), "en"), "boom")
    assert "Something unexpected went wrong" in page["answer"]
    assert "secret" not in str(page)


def test_no_question_at_all_is_answered_in_the_pages_language() -> None:
    page = ask(asker_of(Abstaining(Reason.NOT_A_QUESTION)), "…")
    assert "Veuillez poser une question" in page["answer"]
    assert "data-answer" not in page["answer"]


def test_the_filter_of_the_page_reaches_the_assistant() -> None:
    assistant = FakeAssistant()
    asker = asker_of(assistant)
    ask(asker, "Combien ?", (), "UNICEF", "en", " 2020 ", "")
    ask(asker, "Combien ?", (), "", "", "", "")
    ask(asker, "Combien ?", (), {"a": 1}, "de", None, ["x"])
    assert [Filter("UNICEF", "en", "2020"), Filter(), Filter()] == assistant.wanted


def test_stop_and_a_new_question_end_what_was_asked_before() -> None:
    visits = Visits()
    first, other = visits.begin("a"), visits.begin("b")
    second = visits.begin("a")
    assert (first.is_set(), second.is_set(), other.is_set()) == (True, False, False)
    visits.stop("a")
    visits.stop("nobody")
    assert (second.is_set(), other.is_set()) == (True, False)


def test_what_was_stopped_is_said_and_is_no_turn() -> None:
    page = ask(asker_of(Stopping()), "Combien ?")
    assert "arrêtée" in page["answer"]
    assert (page["turns"], page["busy"]) == ((), False)


def test_an_abstention_says_that_only_the_other_language_comes_near_and_that_the_search_was_narrowed() -> None:
    page = ask(asker_of(Abstaining(Reason.NOT_ANSWERED)), "Combien ?", (), "UNICEF", "", "", "")
    assert "n’existe qu’en anglais" in page["answer"]
    assert "Organisation UNICEF" in page["answer"]


def test_after_an_abstention_questions_are_suggested_that_were_answered() -> None:
    asker = asker_of(Abstaining(Reason.NOT_ANSWERED, WHERE))
    page = ask(asker, "Quel est le salaire du directeur ?")
    suggested = shown(asker.suggest("visit", page["turns"]))["suggestions"]
    assert re.findall(r'class="suggested"[^>]*>([^<]+)<', suggested) == [WHERE]


def test_a_filter_that_hides_the_answer_is_told() -> None:
    asker = asker_of(Abstaining(Reason.NOT_ANSWERED, only_when_narrowed=True))
    page = ask(asker, "Combien à Gao ?", (), "UNICEF", "", "", "")
    assert "Sans cette limite" in shown(asker.suggest("visit", page["turns"]))["suggestions"]


def test_nothing_is_suggested_after_an_answer_nor_to_whoever_asks_on() -> None:
    asker = asker_of(FakeAssistant())
    page = ask(asker, "Combien ?")
    assert list(asker.suggest("visit", page["turns"])) == []
    assert list(asker.suggest("visit", None)) == []
    assistant = Abstaining(Reason.NOT_ANSWERED, WHERE)
    asker = asker_of(assistant)
    views = asker.suggest("visit", ask(asker, "Quel est le salaire ?")["turns"])
    next(views)
    asker.visits.begin("visit")
    asked = len(assistant.asked)
    assert [view.suggestions for view in views] == [""]
    assert len(assistant.asked) == asked


def test_a_visit_is_named_by_gradio_alone() -> None:
    assert visit_of(None) == ""

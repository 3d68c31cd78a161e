"""Turns questions about this repository's documents into checks of whose names the documents hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.holding import absent_subject, names_known
from assistant.answering.question import understand
from assistant.index.opened import open_index
from assistant.records import Language, Reason
from assistant.settings import load_settings
from tests.fake_encoder import FakeEncoder


@pytest.fixture(scope="module")
def assistant(real_corpus_index: Path) -> Assistant:
    return Assistant(open_index(real_corpus_index), FakeEncoder(), load_settings(answer_threshold=0.01))


@pytest.mark.parametrize(
    ("question", "language", "absent"),
    [
        ("Where does Oxfam work in Mali?", "en", "Oxfam"),
        ("What does Save the Children do in Mali?", "en", "Save the Children"),  # each of its words stands somewhere
        ("Que fait COOPI à Madagascar ?", "fr", "Madagascar"),
        ("Combien de personnes Tearfund emploie-t-elle ?", "fr", "Tearfund"),
        ("Où travaille l'UNICEF ?", "fr", ""),
        ("Where does Intersos work?", "en", ""),
        ("Where does the United Nations Children's Fund work?", "en", ""),
        ("Where does Unicfe work?", "en", ""),  # typed wrong
        ("Who are the Italians of COOPI?", "en", ""),
    ],
)
def test_an_organisation_or_place_that_no_document_holds_is_named(
    assistant: Assistant, question: str, language: Language, absent: str
) -> None:
    asked = understand(question, language)
    hits = assistant.search("UNICEF COOPI INTERSOS Mali", 20)
    assert absent == absent_subject(asked, hits, assistant.index)


def test_the_share_of_names_that_are_held(assistant: Assistant) -> None:
    assert (0.5, "oxfam") == names_known(understand("Where does Oxfam work in Mali?", "en"), assistant.index)


def test_what_is_said_of_another_organisation_is_no_answer(assistant: Assistant) -> None:
    answer = assistant.ask("What does Save the Children do in Mali?")
    assert (False, 0.0, Reason.UNKNOWN_SUBJECT) == (answer.answered, answer.confidence, answer.reason)
    assert "Save the Children" in answer.text

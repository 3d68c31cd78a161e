"""Checks that an answer is handed out as a file and its feedback kept, to whoever knows its id and nobody else."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, cast

import docx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.answering.assistant import Assistant
from assistant.errors import InputError
from assistant.evaluation.feedback import drafts
from assistant.web.accounts.accounts import Accounts
from assistant.web.ask.routes import add_ask_routes, file_name
from assistant.web.export.record import Shelf, exported
from assistant.web.gate import Gate
from assistant.web.server import add_error_handlers, create_app
from tests.web.made import ANSWER, FakeAssistant


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def client(shelf: Shelf, tmp_path: Path) -> TestClient:
    app = FastAPI()
    app.add_middleware(Gate, accounts=Accounts())
    add_error_handlers(app)
    add_ask_routes(app, shelf, tmp_path / "feedback.sqlite")
    return TestClient(app, raise_server_exceptions=False)


def test_an_answer_is_a_file_to_keep(client: TestClient, shelf: Shelf) -> None:
    identity = shelf.put(exported(ANSWER, "Combien ?"))
    word = client.post("/fr/export", json={"answer": identity, "format": "docx"})
    assert word.headers["content-disposition"] == 'attachment; filename="combien.docx"'
    assert any("14 personnes" in paragraph.text for paragraph in docx.Document(io.BytesIO(word.content)).paragraphs)
    markdown = client.post("/en/export", json={"answer": identity, "format": "md"})
    assert markdown.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "14 personnes" in markdown.text


def test_feedback_is_kept_with_what_was_answered(client: TestClient, shelf: Shelf, tmp_path: Path) -> None:
    identity = shelf.put(exported(ANSWER, "Combien ?"))
    told = client.post("/fr/feedback", json={"answer": identity, "verdict": "wrong_source", "word": " hors sujet "})
    assert told.json() == {"message": "Merci, votre avis est enregistré."}
    [draft] = drafts(tmp_path / "feedback.sqlite")
    assert (draft["feedback"]["verdict"], draft["feedback"]["word"]) == ("wrong_source", "hors sujet")
    assert draft["answered_with"]["citations"][0]["quote"] in ANSWER.text


@pytest.mark.parametrize("place", ["export", "feedback"])
def test_an_unknown_or_old_answer_is_told(client: TestClient, place: str, tmp_path: Path) -> None:
    body = {"answer": "unknown", **({"format": "md"} if place == "export" else {"verdict": "useful"})}
    told = client.post(f"/fr/{place}", json=body, headers={"accept-language": "fr"})
    assert (told.status_code, told.json()["code"]) == (422, "bad_input")
    assert "posez la question à nouveau" in told.json()["message"]
    assert not (tmp_path / "feedback.sqlite").exists()


@pytest.mark.parametrize(
    ("place", "body"),
    [
        ("fr/export", {}), ("fr/export", {"answer": "x", "format": "exe"}),
        ("fr/export", {"answer": 3, "format": "md"}), ("fr/export", {"answer": "x", "format": "md", "more": 1}),
        ("fr/feedback", {"answer": "x", "verdict": "great"}), ("fr/feedback", [1]),
        ("fr/feedback", {"answer": "x", "verdict": "useful", "word": "x" * 501}),
        ("de/export", {"answer": "x", "format": "md"}),
    ],
)  # fmt: skip
def test_anything_else_is_unusable(client: TestClient, place: str, body: Any) -> None:
    assert client.post(f"/{place}", json=body).status_code == 422


@pytest.mark.parametrize(("place", "body"), [("export", {"format": "md"}), ("feedback", {"verdict": "useful"})])
def test_nothing_is_given_where_nobody_was_let_in(
    shelf: Shelf, tmp_path: Path, place: str, body: dict[str, str]
) -> None:
    app = FastAPI()
    add_error_handlers(app)
    add_ask_routes(app, shelf, tmp_path / "feedback.sqlite")
    told = TestClient(app).post(f"/en/{place}", json={"answer": shelf.put(exported(ANSWER, "Combien ?")), **body})
    assert (told.status_code, told.json()["code"]) == (403, "not_allowed")
    assert not (tmp_path / "feedback.sqlite").exists()


def test_a_disk_that_takes_nothing_is_told_and_the_rest_goes_on(shelf: Shelf, tmp_path: Path) -> None:
    app = FastAPI()
    app.add_middleware(Gate, accounts=Accounts())
    add_error_handlers(app)
    add_ask_routes(app, shelf, tmp_path)  # a folder is no database
    client = TestClient(app)
    identity = shelf.put(exported(ANSWER, "Combien ?"))
    told = client.post("/en/feedback", json={"answer": identity, "verdict": "useful"})
    assert (told.status_code, told.json()["code"]) == (503, "feedback")
    assert client.post("/en/export", json={"answer": identity, "format": "md"}).status_code == 200


def test_both_routes_first_ask_whether_the_reader_may(
    client: TestClient, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(request: Any, role: str) -> None:
        assert role == "reader"
        raise InputError(en="You may not do this.", fr="Vous ne pouvez pas faire cela.")

    monkeypatch.setattr("assistant.web.ask.routes.allow", refuse)
    identity = shelf.put(exported(ANSWER, "Combien ?"))
    for place, rest in (("export", {"format": "md"}), ("feedback", {"verdict": "useful"})):
        told = client.post(f"/en/{place}", json={"answer": identity, **rest})
        assert told.json()["message"] == "You may not do this."


def test_the_guards_let_these_addresses_through_by_post_from_our_own_page(tmp_path: Path) -> None:
    app = create_app(cast(Assistant, FakeAssistant()), feedback_file=tmp_path / "feedback.sqlite")
    client = TestClient(app, base_url="http://127.0.0.1:7860")
    for place in ("export", "feedback"):
        assert client.post(f"/fr/{place}", json={}).status_code == 422
        assert client.get(f"/fr/{place}").status_code in (404, 405)
        foreign = client.post(f"/fr/{place}", json={}, headers={"origin": "https://evil.example"})
        assert foreign.status_code == 403


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Où ça ?", "ou-ca"),
        ("../../etc/passwd", "etc-passwd"),
        ("\r\nX: y", "x-y"),
        ("؟", "answer"),
        ("a" * 90, "a" * 50),
    ],
)
def test_a_file_name_is_letters_figures_and_hyphens(question: str, name: str) -> None:
    assert file_name(question) == name

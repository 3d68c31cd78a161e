"""Checks the HTTP API against its own description: every route, every model, every refusal."""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.testclient import TestClient

from assistant.answering.assistant import Assistant
from assistant.answering.following import Following
from assistant.errors import SettingsError
from assistant.index.build import build_index
from assistant.index.opened import open_index
from assistant.settings import load_settings
from assistant.web.api import answers, measuring, routes
from assistant.web.api.requests import MOST_HITS, MOST_LISTED, MOST_QUESTIONS, TEXT_CHARACTERS
from assistant.web.api.service import SECTIONS_AT_ONCE
from assistant.web.desk import PLACES
from assistant.web.guards import BODY_LIMIT
from assistant.web.server import create_app
from tests.conftest import write_corpus
from tests.fake_encoder import FakeEncoder

HERE = "http://127.0.0.1:7860"
QUESTION = {
    "id": "q-1",
    "question": "How many nurses does MedAid employ?",
    "language": "en",
    "direction": "en-en",
    "type": "number",
    "answerable": True,
    "facts": [["110 nurses", "110 infirmières"]],
    "gold": [{"document": "medaid-en.md", "quote": "It employs 42 doctors and 110 nurses."}],
}
ADDRESSES: dict[str, tuple[str, Any]] = {  # every route, with a request that it answers
    "POST /api/ask": ("/api/ask", {"question": "How many nurses does MedAid employ?"}),
    "POST /api/search": ("/api/search", {"query": "puits au Niger", "k": 2}),
    "GET /api/documents": ("/api/documents?offset=1&limit=2", None),
    "GET /api/documents/{id}": ("/api/documents/medaid-fr?start=0&end=20", None),
    "GET /api/passages/{id}": ("/api/passages/PASSAGE", None),
    "GET /api/citations": ("/api/citations?document=eau-vive&start=0&end=11&generation=gen-000001", None),
    "POST /api/evaluate": ("/api/evaluate", {"questions": [QUESTION]}),
    "GET /api/health": ("/api/health", None),
    "GET /api/openapi.json": ("/api/openapi.json", None),
}
GUARDED = [name for name in ADDRESSES if name != "GET /api/health"]  # which anyone may ask, see access.ANYONE
Send = Callable[..., Any]


@pytest.fixture(scope="module")
def app(small_assistant: Assistant) -> FastAPI:
    return create_app(small_assistant)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url=HERE, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    return dict(client.get("/api/openapi.json").json())


@pytest.fixture(scope="module")
def passage_id(small_assistant: Assistant) -> str:
    return small_assistant.search("Farchana")[0].passage.id


def api_routes(app: FastAPI) -> Iterator[APIRoute]:
    """Every route under /api/, however FastAPI keeps those of a router."""
    for route in app.routes:
        inner = getattr(route, "original_router", None)
        for one in inner.routes if inner else [route]:
            if isinstance(one, APIRoute) and one.path.startswith("/api"):
                yield one


def name_of(route: APIRoute) -> str:
    [method] = route.methods or {"none"}
    return f"{method} {route.path.replace(':path', '')}"


def send(client: TestClient, name: str, passage_id: str) -> Any:
    address, body = ADDRESSES[name]
    address = address.replace("PASSAGE", quote(passage_id))
    return client.get(address) if body is None else client.post(address, json=body)


def test_every_route_is_described_with_the_model_of_its_answer(app: FastAPI, described: dict[str, Any]) -> None:
    found = {name_of(route): route for route in api_routes(app)}
    assert set(ADDRESSES) == set(found)
    listed = {f"{method.upper()} {path}" for path, methods in described["paths"].items() for method in methods}
    assert set(ADDRESSES) == listed
    for name, route in found.items():
        method, path = name.split()
        operation = described["paths"][path][method.lower()]
        assert operation["summary"]
        assert operation["description"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        if path == "/api/openapi.json":
            assert schema["type"] == "object"
            continue
        assert isinstance(route.response_model, type)
        assert f"#/components/schemas/{route.response_model.__name__}" == schema["$ref"]
        for status in ("404", "413", "422", "500", "503"):
            failure = operation["responses"][status]["content"]["application/json"]["schema"]["$ref"]
            assert failure == "#/components/schemas/Problem"
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_the_page_for_programs_names_every_address_and_limit(repository: Path) -> None:
    text = (repository / "docs" / "api.md").read_text(encoding="utf-8")
    assert set(ADDRESSES) == set(re.findall(r"^\| `((?:GET|POST) /api/[^`]+)`", text, re.MULTILINE))
    limits = text.split("### Limits")[1].split("## MCP")[0]
    for limit in (
        BODY_LIMIT // 1024,
        MOST_HITS,
        MOST_LISTED,
        MOST_QUESTIONS,
        PLACES,
        TEXT_CHARACTERS,
        SECTIONS_AT_ONCE,
    ):
        assert re.search(rf"\b{limit:,}\b", limits), limit
    assert f"{measuring.TIME_LIMIT_S / 60:.0f} minutes" in limits


def test_what_goes_in_is_described_with_its_limits(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]
    k = schemas["Query"]["properties"]["k"]
    assert (1, 100) == (k["minimum"], k["maximum"])
    assert {"from", "to", "question"} <= set(schemas["Question"]["properties"])
    assert MOST_QUESTIONS == schemas["QuestionSet"]["properties"]["questions"]["maxItems"]
    named = {parameter["name"] for parameter in described["paths"]["/api/citations"]["get"]["parameters"]}
    assert named == {"document", "start", "end", "sha256", "generation"}


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_is_answered_is_what_is_described(client: TestClient, app: FastAPI, name: str, passage_id: str) -> None:
    response = send(client, name, passage_id)
    assert response.status_code == 200, response.text
    [route] = [route for route in api_routes(app) if name_of(route) == name]
    if isinstance(route.response_model, type) and issubclass(route.response_model, BaseModel):
        route.response_model.model_validate_json(response.content, strict=True)


@pytest.mark.parametrize("name", GUARDED)
def test_every_function_first_asks_whether_the_reader_may(app: FastAPI, name: str) -> None:
    [route] = [route for route in api_routes(app) if name_of(route) == name]
    [function] = ast.parse(textwrap.dedent(inspect.getsource(route.endpoint))).body
    assert isinstance(function, ast.FunctionDef)
    first = function.body[1] if ast.get_docstring(function) else function.body[0]
    role = "evaluator" if name == "POST /api/evaluate" else "reader"
    assert ast.unparse(first) == f"allow(request, '{role}')"


@pytest.mark.parametrize("name", GUARDED)
def test_a_refusal_ends_every_function(
    client: TestClient, name: str, passage_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(request: object, role: str) -> None:
        raise SettingsError(en="Not you.", fr="Pas vous.")

    monkeypatch.setattr(routes, "allow", refuse)
    response = send(client, name, passage_id)
    assert (response.status_code, response.json()["message"]) == (500, "Not you.")


@pytest.mark.parametrize("k", [0, -1, 101, 1_000_000_000, 1.5, True, None, "5; drop", "10", [5], float("nan")])
def test_a_number_of_hits_that_is_none_is_refused_by_name(client: TestClient, k: object) -> None:
    body = json.dumps({"query": "Gao", "k": k})
    response = client.post("/api/search", content=body, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (422, "bad_request")
    assert "“k”" in response.json()["message"]
    french = client.post("/api/search", json={"query": "Gao", "k": 0}, headers={"accept-language": "fr"})
    assert french.json()["message"].startswith("La requête est inutilisable à cause de «\u00a0k\u00a0»")


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=-1", "limit=101", "limit=1e9", "limit=NaN", "limit=5;%20drop", "offset=-1", "offset=99999999999",
     "limit=", "order=id", "limit=1&limit=x"],
)  # fmt: skip
def test_a_page_that_is_none_is_refused(client: TestClient, query: str) -> None:
    response = client.get(f"/api/documents?{query}")
    assert (response.status_code, response.json()["code"]) == (422, "bad_request")


@pytest.mark.parametrize(
    "body",
    [{"query": "x", "kk": 1}, {"query": 3}, {"k": 1}, {"query": "x", "organisation": "é" * 2001},
     {"query": "x", "from": 2020}, {"query": "x", "<img src=x>\u202e": 1}, [], None],
)  # fmt: skip
def test_a_query_that_is_none_is_refused(client: TestClient, body: object) -> None:
    response = client.post("/api/search", json=body)
    assert (response.status_code, response.json()["code"]) == (422, "bad_request")
    assert "\u202e" not in response.json()["message"]


@pytest.mark.parametrize("query", ["", "  ", "?!", "…"])
def test_a_query_without_words_asks_for_one(client: TestClient, query: str) -> None:
    response = client.post("/api/search", json={"query": query})
    assert (response.status_code, response.json()["code"]) == (422, "bad_input")


@pytest.mark.parametrize("query", ["' OR 1=1 --", "NEAR(", '"', "AND AND a", "a" * 2000, "é\x00\x1b[2J x"])
def test_a_query_is_never_syntax(client: TestClient, query: str) -> None:
    response = client.post("/api/search", json={"query": f"puits {query}"[:2000], "k": 3})
    assert response.status_code == 200
    assert len(response.json()["hits"]) <= 3


def test_a_search_is_narrowed(client: TestClient) -> None:
    body = {"query": "puits", "k": 100, "organisation": "MedAid", "document_language": "fr", "from": "2024"}
    hits = client.post("/api/search", json=body).json()["hits"]
    assert {hit["document"]["id"] for hit in hits} == {"medaid-fr"}
    assert client.post("/api/search", json={"query": "puits", "organisation": "nobody"}).status_code == 422


def test_documents_come_a_page_at_a_time(client: TestClient) -> None:
    pages = [client.get(f"/api/documents?offset={offset}&limit=1").json() for offset in range(4)]
    assert [[document["id"] for document in page["documents"]] for page in pages] == [
        ["eau-vive"], ["medaid-en"], ["medaid-fr"], [],
    ]  # fmt: skip
    assert {page["total"] for page in pages} == {3}
    assert pages[2]["documents"][0]["translation_of"] == "medaid-en"
    assert pages[2]["documents"][0]["organisation"] == "MedAid"


def test_a_document_is_read_by_ranges(client: TestClient, small_assistant: Assistant) -> None:
    whole = small_assistant.index.store.document("eau-vive").text
    assert client.get("/api/documents/eau-vive").json()["text"] is None
    read, at = "", 0
    while at < len(whole):
        part = client.get(f"/api/documents/eau-vive?start={at}&end={at + 50}").json()["text"]
        assert part["start"] == at
        read, at = read + part["text"], part["end"]
    assert read == whole
    assert client.get("/api/documents/eau-vive?start=3").json()["text"]["text"] == whole[3:]
    found = client.get("/api/documents/eau-vive").json()
    assert found["characters"] == len(whole)
    assert found["sections_total"] == len(found["sections"]) > 1
    later = client.get("/api/documents/eau-vive?section_offset=1").json()
    assert later["sections"] == found["sections"][1:]


@pytest.mark.parametrize(
    "query", [f"start=0&end={TEXT_CHARACTERS + 1}", "start=5&end=5", "start=9&end=2", "start=99999"]
)
def test_a_range_that_is_none_is_refused(client: TestClient, query: str) -> None:
    response = client.get(f"/api/documents/eau-vive?{query}")
    assert (response.status_code, response.json()["code"]) == (422, "bad_input")


@pytest.mark.parametrize(
    "address",
    ["documents/nothing", "passages/nothing", "passages/medaid-en%230-1", "documents/..%2F..%2Fetc%2Fpasswd",
     "documents/%27%20OR%201%3D1%20--", "documents//etc/passwd"],
)  # fmt: skip
def test_what_is_not_in_the_index_is_not_found(client: TestClient, address: str) -> None:
    response = client.get(f"/api/{address}", headers={"accept-language": "fr"})
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    assert response.json()["message"].startswith("L'index ne contient rien sous l'identifiant")


@pytest.mark.parametrize(
    "address", ["documents/", "passages/", "documents/a%0Ab", "passages/" + "x" * 2001, "passages"]
)
def test_an_address_without_an_id_is_none(client: TestClient, address: str) -> None:
    response = client.get(f"/api/{address}")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_passages_lead_through_their_document(client: TestClient, small_assistant: Assistant) -> None:
    store = small_assistant.index.store
    expected = [store.passage(row).id for row in store.rows_of("medaid-en")]
    read: list[str] = []
    at: str | None = expected[0]
    while at:
        passage = client.get(f"/api/passages/{quote(at)}").json()
        assert passage["previous"] == (read[-1] if read else None)
        assert passage["text"] == store.document("medaid-en").text[passage["start"] : passage["end"]]
        read.append(at)
        at = passage["next"]
    assert read == expected


def cite(client: TestClient, **named: Any) -> Any:
    return client.get("/api/citations", params=named)


def test_a_citation_is_same_changed_or_gone(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    index, encoder, settings = tmp_path / "index", FakeEncoder(), load_settings(answer_threshold=0)
    build_index(corpus, index, encoder, settings)
    following = Following(Assistant(open_index(index), encoder, settings), index)
    client = TestClient(create_app(following), base_url=HERE)
    named = {"document": "eau-vive", "start": 25, "end": 33}
    before = cite(client, **named, generation="gen-000001").json()
    assert (before["state"], before["now"]["start"]) == ("same", 25)
    version = before["now"]["document"]["sha256"]
    source = corpus / "eau-vive.txt"
    source.write_text("Un mot d'abord.\n\n" + source.read_text(encoding="utf-8"), encoding="utf-8")
    (corpus / "medaid-fr.md").unlink()
    (corpus / "sources.toml").unlink()
    build_index(corpus, index, encoder, settings)
    changed = cite(client, **named, sha256=version).json()
    answers.Cited.model_validate_json(json.dumps(changed), strict=True)
    assert (changed["state"], changed["generation"]) == ("changed", "gen-000001")
    assert changed["text"] == before["text"]
    assert changed["now"]["start"] == 25 + len("Un mot d'abord.\n\n")
    gone = cite(client, document="medaid-fr", start=0, end=5, generation="gen-000001").json()
    assert (gone["state"], gone["now"], len(gone["text"])) == ("gone", None, 5)
    unknown = cite(client, **named, sha256="0" * 64).json()
    assert (unknown["state"], unknown["text"]) == ("changed", None)
    assert unknown["now"]["start"] is None
    assert client.get("/api/health").json()["documents"] == 2  # the newest index answers


@pytest.mark.parametrize(
    "wrong",
    [{"sha256": "x"}, {"generation": "../gen-000001"}, {"start": -1}, {"end": "NaN"}, {"start": "5; drop"},
     {"who": "me"}, {"generation": None}, {"start": 9, "end": 3}, {"end": 10**9},
     {"end": TEXT_CHARACTERS + 1}, {"end": 5000}],
)  # fmt: skip
def test_a_citation_that_is_none_is_refused(client: TestClient, wrong: dict[str, Any]) -> None:
    named = {"document": "eau-vive", "start": 0, "end": 11, "generation": "gen-000001", **wrong}
    response = cite(client, **{name: value for name, value in named.items() if value is not None})
    assert response.status_code == 422
    assert response.json()["code"] in {"bad_request", "bad_input"}


def test_a_question_set_is_measured(client: TestClient) -> None:
    unanswerable = {"id": "q-2", "question": "Who owns the moon?", "language": "en", "answerable": False}
    found = client.post("/api/evaluate", json={"questions": [QUESTION, unanswerable]}).json()
    assert found["questions"] == 2
    assert [row["id"] for row in found["rows"]] == ["q-1", "q-2"]
    assert found["rows"][0]["relevant"]
    assert found["figures"]["en-en"]["recall@5"] == {"value": 1.0, "n": 1}
    assert found["figures"]["all"]["quotes_exact"]["n"] == 2


def test_the_questions_of_the_repository_can_be_sent(client: TestClient, repository: Path) -> None:
    lines = (repository / "eval/questions/report.jsonl").read_text(encoding="utf-8").splitlines()[:2]
    for name in ("calibration", "disagreement"):
        text = (repository / "eval/questions/calibration.jsonl").read_text(encoding="utf-8")
        lines += [line for line in text.splitlines() if f'"type": "{name}"' in line][:1]
    questions = [json.loads(line) for line in lines]
    response = client.post("/api/evaluate", json={"questions": questions})
    assert (response.status_code, response.json().get("questions")) == (200, len(questions))


@pytest.mark.parametrize(
    "questions",
    [[], [QUESTION] * (MOST_QUESTIONS + 1), [{**QUESTION, "facts": ["x"]}], [{**QUESTION, "gold": [{"document": "x"}]}],
     [{**QUESTION, "answerable": "yes"}], [{**QUESTION, "language": "de"}], None],
)  # fmt: skip
def test_a_question_set_that_is_none_is_refused(client: TestClient, questions: object) -> None:
    response = client.post("/api/evaluate", json={"questions": questions})
    assert (response.status_code, response.json()["code"]) == (422, "bad_request")


def test_an_evaluation_ends_when_its_time_is_over(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring.measure, "__defaults__", (0.0,))
    response = client.post("/api/evaluate", json={"questions": [QUESTION, {**QUESTION, "id": "q-2"}]})
    assert (response.status_code, response.json()["code"]) == (422, "bad_input")
    assert "after 1 of 2 questions" in response.json()["message"]


def test_one_evaluation_at_a_time(client: TestClient) -> None:
    with measuring._ONE:
        response = client.post("/api/evaluate", json={"questions": [QUESTION]})
    assert (response.status_code, response.json()["code"]) == (503, "busy")
    assert client.post("/api/evaluate", json={"questions": [QUESTION]}).status_code == 200

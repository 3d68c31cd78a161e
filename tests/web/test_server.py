"""Checks the HTTP API and the guards: what is answered, what is refused, and how little a refusal tells."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from assistant.answering.assistant import Assistant
from assistant.answering.exchange import answer_as_dict
from assistant.errors import AccountsError, IndexMissing, SettingsError
from assistant.records import Answer, Filter
from assistant.settings import load_settings
from assistant.web.desk import PLACES, RETRY_AFTER_S
from assistant.web.guards import BODY_LIMIT
from assistant.web.headers import SAFE_HEADERS
from assistant.web.server import create_app, listen, run_server
from tests.web.made import ANSWER, FakeAssistant

HERE = "http://127.0.0.1:7860"
CLOSED = """/docs /redoc /openapi.json /fr/docs /fr/openapi.json /fr/gradio_api/openapi.json /fr/monitoring
/fr/gradio_api/runs /fr/gradio_api/info /fr/gradio_api/upload /fr/gradio_api/file=/etc/passwd
/fr/gradio_api/file=http://169.254.169.254/ /fr/gradio_api/proxy=http://127.0.0.1/ /fr/gradio_api/deep_link
/fr/gradio_api/mcp /fr/gradio_api/vibe-edit /fr/gradio_api/call/respond /fr/gradio_api/run/predict
/fr/gradio_api/component_server /fr/gradio_api/custom_component/x /fr/manifest.json /fr/dev/reload
/fr/assets/%2e%2e/%2e%2e/routes.py /de/ /api/ask/x /fr//config
/api /api/ /api/docs /api/redoc /api/openapi /api/search/x /api/passages /api/passages/ /api/documents/ /api/evaluate/x
/api/citations/x /api/health/x /api/../config /en/api/health""".split()


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture(scope="module")
def client(assistant: FakeAssistant) -> TestClient:
    app = create_app(cast(Assistant, assistant))
    return TestClient(app, base_url=HERE, raise_server_exceptions=False, follow_redirects=False)


def ask(client: TestClient, body: Any, **headers: str) -> tuple[int, Any]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"content-type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    response = client.post("/api/ask", content=content, headers=given)
    return response.status_code, response.json()


def test_a_question_is_answered_in_the_exchange_format(client: TestClient, assistant: FakeAssistant) -> None:
    assert ask(client, {"question": "Combien ?"}) == (200, answer_as_dict(ANSWER))
    assert ask(client, {"question": "How many?", "language": "en"})[0] == 200
    assert assistant.asked[-2:] == [("Combien ?", None), ("How many?", "en")]


@pytest.mark.parametrize(
    "body",
    [
        {}, [], None, 3, {"question": None}, {"question": {"a": 1}}, {"question": ["x"]}, {"question": 3},
        {"question": "x", "language": "de"}, {"question": "x", "top_k": 10}, {"question": "x", "language": None},
        b"", b"{", b"\xff\xfe", b"[" * 10_000 + b"]" * 10_000, b'{"question": NaN}',
    ],
)  # fmt: skip
def test_a_body_that_is_no_question_is_unusable(client: TestClient, body: Any) -> None:
    status, told = ask(client, body, accept_language="fr")
    assert (status, told["code"]) == (422, "bad_request")
    assert told["message"].startswith("La requête est inutilisable")


def test_what_the_assistant_refuses_is_said_in_the_readers_language(client: TestClient) -> None:
    too_long = {"question": "x" * 2001}
    assert ask(client, too_long) == (422, {"code": "bad_input", "message": "The question is too long."})
    assert ask(client, too_long, accept_language="fr")[1]["message"] == "La question est trop longue."


def test_a_failure_tells_nothing_of_the_inside(client: TestClient) -> None:
    status, told = ask(client, {"question": "boom"})
    assert (status, told["code"]) == (500, "failure")
    assert "secret" not in json.dumps(told)
    assert "Error" not in json.dumps(told)


def test_a_long_body_is_cut_whatever_it_declares(client: TestClient, assistant: FakeAssistant) -> None:
    before = len(assistant.asked)

    def chunks() -> Iterator[bytes]:
        for _ in range(200):
            yield b" " * 10_000

    chunked = client.post("/api/ask", content=chunks(), headers={"content-type": "application/json"})
    assert (chunked.status_code, chunked.json()["code"]) == (413, "too_large")
    assert ask(client, b" " * (BODY_LIMIT + 1))[0] == 413
    for address in ("/fr/gradio_api/queue/join", "/en/gradio_api/queue/join"):
        assert client.post(address, content=chunks()).status_code == 413
    assert ask(client, b" " * (BODY_LIMIT - 21) + b'{"question": "short"}')[0] == 200
    assert len(assistant.asked) == before + 1


@pytest.mark.parametrize(
    "sent",
    [
        {"data": ["x"], "fn_index": 99}, {"data": ["x"], "fn_index": -1}, {"data": ["x"]}, {"data": [], "fn_index": 0},
        {"data": "x", "fn_index": 0}, {"data": [{"path": "/etc/passwd"}], "fn_index": 0}, {"fn_index": 0}, [], None,
        {"data": ["x", "y"], "fn_index": 0}, {"data": [3], "fn_index": [0]}, {"data": ["x"] * 6, "fn_index": 0},
    ],
)  # fmt: skip
def test_gradios_queue_takes_only_what_the_page_sends(client: TestClient, sent: object) -> None:
    response = client.post("/fr/gradio_api/queue/join", json=sent)
    assert (response.status_code, response.json()["code"]) == (422, "bad_request")
    assert client.post("/fr/gradio_api/queue/join", content=b"[" * 20_000).status_code == 422


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://127.0.0.1:7860.evil"])
def test_another_site_may_not_ask(client: TestClient, origin: str) -> None:
    assert ask(client, {"question": "x"}, origin=origin)[0] == 403
    assert client.post("/fr/gradio_api/queue/join", json={}, headers={"origin": origin}).status_code == 403
    reading = client.get("/fr/config", headers={"origin": origin})
    assert not [name for name in reading.headers if name.startswith("access-control-")]


def test_a_browser_that_hides_the_origin_still_says_cross_site(client: TestClient) -> None:
    assert ask(client, {"question": "x"}, sec_fetch_site="cross-site")[0] == 403
    assert ask(client, {"question": "x"}, sec_fetch_site="same-origin", origin=HERE)[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "169.254.169.254", "", "a b", "localhost:x"]
)
def test_a_forged_host_is_refused(client: TestClient, host: str) -> None:
    response = client.get("/api/health", headers={"host": host})
    assert (response.status_code, response.json()["code"]) == (400, "bad_host")


@pytest.mark.parametrize("host", ["localhost:7860", "127.0.0.1", "[::1]:7860"])
def test_the_servers_own_names_are_known(client: TestClient, host: str) -> None:
    assert client.get("/api/health", headers={"host": host}).status_code == 200


def test_a_server_for_other_machines_knows_addresses_but_no_foreign_names() -> None:
    app = create_app(cast(Assistant, FakeAssistant()), host="0.0.0.0")
    open_to_all = TestClient(app, base_url="http://192.168.1.20:7860")
    assert open_to_all.get("/api/health").status_code == 200
    assert open_to_all.get("/api/health", headers={"host": "rebound.example"}).status_code == 400


@pytest.mark.parametrize("address", CLOSED)
def test_what_the_page_does_not_need_is_not_there(client: TestClient, address: str) -> None:
    for method in ("GET", "POST"):
        response = client.request(method, HERE + address)
        assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods_are_refused(client: TestClient, method: str) -> None:
    assert client.request(method, "/api/ask").status_code == 405


def test_asking_by_get_is_refused(client: TestClient) -> None:
    response = client.get("/api/ask")
    assert (response.status_code, response.json()["code"]) == (405, "wrong_method")


@pytest.mark.parametrize("address", ["/fr/", "/en/", "/api/health", "/nowhere", "/", "/fr/config", "/fr/theme.css"])
def test_every_answer_has_the_safe_headers(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert {name: response.headers.get(name) for name in SAFE_HEADERS} == SAFE_HEADERS
    assert "server" not in response.headers


def test_forwarding_headers_are_not_believed(client: TestClient) -> None:
    forged = {
        "x-forwarded-host": "evil.example",
        "x-gradio-server": "https://evil.example",
        "x-forwarded-proto": "https",
    }
    for address in ("/fr/", "/fr/config"):
        assert "evil.example" not in client.get(address, headers=forged).text


@pytest.mark.parametrize(("preferred", "page"), [("fr-ML,fr;q=0.9", "/fr/"), ("en", "/en/"), ("sw", "/en/")])
def test_the_front_door_leads_to_the_readers_language(client: TestClient, preferred: str, page: str) -> None:
    response = client.get("/", headers={"accept-language": preferred})
    assert (response.status_code, response.headers["location"]) == (303, page)
    assert client.get(page).status_code == 200


def test_health_says_what_is_served(client: TestClient) -> None:
    expected = {"status": "ok", "index": {"generation": "gen-000001", "model": "fake"}, "documents": 2, "passages": 2}
    assert client.get("/api/health").json() == expected


def test_without_an_index_the_server_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        run_server(tmp_path / "none", load_settings(port=free_port()))


@pytest.mark.parametrize("name", ["GRADIO_SHARE", "GRADIO_VIBE_MODE", "GRADIO_ALLOWED_PATHS", "GRADIO_DEBUG"])
def test_an_environment_that_would_publish_more_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(SettingsError, match=name):
        run_server(tmp_path, load_settings())


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "server.example"])
def test_other_machines_are_not_let_in_before_there_are_users(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="assistant user add") as raised:
        run_server(tmp_path, load_settings(host=host))
    assert "assistant user add" in raised.value.fr


def test_a_proxy_lets_others_in_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match="assistant user add"):
        run_server(tmp_path, load_settings(public_names="docs.example.org"))
    app = create_app(cast(Assistant, FakeAssistant()), names=["Docs.example.org"])
    behind = TestClient(app, base_url="https://docs.example.org")
    assert behind.get("/api/health").status_code == 200
    assert ask(behind, {"question": "x"}, origin="https://docs.example.org")[0] == 200
    assert ask(behind, {"question": "x"}, origin="https://evil.example")[0] == 403
    assert behind.get("/api/health", headers={"host": "example.org"}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_a_file_of_users_that_cannot_be_used_stops_the_server(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "users.toml").write_text("[")
    (tmp_path / "users.toml").chmod(0o600)
    with pytest.raises(AccountsError, match=r"users\.toml"):
        run_server(tmp_path, load_settings(host=host))


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingsError, match="--port"):
        listen("127.0.0.1", taken.getsockname()[1])


def test_of_many_at_once_each_is_answered_or_told_to_come_back(client: TestClient, assistant: FakeAssistant) -> None:
    more, gate = 5, Event()
    french = {"accept-language": "fr"}

    def slowly(*_: object) -> Answer:
        assert gate.wait(60)
        return ANSWER

    with pytest.MonkeyPatch.context() as patched, ThreadPoolExecutor(PLACES + more) as pool:
        patched.setattr(assistant, "ask", slowly)
        sent = [
            pool.submit(client.post, "/api/ask", json={"question": "x"}, headers=french) for _ in range(PLACES + more)
        ]
        refused = [done.result() for done in islice(as_completed(sent, timeout=60), more)]
        gate.set()
        statuses = sorted(one.result().status_code for one in sent)
    assert [200] * PLACES + [503] * more == statuses
    for response in refused:
        assert (response.status_code, response.json()["code"]) == (503, "busy")
        assert response.headers["retry-after"] == str(RETRY_AFTER_S)
        assert response.json()["message"].startswith("Trop de questions")
    assert ask(client, {"question": "x"})[0] == 200  # every place was given back


def test_an_answer_does_not_wait_for_the_readers_acknowledgement() -> None:
    listening = listen("127.0.0.1", free_port())
    with listening, socket.create_connection(listening.getsockname()), listening.accept()[0] as accepted:
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def test_a_filter_reaches_the_assistant(client: TestClient, assistant: FakeAssistant) -> None:
    body = {"question": "x", "organisation": "UNICEF", "document_language": "fr", "from": "2020", "to": "2021-05"}
    body["document"] = "d"
    assert ask(client, body)[0] == 200
    assert assistant.wanted[-1] == Filter("UNICEF", "fr", "2020", "2021-05", "d")
    for wrong in ({"document_language": "de"}, {"from": 2020}, {"since": "2020"}, {"organisation": ["x"]}):
        assert ask(client, {"question": "x", **wrong})[0] == 422

"""Checks the sign-in page, its cookie, and who reaches which of all the addresses that there are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from starlette.routing import Mount
from starlette.testclient import TestClient

from assistant.answering.assistant import Assistant
from assistant.index.opened import open_index
from assistant.settings import load_settings
from assistant.web.access import COOKIE, role_for
from assistant.web.accounts.accounts import Accounts
from assistant.web.accounts.roles import ROLES
from assistant.web.accounts.users import remove_user, set_role
from assistant.web.audit import AuditLog
from assistant.web.documents_page import EVENTS
from assistant.web.library import Library
from assistant.web.server import create_app
from tests.web.accounts.conftest import PASSWORDS
from tests.web.made import FakeAssistant

HERE = "http://127.0.0.1:7860"
HTML = {"accept": "text/html,application/xhtml+xml"}
OPEN = {"/favicon.ico", "/api/health", "/fr/login", "/en/login", "/fr/logout", "/en/logout"}
BY_ROLE = {"reader": "rita", "evaluator": "eva", "administrator": "amélie"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, shared_index: Path) -> tuple[Any, Accounts, AuditLog]:
    """The application, which takes seconds to make, with its accounts and its log."""
    accounts, audit = Accounts(), AuditLog(None)
    corpus = tmp_path_factory.mktemp("corpus")
    library = Library(corpus, shared_index, load_settings(), lambda: open_index(shared_index), audit)
    return create_app(cast(Assistant, FakeAssistant()), "127.0.0.1", accounts, library, audit, 1), accounts, audit


@pytest.fixture
def app(tmp_path: Path, users_file: Path, served: tuple[Any, Accounts, AuditLog]) -> Any:
    """With users of its own, and nobody signed in or waiting from the test before."""
    app, accounts, audit = served
    vars(accounts).update(vars(Accounts(users_file)))
    vars(audit).update(vars(AuditLog(tmp_path / "audit.jsonl")))
    return app


def client_of(app: Any, name: str | None = None, base: str = HERE) -> TestClient:
    client = TestClient(app, base_url=base, raise_server_exceptions=False, follow_redirects=False)
    if name:
        assert sign_in(client, name, PASSWORDS[name]).status_code == 303
    return client


def sign_in(client: TestClient, name: str, password: str, **more: str) -> Any:
    return client.post("/fr/login", data={"name": name, "password": password, **more}, headers=HTML)


def addresses(app: Any) -> Iterator[tuple[str, str]]:
    """(method, address) of every route there is, those of mounted applications too, their blanks filled in."""

    def walk(routes: Any, prefix: str) -> Iterator[tuple[str, str]]:
        for route in routes:
            inner = getattr(route, "routes", None)
            if isinstance(route, Mount) or (inner is not None and not hasattr(route, "methods")):
                yield from walk(inner, prefix + getattr(route, "path", ""))
                continue
            path = getattr(route, "path", None)
            if path is None:  # a router taken in whole
                yield from walk(route.original_router.routes, prefix)
                continue
            filled = re.sub(r"\{language\}", "fr", re.sub(r"\{(?!language)[^}]*\}", "x", prefix + path))
            for method in sorted((route.methods or {"GET"}) - {"HEAD", "OPTIONS"}):
                yield method, filled

    yield from walk(app.routes, "")


def test_every_address_is_closed_to_nobody_but_a_written_list(app: Any) -> None:
    client, seen = client_of(app), list(addresses(app))
    assert {"/fr/documents/gradio_api/queue/join", "/fr/gradio_api/upload", "/fr/documents/files"} <= {
        a for _, a in seen
    }
    assert len(seen) > 150
    for method, address in seen:
        response = client.request(method, HERE + address)
        if address in OPEN:
            assert (response.status_code == 401) == (address.endswith("login") and method == "POST")  # no password
        else:
            assert response.status_code in (401, 404, 405, 422), (method, address, response.status_code)
            if response.status_code == 422:  # refused for its body before anything else
                assert address.endswith("queue/join")
    assert client.get("/api/health").status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_every_address_is_closed_to_lesser_roles(app: Any, role: str) -> None:
    client = client_of(app, BY_ROLE[role])
    reached = 0
    for method, address in addresses(app):
        wanted = role_for(address)
        if address in OPEN or wanted is None:
            continue
        allowed = ROLES.index(wanted) <= ROLES.index(cast(Any, role))
        if allowed and ("heartbeat" in address or address.endswith("queue/data")):
            continue  # these stream for as long as a page is open
        headers = {"content-type": "application/json"}
        response = client.request(method, HERE + address, headers=headers, content=b"{}" if method == "POST" else None)
        if not allowed:
            assert response.status_code in (403, 404, 405, 422), (method, address, response.status_code)
            assert response.json()["code"] != "sign_in"
        else:
            assert response.status_code not in (401, 403), (method, address)
        reached += response.status_code == 200
    assert reached >= 5


@pytest.mark.parametrize("role", ["reader", "evaluator"])
def test_the_functions_of_the_documents_page_are_for_administrators(app: Any, role: str) -> None:
    client = client_of(app, BY_ROLE[role])
    for number in range(EVENTS):
        body = {"data": [], "fn_index": number, "session_hash": "x"}
        response = client.post("/fr/documents/gradio_api/queue/join", json=body)
        assert (response.status_code, response.json()["code"]) == (403, "not_allowed")
    for way in ("call/look", "run/look", "api/look", "call/v2/look"):
        assert client.post(f"/fr/documents/gradio_api/{way}", json={"data": []}).status_code == 404
    assert client.post("/fr/documents/files?name=a.txt", content=b"hello").status_code == 403
    assert client.get("/fr/documents/", headers=HTML).status_code == 403


def test_a_page_leads_to_the_sign_in_page_and_back(app: Any) -> None:
    client = client_of(app)
    response = client.get("/fr/documents/", headers=HTML)
    assert (303, "/fr/login?next=/fr/documents/") == (response.status_code, response.headers["location"])
    form = client.get(response.headers["location"], headers=HTML)
    assert '<input type="hidden" name="next" value="/fr/documents/">' in form.text
    assert '<html lang="fr">' in form.text
    assert "<script" not in form.text
    back = sign_in(client, "Amélie", PASSWORDS["amélie"], next="/fr/documents/")
    assert (303, "/fr/documents/") == (back.status_code, back.headers["location"])
    assert client.get("/fr/documents/", headers=HTML).status_code == 200
    assert client.get("/fr/login", headers=HTML).headers["location"] == "/fr/"
    assert client_of(app).get("/", headers={**HTML, "accept-language": "fr"}).headers["location"] == "/fr/login"


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/fr//evil.example", "/fr/../x", "javascript:1",
     "/fr/logout", "/fr/x\r\nset-cookie: a=b", "/" + "x" * 2000, '/fr/"><script>', "/de/", ""],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(app: Any, wanted: str) -> None:
    client = client_of(app)
    assert wanted == "" or wanted not in client.get("/fr/login", params={"next": wanted}).text
    assert sign_in(client, "rita", PASSWORDS["rita"], next=wanted).headers["location"] == "/fr/"


def test_the_cookie_is_for_us_alone(app: Any) -> None:
    cookie = sign_in(client_of(app), "rita", PASSWORDS["rita"]).headers["set-cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")}
    assert {"httponly", "samesite=strict", "path=/"} <= parts
    assert not any(part.startswith("domain") for part in parts)
    assert "secure" not in parts
    tls = sign_in(client_of(app, base="https://127.0.0.1:7860"), "rita", PASSWORDS["rita"]).headers["set-cookie"]
    assert "secure" in {part.strip().lower() for part in tls.split(";")}


def test_a_wrong_password_is_told_without_saying_what_was_wrong(app: Any) -> None:
    client = client_of(app)
    known, unknown = (sign_in(client, name, "wrong wrong wrong") for name in ("rita", "nobody"))
    assert known.status_code == unknown.status_code == 401
    assert known.text.replace("rita", "nobody") == unknown.text
    assert 'role="alert"' in known.text
    assert "set-cookie" not in known.headers
    assert "wrong wrong wrong" not in known.text
    hostile = sign_in(client, '"><script>alert(1)</script>', "x")
    assert "<script" not in hostile.text


def test_after_five_wrong_passwords_one_has_to_wait(app: Any) -> None:
    client = client_of(app)
    assert [401] * 5 == [sign_in(client, "rita", f"wrong {n}").status_code for n in range(5)]
    waiting = sign_in(client, "rita", PASSWORDS["rita"])
    assert waiting.status_code == 429
    assert 0 < int(waiting.headers["retry-after"]) <= 900
    assert "15 minute" in waiting.text
    assert sign_in(client, "eva", PASSWORDS["eva"]).status_code == 303


def test_signing_out_and_forged_or_stolen_cookies(app: Any) -> None:
    client = client_of(app, "rita")
    token = client.cookies[COOKIE]
    assert client.get("/fr/config").status_code == 200
    gone = client.post("/fr/logout", headers=HTML)
    assert (303, "/fr/login") == (gone.status_code, gone.headers["location"])
    for value in (token, token[:-1], "x" * 43, '"', "", "é", f"{token}; {COOKIE}=x"):
        other = client_of(app)
        response = other.get("/fr/config", headers={b"cookie": f"{COOKIE}={value}".encode()})
        assert (response.status_code, response.json()["code"]) == (401, "sign_in")


def test_a_role_taken_away_or_a_user_removed_counts_at_the_next_request(app: Any, users_file: Path) -> None:
    one, other = client_of(app, "amélie"), client_of(app, "amélie")  # two tabs of two browsers
    assert one.get("/fr/documents/config").status_code == other.get("/fr/documents/config").status_code == 200
    set_role(users_file, "amélie", "reader")
    for client in (one, other):
        assert client.get("/fr/documents/config").status_code == 403
        assert client.get("/fr/config").status_code == 200
    remove_user(users_file, "amélie")
    assert one.get("/fr/config").status_code == other.get("/fr/config").status_code == 401


def test_a_damaged_file_of_users_closes_everything_with_a_sentence(app: Any, users_file: Path) -> None:
    client = client_of(app, "amélie")
    users_file.write_text("[")
    for address in ("/fr/", "/fr/config", "/fr/documents/", "/fr/account", "/api/ask"):
        response = client.get(address)
        assert (response.status_code, response.json()["code"]) == (503, "accounts")
    shown = client.get("/fr/", headers=HTML)
    assert shown.status_code == 503
    assert "users.toml" in shown.text
    assert str(users_file.parent) not in shown.text


def test_another_site_may_not_sign_anybody_in_or_out(app: Any) -> None:
    client = client_of(app, "rita")
    for origin in ("https://evil.example", "null"):
        given = {"name": "rita", "password": PASSWORDS["rita"]}
        assert client.post("/fr/login", data=given, headers={"origin": origin}).status_code == 403
        assert client.post("/fr/logout", headers={"origin": origin}).status_code == 403
    assert client.get("/fr/config").status_code == 200


def test_a_page_is_told_who_looks_at_it(app: Any) -> None:
    reader, administrator = client_of(app, "rita"), client_of(app, "amélie")
    told = reader.get("/fr/account").json()
    assert "rita" in told["name"]
    assert told["links"] == []
    assert told["sign_out"]["action"] == "/fr/logout"
    assert [one["href"] for one in administrator.get("/en/account").json()["links"]] == [
        "/en/documents/",
        "/en/measure/",
    ]


def test_without_users_everything_is_open_and_the_page_says_for_whom(tmp_path: Path) -> None:
    client = client_of(create_app(cast(Assistant, FakeAssistant())))
    assert client.get("/fr/", headers=HTML).status_code == 200
    assert "qu’à cette machine" in client.get("/fr/account").json()["note"]
    assert client.get("/fr/login").headers["location"] == "/fr/"


def test_passwords_and_tokens_are_in_no_log_and_on_no_page(app: Any, tmp_path: Path, caplog: Any) -> None:
    client = client_of(app, "amélie")
    sign_in(client_of(app), PASSWORDS["rita"], "canary-password-77")
    token = client.cookies[COOKIE]
    pages = [client.get(address).text for address in ("/fr/", "/fr/documents/", "/fr/config", "/fr/account")]
    client.post("/fr/logout")
    written = (tmp_path / "audit.jsonl").read_text(encoding="utf-8") + caplog.text + "".join(pages)
    for secret in (token, "canary-password-77", *PASSWORDS.values(), "$argon2id$"):
        assert secret not in written
    done = [json.loads(line)["what"] for line in (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()]
    assert done == ["signed_in", "sign_in_failed", "signed_out"]

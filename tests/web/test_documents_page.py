"""Checks the page of documents and its uploads without a browser: what is drawn, what is accepted, who may."""

from __future__ import annotations

import dataclasses
import json
import string
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from assistant.answering.assistant import Assistant
from assistant.errors import ReadingError
from assistant.index.opened import open_index
from assistant.records import LANGUAGES, Language
from assistant.settings import load_settings
from assistant.web.access import IN_SCOPE, allow, allow_event, for_role
from assistant.web.accounts.accounts import Accounts
from assistant.web.accounts.words import ACCOUNT_STRINGS
from assistant.web.documents_page import EVENTS, Actions, build_documents_page, documents_head, is_from_documents_page
from assistant.web.documents_rendering import ROWS, render_files, render_generations, render_job
from assistant.web.documents_words import DOCUMENT_STRINGS
from assistant.web.jobs import Job
from assistant.web.library import Entry, Library, Overview
from assistant.web.server import create_app
from tests.web.made import FakeAssistant
from tests.web.test_library import here

HOSTILE = "<img src=x onerror=alert(1)>${x}{{y}}"


@pytest.fixture
def library(corpus_folder: Path, index_folder: Path) -> Library:
    return Library(
        corpus_folder, index_folder, load_settings(max_file_mb=1), lambda: open_index(index_folder), None, here
    )


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, shared_index: Path) -> Any:
    corpus = tmp_path_factory.mktemp("corpus")
    settings = load_settings(max_file_mb=1)
    library = Library(corpus, shared_index, settings, lambda: open_index(shared_index), None, here)
    made = create_app(cast(Assistant, FakeAssistant()), library=library, max_file_mb=1)
    made.state.corpus = corpus
    return made


@pytest.fixture
def client(app: Any) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False)


def upload(client: TestClient, name: str, data: Any, replace: bool = False) -> tuple[int, Any]:
    query = {"name": name, "replace": str(replace).lower()}
    response = client.post("/en/documents/files", params=query, content=data)
    return response.status_code, response.json()


def files_of(app: Any) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in app.state.corpus.rglob("*") if path.is_file()}


def test_a_sent_file_is_stored_and_asked_about_before_it_is_replaced(app: Any, client: TestClient) -> None:
    assert upload(client, "été.txt", b"one") == (201, {"name": "été.txt", "size": 3, "replaced": False})
    status, told = upload(client, "ÉTÉ.txt", b"two")
    assert (status, told["code"], told["name"]) == (409, "name_taken", "été.txt")
    assert files_of(app)["été.txt"] == b"one"
    assert upload(client, "été.txt", b"two", replace=True)[1]["replaced"] is True
    assert files_of(app)["été.txt"] == b"two"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.exe", b"MZ"),
        ("a.pdf", b"<html>"),
        ("a.txt", b""),
        ("", b"x"),
        ("sources.toml", b"x"),
        ("a.docx", b"PK\x03\x04"),
    ],
)
def test_a_file_that_is_refused_leaves_nothing(app: Any, client: TestClient, name: str, data: bytes) -> None:
    before = files_of(app)
    status, told = upload(client, name, data)
    assert (status, told["code"]) == (422, "unreadable_file")
    assert "/" not in told["message"].replace("PDF/A", "")
    assert files_of(app) == before


def test_a_file_is_cut_when_it_is_too_large_whatever_it_declares(app: Any, client: TestClient) -> None:
    before = files_of(app)

    def pieces() -> Iterator[bytes]:
        for _ in range(2000):
            yield b"x" * 10_000

    for data in (pieces(), b"x" * 1_000_001):
        status, told = upload(client, "large.txt", data)
        assert (status, told["code"]) == (413, "file_too_large")
    assert files_of(app) == before
    assert upload(client, "fits.txt", b"x" * 1_000_000)[0] == 201


def test_a_sender_who_leaves_half_way_leaves_nothing(library: Library, corpus_folder: Path) -> None:
    before = set(corpus_folder.iterdir())
    with suppress(RuntimeError), library.receive("half.txt") as receiving:
        receiving.write(b"half")
        raise RuntimeError
    assert {path for path in corpus_folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_opens_with_and_without_the_last_slash(client: TestClient, language: str) -> None:
    bare = client.get(f"/{language}/documents", follow_redirects=False)
    assert (bare.status_code, bare.headers["location"]) == (308, f"/{language}/documents/")
    assert client.get(f"/{language}/documents/").status_code == 200


def test_gradio_takes_no_files_and_only_events_of_the_page(client: TestClient) -> None:
    for way in ("upload", "upload_progress", "file=/etc/passwd", "call/look", "run/look", "info"):
        assert client.post(f"/en/documents/gradio_api/{way}", content=b"x").status_code == 404
    join = "/en/documents/gradio_api/queue/join"
    bodies: list[Any] = [
        {"data": [], "fn_index": EVENTS}, {"data": ["a", "b", "c"], "fn_index": 0},
        {"data": [{"path": "/etc"}], "fn_index": 0},
        {"data": [1], "fn_index": 0}, {"fn_index": 0}, [], {"data": [["x"]], "fn_index": 2},
    ]  # fmt: skip
    for body in bodies:
        assert client.post(join, json=body).status_code == 422
    assert client.post(join, content=b"[" * 20_000).status_code == 422
    assert is_from_documents_page(json.dumps({"data": ["a", True], "fn_index": 8}).encode())


def test_every_event_is_private_and_asks_who_calls(library: Library) -> None:
    import gradio as gr

    page = build_documents_page(library, "fr", 1)
    config = page.get_config_file()
    assert len(config["dependencies"]) == EVENTS
    assert {dependency["api_visibility"] for dependency in config["dependencies"]} == {"private"}
    for component in config["components"]:
        if component["type"] == "html":
            assert component["props"]["html_template"] == "${value}"
            assert not component["props"].get("js_on_load")
        assert component["type"] not in ("file", "uploadbutton", "code", "markdown", "dataframe")
    closed = SimpleNamespace(request=SimpleNamespace(scope={IN_SCOPE: Accounts(closed=True), "headers": []}))
    for function in page.fns.values():
        for request in (
            closed,
            None,
            SimpleNamespace(request=None),
            SimpleNamespace(request=SimpleNamespace(scope={})),
        ):
            with pytest.raises(gr.Error):
                list(function.fn(request))  # type: ignore[misc]  # it has one


def test_without_accounts_in_the_request_nobody_is_let_in() -> None:
    import gradio as gr

    request = cast(Any, SimpleNamespace(scope={"headers": []}))
    with pytest.raises(Exception, match="does not allow"):
        allow(request, "reader")
    open_to_all = cast(Any, SimpleNamespace(scope={"headers": [], IN_SCOPE: Accounts()}))
    allow(open_to_all, "administrator")
    with pytest.raises(Exception, match="does not allow"):
        allow(open_to_all, "no such role")
    event = cast(Any, SimpleNamespace(request=open_to_all))
    allow_event(event, "administrator")
    assert for_role("reader", lambda one: one)(event, 3) == 3
    with pytest.raises(gr.Error):
        for_role("reader", lambda one: one)(SimpleNamespace(request=request), 3)


def test_names_and_notes_of_documents_are_shown_as_text() -> None:
    entry = Entry(HOSTILE, "skipped", HOSTILE, (HOSTILE,), ("fr",), (HOSTILE,), 1, 2, ((HOSTILE, HOSTILE),))
    drawn = render_files(Overview((entry,), 1, 2, ()), "", "fr")
    assert drawn.count("&lt;img src=x onerror=alert(1)&gt;&#36;&#123;x&#125;") == 5
    for dangerous in ("<img", "${", "{{"):
        assert dangerous not in drawn
    job = Job("remove", HOSTILE, HOSTILE, error=ReadingError(en=HOSTILE, fr=HOSTILE))
    for one in (job, Job("remove", HOSTILE, HOSTILE), Job("remove", HOSTILE, "x", report={"generation": ""})):
        assert "<img" not in render_job(one, "en")


def test_the_list_is_filtered_and_cut() -> None:
    entries = tuple(
        Entry(f"file{n}.txt", "indexed", organisations=("UNICEF",) if n % 2 else ()) for n in range(ROWS + 50)
    )
    overview = Overview(entries, 0, 0, ())
    assert render_files(overview, "", "en").count("<tr") == ROWS + 1
    assert "and 50 more" in render_files(overview, "", "en")
    meant = [n for n in range(1, ROWS + 50, 2) if f"file{n}".startswith("file7")]
    assert render_files(overview, "unicef FILE7", "en").count("<tr") == len(meant) + 1
    assert "Aucun fichier" in render_files(overview, "<b>", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_actions_say_what_became_of_them(library: Library, language: Language) -> None:
    strings = DOCUMENT_STRINGS[language]
    actions = Actions(library, language)
    [(counts, listed, _, kept, _)] = list(actions.look("-"))
    assert "medaid-fr.md" in listed
    assert "gen-000001" in kept
    assert "3" in counts
    *_, (told, *_) = actions.update("-", "")
    assert "gen-000001" in told
    [(told, *_)] = list(actions.ask_first("-", "", False))
    assert strings.choose_first in told
    [(_, _, asked)] = list(actions.ask_first("-", "eau-vive.txt", True))
    assert "eau-vive.txt" in asked
    *_, (told, _, *_) = actions.remove("-", "eau-vive.txt", True)
    assert "eau-vive.txt" in told
    *_, (told, *_) = actions.go_back("-", "gen-000001")
    assert "gen-000002" in told
    *_, (told, *_) = actions.update("-", "")
    assert "gen-000002" in told  # which was gone back from
    [(told, *_)] = list(actions.go_back("-", {"a": 1}))
    assert strings.choose_first in told
    [(told, *_)] = list(actions.remove("-", ["x"], False))
    assert 'role="alert"' in told
    assert strings.gone_back_from in render_generations(library.overview(), language)


@pytest.mark.parametrize("catalogue", [DOCUMENT_STRINGS, ACCOUNT_STRINGS])
def test_every_string_is_there_in_both_languages(catalogue: Any) -> None:
    same = {"title", "index", "documents", "passages", "date", "organisation", "many"}
    for field in dataclasses.fields(catalogue["fr"]):
        french, english = getattr(catalogue["fr"], field.name), getattr(catalogue["en"], field.name)
        assert french.strip()
        assert english.strip()
        assert field.name in same or french != english
        names = [{name for _, name, _, _ in string.Formatter().parse(text)} for text in (french, english)]
        assert names[0] == names[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_style_and_script_are_local_and_in_the_page(language: Language) -> None:
    head = documents_head(language)
    assert "http" not in head.replace("XMLHttpRequest", "")
    assert "@import" not in head
    assert '"WORDS"' not in head
    assert head.count("</script>") == head.count("</style>") == 1

"""Turns a small index with a hostile document into checks of every address of Discover."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from assistant.answering.assistant import Assistant
from assistant.index.build import build_index
from assistant.index.opened import open_index
from assistant.records import LANGUAGES, Language
from assistant.settings import load_settings
from assistant.web.accounts.accounts import Accounts
from assistant.web.headers import PLACE_HEADERS
from assistant.web.server import create_app
from tests.conftest import SMALL_CORPUS, write_corpus
from tests.fake_encoder import FakeEncoder

HERE = "http://127.0.0.1:7860"
EVIL = "<script>window.hacked=1</script>"
CAMPS = f"{EVIL} is here. Oxfam provides health services in Gao {EVIL}. ${{b}} {{{{c}}}}"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("discover")
    write_corpus(folder / "corpus", SMALL_CORPUS)
    record = {"id": "evil", "title": EVIL, "text": CAMPS, "lang": "en"}
    (folder / "corpus" / "evil.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    build_index(folder / "corpus", folder / "index", FakeEncoder(), load_settings())
    return Assistant(open_index(folder / "index"), FakeEncoder(), load_settings(answer_threshold=0))


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    with TestClient(create_app(assistant), base_url=HERE) as opened:
        yield opened


def get(client: TestClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-security-policy"] == PLACE_HEADERS["content-security-policy"]
    assert "<script" not in answer.text
    assert "${" not in answer.text
    assert "{{" not in answer.text
    return answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_organisations_are_listed_and_marked(client: TestClient, language: Language) -> None:
    shown = get(client, f"/{language}/discover")
    assert f'href="/{language}/discover/organisation/medaid"' in shown
    assert f'href="/{language}/discover/organisation/oxfam"' in shown
    assert 'class="cite"' in shown


def test_every_mark_and_line_leads_to_its_quote(client: TestClient) -> None:
    pages = [get(client, f"/en/discover{rest}") for rest in ("", "/organisation/medaid", "/organisation/oxfam")]
    addresses = {html.unescape(one) for page in pages for one in re.findall(r'href="(/en/document\?[^"]+)"', page)}
    assert len(addresses) >= 3
    for address in addresses:
        seen = client.get(address.partition("#")[0])
        assert seen.status_code == 200
        assert '<mark id="quote"' in seen.text


def test_the_table_is_narrowed(client: TestClient) -> None:
    wide, narrow = get(client, "/en/discover"), get(client, "/en/discover?organisation=oxfam&place=&sector=")
    assert '<th scope="row">MedAid</th>' in wide
    assert '<th scope="row">MedAid</th>' not in narrow
    assert '<th scope="row">Oxfam</th>' in narrow
    assert "/fr/discover?organisation=oxfam&amp;place=&amp;sector=" in narrow


def test_a_profile_shows_each_part_that_there_is_and_no_other(client: TestClient) -> None:
    shown = get(client, "/fr/discover/organisation/medaid")
    assert "<h2>Depuis quand</h2>" in shown
    assert "<h2>Contact</h2>" not in shown
    assert "Depuis 2015, MedAid gère un hôpital à Abéché." in shown


@pytest.mark.parametrize("slug", ["nobody", "%3Cscript%3E", "..%2f..", "x" * 200])
def test_an_unknown_organisation_is_said_to_be_unknown(client: TestClient, slug: str) -> None:
    answer = client.get(f"/fr/discover/organisation/{slug}")
    assert answer.status_code == 404
    assert "<script" not in answer.text


@pytest.mark.parametrize("query", ["organisation=%00", "place=" + "x" * 5000, "sector=<script>", "a=b&a=c", "%ff=%ff"])
def test_odd_queries_change_nothing(client: TestClient, query: str) -> None:
    get(client, f"/en/discover?{query}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_questions_come_with_their_citations(client: TestClient, language: Language) -> None:
    for _ in range(60):  # each look waits a second for what is tried behind the scenes
        answer = client.get(f"/{language}/discover/questions")
        if 'role="status"' not in answer.text:
            break
        # a page that somebody may be reading is not taken away
        assert ("refresh" in answer.headers) == ('class="question"' not in answer.text)
    assert 'role="status"' not in answer.text
    items = re.findall(r'<li><p class="question">.*?</li>', answer.text, re.DOTALL)
    assert items
    for item in items:
        assert "<blockquote" in item
        [address] = re.findall(r'href="(/(?:fr|en)/#question=[^"]+)"', item)
        assert urlsplit(html.unescape(address)).path == f"/{language}/"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", ["1", "2", "3", "4", "5"])
def test_the_first_visit_has_five_steps_in_the_address(client: TestClient, language: Language, step: str) -> None:
    shown = get(client, f"/{language}/discover/visit?step={step}")
    assert len(re.findall(r'aria-current="step"', shown)) == 1
    assert f'<a href="/{language}/discover/visit?step={step}" aria-current="step">' in shown
    assert (f'rel="next" href="/{language}/discover/visit?step={int(step) + 1}"' in shown) == (step != "5")
    other = "en" if language == "fr" else "fr"
    assert f'href="/{other}/discover/visit?step={step}"' in shown


@pytest.mark.parametrize("said", ["", "?step=0", "?step=6", "?step=x", "?step=1e9"])
def test_any_other_step_is_the_first(client: TestClient, said: str) -> None:
    assert 'discover/visit?step=1" aria-current="step"' in get(client, f"/en/discover/visit{said}")


@pytest.mark.parametrize("place", ["", "/organisation/medaid", "/questions", "/visit"])
def test_nobody_looks_without_signing_in_where_users_are_needed(
    assistant: Assistant, tmp_path: Path, place: str
) -> None:
    closed = create_app(assistant, accounts=Accounts(tmp_path / "users.toml", closed=True))
    with TestClient(closed, base_url=HERE) as stranger:
        assert stranger.get(f"/fr/discover{place}", headers={"accept": "application/json"}).status_code == 401


def test_the_ask_page_leads_to_discover(client: TestClient) -> None:
    from assistant.web.rendering import render_header

    assert 'href="/fr/discover"' in render_header("fr")
    assert client.get("/fr/discover").status_code == 200

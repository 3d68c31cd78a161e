"""Turns a small index with acronyms, some hostile, into checks of their page, of notes and of the command."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from assistant.answering.assistant import Assistant
from assistant.cli import main
from assistant.index.build import build_index
from assistant.index.opened import open_index
from assistant.records import LANGUAGES, AcronymNote, Language, Span
from assistant.settings import load_settings
from assistant.web.discover.acronyms import render_acronyms
from assistant.web.rendering import render_answer
from assistant.web.server import create_app
from tests.fake_encoder import FakeEncoder
from tests.web.made import answer_of, cite, document

HERE = "http://127.0.0.1:7860"
TEXT = "Le GTAH (Groupe de Travail Action Humanitaire) suit les VBG (GBV en anglais) <script>x</script>."
EVIL = "Le <b>Groupe</b> ${x}. Le Bureau “Eau & Santé” (BES) {{y}}."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("acronyms")
    (folder / "corpus").mkdir()
    for name, text in (("guide", TEXT), ("<i>evil", EVIL)):
        record = json.dumps({"id": name, "title": f"<img src=x>{name}", "text": text, "lang": "fr"})
        with (folder / "corpus" / "all.jsonl").open("a", encoding="utf-8") as file:
            file.write(record + "\n")
    build_index(folder / "corpus", folder / "index", FakeEncoder(), load_settings())
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    assistant = Assistant(open_index(folder / "index"), FakeEncoder(), load_settings(answer_threshold=0))
    with TestClient(create_app(assistant), base_url=HERE) as opened:
        yield opened


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_lists_acronyms_with_quotes_that_lead_to_their_place(client: TestClient, language: Language) -> None:
    shown = client.get(f"/{language}/discover/acronyms").text
    assert ["BES", "GTAH"] == re.findall(r"<h2>(.*?)</h2>", shown)
    assert 'lang="fr">Groupe de Travail Action Humanitaire</span>' in shown
    addresses = [html.unescape(found) for found in re.findall(r'href="(/[a-z]{2}/document\?[^"]*)"', shown)]
    assert len(addresses) >= 2
    for address in addresses:
        parts = urlsplit(address)
        opened = client.get(f"{parts.path}?{parts.query}")
        assert 200 == opened.status_code, address
        assert "<mark" in opened.text


def test_the_list_is_narrowed_without_script(client: TestClient) -> None:
    found = client.get("/fr/discover/acronyms", params={"q": "humanitaire travail"}).text
    assert ["GTAH"] == re.findall(r"<h2>(.*?)</h2>", found)
    assert 'value="humanitaire travail"' in found
    assert [] == re.findall(r"<h2>(.*?)</h2>", client.get("/fr/discover/acronyms?q=xyz&language=zz").text)
    assert [] == re.findall(r"<h2>(.*?)</h2>", client.get("/fr/discover/acronyms?language=en").text)


@pytest.mark.parametrize("query", ['"><script>alert(1)</script>', "${x}{{y}}", "a" * 5_000, "\x00", "%"])
def test_whatever_is_searched_for_and_written_in_documents_is_text(client: TestClient, query: str) -> None:
    for params in ({"q": query}, {"language": query}, {}):
        answer = client.get("/en/discover/acronyms", params=params)
        assert 200 == answer.status_code
        assert not re.search(r"<script|<img|<b>|<i>|\$\{|\{\{", answer.text)


def test_an_index_without_acronyms_says_so() -> None:
    assert "No document expands an acronym." in render_acronyms((), "", "", lambda name: document(name), "en")


def test_a_note_stands_beneath_the_quotes_and_is_text() -> None:
    source = document("L'équipe suit le GTAH <b>.")
    guide = document("GTAH (Groupe <script>)", path="guide.txt", title="<i>Guide")
    note = AcronymNote("GTAH", "Groupe <script>", "fr", guide, guide.text, Span(0, len(guide.text)))
    answer = answer_of(cite(1, source, "L'équipe suit le GTAH <b>."))
    plain, noted = render_answer(answer), render_answer(replace(answer, acronyms=(note,)))
    assert "Sigles" not in plain
    assert "<dt>GTAH</dt>" in noted
    assert "Groupe &lt;script&gt;" in noted
    assert not re.search("<script|<i>|<b>", noted)
    quotes = re.findall(r"<blockquote>.*?</blockquote>", noted)
    assert quotes == re.findall(r"<blockquote>.*?</blockquote>", plain)  # no word is put into a quote


def test_the_command_lists_them_and_gives_json(folder: Path) -> None:
    arguments = ["discover", "acronyms", "--index", str(folder / "index")]
    said = CliRunner().invoke(main, arguments)
    assert 0 == said.exit_code
    assert "GTAH: Groupe de Travail Action Humanitaire (fr) [guide#" in said.stdout
    (entry,) = json.loads(CliRunner().invoke(main, [*arguments, "gtah", "--json"]).stdout)
    cited = entry["citations"][0]
    assert cited["quote"] == TEXT[cited["start"] : cited["end"]] == "GTAH (Groupe de Travail Action Humanitaire)"

"""Turns a small index with a PDF and a hostile document into checks of every address of the document view."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from fastapi import HTTPException
from starlette.testclient import TestClient

from assistant.answering.assistant import Assistant
from assistant.cli import main
from assistant.index.build import build_index
from assistant.index.opened import OpenedIndex, open_index
from assistant.records import LANGUAGES, Language, Span
from assistant.settings import load_settings
from assistant.web import server
from assistant.web.document_view import routes
from assistant.web.document_view.address import Place, address_of, address_of_original, place_of_span
from assistant.web.document_view.static_files import address_of_static, static_files
from assistant.web.document_view.twin import find_edition
from assistant.web.headers import VIEW_HEADERS
from assistant.web.server import create_app
from assistant.web.strings import STRINGS
from tests.conftest import write_corpus
from tests.fake_encoder import FakeEncoder
from tests.made_pdf import made_pdf

HERE = "http://127.0.0.1:7860"
PDF_QUOTE = "12 345 enfants ont été vaccinés"
EVIL = '"><script>window.hacked=1</script><img src=https://evil.example/x onerror=a> ${b} {{c}} javascript:d'


@dataclass
class Served:
    corpus: Path
    index_folder: Path
    assistant: Assistant
    client: TestClient

    def index(self) -> OpenedIndex:
        return self.assistant.index

    def place(self, name: str, quote: str) -> Place:
        document = self.index().store.document(name)
        start = document.text.index(quote)
        return place_of_span(document, Span(start, start + len(quote)))

    def get(self, place: Place, language: Language = "fr") -> tuple[int, str]:
        answer = self.client.get(address_of(place, language).partition("#")[0])
        return answer.status_code, answer.text

    def rebuild(self) -> None:
        build_index(self.corpus, self.index_folder, FakeEncoder(), load_settings())
        self.assistant.index = open_index(self.index_folder)


@pytest.fixture
def served(tmp_path: Path) -> Served:
    corpus = write_corpus(tmp_path / "corpus")
    made_pdf(corpus / "bulletin été.pdf", [["Première page."], [f"Au total, {PDF_QUOTE} à Kayes."]])
    evil = {
        "id": EVIL,
        "title": EVIL,
        "text": f"The gate of Zorgland. {EVIL}",
        "lang": "en",
        "url": "javascript:alert(1)",
    }
    (corpus / "evil.jsonl").write_text(json.dumps(evil) + "\n", encoding="utf-8")
    build_index(corpus, tmp_path / "index", FakeEncoder(), load_settings())
    assistant = Assistant(open_index(tmp_path / "index"), FakeEncoder(), load_settings(answer_threshold=0))
    app = create_app(assistant, corpus_folder=corpus)
    client = TestClient(app, base_url=HERE, raise_server_exceptions=False, follow_redirects=False)
    return Served(corpus, tmp_path / "index", assistant, client)


def test_the_quote_is_marked_in_the_whole_text(served: Served) -> None:
    status, page = served.get(served.place("eau-vive", "1 240 puits"))
    assert status == 200
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", page) == ["1 240 puits"]
    assert "ONG Karkara" in page
    assert "eau-vive.txt" in page
    assert served.index().store.document("eau-vive").sha256[:12] in page
    assert "gen-000001" in page
    assert '<a class="back" href="/fr/">Retour à la question</a>' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_readers_language_and_the_text_its_own(served: Served, language: Language) -> None:
    _, page = served.get(served.place("medaid-en", "42 doctors"), language)
    assert page.startswith(f'<!doctype html>\n<html lang="{language}">')
    assert '<div class="document" lang="en">' in page
    assert STRINGS[language].to_question in page
    other = "en" if language == "fr" else "fr"
    assert re.search(rf'<a href="/{other}/document\?id=medaid-en[^"]*" lang="{other}"', page)


def test_the_outline_leads_to_the_sections(served: Served) -> None:
    _, page = served.get(served.place("medaid-en", "42 doctors"))
    targets = re.findall(r'<a href="#(s\d+)" lang="en">', page)
    assert len(targets) == 2
    assert all(f'id="{target}"' in page for target in targets)


def test_the_other_edition_stands_beside_with_its_own_language(served: Served) -> None:
    place = served.place("medaid-fr", "45 médecins")
    _, alone = served.get(place)
    [beside] = re.findall(r'<a class="way" href="([^"]*)">Aussi en anglais</a>', alone)
    page = served.client.get(html.unescape(beside).partition("#")[0]).text
    assert ['<div class="document" lang="fr">', '<div class="document" lang="en">'] == re.findall(
        r'<div class="document" lang="..">', page
    )
    assert "42 doctors" in page
    assert STRINGS["fr"].edition_note in page  # known from sources.toml; no passage was found to be its twin
    assert page.count("<mark") == 1


def test_a_twin_passage_is_marked_in_the_other_edition(served: Served) -> None:
    store, index = served.index().store, served.index()
    mine, other = store.rows_of("medaid-fr")[0], store.rows_of("medaid-en")[0]
    index._twins = np.full(index.manifest.passages, -1)
    index._twins[mine], index._twins[other] = other, mine
    place = served.place("medaid-fr", "45 médecins")
    edition = find_edition(index, store.document("medaid-fr"), place.span or Span(0, 1))
    assert edition is not None
    assert edition.span == store.passage(other).span
    _, page = served.get(Place(place.document, place.span, place.sha256, place.quote_hash, twin=True))
    assert page.count('<mark id="quote"') == page.count('<mark id="twin-quote"') == 1
    assert STRINGS["fr"].twin_heading.format(language="en anglais") in page


def test_an_edition_that_is_none_is_not_believed(served: Served) -> None:
    place = served.place("medaid-en", "42 doctors")
    forged = Place(place.document, place.span, place.sha256, place.quote_hash, True, "eau-vive")
    _, page = served.get(forged, "en")
    assert "Karkara" not in page


def test_a_document_that_changed_is_said_so_and_its_old_text_shown(served: Served) -> None:
    place = served.place("eau-vive", "1 240 puits")
    (served.corpus / "eau-vive.txt").write_text("Eau Vive a foré 9 999 puits. Tout a changé à Gao.")
    served.rebuild()
    status, page = served.get(place)
    assert status == 200
    assert STRINGS["fr"].state_changed in page
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", page) == ["1 240 puits"]
    assert "9 999" not in page
    [today] = re.findall(rf'<a href="([^"]*)">{STRINGS["fr"].document_of_today}</a>', page)
    assert "9 999" in served.client.get(html.unescape(today).partition("#")[0]).text
    (served.corpus / "more.txt").write_text("Une phrase de plus, pour une génération de plus.")
    served.rebuild()
    status, page = served.get(place)
    assert (status, STRINGS["fr"].state_changed_lost in page) == (200, True)
    assert "<mark" not in page
    assert "9 999" not in page


def test_a_document_that_is_gone_is_said_so(served: Served) -> None:
    place = served.place("eau-vive", "1 240 puits")
    (served.corpus / "eau-vive.txt").unlink()
    served.rebuild()
    status, page = served.get(place, "en")
    assert (status, STRINGS["en"].state_gone in page) == (200, True)
    assert "1 240 puits" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "query", ["", "?id=unknown", "?id=eau-vive&start=1&end=2", "?id=x&start=a", "?id=" + "x" * 5000]
)
def test_an_unknown_address_is_a_plain_page(served: Served, language: Language, query: str) -> None:
    for route in ("document", "document/original"):
        answer = served.client.get(f"/{language}/{route}{query}")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert STRINGS[language].no_document in answer.text


def test_the_original_pane_knows_page_and_words(served: Served) -> None:
    _, page = served.get(served.place("bulletin été", PDF_QUOTE))
    assert 'data-page="2"' in page
    assert f'data-quote="{PDF_QUOTE}"' in page
    assert "Première page" not in re.findall(r'data-before="([^"]*)"', page)[0]
    assert "Au total," in re.findall(r'data-before="([^"]*)"', page)[0]
    assert "page 2" in page
    assert 'id="original"' not in served.get(served.place("eau-vive", "1 240 puits"))[1]


def test_the_original_is_given_out_as_it_was_indexed_and_no_longer_when_it_changed(served: Served) -> None:
    file = served.corpus / "bulletin été.pdf"
    address = address_of_original(served.index().store.document("bulletin été"), "fr")
    answer = served.client.get(address)
    assert answer.content == file.read_bytes()
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "inline; filename*=UTF-8''bulletin%20%C3%A9t%C3%A9.pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    file.write_bytes(file.read_bytes() + b"%")
    answer = served.client.get(address)
    assert (answer.status_code, STRINGS["fr"].original_changed in answer.text) == (409, True)
    file.unlink()
    answer = served.client.get(address)
    assert (answer.status_code, STRINGS["fr"].original_missing in answer.text) == (404, True)
    assert str(served.corpus) not in answer.text


def test_no_other_file_is_given_out(served: Served) -> None:
    text = served.index().store.document("eau-vive")
    assert served.client.get(address_of_original(text, "fr")).status_code == 404
    pdf = served.index().store.document("bulletin été")
    for query in (f"?id={pdf.id}", f"?id={pdf.id}&sha256={'0' * 64}", f"?id=sources.toml&sha256={pdf.sha256}"):
        assert served.client.get(f"/fr/document/original{query}").status_code == 404


def test_the_original_of_an_old_version_is_not_offered(served: Served) -> None:
    place = served.place("bulletin été", PDF_QUOTE)
    made_pdf(served.corpus / "bulletin été.pdf", [["Tout est changé dans ce nouveau bulletin."]])
    served.rebuild()
    status, page = served.get(place)
    assert (status, STRINGS["fr"].original_old in page) == (200, True)
    assert "data-source" not in page


def test_hostile_words_of_a_document_stay_words(served: Served) -> None:
    status, page = served.get(served.place(EVIL, f"The gate of Zorgland. {EVIL}"), "en")
    assert status == 200
    tags = set(re.findall(r"<([a-z]+\d?)", page))
    assert tags.isdisjoint({"img", "iframe", "style", "form", "object", "base"})
    assert page.count("<script") == 1
    assert not re.search(r"<[^>]*\son\w+=", page)
    assert not re.search(r'(?:href|src)="(?!/|#|data:,")', page)
    assert "https://evil.example" in html.unescape(re.sub(r"<[^>]*>", "", page))


def test_an_endless_document_is_shown_in_parts_of_less_than_a_megabyte(served: Served) -> None:
    lines = "".join(f"# Ligne {number} {'é' * 30} <&'\"${{`\n\n{'$' * 99}\n\n" for number in range(1_000))
    (served.corpus / "long.md").write_text(f"{lines}\n\nLe mot cherché est ici.\n\n{lines}", encoding="utf-8")
    served.rebuild()
    place = served.place("long", "Le mot cherché est ici.")
    status, page = served.get(place)
    assert (status, len(page.encode()) < 1_000_000) == (200, True)
    assert page.count('<mark id="quote"') == 1
    for words in (STRINGS["fr"].show_before, STRINGS["fr"].show_after):
        [more] = re.findall(rf'<a href="([^"]*)">{words}</a>', page)
        answer = served.client.get(html.unescape(more).partition("#")[0])
        assert answer.status_code == 200
        assert "<mark" not in answer.text


def test_every_answer_has_the_strict_headers(served: Served) -> None:
    place = served.place("bulletin été", PDF_QUOTE)
    original = address_of_original(served.index().store.document("bulletin été"), "fr")
    for address in (address_of(place, "fr").partition("#")[0], original, "/fr/document", address_of_static("view.js")):
        headers = served.client.get(address).headers
        assert {name: headers.get(name) for name in VIEW_HEADERS} == VIEW_HEADERS
    policy = VIEW_HEADERS["content-security-policy"]
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    assert "http" not in policy


def test_static_files_are_given_out_by_their_names_alone(served: Served) -> None:
    for name, file in static_files().items():
        answer = served.client.get(address_of_static(name))
        assert (answer.status_code, answer.content) == (200, file.read_bytes())
        assert "immutable" in answer.headers["cache-control"]
    for name in ("pdfjs/LICENSE", "pdfjs/README.md", "../page.css", "%2e%2e/page.css", "nothing.js", "pdfjs"):
        assert served.client.get(address_of_static(name)).status_code == 404
    assert served.client.get("/view/000000000000/view.js").status_code == 404


def test_serve_hands_its_folder_of_documents_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Path] = []
    monkeypatch.setattr(server, "run_server", lambda index, settings, corpus: given.extend((index, corpus)))
    CliRunner().invoke(main, ["serve", "--index", str(tmp_path / "i"), "--corpus", str(tmp_path / "c")])
    assert [tmp_path / "i", tmp_path / "c"] == given


def test_every_route_asks_whether_the_reader_may(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(request: object, role: str) -> None:
        asked.append(role)
        raise HTTPException(403)

    monkeypatch.setattr(routes, "allow", refuse)
    place = served.place("bulletin été", PDF_QUOTE)
    addresses = [address_of_static("view.js")]
    for language in LANGUAGES:
        addresses.append(address_of(place, language).partition("#")[0])
        addresses.append(address_of_original(served.index().store.document("bulletin été"), language))
    assert [403] * 5 == [served.client.get(address).status_code for address in addresses]
    assert ["reader"] * 5 == asked

"""Walks through every page over documents that try to run, fetch, cover and forge: all of it is only text there."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page

from tests.browser.conftest import START_TIMEOUT_S, Watched, add_user, index, run_assistant, serving
from tests.browser.hostile import BAD_NAME, CLAIMED, DATE, ID, NAME, ORGANISATION, made_hostile

pytestmark = [pytest.mark.browser, pytest.mark.real_model]

Look = Callable[..., Watched]
PASSWORD = "everything-is-allowed"
GATE = "Combien gagne le gardien de la porte de Zorgland ?"
GARRISON = "Combien de soldats compte la garnison de Zorgland ?"
HARVEST = "Combien pèse la récolte de Zorgland ?"
TOWER = "Combien mesure la tour de Zorgland ?"
MARKET = "Combien de marchands accueille le marché de Zorgland ?"
UNANSWERED = "<img src=x onerror=window.hacked=30> ${window.hacked=31} [7] Quel est le salaire du maire de Zorgland ?"
FOREIGN = ":is(script, img, svg, video, form, iframe, style, base, object, math, b, i, input)"
SHOWN = ":is(#asked, #answer, #suggestions, #evidence, #earlier, .holdings)"
LARGEST_PAGE = 1_000_000  # characters
MARK = re.compile(r"\[\s*\d+\s*\]")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    made_hostile(folder / "corpus")
    index(folder)
    add_user(folder, "amélie", "administrator", PASSWORD)
    return folder


@pytest.fixture(scope="module")
def served(place: Path) -> Iterator[str]:
    with serving(place) as address:
        yield address


@pytest.fixture(scope="module")
def signed_in(browser: Browser, served: str) -> Any:
    """The state of a browser whose reader signed in, from a link that would have led them elsewhere."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{served}/fr/login?next={quote('//evil.example/<script>window.hacked=40</script>')}")
    assert page.locator("input[name=next]").input_value() == "/fr/"
    page.fill("#name", '"><img src=x onerror=window.hacked=41>')
    page.fill("#password", '"><img src=x onerror=window.hacked=42>')
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    assert page.locator("#name").input_value() == '"><img src=x onerror=window.hacked=41>'
    assert page.locator("main :is(img, script)").count() == 0
    assert page.evaluate("window.hacked") is None
    page.fill("#name", "amélie")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served}/fr/")
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def look(browser: Browser, served: str, signed_in: Any) -> Iterator[Look]:
    """Opens the ask page; afterwards nothing has run, asked, fetched or gone wrong in it or in what it opened."""
    opened: list[Watched] = []

    def open_page(width: int = 1440, height: int = 900) -> Watched:
        context = browser.new_context(
            locale="fr-FR", viewport={"width": width, "height": height}, storage_state=signed_in
        )
        context.set_default_timeout(60_000)
        watched = Watched(context.new_page(), served)
        opened.append(watched)
        context.on("request", watched.note_request)
        context.on("console", lambda said: watched.wrong.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda error: watched.wrong.append(str(error.error)))
        context.on("dialog", lambda dialog: watched.wrong.append(dialog.message))
        watched.page.goto(f"{served}/fr/")
        watched.page.wait_for_selector("#answer[aria-live]")
        return watched

    yield open_page
    for watched in opened:
        ran = [page.evaluate("window.hacked") for page in watched.page.context.pages]
        watched.page.context.close()
        assert (set(ran), watched.outside, watched.wrong) == ({None}, [], [])


def follow(page: Page, name: str) -> Page:
    with page.context.expect_page() as opening:
        page.locator("#evidence a.door", has_text=name).first.click()
    opening.value.wait_for_load_state()
    opening.value.wait_for_selector("#quote:focus")
    return opening.value


def assert_only_text(page: Page, within: str) -> None:
    """Nothing stands there that a document could have brought, and the page is small and not wider than the window."""
    assert page.locator(f"{within} {FOREIGN}").count() == 0
    links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    assert [link for link in links if not link.startswith(("/fr/", "/en/", "#"))] == []
    assert len(page.content()) < LARGEST_PAGE
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    handlers = "document.querySelectorAll('[onerror], [onload], [onclick], [onfocus], [onmouseover]').length"
    assert page.evaluate(handlers) == 0


def assert_marks_are_ours(page: Page, citations: int) -> None:
    """As many quotations as the answer has citations, each with one mark, which leads to its own card."""
    assert page.locator("#answer .answer blockquote").count() == citations
    marks = page.locator("#answer .answer blockquote a.mark")
    numbers = range(1, citations + 1)
    assert [f"[{number}]" for number in numbers] == marks.all_inner_texts()
    assert [f"#source-{n}" for n in numbers] == [marks.nth(n - 1).get_attribute("href") for n in numbers]
    for number in numbers:
        assert page.locator(f"#evidence [id=source-{number}]").inner_text() == str(number)
    assert page.locator("#evidence .number").count() == citations
    assert not MARK.search(" ".join(page.locator("#answer .framing").all_inner_texts()))


def spaced(text: str) -> str:
    return " ".join(text.split())


def test_an_answer_its_sources_and_its_files_are_only_text(look: Look, place: Path) -> None:
    page = look().page
    Watched.ask(Watched(page, ""), GATE)
    assert_only_text(page, SHOWN)
    assert_marks_are_ours(page, 1)
    card = spaced(page.locator("#evidence .card").inner_text())
    assert CLAIMED in card
    assert ORGANISATION in card
    assert DATE in card
    assert "records.jsonl" in card
    assert re.search("SHA-256 [0-9a-f]{12}", card)
    page.locator("#answer .feedback summary").click()
    page.locator("#answer .verdict").first.click()
    page.locator("#answer textarea").fill("<img src=x onerror=window.hacked=32> ${window.hacked=33}")
    page.locator("#answer .send").click()
    page.get_by_text("Merci, votre avis est enregistré.").wait_for()
    files = {}
    for name, ending in (("Enregistrer en Word", "docx"), ("Enregistrer en Markdown", "md")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        download.value.save_as(place / f"saved.{ending}")
        files[ending] = (place / f"saved.{ending}").read_bytes()
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as word:
        parts = b"".join(word.read(part) for part in word.namelist() if part.endswith((".xml", ".rels")))
    for unwanted in (b"fldChar", b"fldSimple", b"instrText", b"hyperlink ", b'="External"', b"vba", b"<w:object"):
        assert unwanted not in parts
    drawn = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(files["md"].decode())
    kinds = {token.type for block in drawn for token in (block, *(block.children or ()))}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "fence", "code_inline", "table_open"}
    assert sum(token.type == "heading_open" for token in drawn) == 3  # the question, the sources, the one source
    for ending in files:
        with run_assistant(place, "verify", f"saved.{ending}") as verifying:
            _, told = verifying.communicate(timeout=START_TIMEOUT_S)
            assert verifying.returncode == 0, told


def test_disagreements_abstentions_suggestions_and_earlier_turns_are_only_text(look: Look) -> None:
    watched = look()
    page = watched.page
    watched.ask(GARRISON)
    assert_only_text(page, SHOWN)
    assert_marks_are_ours(page, 2)
    values = page.locator("#answer .disagreement .value")
    assert ["250", "310"] == sorted(values.nth(n).locator(".figure").inner_text() for n in range(2))
    assert ["Date : 2019", "Date inconnue"] == sorted(
        spaced(when) for when in values.locator(".when").all_inner_texts()
    )
    watched.ask(UNANSWERED)
    assert page.locator(".asked").inner_text() == UNANSWERED
    page.wait_for_function("!document.querySelector('#suggestions .waiting')")
    assert_only_text(page, SHOWN)
    assert page.locator("#answer a.mark, #evidence mark").count() == 0
    page.locator(".turn summary").first.click()
    assert page.locator(".turn a.mark").count() == 4  # two in the box of values, two at the quotes
    page.locator(".holdings summary").click()
    assert ORGANISATION in spaced(page.locator(".holdings").inner_text())
    page.locator("#narrow > button").click()
    page.locator("#organisation input").click()
    page.get_by_role("option", name=ORGANISATION, exact=True).click()
    watched.ask(GATE)
    assert_marks_are_ours(page, 1)
    assert_only_text(page, SHOWN)


def test_no_name_turns_our_own_words_round(look: Look) -> None:
    watched = look()
    watched.ask(HARVEST)
    said = watched.page.locator("#answer .framing").first.inner_text()
    assert said.startswith("Selon gpj.trop ")
    assert "(1) Rapport officiel" in said
    assert_marks_are_ours(watched.page, 1)
    assert NAME in watched.page.locator("#evidence .origin").inner_text()
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", watched.page.content())


def test_text_twin_and_outline_in_the_document_view_are_only_text(look: Look) -> None:
    watched = look()
    watched.ask(TOWER)
    view = follow(watched.page, "Aussi en anglais")
    assert view.locator(".twin .document").count() == 1
    for pane, words in (("#text", "mesure 93 mètres <script>"), ("#twin", "93 metres high <script>")):
        assert words in spaced(view.locator(f"{pane} .document").inner_text())
    assert_only_text(view, "main")
    assert view.locator("h1").inner_text() == CLAIMED
    view.goto(f"{watched.origin}/fr/document?id={quote(NAME.removesuffix('.md'))}")
    assert view.locator(".proof").inner_text().count(NAME) == 1
    assert "sans date" in view.locator(".top").inner_text()
    assert_only_text(view, "main")
    view.goto(f"{watched.origin}/fr/document?id=wide")
    assert_only_text(view, "main")


def test_a_pdf_runs_nothing_and_leads_nowhere(look: Look) -> None:
    watched = look()
    watched.ask(MARKET)
    view = follow(watched.page, "Ouvrir dans le document")
    view.wait_for_selector(".textLayer mark")
    assert CLAIMED in view.title()
    assert "".join(view.locator(".textLayer mark").all_inner_texts()).count("<script>hacked=26</script>") == 1
    assert_only_text(view, "main")
    assert view.locator(".sheet :is(a, button, input, section)").count() == 0  # its links and forms are not drawn
    answer = watched.page.request.get(watched.origin + str(view.locator(".file a").get_attribute("href")))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-type"] == "application/pdf"


def test_no_other_text_ever_stands_under_an_address(look: Look) -> None:
    watched = look()
    watched.ask(GATE)
    door = str(watched.page.locator("#evidence a.door").first.get_attribute("href")).split("#")[0]
    page = watched.page.context.new_page()
    start = int(re.findall(r"start=(\d+)", door)[0])
    other = re.sub("[0-9a-f]{64}", "0" * 64, door)
    for forged in (door.replace(f"start={start}", f"start={start + 1}"), other):
        page.goto(watched.origin + forged)
        assert "n’est plus conservée" in spaced(page.get_by_role("note").inner_text())
        assert page.locator("#quote, .document").count() == 0
        assert_only_text(page, "main")
    page.goto(watched.origin + door.replace(quote_plus(ID), "garrison-250"))
    assert "garrison-250" in page.url
    assert page.locator("#quote, .document").count() == 0


def test_the_page_of_documents_shows_names_and_problems_as_text(look: Look) -> None:
    page = look().page
    page.goto(page.url.replace("/fr/", "/fr/documents/"))
    page.wait_for_selector("#listed table")
    listed = spaced(page.locator("#listed").inner_text())
    for words in (NAME, BAD_NAME, CLAIMED, "bulletin.pdf", "non lu"):
        assert words in listed
    assert_only_text(page, ":is(#counts, #listed, #kept, #told, #sent)")
    page.locator("#which input").click()
    page.get_by_role("option", name=NAME, exact=True).click()
    page.click("#remove")
    page.wait_for_selector("#sure #yes")
    assert NAME in page.locator("#sure").inner_text()
    assert_only_text(page, ":is(#sure, #listed)")
    page.click("#no")


def test_programs_are_told_marks_of_ours_alone(look: Look) -> None:
    watched = look()
    for question, citations in ((GATE, 1), (HARVEST, 1)):
        sent = {"origin": watched.origin}
        answer = watched.page.request.post(f"{watched.origin}/api/ask", data={"question": question}, headers=sent)
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.headers["x-content-type-options"] == "nosniff"
        told = answer.json()
        assert len(told["citations"]) == citations
        framing = told["answer"]
        for citation in told["citations"]:
            framing = framing.replace(citation["quote"], "")
        assert [f"[{number}]" for number in range(1, citations + 1)] == MARK.findall(framing)

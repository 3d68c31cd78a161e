"""Signs in as an evaluator in headless Chromium: measures a set, stops, reloads, goes on, compares, judges, edits."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import REPOSITORY, add_user, index, serious, serving, sign_in, strict_context

pytestmark = [pytest.mark.browser, pytest.mark.real_model]

PASSWORDS = {"rita": "reading-is-allowed", "eva": "measuring-is-allowed"}
HOSTILE = "<img src=x onerror=window.hacked=1>${window.hacked=2}{{window.hacked=3}}"
LONG_MS = 240_000  # models load for long on a busy machine
QUESTIONS = REPOSITORY / "eval" / "questions" / "report.jsonl"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with an evaluator, a reader and one hostile question set."""
    folder = tmp_path_factory.mktemp("measured")
    shutil.copytree(REPOSITORY / "corpus", folder / "corpus")
    (folder / "eval" / "questions").mkdir(parents=True)
    records = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").split("\n")[:30]]
    records[0] |= {"question": HOSTILE, "type": HOSTILE, "note": HOSTILE}
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (folder / "eval" / "questions" / "report.jsonl").write_text(lines, encoding="utf-8")
    index(folder)
    for name, role in (("rita", "reader"), ("eva", "evaluator")):
        add_user(folder, name, role, PASSWORDS[name])
    with serving(folder) as address:
        yield address


@pytest.fixture
def context(browser: Browser, served: str) -> Iterator[BrowserContext]:
    with strict_context(browser, served) as opened:
        yield opened


def opened(context: BrowserContext, origin: str, language: str = "fr") -> Page:
    page = context.new_page()
    page.goto(f"{origin}/{language}/measure/")
    if "/login" in page.url:
        sign_in(page, "eva", PASSWORDS["eva"])
    page.wait_for_selector("#results :is(p, table)")
    return page


def place(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def test_a_set_is_measured_stopped_gone_on_with_compared_judged_and_edited(
    context: BrowserContext, served: str
) -> None:
    page = opened(context, served)
    page.click("#start")
    page.wait_for_function("document.querySelector('#progress progress')?.value >= 3", timeout=LONG_MS)
    page.reload()  # whoever comes back sees the same run
    page.wait_for_selector("#progress .job")
    page.click("#stop-run")
    page.wait_for_selector("#progress .told")
    assert "ce qui a été mesuré est gardé" in page.inner_text("#progress")
    page.wait_for_selector("#results .message")
    assert "partielle" in page.inner_text("#results .message")
    assert serious(page) == []

    page.click("#resume")
    page.wait_for_selector("#progress .told:has-text('30 questions')", timeout=LONG_MS)
    page.wait_for_function("!document.querySelector('#results .message')")
    page.click("#start")
    page.wait_for_selector("#progress .job")
    page.wait_for_selector("#progress .told:has-text('30 questions')", timeout=LONG_MS)
    page.reload()
    page.wait_for_selector("#results table")
    for image in page.locator(".plot img").all():
        assert image.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0

    place(page, "Comparer")
    page.click("#compare")
    page.wait_for_selector("#comparison .told")
    assert "Aucune différence" in page.inner_text("#comparison")

    place(page, "Questions")
    page.wait_for_selector("#list tbody tr:nth-child(30)")
    page.locator("#list .opens").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#opened h3:focus")
    assert HOSTILE in page.inner_text("#opened h3")
    page.click("#next")
    page.wait_for_selector("#opened section[aria-label='r-002']")
    assert "bureau principal à Bamako" in page.inner_text("#opened")
    page.get_by_label("juste", exact=True).check()
    page.click("#judge")
    page.wait_for_selector("#judged .told")
    page.wait_for_selector("#opened section[aria-label='r-003']")
    page.locator("#by-words :is(input, textarea)").fill("bureaux")
    page.wait_for_function("document.querySelectorAll('#list tbody tr').length < 30")
    assert serious(page) == []
    with page.expect_download() as download:
        place(page, "Résultats")
        page.get_by_role("link", name="questions (CSV)").click()
    assert "=" not in Path(download.value.path()).read_text(encoding="utf-8-sig").split("\n")[1][:6]
    place(page, "Jugements")
    page.wait_for_selector("#agreement :text('eva')")

    page.locator("#edited input").click()
    page.get_by_role("option", name="report", exact=True).click()
    page.wait_for_selector("#check :is(table, .told)")
    page.locator("#question-to-edit input").click()
    page.get_by_role("option", name="r-002").click()
    page.wait_for_function("document.querySelector('#edit-id :is(input, textarea)')?.value === 'r-002'")
    page.locator("#edit-gold textarea").fill("unicef-mali-fr.txt | this is not there")
    page.click("#test")
    page.wait_for_selector("#saved .state-skipped")
    assert serious(page) == []
    page.locator("#edit-question :is(input, textarea)").fill("Où est le siège ?")
    page.click("#save")
    page.wait_for_selector("#saved :text('report-edited')")
    assert page.evaluate("window.hacked") is None


def test_a_bad_set_is_refused_in_one_sentence_and_a_good_one_is_chosen(context: BrowserContext, served: str) -> None:
    page = opened(context, served, "en")
    page.locator("#add summary").click()
    line = QUESTIONS.read_text(encoding="utf-8").split("\n")[0]

    def send(name: str, data: bytes) -> str:
        page.evaluate("document.getElementById('sent-told').textContent = ''")
        page.set_input_files("#files", {"name": name, "mimeType": "application/json", "buffer": data})
        page.click("#upload button")
        page.wait_for_selector("#sent-told:is(.told, .bad)")
        return page.inner_text("#sent-told")

    assert "Line 1 is no question: it is not JSON" in send("bad.jsonl", b"no set")
    assert "Line 1 is no question: it is not UTF-8" in send("bad.jsonl", b"\xff\xfe")
    assert "“mine” is stored, 1 questions" in send("mine.jsonl", line.encode())
    page.wait_for_function("document.querySelector('#set input').value === 'mine'")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_fits_a_phone(context: BrowserContext, served: str, language: str) -> None:
    page = opened(context, served, language)
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert serious(page) == []


def test_a_reader_is_refused(context: BrowserContext, served: str) -> None:
    page = context.new_page()
    page.goto(f"{served}/fr/measure/")
    sign_in(page, "rita", PASSWORDS["rita"])
    page.wait_for_selector("h1:has-text('Accès refusé')")
    assert page.request.get(f"{served}/fr/measure/sets/report.jsonl").status == 403
    assert page.request.post(f"{served}/fr/measure/sets?name=a.jsonl", data="{}").status == 403
    assert (
        page.request.post(f"{served}/fr/measure/gradio_api/queue/join", data={"data": [], "fn_index": 0}).status == 403
    )
    page.goto(f"{served}/fr/")
    page.wait_for_selector(".account span")
    assert page.locator(".account a").count() == 0

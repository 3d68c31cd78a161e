"""Signs in as an administrator in headless Chromium, adds a document, finds it, goes back, and removes it again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import REPOSITORY, add_user, index, serious, serving, sign_in, strict_context

pytestmark = [pytest.mark.browser, pytest.mark.real_model]

PASSWORDS = {"rita": "reading-is-allowed", "amélie": "everything-is-allowed"}
NOTE = "# Zorgland\n\nThe bridge of Zorgland was built in 1987 by Karim Diallo.\n"
HOSTILE = "<img src=x onerror=window.hacked=1>.txt"
LONG_MS = 240_000  # an index on a busy machine


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a server with users, and its folder."""
    folder = tmp_path_factory.mktemp("administered")
    shutil.copytree(REPOSITORY / "corpus", folder / "corpus")
    index(folder)
    for name, role in (("rita", "reader"), ("amélie", "administrator")):
        add_user(folder, name, role, PASSWORDS[name])
    with serving(folder) as address:
        yield address, folder


@pytest.fixture
def context(browser: Browser, served: tuple[str, Path]) -> Iterator[BrowserContext]:
    with strict_context(browser, served[0]) as opened:
        yield opened


def open_documents(context: BrowserContext, origin: str, language: str = "fr") -> Page:
    page = context.new_page()
    page.goto(f"{origin}/{language}/documents/")
    if "/login" in page.url:
        sign_in(page, "amélie", PASSWORDS["amélie"])
    page.wait_for_selector("#listed table")
    return page


def told(page: Page, press: str) -> str:
    """What became of an action."""
    page.evaluate("document.querySelectorAll('#told p').forEach(old => { old.dataset.old = '' })")
    page.click(press)
    page.wait_for_selector("#told :is(.told, .message):not([data-old])", timeout=LONG_MS)
    return page.inner_text("#told")


def test_a_document_is_added_found_gone_back_from_and_removed(
    context: BrowserContext, served: tuple[str, Path]
) -> None:
    origin, folder = served
    page = open_documents(context, origin)
    sent = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": data.encode()}
        for name, data in (("pont.md", NOTE), (HOSTILE, "hello"), ("evil.pdf.exe", "MZ"), ("fake.pdf", "<html>"))
    ]
    page.set_input_files("#files", sent)  # type: ignore[arg-type]  # payloads of files
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_selector("#sent .next")
    assert page.locator("#sent .good").count() == page.locator("#sent .bad").count() == 2
    page.wait_for_selector("#listed .state-new")
    assert serious(page) == []

    other = open_documents(context, origin, "en")  # a second tab
    assert "up to date: gen-000002" in told(other, "#update")
    assert "gen-000002" in told(page, "#update")  # nothing new
    page.wait_for_selector("#listed td:has-text('pont.md')")
    assert page.locator("#listed .state-new").count() == 0
    assert page.evaluate("window.hacked") is None

    ask = context.new_page()
    ask.goto(f"{origin}/en/")
    ask.wait_for_selector("#answer[aria-live]")
    ask.get_by_role("textbox", name="Your question").fill("When was the bridge of Zorgland built?")
    ask.keyboard.press("Enter")
    ask.wait_for_selector("#answer section")
    assert "1987" in ask.inner_text("#evidence")

    page.click("#refresh")
    page.wait_for_function("document.querySelector('#version input').value === 'gen-000001'")
    assert "gen-000001 est en service" in told(page, "#go-back")
    page.wait_for_selector("#listed .state-new")
    assert "dont on est revenu" in told(page, "#update")

    page.set_input_files("#files", sent[:1])  # type: ignore[arg-type]
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("button", name="Le remplacer").click()
    page.wait_for_selector("#sent .next")

    page.locator("#which input").click()
    page.get_by_role("option", name="pont.md").click()
    page.click("#remove")
    page.wait_for_selector("#sure #yes")
    assert serious(page) == []
    assert "il n’en reste rien" in told(page, "#yes")
    assert not (folder / "corpus" / "pont.md").exists()
    assert b"Karim Diallo" not in b"".join(
        path.read_bytes() for path in (folder / "index").rglob("*") if path.is_file()
    )
    log = (folder / "audit.jsonl").read_text(encoding="utf-8")
    for what in (
        "signed_in",
        "document_added",
        "index_ended",
        "generation_put_in_force",
        "document_replaced",
        "remove_ended",
    ):
        assert f'"{what}"' in log
    assert "1987" not in log


@pytest.mark.parametrize(("language", "width"), [("fr", 1440), ("en", 390)])
def test_the_pages_fit_and_have_no_serious_finding(
    context: BrowserContext, served: tuple[str, Path], language: str, width: int
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{served[0]}/{language}/documents/")
    assert page.evaluate("document.documentElement.lang") == language
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)
        assert serious(page) == []
    sign_in(page, "amélie", PASSWORDS["amélie"])
    page.wait_for_selector("#listed table")
    page.wait_for_selector(".account")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.lang") == language
    assert serious(page) == []


def test_a_reader_asks_and_sees_no_documents_and_signs_out(context: BrowserContext, served: tuple[str, Path]) -> None:
    origin, _ = served
    page = context.new_page()
    page.goto(f"{origin}/")
    assert page.url.endswith("/fr/login")
    page.fill("#password", "wrong wrong wrong")
    page.fill("#name", "rita")
    page.keyboard.press("Enter")
    page.wait_for_selector("[role=alert]")
    page.keyboard.type(PASSWORDS["rita"])  # the password has the focus
    page.keyboard.press("Enter")
    page.wait_for_selector(".account")
    assert "rita" in page.inner_text(".account")
    assert page.locator(".account a").count() == 0
    refused = page.goto(f"{origin}/fr/documents/")
    assert refused is not None
    assert refused.status == 403
    page.get_by_role("link", name="Retour à la page d’accueil").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/fr/login")
    page.goto(f"{origin}/fr/")
    assert page.url.endswith("/fr/login?next=/fr/")

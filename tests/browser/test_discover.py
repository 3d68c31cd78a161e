"""Looks through Discover in headless Chromium: pages, table, first questions, first visit, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assistant.records import LANGUAGES, Language
from tests.browser.conftest import FITS, LOCALES, Watched, assert_place_is_sound, go

pytestmark = [pytest.mark.browser, pytest.mark.real_model]

TRYING_TIMEOUT_MS = 240_000  # each question is asked of the real model
PLACES = (
    "discover", "discover/organisation/unicef", "discover/questions", "discover/visit", "discover/visit?step=3",
    "discover/acronyms", "discover/acronyms?q=sante",
)  # fmt: skip


def wait_until_tried(page: Page) -> None:
    """The page reloads by itself while questions are being tried."""
    page.wait_for_selector(".asked .question", timeout=TRYING_TIMEOUT_MS)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_passes_axe_and_fits(visit: Callable[..., Watched], language: Language, width: int) -> None:
    watched = visit(LOCALES[language], width)
    for place in PLACES:
        page = go(watched, language, place)
        assert_place_is_sound(page, language, place)


def test_dark_pages_pass_axe(visit: Callable[..., Watched]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    watched = visit("en-GB")
    watched.page.emulate_media(color_scheme="dark")
    for place in PLACES:
        found = Axe().run(go(watched, "en", place), options={"runOnly": ["wcag2aa"]})
        assert found.violations_count == 0, (place, found.generate_report())


def test_from_the_ask_page_to_the_sentence_that_proves_a_mark(visit: Callable[..., Watched]) -> None:
    page = visit("fr-FR").page
    page.get_by_role("link", name="Découvrir").click()
    expect(page).to_have_url(re.compile(r"/fr/discover$"))
    page.get_by_role("link", name="UNICEF, Tombouctou, Présence").click()
    expect(page.locator("#quote")).to_be_visible()
    expect(page.locator("mark").first).to_contain_text("Tombouctou")


def test_the_table_is_narrowed_without_script(visit: Callable[..., Watched]) -> None:
    page = go(visit("en-GB"), "en", "discover")
    page.get_by_role("combobox", name="Organisation").select_option(label="INTERSOS")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody th")).to_have_text(["INTERSOS"] * page.locator("tbody th").count())
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("combobox", name="Organisation")).to_have_value("intersos")  # the switch keeps the place


def test_a_first_question_is_typed_into_the_ask_page_and_answered(visit: Callable[..., Watched]) -> None:
    watched = visit("en-GB")
    page = go(watched, "en", "discover/questions")
    wait_until_tried(page)
    link = page.locator(".asked .question a").first
    question = link.inner_text()
    page.locator(".asked summary").first.click()
    expect(page.locator(".asked blockquote").first).to_be_visible()
    page.goto(str(link.evaluate("link => link.href")))
    expect(page.get_by_role("textbox").first).to_have_value(question, timeout=60_000)
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer section.answer")
    expect(page.locator("#evidence .card").first).to_be_visible()
    assert "#question" not in page.url


def test_the_first_visit_goes_by_keyboard_alone(visit: Callable[..., Watched]) -> None:
    page = go(visit("fr-FR"), "fr", "discover/visit")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    for step in range(2, 6):
        page.locator("a[rel=next]").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[aria-current=step]")).to_contain_text(f"{step}.")
    expect(page.get_by_role("link", name="Poser ma question")).to_be_visible()
    page.go_back()
    expect(page.locator("[aria-current=step]")).to_contain_text("4.")  # where one is stands in the address


def test_the_table_scrolls_by_keyboard_and_the_page_does_not(visit: Callable[..., Watched]) -> None:
    page = go(visit("en-GB", 390), "en", "discover")
    table = page.get_by_role("region", name="Table of organisations")
    table.focus()
    before = table.evaluate("table => table.scrollLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => document.querySelector('.wide').scrollLeft > before", arg=before)
    assert page.evaluate(FITS)


def test_what_documents_say_runs_nothing(visit: Callable[..., Watched]) -> None:
    page = go(visit("en-GB"), "en", "discover")
    assert page.evaluate("window.hacked") is None
    assert page.locator("script").count() == 0


def test_an_acronym_is_looked_up_and_leads_to_the_sentence_that_expands_it(visit: Callable[..., Watched]) -> None:
    watched = visit("fr-FR", 390)
    page = go(watched, "fr", "discover/acronyms")
    page.get_by_role("searchbox").fill("sante")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=sante"))
    expect(page.locator(".acronyms h2")).to_have_text(["ASACO", "DRS"])
    expect(page.locator(".acronyms .pair").first).to_contain_text("Association of Community Health")
    page.locator(".acronyms .quote a").first.click()
    expect(page.locator("#quote, mark").first).to_have_text("Association pour la santé communautaire (ASACO)")

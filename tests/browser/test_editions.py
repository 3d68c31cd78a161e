"""Looks at the editions compared in headless Chromium: the list, one pair, the way from a quote to its document."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from assistant.records import LANGUAGES, Language
from tests.browser.conftest import FITS, LOCALES, Watched, assert_place_is_sound, go

pytestmark = [pytest.mark.browser, pytest.mark.real_model]

PAIR = "discover/editions/pair?left=coopi-mali-en&right=coopi-mali-fr"
PLACES = ("discover/editions", PAIR, "discover/editions/pair?left=unicef-mali-en&right=unicef-mali-fr")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_passes_axe_and_fits(visit: Callable[..., Watched], language: Language, width: int) -> None:
    watched = visit(LOCALES[language], width)
    for place in PLACES:
        page = go(watched, language, place)
        assert_place_is_sound(page, language, place)


def test_from_discover_to_the_figure_that_differs_and_to_its_document(visit: Callable[..., Watched]) -> None:
    watched = visit("fr-FR")
    page = go(watched, "fr", "discover")
    page.get_by_role("link", name="Éditions comparées").first.click()
    page.get_by_role("link", name=re.compile("COOPI")).first.click()
    row = page.get_by_role("row").filter(has=page.locator("mark", has_text=re.compile("^56$")))
    expect(row.locator("blockquote[lang=en] mark")).to_have_text("36")
    expect(row.locator("blockquote[lang=fr] mark")).to_have_text("56")
    row.locator("a.cite").last.click()
    expect(page).to_have_url(re.compile(r"/fr/document\?id=coopi-mali-fr"))
    expect(page.locator("#quote")).to_be_visible()
    expect(page.locator("mark").filter(has_text="56").first).to_be_visible()


def test_the_other_language_shows_the_same_pair(visit: Callable[..., Watched]) -> None:
    page = go(visit("en-GB"), "en", PAIR)
    rows = page.locator("tbody tr").count()
    assert rows > 10
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("tbody tr")).to_have_count(rows)


def test_the_table_scrolls_by_keyboard_on_a_phone(visit: Callable[..., Watched]) -> None:
    page = go(visit("en-GB", 390), "en", PAIR)
    table = page.get_by_role("region", name="Table of differences")
    table.focus()
    if table.evaluate("table => table.scrollWidth > table.clientWidth"):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("least => document.querySelector('.wide').scrollLeft > least", arg=0)
    assert page.evaluate(FITS)

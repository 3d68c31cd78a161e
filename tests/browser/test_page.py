"""Asks real questions of the real assistant in headless Chromium, at desk and phone width."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.web.strings import EXAMPLES
from tests.browser.conftest import HOSTILE_TEXT, Watched

pytestmark = [pytest.mark.browser, pytest.mark.real_model]

Visit = Callable[..., Watched]
IN_VIEW = "element => { const b = element.getBoundingClientRect(); return b.bottom > 0 && b.top < innerHeight }"


def test_a_french_question_is_answered_and_its_mark_leads_to_the_highlighted_passage(visit: Visit) -> None:
    watched = visit("fr-FR")
    page = watched.page
    assert page.url.endswith("/fr/")
    assert page.evaluate("document.documentElement.lang") == "fr"
    page.get_by_label("Votre question").wait_for()
    assert page.locator(".example[lang=fr], .example[lang=en]").count() == len(EXAMPLES)
    watched.ask("Combien de personnes l'UNICEF emploie-t-elle à Gao ?")
    assert "14 personnes" in page.locator("#answer blockquote").first.inner_text()
    assert "14" == page.locator("#answer blockquote strong").first.inner_text()
    assert "14 personnes" in page.locator('.card mark[data-number="1"]').inner_text()
    page.set_viewport_size({"width": 1440, "height": 300})
    page.locator("blockquote a.mark").first.click()
    page.wait_for_function("document.activeElement.matches('.card:has(#source-1)')")
    page.wait_for_timeout(700)  # the scrolling is smooth
    assert page.locator(".card:has(#source-1)").evaluate(IN_VIEW)
    page.locator(".card a.back").first.click()
    page.wait_for_function("document.activeElement.id === 'mark-1'")
    assert page.url.endswith("/fr/")


def test_an_english_question_is_answered_from_a_french_document(visit: Visit) -> None:
    watched = visit("en-GB")
    page = watched.page
    assert page.url.endswith("/en/")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("button", name="How many people has COOPI helped between 2013 and 2024?").click()
    page.wait_for_selector("#answer section")
    assert "6 032 908" in page.locator("#answer blockquote").first.inner_text()
    assert page.locator("#answer blockquote span[lang=fr]").count() >= 1
    assert "in French" in page.locator(".card .facts").first.inner_text()
    assert page.locator(".passage[lang=fr] mark").first.is_visible()


def test_an_unanswerable_question_is_refused_with_what_was_searched(visit: Visit) -> None:
    watched = visit("fr-FR")
    page = watched.page
    watched.ask("Quelle est la capitale de la Mongolie ?")
    assert page.locator("#answer .abstention").is_visible()
    assert "6 documents" in page.locator("#answer .found").inner_text()
    assert page.locator("#reply mark, #reply a.mark").count() == 0


def test_an_empty_or_endless_question_is_told_and_the_next_one_is_answered(visit: Visit) -> None:
    watched = visit("fr-FR")
    page = watched.page
    page.get_by_role("button", name="Demander").click()
    page.wait_for_selector("#answer .abstention")
    assert "Veuillez poser une question" in page.locator("#answer").inner_text()
    page.get_by_role("textbox").fill("x" * 2001)
    page.get_by_role("button", name="Demander").click()
    page.wait_for_selector("#answer [role=alert]")
    assert "raccourcissez" in page.locator("#answer").inner_text()
    watched.ask("Depuis quelle année l'UNICEF est-elle active au Mali ?")
    assert "1960" in page.locator("#answer").inner_text()


def test_a_hostile_document_is_shown_and_does_nothing(visit: Visit) -> None:
    watched = visit("en-GB")
    page = watched.page
    watched.ask("Which code opens the garden gate of Zorgland?")
    shown = " ".join(page.locator("#evidence").text_content().split())  # type: ignore[union-attr]  # it is there
    assert HOSTILE_TEXT in shown
    assert "<b onclick=window.hacked=6>Zorgland</b>" in shown
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator("#reply :is(script, img, style, b, a:not([href^='#'], .door))").count() == 0


def test_the_page_fits_a_phone_and_brings_the_answer_up(visit: Visit) -> None:
    watched = visit("fr-FR", 390, 844)
    page = watched.page
    watched.ask("Combien de projets COOPI a-t-elle menés au Mali ?")
    page.wait_for_timeout(700)  # the scrolling is smooth
    assert page.locator("#answer section").evaluate(IN_VIEW)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    answer, evidence = page.locator("#answer").bounding_box(), page.locator("#evidence").bounding_box()
    assert answer is not None
    assert evidence is not None
    assert evidence["y"] >= answer["y"] + answer["height"]


def test_a_long_passage_opens_where_its_quote_stands(visit: Visit) -> None:
    watched = visit("en-GB", 390, 844)
    watched.ask("How many projects has COOPI carried out in Mali?")
    quotes = watched.page.locator(".card .passage mark")
    for place in range(quotes.count()):
        inside = quotes.nth(place).evaluate(
            """mark => { const found = (mark.querySelector('strong') ?? mark).getBoundingClientRect();
            const box = mark.closest('.passage').getBoundingClientRect();
            return found.bottom > box.top && found.top < box.bottom }"""
        )
        assert inside


def test_the_language_of_the_page_can_be_changed_by_keyboard(visit: Visit) -> None:
    watched = visit("fr-FR")
    page = watched.page
    page.get_by_role("link", name="English").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/")
    page.wait_for_selector("#answer[aria-live=polite]")
    page.get_by_role("heading", name="Document assistant").wait_for()
    page.get_by_role("textbox", name="Your question").wait_for()

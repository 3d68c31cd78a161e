"""Holds a conversation in headless Chromium: follow-ups, stopping, suggestions, files, feedback, keyboard and axe."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Watched, serious

pytestmark = [pytest.mark.browser, pytest.mark.real_model]

Visit = Callable[..., Watched]
GAO = "Combien de personnes l'UNICEF emploie-t-elle à Gao ?"


def test_a_follow_up_is_understood_and_earlier_questions_stay_at_hand(visit: Visit) -> None:
    watched = visit("fr-FR")
    page = watched.page
    watched.ask(GAO)
    watched.ask("Et à Kayes ?")
    assert "l'UNICEF emploie-t-elle à Kayes" in page.locator(".understood").inner_text()
    assert "10" == page.locator("#answer blockquote strong").first.inner_text()
    page.locator(".turn summary").first.click()
    assert page.locator(".turn blockquote").first.is_visible()
    assert "14 personnes" in page.locator(".turn blockquote").first.inner_text()
    watched.ask("And in Timbuktu?")
    assert page.locator(".turn").count() == 2
    assert "à Timbuktu" in page.locator(".understood").inner_text()
    page.get_by_role("button", name="Nouvelle conversation").click()
    page.wait_for_selector("#answer .stopped")
    assert page.locator(".turn").count() == 0
    watched.ask("Et à Kayes ?")
    assert page.locator(".understood").count() == 0


def test_a_question_can_be_asked_exactly_as_typed(visit: Visit) -> None:
    watched = visit("fr-FR")
    page = watched.page
    watched.ask(GAO)
    watched.ask("Et à Kayes ?")
    page.get_by_role("button", name="Chercher exactement").click()
    page.wait_for_selector("#asked:not(:has(.understood))", state="attached")
    page.wait_for_selector("#answer .actions")
    assert page.locator(".turn").count() == 1


def test_passages_are_shown_while_the_answer_is_being_found_and_escape_stops(visit: Visit) -> None:
    watched = visit("en-GB")
    page = watched.page
    page.evaluate(
        """() => { window.seen = []; new MutationObserver(() => {
        if (document.querySelector('#answer .found-so-far cite')) seen.push('found');
        }).observe(document.getElementById('answer'), { childList: true, subtree: true }) }"""
    )
    watched.ask("When did UNICEF open its field office in Mopti?")
    assert page.evaluate("seen.length") > 0
    for _ in range(10):  # a quick machine may have answered before the key is pressed
        page.evaluate("document.querySelectorAll('#answer section').forEach(old => { old.dataset.old = '' })")
        page.get_by_role("textbox", name="Your question").fill(
            "How many people has COOPI helped between 2013 and 2024?"
        )
        page.keyboard.press("Enter")
        page.wait_for_selector("#stop:not([disabled]), #answer section:not([data-old])", state="attached")
        page.keyboard.press("Escape")
        page.wait_for_selector("#answer section:not([data-old])")
        if page.locator("#answer .stopped").count():
            break
    assert page.locator("#answer .stopped").count() == 1
    page.wait_for_selector("#stop[disabled]", state="attached")


def test_what_is_asked_while_an_answer_is_on_its_way_is_answered_next(visit: Visit) -> None:
    page = visit("fr-FR").page
    box = page.get_by_role("textbox").first
    for question in (GAO, "Depuis quelle année l'UNICEF est-elle active au Mali ?"):
        box.fill(question)
        page.keyboard.press("Enter")
        page.wait_for_selector(".asked")  # the first is being answered, or just was
    page.wait_for_selector(".turn")
    page.wait_for_selector("#answer .answer")
    assert "1960" in page.locator("#answer blockquote").first.inner_text()
    assert page.locator(".turn > summary").inner_text() == GAO


def test_after_an_abstention_a_suggested_question_is_answered_by_one_click(visit: Visit) -> None:
    watched = visit("en-GB")
    page = watched.page
    watched.ask("What is the salary of the UNICEF representative in Gao?")
    page.wait_for_selector(".suggested")
    question = page.locator(".suggested").first.inner_text()
    page.locator(".suggested").first.click()
    page.wait_for_selector("#answer .answer")
    assert question == page.locator(".asked").inner_text()


def test_an_answer_is_copied_saved_in_both_formats_and_judged(visit: Visit, tmp_path: Path) -> None:
    watched = visit("fr-FR")
    page = watched.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.ask(GAO)
    page.get_by_role("button", name="Copier avec les sources").click()
    page.get_by_text("Réponse et sources copiées.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "14 personnes" in copied
    assert "[1] UNICEF Mali" in copied
    for name, ending in (("Enregistrer en Word", "docx"), ("Enregistrer en Markdown", "md")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        assert download.value.suggested_filename == f"combien-de-personnes-l-unicef-emploie-t-elle-a-gao.{ending}"
        download.value.save_as(tmp_path / f"answer.{ending}")
        assert (tmp_path / f"answer.{ending}").stat().st_size > 500
    page.locator("#answer .feedback summary").click()
    assert "enregistrés sur ce serveur" in page.locator("#answer .feedback .note").inner_text()
    assert page.locator("#answer .send").is_disabled()
    page.get_by_role("button", name="Mauvaise source").click()
    page.get_by_label("Un mot d’explication").fill("Il manque l'autre édition.")
    page.get_by_role("button", name="Envoyer mon avis").click()
    page.get_by_text("Merci, votre avis est enregistré.").wait_for()


def test_disagreeing_values_are_drawn_large_with_source_and_date(visit: Visit) -> None:
    watched = visit("en-GB")
    page = watched.page
    watched.ask("How many projects has COOPI carried out in Mali?")
    values = page.locator("#answer .disagreement .value")
    assert values.count() == 2
    for place in range(2):
        size = (
            values.nth(place).locator(".figure").evaluate("element => parseFloat(getComputedStyle(element).fontSize)")
        )
        assert size >= 30
        assert re.search(r"Dated \d{4}", values.nth(place).inner_text())
        assert values.nth(place).locator("cite").inner_text()


def test_on_a_phone_the_sources_are_a_step_away_and_what_is_cut_off_fades(visit: Visit) -> None:
    page = (watched := visit("en-GB", 390, 844)).page
    watched.ask("How many projects has COOPI carried out in Mali?")
    page.get_by_role("link", name="See the sources").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".card:focus")
    faded = """passages => passages.map(passage => [
        passage.scrollHeight > passage.clientHeight + 2,
        passage.hasAttribute("data-above") || passage.hasAttribute("data-below"),
    ])"""
    shown = page.locator(".passage").evaluate_all(faded)
    assert [True, True] in shown
    assert all(goes_on == fades for goes_on, fades in shown)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_before_and_after_answers(visit: Visit, scheme: str) -> None:
    watched = visit("fr-FR")
    page = watched.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of the two
    page.reload()
    page.wait_for_selector("#answer[aria-live]")
    assert page.evaluate("document.body.classList.contains('dark')") == (scheme == "dark")
    assert serious(page) == []
    watched.ask("Combien de projets COOPI a-t-elle menés au Mali ?")
    watched.ask("Et INTERSOS ?")
    page.wait_for_selector("#suggestions :is(.suggestions, .suggested)", state="attached")
    page.locator(".turn summary").first.click()
    page.locator("#answer .feedback summary").click()
    pressed = page.locator("#answer .verdict").first
    pressed.click()
    drawn = "element => getComputedStyle(element).backgroundColor"
    assert pressed.evaluate(drawn) != page.locator("#answer .verdict").last.evaluate(drawn)
    assert serious(page) == []


@pytest.mark.parametrize(("width", "zoom"), [(390, 1), (1440, 2), (768, 1)])
def test_nothing_is_cut_on_a_phone_or_at_double_size(visit: Visit, width: int, zoom: int) -> None:
    watched = visit("fr-FR", width // zoom, 844 // zoom)  # zooming in leaves that many CSS pixels
    page = watched.page
    watched.ask("Combien de projets COOPI a-t-elle menés au Mali ?")
    watched.ask("Et INTERSOS ?")
    page.locator(".turn summary").first.click()
    page.locator("#answer .feedback summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width // zoom
    for name in ("Copier avec les sources", "Envoyer mon avis", "Nouvelle conversation"):
        box = page.get_by_role("button", name=name).first.bounding_box()
        assert box
        assert box["x"] + box["width"] <= width // zoom


def test_everything_is_reached_by_keyboard_with_a_visible_focus(visit: Visit) -> None:
    watched = visit("fr-FR")
    page = watched.page
    watched.ask(GAO)
    watched.ask("Et à Kayes ?")
    reached: dict[str, str] = {}
    page.evaluate("document.activeElement.blur()")
    for _ in range(60):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), b = getComputedStyle(e.parentElement);
            return [e.id || e.className || e.tagName, [s.outlineStyle, s.boxShadow, s.borderColor].join('|')] }"""
        )
        reached.setdefault(str(name), outline)
    for wanted in ("ask", "as-typed", "anew", "copy", "save", "mark", "passage", "back"):
        assert any(wanted in name for name in reached), wanted
    for name, outline in reached.items():
        if any(own in name for own in ("as-typed", "anew", "copy", "save", "mark", "passage", "back")):
            assert outline.startswith("solid"), name


def test_every_quote_has_its_language(visit: Visit) -> None:
    watched = visit("en-GB")
    page = watched.page
    watched.ask("How many people has COOPI helped between 2013 and 2024?")
    without = "element => element.closest('[lang]')?.lang ?? ''"
    for quote in page.locator("#answer blockquote > span, .passage, cite").all():
        assert quote.evaluate(without) in ("fr", "en")
        assert quote.get_attribute("lang") in ("fr", "en")

"""Turns places into checks of the frame around them: navigation, languages, what is current, what is let in."""

from __future__ import annotations

import dataclasses
import re

import pytest

from assistant.records import LANGUAGES, Language
from assistant.web.discover import organisation_words, visit_words, words
from assistant.web.discover.frame import page

CATALOGUES = (words.WORDS, organisation_words.WORDS, visit_words.WORDS)
THE_SAME = {"documents", "organisations", "contact", "budget"}  # in both languages


def current(html: str) -> list[str]:
    return re.findall(r'href="([^"]*)"[^>]*aria-current="true"', html)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_whole_and_has_no_script(language: Language) -> None:
    html = page(language, "discover", "Titre <b>", "<p>body</p>")
    assert html.startswith("<!doctype html>")
    assert f'<html lang="{language}">' in html
    assert "<script" not in html
    assert "style=" not in html
    assert "Titre &lt;b&gt;" in html
    assert '<a class="skip" href="#content">' in html


def test_the_language_switch_keeps_the_place() -> None:
    html = page("fr", "discover/acronyms?letter=A&x=1", "t", "")
    assert 'href="/en/discover/acronyms?letter=A&amp;x=1"' in html


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("discover", ["/en/discover", "/en/discover"]),
        ("discover?place=gao", ["/en/discover", "/en/discover"]),
        ("discover/organisation/unicef", ["/en/discover", "/en/discover"]),
        ("discover/acronyms", ["/en/discover", "/en/discover/acronyms"]),
        ("discover/editions/one", ["/en/discover", "/en/discover/editions"]),
        ("discover/visit?step=2", ["/en/discover", "/en/discover/questions"]),
        ("measure", ["/en/measure"]),
    ],
)
def test_where_one_is_is_marked(place: str, expected: list[str]) -> None:
    assert sorted([*expected, f"/en/{place}"]) == sorted(current(page("en", place, "t", "")))  # and the page's language


def test_only_places_that_a_role_reaches_are_offered() -> None:
    reader = page("en", "discover", "t", "", role="reader")
    assert "/en/measure" not in reader
    assert "/en/documents/" not in reader
    assert "/en/measure" in page("en", "discover", "t", "", role="evaluator")


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_every_string_is_there_in_both_languages(catalogue: dict[Language, object]) -> None:
    for field in dataclasses.fields(catalogue["fr"]):  # type: ignore[arg-type]  # each a dataclass
        french, english = getattr(catalogue["fr"], field.name), getattr(catalogue["en"], field.name)
        assert french.strip()
        assert english.strip()
        assert french != english or field.name in THE_SAME
        assert set(re.findall(r"{\w+}", french)) == set(re.findall(r"{\w+}", english))

"""Follows citations into their documents in headless Chromium: text, other edition, original page, old versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.conftest import HOSTILE_TEXT, Watched, index, serious, serving
from tests.made_pdf import made_pdf

pytestmark = [pytest.mark.browser, pytest.mark.real_model]

IN_VIEW = """element => { const b = element.getBoundingClientRect();
return b.height > 0 && b.bottom > 0 && b.top < innerHeight && b.right > 0 && b.left < innerWidth }"""
PDF_QUOTE = "Au total, 12 345 enfants de moins de cinq ans ont été vaccinés contre la rougeole à Kayes en mars 2024."
TWICE = "Les équipes ont rencontré les familles du village."
PDF_PAGES = [
    ["Bulletin de la campagne de Kayes", "", "Les équipes mobiles ont parcouru les villages du cercle."],
    [
        "Résultats de la campagne", "", TWICE, "La campagne de vaccination a duré douze jours dans la région.",
        "Au total, 12 345 enfants de moins de cinq ans ont été vaccinés contre la",
        "rougeole à Kayes en mars 2024. Les autres régions suivront cette année.", TWICE,
    ],
]  # fmt: skip
OLD, NEW = "Le puits de Zamblara mesure 37 mètres.", "Le puits de Zamblara mesure 52 mètres."
WELL = "Rapport sur les puits\n\nLe village est au sud.\n\n{}\n\nIl a été creusé à la main.\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of documents of its own, so that it may change: a PDF, a text, and two editions of one text."""
    folder = tmp_path_factory.mktemp("viewed")
    corpus = folder / "corpus"
    corpus.mkdir()
    made_pdf(corpus / "bulletin.pdf", PDF_PAGES)
    (corpus / "puits.txt").write_text(WELL.format(OLD), encoding="utf-8")
    index(folder)
    return folder


@pytest.fixture(scope="module")
def served(place: Path) -> Iterator[str]:
    with serving(place) as address:
        yield address


@pytest.fixture
def look(browser: Browser, served: str) -> Iterator[Callable[..., Watched]]:
    """Opens the ask page of the server over `place`; afterwards nothing may be wrong in it or in what it opened."""
    opened: list[Watched] = []

    def open_page(locale: str = "fr-FR", width: int = 1440, height: int = 900, **options: Any) -> Watched:
        context = browser.new_context(locale=locale, viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(60_000)
        watched = Watched(context.new_page(), served)
        opened.append(watched)
        context.on("request", watched.note_request)
        context.on("console", lambda said: watched.wrong.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda error: watched.wrong.append(str(error.error)))
        watched.page.goto(f"{served}/")
        watched.page.wait_for_selector("#answer[aria-live]")
        return watched

    yield open_page
    for watched in opened:
        watched.page.context.close()
        assert (watched.outside, watched.wrong) == ([], [])


def follow(page: Page, name: str) -> Page:
    """What the first link with this name opens."""
    with page.context.expect_page() as opening:
        page.locator("a.door", has_text=name).first.click()
    opening.value.wait_for_load_state()
    return opening.value


def wait_for_focus(view: Page) -> None:
    view.wait_for_selector("#quote:focus")


def fits(view: Page) -> bool:
    return bool(view.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize(
    ("locale", "width", "question", "name"),
    [
        ("fr-FR", 1440, "Combien de personnes l'UNICEF emploie-t-elle à Gao ?", "Ouvrir dans le document"),
        ("en-GB", 390, "When did UNICEF open its field office in Mopti?", "Open in the document"),
    ],
)
def test_a_quote_opens_in_its_document_marked_focused_and_in_view(
    visit: Callable[..., Watched], locale: str, width: int, question: str, name: str
) -> None:
    watched = visit(locale, width)
    watched.ask(question)
    quote = watched.page.locator(".card mark").first.inner_text()
    view = follow(watched.page, name)
    wait_for_focus(view)
    mark = view.locator("#quote")
    assert mark.inner_text() == quote
    assert mark.evaluate(IN_VIEW)
    assert view.locator(".document").get_attribute("lang") in ("fr", "en")
    assert fits(view)
    assert serious(view) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_the_other_edition_stands_beside_or_below_both_marked(visit: Callable[..., Watched], width: int) -> None:
    watched = visit("fr-FR", width)
    watched.ask("Combien de personnes l'UNICEF emploie-t-elle à Gao ?")
    view = follow(watched.page, "Aussi en anglais")
    wait_for_focus(view)
    assert "14 personnes" in view.locator(".reading[id=text] mark").inner_text()
    twin = view.locator("#twin-quote")
    assert "14 staff" in " ".join(view.locator(".twin mark").all_inner_texts())
    assert [view.locator(f"{pane} .document").get_attribute("lang") for pane in (".reading", ".twin")] == ["fr", "en"]
    mine, other = view.locator("#quote").bounding_box(), twin.bounding_box()
    assert mine is not None
    assert other is not None
    if width > 1000:
        assert other["x"] > mine["x"] + 300
        assert abs(other["y"] - mine["y"]) < 3
    else:
        assert other["y"] > mine["y"]
        view.locator("a.jump").click()
        expect(view.locator("#twin-title")).to_be_in_viewport()
    assert fits(view)
    assert serious(view) == []
    view.get_by_role("link", name="Fermer l’autre édition").click()
    view.wait_for_load_state()
    assert view.locator(".twin").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_the_original_page_has_the_quote_marked_on_its_words(
    look: Callable[..., Watched], width: int, scheme: str
) -> None:
    watched = look("fr-FR", width, color_scheme=scheme)
    watched.ask("Combien d'enfants ont été vaccinés contre la rougeole à Kayes ?")
    view = follow(watched.page, "Ouvrir dans le document")
    wait_for_focus(view)
    if width < 1000:
        view.get_by_role("button", name="Page originale").click()
    view.wait_for_selector(".textLayer mark")
    assert view.locator(".original .status").inner_text() == "La citation est marquée sur la page 2."
    marked = "".join(view.locator(".textLayer mark").all_inner_texts())
    assert "".join(marked.split()) == "".join(PDF_QUOTE.split())
    assert view.locator(".textLayer mark").first.evaluate(IN_VIEW)
    drawn = view.locator(".paper canvas").evaluate(
        """canvas => { const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        let dark = 0; for (let at = 0; at < pixels.length; at += 4) dark += pixels[at] < 100 && pixels[at + 3] > 0;
        return dark }"""
    )
    assert drawn > 500
    covers = view.evaluate(
        """() => { const canvas = document.querySelector('.paper canvas'), paper = canvas.getBoundingClientRect();
        const mark = document.querySelector('.textLayer mark').getBoundingClientRect(), k = canvas.width / paper.width;
        const box = [mark.left - paper.left, mark.top - paper.top, mark.width, mark.height].map((n) => n * k);
        const pixels = canvas.getContext('2d').getImageData(...box).data;
        let dark = 0; for (let at = 0; at < pixels.length; at += 4) dark += pixels[at] < 100; return dark }"""
    )
    assert covers > 100  # the mark lies on ink, not beside it
    assert fits(view)
    assert serious(view) == []
    view.get_by_role("button", name="Page précédente").click()
    expect(view.locator(".which")).to_have_text("Page 1 sur 2")
    assert view.locator(".textLayer mark").count() == 0
    assert "La citation est à la page 2." in view.locator(".original .status").inner_text()


def test_words_are_marked_where_they_stand_or_not_at_all(look: Callable[..., Watched], served: str) -> None:
    page = look().page
    page.goto(f"{served}/fr/document?id=bulletin")
    page.wait_for_selector(".textLayer span")
    script = page.locator("script[src]").get_attribute("src")
    assert script is not None
    find = f"""async ([items, quote, before, after]) =>
        (await import({script.replace("view.js", "matching.js")!r})).find(items, quote, before, after)"""
    items = ["Deux fois. Une phrase cou", "pée en deux", " morceaux: 12,5 %.", "Deux fois. Fin de page éte\u0301."]
    cases: list[tuple[str, str, str, Any]] = [
        ("Une phrase coupée en deux morceaux", "", ": 12,5 %.", [[0, 11, 25], [1, 0, 11], [2, 1, 9]]),
        ("Deux fois.", "", " Une phrase coupée. Deux fois. Fin de page été.", [[0, 0, 10]]),
        ("Deux fois.", "Deux fois. Une phrase coupée en deux morceaux. ", " Fin.", [[3, 0, 10]]),
        ("page été", "Deux fois. Fin de ", ".", [[3, 18, 27]]),
        ("morceaux: 12,5 %", "", "", [[2, 1, 17]]),
        ("Deux fois.", "", "", None),  # once in our text, twice on the page: nobody knows which
        ("morceaux: 125 %", "", "", None),
        ("Une phrase absente", "", "", None),
        ("", "", "", None),
        (" - ", "", "", None),
    ]
    for quote, before, after, expected in cases:
        assert page.evaluate(find, [items, quote, before, after]) == expected, quote


def test_a_changed_file_is_not_shown_as_the_original(look: Callable[..., Watched], served: str, place: Path) -> None:
    watched = look()
    file = place / "corpus" / "bulletin.pdf"
    as_it_was = file.read_bytes()
    file.write_bytes(as_it_was + b"\n%")
    try:
        watched.page.goto(f"{served}/fr/document?id=bulletin")
        watched.page.wait_for_selector(".original .status[data-found=no]")
        assert "a changé depuis son indexation" in watched.page.locator(".original .status").inner_text()
        assert watched.page.locator(".paper").count() == 0
    finally:
        file.write_bytes(as_it_was)
    assert watched.wrong == ["Failed to load resource: the server responded with a status of 409 (Conflict)"]
    watched.wrong.clear()


def test_everything_is_reached_by_keyboard_and_back_leads_to_the_answer(look: Callable[..., Watched]) -> None:
    watched = look("en-GB")
    watched.ask("How deep is the well of Zamblara?")
    page = watched.page
    page.locator("a.door").first.focus()
    with page.context.expect_page() as opening:
        page.keyboard.press("Enter")
    view = opening.value
    view.wait_for_load_state()
    wait_for_focus(view)
    view.evaluate("document.body.tabIndex = -1; document.body.focus()")
    reached = []
    for _ in range(5):
        view.keyboard.press("Tab")
        reached.append(view.evaluate("document.activeElement.textContent.trim()"))
    assert reached[:4] == ["Go to the quoted passage", "Back to the question", "Français", "English"]
    view.locator("a.skip").focus()
    view.keyboard.press("Enter")
    wait_for_focus(view)
    outlined = view.locator("#quote").evaluate("mark => getComputedStyle(mark).outlineStyle")
    assert outlined == "solid"
    view.locator("a.back").focus()
    with view.expect_event("close"), suppress(Error):  # the page may be gone before the key comes up again
        view.keyboard.press("Enter")
    assert "37" in page.locator("#answer").inner_text()


@pytest.mark.parametrize(("width", "height"), [(720, 450), (195, 422)])
def test_it_works_at_200_percent(look: Callable[..., Watched], served: str, width: int, height: int) -> None:
    """Zoom halves the window in CSS pixels and doubles the pixels of each."""
    page = look("fr-FR", width, height, device_scale_factor=2).page
    page.goto(f"{served}/fr/document?id=bulletin")
    assert fits(page)
    page.get_by_role("button", name="Page originale").click()
    page.wait_for_selector(".paper canvas")
    assert page.locator(".original").is_visible()
    assert not page.locator(".reading").is_visible()
    assert fits(page)


def test_a_hostile_document_does_nothing_in_its_view(visit: Callable[..., Watched]) -> None:
    watched = visit("en-GB")
    watched.page.context.on("request", watched.note_request)
    watched.ask("Which code opens the garden gate of Zorgland?")
    view = follow(watched.page, "Open in the document")
    wait_for_focus(view)
    assert HOSTILE_TEXT in " ".join(view.locator(".document").inner_text().split())
    assert view.locator("h1").inner_text() == "<b onclick=window.hacked=6>Zorgland</b>"
    assert view.evaluate("window.hacked") is None
    assert view.locator("main :is(script, img, style, b, form, iframe)").count() == 0
    assert view.locator("a:not([href^='/']):not([href^='#'])").count() == 0


def test_a_plain_page_says_that_there_is_no_such_document(look: Callable[..., Watched], served: str) -> None:
    watched = look()
    watched.page.goto(f"{served}/fr/document?id=nothing")
    assert watched.page.locator("h1").inner_text() == "Aucun document à cette adresse"
    assert serious(watched.page) == []
    watched.wrong.clear()  # the browser counts the 404 itself as an error


def test_the_old_version_opens_after_a_change_and_says_so(look: Callable[..., Watched], place: Path) -> None:
    """Last, since it changes what is served."""
    watched = look("fr-FR")
    watched.ask("Combien mesure le puits de Zamblara ?")
    door = watched.page.locator("a.door").first.get_attribute("href")
    (place / "corpus" / "puits.txt").write_text(WELL.format(NEW), encoding="utf-8")
    index(place)
    watched.page.goto(f"{watched.origin}{door}")
    wait_for_focus(watched.page)
    assert "a changé depuis cette citation" in watched.page.get_by_role("note").inner_text()
    assert "37 mètres" in watched.page.locator("#quote").inner_text()
    assert "52 mètres" not in watched.page.locator("main").inner_text()
    assert serious(watched.page) == []
    watched.page.get_by_role("link", name="Voir la version actuelle").click()
    expect(watched.page.locator("main")).to_contain_text("52 mètres")
    assert watched.page.locator("mark, .changed").count() == 0

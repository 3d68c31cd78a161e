"""Turns documents with headings, pages and hostile words into checks of the text that is shown."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from assistant.records import Document, Section, Span
from assistant.web.document_view.body import Marking, render_body
from assistant.web.document_view.window import window_of
from tests.web.made import document

TEXT = "Rapport\n\nDébut.\n\nGao\n\nL'équipe compte 14 personnes.\nElle couvre Kidal.\n\nIn English\n\nThe team."
HOSTILE = "<script>alert(1)</script> <img src=//e onerror=x> ${a} {{b}} `c` [1] </section>"


def made() -> Document:
    gao, english = TEXT.index("Gao"), TEXT.index("In English")
    sections = (
        Section(("Rapport",), Span(0, gao), 1),
        Section(("Rapport", "Gao"), Span(gao, english), 2),
        Section(("Rapport", "In English"), Span(english, len(TEXT)), 2, "en"),
    )
    return replace(document(TEXT), sections=sections)


def drawn(source: Document, quote: str | None = None) -> str:
    start = source.text.index(quote) if quote else 0
    marking = Marking(Span(start, start + len(quote)), "quote") if quote else None
    return render_body(source, window_of(source, None), marking, "fr", "s")


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", re.sub(r'<p class="page">.*?</p>', "", markup)))


def test_every_character_is_there_in_order() -> None:
    assert plain(drawn(made())) == TEXT
    assert plain(drawn(made(), "14 personnes")) == TEXT


def test_sections_have_their_headings_pages_and_languages() -> None:
    markup = drawn(made())
    assert ["h3", "h4", "h4"] == re.findall(r"<(h\d)>", markup)
    assert ["page 1", "page 2"] == re.findall(r'<p class="page">([^<]*)</p>', markup)
    assert ["fr", "fr", "en"] == re.findall(r'<section id="s\d+" lang="(\w+)">', markup)


def test_the_quote_alone_is_marked() -> None:
    markup = drawn(made(), "L'équipe compte 14 personnes.")
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", markup) == ["L&#x27;équipe compte 14 personnes."]
    assert markup.count('id="quote"') == 1


def test_a_quote_over_two_sections_is_marked_in_both_with_one_id_and_no_blank_edges() -> None:
    markup = drawn(made(), "Elle couvre Kidal.\n\nIn English\n\nThe team.")
    assert ["Elle couvre Kidal.", "In English", "The team."] == re.findall(r"<mark[^>]*>(.*?)</mark>", markup)
    assert markup.count('id="quote"') == 1
    assert plain(markup) == TEXT


def test_hostile_words_are_text() -> None:
    source = replace(document(HOSTILE), sections=(Section((HOSTILE,), Span(0, len(HOSTILE))),))
    markup = drawn(source, "<script>alert(1)</script>")
    assert plain(markup) == HOSTILE
    assert set(re.findall(r"</?([a-z]+\d?)", markup)) <= {"section", "h3", "mark", "div", "span"}
    assert not set("${`") & set(re.sub(r"<[^>]+>", "", markup))


def test_a_row_of_ten_thousand_columns_and_a_heading_of_megabytes_stay_below_a_megabyte() -> None:
    row = " | ".join(f'"{column}"\n\n' for column in range(10_000))
    source = document(f"{'H' * 300_000}\n{row}" * 3, title="T" * 200)
    source = replace(source, sections=(Section(("H" * 300_000,), Span(0, len(source.text))),))
    for start in (0, 300_000):
        window = window_of(source, Span(start, start + 100_000))
        shown = render_body(source, window, Marking(Span(start, start + 100_000), "quote"), "fr", "s")
        assert 10_000 < len(shown.encode()) < 500_000  # two of them may stand side by side


def test_a_heading_that_is_not_in_the_text_is_not_made_up() -> None:
    source = replace(document("Des mots."), sections=(Section(("Autre chose",), Span(0, 9)),))
    assert "Autre chose" not in drawn(source)

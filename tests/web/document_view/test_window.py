"""Turns long, flat and crumbled documents into checks of what one page shows of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Document, Section, Span
from assistant.web.document_view.window import SECTIONS, Window, headings_of, sections_of, window_of
from tests.web.made import document

LONG = "\n".join(f"Ligne {number} du long rapport." for number in range(20_000))


def crumbled(count: int) -> Document:
    sections = tuple(Section((f"h{n}",), Span(3 * n, 3 * n + 3)) for n in range(count))
    return replace(document("ab\n" * count), sections=sections)


def test_a_short_document_is_shown_whole() -> None:
    source = document("Un.\nDeux.")
    assert Window(Span(0, 9), None, None) == window_of(source, Span(4, 9))
    assert window_of(source, None).whole


def test_a_quote_stands_inside_its_window_which_begins_with_a_line() -> None:
    start = LONG.index("Ligne 12345 ")
    window = window_of(document(LONG), Span(start, start + 11))
    assert window.span.start < start < window.span.end
    assert LONG[window.span.start - 1] == "\n"
    assert window.before is not None
    assert window.after == window.span.end


def test_a_quote_longer_than_the_window_is_shown_whole() -> None:
    window = window_of(document(LONG), Span(50_000, 53_000), size=1_500)
    assert window.span.start < 50_000
    assert window.span.end > 53_000


def test_the_windows_after_each_other_hold_the_whole_text() -> None:
    source, parts, start = document(LONG), [], 0
    while True:
        window = window_of(source, None, start)
        parts.append(LONG[window.span.start : window.span.end])
        if window.after is None:
            break
        start = window.after
    assert "".join(parts) == LONG
    assert len(parts) > 5


def test_the_window_before_ends_where_this_one_begins_or_later() -> None:
    window = window_of(document(LONG), None, 200_000)
    assert window.before is not None
    before = window_of(document(LONG), None, window.before)
    assert before.span.start < window.span.start <= before.span.end


@pytest.mark.parametrize("place", [0, 4_000, 29_990])
def test_many_small_sections_do_not_push_the_quote_out(place: int) -> None:
    source = crumbled(10_000)
    window = window_of(source, Span(place, place + 2))
    assert window.span.start <= place < window.span.end
    inside = [s for s in source.sections if window.span.start <= s.span.start < window.span.end]
    assert len(inside) <= SECTIONS + 1


@given(st.integers(0, 10**9), st.integers(1, 400), st.text("ab\n", min_size=1, max_size=300))
def test_a_window_lies_in_the_text_and_is_never_empty(start: int, size: int, text: str) -> None:
    window = window_of(document(text), None, start, size)
    assert 0 <= window.span.start < window.span.end <= len(text)
    assert window.before is None or window.before < window.span.start
    assert window.after is None or window.after == window.span.end


def test_text_before_the_first_section_is_a_section_of_its_own() -> None:
    source = replace(document("  \nGao"), sections=(Section(("Gao",), Span(3, 6)),))
    assert [Span(0, 3), Span(3, 6)] == [section.span for section in sections_of(source)]


def test_a_heading_that_goes_on_over_pages_is_listed_once() -> None:
    sections = (
        Section((), Span(0, 1)),
        Section(("A",), Span(1, 2), 1),
        Section(("A",), Span(2, 3), 2),
        Section(("B",), Span(3, 4), 2),
    )
    assert [("A",), ("B",)] == [section.heading for section in headings_of(sections)]

"""Turns awkward spellings into checks that whatever is read of them leads back to the very characters."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from assistant.discovery.reading import Reading


def test_a_part_leads_back_to_its_characters() -> None:
    text = unicodedata.normalize("NFD", "à Ségou\u00ad, l’été")
    reading = Reading(text, 0, len(text))
    assert reading.text == "à Ségou, l'été"
    start = reading.text.index("Ségou")
    span = reading.span(start, start + len("Ségou"))
    assert unicodedata.normalize("NFC", text[span.start : span.end]).rstrip("\u00ad") == "Ségou"


@given(st.text(alphabet="ae\u0301\u0300\u00ad\u200b\u00a0’ \n.Œß漢", max_size=40), st.data())
def test_spans_are_in_order_and_inside(text: str, data: st.DataObject) -> None:
    reading = Reading(f"xx{text}yy", 2, 2 + len(text))
    if not reading.text:
        return
    start = data.draw(st.integers(0, len(reading.text) - 1))
    end = data.draw(st.integers(start + 1, len(reading.text)))
    span = reading.span(start, end)
    assert 2 <= span.start < span.end <= 2 + len(text)
    again = Reading(f"xx{text}yy", span.start, span.end).text
    assert again.strip() == reading.text[start:end].strip() or unicodedata.normalize("NFC", again) == again

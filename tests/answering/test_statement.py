"""Turns stretches of text into checks of what is read off them, and that it is read once."""

from __future__ import annotations

import pytest

from assistant.answering import statement as reading
from assistant.answering.statement import Statement, held_by

TEXT = "Depuis mars 2019, l'ONG Karkara et Mme Diallo suivent 3 200 enfants à Gao."


def test_names_are_capitalised_words_that_begin_no_sentence_and_are_no_months() -> None:
    said = Statement(f"{TEXT} Écrire à mali@karkara.org en Janvier.", "fr")
    names = [(name, said.text[span.start : span.end]) for name, span in said.names]
    expected = [("ong", "ONG"), ("karkara", "Karkara"), ("mme", "Mme"), ("diallo", "Diallo"), ("gao", "Gao"),
                ("mali@karkara.org", "mali@karkara.org")]  # fmt: skip
    assert expected == names


def test_values_dates_and_measures_are_those_of_the_text() -> None:
    said = Statement(TEXT, "fr")
    assert ["2019-03", "3200"] == [value.key for value in said.values]
    assert ["2019-03"] == [value.key for value in said.dates]
    assert [("3200", "enfants")] == [(measure.value.key, measure.word) for measure in said.measures]


def test_content_leaves_out_values_and_function_words() -> None:
    said = Statement("In May 2019 the 12 teachers of Gao left.", "en")
    assert {"teacher", "gao", "left"} == said.content
    assert {"teach"} == said.content_starts


def test_what_is_around_counts_as_held_but_not_as_said() -> None:
    said = Statement("Elle compte 14 agents.", "fr", "COOPI au Mali")
    assert {"coopi", "mali", "agents"} <= said.words_around
    assert "coopi" not in said.held.words
    assert {"coopi", "agents"} <= (said.held | held_by(said.about, "fr")).words


def test_a_text_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = Statement(TEXT, "fr")
    first = (said.values, said.measures, said.names, said.held, said.content, said.is_fragment)
    for name in ("find_values", "find_measures", "held_by", "content_terms", "is_fragment"):
        monkeypatch.setattr(reading, name, None)  # called again, it would raise
    assert first == (said.values, said.measures, said.names, said.held, said.content, said.is_fragment)


def test_equal_texts_with_other_surroundings_are_other_statements() -> None:
    one, other = Statement("14 agents", "fr", "COOPI"), Statement("14 agents", "fr", "UNICEF")
    assert one != other
    assert (frozenset({"coopi", "14", "agents"}), frozenset({"unicef", "14", "agents"})) == (
        one.words_around,
        other.words_around,
    )

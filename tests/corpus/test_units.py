"""Turns passages into checks of the units that an answer can quote; knows nothing about questions."""

from __future__ import annotations

from assistant.corpus.units import is_fragment, units
from assistant.records import Passage, Span


def texts(text: str, heading: tuple[str, ...] = (), start: int = 100) -> list[str]:
    """The units of a passage that stands at `start` of its document."""
    passage = Passage("d#0", "d", "fr", heading, Span(start, start + len(text)), text)
    return [text[span.start - start : span.end - start] for span in units(passage)]


def test_sentences_and_items_are_units() -> None:
    text = "Il pleut sur la ville. Elle part.\n- forage de puits\n- santé"
    assert texts(text) == ["Il pleut sur la ville.", "Elle part.", "- forage de puits", "- santé"]


def test_labels_and_figures_stay_together() -> None:
    assert texts("56 PROJETS\n\n5% DÉVELOPPEMENT\n\n95% URGENCE") == ["56 PROJETS\n\n5% DÉVELOPPEMENT\n\n95% URGENCE"]


def test_every_row_of_a_table_is_a_unit() -> None:
    rows = ["Gao: ménages 120; personnes 640", "Mopti: ménages 98; personnes 5. dont 4", "Total: personnes 1 152"]
    assert texts("\n".join(["Région | ménages | personnes", *rows])) == ["Région | ménages | personnes", *rows]


def test_figures_keep_the_heading_above_them() -> None:
    text = "DE 2013 À 2024 :\n\n56 PROJETS"
    assert texts(text, ("DE 2013 À 2024 :",)) == [text]


def test_a_heading_above_prose_is_no_unit() -> None:
    assert texts("Gao\n\nL'équipe compte 14 personnes.", ("Mali", "Gao")) == ["L'équipe compte 14 personnes."]
    assert texts("Gao", ("Gao",)) == ["Gao"]


def test_is_fragment() -> None:
    assert is_fragment("56 PROJETS")
    assert not is_fragment("- 56 projets")
    assert not is_fragment("Il y a 56 projets.")
    assert not is_fragment("a" * 500)

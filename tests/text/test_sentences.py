"""Turns texts into checks that their sentences are exact, whole and in order; knows nothing about passages."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.records import Language
from assistant.text.sentences import is_bullet, is_row, sentence_spans


def sentences(text: str, language: Language = "fr") -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Il pleut. Elle part.", "fr", ["Il pleut.", "Elle part."]),
        ("Le maire, M. Traoré, est venu. Il repart.", "fr", ["Le maire, M. Traoré, est venu.", "Il repart."]),
        ("Selon le Dr. Diallo, tout va bien.", "fr", ["Selon le Dr. Diallo, tout va bien."]),
        ("It was announced last Jan. 28 that they would withdraw.", "en",
         ["It was announced last Jan. 28 that they would withdraw."]),
        ("On y compte env. 300 pers. par jour.", "fr", ["On y compte env. 300 pers. par jour."]),
        ("Il a touché 2.161.000 personnes, soit 12,5 %. Fin.", "fr",
         ["Il a touché 2.161.000 personnes, soit 12,5 %.", "Fin."]),
        ("« L’eau manque. » Il le dit.", "fr", ["« L’eau manque. »", "Il le dit."]),
        ("Où est-il ? Là !", "fr", ["Où est-il ?", "Là !"]),
    ],
)  # fmt: skip
def test_sentences_end_where_they_do(text: str, language: Language, expected: list[str]) -> None:
    assert expected == sentences(text, language)


def test_every_item_of_a_list_stands_alone() -> None:
    text = "Activités :\n- eau et hygiène\n• santé\n  2) écoles\n– puits"
    assert sentences(text) == ["Activités :", "- eau et hygiène", "• santé", "2) écoles", "– puits"]


def test_every_row_of_a_table_stands_alone() -> None:
    rows = [
        "Macenta: cas confirmés en laboratoire 12; décès parmi le personnel soignant 7",
        "Guéckédou: suivi: env. 40 contacts; responsable: M. Diallo. Absent en mai",
        "Total: cas confirmés 12",
    ]
    assert sentences("\n".join(rows)) == rows


def test_a_sentence_with_a_colon_is_no_row() -> None:
    assert not is_row("Trois axes: l'eau; la santé;")
    assert not is_row("Le constat est clair: la saison des pluies a été longue en 2024.")


def test_a_wrapped_line_goes_on_and_a_blank_line_ends() -> None:
    wrapped = "Les équipes visitent chaque semaine les familles qui vivent dans le\ncamp et ses environs."
    assert sentences(wrapped) == [wrapped]
    assert sentences("Les équipes visitent chaque semaine les familles qui vivent dans le\n\ncamp") == [
        "Les équipes visitent chaque semaine les familles qui vivent dans le",
        "camp",
    ]


def test_a_line_that_ends_within_quotation_marks_ends_its_sentence() -> None:
    quoted = ["Elle a dit à toutes les familles du camp : « Nous restons ici. »", "Les équipes sont parties."]
    assert sentences("\n".join(quoted)) == quoted
    quoted = [
        'She told all the families who live in the camp: "We are staying."',
        "(The teams left the town in May.)",
        "Fin.",
    ]
    assert sentences("\n".join(quoted), "en") == quoted
    wrapped = "Les fichiers se trouvent au chapitre dix (voir « Où sont-ils ? »)\nde ce manuel."
    assert sentences(wrapped) == [wrapped]


def test_a_short_line_is_a_label() -> None:
    assert sentences("56\nPROJETS") == ["56", "PROJETS"]


@pytest.mark.parametrize("line", ["- a", "• a", " – a", "1. a", "(2) a", "b) a", "* a"])
def test_bullets(line: str) -> None:
    assert is_bullet(line)


@pytest.mark.parametrize("line", ["a", "-a", "2013 a", "1,5 a", ""])
def test_no_bullets(line: str) -> None:
    assert not is_bullet(line)


PROSE = st.lists(
    st.sampled_from(
        ["Il pleut", ". ", "\n", "\n\n", "M. ", "Jan. 28", "« ", " »", "é", "e\u0301", "- ", "• ", "\u00a0", "?", " ",
         "12,5 %", "…", "A.", "\t", "’", "🙂", ")", ":", "\u2028"]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(st.one_of(st.text(max_size=200), PROSE), st.sampled_from(("fr", "en")))
def test_sentences_are_exact_slices_in_order_that_cover_every_word(text: str, language: Language) -> None:
    spans = sentence_spans(text, language)
    assert spans == sorted(spans, key=lambda span: span.start)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    covered = {place for span in spans for place in range(span.start, span.end)}
    assert {place for place, char in enumerate(text) if not char.isspace()} <= covered
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() != "" for span in spans)


def test_a_word_of_200_000_letters_is_one_sentence() -> None:
    assert [len(sentence) for sentence in sentences("é" * 200_000)] == [200_000]

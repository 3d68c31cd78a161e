"""Turns small tables into checks that each row can be read alone; the same for hyphens and languages."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.corpus.extract import TextBuilder, numbers_text
from assistant.corpus.hyphens import join, joined, vocabulary
from assistant.corpus.languages import by_language
from assistant.corpus.rows import SPANNED, add_table, is_caption, table_lines
from assistant.records import Section, Span


class TestRows:
    def test_the_row_of_the_design(self) -> None:
        rows = [["Préfecture", "cas confirmés", "décès"], ["Macenta", "12", "7"], ["Conakry", "", "32"]]
        assert table_lines(rows) == [
            "Préfecture | cas confirmés | décès",
            "Macenta: cas confirmés 12; décès 7",
            "Conakry: décès 32",
        ]

    def test_words_follow_their_head_with_a_colon_and_numbers_without(self) -> None:
        rows = [["Ville", "Contact", "Budget"], ["Gao", "A. Touré", "1 234 567 $"]]
        assert table_lines(rows, 1)[1] == "Gao: Contact: A. Touré; Budget 1 234 567 $"

    def test_heads_that_span_columns_and_rows(self) -> None:
        rows = [
            ["District", "Cas", SPANNED, "Décès"],
            ["District", "confirmés", "probables", "Décès"],
            ["Macenta", "12", "3", "7"],
        ]
        assert table_lines(rows)[1] == "Macenta: Cas confirmés 12; Cas probables 3; Décès 7"

    def test_years_are_heads_and_a_cell_over_all_columns_is_the_caption(self) -> None:
        rows = [["Financement", SPANNED, SPANNED], ["Secteur", "2013", "2014"], ["Eau", "44,2", "51"]]
        assert table_lines(rows) == ["Financement", "Secteur | 2013 | 2014", "Eau: 2013 44,2; 2014 51"]

    def test_a_table_without_heads_and_pairs_of_words(self) -> None:
        assert table_lines([["a", "1", "2"], ["b", "3", "4"]]) == ["a: 1; 2", "b: 3; 4"]
        assert table_lines([["Pays", "Mali"], ["Bureau", "Gao"]]) == ["Pays: Mali", "Bureau: Gao"]

    def test_key_figures_stand_with_their_labels(self) -> None:
        rows = [["7,1M", "56 %"], ["personnes dans le besoin", "fonds reçus"]]
        assert table_lines(rows) == ["7,1M personnes dans le besoin", "56 % fonds reçus"]

    @pytest.mark.parametrize("rows", [[], [[]], [["", ""], ["", ""]]])
    def test_nothing_gives_nothing(self, rows: list[list[str]]) -> None:
        assert table_lines(rows) == []

    def test_rows_of_unequal_length(self) -> None:
        assert table_lines([["a", "b", "c"], ["Gao", "1"]]) == ["a | b | c", "Gao: b 1"]

    def test_a_caption_is_a_heading_that_ends_with_its_table(self) -> None:
        builder = TextBuilder()
        add_table(builder, [["a", "b"], ["Gao", "1"]], caption="Tableau 1 : effectifs")
        builder.add("Après.")
        [heading] = builder.headings
        assert builder.text[heading.span.start : heading.span.end] == "Tableau 1 : effectifs"
        assert builder.text[: heading.until] == "Tableau 1 : effectifs\n\na | b\nGao: b 1"

    @pytest.mark.parametrize(
        ("text", "caption"),
        [("Tableau 3 : x", True), ("Table 2. y", True), ("Graphique n° 4", True), ("Tables", False)],
    )
    def test_captions(self, text: str, caption: bool) -> None:
        assert caption == is_caption(text)


class TestHyphens:
    @pytest.mark.parametrize(
        ("lines", "whole"),
        [
            (["l'aide interna-", "tionale arrive"], "l'aide internationale arrive"),
            (["au Burkina-", "Faso"], "au Burkina-Faso"),
            (["les sous-", "préfectures"], "les sous-préfectures"),
            (["peut-", "être"], "peut-être"),
            (["de 2013-", "2014"], "de 2013-2014"),
            (["Gao -", "Kidal"], "Gao - Kidal"),
            (["fin.", "Début"], "fin. Début"),
            (["(OCHA)-", "fin"], "(OCHA)-fin"),
        ],
    )
    def test_words_parted_at_the_end_of_a_line(self, lines: list[str], whole: str) -> None:
        assert whole == joined(lines, Counter())

    def test_the_other_words_of_the_document_decide(self) -> None:
        assert join("des bio-", "médicaux", vocabulary(["des appareils bio-médicaux"])) == "des bio-médicaux"
        assert join("des bio-", "médicaux", vocabulary(["des appareils biomédicaux"])) == "des biomédicaux"


class TestLanguages:
    FRENCH = (
        "Les équipes visitent les réfugiés dans le camp, où elles sont deux fois par semaine avec leurs partenaires."
    )
    ENGLISH = "The teams visit the refugees of the camp and they have been there with their partners since last year."

    def test_a_file_in_both_languages_has_sections_of_each(self) -> None:
        text = f"{self.FRENCH}\n\n{self.FRENCH}\n\n{self.ENGLISH}\n\n12 345\n\n{self.ENGLISH}"
        first, second = by_language(text, [Section(("T",), Span(0, len(text)), page=3)], "fr")
        assert ("fr", "en") == (first.language, second.language)
        assert text[second.span.start :].startswith("The teams")
        assert (first.span.end, len(text), 3, ("T",)) == (
            second.span.start,
            second.span.end,
            second.page,
            second.heading,
        )

    def test_a_file_in_one_language_is_not_cut(self) -> None:
        text = f"{self.FRENCH}\n\nOffice of the High Commissioner\n\n{self.FRENCH}"
        [section] = by_language(text, [Section((), Span(0, len(text)))], "fr")
        assert section == Section((), Span(0, len(text)), language="fr")


def test_numbers_are_told_in_runs() -> None:
    assert numbers_text([3, 1, 2, 7, 9, 10]) == "1-3, 7, 9-10"

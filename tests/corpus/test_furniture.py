"""Turns lines of web pages into checks of what is furniture and what is content."""

from __future__ import annotations

import pytest

from assistant.corpus.furniture import find_furniture


def furniture(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_furniture(text)]


@pytest.mark.parametrize(
    "line",
    [
        "- Français",
        "English",
        "Français | English",
        "- Available in:",
        "Disponible en :",
        "Le contenu en ligne est aussi disponible en français. Passer au français",
        "Switch to English",
        "nome fondazione",
        "Lorem ipsum dolor sit amet",
        "Accueil",
        "Back to top",
        "© UNICEF 2024",
        "We use cookies to improve your experience.",
        "En savoir plus",
        "Mentions légales",
    ],
)
def test_furniture(line: str) -> None:
    assert furniture(f"Un texte qui reste.\n{line}\nUn autre.") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "La COOPI travaille en français et en anglais.",
        "56 PROJETS",
        "Le menu des cantines scolaires est équilibré.",
        "Search and rescue teams work in Gao.",
        "Les partenaires financent les écoles.",
        "Gao",
    ],
)
def test_content(line: str) -> None:
    assert furniture(f"Un texte qui reste.\n{line}\nUn autre.") == []


def test_a_short_line_that_comes_again_and_again_is_a_placeholder_unless_it_says_something() -> None:
    assert furniture("nom\nx\nnom\ny\nnom") == ["nom", "nom", "nom"]
    assert furniture("14 personnes\nx\n14 personnes\ny\n14 personnes") == []
    assert furniture("Fin.\nx\nFin.\ny\nFin.") == []


@pytest.mark.parametrize("line", ["french" + " " * 200_000 + "x", "a" * 200_000, "cookies " * 50_000, "-" * 200_000])
def test_long_lines_take_no_time_and_what_is_no_word_is_no_content(line: str) -> None:
    assert furniture(line) == [run for run in line.split() if len(run) > 2000]

"""Turns lists below headings and labels into checks of what is read in them."""

from __future__ import annotations

from assistant.corpus.documents import document_of
from assistant.corpus.markdown import read_markdown
from assistant.corpus.sources import Source
from assistant.discovery.records import Kind, Profile
from tests.discovery.made_documents import directory_over


def profile_of(text: str) -> Profile | None:
    [extract] = read_markdown(text.encode())
    made = document_of(extract, "made.md", "0" * 64, Source(path="made.md", organisation="MedAid", language="en"))
    found = directory_over(made).profiles
    return found[0] if found else None


def values(text: str, kind: Kind) -> list[str]:
    profile = profile_of(text)
    return [line.label.en for line in profile.of(kind)] if profile else []


def test_sectors_below_their_heading() -> None:
    assert ["Health", "Nutrition"] == values(
        "## Sectors of intervention\n\nHealth\n\nNutrition\n\nOur history\n", Kind.SECTOR
    )
    assert [] == values("## Priority sectors of intervention in the future\n\nHealth\n\nNutrition\n", Kind.SECTOR)
    assert [] == values("## Our history\n\nHealth\n\nNutrition\n", Kind.SECTOR)


def test_partners_below_their_heading() -> None:
    listed = "## Our partners\n\nOxfam • Croix-Rouge • Delta Survie\n\n## Sectors of work\n\nHealth\n"
    assert ["Oxfam", "Croix-Rouge", "Delta Survie"] == values(listed, Kind.PARTNER)
    assert [] == values("## Become a partner\n\nOxfam • Croix-Rouge\n\n## Sectors of work\n\nHealth\n", Kind.PARTNER)


def test_figures_above_their_labels() -> None:
    assert ["56 projects"] == values("## From 2013 to 2024\n\n56\nprojects\n", Kind.PROJECTS)
    assert [] == values("## Results\n\n5 projects\n\n36 projects\n", Kind.PROJECTS)  # two numbers, and no word of which


def test_the_heading_of_a_figure_is_said() -> None:
    profile = profile_of("## From 2013 to 2024\n\n56\nprojects\n")
    assert profile is not None
    assert profile.lines[0].cited[0].section == "From 2013 to 2024"


def test_what_a_label_introduces_is_quoted_with_it() -> None:
    profile = profile_of("Areas of intervention:\n\nHealth Nutrition\n")
    assert profile is not None
    assert [line.label.en for line in profile.of(Kind.SECTOR)] == ["Health", "Nutrition"]
    assert profile.lines[0].cited[0].quote == "Areas of intervention:\n\nHealth Nutrition"

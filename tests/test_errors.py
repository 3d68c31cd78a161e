"""Turns the tree of errors, and every place that raises one, into checks that the reader is told in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import assistant.errors
from assistant.errors import AssistantError

SOURCES = sorted(Path(assistant.errors.__file__).parent.rglob("*.py"))


def kinds(base: type[AssistantError] = AssistantError) -> list[type[AssistantError]]:
    return [base, *(kind for child in base.__subclasses__() for kind in kinds(child))]


def raised() -> list[tuple[str, ast.Call]]:
    """Every construction of an error in the program, with its place."""
    names = {kind.__name__ for kind in kinds()}
    return [
        (f"{path.name}:{node.lineno}", node)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


def test_codes_are_unique_and_the_docstring_draws_the_whole_tree() -> None:
    codes = [kind.code for kind in kinds()]
    assert sorted(set(codes)) == sorted(codes)
    assert [kind.__name__ for kind in kinds() if kind.__name__ not in (assistant.errors.__doc__ or "")] == []


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_the_message_is_in_the_readers_language(kind: type[AssistantError]) -> None:
    error = kind(en="English.", fr="Français.")
    assert ("Français.", "English.", "English.") == (error.message("fr"), error.message("en"), error.message("de"))
    assert str(error) == "English."
    assert 400 <= error.http_status < 600


def test_every_error_is_told_in_two_different_sentences() -> None:
    found = raised()
    assert len(found) > 20
    for place, call in found:
        spoken = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        if None in spoken:
            continue  # passed on as a whole
        assert {"en", "fr"} == set(spoken), place
        assert spoken["en"] != spoken["fr"], place
        assert len(spoken["en"]) > 10, place
        assert len(spoken["fr"]) > 10, place

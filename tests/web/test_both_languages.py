"""Checks that whatever the program says in one language it says in the other, wherever its words are kept."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import assistant
from assistant.web.accounts.words import ACCOUNT_STRINGS
from assistant.web.documents_words import DOCUMENT_STRINGS
from assistant.web.strings import EXAMPLES, STRINGS

PROGRAM = Path(assistant.__file__).parent
MODULES = sorted(PROGRAM.rglob("*.py"))
SCRIPTS = sorted(path for path in (PROGRAM / "web").rglob("*.js") if "pdfjs" not in path.parts)
LITERAL = re.compile(r'"([^"\n]*)"|\'([^\'\n]*)\'')
SENTENCE = re.compile(r"[A-ZÀ-Ý][\w’']*[ \u00a0]+\w+[^{}()=<>]*$")
SPACE_BEFORE = re.compile(r"\w »| [?!;:»]|« ")  # an ordinary space, at which a line may end


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PROGRAM)))
def test_what_has_words_for_one_language_has_them_for_the_other(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            keys = {key.value for key in node.keys if isinstance(key, ast.Constant)}
            assert len(keys & {"fr", "en"}) != 1, f"line {node.lineno}"
        if isinstance(node, ast.Call):
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            if {"fr", "en"} & set(given):
                assert {"fr", "en"} <= set(given), f"line {node.lineno}"
                assert ast.dump(given["fr"]) != ast.dump(given["en"]), f"line {node.lineno}"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_hold_no_sentence_of_their_own(path: Path) -> None:
    code = "\n".join(line.split("//")[0] for line in path.read_text(encoding="utf-8").splitlines())
    assert [words for words in literals(code) if SENTENCE.match(words)] == []


@pytest.mark.parametrize("catalogue", [STRINGS, DOCUMENT_STRINGS, ACCOUNT_STRINGS])
def test_french_has_its_spaces_and_apostrophes(catalogue: Any) -> None:
    french = {field.name: getattr(catalogue["fr"], field.name) for field in dataclasses.fields(catalogue["fr"])}
    assert {name: text for name, text in french.items() if SPACE_BEFORE.search(text) or re.search(r"\w'\w", text)} == {}


def test_french_examples_have_their_spaces() -> None:
    assert [one.text for one in EXAMPLES if one.language == "fr" and SPACE_BEFORE.search(one.text)] == []


def literals(code: str) -> Iterator[str]:
    for found in LITERAL.finditer(code):
        yield found[1] or found[2] or ""

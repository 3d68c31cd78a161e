"""Checks that the page says everything in both languages and picks the reader's one."""

from __future__ import annotations

import dataclasses
import re
import string
from pathlib import Path

import pytest

import assistant
from assistant.records import LANGUAGES, Language
from assistant.web.strings import EXAMPLES, STRINGS, Strings, count_of, joined, preferred_language

NAMES = [field.name for field in dataclasses.fields(Strings)]
THE_SAME = {"document", "documents", "passage", "passages", "sources", "source", "section", "page"}  # in both languages
THE_SAME |= {"acronym_source", "found_one", "found_many", "organisation", "export_page"}


@pytest.mark.parametrize("name", NAMES)
def test_every_string_is_there_in_both_languages(name: str) -> None:
    french, english = getattr(STRINGS["fr"], name), getattr(STRINGS["en"], name)
    assert french.strip()
    assert english.strip()
    assert name in THE_SAME or french != english


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_fill_in_the_same_names(name: str) -> None:
    fields = [{field for _, field, _, _ in string.Formatter().parse(getattr(STRINGS[of], name))} for of in LANGUAGES]
    assert fields[0] == fields[1]


def test_a_language_has_a_catalogue_and_examples() -> None:
    assert set(LANGUAGES) == set(STRINGS)
    for language in LANGUAGES:
        assert len([example for example in EXAMPLES if example.language == language]) >= 2


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "en"), ("", "en"), ("fr", "fr"), ("fr-ML,fr;q=0.9,en;q=0.8", "fr"), ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("en;q=0.3, fr;q=0.4", "fr"), ("bm,fr;q=0.5", "fr"), ("FR-fr", "fr"), ("fr;q=zéro", "en"), ("de", "en"),
        ("," * 100_000, "en"),
    ],
)  # fmt: skip
def test_the_browser_says_which_language_it_prefers(header: str | None, expected: Language) -> None:
    assert preferred_language(header) == expected


def test_counts_are_written_as_the_language_writes_them() -> None:
    assert count_of(1234, "passage", "passages", "en") == "1,234 passages"
    assert count_of(1234, "passage", "passages", "fr") == "1\u202f234 passages"
    assert count_of(0, "document", "documents", "fr") == "0 document"
    assert count_of(0, "document", "documents", "en") == "0 documents"
    assert count_of(1, "document", "documents", "en") == "1 document"


def test_words_are_joined() -> None:
    assert [joined(words, "fr") for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a et b",
        "a, b et c",
    ]


def test_every_string_is_used_somewhere() -> None:
    program = Path(assistant.__file__).parent
    sources = [path.read_text(encoding="utf-8") for path in program.rglob("*.py") if path.parent.name != "strings"]
    named = {name for source in sources for name in re.findall(r"\.(\w+)", source)}  # strings.name
    named |= {
        name for source in sources for name in re.findall(r"\"([a-z_0-9]+)\"", source)
    }  # getattr(strings, "name")
    own = (program / "web" / "strings" / "catalogue.py").read_text(encoding="utf-8")
    named |= set(re.findall(r"STRINGS\[language\]\.(\w+)", own))
    assert [name for name in NAMES if name not in named] == []

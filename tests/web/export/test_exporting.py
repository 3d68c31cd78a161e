"""Checks that an exported answer says all that it takes to check it, that nothing in it runs, and what checks see."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from markdown_it import MarkdownIt

from assistant.answering.assistant import Assistant
from assistant.errors import InputError
from assistant.index.build import build_index
from assistant.records import Disagreement, DisagreementValue, Language
from assistant.settings import load_settings
from assistant.web.export.checking import Verdict, check_file
from assistant.web.export.lines import Claim, as_text
from assistant.web.export.markdown import claims_of_markdown, escaped, to_markdown, unescaped
from assistant.web.export.record import Exported, Shelf, exported
from assistant.web.export.word import claims_of_word, to_word
from tests.fake_encoder import FakeEncoder
from tests.web.made import ANSWER, ENGLISH, FRENCH, answer_of, cite, document
from tests.web.test_rendering import HOSTILE

CONFLICT = Disagreement("personnes", (DisagreementValue("14", 1), DisagreementValue("15", 2)))
BOTH = answer_of(cite(1, FRENCH, "14 personnes"), cite(2, ENGLISH, "15 staff & opened"), disagreements=(CONFLICT,))


def claims(record: Exported) -> list[list[Claim | None]]:
    return [claims_of_markdown(to_markdown(record)), claims_of_word(to_word(record))]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_formats_hold_every_quote_with_version_and_place(language: Language) -> None:
    record = exported(replace(BOTH, language=language), "Combien ?")
    start = FRENCH.text.index("14 personnes")
    for found in claims(record):
        assert found[0] == Claim(1, "gao-fr", "0" * 64, start, start + len("14 personnes"), "14 personnes")
        assert found[1] is not None
        assert found[1].quote == "15 staff & opened"
    text = to_markdown(record)
    for words in ("gen-000001", "fake", "UNICEF", "2024", "gao-fr.txt", "0" * 64):
        assert words in unescaped(text)


def test_what_was_typed_and_the_values_that_disagree_are_there() -> None:
    record = exported(BOTH, "Et à Gao ?")
    word = docx.Document(io.BytesIO(to_word(record)))
    assert "Et à Gao ?" in unescaped(to_markdown(record))
    assert ["14", "15"] == [row.cells[0].text for row in word.tables[0].rows]
    assert "2024" in word.tables[0].rows[0].cells[2].text


@pytest.mark.parametrize(
    "words", [*HOSTILE, "=1+1", "@SUM(A1)", "-2", "# fake\n\n## [9] x", "> quote", "1. list", "www.x.org"]
)
def test_hostile_words_stay_words_and_are_read_back(words: str) -> None:
    text = f"{words}\n\n{words} \\ fin\x0b"
    source = document(text, title=words, organisation=words, url=words)
    record = exported(answer_of(cite(1, source, text)), words)
    markdown = to_markdown(record)
    drawn = MarkdownIt("commonmark", {"html": True}).enable("strikethrough").parse(markdown)
    kinds = {token.type for block in drawn for token in (block, *(block.children or ()))}
    assert not kinds & {
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "fence",
        "code_inline",
        "code_block",
        "s_open",
    }
    assert [token.content for token in drawn if token.type == "inline"].count("") == 0
    assert sum(token.type == "heading_open" for token in drawn) == 3
    for [claim] in claims(record):
        assert claim is not None
        kept = text.replace(
            "\u202e", ""
        )  # what turns text round is left out of files, and of what they are checked with
        assert " ".join(claim.quote.replace("\ufffd", "\x0b").split()) == " ".join(kept.split())
    word = docx.Document(io.BytesIO(to_word(record)))
    cells = [value for paragraph in word.paragraphs for value in (paragraph.text.partition(": ")[2],)]
    assert not any(value.startswith(("=", "+", "-", "@")) for value in cells)
    assert b"hyperlink" not in to_word(record)


@pytest.mark.parametrize(
    "text", ["a*b_c", "[x](y)", "<b>", "1. x", "- x", "a\\b", "https://x.org", "L'équipe – « là »"]
)
def test_escaping_is_undone(text: str) -> None:
    assert text == unescaped(escaped(text))


def test_the_clipboard_holds_the_quotes_and_numbered_sources() -> None:
    text = as_text(exported(BOTH, "Combien ?"))
    assert "« 14 personnes » [1]" in text.replace("\u00a0", " ")
    assert "[2] Where we work, UNICEF, 2024" in text


def test_the_shelf_keeps_the_newest_under_names_that_differ() -> None:
    shelf, record = Shelf(places=2), exported(ANSWER, "x")
    names = [shelf.put(record) for _ in range(3)]
    assert [None, record, record] == [shelf.get(name) for name in names]
    assert len(set(names)) == 3
    assert min(map(len, names)) >= 20


@pytest.fixture
def export(small_assistant: Assistant) -> Exported:
    answer = small_assistant.ask("How many doctors does MedAid employ?")
    assert answer.answered
    return exported(answer, answer.question)


@pytest.mark.parametrize("kind", ["md", "docx"])
def test_an_export_of_today_is_the_same(export: Exported, kind: str, shared_index: Path, tmp_path: Path) -> None:
    assert {Verdict.SAME} == {one.verdict for one in check_file(written(export, kind, tmp_path), shared_index)}


@pytest.mark.parametrize("kind", ["md", "docx"])
def test_a_changed_word_offset_or_a_missing_mark_is_altered(
    export: Exported, kind: str, shared_index: Path, tmp_path: Path
) -> None:
    first = export.sources[0]
    for source in (
        replace(first, quote=first.quote.replace("4", "5", 1).replace("e", "a", 1)),
        replace(first, start=first.start + 1),
        replace(first, end=first.end + 100_000),
        replace(first, sha256="none"),
    ):
        file = written(replace(export, sources=(source,)), kind, tmp_path)
        assert [Verdict.ALTERED] == [one.verdict for one in check_file(file, shared_index)]


def test_a_document_that_changed_or_went_is_told(export: Exported, tmp_path: Path, corpus_folder: Path) -> None:
    index, file = tmp_path / "index", written(export, "md", tmp_path)
    cited = {source.path for source in export.sources}
    build_index(corpus_folder, index, FakeEncoder(), load_settings())
    for name in cited:
        path = corpus_folder / name
        path.write_text(path.read_text(encoding="utf-8").replace("42", "43").replace("45", "46"), encoding="utf-8")
    build_index(corpus_folder, index, FakeEncoder(), load_settings())
    changed = check_file(file, index)
    assert {Verdict.CHANGED} == {one.verdict for one in changed}
    assert all(one.checked for one in changed)  # the generation before still holds the version cited
    wrong = written(replace(export, sources=(replace(export.sources[0], quote="Never said."),)), "docx", tmp_path)
    assert [Verdict.ALTERED] == [one.verdict for one in check_file(wrong, index)]
    for name in cited:
        (corpus_folder / name).unlink()
    (corpus_folder / "sources.toml").unlink()
    build_index(corpus_folder, index, FakeEncoder(), load_settings())
    gone = check_file(file, index)
    assert {Verdict.GONE} == {one.verdict for one in gone}


@pytest.mark.parametrize("content", [b"", b"# nothing here", b"PK\x03\x04 broken", b"\xff\xfe\x00", None])
def test_a_file_that_is_no_export_is_refused(content: bytes | None, shared_index: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError, match="exported from an answer"):
        check_file(file, shared_index)


def written(record: Exported, kind: str, folder: Path) -> Path:
    file = folder / f"export.{kind}"
    file.write_bytes(to_word(record) if kind == "docx" else to_markdown(record).encode())
    return file

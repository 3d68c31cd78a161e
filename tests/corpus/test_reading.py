"""Turns folders of good and bad files into checks of which documents come out and what is said of the rest."""

from __future__ import annotations

import itertools
import json
import os
from pathlib import Path

import pytest

from assistant.corpus.reading import Corpus, read_folder
from assistant.corpus.sources import read_sources
from assistant.errors import CorpusError
from assistant.records import Document

PROSE = "Les équipes visitent les réfugiés du camp de Farchana deux fois par semaine."


def read(folder: Path, files: dict[str, str | bytes]) -> Corpus:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_folder(folder)


def ids(corpus: Corpus) -> list[str]:
    return [document.id for document in corpus.documents]


def test_all_formats_below_the_folder_in_the_order_of_their_paths(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        {
            "b.txt": PROSE,
            "a.MD": f"# Titre\n\n{PROSE}",
            "sub/c.html": f"<html><body><article><p>{PROSE * 3}</p></article></body></html>",
            "d.jsonl": '{"_id": "d-1", "text": "Un"}\n{"_id": "d-2", "text": "Deux"}\n',
        },
    )
    assert ids(corpus) == ["a", "b", "d-1", "d-2", "sub/c"]
    assert [d.path for d in corpus.documents] == ["a.MD", "b.txt", "d.jsonl", "d.jsonl", "sub/c.html"]
    assert corpus.skipped == ()


def test_bad_files_are_named_with_the_reason_and_the_others_are_read(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        {
            "good.txt": PROSE,
            "empty.txt": "",
            "binary.txt": b"\x00\x01\x02" * 50,
            "pdf.md": b"%PDF-1.7",
            "picture.png": b"\x89PNG",
            "noname": "x",
            "void.md": "<!-- rien -->\n",
            "lines.jsonl": '{"id": 1, "text": "bon"}\nnon\n{"id": 2}\n',
        },
    )
    assert ids(corpus) == ["good", "1"]
    skipped = {(s.path, s.en) for s in corpus.skipped}
    assert {path for path, _ in skipped} == {
        "empty.txt", "binary.txt", "pdf.md", "picture.png", "noname", "void.md", "lines.jsonl"
    }  # fmt: skip
    assert ("empty.txt", "the file is empty") in skipped
    assert ("void.md", "it holds no text") in skipped
    assert ("lines.jsonl", "line 2 is not JSON") in skipped
    assert ("lines.jsonl", "line 3 has no text") in skipped
    assert all(s.en and s.fr and s.en != s.fr for s in corpus.skipped)


def test_hidden_files_links_and_special_files_are_passed_over_without_hanging(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text(PROSE)
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "link.txt").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    corpus = read(folder, {"good.txt": PROSE, ".hidden.txt": PROSE, ".git/config.txt": PROSE, "README.md": PROSE})
    assert ids(corpus) == ["good"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(200_000_001)
    corpus = read(tmp_path, {"good.txt": PROSE})
    assert [(s.path, s.en) for s in corpus.skipped] == [("large.txt", "it is larger than 200 MB")]


def test_no_two_documents_share_an_id_and_none_is_lost(tmp_path: Path) -> None:
    line = '{"id": "a", "text": "Ligne %d"}\n'
    corpus = read(tmp_path, {"a.txt": PROSE, "a.md": PROSE, "b.jsonl": "".join(line % n for n in range(4))})
    assert len(set(ids(corpus))) == len(corpus.documents) == 6
    assert {d.text for d in corpus.documents} == {PROSE, *(f"Ligne {n}" for n in range(4))}


def test_a_file_name_in_another_encoding_can_be_stored(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))).write_text(PROSE)
    [document] = read_folder(tmp_path).documents
    assert document.path == "caf\ufffd.txt"
    assert json.dumps(document.id, ensure_ascii=False).encode()


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir(), lambda path: path.write_text("x")])
def test_a_missing_or_empty_folder_or_a_file_is_refused(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path / "corpus")
    with pytest.raises(CorpusError, match="corpus") as raised:
        read_folder(tmp_path / "corpus")
    assert raised.value.fr


def test_a_folder_of_unreadable_files_only_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="No document"):
        read(tmp_path, {"a.pdf": "x", "b.txt": ""})


class TestWithoutSources:
    def document(self, folder: Path, name: str, text: str) -> Document:
        return read(folder, {name: text}).documents[0]

    def test_language_from_the_text(self, tmp_path: Path) -> None:
        assert self.document(tmp_path, "a.txt", PROSE).language == "fr"
        assert self.document(tmp_path, "b.txt", "x").id == "a"
        assert self.document(tmp_path / "en", "a.txt", "The teams visit the camp twice a week.").language == "en"

    @pytest.mark.parametrize(
        ("name", "text", "title"),
        [
            ("a.md", f"# Le titre\n\n{PROSE}", "Le titre"),
            ("a.txt", f"Le titre\n\n{PROSE}", "Le titre"),
            ("mon-fichier_2.txt", f"{PROSE * 3}", "mon fichier 2"),
            ("a.md", f"---\ntitle: Dit\n---\n# Autre\n\n{PROSE}", "Dit"),
            ("abris-2024.csv", "Région,Abris construits\nGao,310\nMopti,455\n", "abris 2024"),
        ],
    )
    def test_title_from_the_file(self, tmp_path: Path, name: str, text: str, title: str) -> None:
        assert title == self.document(tmp_path, name, text).title

    @pytest.mark.parametrize(
        ("name", "text", "date"),
        [
            ("a.txt", f"Bamako, le 5 août 2014. {PROSE}", "2014-08-05"),
            ("rapport_2019-03-02.txt", PROSE, "2019-03-02"),
            ("rapport-2019.txt", PROSE, "2019"),
            ("a.txt", f"Depuis 2013, {PROSE}", None),
            ("a.txt", PROSE * 10 + "Le 5 août 2014.", None),
        ],
    )
    def test_date_from_the_top_or_the_name(self, tmp_path: Path, name: str, text: str, date: str | None) -> None:
        assert date == self.document(tmp_path, name, text).date


class TestSources:
    def test_what_is_said_outweighs_the_file(self, tmp_path: Path) -> None:
        sources = """[[document]]
path = "a.md"
title = "Dit"
organisation = "ONG"
language = "en"
date = "2020"
url = "https://a.b"
translation_of = "b.md"
"""
        corpus = read(tmp_path, {"sources.toml": sources, "a.md": f"# Titre\n\n{PROSE}", "b.md": PROSE})
        document = corpus.documents[0]
        assert ("Dit", "ONG", "en", "2020", "https://a.b", "b") == (
            document.title,
            document.organisation,
            document.language,
            document.date,
            document.url,
            document.translation_of,
        )

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("[[document", "TOML"),
            ("document = 5", "document"),
            ('[[document]]\ntitle = "x"', "document.0.path"),
            ('[[document]]\npath = "a"\nlanguage = "de"', "document.0.language"),
            ('[[document]]\npath = "a"\ntitel = "x"', "document.0.titel"),
            ('[[documents]]\npath = "a"', "documents"),
            ("é".encode("latin-1").decode("latin-1"), "TOML"),
        ],
    )
    def test_a_wrong_file_is_refused_with_the_field(self, tmp_path: Path, text: str, named: str) -> None:
        (tmp_path / "sources.toml").write_text(text)
        with pytest.raises(CorpusError) as raised:
            read_sources(tmp_path)
        assert named in raised.value.en
        assert named in raised.value.fr
        assert "sources.toml" in raised.value.en

    def test_bytes_that_are_no_utf_8_are_refused(self, tmp_path: Path) -> None:
        (tmp_path / "sources.toml").write_bytes('[[document]]\npath = "é"'.encode("latin-1"))
        with pytest.raises(CorpusError, match=r"sources\.toml"):
            read_sources(tmp_path)

    def test_a_folder_without_the_file_is_fine(self, tmp_path: Path) -> None:
        assert read_sources(tmp_path) == {}


class TestRepositoryCorpus:
    def test_every_document_is_read_as_its_sources_say(self, real_corpus: Path) -> None:
        corpus = read_folder(real_corpus)
        assert corpus.skipped == ()
        assert {"coopi-mali-en", "coopi-mali-fr", "intersos-mali-en", "unicef-mali-en", "unicef-mali-fr"} <= set(
            ids(corpus)
        )
        assert set(read_sources(real_corpus)) <= {document.path for document in corpus.documents}

    def test_translation_of_names_a_document(self, real_corpus: Path) -> None:
        corpus = read_folder(real_corpus)
        assert {d.translation_of for d in corpus.documents} - {None} <= set(ids(corpus))

    def test_no_mojibake_and_no_control_characters(self, real_corpus: Path) -> None:
        for document in read_folder(real_corpus).documents:
            assert not any(mark in document.text for mark in ("Ã©", "Ã¨", "â€", "\ufffd", "\x00", "\r"))

    def test_sections_follow_each_other_and_cover_the_text(self, real_corpus: Path) -> None:
        for document in read_folder(real_corpus).documents:
            assert all(a.span.end == b.span.start for a, b in itertools.pairwise(document.sections))
            outside = document.text[: document.sections[0].span.start] + document.text[document.sections[-1].span.end :]
            assert outside.strip() == ""

    def test_figures_stand_under_their_heading(self, real_corpus: Path) -> None:
        document = next(d for d in read_folder(real_corpus).documents if d.id == "coopi-mali-fr")
        [section] = [s for s in document.sections if s.heading and s.heading[-1] == "DE 2013 À 2024 :"]
        text = document.text[section.span.start : section.span.end]
        for figure in ("56 PROJETS", "5% DÉVELOPPEMENT", "95% URGENCE", "6 032 908 DE BÉNÉFICIAIRES"):
            assert figure in text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Où nous travaillons\nUne ligne\n\n- Français\n- English\n\nMopti\n\n" + "Mot. " * 30, "Où nous travaillons"),
        ("- Français\n- English\n\nRapport de mai\n\n" + "Mot. " * 30, "Rapport de mai"),
        ("Il pleut depuis mardi sur la ville.\n\nMopti\n\n" + "Mot. " * 30, "Mopti"),
        ("Il pleut. Il vente.", "a b"),
        ("## Premier\n\nMot.\n\n## Second\n\nMot.", "Premier"),
    ],
)  # fmt: skip
def test_the_title_is_what_stands_first(tmp_path: Path, text: str, title: str) -> None:
    (tmp_path / "a-b.txt").write_text(text)
    assert [title] == [document.title for document in read_folder(tmp_path).documents]


def test_a_text_file_with_markdown_headings_is_read_as_markdown(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("## Santé\n\nTrois **centres**.\n\n## Eau\n\nDeux puits.")
    (document,) = read_folder(tmp_path).documents
    assert [("Santé",), ("Eau",)] == [section.heading for section in document.sections]
    assert "#" not in document.text

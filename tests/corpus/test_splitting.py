"""Turns documents real and invented into checks that every passage and unit is an exact slice of them."""

from __future__ import annotations

import hashlib
import itertools
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.furniture import find_furniture
from assistant.corpus.plain_text import guess_headings
from assistant.corpus.reading import read_folder
from assistant.corpus.splitting import split
from assistant.corpus.units import units
from assistant.records import Document, Language, Passage, Section, Span
from tests.fake_encoder import FakeEncoder

count_tokens = FakeEncoder().count_tokens
LIMIT = 60


def document_of(text: str, language: Language = "fr") -> Document:
    """A plain text document with guessed headings and furniture, as the reader makes it."""
    starts = {0, *(heading.span.start for heading in guess_headings(text))}
    bounds = [*sorted(starts), len(text)]
    sections = tuple(Section(("T",) if a else (), Span(a, b)) for a, b in itertools.pairwise(bounds))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document("d", "T", language, "d.txt", text, sections, digest, furniture=find_furniture(text))


def check(document: Document, passages: list[Passage]) -> None:
    assert all(document.text[p.span.start : p.span.end] == p.text != "" for p in passages)
    assert all(p.id == f"{document.id}#{p.span.start}-{p.span.end}" for p in passages)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(passages))
    for passage in passages:
        assert not any(f.start < passage.span.end and passage.span.start < f.end for f in document.furniture)
        spans = units(passage)
        assert all(passage.span.start <= s.start < s.end <= passage.span.end for s in spans)
        assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
        assert all(document.text[s.start : s.end] == document.text[s.start : s.end].strip() for s in spans)


@pytest.mark.parametrize("limit", [32, 120, 240])
def test_every_passage_of_every_document_of_the_corpus_is_a_slice(real_corpus: Path, limit: int) -> None:
    for document in read_folder(real_corpus).documents:
        passages = split(document, count_tokens, limit)
        assert passages
        check(document, passages)
        assert all(count_tokens(passage.text) <= limit for passage in passages)


def test_no_word_of_the_corpus_is_lost_but_furniture_and_bare_headings(real_corpus: Path) -> None:
    for document in read_folder(real_corpus).documents:
        kept = {place for p in split(document, count_tokens, 240) for place in range(p.span.start, p.span.end)}
        kept |= {place for f in document.furniture for place in range(f.start, f.end)}
        headings = {heading for section in document.sections for heading in section.heading}
        lost = "".join(char if place not in kept else "\n" for place, char in enumerate(document.text))
        assert {" ".join(line.split()) for line in lost.split("\n") if line.strip()} <= headings


def test_placeholders_and_language_switches_never_come_into_a_passage(real_corpus: Path) -> None:
    passages = [p for d in read_folder(real_corpus).documents for p in split(d, count_tokens, 240)]
    for text in ("nome fondazione", "Passer au français", "Available in", "**"):
        assert not any(text in passage.text for passage in passages)


def test_figures_stay_with_their_heading_and_with_each_other(real_corpus: Path) -> None:
    document = next(d for d in read_folder(real_corpus).documents if d.id == "coopi-mali-fr")
    [passage] = [p for p in split(document, count_tokens, 240) if "56 PROJETS" in p.text]
    assert passage.heading[-1] == "DE 2013 À 2024 :"
    assert "6 032 908 DE BÉNÉFICIAIRES" in passage.text
    texts = [document.text[span.start : span.end] for span in units(passage)]
    [figures] = [text for text in texts if "56 PROJETS" in text]
    assert "95% URGENCE" in figures


def test_a_repeated_paragraph_gives_a_passage_at_each_place() -> None:
    paragraph = "« L’été », dit-il, est long à Ménaka ; on y compte 12,5 % d’écoles fermées. " * 3
    document = document_of("\n\n".join([paragraph] * 4))
    passages = split(document, count_tokens, LIMIT)
    check(document, passages)
    assert len(passages) >= 4
    assert len({passage.id for passage in passages}) == len(passages)


@pytest.mark.parametrize(
    "text", [("é" * 1_900 + " ") * 100, "Il est là.Puis ici" * 10_000, "\n" * 100_000 + "fin", "a " * 50_000]
)
def test_texts_without_places_to_cut_are_cut_all_the_same(text: str) -> None:
    document = document_of(text)
    passages = split(document, count_tokens, 240)
    check(document, passages)
    assert all(count_tokens(passage.text) <= 240 for passage in passages)
    assert "".join(text.split()) == "".join("".join(passage.text.split()) for passage in passages)


@pytest.mark.parametrize("text", ["", "  \n \n", "Accueil\nEnglish\n"])
def test_a_document_without_content_gives_no_passage(text: str) -> None:
    assert split(document_of(text), count_tokens, LIMIT) == []


def test_a_heading_alone_gives_a_passage_only_where_there_is_nothing_else() -> None:
    text = "Gao"
    document = Document("d", "T", "fr", "d.txt", text, (Section(("Gao",), Span(0, 3)),), "x")
    assert [passage.text for passage in split(document, count_tokens, LIMIT)] == ["Gao"]


PIECES = st.sampled_from(
    ["Les réfugiés de Gao. ", "Les réfugiés de Gao. ", "« où »", "\n\n", "\n", " ", "\u00a0", "\u202f", "12,5 %",
     "e\u0301té ", "- eau\n", "M. Traoré ", "Accueil\n", "Gao\n\n", "L'UNICEF ", "🙂", "\t", ".", "…",
     "a" * 150, "\u2028", "\x0b", "• ", unicodedata.normalize("NFD", "À l'été, l'éducation. ")]
)  # fmt: skip


@given(st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map("".join)), st.sampled_from(("fr", "en")))
def test_any_text_splits_into_slices(text: str, language: Language) -> None:
    document = document_of(text.replace("\r", "\n"), language)
    passages = split(document, count_tokens, 32)
    check(document, passages)
    assert all(count_tokens(passage.text) <= 32 for passage in passages)

"""Turns questions with acronyms into checks of what they are widened by, and of what stays exactly as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.index.acronyms.glossary import Glossary
from assistant.index.acronyms.pairing import meaning_of
from assistant.index.build import build_index
from assistant.index.opened import open_index
from assistant.records import Acronym, AcronymPair, KnownBy, Language, Span
from assistant.retrieval import search
from assistant.retrieval.search import Retriever
from assistant.retrieval.widening import Widened, same_as, widen
from assistant.settings import load_settings
from tests.fake_encoder import FakeEncoder

VBG, GBV = "violences basées sur le genre", "gender-based violence"


def acronym(short: str, expansion: str, language: Language) -> Acronym:
    span = Span(0, len(expansion))
    return Acronym(
        "d", short, short, Span(span.end + 2, span.end + 5), expansion, span, span, language, KnownBy.LETTERS
    )


GLOSSARY = Glossary(
    [acronym("VBG", VBG, "fr"), acronym("GBV", GBV, "en")],
    [AcronymPair("VBG", meaning_of(VBG), "GBV", meaning_of(GBV))],
)


def used(*terms: str) -> Callable[[str, Language], bool]:
    return lambda term, language: f"{term}/{language}" in terms


def test_an_acronym_that_no_passage_of_a_language_uses_is_looked_for_by_its_words() -> None:
    widened = widen("Qui traite les VBG ?", "fr", GLOSSARY, used("vbg/fr", "gbv/en"))
    assert () == widened.instead["fr"]
    assert ("gbv", "gender", "base", "violenc") == widened.instead["en"][:4]


def test_words_bring_the_acronyms_that_passages_use() -> None:
    widened = widen("Qui traite les violences basées sur le genre ?", "fr", GLOSSARY, used("vbg/fr", "gbv/en"))
    assert ({"fr": ("vbg",), "en": ("gbv",)}, {"fr": (), "en": ()}) == (widened.besides, widened.instead)
    assert {"fr": (), "en": ()} == widen(f"On {VBG}", "fr", GLOSSARY, used()).besides


def test_a_question_without_acronym_is_given_nothing() -> None:
    widened = widen("Combien de personnes travaillent à Gao ?", "fr", GLOSSARY, used())
    assert not any(widened.instead.values())
    assert not any(widened.besides.values())


def test_the_other_name_of_an_acronym() -> None:
    assert (("GBV",), ("VBG",), ()) == tuple(same_as(key, GLOSSARY) for key in ("VBG", "GBV", "ONU"))


def test_scores_without_acronyms_are_what_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "c"
    corpus.mkdir()
    (corpus / "fr.txt").write_text(
        f"Les {VBG} (VBG) montent.\n\nLe bureau de Gao compte 12 employés.", encoding="utf-8"
    )
    (corpus / "en.txt").write_text("Survivors of GBV are helped.\n\nThe Gao office has 15 staff.", encoding="utf-8")
    encoder = FakeEncoder()
    build_index(corpus, tmp_path / "i", encoder, load_settings())
    index = open_index(tmp_path / "i", encoder.identity)
    retriever = Retriever(index, encoder, 30)
    plain = [retriever.query("Combien d'employés à Gao ?"), retriever.query("How many staff in Gao?")]
    with_acronyms = [retriever.search(query, 10) for query in plain]
    monkeypatch.setattr(search, "widen", lambda *_: Widened())
    without = [retriever.search(query, 10) for query in plain]
    monkeypatch.undo()
    assert without == with_acronyms
    assert all(np.isfinite(hit.cosine) for hits in with_acronyms for hit in hits)
    assert any(retriever.widened(retriever.query(f"Les {VBG} à Gao", "fr")).besides.values())

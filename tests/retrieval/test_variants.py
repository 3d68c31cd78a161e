"""Turns spellings unlike the documents' into checks with the real model: all are found among the first five."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.index.build import build_index
from assistant.index.embedding import load_encoder
from assistant.index.opened import open_index
from assistant.retrieval.search import Retriever
from assistant.settings import load_settings

VARIANTS = Path(__file__).parents[2] / "eval" / "questions" / "variants.jsonl"


@pytest.mark.real_model
def test_every_variant_is_found_among_the_first_five(tmp_path: Path, real_corpus: Path) -> None:
    settings = load_settings()
    encoder = load_encoder(settings)
    build_index(real_corpus, tmp_path, encoder, settings)
    retriever = Retriever(open_index(tmp_path), encoder, settings.candidates)
    rows = [json.loads(line) for line in VARIANTS.read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 60
    missed = []
    for row in rows:
        hits = retriever.search(retriever.query(row["query"], row["language"]), 5)
        texts = [(hit.document.path, " ".join(hit.passage.text.split())) for hit in hits]
        gold = [(gold["document"], " ".join(gold["quote"].split())) for gold in row["gold"]]
        if not any(path == document and quote in text for path, text in texts for document, quote in gold):
            missed.append(row["query"])
    assert missed == []

"""Turns texts with known shares in common into checks that near-duplicates are found and others are not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from assistant.index.build import build_index
from assistant.index.likeness import PLACES, near_duplicates, sketch
from assistant.index.opened import open_index
from assistant.records import Related, Relation
from assistant.settings import load_settings
from tests.fake_encoder import FakeEncoder

WORDS = [f"mot{number}" for number in range(5_000)]


def text(seed: int, words: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)


def shared(one: list[str], other: list[str], run: int = 5) -> float:
    """The share of runs of five words in common, counted."""
    runs = [{tuple(words[at : at + run]) for at in range(len(words) - run + 1)} for words in (one, other)]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


@pytest.mark.parametrize("changed", [0, 2, 8, 20, 25, 60])
def test_the_estimate_is_near_the_count(changed: int) -> None:
    one = text(1)
    other = list(one)
    for place in random.Random(2).sample(range(len(one)), changed):
        other[place] = "autre"
    found = near_duplicates({"a": sketch(" ".join(one)), "b": sketch(" ".join(other))}, 0.0)
    counted = shared(one, other)
    if counted > 0.5:  # less may fall through the bands, which is what they are for
        assert [("a", "b")] == [(a, b) for a, b, _ in found]
    for _, _, share in found:
        assert counted == pytest.approx(share, abs=0.13)  # three standard deviations


def test_spacing_punctuation_and_capitals_do_not_count() -> None:
    assert sketch("L’été, à Gao : 12 puits.\n\nEt l'eau") == sketch("l'ete a gao 12 puits et l'eau")
    assert len(sketch("un")) == len(sketch(" ".join(text(3)))) == 4 * PLACES


def test_others_and_empty_texts_are_no_pair() -> None:
    sketches = {str(seed): sketch(" ".join(text(seed))) for seed in range(40)}
    assert near_duplicates({**sketches, "empty": sketch(""), "none": sketch("?!")}, 0.05) == []


def test_pairs_are_kept_in_the_store_both_ways(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    body = " ".join(text(5))
    (corpus / "a.txt").write_text(f"Titre\n\n{body}.")
    (corpus / "b.txt").write_text(f"Titre\n\n{body} fin.")
    (corpus / "c.txt").write_text(f"Titre\n\n{' '.join(text(6))}.")
    build_index(corpus, tmp_path / "index", FakeEncoder(), load_settings())
    store = open_index(tmp_path / "index").store
    ((other, kind, score),) = [(r.document_id, r.kind, r.score) for r in store.related("a")]
    assert ("b", Relation.NEAR_DUPLICATE) == (other, kind)
    assert score > 0.9
    assert [Related("a", Relation.NEAR_DUPLICATE, score)] == store.related("b")
    assert store.related("c") == []


def test_an_edition_with_a_fifth_of_its_sentences_changed_is_found_and_a_common_frame_is_not(tmp_path: Path) -> None:
    def sentence(seed: int) -> str:
        return f"{' '.join(text(seed, 12))}."

    original = [sentence(number) for number in range(40)]
    edition = [sentence(1_000 + place) if place % 5 == 0 else one for place, one in enumerate(original)]
    framed = [one if place % 4 == 0 else sentence(2_000 + place) for place, one in enumerate(original)]
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, sentences in (("original", original), ("edition", edition), ("framed", framed)):
        (corpus / f"{name}.txt").write_text("Titre\n\n" + "\n".join(sentences))
    build_index(corpus, tmp_path / "index", FakeEncoder(), load_settings())
    store = open_index(tmp_path / "index").store
    assert ["edition"] == [one.document_id for one in store.related("original")]
    assert store.related("framed") == []

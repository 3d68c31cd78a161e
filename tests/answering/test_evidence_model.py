"""Turns the shipped evidence weights into checks of what they read; knows nothing about how they were trained."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import pytest

from assistant.answering.evidence_model import WEIGHTS_PATH, EvidenceReader, PassageReading
from assistant.answering.evidence_windows import WINDOW_TOKENS, best_span, build_windows
from assistant.errors import ModelError
from assistant.index.bundled_model import load_bundled_model
from assistant.index.bundled_tokenizer import EOS
from assistant.index.bundled_weights import find_bundled_file, read_bundled_weights
from assistant.index.int8.model import load_int8_model
from tests.engines import needs_int8

pytestmark = pytest.mark.real_model

TITLES = {"fr": "Note sur les opérations à Berbérati", "en": "Note on the operations in Berbérati"}
SENTENCES = {
    "fr": (
        "Le bureau a été ouvert en mars 2011 dans le quartier du marché.",
        "Le PAM a distribué 3 450 couvertures aux familles déplacées.",
        "La route de l'aéroport reste coupée à cause des fortes pluies.",
    ),
    "en": (
        "The office was opened in March 2011 in the market district.",
        "WFP distributed 3,450 blankets to displaced families.",
        "The road to the airport is still cut because of heavy rains.",
    ),
}
ASKED = {
    "fr": (
        "Quand le bureau a-t-il été ouvert ?",
        "Combien de couvertures le PAM a-t-il distribuées ?",
        "Pourquoi la route de l'aéroport est-elle coupée ?",
    ),
    "en": (
        "When was the office opened?",
        "How many blankets did WFP distribute?",
        "Why is the road to the airport cut?",
    ),
}
DIRECTIONS = [(ask, read) for ask in ("fr", "en") for read in ("fr", "en")]


@pytest.fixture(scope="module")
def exact() -> EvidenceReader:
    return EvidenceReader.load(load_bundled_model())


@pytest.fixture(scope="module")
def fast() -> EvidenceReader:
    return EvidenceReader.load(load_int8_model(read_bundled_weights(find_bundled_file())))


@pytest.fixture(params=["exact", pytest.param("fast", marks=needs_int8)])
def reader(request: pytest.FixtureRequest) -> EvidenceReader:
    found: EvidenceReader = request.getfixturevalue(request.param)
    return found


@needs_int8
def test_the_fast_reader_reads_what_the_exact_one_reads(exact: EvidenceReader, fast: EvidenceReader) -> None:
    passages = [(TITLES[language], SENTENCES[language]) for language in ("fr", "en")]
    for question in (*ASKED["fr"], *ASKED["en"], "Qui dirige le bureau ?", "Where is the hospital?"):
        for one, other in zip(exact.read(question, passages), fast.read(question, passages), strict=True):
            assert one.answers == pytest.approx(other.answers, abs=0.6)
            scores = [[sentence.score for sentence in reading.sentences] for reading in (one, other)]
            assert scores[0] == pytest.approx(scores[1], abs=0.6)


@pytest.mark.parametrize(("ask", "read"), DIRECTIONS)
def test_the_right_sentence_outranks_the_others(reader: EvidenceReader, ask: str, read: str) -> None:
    for right, question in enumerate(ASKED[ask]):
        (reading,) = reader.read(question, [(TITLES[read], SENTENCES[read])])
        scores = [sentence.score for sentence in reading.sentences]
        assert right == max(range(3), key=scores.__getitem__), (question, scores)


@pytest.mark.parametrize(("ask", "read"), DIRECTIONS)
def test_a_passage_that_answers_scores_above_one_that_does_not(reader: EvidenceReader, ask: str, read: str) -> None:
    for right, question in enumerate(ASKED[ask]):
        without = tuple(text for place, text in enumerate(SENTENCES[read]) if place != right)
        answering, silent = reader.read(question, [(TITLES[read], SENTENCES[read]), (TITLES[read], without)])
        assert answering.answers > silent.answers, question


def test_the_span_is_the_figure_asked_for(reader: EvidenceReader) -> None:
    (reading,) = reader.read(ASKED["en"][1], [(TITLES["en"], SENTENCES["en"])])
    span = reading.sentences[1].span
    assert span is not None
    assert "3,450" in SENTENCES["en"][1][slice(*span)]


def test_every_span_lies_inside_its_sentence(reader: EvidenceReader) -> None:
    strange = ("Œuvre — « ça » 12,5 % ?", "…", "a", "x" * 900, "mot " * 400)
    for question in (*ASKED["fr"], "?", ""):
        (reading,) = reader.read(question, [("Titre", strange)])
        assert len(strange) == len(reading.sentences)
        for text, sentence in zip(strange, reading.sentences, strict=True):
            assert math.isfinite(sentence.score)
            if sentence.span is not None:
                start, end = sentence.span
                assert 0 <= start < end <= len(text)


def test_reading_twice_gives_the_same_and_order_does_not_matter(reader: EvidenceReader) -> None:
    passages = [(TITLES[language], SENTENCES[language]) for language in ("fr", "en")]
    once = reader.read(ASKED["fr"][0], passages)
    assert once == reader.read(ASKED["fr"][0], passages)
    turned = reader.read(ASKED["fr"][0], passages[::-1])[::-1]
    assert [reading.answers for reading in once] == pytest.approx([r.answers for r in turned], abs=0.15)


def test_nothing_to_read_answers_nothing(reader: EvidenceReader) -> None:
    assert reader.read("Qui ?", []) == []
    assert [PassageReading((), -math.inf)] == reader.read("Qui ?", [("Titre", ())])


def test_a_blank_sentence_keeps_its_place(reader: EvidenceReader) -> None:
    (reading,) = reader.read(ASKED["en"][0], [("", ("", SENTENCES["en"][0]))])
    assert -math.inf == reading.sentences[0].score
    assert math.isfinite(reading.sentences[1].score)


def test_windows_hold_whole_sentences_and_every_token_once() -> None:
    tokenizer = load_bundled_model().tokenizer
    sentences = [*SENTENCES["fr"] * 6, "mot " * 300]
    (windows,) = build_windows(tokenizer, "Qui ?", [("Titre", sentences)])
    places = [unit.sentence for window in windows for unit in window.units]
    assert sorted(places) == places
    assert list(range(len(sentences))) == sorted(set(places))
    for window in windows:
        assert window.ids[-1] == EOS
        assert sum(unit.end - unit.start for unit in window.units) <= WINDOW_TOKENS
    cut = [place for place in places if places.count(place) > 1]
    assert {len(sentences) - 1} == set(cut)


def test_best_span_worked_by_hand() -> None:
    offsets = [(0, 2), (2, 6), (7, 9), (10, 12)]
    assert best_span([-1.0, 2.0, 3.0, -4.0], offsets, "abcdef gh ij") == (0, 9)
    assert best_span([-5.0, -4.0, -3.0, -1.0], offsets, "abcdef gh ij") == (10, 12)
    assert best_span([], [], "") is None
    assert best_span([3.0], [(7, 10)], "a 2 161 000 b") == (2, 11)
    assert best_span([3.0], [(3, 4)], "en 12,5 %") == (3, 7)


@pytest.mark.parametrize("harm", ["flip", "cut", "card", "gone"])
def test_altered_weights_are_refused(tmp_path: Path, harm: str) -> None:
    path = tmp_path / WEIGHTS_PATH.name
    shutil.copy(WEIGHTS_PATH, path)
    card = path.with_suffix(".json")
    shutil.copy(WEIGHTS_PATH.with_suffix(".json"), card)
    content = bytearray(path.read_bytes())
    if harm == "flip":
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    elif harm == "cut":
        path.write_bytes(content[:1000])
    elif harm == "card":
        card.write_text(json.dumps({"sha256": "0" * 64, "format": "1"}))
    else:
        path.unlink()
    with pytest.raises(ModelError, match="altered"):
        EvidenceReader.load(load_bundled_model(), path)


def test_the_card_tells_the_base_and_stays_small() -> None:
    card = json.loads(WEIGHTS_PATH.with_suffix(".json").read_text("utf-8"))
    assert {"format", "sha256", "base_sha256", "training"} <= card.keys()
    assert WEIGHTS_PATH.stat().st_size < 30_000_000

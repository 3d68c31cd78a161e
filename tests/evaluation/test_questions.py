"""Question files: ours, benchmark folders, and what is wrong with a bad one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answering.assistant import Assistant
from assistant.errors import EvaluationError
from assistant.evaluation.questions import Gold, read_questions
from assistant.evaluation.scoring import normalise

SETS = Path(__file__).parents[2] / "eval" / "questions"


def test_reads_our_form(tmp_path: Path) -> None:
    record = {
        "id": "q1",
        "question": "Combien ?",
        "language": "fr",
        "direction": "fr-en",
        "type": "number",
        "answerable": True,
        "facts": [["14", "quatorze"]],
        "gold": [{"document": "a.txt", "quote": "has 14 staff"}],
    }
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps(record) + "\n\n", encoding="utf-8")
    (question,) = read_questions(path)
    assert question.facts == (("14", "quatorze"),)
    assert (Gold("a.txt", "has 14 staff"),) == question.gold
    assert question.direction == "fr-en"


def test_reads_a_benchmark_folder(tmp_path: Path) -> None:
    record = {"id": "q", "lang": "en", "question": "What?", "answers": ["x"], "relevant": ["d1"], "answerable": True}
    (tmp_path / "queries.jsonl").write_text(json.dumps(record), encoding="utf-8")
    (question,) = read_questions(tmp_path)
    assert (Gold("d1", None),) == question.gold
    assert question.direction == "en-any"


@pytest.mark.parametrize("content", ["", "not json\n", '{"id": 1}\n', "[1, 2]\n"])
def test_refuses_a_bad_set(tmp_path: Path, content: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError) as raised:
        read_questions(path)
    assert "set.jsonl" in raised.value.en
    assert "set.jsonl" in raised.value.fr


def test_refuses_a_missing_set(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_questions(tmp_path / "none.jsonl")


@pytest.mark.parametrize("name", ["report.jsonl", "calibration.jsonl"])
def test_gold_quotes_and_facts_exist_in_the_documents(name: str, real_corpus_assistant: Assistant) -> None:
    store = real_corpus_assistant.index.store
    documents = [store.document(identifier) for identifier in store.document_ids()]
    texts = {document.path: normalise(document.text) for document in documents}
    questions = read_questions(SETS / name)
    assert len(questions) >= 80
    assert sum(not question.answerable for question in questions) >= 25
    for question in questions:
        quotes = [normalise(gold.quote or "") for gold in question.gold]
        assert all(normalise(gold.quote or "") in texts[gold.document] for gold in question.gold), question.id
        assert question.answerable == bool(question.gold), question.id
        for fact in question.facts if question.answerable else ():
            assert any(normalise(spelling) in quote for spelling in fact for quote in quotes), question.id


def test_no_question_is_both_reported_and_calibrated_with() -> None:
    reported = {normalise(question.text) for question in read_questions(SETS / "report.jsonl")}
    calibrated = {normalise(question.text) for question in read_questions(SETS / "calibration.jsonl")}
    assert not reported & calibrated

"""Question sets that people bring: read or refused with the line, checked against the documents, changed safely."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.assistant import Assistant
from assistant.errors import EvaluationError, NotFound
from assistant.evaluation.sets.checking import check_set
from assistant.evaluation.sets.folder import QuestionSets
from assistant.evaluation.sets.form import MOST_BYTES, read_file, read_records
from assistant.evaluation.sets.locating import Nearness, locate

QUOTE = "It employs 42 doctors and 110 nurses."
GOOD: dict[str, Any] = {
    "id": "a", "question": "How many doctors?", "language": "en", "direction": "en-en", "type": "number",
    "answerable": True, "facts": [["42"]], "gold": [{"document": "medaid-en.md", "quote": QUOTE}],
}  # fmt: skip


def lines(*records: dict[str, Any]) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()


@pytest.mark.parametrize("name", ["report", "calibration"])
def test_our_own_sets_have_the_form(repository: Path, name: str) -> None:
    assert len(read_file(repository / "eval" / "questions" / f"{name}.jsonl")) > 200


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "holds 0 questions"),
        (b"\n" + lines(GOOD) + b"not json\n", "Line 3 is no question: it is not JSON"),
        (b"[" * 100_000, "Line 1"),
        (b"[1]\n", "no JSON object"),
        (lines(GOOD) + b'{"id": "\xff"}\n', "Line 2 is no question: it is not UTF-8"),
        (lines(GOOD, GOOD), "Line 2 is no question: its id 'a' is that of line 1 already"),
        (lines({**GOOD, "language": "de"}), "language 'de' is not known"),
        (lines({**GOOD, "language": {"x": 1}}), "is not known"),
        (lines({**GOOD, "direction": "fr-de"}), "direction 'fr-de' is not known"),
        (lines({**GOOD, "question": " "}), "'question' must be a text"),
        (lines({**GOOD, "question": "x" * 2001}), "1 to 2000"),
        (lines({**GOOD, "id": 7}), "'id' must be a text"),
        (lines({**GOOD, "answerable": "yes"}), "true or false"),
        (lines({**GOOD, "facts": ["42"]}), "list of lists"),
        (lines({**GOOD, "gold": [{"document": "a"}]}), "'gold' must be"),
        (b'{"id": "a", "question": "\\ud800", "language": "fr", "answerable": true}', "broken character"),
        (b" " * (MOST_BYTES + 1), "larger than 5 MB"),
    ],
)
def test_a_bad_set_is_refused_in_one_sentence_with_the_line(data: bytes, said: str) -> None:
    with pytest.raises(EvaluationError) as raised:
        read_records(data, "mine.jsonl")
    assert said in raised.value.en
    assert raised.value.fr != raised.value.en
    assert "\n" not in raised.value.en + raised.value.fr


def test_a_mark_at_the_start_of_the_file_and_empty_lines_are_nothing() -> None:
    assert read_records(b"\xef\xbb\xbf" + lines(GOOD) + b"\r\n\n", "mine.jsonl") == [GOOD]


TEXT = "# Où ?\n\nL’équipe de **Gao** compte\n14 personnes : « assez »."


@pytest.mark.parametrize(
    ("quote", "nearness", "found"),
    [
        ("compte\n14 personnes", Nearness.EXACT, "compte\n14 personnes"),
        ("compte 14  personnes", Nearness.SPACES, "compte\n14 personnes"),
        ("L'équipe de Gao compte", Nearness.MARKS, "L’équipe de **Gao** compte"),
        ("l'equipe de gao", Nearness.LETTERS, "L’équipe de **Gao"),
        ("15 personnes", Nearness.MISSING, ""),
        ("", Nearness.MISSING, ""),
    ],
)
def test_a_quote_is_found_as_the_document_writes_it(quote: str, nearness: Nearness, found: str) -> None:
    located = locate(quote, TEXT)
    assert (located.nearness, located.slice) == (nearness, found)


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=60))
def test_what_is_found_is_always_a_slice_of_the_document(before: str, quote: str, after: str) -> None:
    text = before + quote + after
    located = locate(quote, text)
    assert located.slice in text
    assert located.nearness is Nearness.EXACT or not quote
    nearly = locate(f" {quote.upper()}", text)
    assert nearly.slice in text


def test_a_set_is_checked_against_the_documents(small_assistant: Assistant) -> None:
    store = small_assistant.index.store

    def problems(**changed: Any) -> list[tuple[str, str, int | None]]:
        return [(one.weight, one.en, one.gold) for one in check_set([{**GOOD, **changed}], store)]

    def gold(document: str, quote: str) -> list[dict[str, str]]:
        return [{"document": document, "quote": quote}]

    assert problems() == []
    assert problems(gold=gold("medaid-en", QUOTE)) == []  # by id as well
    [(weight, said, place)] = problems(gold=gold("nowhere.txt", QUOTE))
    assert (weight, place) == ("error", 0)
    assert "no document 'nowhere.txt'" in said
    missing = problems(gold=gold("medaid-en.md", "It employs 43 doctors"))
    assert ("error", 0) in [(weight, place) for weight, _, place in missing]
    assert problems(gold=gold("medaid-en.md", QUOTE.lower()))[0][0] == "error"
    assert problems(gold=gold("medaid-en.md", "It  employs 42 doctors"))[0][0] == "note"
    assert problems(facts=[["99"]])[0][0] == "note"
    assert [weight for weight, _, _ in problems(gold=[], facts=[])] == ["error", "error"]
    assert problems(answerable=False)[0][0] == "error"
    twice = check_set([GOOD, {**GOOD, "id": "b"}], store)
    assert [(one.number, one.weight) for one in twice] == [(2, "note")]
    near = check_set([{**GOOD, "gold": gold("medaid-en.md", "it employs 42 DOCTORS")}], store)
    assert near[0].instead == "It employs 42 doctors"


@pytest.fixture
def sets(tmp_path: Path) -> QuestionSets:
    ours = tmp_path / "eval" / "questions"
    ours.mkdir(parents=True)
    (ours / "report.jsonl").write_bytes(lines(GOOD))
    (ours / "variants.jsonl").write_bytes(b"{}\n")
    return QuestionSets(tmp_path / "eval")


def test_a_set_that_was_brought_is_kept_and_one_of_ours_is_copied_when_changed(sets: QuestionSets) -> None:
    assert [one.name for one in sets.all()] == ["report"]
    assert sets.receive("Été 2024.jsonl", lines(GOOD)).name == "Été 2024"
    assert [(one.name, one.ours) for one in sets.all()] == [("report", True), ("Été 2024", False)]
    records, seen = sets.read("report")
    copy, _ = sets.save("report", [{**records[0], "question": "Other?"}], seen)
    assert copy.name == "report-edited"
    assert sets.read("report") == (records, seen)
    assert sets.save("report", records, seen)[0].name == "report-edited-2"
    records, seen = sets.read("Été 2024")
    kept, now = sets.save("Été 2024", [*records, {**GOOD, "id": "b"}], seen)
    assert (kept.name, len(sets.read("Été 2024")[0])) == ("Été 2024", 2)
    with pytest.raises(EvaluationError, match="somebody else"):
        sets.save("Été 2024", records, seen)
    with pytest.raises(EvaluationError, match="Line 1"):
        sets.save("Été 2024", [{**GOOD, "language": "de"}], now)
    assert len(sets.read("Été 2024")[0]) == 2


@pytest.mark.parametrize(
    "name", ["", "..", "../x.jsonl", "a/b.jsonl", "report.jsonl", ".hidden", "x\ny.jsonl", "a" * 200, "<b>.jsonl"]
)
def test_a_name_that_cannot_be_used_changes_nothing(sets: QuestionSets, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(EvaluationError):
        sets.receive(name, lines(GOOD))
    with pytest.raises(NotFound):
        sets.read(f"{name}?")
    assert sorted(tmp_path.rglob("*")) == before

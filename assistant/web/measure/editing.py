"""Turns a question of a set into the fields of a form and back.

Knows nothing about Gradio or files. What the form does not show of a question is kept as it was.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.errors import EvaluationError
from assistant.evaluation.sets.checking import Problem
from assistant.evaluation.sets.form import Record, wrong_in
from assistant.web.measure.words import MEASURE_STRINGS

SPLIT = " | "
LONGEST = 20_000  # characters of one field


@dataclass(frozen=True, slots=True)
class Form:
    """The fields, in the order that the page has them."""

    id: str = ""
    question: str = ""
    language: str = "fr"
    direction: str = ""
    type: str = "other"
    answerable: bool = True
    facts: str = ""
    gold: str = ""
    note: str = ""


def form_of(record: Record) -> Form:
    facts = record.get("values") or record.get("facts", [])
    return Form(
        record["id"],
        record["question"],
        record["language"],
        record.get("direction") or "",
        record.get("type", "other"),
        record["answerable"],
        "\n".join(SPLIT.join(fact) for fact in facts),
        "\n".join(f"{entry['document']}{SPLIT}{_on_one_line(entry['quote'])}" for entry in record.get("gold", [])),
        record.get("note", ""),
    )


def record_of(form: Form, before: Record | None) -> Record:
    """The question that the form says. Raises EvaluationError for what makes it none."""
    facts = [[one.strip() for one in line.split("|") if one.strip()] for line in form.facts.split("\n")]
    record: Record = {
        **(before or {}),
        "id": form.id.strip(),
        "question": form.question.strip(),
        "language": form.language,
        "direction": form.direction or None,
        "type": form.type.strip() or "other",
        "answerable": form.answerable,
    }
    record["values" if (before or {}).get("values") else "facts"] = [fact for fact in facts if fact]
    record["gold"] = _gold(form.gold, before)
    record["note"] = form.note.strip()
    if not record["note"]:
        del record["note"]
    said = wrong_in(record)
    if said:
        raise EvaluationError(
            en=f"This is no question yet: {said[0]}.", fr=f"Ce n'est pas encore une question : {said[1]}."
        )
    return record


def with_exact(record: Record, problems: list[Problem]) -> Record:
    """The same with the documents' own text wherever a quote was nearly it."""
    gold = [dict(entry) for entry in record.get("gold", [])]
    for problem in problems:
        if problem.gold is not None and problem.instead:
            gold[problem.gold]["quote"] = problem.instead
    return {**record, "gold": gold}


def _gold(text: str, before: Record | None) -> list[dict[str, str]]:
    """A quote that was not changed keeps its line breaks, which the form cannot show."""
    known = {
        f"{entry['document']}{SPLIT}{_on_one_line(entry['quote'])}": entry for entry in (before or {}).get("gold", [])
    }
    found = []
    for line in filter(str.strip, text.split("\n")):
        if line in known:
            found.append(known[line])
            continue
        document, separator, quote = line.partition("|")
        if not separator or not document.strip() or not quote.strip():
            shown = line.strip()[:60]
            raise EvaluationError(
                en=MEASURE_STRINGS["en"].gold_line.format(line=shown),
                fr=MEASURE_STRINGS["fr"].gold_line.format(line=shown),
            )
        found.append({"document": document.strip(), "quote": quote.strip()})
    return found


def _on_one_line(text: str) -> str:
    return " ".join(text.split())

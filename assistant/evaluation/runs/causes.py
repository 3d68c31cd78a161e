"""Turns what two runs saw of one question into the stage that made their answers differ.

Knows nothing about gold: an answer to a question without any can change as well. What is compared is what each stage
passed on, in their order, and only where it matters: the passages that either answer stands on.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evaluation.runs.record import Detail, Measured, Run, Unit
from assistant.evaluation.stages import Stage

READING_LOGITS = 0.01  # the same text read twice differs by less
COSINE = 0.0005
ORDER_LOGITS = 0.01


@dataclass(frozen=True, slots=True)
class Cause:
    """The stage, and what shows it: a name of a sentence in the catalogue, with a passage or figures to fill in."""

    stage: Stage
    shown_by: str
    what: str = ""


def cause_of(before: Measured, after: Measured, runs: tuple[Run, Run]) -> Cause:
    """The first stage, in the order of the work, that passed on something else which the answers depend on."""
    one, other = before.detail, after.detail
    threshold = _by_threshold(one, other)
    if threshold:
        return threshold
    return (
        _by_reading(before, after, runs)
        or _by_retrieval(one, other)
        or _by_evidence(one, other)
        or _by_decision(before, after)
        or Cause(Stage.WORDING, "same_decision")
    )


def _by_threshold(one: Detail, other: Detail) -> Cause | None:
    """Where each run's probability gives the other's outcome with the other's threshold, nothing else is to blame."""
    if one.threshold == other.threshold or _answers(one) == _answers(other):
        return None
    swapped = (one.probability >= other.threshold, other.probability >= one.threshold)
    if swapped == (_answers(other), _answers(one)):
        return Cause(Stage.DECISION, "threshold", f"{one.threshold:.2f} → {other.threshold:.2f}")
    return None


def _by_reading(before: Measured, after: Measured, runs: tuple[Run, Run]) -> Cause | None:
    """A document that matters is not the same text in both, or is cut into other passages, or its proof is gone."""
    if runs[0].generation == runs[1].generation and runs[0].documents == runs[1].documents:
        return None
    for passage in sorted(_matter(before.detail) | _matter(after.detail)):
        document = passage.rsplit("#", 1)[0]
        if runs[0].documents.get(document) != runs[1].documents.get(document):
            return Cause(Stage.READING, "document_changed", document)
    if runs[0].passage_tokens != runs[1].passage_tokens:
        return Cause(Stage.READING, "cut_otherwise")
    if set(before.row.relevant) != set(after.row.relevant):
        differing = sorted(set(before.row.relevant) ^ set(after.row.relevant))
        return Cause(Stage.READING, "proof_changed", differing[0])
    return None


def _by_retrieval(one: Detail, other: Detail) -> Cause | None:
    """A passage that one answer stands on was not among those weighed for the other; or all were, in another order.

    Another order alone is blamed only where the evidence model read the same units alike, so that nothing after it
    can have begun to differ by itself.
    """
    held = {weighed.passage for weighed in one.weighed}, {weighed.passage for weighed in other.weighed}
    for passage in sorted(_matter(one) - held[1]) + sorted(_matter(other) - held[0]):
        return Cause(Stage.RETRIEVAL, "passage_missing", passage)
    if _read_otherwise(one, other):
        return None
    if [weighed.passage for weighed in one.weighed] != [weighed.passage for weighed in other.weighed]:
        return Cause(Stage.RETRIEVAL, "other_order")
    cosines = [(a.cosine, b.cosine) for a, b in zip(one.weighed, other.weighed, strict=True)]
    if any(abs(a - b) > COSINE for a, b in cosines):
        return Cause(Stage.RETRIEVAL, "other_cosines")
    return None


def _by_evidence(one: Detail, other: Detail) -> Cause | None:
    """The same units of the same passages were read, or ordered, otherwise."""
    read = _read_otherwise(one, other)
    if read:
        return Cause(Stage.EVIDENCE, "read_otherwise", read)
    logits = _common(one, other, "logit")
    ordered = [(unit.passage, unit.start) for unit in one.units] != [(unit.passage, unit.start) for unit in other.units]
    if ordered or any(abs(a - b) > ORDER_LOGITS for a, b in logits.values()):
        return Cause(Stage.EVIDENCE, "ordered_otherwise")
    return None


def _by_decision(before: Measured, after: Measured) -> Cause | None:
    one, other = before.detail, after.detail
    if _answers(one) != _answers(other) or before.detail.reason != after.detail.reason:
        return Cause(Stage.DECISION, "probability", f"{one.probability:.2f} → {other.probability:.2f}")
    return None


def _answers(detail: Detail) -> bool:
    return bool(detail.units) and detail.probability >= detail.threshold


def _matter(detail: Detail) -> set[str]:
    """The passages that an answer stands on: those it quotes, and the one of the likeliest unit."""
    return {quoted.passage for quoted in detail.quoted} | {unit.passage for unit in detail.units[:1]}


def _read_otherwise(one: Detail, other: Detail) -> str:
    """A passage of which a unit both read was read otherwise; empty where there is none."""
    for (passage, _, _), (a, b) in sorted(_common(one, other, "reading").items()):
        if abs(a - b) > READING_LOGITS:
            return passage
    return ""


def _common(one: Detail, other: Detail, signal: str) -> dict[tuple[str, int, int], tuple[float, float]]:
    """A signal of the units that both weighed."""
    first = {_place(unit): getattr(unit, signal) for unit in one.units}
    second = {_place(unit): getattr(unit, signal) for unit in other.units}
    return {place: (first[place], second[place]) for place in first.keys() & second.keys()}


def _place(unit: Unit) -> tuple[str, int, int]:
    return unit.passage, unit.start, unit.end

"""Turns what was weighed over a question into tables for people and JSON for machines.

Knows nothing about how anything was weighed.
"""

from __future__ import annotations

from typing import Any

from assistant.answering.deliberation import Deliberation
from assistant.answering.judging import unit_features

UNITS_SHOWN = 12
TEXT_CHARS = 90


def explain(deliberation: Deliberation) -> dict[str, Any]:
    """Question as understood, passages with their ranks, units with their signals, the decision."""
    asked = deliberation.asked
    return {
        "asked": {
            "language": asked.language,
            "kind": asked.kind.value,
            "several": asked.several,
            "names": list(asked.anchors),
            "terms": list(asked.terms),
        },
        "passages": [
            {"passage_id": hit.passage.id, "cosine": round(hit.cosine, 4), "ranks": hit.ranks}
            for hit in deliberation.hits
        ],
        "evidence": [
            {
                "passage_id": judged.candidate.hit.passage.id,
                "text": judged.candidate.text,
                "logit": round(judged.logit, 3),
                "signals": {name: round(value, 3) for name, value in unit_features(judged.candidate).items()},
            }
            for judged in deliberation.judged[:UNITS_SHOWN]
        ],
        "decision": {
            "probability": round(deliberation.probability, 4),
            "threshold": deliberation.threshold,
            "answers": deliberation.answers,
            "known_names": round(deliberation.known, 3),
            "unknown_name": deliberation.unknown or None,
        },
    }


def show_explanation(explanation: dict[str, Any]) -> str:
    """The same as text: one line a passage, one a unit, the decision last."""
    asked, decision = explanation["asked"], explanation["decision"]
    names = ", ".join(asked["names"]) or "–"
    lines = [f"asked: {asked['kind']} in {asked['language']}; names: {names}; terms: {', '.join(asked['terms'])}", ""]
    lines.append("cosine  passage")
    for passage in explanation["passages"]:
        ranks = ", ".join(f"{name} {rank}" for name, rank in passage["ranks"].items())
        lines.append(f"{passage['cosine']:6.3f}  {passage['passage_id']}  ({ranks})")
    lines += ["", " logit  reading  cosine  coverage  names  kind  evidence"]
    for unit in explanation["evidence"]:
        signals = unit["signals"]
        text = " ".join(unit["text"].split())[:TEXT_CHARS]
        lines.append(
            f"{unit['logit']:6.2f}  {signals['reading']:7.2f}  {signals['cosine']:6.2f}  {signals['coverage']:8.2f}  "
            f"{signals['unit_anchors']:5.2f}  {signals['kind']:4.0f}  {text}"
        )
    verdict = "answers" if decision["answers"] else "abstains"
    lines += ["", f"{verdict}: probability {decision['probability']:.3f}, threshold {decision['threshold']:.3f}"]
    return "\n".join(lines)

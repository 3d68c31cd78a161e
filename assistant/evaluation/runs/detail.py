"""Turns an answer and what was weighed over it into the record of what was seen on the way.

Knows nothing about gold or figures. Enough is kept to say later which stage made two runs differ.
"""

from __future__ import annotations

from assistant.answering.deliberation import Deliberation
from assistant.evaluation.runs.record import Detail, Quoted, Unit, Weighed
from assistant.records import Answer, Citation

UNITS_KEPT = 30
DECIMALS = 4


def detail_of(answer: Answer, weighed: Deliberation | None) -> Detail:
    hits = weighed.hits if weighed else ()
    judged = weighed.judged[:UNITS_KEPT] if weighed else ()
    return Detail(
        reason=answer.reason,
        probability=round(weighed.probability, DECIMALS) if weighed else 0.0,
        threshold=round(weighed.threshold, DECIMALS) if weighed else 0.0,
        weighed=tuple(Weighed(hit.passage.id, round(hit.cosine, DECIMALS)) for hit in hits),
        units=tuple(
            Unit(
                one.candidate.hit.passage.id, one.candidate.span.start, one.candidate.span.end,
                round(one.candidate.reading, DECIMALS), round(one.logit, DECIMALS),
            )
            for one in judged
        ),
        quoted=tuple(_quoted(citation) for citation in answer.citations),
        timings_ms=answer.timings_ms,
    )  # fmt: skip


def _quoted(citation: Citation) -> Quoted:
    document, span = citation.document, citation.span
    return Quoted(
        document.id, document.title, document.language, span.start, span.end, citation.quote, citation.passage.id
    )

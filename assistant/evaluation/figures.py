"""Turns rows into figures by direction and type, each with its count and a 95 % interval.

Knows nothing about files. Only importer of ir_measures and scipy; proportions get Wilson's interval, means one by
bootstrap over the questions (percentiles of 2,000 resamples, Efron 1979). Pairs of outcomes get McNemar's exact test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from assistant.evaluation.questions import UNANSWERABLE
from assistant.evaluation.scoring import Row
from assistant.records import LANGUAGES

Figure = dict[str, Any]  # value, n, low, high
ALL = "all"
RESAMPLES = 2000
SIGNIFICANT = 0.05


def summarise(rows: Sequence[Row]) -> dict[str, dict[str, Figure]]:
    """Figures by group: each direction, "all", every type of question as "type:…", and both as "fr-fr type:…"."""
    directions = sorted({row.direction for row in rows})
    groups: dict[str, list[Row]] = {name: [row for row in rows if row.direction == name] for name in directions}
    groups[ALL] = list(rows)
    for language in LANGUAGES if UNANSWERABLE in groups else ():
        groups[f"{language}-{UNANSWERABLE}"] = [row for row in groups[UNANSWERABLE] if row.language == language]
    for kind in sorted({row.type for row in rows}):
        groups[f"type:{kind}"] = [row for row in rows if row.type == kind]
    for direction in directions:
        for kind in sorted({row.type for row in groups[direction]}):
            groups[f"{direction} type:{kind}"] = [row for row in groups[direction] if row.type == kind]
    return {name: _figures(group) for name, group in groups.items()}


def _figures(rows: Sequence[Row]) -> dict[str, Figure]:
    answerable = [row for row in rows if row.answerable]
    unanswerable = [row for row in rows if not row.answerable]
    answered = [row for row in answerable if row.answered]
    figures = {
        "answer_accuracy": share(answerable, lambda row: row.right),
        "answered": share(answerable, lambda row: row.answered),
        "refused": share(unanswerable, lambda row: not row.answered),
        "citation_precision": mean([row.citation_precision for row in answered]),
        "citation_recall": mean([row.citation_recall for row in answered]),
        "language_right": share(rows, lambda row: row.language_right),
        "quotes_exact": share(rows, lambda row: row.exact),
        **_retrieval([row for row in answerable if row.direction != UNANSWERABLE]),
    }
    return {name: figure for name, figure in figures.items() if figure["n"]}


def share(rows: Sequence[Row], holds: Callable[[Row], bool]) -> Figure:
    """A proportion with Wilson's 95 % interval."""
    return share_of(sum(map(holds, rows)), len(rows))


def share_of(hits: int, count: int) -> Figure:
    """`hits` of `count`, with Wilson's 95 % interval."""
    from scipy.stats import binomtest

    if not count:
        return {"value": None, "n": 0}
    interval = binomtest(hits, count).proportion_ci(method="wilson")
    return {
        "value": round(hits / count, 4),
        "n": count,
        "low": round(float(interval.low), 4),
        "high": round(float(interval.high), 4),
    }


def mean(values: Sequence[float | None]) -> Figure:
    """A mean with its 95 % interval by bootstrap; without one where all values are the same or there is but one."""
    from scipy.stats import bootstrap

    present = [value for value in values if value is not None]
    if not present:
        return {"value": None, "n": 0}
    figure: Figure = {"value": round(sum(present) / len(present), 4), "n": len(present)}
    if len(set(present)) > 1:
        interval = bootstrap(
            (np.array(present),), np.mean, n_resamples=RESAMPLES, method="percentile", rng=np.random.default_rng(0)
        ).confidence_interval
        figure |= {"low": round(float(interval.low), 4), "high": round(float(interval.high), 4)}
    return figure


def paired(pairs: Sequence[tuple[bool, bool]]) -> Figure:
    """What changed between two outcomes of the same questions, and whether chance alone would do as much.

    McNemar's exact test: among the questions whose outcome changed, the two ways of changing are as likely, two-sided.
    The difference of the shares has a 95 % interval by bootstrap over the pairs.
    """
    from scipy.stats import binomtest

    gained = sum(after and not before for before, after in pairs)
    lost = sum(before and not after for before, after in pairs)
    change = mean([float(after) - float(before) for before, after in pairs])
    p = float(binomtest(gained, gained + lost, 0.5).pvalue) if gained + lost else 1.0
    return {**change, "gained": gained, "lost": lost, "p": round(p, 6), "larger_than_chance": p < SIGNIFICANT}


def _retrieval(rows: Sequence[Row]) -> dict[str, Figure]:
    """Recall@5 (a relevant passage among the first five), reciprocal rank, nDCG@10, by ir_measures."""
    import ir_measures
    from ir_measures import RR, Success, nDCG

    measures = {"recall@5": Success @ 5, "mrr": RR @ 10, "ndcg@10": nDCG @ 10}
    qrels = [ir_measures.Qrel(row.id, passage, 1) for row in rows for passage in row.relevant]
    qrels += [ir_measures.Qrel(row.id, "not retrieved", 1) for row in rows if not row.relevant]
    run = [
        ir_measures.ScoredDoc(row.id, passage, -float(rank))
        for row in rows
        for rank, passage in enumerate(row.retrieved[:10])
    ]
    if not rows:
        return {}
    values: dict[str, list[float]] = {name: [] for name in measures}
    names = {str(measure): name for name, measure in measures.items()}
    for metric in ir_measures.iter_calc(list(measures.values()), qrels, run):
        values[names[str(metric.measure)]].append(float(metric.value))
    missing = {name: len(rows) - len(found) for name, found in values.items()}  # nothing retrieved at all
    return {name: mean([*found, *[0.0] * missing[name]]) for name, found in values.items()}

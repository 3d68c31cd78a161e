"""Turns one stage weakened on purpose into the share of changed answers whose cause is named rightly.

Knows nothing about how causes are found. Run: python -m eval.benchmarks.causes [--sets FILE ...] [--json FILE]
Each weakening is a run of its own, compared with one of the program as it is; the index is the one in force.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.answering.assistant import Assistant, open_assistant
from assistant.evaluation.runs.comparing import compare
from assistant.evaluation.runs.folder import Runs
from assistant.evaluation.runs.measuring import begin, carry_on
from assistant.evaluation.runs.record import Run
from assistant.evaluation.stages import Stage
from assistant.index.allowed import Allowed
from assistant.index.ranks import reciprocal_rank_fusion
from assistant.records import Filter, Hit, Language
from assistant.retrieval.search import Query, Retriever, question_terms
from assistant.retrieval.widening import Widened
from assistant.settings import load_settings

SETS = (Path("eval/questions/report.jsonl"), Path("eval/questions/calibration.jsonl"))
BEST_LOST = 3
HIGHER = 0.15


class WithoutMeaning(Retriever):
    """By terms alone: both lists by vectors are gone."""

    def _in_language(
        self, query: Query, language: Language, depth: int, allowed: Allowed, widened: Widened
    ) -> list[Any]:
        wanted = question_terms(query.text, query.language, language)
        rows = [row for row, _ in self.index.terms.search(wanted, language, depth, None)]
        fused = [row for row, _ in reciprocal_rank_fusion({"lexical": rows}, {})]
        ranks = {row: {f"lexical_{language}": rank} for rank, row in enumerate(fused, start=1)}
        return self._weighed(query, language, fused, ranks)

    def _add_twins(self, query: Query, lists: Any, allowed: Mapping[Language, Allowed]) -> None:
        return None


class Shuffled(Retriever):
    """What was found in any order."""

    def search(self, query: Query, k: int, wanted: Filter | None = None) -> list[Hit]:
        hits = Retriever.search(self, query, k, wanted)
        random.Random(query.text).shuffle(hits)
        return [replace(hit, ranks={**hit.ranks, "merged": rank}) for rank, hit in enumerate(hits, start=1)]


class BestLost(Retriever):
    """Without the passages that it ranks first."""

    def search(self, query: Query, k: int, wanted: Filter | None = None) -> list[Hit]:
        hits = Retriever.search(self, query, k + BEST_LOST, wanted)[BEST_LOST:]
        return [replace(hit, ranks={**hit.ranks, "merged": rank}) for rank, hit in enumerate(hits, start=1)]


def with_retriever(kind: type[Retriever]) -> Callable[[Assistant], Assistant]:
    def weakened(assistant: Assistant) -> Assistant:
        made = assistant.over(assistant.index)
        made.retriever = kind(made.index, made.retriever.encoder, made.settings.candidates)
        made.deliberator = replace(made.deliberator, retriever=made.retriever)
        return made

    return weakened


def without_reader(assistant: Assistant) -> Assistant:
    return Assistant(assistant.index, assistant.retriever.encoder, assistant.settings)


def more_careful(assistant: Assistant) -> Assistant:
    threshold = min(1.0, assistant.deliberator.decision.threshold + HIGHER)
    settings = assistant.settings.model_copy(update={"answer_threshold": threshold})
    return Assistant(assistant.index, assistant.retriever.encoder, settings, assistant.deliberator.reader)


WEAKENED: dict[str, tuple[Stage | None, Callable[[Assistant], Assistant]]] = {
    "nothing (the same again)": (None, lambda assistant: assistant),
    "no list by meaning": (Stage.RETRIEVAL, with_retriever(WithoutMeaning)),
    "order shuffled": (Stage.RETRIEVAL, with_retriever(Shuffled)),
    f"best {BEST_LOST} passages lost": (Stage.RETRIEVAL, with_retriever(BestLost)),
    "no evidence model": (Stage.EVIDENCE, without_reader),
    f"threshold {HIGHER} higher": (Stage.DECISION, more_careful),
}


def run_of(runs: Runs, assistant: Assistant, path: Path, name: str) -> Run:
    run = begin(runs, assistant, path, "benchmark")

    def tell(done: int, total: int) -> None:
        print(f"\r{name}: {done}/{total}", end="", file=sys.stderr)

    return carry_on(runs, run, assistant, tell)


def thinned(path: Path, every: int, folder: Path) -> Path:
    """A set with every so manieth of its questions."""
    lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    thin = folder / path.name
    thin.write_text("\n".join(lines[::every]) + "\n", encoding="utf-8")
    return thin


def measured(assistant: Assistant, sets: list[Path]) -> list[dict[str, Any]]:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        runs = Runs(Path(folder))
        as_it_is = {path: run_of(runs, assistant, path, f"as it is, {path.stem}") for path in sets}
        for name, (expected, weaken) in WEAKENED.items():
            weakened = weaken(assistant)
            named: Counter[str] = Counter()
            shown: Counter[str] = Counter()
            asked = 0
            for path in sets:
                run = run_of(runs, weakened, path, f"{name}, {path.stem}")
                comparison = compare(runs, as_it_is[path].id, run.id)
                asked += comparison.common
                named.update(one.cause.stage.value for one in comparison.changed)
                shown.update(f"{one.cause.stage.value}: {one.cause.shown_by}" for one in comparison.changed)
            changed = sum(named.values())
            right = named[expected.value] if expected else 0
            found.append(
                {"weakened": name, "expected": expected, "asked": asked, "changed": changed, "named": dict(named),
                 "shown_by": dict(shown), "share": round(right / changed, 4) if changed and expected else None}
            )  # fmt: skip
            print(f"\n{found[-1]}", file=sys.stderr)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="*", type=Path, default=list(SETS))
    parser.add_argument("--every", type=int, default=1, help="ask every so manieth question")
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    assistant = open_assistant(given.index, load_settings())
    with tempfile.TemporaryDirectory() as folder:
        found = measured(assistant, [thinned(path, given.every, Path(folder)) for path in given.sets])
    print("| weakened | asked | changed | cause expected | named rightly |\n| --- | --- | --- | --- | --- |")
    for one in found:
        share = "–" if one["share"] is None else f"{one['share']:.1%}"
        print(f"| {one['weakened']} | {one['asked']} | {one['changed']} | {one['expected'] or 'none'} | {share} |")
    if given.json:
        given.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()

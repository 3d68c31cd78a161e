"""Turns parallel sentences into editions with planted changes, and comparisons of them into recall and precision.

Knows nothing about how editions are compared. Four kinds of change, planted in one edition with a fixed seed: a figure,
a date, a name replaced, a sentence removed. The same documents are compared unplanted as well: what differs there
already is no planted change and counts apart. PARALLEL is a `parallel.jsonl` whose rows have "doc", "en" and "fr".
Usage: python -m eval.benchmarks.edition_changes PARALLEL [--documents 20] [--skip 0] [--seed 1] [--each 10] [--show]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.discovery.editions.comparing import Comparison, Difference, compare
from assistant.discovery.editions.kinds import Kind
from assistant.index.build import build_index
from assistant.index.embedding import load_encoder
from assistant.index.opened import open_index
from assistant.records import LANGUAGES, Language
from assistant.settings import load_settings
from assistant.text.values import MONTHS, find_values

LEAST_SENTENCES = 14
LEAST_CHARS = 50  # of a sentence that is removed
MONTH_NAMES = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
}
NAME = re.compile(r"(?<=[\w,] )[A-ZÉ][a-zéèêëïôöüç]{3,}(?:[ -][A-ZÉ][a-zéèêëïôöüç]{3,})?")
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Planted:
    kind: Kind
    document: str
    language: Language  # of the edition that was changed
    before: str
    after: str
    partner: str  # the sentence of the other edition


def documents_of(parallel: Path, count: int, skip: int) -> list[list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for line in parallel.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row["doc"]].append(row)
    long = [rows for rows in found.values() if len(rows) >= LEAST_SENTENCES]
    dated = sorted(long, key=lambda rows: -sum(_has_date(row) for row in rows))  # dates are rare
    mixed = dated[::2] + dated[1::2]
    return mixed[skip : skip + count]


def _has_date(row: Row) -> bool:
    keys = [{value.key for value in find_values(row[language]) if value.kind == "date"} for language in LANGUAGES]
    return bool(keys[0] & keys[1])


def plant(documents: list[list[Row]], each: int, rng: random.Random) -> tuple[list[list[Row | None]], list[Planted]]:
    """Changed copies, and what was changed; at most one change a sentence, kinds spread over the documents."""
    names = sorted(
        {name for rows in documents for row in rows for name in NAME.findall(row["en"]) if name in row["fr"]}
    )
    ways: dict[Kind, Callable[[Row, Language], tuple[str, str] | None]] = {
        Kind.FIGURE: lambda row, language: _other_figure(row, language, rng),
        Kind.DATE: lambda row, language: _other_date(row, language, rng),
        Kind.NAME: lambda row, language: _other_name(row, language, names, rng),
        Kind.LACKING: lambda row, language: (row[language], "") if len(row[language]) >= LEAST_CHARS else None,
    }
    changed: list[list[Any]] = [[dict(row) for row in rows] for rows in documents]
    planted: list[Planted] = []
    for kind, way in ways.items():
        places = [(d, s) for d, rows in enumerate(documents) for s in range(1, len(rows))]
        rng.shuffle(places)
        made, used = 0, Counter(int(one.document) for one in planted)
        for d, s in sorted(places, key=lambda place: used[place[0]]):
            row = changed[d][s]
            if made == each:
                break
            if row is None or row != documents[d][s] or sum(int(p.document) == d and p.kind is kind for p in planted):
                continue
            language = rng.choice(LANGUAGES)
            change = way(row, language)
            if change is None:
                continue
            partner = row["fr" if language == "en" else "en"]
            planted.append(Planted(kind, str(d), language, *change, partner))
            row[language] = row[language].replace(*change, 1) if kind is not Kind.LACKING else ""
            made += 1
    return changed, planted


def _other_figure(row: Row, language: Language, rng: random.Random) -> tuple[str, str] | None:
    """A number written in digits in both editions, once each."""
    other: Language = "fr" if language == "en" else "en"
    keys = Counter(v.key for v in find_values(row[other]) if v.kind != "date")
    for value in find_values(row[language]):
        written = row[language][value.span.start : value.span.end]
        digits = re.search(r"\d+", written)
        if value.kind != "date" and digits and keys[value.key] == 1 and row[language].count(digits.group()) == 1:
            number = digits.group()
            new = str(int(number) + rng.choice([1, 2, 3, 5, 7]) * 10 ** max(0, len(number) - 2)).zfill(len(number))
            return number, new
    return None


def _other_date(row: Row, language: Language, rng: random.Random) -> tuple[str, str] | None:
    """A date that both editions give: another year, day or month."""
    other: Language = "fr" if language == "en" else "en"
    keys = {v.key for v in find_values(row[other]) if v.kind == "date"}
    for value in find_values(row[language]):
        if value.kind != "date" or value.key not in keys:
            continue
        written = row[language][value.span.start : value.span.end]
        if row[language].count(written) != 1:
            continue
        numbers = re.findall(r"\d+", written)
        month = next((word for word in re.findall(r"[^\W\d_]+", written) if word.lower() in MONTHS), None)
        if month and rng.random() < 0.5:
            new = rng.choice([n for n in MONTH_NAMES[language] if MONTHS[n.lower()] != MONTHS[month.lower()]])
            return written, written.replace(month, new)
        if numbers:
            old = rng.choice(numbers)
            new = str(int(old) + rng.choice([1, 2, 3])) if len(old) == 4 or int(old) < 25 else str(int(old) - 3)
            return written, written.replace(old, new, 1)
    return None


def _other_name(row: Row, language: Language, names: list[str], rng: random.Random) -> tuple[str, str] | None:
    """A name that both editions write alike, replaced by one of another document that neither has."""
    for name in NAME.findall(row[language]):
        held = all(name in row[one] and row[one].count(name) == 1 for one in LANGUAGES)
        if held and name.split()[0].lower() not in MONTHS:
            new = rng.choice([n for n in names if not set(n.split()) & set(f"{row['en']} {row['fr']}".split())])
            return name, new
    return None


def write(folder: Path, documents: list[list[Any]]) -> None:
    folder.mkdir()
    facts = []
    for number, rows in enumerate(documents):
        for language in LANGUAGES:
            name = f"{number:02d}-{language}.txt"
            title, *rest = (row[language] for row in rows if row[language])
            (folder / name).write_text("\n".join((title, "", *rest, "")), encoding="utf-8")
            fact = f'[[document]]\npath = "{name}"\nlanguage = "{language}"\ntitle = "Document {number:02d}"\n'
            facts.append(fact + (f'translation_of = "{number:02d}-en.txt"\n' if language == "fr" else ""))
    (folder / "sources.toml").write_text("\n".join(facts), encoding="utf-8")


def comparisons(folder: Path, index_folder: Path, count: int) -> tuple[list[Comparison], list[float]]:
    settings = load_settings()
    build_index(folder, index_folder, load_encoder(settings), settings)
    index, found, times = open_index(index_folder), [], []
    for number in range(count):
        began = time.process_time()
        found.append(compare(index, f"{number:02d}-en", f"{number:02d}-fr"))
        times.append(time.process_time() - began)
    return found, times


def is_it(difference: Difference, planted: Planted) -> bool:
    """True where the report shows the planted change: the removed sentence's partner, or the new value marked."""
    sides = {"en": difference.left, "fr": difference.right}
    changed, other = sides[planted.language], sides["fr" if planted.language == "en" else "en"]
    if planted.kind is Kind.LACKING:
        shown = other.quote if other else ""
        return (
            difference.kind is Kind.LACKING
            and changed is None
            and bool(shown)
            and (shown in planted.partner or planted.partner in shown)
        )
    if difference.kind is Kind.LACKING or changed is None or other is None:
        return False
    marked = changed.said
    near = any(part in planted.partner or planted.partner in part for part in (other.quote,))
    return near and bool(marked) and (marked in planted.after or planted.after in marked)


def same_report(one: Difference, other: Difference) -> bool:
    return _key(one) == _key(other)


def _key(difference: Difference) -> tuple[Any, ...]:
    """The values, or the stretch that stands alone: beads around may have changed."""
    return (difference.kind, *(side.said if side else None for side in (difference.left, difference.right)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parallel", type=Path)
    parser.add_argument("--documents", type=int, default=20)
    parser.add_argument("--skip", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    documents = documents_of(given.parallel, given.documents, given.skip)
    changed, planted = plant(documents, given.each, random.Random(given.seed))
    work = Path(tempfile.mkdtemp())
    try:
        write(work / "before", documents)
        write(work / "after", changed)
        before, _ = comparisons(work / "before", work / "index", len(documents))
        after, times = comparisons(work / "after", work / "index", len(documents))
    finally:
        shutil.rmtree(work)
    found: Counter[Kind] = Counter()
    right = others = already = 0
    missed = [one for one in planted if not any(is_it(d, one) for d in after[int(one.document)].differences)]
    found.update(one.kind for one in planted if one not in missed)
    for number, comparison in enumerate(after):
        for difference in comparison.differences:
            if any(one.document == str(number) and is_it(difference, one) for one in planted):
                right += 1
            elif any(same_report(difference, old) for old in before[number].differences):
                already += 1
            else:
                others += 1
                if given.show:
                    print("other", number, difference)
    if given.show:
        for one in missed:
            print("missed", one)
        for number, comparison in enumerate(before):
            for difference in comparison.differences:
                print("already", number, difference)
    print(f"{len(documents)} pairs, {len(planted)} planted changes, seed {given.seed}, skipped {given.skip}")
    for kind in Kind:
        print(f"  {kind:8} found {found[kind]} of {sum(one.kind is kind for one in planted)}")
    print(f"recall {sum(found.values()) / len(planted):.2f} (n={len(planted)})")
    print(f"precision {right / max(1, right + others):.2f} (n={right + others})")
    print(f"besides {already} reports that the unplanted pairs give too")
    print(f"unplanted: {sum(len(c.differences) for c in before)} reports in {len(before)} pairs")
    print(f"processor time a pair: median {statistics.median(times):.2f} s, at most {max(times):.2f} s")


if __name__ == "__main__":
    main()

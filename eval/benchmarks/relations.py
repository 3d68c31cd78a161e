"""Turns parallel collections into precision and recall of the translations and near-duplicates found when indexing.

Knows nothing about answers. A SET folder holds corpus.jsonl ({"id": "…-en" or "…-fr", "lang", "title", "text"}) or
parallel.jsonl ({"id", "en", "fr", "doc"?}). Translations are looked for once among all documents, once with a third of
them in both languages, a third in English alone and a third in French alone; the functions are those of the index, only
the sentence vectors, which play no part, are left out. Near-duplicates: see edited_copies.
Usage: python -m eval.benchmarks.relations SET [SET ...] [--cache FILE] [--no-translations]
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.reading import read_folder
from assistant.index.cache import EmbeddingCache
from assistant.index.embedding import Encoder, Vectors, load_encoder
from assistant.index.parts import Parts, make_parts
from assistant.index.relations import find_relations
from assistant.index.twins import NONE, find_twins
from assistant.records import Document, Relation
from assistant.settings import load_settings
from eval.benchmarks.edited_copies import near_duplicates_among

LANGUAGES = ("en", "fr")
SENTENCES = 30  # of a set of sentences make a document
Pieces = list[tuple[str, str]]  # name of a section or sentence, the same in both languages, and its text


@dataclass(frozen=True, slots=True)
class Grain:
    """Documents of a set, by name and language; a name stands for the same document in both languages."""

    name: str
    documents: Mapping[tuple[str, str], Pieces]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--cache", type=Path, help="keeps the vectors for another run")
    parser.add_argument("--no-translations", action="store_true")
    arguments = parser.parse_args()
    grains = [grain for folder in arguments.sets for grain in grains_of(folder)]
    with tempfile.TemporaryDirectory() as work:
        read = {grain.name: documents_of(grain, Path(work) / str(n)) for n, grain in enumerate(grains)}
        last_of_set = {grain.name.split(",")[0]: grain.name for grain in grains}
        near_duplicates_among([document for name in last_of_set.values() for document in read[name]])
        if arguments.no_translations:
            return
        encoder = load_encoder(load_settings())
        with EmbeddingCache(arguments.cache or Path(work) / "cache.sqlite", encoder) as cache:
            for grain in grains:
                translations(grain, read[grain.name], encoder, cache)


def grains_of(folder: Path) -> Iterator[Grain]:
    """A set's sections as documents of their own, if it has sections, and the documents its pieces belong to."""
    sections: dict[tuple[str, str], Pieces] = defaultdict(list)
    whole: dict[tuple[str, str], Pieces] = defaultdict(list)
    for name, language, group, text in pieces_of(folder):
        sections[name, language].append((name, text))
        whole[group, language].append((name, text))
    sentences = (folder / "parallel.jsonl").exists()
    if not sentences:
        yield Grain(f"{folder.name}, sections", sections)
    if len(whole) < len(sections):
        yield Grain(f"{folder.name}, documents", whole)


def pieces_of(folder: Path) -> Iterator[tuple[str, str, str, str]]:
    """(name, language, document, text) of every section or sentence."""
    corpus, parallel = folder / "corpus.jsonl", folder / "parallel.jsonl"
    path = corpus if corpus.exists() else parallel
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    if path == corpus:
        for row in rows:
            name = row["id"][:-3]
            yield name, row["lang"], name.split("#")[0], f"{row['title']}\n\n{row['text']}"
        return
    for number, row in enumerate(rows):
        document = row.get("doc") or f"{row['id'].split(':')[0]}/{number // SENTENCES}"
        for language in LANGUAGES:
            yield row["id"], language, document, row[language]


def documents_of(grain: Grain, folder: Path) -> list[Document]:
    """The documents as the index reads them."""
    folder.mkdir()
    with (folder / "corpus.jsonl").open("w", encoding="utf-8") as file:
        for (name, language), pieces in grain.documents.items():
            text = "\n\n".join(text for _, text in pieces)
            title = text.split("\n")[0][:200]
            record = {"id": f"{name}-{language}", "lang": language, "title": title, "text": text}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return list(read_folder(folder).documents)


def translations(grain: Grain, documents: Sequence[Document], encoder: Encoder, cache: EmbeddingCache) -> None:
    settings = load_settings()
    parts = [make_parts(document, encoder.count_tokens, settings.passage_tokens) for document in documents]
    pieces = [covered for one in parts for covered in pieces_in(one, grain)]
    vectors = cache.encode_passages([text for one in parts for text in one.texts()[: len(one.passages)]])
    counts = [0, *itertools.accumulate(len(one.passages) for one in parts)]
    for what, kept in (("all in both languages", range(len(parts))), ("a third in both", a_third_in_both(parts))):
        rows = [row for place in kept for row in range(counts[place], counts[place + 1])]
        judge(f"{grain.name}, {what}", [parts[place] for place in kept], vectors[rows], [pieces[row] for row in rows])


def a_third_in_both(parts: Sequence[Parts]) -> list[int]:
    """Places of the parts that are kept when two thirds of the documents lose one language."""
    lost = {1: "en", 2: "fr"}
    return [
        place
        for place, one in enumerate(parts)
        if lost.get(zlib.crc32(one.document.id[:-3].encode()) % 3) != one.document.language
    ]


def pieces_in(parts: Parts, grain: Grain) -> list[frozenset[str]]:
    """The names of the pieces that each passage covers at least half of, or half of which it consists of."""
    document = parts.document
    spans, position = [], 0
    for name, text in grain.documents[document.id[:-3], document.id[-2:]]:
        start = document.text.find(text.strip(), position)
        if start >= 0:
            position = start + len(text.strip())
            spans.append((name, start, position))
    found = []
    for passage in parts.passages:
        length = passage.span.end - passage.span.start
        shared = ((n, min(e, passage.span.end) - max(s, passage.span.start), e - s) for n, s, e in spans)
        found.append(frozenset(name for name, common, whole in shared if 2 * common >= min(whole, length) > 0))
    return found


def judge(name: str, parts: Sequence[Parts], vectors: Vectors, pieces: Sequence[frozenset[str]]) -> None:
    """Print precision and recall of twins, whose pieces must meet, and of documents, whose names must be equal."""
    passages = [passage for one in parts for passage in one.passages]
    twins = find_twins(vectors, [passage.language for passage in passages])
    english = [row for row, passage in enumerate(passages) if passage.language == "en"]
    in_french = {
        piece for passage, own in zip(passages, pieces, strict=True) if passage.language == "fr" for piece in own
    }
    wanted = sum(bool(pieces[row] & in_french) for row in english)
    paired = [row for row in english if twins[row] != NONE]
    right = sum(bool(pieces[row] & pieces[int(twins[row])]) for row in paired)
    print(f"{name}: twins {scores(right, len(paired), wanted)}", flush=True)
    names = {(one.document.id[:-3], one.document.id[-2:]) for one in parts}
    pairs = {a for a, language in names if language == "en" and (a, "fr") in names}
    said = [(a, b) for a, b, kind, _ in find_relations(parts, twins) if kind is Relation.TRANSLATION]
    print(f"{name}: documents {scores(sum(a[:-3] == b[:-3] for a, b in said), len(said), len(pairs))}", flush=True)


def scores(right: int, said: int, wanted: int) -> str:
    precision = f"{right / said:.3f}" if said else "-"
    recall = f"{right / wanted:.3f}" if wanted else "-"
    return f"precision {precision} (n={said}), recall {recall} (n={wanted})"


if __name__ == "__main__":
    main()

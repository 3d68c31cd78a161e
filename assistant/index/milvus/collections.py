"""Turns the vectors and terms of a generation into collections of Milvus, whole and counted, and puts them in force.

Knows nothing about searching. A term is letters and digits to Milvus, so that its plainest analyzer, the one that
every edition of it has, keeps it in one piece; folding, elision and stems in French and English were done before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexMissing, StoredIndexError
from assistant.index.milvus.address import (
    FILES,
    PASSAGES,
    SENTENCES,
    Address,
    collections_of,
    name_collections,
    remembered,
)
from assistant.index.milvus.client import connect, pymilvus, told
from assistant.index.parts import Parts
from assistant.records import LANGUAGES, Language

INSERTED_AT_ONCE = 1000
EXACT_UP_TO = 200_000  # rows; beyond, a graph
LONGEST_TEXT_BYTES = 65_535  # of a field, in Milvus
PLAIN_TERM = re.compile(r"(?!zz)[a-z0-9]+")
BM25 = {"bm25_k1": 1.2, "bm25_b": 0.75}  # tantivy's


def write_collections(
    folder: Path,
    address: Address,
    parts: Iterable[Parts],
    passages: NDArray[np.floating[Any]],
    sentences: NDArray[np.floating[Any]],
) -> None:
    """New collections of passages (vectors, terms) and sentences (vectors), which the folder is told the name of."""
    name = name_collections(folder, address)
    spoken: list[tuple[Language, str]] = []
    said: list[Language] = []
    for one in parts:
        spoken += [(passage.language, terms) for passage, terms in zip(one.passages, one.terms, strict=True)]
        said += [one.passages[place].language for place, _ in one.sentences]
    client = connect(address)
    with told(address):
        _create(client, f"{name}_{PASSAGES}", passages.shape, terms=True)
        _insert(client, f"{name}_{PASSAGES}", _passages(spoken, passages))
        _create(client, f"{name}_{SENTENCES}", sentences.shape, terms=False)
        _insert(client, f"{name}_{SENTENCES}", _sentences(said, sentences))
        for kind, rows in ((PASSAGES, len(passages)), (SENTENCES, len(sentences))):
            if count(client, f"{name}_{kind}") != rows:
                raise StoredIndexError(
                    en=f"Not all {kind} arrived at {address.said!r}: try again; the index before is untouched.",
                    fr=f"Tout n'est pas arrivé à {address.said!r} : recommencez ; l'index précédent est intact.",
                )


def write_rows(address: Address, collection: str, rows: Iterable[dict[str, Any]]) -> None:
    """A collection of texts in numbered pieces; Milvus wants a vector in each, which means nothing."""
    library, client = pymilvus(), connect(address)
    kind = library.DataType
    with told(address):
        schema = library.MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("row", kind.INT64, is_primary=True)
        schema.add_field("name", kind.VARCHAR, max_length=512)
        schema.add_field("data", kind.VARCHAR, max_length=LONGEST_TEXT_BYTES)
        schema.add_field("vector", kind.FLOAT_VECTOR, dim=2)
        _create_with(client, collection, schema, [("vector", "FLAT", "IP", {})])
        _insert(client, collection, rows, at_once=INSERTED_AT_ONCE // 10)


def in_force(address: Address) -> str:
    """What the collections of the generation in force begin with. Raises IndexMissing, or StoredIndexError where the
    name belongs to another program."""
    client = connect(address)
    with told(address):
        if address.name in client.list_collections():
            raise _foreign(address)
        target = _target(client, address)
        if not target:
            raise IndexMissing(
                en=f"{address.said!r} holds no index yet: run `assistant index` with the same store first.",
                fr=f"{address.said!r} ne contient pas d'index : lancez d'abord `assistant index` avec ce magasin.",
            )
        if not address.is_ours(target):
            raise _foreign(address)
        return target.rpartition("_")[0]


def put_in_force(address: Address, collections: str) -> None:
    """Point the alias at other collections, all at once."""
    client = connect(address)
    with told(address):
        target = f"{collections}_{FILES}"
        switch = client.alter_alias if _target(client, address) else client.create_alias
        switch(target, address.name)


def switch_with(index_folder: Path, generation: Path) -> None:
    """Put in force what a generation of the folder has in Milvus, if anything."""
    address = remembered(index_folder)
    if address and (name := collections_of(generation)):
        put_in_force(address, name)


def check_free(address: Address) -> None:
    """Raises StoredIndexError where the name belongs to another program, StoreUnreachable where nothing answers."""
    with suppress(IndexMissing):
        in_force(address)


def drop_others(address: Address, kept: Collection[str]) -> None:
    """Drop every collection of ours but those of the generation in force and those to keep."""
    client = connect(address)
    with told(address):
        target = _target(client, address).rpartition("_")[0]
        for name in client.list_collections():
            if address.is_ours(name) and name.rpartition("_")[0] not in {target, *kept}:
                client.drop_collection(name)


def drop_all(address: Address) -> None:
    """Drop the alias, then every collection of ours."""
    client = connect(address)
    with told(address):
        if _target(client, address):
            client.drop_alias(address.name)
    drop_others(address, ())


def count(client: Any, collection: str) -> int:
    """Rows of a collection, loaded first: Milvus Lite forgets at its end what was loaded."""
    client.load_collection(collection)
    return int(client.query(collection, filter="", output_fields=["count(*)"])[0]["count(*)"])


def stored_term(term: str) -> str:
    """One token of letters and digits for any term; different ones for different terms."""
    return term if PLAIN_TERM.fullmatch(term) else f"zz{term.encode('utf-8', 'surrogatepass').hex()}"


def _target(client: Any, address: Address) -> str:
    for name in client.list_collections():
        aliases = client.list_aliases(name).get("aliases", ())
        if address.name in aliases:
            return str(name)
    return ""


def _foreign(address: Address) -> StoredIndexError:
    return StoredIndexError(
        en=f"{address.name!r} in {address.said!r} belongs to another program: choose another name, with "
        "'milvus:URI#NAME'; nothing was changed.",
        fr=f"{address.name!r} dans {address.said!r} appartient à un autre programme : choisissez un autre nom, avec "
        "'milvus:URI#NOM' ; rien n'a changé.",
    )


def _create(client: Any, collection: str, shape: tuple[int, ...], *, terms: bool) -> None:
    library = pymilvus()
    kind = library.DataType
    schema = library.MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("row", kind.INT64, is_primary=True)
    schema.add_field("language", kind.VARCHAR, max_length=2)
    schema.add_field("vector", kind.FLOAT_VECTOR, dim=shape[1])
    graph = ("HNSW", {"M": 16, "efConstruction": 200})
    name, params = ("FLAT", {}) if shape[0] <= EXACT_UP_TO else graph
    indexes: list[tuple[str, str, str, dict[str, Any]]] = [("vector", name, "IP", params)]
    for language in LANGUAGES if terms else ():
        schema.add_field(
            f"terms_{language}", kind.VARCHAR, max_length=LONGEST_TEXT_BYTES, enable_analyzer=True, enable_match=True,
            analyzer_params={"tokenizer": "standard"},
        )  # fmt: skip
        schema.add_field(f"bm25_{language}", kind.SPARSE_FLOAT_VECTOR)
        schema.add_function(
            library.Function(
                name=f"bm25_of_{language}", function_type=library.FunctionType.BM25,
                input_field_names=[f"terms_{language}"], output_field_names=[f"bm25_{language}"],
            )
        )  # fmt: skip
        indexes.append((f"bm25_{language}", "SPARSE_INVERTED_INDEX", "BM25", BM25))
    _create_with(client, collection, schema, indexes)


def _create_with(client: Any, collection: str, schema: Any, indexes: Iterable[tuple[str, str, str, Any]]) -> None:
    wanted = client.prepare_index_params()
    for field, kind, metric, params in indexes:
        wanted.add_index(field, index_type=kind, metric_type=metric, params=params)
    client.create_collection(collection, schema=schema, index_params=wanted, consistency_level="Strong")


def _insert(client: Any, collection: str, rows: Iterable[dict[str, Any]], at_once: int = INSERTED_AT_ONCE) -> None:
    left = iter(rows)
    while batch := list(islice(left, at_once)):
        client.insert(collection, batch)
    client.flush(collection)
    client.load_collection(collection)


def _passages(spoken: list[tuple[Language, str]], vectors: NDArray[np.floating[Any]]) -> Iterator[dict[str, Any]]:
    for row, (language, terms) in enumerate(spoken):
        fields = {f"terms_{other}": "" for other in LANGUAGES} | {f"terms_{language}": _text(terms)}
        yield {"row": row, "language": language, "vector": _vector(vectors[row]), **fields}


def _sentences(said: list[Language], vectors: NDArray[np.floating[Any]]) -> Iterator[dict[str, Any]]:
    for row, language in enumerate(said):
        yield {"row": row, "language": language, "vector": _vector(vectors[row])}


def _vector(vector: NDArray[np.floating[Any]]) -> list[float]:
    numbers: list[float] = vector.astype(np.float32).tolist()
    return numbers


def _text(terms: str) -> str:
    """The terms as stored; of a passage too long for a field, those that fit."""
    text = " ".join(map(stored_term, terms.split()))
    return text if len(text) <= LONGEST_TEXT_BYTES else text[: LONGEST_TEXT_BYTES + 1].rpartition(" ")[0]

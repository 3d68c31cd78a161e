"""Turns lists of search terms into a BM25 index on disk and back, one field a language.

Knows nothing about analysis: terms arrive folded and stemmed. Only importer of tantivy; queries are built from
terms, never parsed, so that nothing a reader types is syntax.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.records import LANGUAGES, Language

WRITER_BYTES = 64_000_000
WRITER_THREADS = 1  # one thread gives the same segments every time
MAX_QUERY_TERMS = 256


def write_terms(folder: Path, passages: Iterable[tuple[int, Language, str]]) -> None:
    """Write (row, language, terms with spaces between) of every passage into a new folder."""
    import tantivy

    folder.mkdir(parents=True)
    with _disk_errors():
        index: Any = tantivy.Index(_schema(), path=str(folder))
        writer = index.writer(heap_size=WRITER_BYTES, num_threads=WRITER_THREADS)
    for row, language, terms in passages:
        with _disk_errors():
            writer.add_document(tantivy.Document(**{"row": row, language: [terms]}))
    with _disk_errors():
        writer.commit()
        writer.wait_merging_threads()


class TermIndex:
    """A read-only BM25 index."""

    def __init__(self, folder: Path) -> None:
        self._index, self._searcher = _opened(folder)

    def search(self, terms: Sequence[str], language: Language, k: int) -> list[tuple[int, float]]:
        """The k best rows of one language as (row, BM25 score), best first, ties by row."""
        import tantivy

        schema = self._index.schema
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, language, term))
            for term in list(dict.fromkeys(terms))[:MAX_QUERY_TERMS]
        ]
        if not clauses:
            return []
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), k).hits
        hits = [(int(self._searcher.doc(address)["row"][0]), float(score)) for score, address in found]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def document_frequency(self, term: str, language: Language) -> int:
        """In how many passages of one language the term stands."""
        return int(self._searcher.doc_freq(language, term))


def _opened(folder: Path) -> tuple[Any, Any]:
    """Tantivy writes a lock file beside what it opens; on a disk that may only be read it opens a copy, which is gone
    by its name at once and stays open."""
    import tantivy

    try:
        index: Any = tantivy.Index.open(str(folder))
        return index, index.searcher()
    except ValueError:
        with TemporaryDirectory() as copy:
            shutil.copytree(folder, copy, dirs_exist_ok=True)
            index = tantivy.Index.open(copy)
            return index, index.searcher()


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except ValueError as error:  # tantivy's word for a full disk
        raise OSError("the search terms did not reach the disk") from error


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=True, indexed=False)
    for language in LANGUAGES:
        builder.add_text_field(language, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()

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

import numpy as np
from numpy.typing import NDArray

from assistant.records import LANGUAGES, Language

WRITER_BYTES = 64_000_000
WRITER_THREADS = 1  # one thread gives the same segments every time
MAX_QUERY_TERMS = 256
REPLACED = {"meta.json", ".managed.json"}  # what tantivy rewrites; all other files are written once


def write_terms(folder: Path, passages: Iterable[tuple[int, Language, str]]) -> None:
    """Write (row, language, terms with spaces between) of every passage into a new folder."""
    folder.mkdir(parents=True)
    _write(folder, passages, (), is_new=True)


def _write(folder: Path, passages: Iterable[tuple[int, Language, str]], gone: Iterable[int], *, is_new: bool) -> None:
    import tantivy

    with _disk_errors():
        index: Any = tantivy.Index(_schema(), path=str(folder)) if is_new else tantivy.Index.open(str(folder))
        writer = index.writer(heap_size=WRITER_BYTES, num_threads=WRITER_THREADS)
    gone_rows = [int(row) for row in gone]
    if gone_rows:
        with _disk_errors():
            writer.delete_documents_by_query(tantivy.Query.term_set_query(index.schema, "row", gone_rows))
    for row, language, terms in passages:
        with _disk_errors():
            document = tantivy.Document()
            document.add_unsigned("row", row)  # given by keyword, a number is taken for a signed one
            document.add_text(language, terms)
            writer.add_document(document)
    with _disk_errors():
        writer.commit()
        writer.wait_merging_threads()


def extend_terms(
    before: Path, folder: Path, passages: Iterable[tuple[int, Language, str]], gone: Iterable[int]
) -> list[str]:
    """The index `before` with more passages and without those of the rows `gone`, in a new folder.

    What tantivy wrote once it never changes, so those files are shared, not copied; gives their names.
    """
    folder.mkdir(parents=True)
    shared = []
    for path in sorted(before.iterdir()):
        if path.suffix == ".lock":
            continue
        if path.name in REPLACED:
            shutil.copyfile(path, folder / path.name)
        else:
            share(path, folder / path.name)
            shared.append(path.name)
    _write(folder, passages, gone, is_new=False)
    return [name for name in shared if (folder / name).exists()]


def share(path: Path, copy: Path) -> None:
    """One file under two names; a copy where the disk cannot do that."""
    try:
        copy.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, copy)


class TermIndex:
    """A read-only BM25 index."""

    def __init__(self, folder: Path) -> None:
        self._index, self._searcher = _opened(folder)

    def search(
        self, terms: Sequence[str], language: Language, k: int, allowed: NDArray[np.int64] | None = None
    ) -> list[tuple[int, float]]:
        """The k best rows of one language as (row, BM25 score), best first, ties by row.

        `allowed` restricts the search before ranking; a score does not depend on it.
        """
        import tantivy

        schema = self._index.schema
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, language, term))
            for term in list(dict.fromkeys(terms))[:MAX_QUERY_TERMS]
        ]
        if not clauses or (allowed is not None and not len(allowed)):
            return []
        query = tantivy.Query.boolean_query(clauses)
        if allowed is not None:
            among = tantivy.Query.term_set_query(schema, "row", [int(row) for row in allowed])
            silent = tantivy.Query.const_score_query(among, 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, silent)])
        found = self._searcher.search(query, k).hits
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
        # a thread of tantivy may write its lock file again while the copy is removed: that must not fail the opening
        with TemporaryDirectory(ignore_cleanup_errors=True) as copy:
            shutil.copytree(folder, copy, dirs_exist_ok=True)
            index = tantivy.Index.open(copy)
            opened = index, index.searcher()
        shutil.rmtree(copy, ignore_errors=True)
        return opened


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except ValueError as error:  # tantivy's word for a full disk
        raise OSError("the search terms did not reach the disk") from error


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=True, indexed=True)
    for language in LANGUAGES:
        builder.add_text_field(language, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()

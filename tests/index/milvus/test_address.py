"""Turns what a user may write for the setting `store` into checks of what is understood and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.index.milvus.address import Address, read_address, remember, remembered
from assistant.index.milvus.collections import LONGEST_TEXT_BYTES, _text, stored_term


def test_the_folder_itself() -> None:
    assert read_address("local") is None


@pytest.mark.parametrize(
    ("store", "expected"),
    [
        ("milvus:http://milvus:19530", Address("http://milvus:19530")),
        ("milvus:https://host/db#ngo", Address("https://host/db", "ngo")),
        ("milvus:/data/a.db", Address("/data/a.db")),
        ("milvus:/data/a.db#two", Address("/data/a.db", "two")),
    ],
)
def test_what_is_understood(store: str, expected: Address, tmp_path: Path) -> None:
    assert expected == read_address(store)
    remember(tmp_path, expected)
    assert expected == remembered(tmp_path)


@pytest.mark.parametrize(
    "store", ["", "faiss", "milvus:", "milvus:.db", "milvus:x", "http://h:1", "milvus:ftp://h", "milvus:http://u:p@h:1",
              "milvus:a.db#1", "milvus:a.db#é"],
)  # fmt: skip
def test_what_is_refused(store: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_address(store)
    assert caught.value.en != caught.value.fr


def test_only_our_collections_are_ours() -> None:
    address = Address("http://h:1", "a")
    assert address.is_ours("a_gen_000001_0123abcd_files")
    for other in (
        "a",
        "a_files",
        "b_gen_000001_0123abcd_files",
        "a_gen_000001_0123abcd_files2",
        "a_gen_1_0123abcd_files",
    ):
        assert not address.is_ours(other)


def test_every_term_is_one_token_and_its_own() -> None:
    terms = ["eau", "12,5", "rh@x.org", "été", "zz", "zz7a7a", "l'eau", "25"]
    stored = [stored_term(term) for term in terms]
    assert len(terms) == len(set(stored))
    assert all(term.isascii() and term.isalnum() for term in stored)
    assert ["eau", "25"] == [stored[0], stored[-1]]


def test_a_passage_too_long_for_a_field_keeps_whole_terms() -> None:
    kept = _text(" ".join(["refugie"] * 10_000))
    assert len(kept) <= LONGEST_TEXT_BYTES
    assert {"refugie"} == set(kept.split())

"""Turns citations into addresses and back, and hostile queries into checks that they name nothing."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from assistant.records import Span
from assistant.web.document_view.address import (
    LONGEST_ID,
    Place,
    address_of,
    hash_of_quote,
    place_of_citation,
    place_of_query,
)
from tests.web.made import FRENCH, cite, document

QUOTE = "L'équipe de Gao compte 14 personnes."
HASH = "0" * 64


def query_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


@pytest.mark.parametrize("twin", [True, False])
def test_a_citation_comes_back_from_its_address(twin: bool) -> None:
    place = place_of_citation(cite(1, FRENCH, QUOTE, also_in="gao-en"), twin=twin)
    start = FRENCH.text.index(QUOTE)
    expected = Place(
        "gao-fr", Span(start, start + len(QUOTE)), HASH, hash_of_quote(QUOTE), twin, "gao-en" if twin else None
    )
    assert expected == place
    assert place == place_of_query(query_of(address_of(place, "fr")))


def test_an_address_is_in_the_readers_language_and_leads_to_the_quote() -> None:
    address = address_of(Place("d"), "fr")
    assert address == "/fr/document?id=d#quote"
    assert address_of(Place("d", shown_from=5), "en", "end") == "/en/document?id=d&from=5#end"


def test_where_nothing_is_quoted_the_whole_passage_is_named() -> None:
    place = place_of_citation(cite(1, FRENCH, QUOTE), quoted=False)
    assert Span(0, len(FRENCH.text)) == place.span
    assert hash_of_quote(FRENCH.text) == place.quote_hash


@pytest.mark.parametrize("name", ['a&b=c#d"><script>', "réunion 2024/été.pdf", "../../etc/passwd", "a\ud800b", "${x}"])
def test_no_id_breaks_out_of_an_address(name: str) -> None:
    address = address_of(Place(name, Span(1, 2), HASH), "en")
    assert not set(address.split("?", 1)[1]) & set("<>\"' {}$`")
    assert query_of(address)["id"] == name.replace("\ud800", "?")


@pytest.mark.parametrize(
    "query",
    [
        {}, {"id": ""}, {"id": "d", "start": "1"}, {"id": "d", "end": "1"}, {"id": "d", "start": "1", "end": "2"},
        {"id": "d", "start": "2", "end": "2", "sha256": HASH}, {"id": "d", "start": "-1", "end": "2", "sha256": HASH},
        {"id": "d", "start": "١", "end": "٢", "sha256": HASH},
        {"id": "d", "start": "1e3", "end": "2e3", "sha256": HASH},
        {"id": "d", "start": "1", "end": "9" * 40, "sha256": HASH}, {"id": "d", "sha256": "x" * 64},
        {"id": "d", "sha256": HASH.upper() + "0"}, {"id": "d", "quote": "<script>"}, {"id": "x" * (LONGEST_ID + 1)},
        {"id": "d", "from": "a"}, {"id": "d", "edition": "x" * (LONGEST_ID + 1)},
    ],
)  # fmt: skip
def test_what_could_not_be_meant_names_nothing(query: dict[str, str]) -> None:
    assert place_of_query(query) is None


def test_documents_of_the_same_words_have_one_quote_hash_and_others_another() -> None:
    same, other = document("14 personnes.", path="a.txt"), document("15 personnes.", path="b.txt")
    assert hash_of_quote("14") == place_of_citation(cite(1, same, "14")).quote_hash
    assert hash_of_quote("14") != place_of_citation(cite(1, other, "15")).quote_hash

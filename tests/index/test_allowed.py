"""Turns filters into checks that what they leave out is never found and that the best k of the rest always are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.errors import InputError
from assistant.index.build import build_index
from assistant.index.opened import OpenedIndex, open_index
from assistant.records import Filter
from assistant.retrieval.search import Retriever
from assistant.settings import load_settings
from tests.fake_encoder import FakeEncoder

ORGANISATIONS = ("Aide", "Santé Plus", "Eau Vive")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> OpenedIndex:
    """Sixty documents about the same thing; every organisation, year and language among them."""
    folder = tmp_path_factory.mktemp("filtered")
    corpus, sources = folder / "corpus", []
    corpus.mkdir()
    for number in range(60):
        french = number % 2 == 0
        text = f"Le puits {number} de Gao donne de l'eau." if french else f"The water well {number} of Gao gives water."
        (corpus / f"d{number}.txt").write_text(text)
        date = (f"20{10 + number % 10}", f"20{10 + number % 10}-0{1 + number % 9}", None)[number % 3]
        language = "fr" if french else "en"
        said = f'path = "d{number}.txt"\norganisation = "{ORGANISATIONS[number % 3]}"\nlanguage = "{language}"'
        sources.append(f"[[document]]\n{said}" + (f'\ndate = "{date}"' if date else ""))
    (corpus / "sources.toml").write_text("\n".join(sources))
    build_index(corpus, folder / "index", FakeEncoder(), load_settings())
    return open_index(folder / "index")


def by_hand(index: OpenedIndex, wanted: Filter) -> set[str]:
    found = set()
    for name in index.store.document_ids():
        document = index.store.document(name)
        date = document.date or ""
        if (
            wanted.organisation in (None, document.organisation)
            and wanted.language in (None, document.language)
            and wanted.document in (None, name, document.path)
            and (not wanted.since or (date and date[:4] >= wanted.since[:4]))
            and (not wanted.until or (date and date[:4] <= wanted.until[:4]))
        ):
            found.add(name)
    return found


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(),
        Filter(organisation="Santé Plus"),
        Filter(language="fr"),
        Filter(since="2015"),
        Filter(until="2012"),
        Filter(since="2013", until="2016"),
        Filter(document="d7"),
        Filter(document="d8.txt"),
        Filter("Eau Vive", "en"),
        Filter("Aide", "fr", since="2014", until="2019"),
    ],
    ids=str,
)
@pytest.mark.parametrize("k", [1, 5, 60])
def test_the_best_k_of_the_allowed_come_back_and_no_other(index: OpenedIndex, wanted: Filter, k: int) -> None:
    allowed = by_hand(index, wanted)
    retriever = Retriever(index, FakeEncoder(), 3)
    hits = retriever.search(retriever.query("Combien d'eau donne le puits de Gao ?", "fr"), k, wanted)
    assert min(k, len(allowed)) == len(hits) > 0
    assert {hit.document.id for hit in hits} <= allowed
    rows = [row for one in index.allowed(wanted).values() for row in one.passages.tolist()]
    assert allowed == {index.store.passage(row).document_id for row in rows}


def test_terms_and_sentences_are_filtered_before_they_are_ranked(index: OpenedIndex) -> None:
    allowed = index.allowed(Filter(organisation="Aide"))["fr"]
    found = index.terms.search(["eau", "gao"], "fr", 4, allowed.passages)
    everywhere = dict(index.terms.search(["eau", "gao"], "fr", 60))
    assert 4 == len(found)
    assert {row for row, _ in found} <= set(allowed.passages.tolist())
    assert dict(found) == pytest.approx({row: everywhere[row] for row, _ in found})
    question = FakeEncoder().encode_questions(["l'eau du puits"])[0]
    assert 3 == len(set(index.passages_by_sentence(question, 3, allowed)) & set(allowed.passages.tolist()))
    assert index.terms.search(["eau"], "fr", 4, np.zeros(0, np.int64)) == []


def test_organisations_are_the_same_whatever_their_accents_and_capitals(index: OpenedIndex) -> None:
    one, other = (index.allowed(Filter(organisation=name))["fr"] for name in ("Santé Plus", " sante plus"))
    assert one.passages.tolist() == other.passages.tolist() != []


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (Filter(since="hier"), "'hier'"),
        (Filter(until="2024-1"), "'2024-1'"),
        (Filter(since="2020", until="2019"), "2019"),
        (Filter(organisation="Nobody"), "'Nobody'"),
        (Filter(document="d1", language="fr"), "'d1'"),
    ],
    ids=str,
)
def test_what_cannot_be_or_leaves_nothing_is_told(index: OpenedIndex, wanted: Filter, said: str) -> None:
    with pytest.raises(InputError) as raised:
        index.allowed(wanted)
    assert said in raised.value.en
    assert said in raised.value.fr


@pytest.mark.parametrize(
    ("since", "until", "inside"),
    [
        ("2014-03", None, True),
        ("2014-06-02", None, False),
        ("2014-05-31", "2014-05-31", True),
        (None, "2014-04-30", False),
        (None, "2014", True),
        ("2015", None, False),
    ],
)
def test_periods_by_month_and_day(tmp_path: Path, since: str | None, until: str | None, inside: bool) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("Une phrase.")
    (tmp_path / "corpus" / "sources.toml").write_text('[[document]]\npath = "a.txt"\ndate = "2014-05"\nlanguage = "fr"')
    build_index(tmp_path / "corpus", tmp_path / "index", FakeEncoder(), load_settings())
    opened = open_index(tmp_path / "index")
    if inside:
        assert [0] == opened.allowed(Filter(since=since, until=until))["fr"].passages.tolist()
    else:
        with pytest.raises(InputError):
            opened.allowed(Filter(since=since, until=until))

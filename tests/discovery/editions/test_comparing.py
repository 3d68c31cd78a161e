"""Turns made editions and the repository's own into checks of what is reported, and how it is shown."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from assistant.answering.assistant import Assistant
from assistant.cli import main
from assistant.discovery.editions.comparing import Comparison, compare
from assistant.discovery.editions.kinds import Kind
from assistant.discovery.editions.pairs import find_pair, pairs_of
from assistant.errors import InputError
from assistant.index.build import build_index
from assistant.index.embedding import load_encoder
from assistant.index.opened import OpenedIndex, open_index
from assistant.records import LANGUAGES, Language
from assistant.settings import load_settings
from assistant.web.server import create_app
from tests.fake_encoder import FakeEncoder

HERE = "http://127.0.0.1:7860"
ENGLISH = "Relief <script>alert(1)</script>. The mission opened in Gao in 2012. It employs 14 people in Gao."
FRENCH = "Secours. La mission a ouvert à Gao en 2012. Elle emploie 16 personnes à Gao. Les puits sont creusés à Kidal."


@pytest.fixture(scope="module")
def real(real_corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> OpenedIndex:
    settings, folder = load_settings(), tmp_path_factory.mktemp("editions")
    build_index(real_corpus, folder, load_encoder(settings), settings)
    return open_index(folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a-en.txt").write_text(ENGLISH, encoding="utf-8")
    (folder / "corpus" / "a-fr.txt").write_text(FRENCH, encoding="utf-8")
    facts = ['[[document]]\npath = "a-en.txt"\nlanguage = "en"\ntitle = "<b>Mission</b>"\n']
    facts += ['[[document]]\npath = "a-fr.txt"\nlanguage = "fr"\ntranslation_of = "a-en.txt"\n']
    (folder / "corpus" / "sources.toml").write_text("\n".join(facts), encoding="utf-8")
    build_index(folder / "corpus", folder / "index", FakeEncoder(), load_settings())
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    assistant = Assistant(open_index(folder / "index"), FakeEncoder(), load_settings(answer_threshold=0))
    with TestClient(create_app(assistant), base_url=HERE) as opened:
        yield opened


def values(comparison: Comparison) -> set[tuple[str, str]]:
    sides = [(one.left, one.right) for one in comparison.differences]
    return {(left.said, right.said) for left, right in sides if left and right}


def test_the_two_pages_of_coopi_differ_where_they_do_and_nowhere_else(real: OpenedIndex) -> None:
    found = compare(real, "coopi-mali-en", "coopi-mali-fr")
    assert values(found) == {("36", "56"), ("3%", "5%"), ("97%", "95%")}
    only_french = " ".join(one.right.quote for one in found.differences if one.left is None and one.right)
    assert "Entreprenariat des jeunes et des femmes" in only_french
    assert "Eau Hygiène Assainissement" in only_french
    assert [one for one in found.differences if one.right is None] == []


def test_two_faithful_editions_differ_in_nothing(real: OpenedIndex) -> None:
    assert compare(real, "unicef-mali-en", "unicef-mali-fr").differences == ()


def test_every_side_is_a_slice_and_every_value_lies_in_it(real: OpenedIndex) -> None:
    sides = [
        side
        for pair in pairs_of(real)
        for one in compare(real, pair.left, pair.right).differences
        for side in (one.left, one.right)
        if side
    ]
    assert len(sides) > 10
    for side in sides:
        text = real.store.document(side.document).text
        assert text[side.span.start : side.span.end] == side.quote
        if side.value:
            assert text[side.value.start : side.value.end] == side.said
            assert side.span.start <= side.value.start < side.value.end <= side.span.end


def test_documents_of_different_things_are_no_editions(real: OpenedIndex) -> None:
    assert not compare(real, "intersos-mali-en", "unicef-mali-fr").are_editions


def test_pairs_come_from_what_is_known(real: OpenedIndex) -> None:
    pairs = [(pair.left, pair.right) for pair in pairs_of(real)]
    assert pairs == [("coopi-mali-en", "coopi-mali-fr"), ("unicef-mali-en", "unicef-mali-fr")]
    assert find_pair(real, "coopi-mali-fr.md", "coopi-mali-en").left == "coopi-mali-en"


@pytest.mark.parametrize("names", [("a", "b"), ("coopi-mali-en", "coopi-mali-en.txt"), ("", "coopi-mali-en")])
def test_unknown_documents_are_told(real: OpenedIndex, names: tuple[str, str]) -> None:
    with pytest.raises(InputError):
        find_pair(real, *names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_show_both_passages_with_their_language_and_no_markup_of_theirs(
    client: TestClient, language: Language
) -> None:
    listed = client.get(f"/{language}/discover/editions").text
    assert "<b>Mission" not in listed
    address = html.unescape(re.findall(r'href="(/[a-z]{2}/discover/editions/pair\?[^"]*)"', listed)[0])
    shown = client.get(address).text
    assert "<script>alert" not in shown
    assert re.search(r'<blockquote lang="en">[^<]*<mark>14</mark>', shown)
    assert re.search(r'<blockquote lang="fr">[^<]*<mark>16</mark>', shown)
    opened = [html.unescape(found) for found in re.findall(rf'href="(/{language}/document\?[^"]*)"', shown)]
    assert opened
    assert all(client.get(one).status_code == 200 for one in opened)


@pytest.mark.parametrize("query", ["", "?left=a-en", "?left=%3Cscript%3E&right=x", "?left=a-en&right=a-en"])
def test_a_pair_that_is_none_is_told_on_a_page(client: TestClient, query: str) -> None:
    told = client.get(f"/fr/discover/editions/pair{query}")
    assert told.status_code == 404
    assert "<script>" not in told.text


def test_the_command_compares_all_pairs_or_two_documents(folder: Path) -> None:
    run = CliRunner().invoke(main, ["compare", "--index", str(folder / "index"), "--json"])
    found = json.loads(run.stdout)
    kinds = [
        (one["kind"], one["left"]["value"], one["right"]["value"]) for one in found[0]["differences"] if one["left"]
    ]
    assert (str(Kind.FIGURE), "14", "16") in kinds
    plain = CliRunner().invoke(main, ["compare", "a-fr.txt", "a-en", "--index", str(folder / "index")])
    assert "14 [a-en#" in plain.stdout
    assert plain.exit_code == 0


def test_the_command_tells_what_it_cannot_compare(folder: Path) -> None:
    index = ["--index", str(folder / "index")]
    assert CliRunner().invoke(main, ["compare", "a-en", *index]).exit_code == 2
    unknown = CliRunner().invoke(main, ["compare", "a-en", "nothing", *index])
    assert unknown.exit_code == 1
    assert "Traceback" not in unknown.output

"""Turns an index that is built again under a running assistant into checks that answers follow it and never mix."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering.assistant import Assistant
from assistant.answering.following import Following
from assistant.index.build import build_index
from assistant.index.generations import current
from assistant.index.opened import open_index
from assistant.settings import load_settings
from tests.fake_encoder import IDENTITY, FakeEncoder

QUESTION = "Combien de puits Eau Vive a-t-elle forés ?"


@pytest.fixture
def following(index_folder: Path) -> Following:
    assistant = Assistant(open_index(index_folder), FakeEncoder(), load_settings(answer_threshold=0))
    return Following(assistant, index_folder)


def change(corpus: Path, index: Path, wells: str) -> None:
    (corpus / "eau-vive.txt").write_text(f"L'association Eau Vive\n\nEau Vive a foré {wells} puits au Niger.\n")
    build_index(corpus, index, FakeEncoder(), load_settings())


def test_the_next_question_gets_the_new_generation(
    following: Following, corpus_folder: Path, index_folder: Path
) -> None:
    before = following.newest()
    assert "1 240 puits" in following.ask(QUESTION).text
    assert following.newest() is before
    change(corpus_folder, index_folder, "1 300")
    answer = following.ask(QUESTION)
    assert ("gen-000002", True) == (answer.generation, "1 300 puits" in answer.text)
    assert following.index.generation == "gen-000002"


def test_a_question_that_has_begun_ends_with_its_own_generation(
    following: Following, corpus_folder: Path, index_folder: Path
) -> None:
    begun = following.newest()
    for wells in ("1 300", "1 400", "1 500"):
        change(corpus_folder, index_folder, wells)
    assert not (index_folder / "gen-000001").exists()
    answer = begun.ask(QUESTION)
    assert ("gen-000001", True) == (answer.generation, "1 240 puits" in answer.text)
    assert "1 500 puits" in following.ask(QUESTION).text


def test_a_new_generation_that_is_damaged_leaves_the_old_one(
    following: Following, corpus_folder: Path, index_folder: Path
) -> None:
    change(corpus_folder, index_folder, "1 300")
    path = current(index_folder) / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:-1])
    assert "1 240 puits" in following.ask(QUESTION).text
    assert following.index.damage is not None
    change(corpus_folder, index_folder, "1 400")
    assert "1 400 puits" in following.ask(QUESTION).text
    assert following.index.damage is None


def test_an_index_of_another_model_or_none_at_all_leaves_the_old_one(
    following: Following, corpus_folder: Path, index_folder: Path
) -> None:
    (corpus_folder / "eau-vive.txt").write_text("Eau Vive a foré 1 300 puits.")
    build_index(corpus_folder, index_folder, FakeEncoder(replace(IDENTITY, name="other")), load_settings())
    assert "1 240 puits" in following.ask(QUESTION).text
    (index_folder / "CURRENT").unlink()
    assert "1 240 puits" in following.ask(QUESTION).text


def test_readers_never_wait_fail_or_see_a_mixture_while_generations_come_and_go(
    following: Following, corpus_folder: Path, index_folder: Path
) -> None:
    """Every document of a generation says the same number; two readers open, search and ask all the time."""
    names = [f"projet-{letter}" for letter in "abc"]

    def write(number: int) -> None:
        for name in names:
            (corpus_folder / f"{name}.txt").write_text(f"Le {name} emploie {number} personnes.\n")
        build_index(corpus_folder, index_folder, FakeEncoder(), load_settings())

    write(100)
    stop, faults, looks = threading.Event(), list[str](), 0

    def read() -> None:
        nonlocal looks
        while not stop.is_set():
            try:
                opened = open_index(index_folder, IDENTITY)
                said = {opened.store.document(name).text.split()[-2] for name in names}
                asked = following.newest()
                said_too = {
                    c.quote.split()[-2] for c in asked.ask("projet-a emploie", "fr").citations if "Le p" in c.quote
                }
                if len(said) != 1 or len(said_too) > 1 or opened.damage:
                    faults.append(f"{opened.generation} {said} {said_too} {opened.damage}")
                looks += 1
            except Exception as error:  # noqa: BLE001 - any failure of a reader is a fault
                faults.append(repr(error))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(101, 116):
        write(number)
    stop.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert looks >= 4

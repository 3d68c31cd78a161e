"""Turns a small bilingual corpus into what most tests start from; knows nothing about single tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from assistant.answering.assistant import Assistant
from assistant.index.build import build_index
from assistant.index.opened import open_index
from assistant.settings import load_settings
from tests.fake_encoder import FakeEncoder

settings.register_profile("shared machine", deadline=None)  # others may be using the processor
settings.load_profile("shared machine")
os.environ["HF_HUB_OFFLINE"] = "1"  # no test may fetch anything
ROOT = Path(__file__).parents[1]

SMALL_CORPUS = {
    "medaid-en.md": """# MedAid in Chad

MedAid has run a hospital in Abéché since 2015. It employs 42 doctors and 110 nurses.

## Camps

The teams of MedAid visit the refugees of the Farchana camp twice a week.

- vaccination of children
- water and hygiene kits
- training of midwives
""",
    "medaid-fr.md": """# MedAid au Tchad

Depuis 2015, MedAid gère un hôpital à Abéché. Il emploie 45 médecins et 110 infirmières.

## Camps

Les équipes de MedAid visitent les réfugiés du camp de Farchana deux fois par semaine.
""",
    "eau-vive.txt": """L'association Eau Vive

Eau Vive a foré 1 240 puits au Niger entre 2010 et 2020. Son siège se trouve à Niamey, près du fleuve.

Partenaires

L'association travaille avec la Croix-Rouge nigérienne et l'ONG Karkara.
""",
    "sources.toml": """
[[document]]
path = "medaid-en.md"
organisation = "MedAid"
language = "en"
date = "2022"

[[document]]
path = "medaid-fr.md"
organisation = "MedAid"
language = "fr"
date = "2024"
translation_of = "medaid-en.md"
""",
}


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the settings or the language of the machine that runs it."""
    for name in os.environ:
        if name.startswith("ASSISTANT_"):
            monkeypatch.delenv(name)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C.UTF-8")


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture(scope="session")
def repository() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def real_corpus() -> Path:
    """The documents that come with the repository."""
    return ROOT / "corpus"


@pytest.fixture
def corpus_folder(tmp_path: Path) -> Path:
    """A fresh copy of the small corpus, free to change."""
    return write_corpus(tmp_path / "corpus")


@pytest.fixture
def index_folder(tmp_path: Path, corpus_folder: Path, encoder: FakeEncoder) -> Path:
    """A fresh index over the small corpus, free to damage."""
    folder = tmp_path / "index"
    build_index(corpus_folder, folder, encoder, load_settings())
    return folder


@pytest.fixture(scope="session")
def shared_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index over the small corpus for tests that only read."""
    folder = tmp_path_factory.mktemp("shared")
    build_index(write_corpus(folder / "corpus"), folder / "index", FakeEncoder(), load_settings())
    return folder / "index"


@pytest.fixture(scope="session")
def small_assistant(shared_index: Path) -> Assistant:
    """Answers from the small corpus whatever its confidence, without the evidence model."""
    return Assistant(open_index(shared_index), FakeEncoder(), load_settings(answer_threshold=0))


@pytest.fixture(scope="session")
def real_corpus_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own documents, indexed with the fake encoder; only for reading."""
    folder = tmp_path_factory.mktemp("real") / "index"
    build_index(ROOT / "corpus", folder, FakeEncoder(), load_settings())
    return folder


@pytest.fixture(scope="session")
def real_corpus_assistant(real_corpus_index: Path) -> Assistant:
    """Answers from the repository's documents whatever its confidence, without the evidence model."""
    return Assistant(open_index(real_corpus_index), FakeEncoder(), load_settings(answer_threshold=0))


def write_corpus(folder: Path, files: dict[str, str] | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (files or SMALL_CORPUS).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder

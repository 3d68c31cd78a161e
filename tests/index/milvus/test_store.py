"""Turns a real Milvus Lite, and things that are none, into checks of what is in force before, during and after."""

from __future__ import annotations

import http.server
import importlib.util
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import (
    AssistantError,
    IndexCorrupt,
    IndexMismatch,
    IndexMissing,
    StoredIndexError,
    StoreUnreachable,
)
from assistant.index.build import build_index
from assistant.index.forget import forget
from assistant.index.generations import pointed
from assistant.index.milvus import collections
from assistant.index.milvus.address import Address, collections_of
from assistant.index.milvus.carrying import follow
from assistant.index.milvus.client import connect
from assistant.index.opened import open_index
from assistant.index.rollback import roll_back
from assistant.settings import Settings, load_settings
from tests.fake_encoder import IDENTITY, FakeEncoder

pytestmark = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("pymilvus", "milvus_lite"))), reason="the extra 'milvus' is not installed"
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(store=f"milvus:{tmp_path / 'lite.db'}")


@pytest.fixture
def address(tmp_path: Path) -> Address:
    return Address(str(tmp_path / "lite.db"))


@pytest.fixture
def built(corpus_folder: Path, tmp_path: Path, settings: Settings) -> Path:
    folder = tmp_path / "builder"
    build_index(corpus_folder, folder, FakeEncoder(), settings)
    return folder


def listed(address: Address) -> set[str]:
    return {name.rpartition("_")[0] for name in connect(address).list_collections()}


def change(corpus_folder: Path, text: str = "Une phrase de plus sur les puits.") -> None:
    with (corpus_folder / "eau-vive.txt").open("a", encoding="utf-8") as file:
        file.write(f"\n{text}\n")


class TestGenerations:
    def test_an_empty_machine_is_served(self, built: Path, tmp_path: Path, settings: Settings) -> None:
        follow(tmp_path / "server", settings, IDENTITY)
        here, there = open_index(tmp_path / "server", IDENTITY), open_index(built)
        assert there.manifest == here.manifest
        assert there.store.document_ids() == here.store.document_ids()
        assert not list((tmp_path / "server").glob("*.tmp"))

    def test_nothing_changed_means_nothing_done(self, built: Path, corpus_folder: Path, settings: Settings) -> None:
        encoder = FakeEncoder()
        assert not build_index(corpus_folder, built, encoder, settings).changed
        assert encoder.embedded == []

    def test_the_next_generation_reaches_who_follows(
        self, built: Path, corpus_folder: Path, tmp_path: Path, settings: Settings, address: Address
    ) -> None:
        follow(tmp_path / "server", settings, IDENTITY)
        change(corpus_folder)
        report = build_index(corpus_folder, built, FakeEncoder(), settings)
        assert 0 < report.embedded < 10
        assert "gen-000001" == pointed(tmp_path / "server")
        follow(tmp_path / "server", settings, IDENTITY)
        assert "gen-000002" == pointed(tmp_path / "server") == report.generation
        assert {collections_of(path) for path in built.glob("gen-*")} == listed(address)

    def test_going_back_is_for_all(
        self, built: Path, corpus_folder: Path, tmp_path: Path, settings: Settings, address: Address
    ) -> None:
        change(corpus_folder)
        build_index(corpus_folder, built, FakeEncoder(), settings)
        roll_back(built)
        assert collections_of(built / "gen-000001") == collections.in_force(address)
        follow(tmp_path / "server", settings, IDENTITY)
        assert "gen-000001" == open_index(tmp_path / "server").generation

    def test_another_builder_goes_on_from_it(
        self, built: Path, corpus_folder: Path, tmp_path: Path, settings: Settings
    ) -> None:
        change(corpus_folder)
        report = build_index(corpus_folder, tmp_path / "other", FakeEncoder(), settings)
        assert "gen-000002" == report.generation

    def test_what_is_forgotten_is_nowhere(
        self, built: Path, corpus_folder: Path, settings: Settings, address: Address
    ) -> None:
        (corpus_folder / "eau-vive.txt").unlink()
        forget("eau-vive.txt", corpus_folder, built, FakeEncoder(), settings)
        assert {collections_of(built / "gen-000002")} == listed(address)

    def test_from_the_folder_to_milvus_and_back(
        self, corpus_folder: Path, index_folder: Path, settings: Settings
    ) -> None:
        assert build_index(corpus_folder, index_folder, FakeEncoder(), settings).changed
        assert collections_of(index_folder / pointed(index_folder))
        assert build_index(corpus_folder, index_folder, FakeEncoder(), load_settings()).changed
        assert "" == collections_of(index_folder / pointed(index_folder))
        assert 3 == len(open_index(index_folder).manifest.documents)


class TestBadInput:
    def test_nothing_there_yet(self, tmp_path: Path, settings: Settings) -> None:
        with pytest.raises(IndexMissing):
            follow(tmp_path / "server", settings)

    @pytest.mark.parametrize("what", ["nothing", "a web server", "a file", "no folder"])
    def test_no_milvus(self, index_folder: Path, corpus_folder: Path, tmp_path: Path, what: str) -> None:
        with no_milvus(what, tmp_path) as store:
            for act in (
                lambda: build_index(corpus_folder, index_folder, FakeEncoder(), load_settings(store=store)),
                lambda: follow(index_folder, load_settings(store=store)),
            ):
                with pytest.raises(StoreUnreachable) as caught:
                    act()
                check_sentence(caught.value, tmp_path)
        assert "gen-000001" == open_index(index_folder).generation

    def test_a_file_that_another_process_holds(self, built: Path, tmp_path: Path, settings: Settings) -> None:
        command = [sys.executable, "-m", "assistant.cli", "status", "--index", str(tmp_path / "x"), "--store"]
        done = subprocess.run([*command, settings.store], capture_output=True, text=True, timeout=120)
        assert (1, "") == (done.returncode, done.stdout)
        [line] = done.stderr.splitlines()
        assert line.startswith("Another process holds 'lite.db'")

    def test_the_name_is_anothers(
        self, corpus_folder: Path, index_folder: Path, tmp_path: Path, settings: Settings, address: Address
    ) -> None:
        client = connect(address)
        client.create_collection("assistant", dimension=4)
        with pytest.raises(StoredIndexError, match="another program") as caught:
            build_index(corpus_folder, index_folder, FakeEncoder(), settings)
        check_sentence(caught.value, tmp_path)
        assert ["assistant"] == client.list_collections()
        assert "gen-000001" == open_index(index_folder).generation

    def test_of_another_model(self, built: Path, index_folder: Path, tmp_path: Path, settings: Settings) -> None:
        with pytest.raises(IndexMismatch, match="model") as caught:
            follow(index_folder, settings, replace(IDENTITY, name="other"))
        check_sentence(caught.value, tmp_path)
        assert "gen-000001" == open_index(index_folder).generation
        assert "" == collections_of(index_folder / "gen-000001")

    def test_another_index_of_the_same_number(
        self, built: Path, index_folder: Path, tmp_path: Path, settings: Settings
    ) -> None:
        with pytest.raises(IndexMismatch, match="--index") as caught:
            follow(index_folder, settings, IDENTITY)
        check_sentence(caught.value, tmp_path)
        assert open_index(index_folder).generation

    def test_collections_that_are_gone_are_told_and_made_again(
        self, built: Path, corpus_folder: Path, tmp_path: Path, settings: Settings, address: Address
    ) -> None:
        connect(address).drop_collection(f"{collections_of(built / 'gen-000001')}_passages")
        with pytest.raises(IndexCorrupt) as caught:
            open_index(built)
        check_sentence(caught.value, tmp_path)
        report = build_index(corpus_folder, built, FakeEncoder(), settings)
        assert (True, 0) == (report.changed, report.embedded)
        assert "gen-000002" == open_index(built).generation

    def test_a_build_that_fails_leaves_nothing(
        self, built: Path, corpus_folder: Path, settings: Settings, address: Address, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: Any) -> None:
            raise OSError(28, "No space left on device")

        change(corpus_folder)
        monkeypatch.setattr("assistant.index.assembling.write_store", refuse)
        with pytest.raises(StoredIndexError, match="No space left"):
            build_index(corpus_folder, built, FakeEncoder(), settings)
        assert {collections_of(built / "gen-000001")} == listed(address)
        assert "gen-000001" == open_index(built).generation

    def test_a_full_disk_under_milvus(self, corpus_folder: Path, index_folder: Path, tmp_path: Path) -> None:
        program = (
            "import resource, signal, sys; from pathlib import Path\n"
            "from assistant.index.build import build_index; from assistant.settings import load_settings\n"
            "from assistant.index.milvus import collections; from assistant.errors import AssistantError\n"
            "from tests.fake_encoder import FakeEncoder\n"
            "write = collections.write_collections\n"
            "def filled(*given):\n"
            "    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "    resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))\n"
            "    write(*given)\n"
            "collections.write_collections = filled\n"
            "try:\n"
            "    build_index(Path(sys.argv[1]), Path(sys.argv[2]), FakeEncoder(), load_settings(store=sys.argv[3]))\n"
            "except AssistantError as error:\n"
            "    sys.exit(f'{error.code}: {error.fr}')\n"
        )
        given = [str(corpus_folder), str(index_folder), f"milvus:{tmp_path / 'full.db'}"]
        done = subprocess.run([sys.executable, "-c", program, *given], capture_output=True, text=True, timeout=120)
        assert 1 == done.returncode, done.stderr
        assert "Il n'y a plus de place" in done.stderr
        assert "gen-000001" == open_index(index_folder).generation


def test_nothing_of_milvus_is_loaded_for_a_folder(index_folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from assistant.index.opened import open_index\n"
        "open_index(Path(sys.argv[1])); sys.exit('pymilvus' in sys.modules or 'grpc' in sys.modules)"
    )
    assert 0 == subprocess.run([sys.executable, "-c", program, str(index_folder)], timeout=120).returncode


def check_sentence(error: AssistantError, tmp_path: Path) -> None:
    for said in (error.en, error.fr):
        assert "\n" not in said
        assert str(tmp_path) not in said
    assert error.en != error.fr


class no_milvus:
    """The setting `store` of something that is no Milvus, while it lasts."""

    def __init__(self, what: str, folder: Path) -> None:
        self._what, self._folder = what, folder
        self._server: http.server.HTTPServer | None = None

    def __enter__(self) -> str:
        if self._what == "a file":
            (self._folder / "text.db").write_text("no database")
            return f"milvus:{self._folder / 'text.db'}"
        if self._what == "no folder":
            return f"milvus:{self._folder / 'none' / 'x.db'}"
        if self._what == "a web server":
            self._server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
            threading.Thread(target=self._server.serve_forever, daemon=True).start()
            return f"milvus:http://127.0.0.1:{self._server.server_address[1]}"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            return f"milvus:http://127.0.0.1:{free.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()

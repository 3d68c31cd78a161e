"""Turns files that loop, crash, swell or phone home into checks that only their own reading ends, with one sentence."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.corpus.extract import Extract, Heading, Options, PageStart
from assistant.corpus.limits import Limits
from assistant.corpus.messages import extract_as_dict, extract_from_dict
from assistant.corpus.parser import Parser
from assistant.errors import ReadingError
from assistant.records import Span

PROSE = "Les équipes visitent les réfugiés du camp de Farchana deux fois par semaine."

HOSTILE = """
import os, socket, subprocess, sys, time
import assistant.corpus.readers as readers
from assistant.corpus import parser_process
from assistant.corpus.extract import Extract

def hostile(data, options):
    what = data.decode()
    if what == "loop":
        while True: pass
    if what == "crash":
        os.abort()
    if what == "leave":
        os._exit(0)
    if what == "memory":
        return [Extract(text="x" * 3_000_000_000)]
    if what == "raise":
        raise KeyError("oh")
    if what == "deep":
        return deep()
    if what == "phone":
        socket.create_connection(("127.0.0.1", int(os.environ.get("PORT", "9"))), timeout=5)
    if what == "run":
        subprocess.run(["touch", "/tmp/never"])
    if what == "alive":
        for _ in range(8):
            time.sleep(0.25)
            options.alive()
    return [Extract(text=what)]

def deep():
    return deep()

readers.READERS[".bad"] = hostile
parser_process.main()
"""


@pytest.fixture
def parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parser]:
    script = tmp_path / "hostile.py"
    script.write_text(HOSTILE)
    monkeypatch.setattr("assistant.corpus.parser.PROGRAM", [str(script)])
    found = Parser(Limits(timeout_s=1.5, memory_mb=1000))
    yield found
    found.close()


def test_a_file_comes_back_as_its_reader_gives_it(parser: Parser) -> None:
    [extract] = parser.read(".md", f"# Titre\n\n{PROSE}".encode())
    assert f"Titre\n\n{PROSE}" == extract.text
    assert extract.headings == (Heading(1, Span(0, 5)),)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("loop", "took more than 1.5 s"),
        ("crash", "its parser failed"),
        ("leave", "its parser failed"),
        ("memory", "took more than 1000 MB"),
        ("raise", "its parser failed (KeyError)"),
        ("deep", "nested too deeply"),
        ("phone", "its parser failed"),
        ("run", "its parser failed (PermissionError)"),
    ],
)
def test_harm_ends_one_file_and_the_next_is_read(parser: Parser, harm: str, said: str) -> None:
    with pytest.raises(ReadingError) as raised:
        parser.read(".bad", harm.encode())
    assert said in raised.value.en
    assert raised.value.fr
    assert "\n" not in raised.value.en + raised.value.fr
    assert parser.read(".txt", PROSE.encode())[0].text == PROSE


def test_nothing_reaches_the_network(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.corpus.parser.KEPT_VARIABLES", ("PATH", "PORT"))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        monkeypatch.setenv("PORT", str(server.getsockname()[1]))
        with pytest.raises(ReadingError):
            parser.read(".bad", b"phone")
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_slow_file_that_shows_signs_of_life_has_its_time(parser: Parser) -> None:
    assert parser.read(".bad", b"alive")[0].text == "alive"


def test_the_process_is_kept_over_files_and_ends_when_closed(parser: Parser) -> None:
    parser.read(".txt", b"un")
    assert parser._process is not None
    first = parser._process.pid
    start = time.perf_counter()
    for _ in range(200):
        parser.read(".txt", PROSE.encode())
    assert parser._process.pid == first
    assert time.perf_counter() - start < 2
    parser.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_extracts_cross_over_whole() -> None:
    extract = Extract(
        text="a\ud7ffé",
        headings=(Heading(2, Span(0, 1), until=3),),
        title="t",
        problem=("en", "fr"),
        pages=(PageStart(0, 1), PageStart(2, 3)),
        furniture=(Span(1, 2),),
        ocr_pages=(3,),
        warnings=(("w", "a"),),
        unread=True,
    )
    assert extract == extract_from_dict(extract_as_dict(extract))


def test_options_have_units_or_are_switches() -> None:
    bare = {name for name in Options.__slots__ if name not in {"ocr", "alive"}}
    assert {name.rsplit("_", 1)[1] for name in bare} <= {"inch", "s", "pages", "mb", "entries", "chars"}

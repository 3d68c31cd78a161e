"""Builds the index of the repository's documents and one hostile one, serves it, and opens pages that watch themselves.

Knows nothing about what a page should show. Everything is real: the command line, the model, the server, Chromium.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from assistant.records import Language

REPOSITORY = Path(__file__).resolve().parents[2]
WEIGHTS = REPOSITORY / "assistant" / "answering" / "evidence_weights.safetensors"
START_TIMEOUT_S = 300  # a cold, busy machine loads for long
STOP_TIMEOUT_S = 10
FLAGS = """--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync
--no-first-run""".split()
LOCALES: dict[Language, str] = {"fr": "fr-FR", "en": "en-GB"}
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
STRICT_AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
HOSTILE_TEXT = (
    "The garden gate of Zorgland opens with the code 4711 <script>window.hacked=1</script> "
    "<img src=https://evil.example/x.png onerror=window.hacked=2> ${window.hacked=3} {{window.hacked=4}} "
    '<a href="javascript:window.hacked=5">[1]</a> <style>body{display:none}</style>.'
)


@dataclass
class Watched:
    """A page with what it asked for and what went wrong in it."""

    page: Page
    origin: str
    outside: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def note_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:")):
            self.outside.append(request.url)

    def ask(self, question: str) -> None:
        """Types the question, presses Enter and waits for what comes of it: a section that was not there before.

        The note that it searches may come and go within one frame, so nothing waits for it.
        """
        self.page.evaluate("document.querySelectorAll('#answer section').forEach(old => { old.dataset.old = '' })")
        self.page.get_by_role("textbox").first.fill(question)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("#answer section:not([data-old])", state="attached")


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the repository's documents."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copytree(REPOSITORY / "corpus", folder / "corpus")
    hostile = {"id": "zorgland", "title": "<b onclick=window.hacked=6>Zorgland</b>", "text": HOSTILE_TEXT, "lang": "en"}
    (folder / "corpus" / "hostile.jsonl").write_text(json.dumps(hostile) + "\n", encoding="utf-8")
    index(folder)
    with serving(folder) as address:
        yield address


def index(folder: Path) -> None:
    with run_assistant(folder, "index") as indexing:
        _, said = indexing.communicate(timeout=START_TIMEOUT_S)
        assert indexing.returncode == 0, said


def add_user(folder: Path, name: str, role: str, password: str) -> None:
    with run_assistant(folder, "user", "add", name, "--role", role, "--password-stdin") as adding:
        _, said = adding.communicate(password, timeout=START_TIMEOUT_S)
        assert adding.returncode == 0, said


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server over a folder that is indexed; it is stopped afterwards as a service would be."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with run_assistant(folder, "serve", "--port", str(port)) as server:
        try:
            assert first_line(server) == f"Ready: http://127.0.0.1:{port}\n"
            yield f"http://127.0.0.1:{port}"
            server.send_signal(signal.SIGTERM)
            server.wait(STOP_TIMEOUT_S)
        finally:
            server.kill()


def run_assistant(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "LC_ALL": "C.UTF-8"}
    if not WEIGHTS.exists():
        environment["ASSISTANT_EVIDENCE_MODEL"] = "off"
    return subprocess.Popen(
        [sys.executable, "-m", "assistant.cli", *arguments], cwd=folder, env=environment, stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


def first_line(process: subprocess.Popen[str]) -> str:
    """What a process says first on standard error; it is killed when it stays silent."""
    assert process.stderr is not None
    alarm = threading.Timer(START_TIMEOUT_S, process.kill)
    alarm.start()
    try:
        return process.stderr.readline()
    finally:
        alarm.cancel()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.fail("No chromium on the path and no CHROMIUM: run `apt-get install chromium`, or set CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, origin: str) -> Iterator[Callable[..., Watched]]:
    """Opens the front page as a reader with a locale and a width; afterwards nothing may have gone wrong in it."""
    opened: list[Watched] = []

    def open_page(locale: str = "en-GB", width: int = 1440, height: int = 900) -> Watched:
        context = browser.new_context(locale=locale, viewport={"width": width, "height": height})
        context.set_default_timeout(60_000)
        watched = Watched(context.new_page(), origin)
        opened.append(watched)
        page = watched.page
        page.on("request", watched.note_request)
        page.on("pageerror", lambda error: watched.wrong.append(str(error)))
        page.on("console", lambda said: watched.wrong.append(said.text) if said.type == "error" else None)
        page.on("response", lambda got: watched.wrong.append(f"{got.status} {got.url}") if got.status >= 400 else None)
        page.goto(f"{origin}/")
        page.wait_for_selector("#answer[aria-live]")
        return watched

    yield open_page
    for watched in opened:
        watched.page.context.close()
        assert (watched.outside, watched.wrong) == ([], [])


@contextmanager
def strict_context(browser: Browser, origin: str) -> Iterator[BrowserContext]:
    """A browser of its own in French; nothing may run in its pages that is not theirs, or leave their origin."""
    context = browser.new_context(locale=LOCALES["fr"], viewport={"width": 1440, "height": 900})
    context.set_default_timeout(60_000)
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    origins = (f"{origin}/", "data:", "blob:")
    context.on("request", lambda sent: None if sent.url.startswith(origins) else wrong.append(sent.url))
    yield context
    context.close()
    assert wrong == []


def sign_in(page: Page, name: str, password: str) -> None:
    """With the keyboard alone."""
    page.wait_for_selector("#name:focus")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def serious(page: Page) -> list[Any]:
    """What axe finds that keeps somebody out, Gradio's own parts included."""
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]


def go(watched: Watched, language: Language, place: str) -> Page:
    watched.page.goto(f"{watched.origin}/{language}/{place}")
    return watched.page


def assert_place_is_sound(page: Page, language: Language, place: str) -> None:
    """In its language, with one title, without any finding of axe, and no wider than the window."""
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_count(1)
    found = Axe().run(page, options=STRICT_AXE)
    assert found.violations_count == 0, (place, found.generate_report())
    assert page.evaluate(FITS), place

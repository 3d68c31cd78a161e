"""Turns the addresses of Discover into pages: organisations, one organisation, first questions, the first visit.

Knows nothing about how any of them is made or drawn. What takes long is made behind the scenes, once a generation.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from assistant.discovery.first_questions import FirstQuestion, candidates_of, documents_asked_about, first_questions
from assistant.discovery.organisations import directory_of, key_of
from assistant.discovery.records import Directory
from assistant.index.opened import OpenedIndex
from assistant.records import LANGUAGES, Answer, Language
from assistant.web.access import allow, role_in
from assistant.web.desk import Desk
from assistant.web.discover.acronyms import add_acronyms
from assistant.web.discover.editions import add_editions
from assistant.web.discover.frame import page
from assistant.web.discover.organisation_words import WORDS
from assistant.web.discover.preparing import Prepared
from assistant.web.discover.profile import render_profile
from assistant.web.discover.visit import render_questions, render_visit, step_of
from assistant.web.discover.visit_words import WORDS as VISIT_WORDS
from assistant.web.discover.who_where import Wanted, render_directory

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant
    from assistant.answering.following import Following

READER = "reader"
LONGEST_QUERY = 200
RELOAD_S = 4
LOOK_AGAIN_S = 0.2  # how often a question that nobody waits for looks whether the desk is free


class Newcomers:
    """What is made of the index in force, and the questions tried so far."""

    def __init__(self, assistant: Assistant | Following, desk: Desk) -> None:
        self.assistant = assistant
        self._desk = desk
        self._directory: Prepared[OpenedIndex, Directory] = Prepared(directory_of, key_of)
        self._questions: Prepared[OpenedIndex, tuple[FirstQuestion, ...]] = Prepared(self._try, key_of)
        self._so_far: tuple[str, list[FirstQuestion]] = ("", [])
        self._lock = Lock()

    def index(self) -> OpenedIndex:
        return self.assistant.newest().index

    def directory(self, index: OpenedIndex) -> Directory | None:
        return self._directory.get(index)

    def questions(self, index: OpenedIndex, wait_s: float = 1.0) -> tuple[Sequence[FirstQuestion], bool]:
        """Those found, and whether that is all."""
        found = self._questions.get(index, wait_s)
        if found is not None:
            return found, True
        with self._lock:
            generation, so_far = self._so_far
            return (tuple(so_far) if generation == index.generation else ()), False

    def _try(self, index: OpenedIndex) -> tuple[FirstQuestion, ...]:
        """One question at a time, each only when nobody else is being answered."""
        newest = self.assistant.newest()
        answering = newest if newest.index.folder == index.folder else newest.over(index)

        def ask(question: str, language: Language) -> Answer:
            while not self._desk.is_free:
                time.sleep(LOOK_AGAIN_S)
            return self._desk.take(lambda: answering.ask(question, language))

        found: list[FirstQuestion] = []
        with self._lock:
            self._so_far = (index.generation, found)
        for question in first_questions(candidates_of(directory_of(index), documents_asked_about(index)), ask):
            with self._lock:
                found.append(question)
        return tuple(found)


def add_discover(app: FastAPI, assistant: Assistant | Following, desk: Desk) -> None:
    """Before Gradio is mounted, which takes every address below /fr and /en for itself."""
    newcomers = Newcomers(assistant, desk)
    add_acronyms(app, newcomers.index)
    add_editions(app, newcomers.index)
    for language in LANGUAGES:
        _add_organisations(app, newcomers, language)
        _add_questions(app, newcomers, language)


def _add_organisations(app: FastAPI, newcomers: Newcomers, language: Language) -> None:
    words = WORDS[language]

    @app.get(f"/{language}/discover")
    def organisations(request: Request) -> Response:
        allow(request, READER)
        index = newcomers.index()  # one generation from beginning to end
        directory = newcomers.directory(index)
        if directory is None:
            return _not_yet(request, language, "discover", words.title)
        given = {name: value[:LONGEST_QUERY] for name, value in request.query_params.items()}
        wanted = Wanted(given.get("organisation", ""), given.get("place", ""), given.get("sector", ""))
        body = render_directory(directory, wanted, index.store.document, language)
        return _page(request, language, f"discover{_query(request)}", words.title, body)

    @app.get(f"/{language}/discover/organisation/{{slug}}")
    def organisation(request: Request, slug: str) -> Response:
        allow(request, READER)
        index = newcomers.index()
        directory = newcomers.directory(index)
        place = f"discover/organisation/{slug}"
        if directory is None:
            return _not_yet(request, language, place, words.title)
        profile = directory.profile(slug)
        if profile is None:
            body = f'<p class="notice">{words.unknown_why}</p><p><a href="/{language}/discover">{words.all}</a></p>'
            return _page(request, language, place, words.unknown, body, 404)
        body = render_profile(profile, index.store.document, language)
        return _page(request, language, f"discover/organisation/{profile.slug}", profile.name, body)


def _add_questions(app: FastAPI, newcomers: Newcomers, language: Language) -> None:
    words = VISIT_WORDS[language]

    @app.get(f"/{language}/discover/questions")
    def questions(request: Request) -> Response:
        allow(request, READER)
        found, done = newcomers.questions(newcomers.index())
        body = render_questions(found, done, language)
        return _page(request, language, "discover/questions", words.questions_title, body, reload=not (done or found))

    @app.get(f"/{language}/discover/visit")
    def visit(request: Request) -> Response:
        allow(request, READER)
        index, step = newcomers.index(), step_of(request.query_params.get("step"))
        found, _ = newcomers.questions(index, 0.0)
        documents = len(index.manifest.documents)
        body = render_visit(step, documents, found, newcomers.directory(index), index.store.document, language)
        return _page(request, language, f"discover/visit?step={step}", words.visit_title, body)


def _not_yet(request: Request, language: Language, place: str, title: str) -> Response:
    return _page(
        request, language, place, title, f'<p class="notice" role="status">{WORDS[language].preparing}</p>', reload=True
    )


def _page(
    request: Request, language: Language, place: str, title: str, body: str, status: int = 200, *, reload: bool = False
) -> Response:
    headers = {"refresh": str(RELOAD_S)} if reload else None
    return HTMLResponse(page(language, place, title, body, role=role_in(request.scope)), status, headers)


def _query(request: Request) -> str:
    return f"?{request.url.query[: 3 * LONGEST_QUERY]}" if request.url.query else ""

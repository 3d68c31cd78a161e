"""Turns HTTP requests under /api/ into calls of the service, each after asking whether the reader may.

Knows nothing about how anything is found. Answers are sent as they are made; their models describe and test them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from assistant.web.access import allow
from assistant.web.api import answers, figures, requests
from assistant.web.api.describing import PROBLEMS, describe
from assistant.web.api.measuring import measure
from assistant.web.api.service import Service

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant
    from assistant.answering.following import Following
    from assistant.web.desk import Desk

Id = Annotated[str, Path(max_length=requests.ID_CHARACTERS, description="with # and ? percent-encoded")]


def add_api(app: FastAPI, assistant: Assistant | Following, desk: Desk) -> None:
    """Every route under /api/."""
    service = Service(assistant, desk)
    router = APIRouter(prefix="/api", responses=PROBLEMS)
    add_asking(router, service)
    add_reading(router, service)
    add_keeping(router, service)
    app.include_router(router)


def add_asking(router: APIRouter, service: Service) -> None:
    @router.post("/ask", response_model=answers.Answer, summary="Ask a question")
    def ask(request: Request, body: requests.Question) -> Response:
        """The answer in quotes with their citations, or why the documents do not say."""
        allow(request, "reader")
        return JSONResponse(service.ask(body))

    @router.post("/search", response_model=answers.Hits, summary="Find passages")
    def search(request: Request, body: requests.Query) -> Response:
        """The passages nearest to a query, in documents of both languages."""
        allow(request, "reader")
        return JSONResponse(service.search(body))


def add_reading(router: APIRouter, service: Service) -> None:
    @router.get("/documents", response_model=answers.Documents, summary="List documents")
    def documents(request: Request, page: Annotated[requests.Page, Query()]) -> Response:
        """What is indexed, in the order of the ids, a page at a time."""
        allow(request, "reader")
        return JSONResponse(service.documents(page))

    @router.get("/documents/{id:path}", response_model=answers.WholeDocument, summary="Read a document")
    def document(request: Request, id: Id, part: Annotated[requests.Part, Query()]) -> Response:
        """A document's facts and sections, and with start or end that stretch of its text."""
        allow(request, "reader")
        return JSONResponse(service.document(id, part))

    @router.get("/passages/{id:path}", response_model=answers.Passage, summary="Read a passage")
    def passage(request: Request, id: Id) -> Response:
        """A passage with its document and the ids of its neighbours."""
        allow(request, "reader")
        return JSONResponse(service.passage(id))

    @router.get("/citations", response_model=answers.Cited, summary="Check a citation")
    def citations(request: Request, named: Annotated[requests.CitationNamed, Query()]) -> Response:
        """Whether the document still says what was quoted; give sha256 or generation, or both."""
        allow(request, "reader")
        return JSONResponse(service.citation(named))


def add_keeping(router: APIRouter, service: Service) -> None:
    described: dict[str, Any] = {}

    @router.post("/evaluate", response_model=figures.Evaluation, summary="Measure answers on a question set")
    def evaluate(request: Request, body: requests.QuestionSet) -> Response:
        """Figures of at most 50 questions; one evaluation at a time, for two minutes at most."""
        allow(request, "evaluator")
        return JSONResponse(measure(service, body))

    @router.get("/health", response_model=answers.Health, summary="Say what is served")
    def health() -> Response:
        """Whether the index in force is whole, and how much is in it; for anyone: a monitor need not sign in."""
        return JSONResponse(service.health())

    @router.get("/openapi.json", response_model=dict[str, Any], summary="Describe this API")
    def openapi(request: Request) -> Response:
        """This description, in OpenAPI 3.1."""
        allow(request, "reader")
        if not described:
            described.update(describe(router.routes))
        return JSONResponse(described)

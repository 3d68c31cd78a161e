"""Turns an assistant into a web server: the page in both languages, and a small HTTP API beside it.

Knows nothing about how answers are found or drawn. Without accounts it is meant for this machine: see guards.py.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import FastAPI, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, ConfigDict, Field, StrictStr
from starlette.exceptions import HTTPException

from assistant.answering.exchange import answer_as_dict
from assistant.errors import AssistantError, SettingsError
from assistant.records import LANGUAGES, Filter
from assistant.settings import Settings
from assistant.web.ask.routes import add_ask_routes
from assistant.web.desk import Desk
from assistant.web.export.record import Shelf
from assistant.web.guards import Guards, Refusal, refusal_response
from assistant.web.page import build_page, holdings_of, is_from_page, page_head
from assistant.web.rendering import Holdings
from assistant.web.strings import preferred_language

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant
    from assistant.answering.following import Following

DANGEROUS = (  # each would publish the page, its files or its code
    "GRADIO_SHARE", "GRADIO_VIBE_MODE", "GRADIO_MCP_SERVER", "GRADIO_ALLOWED_PATHS", "GRADIO_DEBUG",
    "GRADIO_WATCH_DIRS", "GRADIO_LOCAL_DEV_MODE",
)  # fmt: skip
OFF = ("", "0", "false", "no", "off")
CONNECTIONS = 256
FEEDBACK_FILE = Path("eval/feedback.sqlite")
logger = logging.getLogger(__name__)


class Question(BaseModel):
    """What POST /api/ask takes."""

    model_config = ConfigDict(extra="forbid")
    question: StrictStr
    language: Literal["auto", "fr", "en"] = "auto"
    organisation: StrictStr | None = None
    document_language: Literal["fr", "en"] | None = None
    since: StrictStr | None = Field(None, alias="from")
    until: StrictStr | None = Field(None, alias="to")
    document: StrictStr | None = None

    def filter(self) -> Filter:
        return Filter(self.organisation, self.document_language, self.since, self.until, self.document)


def run_server(index_folder: Path, settings: Settings) -> None:
    """Serve until interrupted. Raises SettingsError, StoredIndexError or ModelError before anything is served."""
    check_environment()
    listening = listen(settings.host, settings.port)
    with listening:
        from assistant.index.serving import check_present

        check_present(index_folder)  # fails in no time where there is none
        from assistant.answering.assistant import open_assistant
        from assistant.answering.following import Following

        assistant = open_assistant(index_folder, settings)
        if assistant.index.damage:
            logger.warning("%s", assistant.index.damage.en)
        app = create_app(Following(assistant, index_folder), settings.host, Path(settings.feedback_file))
        serve(app, listening, url_of(settings.host, settings.port))


def create_app(
    assistant: Assistant | Following, host: str = "127.0.0.1", feedback_file: Path = FEEDBACK_FILE
) -> FastAPI:
    """The whole application, guards included."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when Gradio is imported
    import gradio as gr

    desk, shelf = Desk(assistant), Shelf()
    held = lru_cache(maxsize=1)(holdings_of)  # an opened index never changes; looking through it all takes time

    def holdings() -> Holdings:
        return held(assistant.index)

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guards, host=host, accepts=is_from_page)
    add_error_handlers(app)
    add_api(app, assistant, desk)
    add_ask_routes(app, shelf, feedback_file)
    for language in LANGUAGES:
        gr.mount_gradio_app(
            app, build_page(desk, holdings, language, shelf), path=f"/{language}", head=page_head(language),
            theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
            show_error=False, run_history=False, enable_monitoring=False, footer_links=[], mcp_server=False,
            ssr_mode=False, pwa=False, max_file_size=1, allowed_paths=[],
            app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        )  # fmt: skip
    return app


def add_api(app: FastAPI, assistant: Assistant | Following, desk: Desk) -> None:
    @app.get("/")
    def home(accept_language: Annotated[str | None, Header()] = None) -> Response:
        return RedirectResponse(f"/{preferred_language(accept_language)}/", 303, {"vary": "accept-language"})

    @app.get("/favicon.ico")
    def favicon() -> Response:
        return Response(status_code=204)

    @app.get("/api/health")
    def health() -> dict[str, Any]:
        manifest = assistant.index.manifest
        return {
            "status": "damaged" if assistant.index.damage else "ok",
            "index": {"generation": manifest.generation, "model": manifest.model.name},
            "documents": len(manifest.documents),
            "passages": manifest.passages,
        }

    @app.post("/api/ask")
    def ask(body: Question) -> dict[str, Any]:
        spoken = None if body.language == "auto" else body.language
        return answer_as_dict(desk.ask(body.question, spoken, body.filter()))


def add_error_handlers(app: FastAPI) -> None:
    """Every failure becomes {"code", "message"} in the reader's language, without a trace of the inside."""

    @app.exception_handler(AssistantError)
    def told(request: Request, error: AssistantError) -> Response:
        language = preferred_language(request.headers.get("accept-language"))
        return JSONResponse({"code": error.code, "message": error.message(language)}, error.http_status)

    @app.exception_handler(RequestValidationError)
    def unusable(request: Request, error: RequestValidationError) -> Response:
        return _refuse(request, Refusal(422, "bad_request"))

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        known = {404: Refusal(404, "not_found"), 405: Refusal(405, "wrong_method"), 400: Refusal(422, "bad_request")}
        return _refuse(request, known.get(error.status_code, Refusal(error.status_code, "bad_request")))

    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> Response:
        return _refuse(request, Refusal(500, "failure"))


def _refuse(request: Request, refusal: Refusal) -> Response:
    return refusal_response(refusal, request.headers.get("accept-language"))


def check_environment() -> None:
    """Raises SettingsError for a variable that would publish more than the page."""
    for name in DANGEROUS:
        if os.environ.get(name, "").strip().lower() not in OFF:
            raise SettingsError(
                en=f"The environment variable {name} is set and would publish more than the page: unset it.",
                fr=f"La variable d'environnement {name} est définie et publierait plus que la page : retirez-la.",
            )


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises SettingsError when the address is taken or not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error  # create_server repeats the address in strerror
        raise SettingsError(
            en=f"Port {port} of {host!r} cannot be used ({reason}): choose another with --port or --host.",
            fr=f"Le port {port} de {host!r} est inutilisable ({reason}) : choisissez-en un autre avec "
            "--port ou --host.",
        ) from None


def url_of(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: FastAPI, listening: socket.socket, url: str) -> None:
    """One process, since Gradio's queue and sessions live in it."""
    import uvicorn

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                sys.stderr.write(f"Ready: {url}\n")
                sys.stderr.flush()

    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, limit_concurrency=CONNECTIONS,
        timeout_keep_alive=10, timeout_graceful_shutdown=3, ws="none",
    )  # fmt: skip
    Announcing(config).run(sockets=[listening])

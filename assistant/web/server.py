"""Turns an assistant into a web server: the page in both languages, and the HTTP API beside it.

Knows nothing about how answers are found or drawn. Without any user it serves this machine only.
"""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import FastAPI, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from assistant.errors import AssistantError, Busy, SettingsError
from assistant.records import LANGUAGES
from assistant.settings import Settings
from assistant.web.accounts.accounts import Accounts
from assistant.web.accounts.head import account_head
from assistant.web.accounts.login import login_routes
from assistant.web.accounts.opening import open_accounts
from assistant.web.api.describing import unusable_field
from assistant.web.api.routes import add_api
from assistant.web.ask.routes import add_ask_routes
from assistant.web.audit import AuditLog
from assistant.web.desk import RETRY_AFTER_S, Desk
from assistant.web.discover.routes import add_discover
from assistant.web.document_view.routes import add_document_view
from assistant.web.documents_page import build_documents_page, documents_head, is_from_documents_page
from assistant.web.export.record import Shelf
from assistant.web.gate import Gate
from assistant.web.guards import Guards, Refusal, refusal_response
from assistant.web.library import Library
from assistant.web.measure.page import build_measure_page, is_from_measure_page, measure_head
from assistant.web.measure.place import Bench
from assistant.web.measure.routes import measure_routes
from assistant.web.page import build_page, holdings_of, is_from_page, page_head
from assistant.web.rendering import Holdings
from assistant.web.strings import STRINGS, preferred_language
from assistant.web.uploads import upload_routes

if TYPE_CHECKING:
    import gradio

    from assistant.answering.assistant import Assistant
    from assistant.answering.following import Following

DANGEROUS = (  # each would publish the page, its files or its code
    "GRADIO_SHARE", "GRADIO_VIBE_MODE", "GRADIO_MCP_SERVER", "GRADIO_ALLOWED_PATHS", "GRADIO_DEBUG",
    "GRADIO_WATCH_DIRS", "GRADIO_LOCAL_DEV_MODE",
)  # fmt: skip
OFF = ("", "0", "false", "no", "off")
CONNECTIONS = 256
CORPUS = Path("corpus")  # where the original files are, unless told otherwise
FEEDBACK_FILE = Path("eval/feedback.sqlite")
logger = logging.getLogger(__name__)


def run_server(index_folder: Path, settings: Settings, corpus_folder: Path = CORPUS) -> None:
    """Serve until interrupted.

    Raises SettingsError, AccountsError, StoredIndexError or ModelError before anything is served.
    """
    check_environment()
    accounts = open_accounts(settings)
    listening = listen(settings.host, settings.port)
    with listening:
        from assistant.index.serving import check_present

        check_present(index_folder, settings.store)  # fails in no time where there is none
        from assistant.answering.assistant import open_assistant
        from assistant.answering.following import Following

        assistant = open_assistant(index_folder, settings)
        if assistant.index.damage:
            logger.warning("%s", assistant.index.damage.en)
        if assistant.notice:
            logger.warning("%s", assistant.notice.en)
        following, audit = Following(assistant, index_folder), AuditLog(Path(settings.audit_file))
        following.follow_store()
        library = Library(corpus_folder, index_folder, settings, lambda: following.newest().index, audit)
        names = settings.public_names.split()
        limit, feedback = settings.max_file_mb, Path(settings.feedback_file)
        folder = Path(settings.evaluation_folder)
        bench = Bench(folder, index_folder, settings, lambda: following.newest().index, audit)
        app = create_app(
            following, settings.host, accounts, library, audit, limit, names, corpus_folder, feedback, bench
        )  # fmt: skip
        serve(app, listening, url_of(settings.host, settings.port))


def create_app(
    assistant: Assistant | Following,
    host: str = "127.0.0.1",
    accounts: Accounts | None = None,
    library: Library | None = None,
    audit: AuditLog | None = None,
    max_file_mb: int = 0,
    names: Collection[str] = (),
    corpus_folder: Path = CORPUS,
    feedback_file: Path = FEEDBACK_FILE,
    bench: Bench | None = None,
) -> FastAPI:
    """The whole application, guards included; without a library or bench it has no page of documents or evaluators."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when Gradio is imported

    desk, shelf = Desk(assistant), Shelf()
    held = lru_cache(maxsize=1)(holdings_of)  # an opened index never changes; looking through it all takes time

    def holdings() -> Holdings:
        return held(assistant.index)

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Gate, accounts=accounts or Accounts())
    accepts = {"": is_from_page, "documents/": is_from_documents_page, "measure/": is_from_measure_page}
    app.add_middleware(Guards, host=host, accepts=accepts, upload_limit=max_file_mb * 1_000_000, names=names)
    add_error_handlers(app)
    add_front_door(app)
    add_api(app, assistant, desk)
    add_ask_routes(app, shelf, feedback_file)
    add_document_view(app, assistant, corpus_folder)
    add_discover(app, assistant, desk)
    app.include_router(login_routes(audit or AuditLog(None)))
    if library:
        app.include_router(upload_routes(library))
    if bench:
        app.include_router(measure_routes(bench))
    for language in LANGUAGES:  # the inner page first, since the outer one's address begins like it
        if library:
            page = build_documents_page(library, language, max_file_mb)
            app.add_api_route(f"/{language}/documents", _with_a_slash, include_in_schema=False)
            mount(app, page, f"/{language}/documents", documents_head(language) + account_head(language))
        if bench:
            page = build_measure_page(bench, language)
            app.add_api_route(f"/{language}/measure", _with_a_slash, include_in_schema=False)
            mount(app, page, f"/{language}/measure", measure_head(language) + account_head(language))
        page = build_page(desk, holdings, language, shelf)
        mount(app, page, f"/{language}", page_head(language) + account_head(language))
    return app


def mount(app: FastAPI, page: gradio.Blocks, path: str, head: str) -> None:
    """A page of Gradio at an address, with nothing of Gradio's that a page does not need."""
    import gradio as gr

    gr.mount_gradio_app(
            app, page, path=path, head=head,
            theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
            show_error=False, run_history=False, enable_monitoring=False, footer_links=[], mcp_server=False,
            ssr_mode=False, pwa=False, max_file_size=1, allowed_paths=[],
            app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        )  # fmt: skip


def add_front_door(app: FastAPI) -> None:
    @app.get("/")
    def home(accept_language: Annotated[str | None, Header()] = None) -> Response:
        return RedirectResponse(f"/{preferred_language(accept_language)}/", 303, {"vary": "accept-language"})

    @app.get("/favicon.ico")
    def favicon() -> Response:
        return Response(status_code=204)


def _with_a_slash(request: Request) -> Response:
    """The page's own address; without the slash the outer page would take it for one of its own."""
    return RedirectResponse(f"{request.url.path}/", 308)


def add_error_handlers(app: FastAPI) -> None:
    """Every failure becomes {"code", "message"} in the reader's language, without a trace of the inside."""

    @app.exception_handler(AssistantError)
    def told(request: Request, error: AssistantError) -> Response:
        language = preferred_language(request.headers.get("accept-language"))
        retry = {"retry-after": str(RETRY_AFTER_S)} if isinstance(error, Busy) else None
        return JSONResponse({"code": error.code, "message": error.message(language)}, error.http_status, retry)

    @app.exception_handler(RequestValidationError)
    def unusable(request: Request, error: RequestValidationError) -> Response:
        field = unusable_field(error)
        if field is None:
            return _refuse(request, Refusal(422, "bad_request"))
        strings = STRINGS[preferred_language(request.headers.get("accept-language"))]
        return JSONResponse({"code": "bad_request", "message": strings.bad_field.format(field=field)}, 422)

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
        listening = socket.create_server((host, port), family=family)
        # asyncio does this only where it made the socket itself; else every answer waits 40 ms for the reader's TCP
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening
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

"""The web app put together: pages, API and MCP tools of Gradio in a FastAPI app with sign-in and the source texts."""

from __future__ import annotations

import logging
import os
import time
import warnings
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote

os.environ |= {  # read when gradio is imported, and when pages are made
    "GRADIO_ANALYTICS_ENABLED": "False",
    # Statistics of up to 10,000 events would be made after every event, for a page that is switched off here.
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9),
}
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import gradio as gr
from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.telemetry import TelemetryConfig

from assistant.web import api, ask, check, compare, evaluations, library, search
from assistant.web.access import Access, Role
from assistant.web.desk import Desk
from assistant.web.frame import script, style, theme
from assistant.web.inbox import MOST_FEEDBACK, feedback_csv
from assistant.web.limits import ASKS_PER_MINUTE, Limits, Rate
from assistant.web.routes import gradio_app, serve_first
from assistant.web.sessions import use_sessions
from assistant.web.signin import sign_in_page
from assistant.web.source import read_marks, source_html
from assistant.web.streams import Streams
from corpus.errors import NotFound

_log = logging.getLogger(__name__)

COOKIE = "specs_session"
MAX_UPLOAD = "20mb"
UPLOAD = "/gradio_api/upload"
"""Where Gradio takes files; only the Library has a use for them."""
UNTOLD: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
"""What FastAPI tells of each request to others: nothing."""
MOST_AT_ONCE = 16
"""Events that are worked on at once."""


def build_app(desk: Desk, access: Access, *, local_only: bool, asks_per_minute: int = ASKS_PER_MINUTE) -> FastAPI:
    """The app over a desk. Gradio opens no file but its own uploads; nothing is loaded from elsewhere."""
    app = FastAPI(title="spec-assistant", docs_url=None, redoc_url=None, openapi_url=None, telemetry=UNTOLD)
    _add_sign_in(app, access)
    _add_source(app, desk, access)
    _add_feedback(app, desk, access)
    pages, offered = _pages(desk, access)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "SSR mode is not supported")  # said even where it is off, as here
        gr.mount_gradio_app(
            app,
            pages,
            path="/",
            auth_dependency=lambda request: _user(request, access),
            allowed_paths=[],
            max_file_size=MAX_UPLOAD,
            mcp_server=True,
            footer_links=[],
            run_history=False,
            show_error=False,
            enable_monitoring=False,
            app_kwargs={"telemetry": UNTOLD},
            ssr_mode=False,
            theme=theme(),
            css=style(),
            head=f"<script>{script('streams.js')}{script()}</script>",
        )
    mounted = gradio_app(app)
    use_sessions(mounted, pages)
    serve_first(mounted, lambda request: _user(request, access))
    api.tools(pages, offered, lambda request: role_of(request, access) is not None)
    gate = partial(_gate, access=access)
    app.add_middleware(Streams)
    app.add_middleware(Limits, rate=Rate(asks_per_minute), local_only=local_only, gate=gate)
    return app


def _gate(request: Request, access: Access) -> Response | None:
    """To the sign-in page, for a page that may only be seen after it; a refusal, for a file that nothing would take."""
    if request.method == "POST" and request.url.path == UPLOAD and role_of(request, access) is not Role.HR:
        return JSONResponse({"detail": "files are for HR staff: sign in first"}, 403)
    is_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    if not is_page or request.url.path == "/sign-in" or role_of(request, access) is not None:
        return None
    return RedirectResponse(f"/sign-in?to={quote(request.url.path)}", 303)


class Pages(gr.Blocks):
    """The pages. Where what was sent does not fit, its sender is told so; Gradio would write the values, which may be a
    person's facts, into the server's log."""

    async def preprocess_data(self, *given: Any, **named: Any) -> Any:
        """The values as handlers take them. Raises gr.Error, which Gradio does not log, for those that do not fit."""
        try:
            return await super().preprocess_data(*given, **named)
        except gr.Error:
            raise
        except Exception as error:  # noqa: BLE001  (whatever it is, its message may hold the values)
            _log.warning("what was sent for an event did not fit it: %s", type(error).__name__)
            said = "What was sent does not fit; docs/api.md says what is wanted."
            raise gr.Error(said, print_exception=False) from None


def _pages(desk: Desk, access: Access) -> tuple[gr.Blocks, dict[str, api.Call]]:
    """The pages, and what other programs may call."""

    def is_hr(request: gr.Request) -> bool:
        return role_of(request, access) is Role.HR

    with Pages(title="Job Spec Assistant", analytics_enabled=False, delete_cache=(3600, 3600)) as pages:
        ask.page(desk)
        offered = api.endpoints(desk)
    with pages.route("Check", "/check"):
        check.page(desk)
    with pages.route("Search", "/search"):
        search.page(desk)
    with pages.route("Compare", "/compare"):
        compare.page(desk)
    with pages.route("Library", "/library"):
        library.page(desk, is_hr)
    with pages.route("Evaluations", "/evaluations"):
        evaluations.page(desk, is_hr)
    # Without a rate everybody who waits is told their place anew at every step of the queue.
    pages.queue(default_concurrency_limit=MOST_AT_ONCE, max_size=500, api_open=False, status_update_rate=2)
    built: gr.Blocks = pages
    return built, offered


def role_of(request: gr.Request | Request, access: Access) -> Role | None:
    """What the sender of a request may do."""
    return access.role(request.cookies.get(COOKIE), time.time())


def _user(request: Request, access: Access) -> str | None:
    """For Gradio: who asks, None where they must sign in first."""
    token = request.cookies.get(COOKIE)
    if access.role(token, time.time()) is None:
        return None
    return access.name(token, time.time()) or "guest"


def _add_sign_in(app: FastAPI, access: Access) -> None:
    @app.get("/sign-in", response_class=HTMLResponse)
    def show_sign_in(to: str = "/") -> str:
        return sign_in_page(_local(to))

    @app.post("/sign-in")
    def sign_in(
        name: Annotated[str, Form()], password: Annotated[str, Form()], to: Annotated[str, Form()] = "/"
    ) -> Response:
        token = access.sign_in(name, password, time.time())
        if token is None:
            return HTMLResponse(sign_in_page(_local(to), "Name or password is not right."), 401)
        answer = RedirectResponse(_local(to), 303)
        answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")
        return answer

    @app.post("/sign-out")
    def sign_out(request: Request) -> Response:
        access.sign_out(request.cookies.get(COOKIE))
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(COOKIE, path="/")
        return answer

    @app.get("/account")
    def account(request: Request) -> dict[str, str | None]:
        token = request.cookies.get(COOKIE)
        role = access.role(token, time.time())
        return {"name": access.name(token, time.time()), "role": role, "sign_in": "/sign-in" if access.users else None}


def _local(to: str) -> str:
    """A path of this server, whatever is given."""
    return to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/"


def _add_source(app: FastAPI, desk: Desk, access: Access) -> None:
    @app.get("/source/{revision}", response_class=HTMLResponse)
    def source(request: Request, revision: str, marks: str = "") -> Response:
        if _user(request, access) is None:
            return JSONResponse({"detail": "sign in first"}, 401)
        try:
            spec = desk.catalogue.spec_of(revision)
        except NotFound as error:
            return HTMLResponse(f"<p>{error.message}</p>", 404)
        return HTMLResponse(source_html(spec, read_marks(marks), is_current=desk.is_current(spec)))


def _add_feedback(app: FastAPI, desk: Desk, access: Access) -> None:
    @app.get("/feedback.csv")
    def feedback(request: Request) -> Response:
        if role_of(request, access) is not Role.HR:
            return JSONResponse({"detail": "for HR staff: sign in first"}, 403)
        return Response(
            feedback_csv(desk.catalogue.feedback(MOST_FEEDBACK)),
            media_type="text/csv; charset=utf-8",
            headers={"content-disposition": 'attachment; filename="feedback.csv"', "cache-control": "no-store"},
        )

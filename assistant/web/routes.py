"""The requests that every answer makes are found at once, and who sends them is asked without a thread.

FastAPI would compare each with some 80 routes of Gradio, twice, and Gradio lets a thread look whether its sender is
signed in (docs/performance.md, "Many people at once").
"""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.routing import iter_route_contexts
from gradio.routes import App

OFTEN = (
    "/gradio_api/queue/join",
    "/gradio_api/queue/data",
    "/gradio_api/call/v2/{api_name}",
    "/gradio_api/call/v2/{api_name}/{event_id}",
)
"""The paths of the requests by which pages and other programs ask, and get their answers."""


def gradio_app(app: FastAPI) -> App:
    """Gradio's app, which is mounted in another."""
    (mounted,) = [one for route in app.routes if isinstance(one := getattr(route, "app", None), App)]
    return mounted


def serve_first(mounted: App, user_of: Callable[[Request], str | None]) -> None:
    """Put Gradio's routes of the paths of `OFTEN` before all others, for whom `user_of` knows. Raises LookupError where
    Gradio has no such routes any more."""

    async def signed_in(request: Request) -> None:
        if user_of(request) is None:
            raise HTTPException(401, {"error": "Not authenticated"})

    found = {one.path: one for one in iter_route_contexts(mounted.router.routes) if one.path in OFTEN}
    if lacking := [path for path in OFTEN if path not in found]:
        raise LookupError(f"Gradio serves no {', '.join(lacking)}")
    for path, one in found.items():
        endpoint, methods = one.endpoint, list(one.methods or ())
        assert endpoint is not None
        mounted.add_api_route(path, endpoint, methods=methods, dependencies=[Depends(signed_in)], response_model=None)
        mounted.router.routes.insert(0, mounted.router.routes.pop())

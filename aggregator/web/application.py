"""The application: which address leads where, and what holds for every answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from aggregator.errors import AggregatorError
from aggregator.web import copies, downloads, listing, questions, reading, status
from aggregator.web.desk import Desk
from aggregator.web.headers import NotForOtherSites, SafeHeaders

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

ANSWERS = {
    "/": listing.page,
    "/articles.json": listing.data,
    "/article": reading.page,
    "/article.json": reading.data,
    "/history": reading.history,
    "/copies": copies.page,
    "/status": status.page,
    "/sql": questions.page,
    "/sql.{format}": questions.data,
    "/export.{format}": downloads.export,
    "/feed.atom": downloads.feed,
}


def application(
    db: Path,
    *,
    hosts: Sequence[str] = ("*",),
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    zone: tzinfo = UTC,
) -> ASGIApp:
    """An ASGI application that shows the store at `db`.

    `hosts` are the names under which it answers ("*": any), so that no page elsewhere can have a browser read
    it under a name of its own. Times are shown in `zone`.
    """
    app = Starlette(
        routes=[
            *(Route(path, _in_a_thread(answer)) for path, answer in ANSWERS.items()),
            Mount("/static", StaticFiles(packages=[("aggregator.web", "static")])),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(NotForOtherSites),
        ],
        exception_handlers={AggregatorError: _explain, HTTPException: _explain, Exception: _apologise},
    )
    app.state.desk = Desk(db=db, clock=clock, zone=zone)
    return SafeHeaders(app)  # around Starlette, which answers to its own mistakes outside of all middleware


def _in_a_thread(answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """`answer` for Starlette, which would call it by itself, but knows no turns for SQL of readers' own."""

    async def endpoint(request: Request) -> Response:
        if request.query_params.keys().isdisjoint(("sql", "where")):
            return await run_in_threadpool(answer, request)
        async with Desk.of(request).questions:
            if await request.is_disconnected():
                return Response()  # who asked has left meanwhile
            return await run_in_threadpool(answer, request)

    return endpoint


async def _explain(request: Request, error: Exception) -> Response:
    """What is wrong: 400 where another question may help, 503 where the database does not answer.

    On a page for browsers, which name HTML among what they accept; in a line for other programs.
    """
    if isinstance(error, HTTPException):
        code, reason, headers = error.status_code, error.detail, error.headers or {}
    else:
        code = 400 if isinstance(error, AggregatorError) and error.exit_code == 2 else 503
        reason, headers = str(error), {}
    if "text/html" in request.headers.get("accept", "text/html"):
        answer = Desk.of(request).page(request, "error.html", status=code, reason=reason)
    else:
        answer = PlainTextResponse(f"{reason}\n".encode(errors="replace"), code)
    answer.headers.update(headers)
    return answer


async def _apologise(request: Request, error: Exception) -> Response:
    """A mistake of the program's, which Starlette goes on to raise, for the log."""
    return Desk.of(request).page(request, "error.html", status=500, reason=None)

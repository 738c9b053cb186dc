"""The application: which address leads where, and what holds for every answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from aggregator.errors import AggregatorError
from aggregator.web import copies, downloads, listing, questions, reading, status
from aggregator.web.desk import Desk
from aggregator.web.headers import SafeHeaders

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

ROUTES = (
    Route("/", listing.page),
    Route("/articles.json", listing.data),
    Route("/article", reading.page),
    Route("/article.json", reading.data),
    Route("/history", reading.history),
    Route("/copies", copies.page),
    Route("/status", status.page),
    Route("/sql", questions.page),
    Route("/sql.{format}", questions.data),
    Route("/export.{format}", downloads.export),
    Route("/feed.atom", downloads.feed),
    Mount("/static", StaticFiles(packages=[("aggregator.web", "static")])),
)


def application(
    db: Path,
    *,
    hosts: Sequence[str] = ("*",),
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    zone: tzinfo = UTC,
) -> Starlette:
    """An ASGI application that shows the store at `db`.

    `hosts` are the names under which it answers ("*": any), so that no page elsewhere can have a browser read
    it under a name of its own. Times are shown in `zone`.
    """
    app = Starlette(
        routes=ROUTES,
        middleware=[
            Middleware(SafeHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
        ],
        exception_handlers={AggregatorError: _explain, HTTPException: _explain},
    )
    app.state.desk = Desk(db=db, clock=clock, zone=zone)
    return app


async def _explain(request: Request, error: Exception) -> Response:
    """What is wrong, on a page: 400 where another question may help, 503 where the database does not answer."""
    if isinstance(error, HTTPException):
        code, reason = error.status_code, error.detail
    else:
        code = 400 if isinstance(error, AggregatorError) and error.exit_code == 2 else 503
        reason = str(error)
    return Desk.of(request).page(request, "error.html", status=code, reason=reason)

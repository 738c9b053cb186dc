"""How crawling goes: sites, runs, addresses that fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aggregator.web.desk import Desk

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

MOST = 20
"""Runs and failing addresses."""


def page(request: Request) -> Response:
    desk = Desk.of(request)
    now = desk.clock()
    with desk.store() as store:
        return desk.page(
            request,
            "status.html",
            now=now,
            articles=store.count(duplicates=True),
            originals=store.count(),
            sites=store.runs.site_states(now=now),
            runs=store.runs.latest(MOST),
            failing=store.runs.failing(limit=MOST),
            kept=store.kept.costs(),
        )

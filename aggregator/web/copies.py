"""Groups of copies: who published first, and who had it then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aggregator.errors import AggregatorError
from aggregator.web.desk import Desk
from aggregator.web.selection import Selection, whole_number

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from aggregator.store import Cluster

MOST = 50
_LARGEST = 1_000_000


def page(request: Request) -> Response:
    desk, chosen = Desk.of(request), Selection.of(request.query_params, "min_size")
    size = request.query_params.get("min_size", "").strip() or "2"
    clusters: list[Cluster] = []
    problem = None
    with desk.store() as store:
        try:
            since = chosen.filters(now=desk.clock())["since"]
            site = chosen.given.get("site")
            clusters = store.clusters(
                site=site, since=since, min_size=whole_number("min_size", size, most=_LARGEST), limit=MOST
            )
        except AggregatorError as error:
            if error.exit_code != 2:
                raise
            problem = str(error)
    return desk.page(
        request,
        "copies.html",
        status=400 if problem else 200,
        chosen=chosen,
        size=size,
        clusters=clusters,
        most=MOST,
        problem=problem,
    )

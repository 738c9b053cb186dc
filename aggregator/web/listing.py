"""The first page: articles that were searched for or chosen, with what they are about in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len, set_cell_size
from starlette.responses import JSONResponse

from aggregator.errors import AggregatorError
from aggregator.store import Facets, Hit
from aggregator.web.desk import Desk
from aggregator.web.months import chart
from aggregator.web.selection import Selection

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request
    from starlette.responses import Response

    from aggregator.items import Article
    from aggregator.store import Marked, Store

PER_PAGE = 30

_EXCERPT = 260
"""Columns of text below a title when nothing was searched for; a Chinese character takes two."""
_LONGEST_WORD = 20

_NOTHING = Facets(total=0, sites=(), categories=(), languages=(), months=())


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An article in the list."""

    article: Article
    title: Marked
    excerpt: Marked
    copies: int
    """Other articles of its cluster."""


def page(request: Request) -> Response:
    desk, chosen = Desk.of(request), Selection.of(request.query_params)
    entries: list[Entry] = []
    facets, problem = _NOTHING, None
    with desk.store() as store:
        try:
            entries, facets = _found(store, chosen, desk.clock())
        except AggregatorError as error:
            if error.exit_code != 2:
                raise
            problem = str(error)
    number = 1 if problem else chosen.page
    return desk.page(
        request,
        "listing.html",
        status=400 if problem else 200,
        chosen=chosen,
        entries=entries,
        facets=facets,
        problem=problem,
        months=chart(facets.months),
        number_of_page=number,
        first_place=(number - 1) * PER_PAGE + 1,
        is_last=number * PER_PAGE >= facets.total,
    )


def data(request: Request) -> Response:
    """The same as JSON: `total`, and of this page's `articles` the records; hits have `score` and `snippet` too."""
    desk, chosen = Desk.of(request), Selection.of(request.query_params)
    now = desk.clock()
    with desk.store() as store:
        total = store.count(**chosen.filters(now=now))
        found = _page_of(store, chosen, now)
    records = [_hit_record(entry) if isinstance(entry, Hit) else entry.to_dict() for entry in found]
    return JSONResponse({"total": total, "page": chosen.page, "articles": records})


def _found(store: Store, chosen: Selection, now: datetime) -> tuple[list[Entry], Facets]:
    facets = store.facets(**chosen.filters(now=now))
    found = _page_of(store, chosen, now)
    articles = [entry.article if isinstance(entry, Hit) else entry for entry in found]
    sizes = store.cluster_sizes(article.cluster_id for article in articles if article.cluster_id)
    entries = [
        Entry(
            article=article,
            title=entry.title if isinstance(entry, Hit) else _unmarked(article.title or ""),
            excerpt=entry.snippet if isinstance(entry, Hit) else _unmarked(_beginning(article.text)),
            copies=sizes.get(article.cluster_id or "", 1) - 1,
        )
        for article, entry in zip(articles, found, strict=True)
    ]
    return entries, facets


def _page_of(store: Store, chosen: Selection, now: datetime) -> list[Hit] | list[Article]:
    filters = chosen.filters(now=now, with_query=False)
    offset = (chosen.page - 1) * PER_PAGE
    if not chosen.query:
        return store.newest(limit=PER_PAGE, offset=offset, **filters)
    newest = chosen.newest_first
    return store.search(chosen.query, limit=PER_PAGE, offset=offset, newest=newest, **filters)


def _unmarked(text: str) -> Marked:
    return ((text, False),)


def _beginning(text: str) -> str:
    """The first lines as one, cut between words where there are any."""
    line = " ".join(text[: 2 * _EXCERPT].split())
    if cell_len(line) <= _EXCERPT:
        return line
    cut = set_cell_size(line, _EXCERPT)
    words, _, rest = cut.rpartition(" ")
    return f"{words if len(rest) < _LONGEST_WORD else cut}…"


def _hit_record(hit: Hit) -> dict[str, Any]:
    snippet = "".join(text for text, _ in hit.snippet)
    return {"score": hit.score, "snippet": snippet, **hit.article.to_dict()}

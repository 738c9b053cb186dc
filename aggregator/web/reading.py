"""One article: as it reads, what is known of it, its copies, what it was before."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from aggregator.store import Store
from aggregator.urls import normalise
from aggregator.web.desk import Desk

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from aggregator.items import Article

_ELSEWHERE = frozenset(
    {"title", "text", "html", "images", "related_links", "provenance", "cluster_id", "duplicate_of"}
)
"""Fields that have a place of their own on the page, or would fill it."""


def page(request: Request) -> Response:
    desk = Desk.of(request)
    with desk.store() as store:
        article = _asked_for(store, request)
        cluster = store.cluster_of(article.url)
        counts = store.counts(article.url)
        versions = store.history(article.url)
        stored = store.known(link.url for link in article.related_links)
    return desk.page(
        request,
        "article.html",
        article=article,
        body=Markup(article.html),  # clean when it was stored; the policy in headers.py is the second lock
        facts=_facts(article),
        members=cluster.members if cluster else (),
        counts=counts[-20:],
        changes=len(versions) - 1,
        stored=stored,
    )


def data(request: Request) -> Response:
    """The record."""
    with Desk.of(request).store() as store:
        return JSONResponse(_asked_for(store, request).to_dict())


def history(request: Request) -> Response:
    """The versions of an article, the latest change first."""
    desk = Desk.of(request)
    with desk.store() as store:
        article = _asked_for(store, request)
        versions = store.history(article.url)
    changes = [*reversed([*pairwise(versions)])]
    return desk.page(request, "history.html", article=article, changes=changes)


def _asked_for(store: Store, request: Request) -> Article:
    """The article whose address is given, as it is stored or as people copy it."""
    url = request.query_params.get("url", "")
    article = store.get(url)
    if article is None:
        try:
            article = store.get(normalise(url))
        except ValueError:
            article = None
    if article is None:
        raise HTTPException(404, f"{url}: no such article" if url else "url: expected an article's address")
    return article


def _facts(article: Article) -> list[tuple[str, list[str], str | None]]:
    """Field, value or values, and where they came from; what is not known is left out."""
    record = article.to_dict()
    if record["canonical_url"] == article.url:
        del record["canonical_url"]
    return [
        (name, [*map(_said, value if isinstance(value, list) else [value])], article.provenance.get(name))
        for name, value in record.items()
        if name not in _ELSEWHERE and value not in (None, [], "")
    ]


def _said(value: Any) -> str:
    """A value of the record, or one of a list, as text."""
    if not isinstance(value, dict):
        return str(value)
    return f"{value['name']} ({value['role']})" if "role" in value else str(value["name"])

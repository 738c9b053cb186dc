"""The chosen articles for other programs: the formats of `aggregator export`, and a feed."""

from __future__ import annotations

import os
from collections.abc import Generator
from datetime import UTC, datetime
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from aggregator.items import RECORD_KEYS
from aggregator.web.desk import Desk
from aggregator.web.selection import Selection, is_on
from exports import FORMATS, Writer, write_csv

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from aggregator.items import Article


IN_FEED = 50
"""Articles, the newest ones."""

_CHUNK = 1 << 16

_MEDIA_TYPES = {"json": "application/json", "jsonl": "application/jsonl", "csv": "text/csv"}


def export(request: Request) -> Response:
    """A file of all that is chosen, written while it is read; `excel` for CSV that Excel opens as UTF-8."""
    desk, chosen = Desk.of(request), Selection.of(request.query_params, "excel")
    name = request.path_params["format"]
    if name not in FORMATS:
        endings = ", ".join(f"export.{ending}" for ending in FORMATS)
        raise HTTPException(404, f"export.{name}: no such format; expected one of {endings}")
    excel = name == "csv" and is_on("excel", request.query_params)
    write: Writer = partial(write_csv, excel=True) if excel else FORMATS[name]
    filters = chosen.filters(now=desk.clock())
    with desk.store() as store:  # what is wrong with the filters is said before the file begins
        next(store.articles(**filters), None)
    return Streamed(
        _written(desk, filters, write),
        media_type=_MEDIA_TYPES[name],
        headers={"Content-Disposition": f'attachment; filename="articles.{name}"'},
    )


def _written(desk: Desk, filters: dict[str, Any], write: Writer) -> Generator[bytes]:
    """What `write` writes, as it writes it, in a thread of its own: at the pace of whoever reads.

    Where it fails, so does the answer, which then is not taken for a whole one.
    """
    failures: list[BaseException] = []
    reading, writing = os.pipe()

    def fill() -> None:
        try:
            with (
                os.fdopen(writing, "w", encoding="utf-8", newline="") as out,
                desk.store() as store,
            ):
                write(store.articles(**filters), out, fields=RECORD_KEYS)
        except BrokenPipeError:
            pass  # the reader has left
        except Exception as error:
            failures.append(error)

    thread = Thread(target=fill, name="export", daemon=True)
    thread.start()
    with os.fdopen(reading, "rb", buffering=0) as source:
        while chunk := source.read(_CHUNK):
            yield chunk
    thread.join()
    if failures:
        raise failures[0]


class Streamed(StreamingResponse):
    """Closes what it sends in any case: of a reader who has left as well, at once."""

    def __init__(self, content: Generator[bytes], **options: Any) -> None:
        super().__init__(content, **options)
        self._content = content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._content.close()


def feed(request: Request) -> Response:
    """An Atom feed of the newest articles chosen."""
    desk, chosen = Desk.of(request), Selection.of(request.query_params)
    now = desk.clock()
    with desk.store() as store:
        articles = store.newest(limit=IN_FEED, **chosen.filters(now=now))
    return desk.feed(
        "feed.xml",
        title=chosen.query or chosen.given.get("site") or desk.db.name,
        articles=articles,
        updated=max(map(_changed, articles), default=now),
        here=str(request.url),
        alternate=str(request.base_url).rstrip("/") + chosen.link(),
    )


def _changed(article: Article) -> datetime:
    """When it was last fetched, of which all articles have a time; those that were imported without have none."""
    return article.date_downloaded or datetime.min.replace(tzinfo=UTC)

"""What a page says: `extract` for the article alone, `examine` for everything one parse can tell."""

from __future__ import annotations

from datetime import UTC, datetime

from aggregator.extraction import body as bodies
from aggregator.extraction import render
from aggregator.extraction.page_map import PageMap, parse
from aggregator.extraction.records import Anchor, Examination, Found, Region
from aggregator.items import Article

__all__ = ["Anchor", "Examination", "Found", "PageMap", "Region", "examine", "extract"]


def extract(
    html: bytes | str, url: str, content_type: str | None = None, fetched_at: datetime | None = None
) -> Article:
    """The article of a page; fields that the page does not give are None or empty. Never raises on bad HTML.

    `content_type` is the HTTP header's value. `fetched_at` is aware; relative dates are resolved against it, and
    None means now.
    """
    return examine(html, url, content_type, fetched_at).article


def examine(
    html: bytes | str, url: str, content_type: str | None = None, fetched_at: datetime | None = None
) -> Examination:
    """Everything that one parse of the page can tell."""
    now = fetched_at or datetime.now(UTC)
    if isinstance(html, bytes):
        html = html.decode("utf-8", "replace")
    page = PageMap(parse(html), url)
    body = bodies.find(page, None)
    article = Article(
        url=url,
        text=render.to_text(body),
        html=render.to_html(body, url),
        images=render.images(body, url),
        date_downloaded=now if fetched_at else None,
    )
    return Examination(article=article, is_article=bool(article.text), reason="not judged")

"""What a page says: `extract` for the article alone, `examine` for everything one parse can tell."""

from __future__ import annotations

from datetime import UTC, datetime

from aggregator.extraction import anchors, related, render
from aggregator.extraction import body as bodies
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
    links = anchors.read(page)
    head = anchors.read_head(page)
    teasers = related.blocks(page, links)
    body = bodies.find(page, None)
    for block in teasers:
        body.leave_out_lines(block.first_line, block.end_line)
    article = Article(
        url=url,
        text=render.to_text(body),
        html=render.to_html(body, url),
        images=render.images(body, url),
        related_links=related.find(page, links, teasers),
        date_downloaded=now if fetched_at else None,
    )
    is_article, reason = bool(article.text), "not judged"
    spans = [
        *anchors.frame(page),
        (body.node, page.ends[body.node], Region.BODY),
        *anchors.pagers(page, links),
        *(block.span for block in teasers),
    ]
    return Examination(
        article=article,
        is_article=is_article,
        reason=reason,
        anchors=anchors.place(links, spans, Region.OTHER if is_article else Region.LIST),
        feeds=head.feeds,
        next_page=anchors.next_part(url, links, head.next) if is_article else None,
        robots=head.robots,
    )

"""What a page says: `extract` for the article alone, `examine` for everything one parse can tell."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aggregator.extraction import anchors, byline, related, render, structured, title
from aggregator.extraction import body as bodies
from aggregator.extraction.charset import decode
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
        html = decode(html, content_type)
    page = PageMap(parse(html), url)
    links = anchors.read(page)
    head = anchors.read_head(page)
    teasers = related.blocks(page, links)
    claims = structured.read(page)
    headline = title.find(page, claims)
    body = bodies.find(page, headline.value if headline else None)
    for block in teasers:
        body.leave_out_lines(block.first_line, block.end_line)
    credits_ = byline.find(page, claims, headline, body)
    for line in credits_.blocks:
        body.leave_out_lines(line, line + 1)
    found: dict[str, Found[Any] | None] = {
        "title": headline,
        "authors": credits_.authors,
        "source_name": credits_.source_name,
        "view_count": credits_.view_count,
        "comment_count": credits_.comment_count,
        "like_count": credits_.like_count,
        "description": next(iter(claims.descriptions), None),
        "main_image": next(iter(claims.images), None),
    }
    article = Article(
        url=url,
        **{name: value.value for name, value in found.items() if value is not None},
        provenance={name: value.source for name, value in found.items() if value is not None},
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

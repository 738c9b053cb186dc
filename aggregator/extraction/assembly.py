"""Puts together what was found on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aggregator import urls
from aggregator.extraction.body import given
from aggregator.extraction.links import pagination, regions, related
from aggregator.extraction.records import Examination, Region
from aggregator.extraction.rendering import images, render
from aggregator.extraction.rules import overrides
from aggregator.items import Article

if TYPE_CHECKING:
    from aggregator.extraction.body.body import Body
    from aggregator.extraction.records import Found
    from aggregator.extraction.survey import Survey


def examination(seen: Survey) -> Examination:
    """The article with what a crawl asks for besides."""
    judged = seen.judgement
    elsewhere = Region.OTHER if judged.is_article else Region.LIST
    return Examination(
        article=article(seen),
        is_article=judged.is_article,
        reason=judged.reason,
        anchors=regions.place(seen.links, seen.spans(), elsewhere),
        feeds=seen.head.feeds,
        next_page=overrides.next_page(seen.matches)
        or pagination.next_part(seen.page.url, seen.links, seen.head.next),
        matched=seen.matches.names,
        robots=seen.head.robots,
    )


def article(seen: Survey) -> Article:
    """The record."""
    url, matches = seen.page.url, seen.matches
    content = _content(seen)
    pictures = _pictures(seen, content)
    if "related" in matches.names:
        recommended = overrides.related(matches, seen.links)
    else:
        recommended = related.find(seen.page, seen.links, seen.teasers)
    return Article(
        url=url,
        **{name: value.value for name, value in seen.found.items() if value is not None},
        **_raw_dates(seen.found),
        provenance={name: value.source for name, value in seen.found.items() if value is not None},
        canonical_url=_canonical(url, seen.claims.canonical),
        site=_site(url),
        text=render.to_text(content),
        html=render.to_html(content, url, pictures),
        images=images.find(content, url, pictures),
        related_links=recommended,
        date_downloaded=seen.fetched_at,
    )


def markdown(seen: Survey) -> str:
    """The body as Markdown."""
    content = _content(seen)
    return render.to_markdown(content, seen.page.url, _pictures(seen, content))


def _content(seen: Survey) -> Body:
    """The body: what the page's data give as the whole text, where the page itself shows less."""
    return given.find(seen.page, seen.body, seen.claims) or seen.body


def _pictures(seen: Survey, content: Body) -> dict[int, str]:
    """The pictures of the body by chunk, with those above it that are the article's."""
    claimed = {found.value for found in seen.claims.images}
    if content is not seen.body:
        return images.pictures(content, seen.page.url, claimed=claimed)
    apart = [range(block.start, block.end) for block in seen.teasers]
    return images.pictures(content, seen.page.url, headline=seen.headline_block, claimed=claimed, apart=apart)


def _raw_dates(found: dict[str, Found[Any] | None]) -> dict[str, Any]:
    """The strings that the dates came from, by the fields that keep them."""
    names = ("date_published", "date_modified")
    return {f"{name}_raw": value.raw for name in names if (value := found[name]) is not None}


def _canonical(url: str, declared: str | None) -> str:
    """What the page declares, when it is credible, else its address."""
    if not declared or declared == url:
        return url
    try:
        return urls.normalise(declared) if urls.credible_canonical(url, declared) else url
    except ValueError:
        return url


def _site(url: str) -> str:
    try:
        return urls.site_of(url)
    except ValueError:
        return ""

"""Asks every part of extraction about a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from aggregator import urls
from aggregator.extraction import language
from aggregator.extraction.body import body as bodies
from aggregator.extraction.byline import byline
from aggregator.extraction.claims import choice, structured
from aggregator.extraction.claims.record import Structured
from aggregator.extraction.dating import published
from aggregator.extraction.headline import title
from aggregator.extraction.kind import kind
from aggregator.extraction.landmarks import Landmarks
from aggregator.extraction.links import head, hyperlinks, pagination, regions, related
from aggregator.extraction.page import page_map
from aggregator.extraction.page.charset import in_utf8
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.records import Found, Region
from aggregator.extraction.rendering import images
from aggregator.extraction.rules import overrides
from aggregator.extraction.rules.rules import NO_RULES, Matches, Rules
from aggregator.extraction.sections import sections


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What the parts of extraction found on one page, before it is put together.

    What only a crawl asks for is found when it is asked for.
    """

    page: PageMap
    links: hyperlinks.Links
    teasers: list[related.Block]
    claims: Structured
    body: bodies.Body
    credits: byline.Byline
    headline_block: int | None
    """The line of the headline. None: the page shows none."""
    found: dict[str, Found[Any] | None]
    """By the article's field."""
    matches: Matches
    """What the site's rules matched."""
    fetched_at: datetime | None

    @cached_property
    def head(self) -> head.Head:
        return head.read(self.page)

    @cached_property
    def turners(self) -> list[regions.Span]:
        """Pagination."""
        return pagination.pagers(self.page, self.links)

    @cached_property
    def judgement(self) -> kind.Judgement:
        """Whether the page is one article."""
        return kind.judge(
            kind.Evidence(
                self.page, self.body, self.links, self.teasers, self.turners, self.claims, self.found
            )
        )

    def spans(self) -> list[regions.Span]:
        """The page's regions as ranges of elements; of overlapping ones the inner and the later holds."""
        content = Region.BODY if self.judgement.is_article else Region.LIST
        return [
            *regions.frame(self.page),
            (self.body.node, self.page.ends[self.body.node], content),
            *self.turners,
            *(block.span for block in self.teasers),
        ]


def survey(
    html: bytes | str,
    url: str,
    content_type: str | None = None,
    fetched_at: datetime | None = None,
    *,
    rules: Rules | None = None,
) -> Survey:
    """Ask every part of extraction about the page, in the order in which they need each other."""
    if isinstance(html, bytes):
        html = in_utf8(html, content_type)
    page = page_map.read(html, _usable(url))
    links = hyperlinks.read(page)
    teasers = related.blocks(page, links)
    claims = structured.read(page)
    headline = title.find(page, claims)
    matches = (rules or NO_RULES).read(page)
    chosen = matches.nodes("body")
    hints = bodies.hints(claims, headline, teasers)
    body = bodies.whole(page, chosen) if chosen else bodies.find(page, hints)
    for block in teasers:
        body.leave_out_lines(block.first_line, block.end_line)
    if headline:
        body.leave_out_title(headline.value)
    body.remove([*matches.nodes("remove"), *matches.nodes("related")])
    credits_ = byline.find(page, claims, headline, body)
    for line in credits_.blocks:
        body.leave_out_lines(line, line + 1)
    now = fetched_at or datetime.now(UTC)
    tongue = language.find(page, headline, body, claims)
    marks = Landmarks(page, headline, body, teasers)
    spoken = language.with_region(tongue.value, page, claims) if tongue else None
    when = published.find(page, claims, marks, now=now, language=spoken)
    place = sections.find(page, links, claims, headline, credits_, marks)
    found: dict[str, Found[Any] | None] = {
        "title": headline,
        "date_published": when.published,
        "date_modified": when.modified,
        "language": tongue,
        "category": place.category,
        "breadcrumbs": place.breadcrumbs,
        "tags": place.tags,
        "authors": credits_.authors,
        "source_name": credits_.source_name,
        "view_count": credits_.view_count,
        "comment_count": credits_.comment_count,
        "like_count": credits_.like_count,
        "description": choice.summary(claims.descriptions, headline.value if headline else None),
        "main_image": choice.picture(claims.images, lambda: images.addresses(body, url)),
    }
    found.update(overrides.fields(matches, now, tongue.value if tongue else None))
    return Survey(
        page=page,
        links=links,
        teasers=teasers,
        claims=claims,
        body=body,
        credits=credits_,
        headline_block=headline.block if headline else None,
        found=found,
        matches=matches,
        fetched_at=fetched_at,
    )


def _usable(url: str) -> str:
    """The address in the spelling that stands for its page; as it is, or empty, when it is none."""
    try:
        return urls.normalise(url)
    except ValueError:
        pass
    try:
        urls.host_of(url)
        url.encode()
    except ValueError:  # nor could anything be joined to it
        return ""
    return url

"""Articles on several pages: which page is a part of which, and the whole of them."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aggregator.crawling.answers import REDIRECTS, location, page_of
from aggregator.crawling.failures import is_final
from aggregator.extraction import Region, examine
from aggregator.items import Kind
from aggregator.parts import contains, continues, ends_in_slug, joined
from aggregator.urls import first_parts, join, same_site

if TYPE_CHECKING:
    from aggregator.crawling.crawl import Crawl
    from aggregator.crawling.scheduler import FrontierScheduler
    from aggregator.extraction import Examination
    from aggregator.items import Article, Page
    from aggregator.store import Visit

logger = logging.getLogger(__name__)

PART_TRIES = 2
"""Visits that are given up because a part did not answer, before the article is stored without it."""


class PartMissingError(Exception):
    """A further part of an article did not answer; the whole is tried again."""

    def __str__(self) -> str:
        return "a part of the article did not answer"


class PartReader:
    """Fetches and joins the parts of articles, `most` of one."""

    def __init__(self, crawl: Crawl, scheduler: FrontierScheduler, most: int) -> None:
        self.crawl = crawl
        self.scheduler = scheduler
        self.most = most

    def is_part(self, examination: Examination, visit: Visit) -> bool:
        """Whether an article is known that this is a later part of.

        A number that ends a slug proves nothing: publishing software tells articles of one headline apart by it.
        """
        for url in first_parts(visit.url):
            row = self.crawl.frontier.find(url)
            if row is None or row.kind != Kind.ARTICLE or row.first:
                continue
            if not ends_in_slug(visit.url) or _leads_back(examination, url):
                return True
            whole = self.crawl.store.get(url)
            if whole is not None and contains(whole, examination.article):
                return True
        return False

    async def whole(self, examination: Examination, visit: Visit) -> tuple[Article, dict[str, Page | None]]:
        """The article with the parts on its following pages, and what the addresses of these led to."""
        whole = examination.article
        pages: dict[str, Page | None] = {}
        texts = {whole.text}
        following = examination.next_page
        while following and len(pages) + 1 < self.most:
            url = join(visit.url, following)
            if url is None or url in pages or url == visit.url or not same_site(url, visit.url):
                break
            page = await self._part(url, visit)
            if page is None:
                pages[url] = None
                break
            rules = self.crawl.rules[visit.site]
            part = examine(page.body, page.url, page.content_type, page.fetched_at, rules=rules)
            if not part.article.text or part.article.text in texts or not continues(whole, part.article):
                break
            texts.add(part.article.text)
            pages[url] = page
            whole = joined(whole, part.article)
            following = part.next_page
        return whole, pages

    async def _part(self, url: str, visit: Visit) -> Page | None:
        """The page with a further part, after one redirect at most. None: there is none, now or later."""
        url = _beside(visit.url, url)
        response = await self.scheduler.fetch(url, visit.site)
        if response is not None and response.status in REDIRECTS:
            target = join(url, location(response))
            if target is None or not same_site(target, visit.url) or target == visit.url:
                return None
            url = _beside(visit.url, target)
            response = await self.scheduler.fetch(url, visit.site)
        if response is not None and response.status == 200:
            return page_of(response, url, visit.site, datetime.now(UTC))
        final = self.scheduler.forbids(url) if response is None else is_final(response.status)
        if not final and visit.failures < PART_TRIES:
            raise PartMissingError
        logger.warning("Part of an article is missing: url=%s part=%s", visit.url, url)
        return None


def _beside(url: str, other: str) -> str:
    """`other`, a page of the same site, at the scheme and host that `url` answered at: with `www.` or without."""
    here = urlsplit(url)
    return urlsplit(other)._replace(scheme=here.scheme, netloc=here.netloc).geturl()


def _leads_back(examination: Examination, first: str) -> bool:
    """Whether a page names `first` as what it belongs to, or as number 1 of the pages that it numbers."""
    numbered = (anchor for anchor in examination.anchors if anchor.region == Region.PAGINATION)
    return examination.article.canonical_url == first or any(
        re.sub(r"\D", "", anchor.text) == "1" and join(first, anchor.url) == first for anchor in numbered
    )

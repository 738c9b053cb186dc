"""The one spider: looks at an answer once and yields what it is, an article or a page that is none."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Spider, signals

from aggregator import discovery
from aggregator.crawling.answers import GONE, REDIRECTS, is_text, location, page_of, refresh
from aggregator.crawling.crawl import LISTINGS
from aggregator.crawling.part_reader import PartMissingError, PartReader
from aggregator.errors import AggregatorError, ConfigError
from aggregator.extraction import Region, examine
from aggregator.items import Article, FoundBy, Kind, Page
from aggregator.store import Result, Visited, content_hash
from aggregator.urls import is_front, join

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from aggregator.crawling.crawl import Crawl, Eager
    from aggregator.crawling.scheduler import FrontierScheduler
    from aggregator.extraction import Examination
    from aggregator.sites import Site
    from aggregator.store import Visit

logger = logging.getLogger(__name__)


class ArticlesSpider(Spider):
    """Visits what is due of the run's sites.

    As `scrapy crawl articles -a url=...` it opens the run itself; `aggregator.crawling.run` hands one in.
    """

    name = "articles"
    scheduler: FrontierScheduler
    parts: PartReader
    alone: bool
    """Whether Scrapy's command runs it, and not ours."""

    def __init__(self, crawl: Crawl, *, max_parts: int, eager: Eager, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.crawl = crawl
        self.max_parts = max_parts
        self.eager = eager
        self._moved: dict[str, bool] = {}
        """Addresses that were redirected in this run, and whether a cookie was set on the way."""
        self._recalled: set[str] = set()
        """Those of them that are asked once more."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        if contact := settings.get("AGGREGATOR_CONTACT"):
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{contact})", priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        crawl = kwargs.pop("crawl", None)
        alone = crawl is None
        if alone:
            try:
                crawl, kwargs = _opened(crawler, kwargs)
            except AggregatorError as error:
                _tell_failure(error)
                raise
        kwargs.setdefault("max_parts", crawler.settings.getint("AGGREGATOR_MAX_PARTS"))
        spider = super().from_crawler(crawler, crawl, *args, **kwargs)
        crawler.signals.connect(spider.ended, signals.spider_closed)
        spider.alone = alone
        crawler.signals.connect(spider.broken, signals.spider_error)
        return spider

    def ended(self, reason: str) -> None:
        self.crawl.close("interrupted" if reason == "shutdown" else reason)
        if self.alone:
            self._tell()

    def _tell(self) -> None:
        """The end of a run that nobody else sums up."""
        if self.crawl.summary is not None:
            for tally in self.crawl.summary.sites:
                logger.info("Crawled: %s", tally.line())
            for warning in self.crawl.summary.warnings:
                logger.warning("%s", warning)
        if failure := self.crawl.fatal or self.crawl.failure:
            logger.error("%s", failure)

    async def start(self) -> AsyncIterator[Any]:
        """Requests come from the queue alone; here it gets the sites' start pages."""
        self.parts = PartReader(self.crawl, self.scheduler, self.max_parts)
        self.crawl.seed(datetime.now(UTC), eager=self.eager)
        self.scheduler.stir()
        nothing: tuple[Any, ...] = ()
        for item in nothing:
            yield item

    # Answers

    async def parse(self, response: Response) -> AsyncIterator[Article | Page]:
        visit: Visit = response.meta["visit"]
        self.scheduler.received(response)
        self.crawl.answered(visit.site, str(response.status), len(response.body))
        now = datetime.now(UTC)
        if 200 <= response.status < 300:
            if target := refresh(response):
                self._redirected(response, target, visit, now)
                return
            unchanged = not self.crawl.full and visit.content_hash == content_hash(response.body)
            if not unchanged:
                try:
                    yield await self._understand(response, visit, now)
                except PartMissingError as error:
                    self.crawl.finish(Visited(visit=visit, result=Result.FAILED, now=now, reason=str(error)))
                return
            self.crawl.finish(Visited(visit=visit, result=Result.UNCHANGED, now=now, status=response.status))
        elif response.status == 304:
            self.crawl.finish(Visited(visit=visit, result=Result.UNCHANGED, now=now, status=304))
        elif response.status in REDIRECTS:
            self._redirected(response, join(response.url, location(response)), visit, now)
        else:
            self._refused(response, visit, now)

    def _redirected(self, response: Response, target: str | None, visit: Visit, now: datetime) -> None:
        """Its target becomes a row of its own where it is on the site."""
        site = self.crawl.sites[visit.site]
        cookie = bool(response.headers.get("Set-Cookie")) or (
            target is not None and self._moved.get(target, False)
        )
        if target == visit.url and not cookie:
            target = None
        if target and visit.kind == Kind.FRONT and visit.found_by == FoundBy.START:
            self.crawl.adopt(site, target)
        here = target is not None and self.crawl.owner(target) is site and not site.denies(target)
        visited = Visited(visit=visit, result=Result.REDIRECTED, now=now, status=response.status)
        if target == visit.url and target in self._recalled:
            self.crawl.finish(replace(visited, result=Result.FAILED, reason="redirects to itself"))
            return
        circle = visit.url in self._recalled and target in self._moved
        self.crawl.finish(
            replace(visited, redirect=target if here else None, reason=None if here else "leads elsewhere")
        )
        if target is not None and here:
            self._recall(target, visit, cookie=cookie)
        if (circle or not here) and visit.found_by == FoundBy.START and visit.kind == Kind.FRONT:
            where = "in a circle" if circle else f"to {target or 'nowhere'}"
            self.crawl.problem(visit.site, f"{visit.url} redirects {where}")

    def _recall(self, target: str, visit: Visit, *, cookie: bool) -> None:
        """Ask for a page once more after a detour that sets a cookie: it is shown to those who have it.

        In later runs as well: the detour is known then, and is not due by itself.
        """
        self._moved[visit.url] = cookie
        if target in self._recalled or (target in self._moved and not cookie):
            return
        leading_to = None if target in self._moved else visit.url
        with self.crawl.guarded():
            recalled = self.crawl.frontier.recall(target, now=datetime.now(UTC), leading_to=leading_to)
        if recalled:
            self._recalled.add(target)
            self.scheduler.stir()

    def _refused(self, response: Response, visit: Visit, now: datetime) -> None:
        """A status that brings no page."""
        gone = response.status in GONE
        reason = self.scheduler.trouble(visit.host) or f"HTTP {response.status}"
        if visit.kind == Kind.FRONT and visit.found_by == FoundBy.START and response.status < 500:
            self.crawl.problem(visit.site, f"start page {visit.url} answers {reason}")
        self.crawl.finish(
            Visited(
                visit=visit,
                result=Result.GONE if gone else Result.FAILED,
                now=now,
                status=response.status,
                reason=reason,
                next_visit=None if gone else self.scheduler.retry_at(visit.host),
            )
        )

    def failed(self, failure: Failure) -> None:
        """No answer came."""
        request: Request = failure.request  # type: ignore[attr-defined]
        visit: Visit = request.meta["visit"]
        reason = self.scheduler.not_received(failure, request)
        self.crawl.answered(visit.site, type(failure.value).__name__, 0)
        result = Result.REFUSED if reason.startswith("refused:") else Result.FAILED
        self.crawl.finish(Visited(visit=visit, result=result, now=datetime.now(UTC), reason=reason))

    def broken(self, failure: Failure, response: Response) -> None:
        """A mistake of ours, logged by Scrapy; the page is tried again later."""
        visit: Visit | None = response.meta.get("visit")
        if visit is not None and self.crawl.visit_of(visit.url) and self.crawl.fatal is None:
            reason = f"error: {type(failure.value).__name__}"
            self.crawl.finish(
                Visited(visit=visit, result=Result.FAILED, now=datetime.now(UTC), reason=reason)
            )

    # Pages

    async def _understand(self, response: Response, visit: Visit, now: datetime) -> Article | Page:
        page = page_of(response, visit.url, visit.site, now)
        expected = visit.kind in LISTINGS
        if expected or "html" not in (page.content_type or "html"):
            listing = discovery.read_listing(response.body, visit.url, page.content_type)
            if listing is not None:
                links = self.crawl.wanted(self.crawl.sites[visit.site], listing.links)
                self.crawl.share(visit, listing.links)
                return replace(page, kind=listing.kind, links=links)
        guessed = expected and visit.found_by in (FoundBy.START, FoundBy.GUESS, FoundBy.SITEMAP)
        if guessed or not is_text(response):
            return page
        return await self._examine(response, visit, page)

    async def _examine(self, response: Response, visit: Visit, page: Page) -> Article | Page:
        site = self.crawl.sites[visit.site]
        examination = examine(
            response.body, visit.url, page.content_type, page.fetched_at, rules=self.crawl.rules[site.name]
        )
        self.crawl.matched[site.name] |= examination.matched
        links = self._links(examination, visit, site)
        if visit.kind != Kind.FRONT and self.crawl.budget.repeats(site.name, _content(examination)):
            links = ()
        front = is_front(visit.url)
        if visit.found_by == FoundBy.START and visit.kind == Kind.FRONT and not examination.feeds:
            self.crawl.try_usual_places(site, Kind.FEED, visit.url, page.fetched_at)
        if front or not examination.is_article or self.parts.is_part(examination, visit):
            kind = Kind.FRONT if front or visit.kind == Kind.FRONT else _kind_of(examination, visit)
            logger.debug("No article: url=%s reason=%s", visit.url, examination.reason)
            return replace(page, kind=kind, links=links)
        article, parts = await self.parts.whole(examination, visit)
        pages = tuple(part for part in parts.values() if part is not None)
        links = tuple(link for link in links if link.url not in parts)
        read = {url for url, part in parts.items() if part is not None}
        self.crawl.settle_parts(visit, read.union(part.url for part in pages))
        page = replace(page, kind=Kind.ARTICLE, links=links, parts=pages)
        return replace(article, site=site.name, date_downloaded=page.fetched_at, page=page)

    def _links(self, examination: Examination, visit: Visit, site: Site) -> tuple[Any, ...]:
        if "nofollow" in examination.robots:
            return ()
        links = discovery.page_links(
            examination.anchors, examination.feeds, examination.article.related_links, url=visit.url
        )
        return self.crawl.wanted(site, (link for link in links if link.url != visit.url))


def _opened(crawler: Crawler, arguments: dict[str, str]) -> tuple[Crawl, dict[str, Any]]:
    """The run that the arguments of `scrapy crawl` ask for, and what the spider has to know of it."""
    from aggregator.crawling.process import eager_for, open_crawl

    if unknown := [name for name in arguments if name not in ("url", "site")]:
        raise ConfigError(
            f"-a {unknown[0]}: unknown argument; expected url or site; "
            "all else is a setting, such as -s AGGREGATOR_MAX_PAGES=100"
        )
    targets = list(arguments.values())
    return open_crawl(targets, crawler.settings), {"eager": eager_for(targets)}


def _tell_failure(error: AggregatorError) -> None:
    """One line, and no traceback by whoever runs the task, which fails."""
    logger.error("%s", error)
    with suppress(RuntimeError):  # no task runs it
        if task := asyncio.current_task():
            task.add_done_callback(asyncio.Task.exception)


def _content(examination: Examination) -> str:
    """What the page says; of a page that is no article without the numbers in its text: traps count on."""
    article = examination.article
    text = f"{article.title}\n{article.text}"
    if not examination.is_article:
        text = re.sub(r"\d+", "0", text)
    return "\n".join((text, *(anchor.text for anchor in examination.anchors)))


def _kind_of(examination: Examination, visit: Visit) -> Kind:
    """LIST where the page leads to others on purpose, OTHER where its links are the frame of the site."""
    listed = sum(anchor.region in (Region.LIST, Region.PAGINATION) for anchor in examination.anchors)
    return Kind.LIST if listed >= 3 or visit.kind == Kind.LIST else Kind.OTHER

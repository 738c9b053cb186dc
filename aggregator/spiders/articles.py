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
from urllib.parse import urlsplit

from scrapy import Spider, signals
from w3lib.html import get_meta_refresh

from aggregator import discovery
from aggregator.crawling.failures import is_final
from aggregator.errors import AggregatorError, ConfigError
from aggregator.extraction import Region, examine
from aggregator.items import Article, FoundBy, Kind, Page
from aggregator.parts import contains, continues, ends_in_slug, joined
from aggregator.store import Result, Visited, content_hash
from aggregator.urls import first_parts, is_front, join, same_site

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

GONE = frozenset({404, 410})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LISTINGS = (Kind.FEED, Kind.SITEMAP)

REFRESH_WITHIN = 4096
"""Bytes from a page's start among which it may send its readers elsewhere."""
AT_ONCE = 5.0
"""Seconds; who waits longer shows something meanwhile."""

PART_TRIES = 2
"""Visits that are given up because a part did not answer, before the article is stored without it."""


class PartMissingError(Exception):
    """A further part of an article did not answer; the whole is tried again."""

    def __str__(self) -> str:
        return "a part of the article did not answer"


class ArticlesSpider(Spider):
    """Visits what is due of the run's sites.

    As `scrapy crawl articles -a url=...` it opens the run itself; `aggregator.crawling.run` hands one in.
    """

    name = "articles"
    scheduler: FrontierScheduler
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
            if target := _refresh(response):
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
            self._redirected(response, join(response.url, _location(response)), visit, now)
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
        page = _page(response, visit.url, visit.site, now)
        expected = visit.kind in LISTINGS
        if expected or "html" not in (page.content_type or "html"):
            listing = discovery.read_listing(response.body, visit.url, page.content_type)
            if listing is not None:
                links = self.crawl.wanted(self.crawl.sites[visit.site], listing.links)
                self.crawl.share(visit, listing.links)
                return replace(page, kind=listing.kind, links=links)
        guessed = expected and visit.found_by in (FoundBy.START, FoundBy.GUESS, FoundBy.SITEMAP)
        if guessed or not _is_text(response):
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
        if front or not examination.is_article or self._is_part(examination, visit):
            kind = Kind.FRONT if front or visit.kind == Kind.FRONT else _kind_of(examination, visit)
            logger.debug("No article: url=%s reason=%s", visit.url, examination.reason)
            return replace(page, kind=kind, links=links)
        article, parts = await self._with_parts(examination, visit)
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

    def _is_part(self, examination: Examination, visit: Visit) -> bool:
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

    async def _with_parts(
        self, examination: Examination, visit: Visit
    ) -> tuple[Article, dict[str, Page | None]]:
        """The article with the parts on its following pages, and what the addresses of these led to."""
        whole = examination.article
        pages: dict[str, Page | None] = {}
        texts = {whole.text}
        following = examination.next_page
        while following and len(pages) + 1 < self.max_parts:
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
            target = join(url, _location(response))
            if target is None or not same_site(target, visit.url) or target == visit.url:
                return None
            url = _beside(visit.url, target)
            response = await self.scheduler.fetch(url, visit.site)
        if response is not None and response.status == 200:
            return _page(response, url, visit.site, datetime.now(UTC))
        final = self.scheduler.forbids(url) if response is None else is_final(response.status)
        if not final and visit.failures < PART_TRIES:
            raise PartMissingError
        logger.warning("Part of an article is missing: url=%s part=%s", visit.url, url)
        return None


def _beside(url: str, other: str) -> str:
    """`other`, a page of the same site, at the scheme and host that `url` answered at: with `www.` or without."""
    here = urlsplit(url)
    return urlsplit(other)._replace(scheme=here.scheme, netloc=here.netloc).geturl()


def _location(response: Response) -> str:
    """Where a redirect leads; what is no UTF-8 is escaped as it stands, as browsers do. Empty: nowhere."""
    value = response.headers.get("Location") or b""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return re.sub(rb"[\x80-\xff]", lambda byte: b"%%%02X" % ord(byte[0]), value).decode()


def _refresh(response: Response) -> str | None:
    """Where a page sends its readers at once, as one that redirects does. None: it is there to be read."""
    head = response.body[:REFRESH_WITHIN]
    if b"refresh" not in head.lower() or not _is_text(response):
        return None
    try:
        seconds, address = get_meta_refresh(head.decode("utf-8", "replace"), response.url)
    except ValueError:  # no address at all
        return None
    target = join(response.url, address) if address and seconds is not None and seconds <= AT_ONCE else None
    return None if target == join(response.url, "") else target


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


def _page(response: Response, url: str, site: str, now: datetime) -> Page:
    """The answer before it is known what it is."""
    return Page(
        url=url,
        site=site,
        kind=Kind.OTHER,
        status=response.status,
        fetched_at=now,
        content_type=_header(response, "Content-Type"),
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        body=response.body,
    )


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _is_text(response: Response) -> bool:
    """HTML, by its header, or by its first bytes where the header is missing or says nothing."""
    declared = (_header(response, "Content-Type") or "").partition(";")[0].strip().lower()
    if declared in ("", "application/octet-stream", "text/plain"):
        return b"<" in response.body[:1024] and b"\0" not in response.body[:1024]
    return "html" in declared or declared in ("application/xml", "text/xml")


def _leads_back(examination: Examination, first: str) -> bool:
    """Whether a page names `first` as what it belongs to, or as number 1 of the pages that it numbers."""
    numbered = (anchor for anchor in examination.anchors if anchor.region == Region.PAGINATION)
    return examination.article.canonical_url == first or any(
        re.sub(r"\D", "", anchor.text) == "1" and join(first, anchor.url) == first for anchor in numbered
    )


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

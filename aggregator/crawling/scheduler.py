"""Makes requests out of rows of the queue, one lane a host, no faster than the host is to be asked."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from math import inf, isinf
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.asyncio import call_later, create_looping_call
from scrapy.utils.defer import _schedule_coro

from aggregator.crawling.answers import TOO_MANY, UNAVAILABLE
from aggregator.crawling.crawl import FORBIDDEN, TRAP, UNWANTED
from aggregator.crawling.failures import reason_of
from aggregator.crawling.hosts import Host
from aggregator.crawling.politeness import Pace, asked_in, retry_after
from aggregator.crawling.robots import Robots
from aggregator.crawling.robots_reader import RobotsReader
from aggregator.discovery import MAX_UNPACKED
from aggregator.errors import StoreError
from aggregator.items import FoundBy, Kind, Link
from aggregator.store import Result, Visited
from aggregator.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from aggregator.crawling.crawl import Crawl
    from aggregator.store import Lane, Visit

logger = logging.getLogger(__name__)

REFUSALS_AT_ONCE = 200
"""Rows that are settled without a request before the reactor gets its turn again."""

BEAT = 1.0
"""Seconds between two notes of how far the run is."""


class FrontierScheduler(BaseScheduler):
    """Scrapy's scheduler interface over the store's queue.

    A row is in flight from `next_request` until the spider has finished it. The limit per host and the delay
    are kept here and not by Scrapy's downloader slots, which do not keep the limit while the delay is 0.
    """

    def __init__(self, crawler: Crawler, crawl: Crawl) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self.crawl = crawl
        self.obey = settings.getbool("ROBOTSTXT_OBEY")
        self.limit = settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self.delay = settings.getfloat("DOWNLOAD_DELAY")
        self.backoff = settings.getfloat("AGGREGATOR_BACKOFF")
        self.patience = settings.getfloat("AGGREGATOR_PATIENCE")
        self.robots = RobotsReader(self, settings)
        self._hosts: dict[str, Host] = {}
        self._last: Lane | None = None
        self._asleep: dict[Lane, float] = {}
        """Lane -> when, on the monotonic clock, its next row is due; forgotten when links are found."""
        self._alarm: Any = None
        self._alarm_at = inf

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        scheduler = cls(crawler, crawler.spider.crawl)  # type: ignore[union-attr]
        crawler.signals.connect(scheduler._unpace_slot, signals.request_reached_downloader)
        return scheduler

    # Scrapy's interface

    def open(self, spider: Spider) -> None:
        spider.scheduler = self  # type: ignore[attr-defined]
        engine = self.crawler.engine
        self.crawl.abort = lambda: _schedule_coro(engine.close_spider_async(reason="store"))
        self.crawl.stir = self.stir
        self._beat = create_looping_call(self._on_beat)
        self._beat.start(BEAT, now=False)

    def close(self, reason: str) -> None:
        self._beat.stop()
        if self._alarm is not None:
            self._alarm.cancel()

    def _on_beat(self) -> None:
        """Nothing waits for long to be on disk."""
        with suppress(StoreError):
            self.crawl.note()
            self.crawl.progress.beat()

    def enqueue_request(self, request: Request) -> bool:
        """Requests from elsewhere become rows like all others."""
        site = self.crawl.owner(request.url)
        if site is None:
            return False
        link = Link(url=request.url, found_by=FoundBy.START)
        self.crawl.frontier.add(site.name, [link], now=_now())
        self._asleep.clear()
        return True

    def has_pending_requests(self) -> bool:
        """Whether the run should go on: something is due, or soon will be, of a host that may be asked."""
        if self.crawl.exhausted or self.crawl.fatal is not None:
            return False
        horizon = monotonic() + self.patience
        return any(self._due_at(lane) <= horizon for lane in self._lanes())

    def next_request(self) -> Request | None:
        if self.crawl.exhausted or self.crawl.fatal is not None:
            return None
        with self.crawl.guarded():
            return self._next_request()

    def _next_request(self) -> Request | None:
        now = monotonic()
        soonest = inf
        for lane in self._lanes():
            host = self.host(lane)
            if host.asking:
                continue
            ready = max(now + host.pace.wait(now), self._asleep.get(lane, -inf))
            if ready <= now:
                request = self._request(lane, host)
                if request is not None:
                    self._last = lane
                    return request
                self._asleep.pop(lane, None)
                ready = self._due_at(lane)
            soonest = min(soonest, ready)
        self._wake_at(soonest)
        return None

    # Lanes

    def _lanes(self) -> list[Lane]:
        """Lanes that are open, those after the last one served first, so that all have their turn."""
        lanes = self.crawl.frontier.lanes(self.crawl.sites.keys())
        last = self._last
        turn = next((n for n, lane in enumerate(lanes) if last and lane > last), 0)
        ordered = lanes[turn:] + lanes[:turn]
        return [lane for lane in ordered if not self.host(lane).closed and not self.crawl.used_up(lane.site)]

    def host(self, lane: Lane) -> Host:
        host = self._hosts.get(lane.host)
        if host is None:
            sites = [self.crawl.sites[lane.site], *self.crawl.owners(self.crawl.start_on(lane))]
            delay = max(self.delay if site.delay is None else site.delay for site in sites)
            pace = Pace(lane.host, limit=self.limit, delay=delay, backoff=self.backoff)
            host = self._hosts[lane.host] = Host(pace)
            if not self.obey:
                host.robots = Robots()
            self._remember(host, lane, {site.name for site in sites})
        return host

    def _remember(self, host: Host, lane: Lane, sites: Collection[str]) -> None:
        """Keep to what the host asked for in an earlier run."""
        now = _now()
        for moment, reason in self.crawl.frontier.refusals(lane.host, sites):
            left = (asked_in(reason) or 0.0) - max((now - moment).total_seconds(), 0.0)
            if left > 0:
                host.pace.rest(monotonic(), left, reason)
        if self.crawl.frontier.has_due(lane, now):
            self.mind_pause(host)

    def _due_at(self, lane: Lane) -> float:
        """When, on the monotonic clock, the lane's next row is due; infinite: never."""
        known = self._asleep.get(lane)
        if known is None:
            earliest = self.crawl.frontier.earliest(lane)
            wait = inf if earliest is None else max((earliest - _now()).total_seconds(), 0.0)
            known = self._asleep[lane] = monotonic() + wait if wait else -inf
        return max(known, monotonic() + self._hosts[lane.host].pace.pause(monotonic()))

    def stir(self, lane: Lane | None = None) -> None:
        """A lane, or any, may have something due that it had not."""
        if lane is None:
            self._asleep.clear()
        else:
            self._asleep.pop(lane, None)
        self._wake_at(monotonic())

    def _wake_at(self, moment: float) -> None:
        """Have the engine ask again at that time; its own heartbeat of 5 s is too slow for short delays."""
        if moment >= self._alarm_at or isinf(moment):
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = moment
        self._alarm = call_later(max(moment - monotonic(), 0.0), self._wake)

    def _wake(self) -> None:
        self._alarm, self._alarm_at = None, inf
        slot = self.crawler.engine._slot
        if slot is not None:
            slot.nextcall.schedule()

    # Requests

    def _request(self, lane: Lane, host: Host) -> Request | None:
        """The lane's next request. None: nothing is due."""
        if host.robots is None:
            return self.robots.ask(lane, host)
        for _ in range(REFUSALS_AT_ONCE):
            visit = self.crawl.frontier.next(lane, _now())
            if visit is None:
                return None
            refusal = self._refusal(visit, host.robots)
            if refusal is None:
                host.pace.start(monotonic())
                self.crawl.begin(visit)
                return self._page_request(visit)
            self.crawl.finish(Visited(visit=visit, result=Result.REFUSED, now=_now(), reason=refusal))
            if visit.found_by == FoundBy.START and visit.kind == Kind.FRONT:
                self.crawl.problem(visit.site, f"{visit.url}: {refusal}")
        self._wake_at(monotonic())
        return None

    def _refusal(self, visit: Visit, robots: Robots) -> str | None:
        """Why the address is not to be requested. None: it may be."""
        if self.crawl.unwanted(visit):
            return UNWANTED
        if not robots.allows(visit.url):
            return FORBIDDEN
        if self.crawl.is_trap(visit):
            return TRAP
        return None

    def _page_request(self, visit: Visit) -> Request:
        spider: Any = self.crawler.spider
        headers = {}
        if not self.crawl.full:
            if visit.etag:
                headers["If-None-Match"] = visit.etag
            if visit.last_modified:
                headers["If-Modified-Since"] = visit.last_modified
        meta: dict[str, Any] = {"visit": visit, "download_slot": visit.host}
        if visit.kind == Kind.SITEMAP:
            meta["download_maxsize"] = MAX_UNPACKED
        return Request(
            visit.url,
            callback=spider.parse,
            errback=spider.failed,
            headers=headers,
            meta=meta,
            dont_filter=True,
        )

    def forbids(self, url: str) -> bool:
        """Whether robots.txt of a host that was asked for it does not allow `url`."""
        host = self._hosts.get(host_of(url))
        return host is not None and host.robots is not None and not host.robots.allows(url)

    async def fetch(self, url: str, site: str) -> Response | None:
        """One more page in the midst of a visit to a site, as politely as any and counted. None: no answer."""
        host = self._hosts.get(host_of(url))
        if host is None or host.robots is None or self.forbids(url):
            return None
        while (wait := host.pace.wait(monotonic())) > 0:
            if host.closed or (wait > self.patience and not isinf(wait)):
                return None
            await asyncio.sleep(min(wait, 0.05))
        host.pace.start(monotonic())
        self.crawl.asked(site)
        try:
            request = Request(url, meta={"download_slot": host_of(url)}, dont_filter=True)
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # whatever the downloader raises is the same to us: there is no answer
            host.pace.failed(monotonic(), reason_of(error, url))
            self.crawl.answered(site, type(error).__name__, 0)
            return None
        self._settle(host, response)
        self.crawl.answered(site, str(response.status), len(response.body))
        return response

    def _unpace_slot(self, request: Request, spider: Spider) -> None:
        """Take the delay off the downloader's slot: it has been waited for already."""
        slot = self.crawler.engine.downloader.slots[request.meta["download_slot"]]
        slot.delay, slot.concurrency = 0.0, 1000

    # Answers

    def received(self, response: Response) -> None:
        """An answer to a request of ours has come; its place in the lane is free."""
        self._settle(self._hosts[response.meta["download_slot"]], response)
        self._wake_at(monotonic())

    def _settle(self, host: Host, response: Response) -> None:
        host.answered = True
        if response.status in (TOO_MANY, UNAVAILABLE):
            header = response.headers.get("Retry-After")
            asked = retry_after(header.decode("latin-1") if header else None, _now())
            visit: Visit | None = response.meta.get("visit")
            if visit is not None and self.crawl.is_guess(visit):  # its answer may be about that place alone
                host.pace.declined(monotonic(), response.status, min(asked or self.backoff, self.patience))
            else:
                host.pace.refused(monotonic(), response.status, asked)
                self.mind_pause(host)
        else:
            host.pace.answered()

    def not_received(self, failure: Failure, request: Request) -> str:
        """No answer has come; the reason in words."""
        host = self._hosts[request.meta["download_slot"]]
        reason = reason_of(failure.value, request.url)
        host.pace.failed(monotonic(), reason)
        self.mind_pause(host)
        self._wake_at(monotonic())
        return reason

    def trouble(self, host: str) -> str | None:
        """Why a host is paused, in words. None: it is not."""
        return self._hosts[host].pace.trouble

    def retry_at(self, host: str) -> datetime | None:
        """When a host that asked to be left alone may be asked again. None: it did not ask."""
        pause = self._hosts[host].pace.pause(monotonic())
        return _now() + timedelta(seconds=pause) if pause else None

    def mind_pause(self, host: Host) -> None:
        """Leave a host to the next run when its pause is longer than this run cares to wait."""
        if host.pace.pause(monotonic()) > self.patience:
            self.leave(host, host.pace.trouble or "paused")

    def leave(self, host: Host, reason: str) -> None:
        """Leave a host alone for the rest of the run."""
        host.closed = True
        for lane in self.crawl.frontier.lanes(self.crawl.sites.keys()):
            if lane.host == host.pace.host:
                self.crawl.problem(lane.site, f"{lane.host}: {reason}")


def _now() -> datetime:
    return datetime.now(UTC)

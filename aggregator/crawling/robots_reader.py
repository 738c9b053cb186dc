"""Reads robots.txt before anything else of a host is asked for, and draws the conclusions."""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from scrapy import Request

from aggregator.crawling.answers import REDIRECTS, TOO_MANY, location
from aggregator.crawling.failures import is_hopeless
from aggregator.crawling.robots import MAX_REDIRECTS, Robots, product
from aggregator.discovery import MAX_LINKS
from aggregator.items import FoundBy, Kind, Link
from aggregator.store import Result, Visited
from aggregator.urls import join

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from aggregator.crawling.crawl import Crawl
    from aggregator.crawling.hosts import Host
    from aggregator.store import Lane

TRIES = 4
"""After so many a run gives up on a host whose robots.txt cannot be read."""


class Hosts(Protocol):
    """What the reader needs of the scheduler that it works for."""

    crawl: Crawl

    def host(self, lane: Lane) -> Host: ...
    def stir(self, lane: Lane | None = None) -> None: ...
    def received(self, response: Response) -> None: ...
    def not_received(self, failure: Failure, request: Request) -> str: ...
    def mind_pause(self, host: Host) -> None: ...
    def leave(self, host: Host, reason: str) -> None: ...


class RobotsReader:
    """Makes the requests for robots.txt on the scheduler's behalf."""

    def __init__(self, scheduler: Hosts, settings: BaseSettings) -> None:
        self.scheduler = scheduler
        self.crawl = scheduler.crawl
        self.agent = product(settings.get("ROBOTSTXT_USER_AGENT") or settings["USER_AGENT"])
        self.backoff = settings.getfloat("AGGREGATOR_BACKOFF")
        self.max_delay = settings.getfloat("AGGREGATOR_MAX_CRAWL_DELAY")

    def ask(self, lane: Lane, host: Host) -> Request | None:
        """The request for the host's robots.txt. None: nothing is due there, so nothing needs to be known."""
        if not self.crawl.frontier.has_due(lane, _now()):
            return None
        if not host.robots_url:
            start = self.crawl.start_on(lane)
            host.robots_url = join(start, "/robots.txt") or start
        host.asking = True
        host.pace.start(monotonic())
        meta = {"download_slot": lane.host, "lane": lane}
        return Request(
            host.robots_url,
            callback=self._answered,
            errback=self._failed,
            meta=meta,
            dont_filter=True,
        )

    def _answered(self, response: Response) -> None:
        lane: Lane = response.meta["lane"]
        host = self.scheduler.host(lane)
        host.asking = False
        self.scheduler.received(response)
        if response.status in REDIRECTS and host.robots_hops < MAX_REDIRECTS:
            target = join(response.url, location(response))
            if target is not None and target != response.url:
                host.robots_hops += 1
                host.robots_url = target
                return
        if response.status == TOO_MANY or response.status >= 500:
            self._unreachable(lane, host, f"HTTP {response.status}")
        elif 200 <= response.status < 300:
            self._obey(lane, host, Robots.read(response.body, self.agent), response.url)
        else:  # there is none: RFC 9309 lets everything be asked for
            self._obey(lane, host, Robots(), response.url)

    def _obey(self, lane: Lane, host: Host, robots: Robots, url: str) -> None:
        host.robots = robots
        if robots.delay is not None and robots.delay > host.pace.delay:
            host.pace.delay = min(robots.delay, max(self.max_delay, host.pace.delay))
            if robots.delay > host.pace.delay:
                self.crawl.warn(
                    f"[{lane.site}] robots.txt asks for {robots.delay:.0f} s between requests; "
                    f"{host.pace.delay:.0f} s are kept (AGGREGATOR_MAX_CRAWL_DELAY)"
                )
        found = [join(url, address) for address in robots.sitemaps[:MAX_LINKS]]
        sitemaps = [
            Link(url=address, kind=Kind.SITEMAP, found_by=FoundBy.SITEMAP) for address in found if address
        ]
        start = self.crawl.start_on(lane)
        sites = self.crawl.owners(start)
        offered = [(site, wanted) for site in sites if (wanted := self.crawl.wanted(site, sitemaps))]
        for site, wanted in offered:
            with self.crawl.guarded():
                self.crawl.frontier.add(site.name, wanted, now=_now())
        if not offered:
            for site in sites:
                if not site.sitemaps:
                    self.crawl.try_usual_places(site, Kind.SITEMAP, start, _now())
        self.scheduler.stir()

    def _failed(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        lane: Lane = request.meta["lane"]
        host = self.scheduler.host(lane)
        host.asking = False
        reason = self.scheduler.not_received(failure, request)
        if not host.answered and is_hopeless(failure.value):
            self._give_up(lane, host, reason)
        else:
            self._unreachable(lane, host, reason)

    def _unreachable(self, lane: Lane, host: Host, reason: str) -> None:
        """Rules that cannot be read may forbid everything: wait, and do not crawl."""
        host.robots_tries += 1
        if host.robots_tries >= TRIES or host.closed:
            self._give_up(lane, host, f"robots.txt cannot be read ({reason}), so nothing is fetched")
            return
        host.pace.rest(monotonic(), self.backoff * 2 ** (host.robots_tries - 1), reason)
        self.scheduler.mind_pause(host)

    def _give_up(self, lane: Lane, host: Host, reason: str) -> None:
        """Leave the host to a later run; the address that is due first says why."""
        visit = self.crawl.frontier.next(lane, _now())
        if visit is not None:
            self.crawl.finish(Visited(visit=visit, result=Result.FAILED, now=_now(), reason=reason))
        self.scheduler.leave(host, reason)


def _now() -> datetime:
    return datetime.now(UTC)

"""One run: what its scheduler, spider and stages share."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from time import monotonic
from typing import TYPE_CHECKING

from aggregator import revisits
from aggregator.crawling.budget import TrapBudget
from aggregator.crawling.failures import is_final
from aggregator.crawling.guard import TARGETS
from aggregator.crawling.owners import Owners
from aggregator.crawling.progress import Progress
from aggregator.crawling.summary import RunSummary, Tally
from aggregator.discovery import usual_places
from aggregator.errors import CrawlError, StoreError
from aggregator.extraction import Rules
from aggregator.items import FoundBy, Kind, Link, Page
from aggregator.sites import Site
from aggregator.store import Figures, Outcome, Result, Visit, Visited
from aggregator.urls import host_of

if TYPE_CHECKING:
    from aggregator.store import Lane, Receipt, Store

logger = logging.getLogger(__name__)

LISTINGS = (Kind.FEED, Kind.SITEMAP)
EXEMPT = (FoundBy.START, FoundBy.GUESS, FoundBy.FEED, FoundBy.SITEMAP)
"""What the user or the publisher named is no trap."""

A_DAY = timedelta(days=1)
"""Until what was refused for good, or only guessed, is asked for again at the earliest."""
UNWANTED, FORBIDDEN = "not wanted by sites.toml", "forbidden by robots.txt"
"""Reasons of a refusal that a person can change."""
TRAP = "trap: pages like it brought nothing new"


class Eager(StrEnum):
    """What a run looks at though it is not due."""

    NOTHING = "nothing"
    ENTRANCES = "entrances"
    """The start pages and feeds that are named, as the time to look at them is up."""
    LISTS = "lists"
    """All that is named, and the lists: a person waits for what is new."""


class Crawl:
    """The run's sites, store, counts and limits."""

    def __init__(
        self,
        store: Store,
        sites: Sequence[Site],
        *,
        run_id: int,
        started: datetime,
        full: bool = False,
        max_pages: int | None = None,
        trap_budget: int = 30,
        backoff: float = 5.0,
    ) -> None:
        self.store = store
        self.frontier = store.frontier
        self.sites = {site.name: site for site in sites}
        self.run_id = run_id
        self.started = started
        self.rules = {site.name: Rules(site.select) for site in sites}
        self._clock_started = monotonic()
        self.full = full
        self.max_pages = max_pages
        self.tallies = {site.name: Tally(site=site.name) for site in sites}
        self.budget = TrapBudget(trap_budget)
        self.backoff = timedelta(seconds=backoff)
        self.matched: defaultdict[str, set[str]] = defaultdict(set)
        """Site -> names of its selectors that matched something."""
        self.warnings: dict[str, None] = {}
        self.summary: RunSummary | None = None
        """What the run did. None: it is not over."""
        self.failure: str | None = None
        """Why the run as a whole failed, once it is over. None: it did not."""
        self.fatal: StoreError | None = None
        """What made the store unusable in the midst of the run."""
        self.abort: Callable[[], None] = lambda: None
        """Ends the crawl; set by the scheduler."""
        self.stir: Callable[[Lane | None], None] = lambda lane: None
        """Says that a lane, or any lane, may have something due; set by the scheduler."""
        self.progress = Progress(self.tallies, lambda site: self.frontier.count_due(site, datetime.now(UTC)))
        self._owners = Owners(sites)
        self._visits: dict[str, Visit] = {}
        self._requests: Counter[str] = Counter()
        for site in sites:
            TARGETS.name(site.start)
            self._adopt_again(site)

    # Sites and addresses

    def owner(self, url: str) -> Site | None:
        """The run's site that a page belongs to. None: it is elsewhere on the web."""
        return self._owners.of(url)

    def owners(self, url: str) -> list[Site]:
        """The sites that have pages on the host of `url`."""
        return self._owners.beside(url)

    def adopt(self, site: Site, url: str) -> None:
        """Take the host of `url`, where a start page of the site has moved to, for one of the site's."""
        if self._owners.adopt(site, url):
            self.warn(f"[{site.name}] {site.start[0]} has moved to {url}; expected that address as its start")

    def _adopt_again(self, site: Site) -> None:
        """Take for the site's what its start pages led to in earlier runs."""
        for url in site.start:
            start = self.frontier.find(url)
            if start is not None and start.redirect is not None:
                self.adopt(site, start.redirect)

    def wanted(self, site: Site, links: Iterable[Link]) -> tuple[Link, ...]:
        """Those links that this run's site may visit; feeds and sitemaps need not match `allow`."""
        return tuple(
            link
            for link in links
            if self.owner(link.url) is site
            and (site.wants(link.url) or (link.kind in LISTINGS and not site.denies(link.url)))
        )

    def share(self, visit: Visit, links: Sequence[Link]) -> None:
        """Give what a site's sitemap or feed names of other sites on its host to these."""
        for site in self.owners(visit.url):
            if site.name != visit.site and (theirs := self.wanted(site, links)):
                with self.guarded():
                    self.frontier.add(
                        site.name, theirs, now=datetime.now(UTC), depth=visit.depth + 1, parent=visit
                    )
                self.stir(None)

    def unwanted(self, visit: Visit) -> bool:
        """Whether sites.toml, as it is now, leaves an address that is known out of this run."""
        site = self.owner(visit.url)
        if site is None or site.name != visit.site or site.denies(visit.url):
            return True
        listed = visit.kind in LISTINGS or visit.found_by in (FoundBy.START, FoundBy.REDIRECT)
        return not (listed or site.wants(visit.url))

    def seed(self, now: datetime, *, eager: Eager) -> None:
        """Make known what sites.toml or the person who starts the crawl has named, and due what is to be looked at."""
        for site in self.sites.values():
            links = [Link(url=url, kind=Kind.FRONT, found_by=FoundBy.START) for url in site.start]
            links += [Link(url=url, kind=Kind.FEED, found_by=FoundBy.START) for url in site.feeds]
            links += [Link(url=url, kind=Kind.SITEMAP, found_by=FoundBy.START) for url in site.sitemaps]
            self.frontier.add(site.name, links, now=now)
            if self.full or eager is Eager.LISTS:
                named = [link.url for link in links]
                self.frontier.make_due(site.name, now=now, named=named, lists=True, full=self.full)
            elif eager is Eager.ENTRANCES:
                self.frontier.make_due(site.name, now=now, named=(*site.start, *site.feeds))

    def try_usual_places(self, site: Site, kind: Kind, url: str, now: datetime) -> None:
        """Make known where feeds or sitemaps usually are, for a site that names none."""
        places = [link for link in usual_places(url) if link.kind == kind]
        with self.guarded():
            self.frontier.add(site.name, self.wanted(site, places), now=now)

    def start_on(self, lane: Lane) -> str:
        """An address on the lane's host, to tell its scheme by."""
        for url in self.sites[lane.site].start:
            if host_of(url) == lane.host:
                return url
        host, _, port = lane.host.rpartition(":")
        return {"443": f"https://{host}/", "80": f"http://{host}/"}.get(port, f"http://{lane.host}/")

    def is_trap(self, visit: Visit) -> bool:
        """Whether addresses like this one have used up their budget without bringing anything."""
        if not visit.first or visit.found_by in EXEMPT:
            return False
        if visit.reason == TRAP:
            self.budget.suspect(visit.url)
        return not self.budget.allows(visit.url)

    def is_guess(self, visit: Visit) -> bool:
        """Whether nobody has named the address, and it never answered as a feed or sitemap."""
        return visit.found_by == FoundBy.GUESS and visit.interval is None

    # Visits

    def begin(self, visit: Visit) -> None:
        self._visits[visit.url] = visit
        self.asked(visit.site)

    def asked(self, site: str) -> None:
        """Count a request."""
        self._requests[site] += 1

    def visit_of(self, url: str) -> Visit | None:
        """The visit that is under way to `url`."""
        return self._visits.get(url)

    def finish(self, visited: Visited) -> Receipt:
        """Write what came of a visit and count it."""
        visit = visited.visit
        if (absence := self._absence(visited)) is not None:  # it begins where its host's pause ends
            visited = replace(visited, next_visit=(visited.next_visit or visited.now) + absence)
        with self.guarded():
            receipt = self.store.finish(visited)
        self._visits.pop(visit.url, None)
        self._count(visited, receipt)
        self.stir(None if receipt.new_links else visit.lane)
        moved = visited.result == Result.REDIRECTED and visit.found_by != FoundBy.REDIRECT
        if visit.first and not moved and visited.result not in (Result.FAILED, Result.REFUSED):
            self._budget(visit, found=receipt.outcome is Outcome.NEW and not receipt.repeated)
        logger.debug("Finished: url=%s result=%s reason=%s", visit.url, visited.result, visited.reason)
        return receipt

    def _absence(self, visited: Visited) -> timedelta | None:
        """Until the next visit, as far as the address is concerned and this run says so. None: as learned."""
        visit = visited.visit
        if visited.result == Result.FAILED:
            hopeless = self.is_guess(visit) or is_final(visited.status)
            absence = revisits.backoff(visit.failures + 1, first=A_DAY if hopeless else self.backoff)
            return min(absence, revisits.DAILY) if visit.is_entrance else absence
        # It costs no request, and the rules may be others tomorrow.
        return revisits.DAILY if visited.reason in (UNWANTED, FORBIDDEN) else None

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """A store that cannot be written ends the crawl: going on would fetch for nothing."""
        if self.fatal is not None:
            raise self.fatal
        try:
            yield
        except StoreError as error:
            if self.fatal is None:
                self.fatal = error
                self.abort()
            raise

    def _count(self, visited: Visited, receipt: Receipt) -> None:
        tally = self.tallies[visited.visit.site]
        match receipt.outcome:
            case Outcome.NEW:
                tally.new += 1
            case Outcome.CHANGED:
                tally.changed += 1
            case Outcome.SAME:
                tally.same += 1
        tally.duplicate += receipt.duplicate
        reason = visited.reason or str(visited.result)
        match visited.result:
            case Result.DROPPED:
                tally.dropped[reason] += 1
            case Result.FAILED:
                tally.failed[reason] += 1
            case Result.REFUSED:
                tally.refused[reason] += 1
            case Result.GONE:
                tally.gone += 1

    def settle_parts(self, visit: Visit, urls: Iterable[str]) -> None:
        """Further parts of an article have been read with it: they are no pages of their own."""
        with self.guarded():
            for url in urls:
                if self.visit_of(url) is None:
                    self._settle_part(visit, url)

    def _settle_part(self, visit: Visit, url: str) -> None:
        now, reason = datetime.now(UTC), f"part of {visit.url}"
        self.frontier.add(visit.site, [Link(url=url, kind=Kind.OTHER)], now=now, parent=visit)
        part = self.frontier.find(url)
        if part is not None:
            page = Page(url=url, site=visit.site, kind=Kind.OTHER, status=200, fetched_at=now)
            self.store.remove(url)
            self.store.finish(Visited(visit=part, result=Result.DONE, now=now, page=page, reason=reason))

    def _budget(self, visit: Visit, *, found: bool) -> None:
        """Book a first visit, and whether it found an article, with the page that led there as well."""
        self.budget.visited(visit.url)
        if found:
            self.budget.found(visit.url)
            if parent := self.frontier.parent(visit):
                self.budget.found(parent)

    def answered(self, site: str, status: str, size: int) -> None:
        """Count an answer, or with size 0 a download error under its class."""
        tally = self.tallies[site]
        tally.fetched += 1
        tally.bytes += size
        tally.statuses[status] += 1

    def problem(self, site: str, text: str) -> None:
        """Say why a site as a whole cannot be crawled; the first reason is kept."""
        tally = self.tallies[site]
        if tally.problem is None:
            tally.problem = text.removeprefix(f"{site}: ")  # it is told under the site's name
            logger.debug("Site cannot be crawled: site=%s reason=%s", site, text)

    def warn(self, text: str) -> None:
        """Something that a person should change; told once, at the end."""
        self.warnings[text] = None

    @property
    def exhausted(self) -> bool:
        """Whether the run has made all the requests it may."""
        return self.max_pages is not None and self._requests.total() >= self.max_pages

    def used_up(self, site: str) -> bool:
        """Whether the site has had all its requests of this run."""
        limit = self.sites[site].max_pages
        return limit is not None and self._requests[site] >= limit

    # The end

    def note(self) -> None:
        """Put on record what was done so far."""
        with self.guarded():
            self.store.flush()
            self.store.runs.note(self.run_id, map(_figures, self.tallies.values()))

    def close(self, reason: str) -> None:
        """End the run: figures and reason on record, store closed. Later calls change nothing."""
        if self.summary is not None:
            return
        now = datetime.now(UTC)
        if reason == "finished" and self.exhausted:
            reason = "max_pages"
        try:
            if self.fatal is None:
                self._close(reason, now)
        except StoreError as error:
            self.fatal = self.fatal or error
        finally:
            self.summary = RunSummary(
                run_id=self.run_id,
                started=self.started,
                ended=now,
                reason=reason,
                sites=tuple(self.tallies.values()),
                warnings=(*self.warnings, *self._unmatched()),
                failure=self.fatal or (CrawlError(self.failure) if self.failure else None),
            )
            with suppress(StoreError):
                self.store.close()

    def _close(self, reason: str, now: datetime) -> None:
        for name, tally in self.tallies.items():
            tally.queue = self.frontier.count_due(name, now)
        if reason != "interrupted":
            self.failure = self._failure()
        for site in self.sites.values():
            if isinstance(site.keep_pages, timedelta):
                self.store.kept.forget(site.name, before=now - site.keep_pages)
        self.note()
        self.store.runs.end(
            self.run_id,
            now=now,
            reason=reason,
            exit_code=1 if self.failure else 0,
            seconds=monotonic() - self._clock_started,
        )

    def _failure(self) -> str | None:
        """Why nothing could be stored, when errors happened. None: something was, or there was nothing new."""
        tallies = self.tallies.values()
        if any(tally.stored for tally in tallies):
            return None
        reasons = [tally.problem or _commonest(tally) for tally in tallies]
        told = [f"{tally.site}: {why}" for tally, why in zip(tallies, reasons, strict=True) if why]
        answered = any(tally.usable for tally in tallies)
        stored_before = any(self.store.count(site=name, duplicates=True) for name in self.tallies)
        if not told or (answered and stored_before):
            return None
        return "nothing was stored; " + "; ".join(told)

    def _unmatched(self) -> list[str]:
        """Selectors that never matched although articles of their site were read."""
        return [
            f"[{site.name}.select] {key}: matched nothing on {self.tallies[site.name].stored} articles"
            for site in self.sites.values()
            if self.tallies[site.name].stored
            for key in site.select
            if key not in self.matched[site.name]
        ]


def _commonest(tally: Tally) -> str | None:
    """The reason that most visits failed for, or were not made for."""
    reasons = tally.failed or tally.refused
    return reasons.most_common(1)[0][0] if reasons else None


def _figures(tally: Tally) -> Figures:
    """The tally as the store puts it on record."""
    names = ("new", "changed", "same", "duplicate", "gone")
    return Figures(
        site=tally.site,
        pages=tally.fetched,
        bytes=tally.bytes,
        statuses=tally.statuses,
        articles={name: getattr(tally, name) for name in names if getattr(tally, name)},
        drops=tally.dropped + tally.refused,
        failures=tally.failed,
        problem=tally.problem,
    )

"""The scheduler over a real store, with Scrapy's engine played by a stand-in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from scrapy.http import HtmlResponse, Request, TextResponse
from scrapy.settings import Settings
from scrapy.signalmanager import SignalManager

from aggregator.crawling import robots_reader
from aggregator.crawling import scheduler as scheduling
from aggregator.crawling.crawl import FORBIDDEN, TRAP, UNWANTED, Crawl, Eager
from aggregator.crawling.scheduler import FrontierScheduler
from aggregator.items import FoundBy, Kind, Link, Page
from aggregator.sites import Site
from aggregator.store import Result, Store, Visited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

A, B = "http://a.example", "http://b.example"


class Clock:
    """Stands for `monotonic` and for timers: what was to happen later is only noted."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.alarms: list[float] = []

    def __call__(self) -> float:
        return self.now

    def call_later(self, delay: float, *work: object) -> Any:
        self.alarms.append(delay)
        return SimpleNamespace(cancel=lambda: None)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(scheduling, "monotonic", clock)
    monkeypatch.setattr(robots_reader, "monotonic", clock)
    monkeypatch.setattr(scheduling, "call_later", clock.call_later)
    return clock


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "articles.db") as store:
        yield store


def make(
    store: Store, *sites: Site, robots: bool = False, full: bool = False, **settings: Any
) -> FrontierScheduler:
    """A scheduler whose sites are seeded, without robots.txt unless asked for."""
    sites = sites or (Site.of(A),)
    crawl = Crawl(
        store,
        sites,
        run_id=1,
        started=datetime.now(UTC),
        full=full,
        max_pages=settings.pop("max_pages", None),
    )
    crawl.seed(datetime.now(UTC), eager=Eager.LISTS)
    values = {"USER_AGENT": "aggregator/1", "CONCURRENT_REQUESTS_PER_DOMAIN": 2, "DOWNLOAD_DELAY": 0}
    values |= {"AGGREGATOR_BACKOFF": 5, "AGGREGATOR_PATIENCE": 60, "AGGREGATOR_MAX_CRAWL_DELAY": 60}
    spider = SimpleNamespace(crawl=crawl, parse=lambda response: None, failed=lambda failure: None)
    crawler: Any = SimpleNamespace(
        settings=Settings({**values, "ROBOTSTXT_OBEY": robots, **settings}),
        signals=SignalManager(),
        spider=spider,
        engine=SimpleNamespace(_slot=None),
    )
    scheduler = FrontierScheduler.from_crawler(crawler)
    crawl.stir = scheduler.stir
    return scheduler


def add(scheduler: FrontierScheduler, *links: Link, site: str = "a.example") -> None:
    scheduler.crawl.frontier.add(site, links, now=datetime.now(UTC))
    scheduler.stir()


def taken(scheduler: FrontierScheduler) -> list[str]:
    """Addresses of all requests that are to be had now."""
    found = []
    while (request := scheduler.next_request()) is not None:
        found.append(request.url)
    return found


def answer(scheduler: FrontierScheduler, request: Request, status: int = 200, **headers: str) -> None:
    """Let an answer come and the visit be finished."""
    response = HtmlResponse(request.url, status=status, headers=headers, body=b"x", request=request)
    scheduler.received(response)
    visit = request.meta["visit"]
    now = datetime.now(UTC)
    page = Page(url=visit.url, site=visit.site, kind=Kind.OTHER, status=status, fetched_at=now)
    result = Result.DONE if status == 200 else Result.FAILED
    scheduler.crawl.finish(Visited(visit=visit, result=result, now=now, page=page, reason=f"HTTP {status}"))


def next_request(scheduler: FrontierScheduler) -> Request:
    request = scheduler.next_request()
    assert request is not None
    return request


def test_robots_come_first_and_alone(store: Store, clock: Clock) -> None:
    scheduler = make(store, robots=True)
    request = next_request(scheduler)
    assert request.url == f"{A}/robots.txt"
    clock.alarms.clear()
    assert taken(scheduler) == []
    assert clock.alarms == [], "there is nothing to do but wait for it"
    assert request.callback is not None
    request.callback(TextResponse(request.url, body=b"User-agent: *\nDisallow: /private\n", request=request))
    add(scheduler, Link(url=f"{A}/private/a"), Link(url=f"{A}/b"))
    assert next_request(scheduler).url == f"{A}/"
    row = scheduler.crawl.frontier.find(f"{A}/private/a")
    assert row is not None


def test_forbidden_address_is_settled_without_a_request(store: Store, clock: Clock) -> None:
    scheduler = make(store, robots=True)
    request = next_request(scheduler)
    assert request.callback is not None
    request.callback(TextResponse(request.url, body=b"User-agent: *\nDisallow: /\n", request=request))
    assert taken(scheduler) == []
    assert scheduler.crawl.tallies["a.example"].refused["forbidden by robots.txt"] >= 1
    assert scheduler.crawl.tallies["a.example"].problem == f"{A}/: forbidden by robots.txt"
    assert not scheduler.has_pending_requests()


def test_two_in_flight_and_no_third(store: Store, clock: Clock) -> None:
    scheduler = make(store)
    add(scheduler, *(Link(url=f"{A}/{n}") for n in range(5)))
    first, _ = next_request(scheduler), next_request(scheduler)
    assert scheduler.next_request() is None
    answer(scheduler, first)
    assert len(taken(scheduler)) == 1


def test_delay_is_waited_for_and_an_alarm_set(store: Store, clock: Clock) -> None:
    scheduler = make(store, DOWNLOAD_DELAY=3)
    add(scheduler, Link(url=f"{A}/1"))
    next_request(scheduler)
    clock.alarms.clear()
    assert scheduler.next_request() is None
    assert clock.alarms == [] or clock.alarms[-1] <= 3
    clock.now += 3
    assert scheduler.next_request() is not None


def test_hosts_take_turns(store: Store, clock: Clock) -> None:
    scheduler = make(store, Site.of(A), Site.of(B))
    add(scheduler, *(Link(url=f"{A}/{n}") for n in range(3)))
    add(scheduler, *(Link(url=f"{B}/{n}") for n in range(3)), site="b.example")
    hosts = [url.split("/")[2] for url in taken(scheduler)]
    assert hosts in (["a.example", "b.example"] * 2, ["b.example", "a.example"] * 2)


def test_articles_of_feeds_go_before_unknown_pages(store: Store, clock: Clock) -> None:
    scheduler = make(store, CONCURRENT_REQUESTS_PER_DOMAIN=9)
    listed = Link(url=f"{A}/listed", kind=Kind.ARTICLE, found_by=FoundBy.FEED)
    add(scheduler, Link(url=f"{A}/tag/x", kind=Kind.OTHER), Link(url=f"{A}/unknown"), listed)
    assert taken(scheduler)[:2] == [f"{A}/", f"{A}/listed"]


def test_limit_of_the_run_ends_it(store: Store, clock: Clock) -> None:
    scheduler = make(store, max_pages=1)
    add(scheduler, Link(url=f"{A}/1"), Link(url=f"{A}/2"))
    assert taken(scheduler) == [f"{A}/"], "those in flight count"
    assert not scheduler.has_pending_requests()


def test_conditional_request_unless_full(store: Store, clock: Clock) -> None:
    scheduler = make(store)
    request = next_request(scheduler)
    visit, now = request.meta["visit"], datetime.now(UTC)
    page = Page(
        url=visit.url,
        site=visit.site,
        kind=Kind.FRONT,
        status=200,
        fetched_at=now,
        etag='"1"',
        last_modified="Mon",
    )
    scheduler.received(HtmlResponse(request.url, body=b"x", request=request))
    scheduler.crawl.finish(Visited(visit=visit, result=Result.DONE, now=now, page=page))
    again = next_request(make(store))
    assert (again.headers["If-None-Match"], again.headers["If-Modified-Since"]) == (b'"1"', b"Mon")
    scheduler.crawl.frontier.release(again.meta["visit"])
    whole = next_request(make(store, full=True))
    assert "If-None-Match" not in whole.headers


def test_sitemaps_may_be_as_large_as_their_protocol_has_it(store: Store, clock: Clock) -> None:
    scheduler = make(store)
    add(scheduler, Link(url=f"{A}/map.xml", kind=Kind.SITEMAP, found_by=FoundBy.SITEMAP))
    front, listing = next_request(scheduler), next_request(scheduler)
    assert "download_maxsize" not in front.meta
    assert listing.meta["download_maxsize"] >= 50 * 2**20


def test_run_waits_for_a_retry_that_is_near(store: Store, clock: Clock) -> None:
    scheduler = make(store)
    request = next_request(scheduler)
    answer(scheduler, request, status=500)
    assert taken(scheduler) == []
    assert scheduler.has_pending_requests(), "5 s are worth waiting for"


def test_run_does_not_wait_for_the_far(store: Store, clock: Clock) -> None:
    scheduler = make(store, AGGREGATOR_PATIENCE=2)
    answer(scheduler, next_request(scheduler), status=500)
    assert not scheduler.has_pending_requests()


def test_host_that_asks_for_a_long_pause_is_left_to_the_next_run(store: Store, clock: Clock) -> None:
    scheduler = make(store)
    add(scheduler, Link(url=f"{A}/1"))
    answer(scheduler, next_request(scheduler), status=503, **{"Retry-After": "3600"})
    assert taken(scheduler) == []
    assert not scheduler.has_pending_requests()
    assert scheduler.crawl.tallies["a.example"].problem == "a.example:80: HTTP 503, Retry-After 3600 s"


def test_next_run_keeps_to_what_a_host_asked_for(store: Store, clock: Clock) -> None:
    scheduler = make(store)
    add(scheduler, Link(url=f"{A}/1"), Link(url=f"{A}/2"))
    visit, now = next_request(scheduler).meta["visit"], datetime.now(UTC)
    reason = "HTTP 429, Retry-After 1800 s"
    asked = now - timedelta(seconds=1000)
    scheduler.crawl.finish(Visited(visit=visit, result=Result.FAILED, now=asked, status=429, reason=reason))
    following = make(store)
    assert taken(following) == []
    assert not following.has_pending_requests()
    assert following.crawl.tallies["a.example"].problem == f"a.example:80: {reason}"


def test_longest_delay_of_the_tables_of_a_host_is_kept(store: Store, clock: Clock) -> None:
    fast = Site(name="fast", start=(f"{A}/",), delay=0.02, deny=(re.compile("/slow/"),))
    slow = Site(name="slow", start=(f"{A}/slow/",), delay=2.0)
    scheduler = make(store, fast, slow)
    next_request(scheduler)
    assert scheduler.next_request() is None
    clock.now += 2
    assert scheduler.next_request() is not None


def test_row_that_was_refused_waits_behind_the_others(store: Store, clock: Clock) -> None:
    scheduler = make(store)
    visit = next_request(scheduler).meta["visit"]
    now = datetime.now(UTC)
    pause = now + timedelta(seconds=120)
    scheduler.crawl.finish(
        Visited(visit=visit, result=Result.FAILED, now=now, status=503, reason="HTTP 503", next_visit=pause)
    )
    (failing,) = store.runs.failing("a.example")
    assert failing.next_visit is not None
    assert failing.next_visit >= pause + timedelta(seconds=4), "its host may be asked before it is"


def test_guessed_place_that_is_busy_does_not_close_its_host(store: Store, clock: Clock) -> None:
    scheduler = make(store, CONCURRENT_REQUESTS_PER_DOMAIN=9)
    scheduler.crawl.try_usual_places(
        scheduler.crawl.sites["a.example"], Kind.FEED, f"{A}/", datetime.now(UTC)
    )
    scheduler.stir()
    add(scheduler, Link(url=f"{A}/1"))
    requests = [next_request(scheduler) for _ in range(3)]
    feed = next(request for request in requests if request.url == f"{A}/feed")
    answer(scheduler, feed, status=503, **{"Retry-After": "86400"})
    assert taken(scheduler) == []
    clock.now += 60
    assert f"{A}/1" in taken(scheduler)
    (failing,) = store.runs.failing("a.example")
    assert failing.next_visit is not None
    assert failing.next_visit > datetime.now(UTC) + timedelta(hours=23)


def test_trap_is_refused_once_its_budget_is_spent(store: Store, clock: Clock) -> None:
    scheduler = make(store, CONCURRENT_REQUESTS_PER_DOMAIN=99)
    for _ in range(30):
        scheduler.crawl.budget.visited(f"{A}/calendar/2026/1/")
    add(scheduler, Link(url=f"{A}/calendar/2027/5/"), Link(url=f"{A}/2027/5/story"))
    listed = Link(url=f"{A}/calendar/2028/5/", found_by=FoundBy.SITEMAP)
    add(scheduler, listed)
    assert set(taken(scheduler)) == {f"{A}/", f"{A}/2027/5/story", listed.url}


@pytest.mark.parametrize("reason", [UNWANTED, FORBIDDEN])
def test_what_rules_refused_is_held_against_them_the_next_day(
    store: Store, clock: Clock, reason: str
) -> None:
    scheduler = make(store)
    add(scheduler, Link(url=f"{A}/1"))
    for _ in range(3):
        visit = scheduler.crawl.frontier.find(f"{A}/1")
        assert visit is not None
        now = datetime.now(UTC)
        scheduler.crawl.finish(Visited(visit=visit, result=Result.REFUSED, now=now, reason=reason))
    (planned,) = store._db.execute("SELECT next_visit FROM pages WHERE url LIKE '%/1'").fetchone()
    assert datetime.fromisoformat(planned) - now < timedelta(days=1)


def test_host_that_a_start_page_moved_to_is_the_sites_in_later_runs_too(store: Store, clock: Clock) -> None:
    first = make(store)
    visit = next_request(first).meta["visit"]
    first.crawl.adopt(first.crawl.sites["a.example"], f"{B}/")
    now = datetime.now(UTC)
    first.crawl.finish(Visited(visit=visit, result=Result.REDIRECTED, now=now, redirect=f"{B}/"))
    add(first, Link(url=f"{B}/1"))
    second = make(store)
    request = next_request(second)
    answer(second, request, status=500)
    assert {request.url, *taken(second)} == {f"{A}/", f"{B}/", f"{B}/1"}
    third = make(store)
    assert third.crawl.owner(f"{B}/1") is third.crawl.sites["a.example"], "though the start page failed"


def test_shape_that_was_a_trap_may_show_that_it_is_none(store: Store, clock: Clock) -> None:
    urls = [f"{A}/item/{number}/" for number in range(10)]
    scheduler = make(store)
    add(scheduler, *(Link(url=url) for url in urls))
    for url in urls:
        visit = scheduler.crawl.frontier.find(url)
        assert visit is not None
        refused = Visited(visit=visit, result=Result.REFUSED, now=datetime.now(UTC), reason=TRAP)
        scheduler.crawl.finish(refused)
    suspects = [visit for url in urls if (visit := scheduler.crawl.frontier.find(url))]
    budget = scheduler.crawl.budget
    allowed = []
    for visit in suspects[:5]:
        allowed.append(not scheduler.crawl.is_trap(visit))
        budget.visited(visit.url)
    assert allowed == [True, True, True, False, False]
    budget.found(urls[0])
    assert not scheduler.crawl.is_trap(suspects[5])


def test_patterns_of_today_decide_on_what_was_found_before(store: Store, clock: Clock) -> None:
    scheduler = make(store, CONCURRENT_REQUESTS_PER_DOMAIN=9)
    add(scheduler, Link(url=f"{A}/news/1"), Link(url=f"{A}/shop/1"), Link(url=f"{A}/feed", kind=Kind.FEED))
    add(scheduler, Link(url=f"{A}/home", kind=Kind.FRONT, found_by=FoundBy.REDIRECT))
    patterns = (re.compile("/news/"),)
    allowing = make(
        store, Site(name="a.example", start=(f"{A}/",), allow=patterns), CONCURRENT_REQUESTS_PER_DOMAIN=9
    )
    assert set(taken(allowing)) == {f"{A}/", f"{A}/news/1", f"{A}/feed", f"{A}/home"}
    for visit in list(allowing.crawl.frontier.in_flight):
        allowing.crawl.frontier.release(visit)
    denying = make(
        store, Site(name="a.example", start=(f"{A}/",), deny=patterns), CONCURRENT_REQUESTS_PER_DOMAIN=9
    )
    assert f"{A}/news/1" not in taken(denying)


def test_requests_from_elsewhere_become_rows(store: Store, clock: Clock) -> None:
    scheduler = make(store, CONCURRENT_REQUESTS_PER_DOMAIN=9)
    assert scheduler.enqueue_request(Request(f"{A}/asked"))
    assert not scheduler.enqueue_request(Request(f"{B}/elsewhere"))
    assert f"{A}/asked" in taken(scheduler)


def test_pages_of_a_site_are_limited_by_its_table(store: Store, clock: Clock) -> None:
    scheduler = make(store, Site(name="a.example", start=(f"{A}/",), max_pages=1))
    add(scheduler, Link(url=f"{A}/1"))
    assert taken(scheduler) == [f"{A}/"], "those in flight count"


# The verdict on a run


def crawl_of(folder: Path, *sites: Site) -> Crawl:
    """A run that is on record and has done nothing yet; closing it closes the store."""
    store = Store(folder / "verdict.db")
    run_id = store.runs.start("crawl", [site.name for site in sites], now=datetime.now(UTC))
    return Crawl(store, sites, run_id=run_id, started=datetime.now(UTC))


def test_nothing_due_is_no_failure(tmp_path: Path) -> None:
    crawl = crawl_of(tmp_path, Site.of(A))
    crawl.close("finished")
    assert crawl.failure is None


def test_errors_without_any_article_are_a_failure(tmp_path: Path) -> None:
    crawl = crawl_of(tmp_path, Site.of(A))
    crawl.tallies["a.example"].failed["timeout"] = 3
    crawl.close("finished")
    assert crawl.failure == "nothing was stored; a.example: timeout"


def test_one_site_that_went_well_is_enough(tmp_path: Path) -> None:
    crawl = crawl_of(tmp_path, Site.of(A), Site.of(B))
    crawl.tallies["a.example"].problem = "host not found"
    crawl.tallies["b.example"].new = 1
    crawl.close("finished")
    assert crawl.failure is None


def test_interrupted_run_has_not_failed(tmp_path: Path) -> None:
    crawl = crawl_of(tmp_path, Site.of(A))
    crawl.tallies["a.example"].failed["timeout"] = 3
    crawl.close("interrupted")
    assert crawl.failure is None
    assert crawl.summary is not None
    assert crawl.summary.reason == "interrupted"


def test_failing_start_page_is_looked_at_again_within_a_day(store: Store, clock: Clock) -> None:
    scheduler = make(store)
    for _ in range(9):
        visit = scheduler.crawl.frontier.find(f"{A}/")
        assert visit is not None
        scheduler.crawl.finish(
            Visited(visit=visit, result=Result.FAILED, now=datetime.now(UTC), reason="timeout")
        )
    (failing,) = store.runs.failing("a.example")
    assert failing.next_visit is not None
    assert failing.next_visit <= datetime.now(UTC) + timedelta(days=1)

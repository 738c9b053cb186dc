"""The queue: what is known, what is due, in which order, and when it is due again."""

from __future__ import annotations

import random
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import make_article

from aggregator.items import FoundBy, Kind, Link, Page
from aggregator.revisits import BOUNDS
from aggregator.store import Lane, Result, Store, Visit, Visited, content_hash, frontier

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
LANE = Lane("one", "news.example:443")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "articles.db") as store:
        yield store


def link(name: str, **changes: Any) -> Link:
    return Link(url=f"https://news.example/{name}", **changes)


def add(store: Store, *links: Link, now: datetime = NOW, **rest: Any) -> int:
    return store.frontier.add("one", links, now=now, **rest)


def finish(store: Store, visit: Visit, result: Result = Result.DONE, **changes: Any) -> None:
    values: dict[str, Any] = {"now": NOW} | changes
    if result is Result.DONE and "page" not in values:
        values["page"] = page_of(visit)
    store.finish(Visited(visit=visit, result=result, **values))


def page_of(visit: Visit, **changes: Any) -> Page:
    values: dict[str, Any] = {"kind": visit.kind, "status": 200, "fetched_at": NOW, "body": b"x"} | changes
    return Page(url=visit.url, site=visit.site, **values)


def take(store: Store, now: datetime = NOW) -> Visit:
    visit = store.frontier.next(LANE, now)
    assert visit is not None
    return visit


def due(store: Store, now: datetime = NOW) -> list[str]:
    """Names of all that is due, in the order they are handed out; nothing is visited."""
    visits = list(iter(lambda: store.frontier.next(LANE, now), None))
    for visit in visits:
        store.frontier.release(visit)
    return [visit.url.rpartition("/")[2] for visit in visits]


def known(store: Store, name: str) -> Visit:
    visit = store.frontier.find(f"https://news.example/{name}")
    assert visit is not None
    return visit


# Making known


def test_new_addresses_are_counted_once(store: Store) -> None:
    assert add(store, link("a"), link("b"), link("a")) == 2
    assert add(store, link("b"), link("c")) == 1
    assert due(store) == ["a", "b", "c"]


def test_first_finder_best_priority_and_shortest_way_are_kept(store: Store) -> None:
    add(store, link("a", found_by=FoundBy.LINK), depth=7)
    add(store, link("a", found_by=FoundBy.FEED, kind=Kind.ARTICLE), depth=1)
    add(store, link("a", found_by=FoundBy.PAGINATION, kind=Kind.LIST), depth=4)
    visit = known(store, "a")
    assert (visit.found_by, visit.priority, visit.depth, visit.kind) == (FoundBy.LINK, 1, 1, Kind.ARTICLE)


def test_what_publishers_list_goes_first_and_deep_links_last(store: Store) -> None:
    add(store, link("deep"), depth=9)
    add(store, link("near"), depth=1)
    add(store, link("list", kind=Kind.LIST), depth=1)
    add(store, link("article", kind=Kind.ARTICLE), depth=9)
    add(store, link("entry", found_by=FoundBy.SITEMAP), depth=2)
    add(store, link("", kind=Kind.FRONT, found_by=FoundBy.START))
    assert due(store) == ["", "entry", "article", "list", "near", "deep"]


def test_inside_a_class_the_longest_waiting_is_next(store: Store) -> None:
    add(store, link("second"), now=NOW - HOUR, depth=1)
    add(store, link("third"), now=NOW, depth=2)
    add(store, link("first"), now=NOW - DAY, depth=2)
    assert due(store) == ["first", "second", "third"]


def test_hosts_have_lanes_of_their_own(store: Store) -> None:
    store.frontier.add("one", [link("a"), Link(url="https://b.example:8080/")], now=NOW)
    store.frontier.add("two", [Link(url="https://news.example/two")], now=NOW)
    lanes = [Lane("one", "b.example:8080"), LANE, Lane("two", "news.example:443")]
    assert store.frontier.lanes() == lanes
    assert store.frontier.lanes(["two"]) == lanes[2:]
    found = [store.frontier.next(lane, NOW) for lane in lanes]
    assert [visit and visit.lane for visit in found] == lanes
    assert store.frontier.next(Lane("three", "news.example:443"), NOW) is None


@pytest.mark.parametrize(
    ("modified", "is_due"),
    [
        pytest.param(None, False, id="no date"),
        pytest.param(NOW - DAY, False, id="older than the visit"),
        pytest.param(NOW + HOUR, True, id="newer than the visit"),
        pytest.param(date(2026, 11, 23), False, id="day of the visit"),
        pytest.param(date(2026, 11, 24), True, id="day after"),
    ],
)
def test_address_is_due_again_when_announced_to_be_newer(
    store: Store, modified: datetime | date | None, is_due: bool
) -> None:
    add(store, link("a", kind=Kind.ARTICLE))
    finish(store, take(store))
    later = NOW + 2 * HOUR
    add(store, link("a", found_by=FoundBy.SITEMAP, modified=modified), now=later)
    assert due(store, later) == (["a"] if is_due else [])


def test_same_announcement_makes_it_due_only_once(store: Store) -> None:
    add(store, link("a", kind=Kind.ARTICLE))
    finish(store, take(store))
    announced = link("a", modified=NOW + HOUR)
    add(store, announced, now=NOW + 2 * HOUR)
    finish(store, take(store, NOW + 2 * HOUR), Result.UNCHANGED, now=NOW + 2 * HOUR)
    add(store, announced, now=NOW + 3 * HOUR)
    assert due(store, NOW + 3 * HOUR) == []


def test_sitemap_that_cries_wolf_is_not_believed_for_ever(store: Store) -> None:
    add(store, link("a", kind=Kind.ARTICLE))
    visit = take(store)
    finish(store, visit, article=make_article(url=visit.url))
    visits = 0
    for hour in range(1, 20):
        now = NOW + hour * HOUR
        add(store, link("a", modified=now), now=now)
        if again := store.frontier.next(LANE, now):
            finish(store, again, Result.UNCHANGED, now=now)
            visits += 1
    assert visits == 5


# Handing out


def test_address_in_flight_is_not_handed_out_again(store: Store) -> None:
    add(store, link("a"), link("b"))
    first, second = take(store), take(store)
    assert {first.url, second.url} == {"https://news.example/a", "https://news.example/b"}
    assert store.frontier.next(LANE, NOW) is None
    assert not store.frontier.has_due(LANE, NOW)
    assert store.frontier.earliest(LANE) is None
    assert list(store.frontier.in_flight) == [first, second]
    store.frontier.release(first)
    assert take(store) == first


def test_nothing_is_handed_out_before_its_time(store: Store) -> None:
    add(store, link("a"), now=NOW + HOUR)
    assert store.frontier.next(LANE, NOW) is None
    assert store.frontier.earliest(LANE) == NOW + HOUR
    assert take(store, NOW + HOUR).url.endswith("/a")


def test_what_was_in_flight_at_a_kill_is_handed_out_again(tmp_path: Path) -> None:
    path = tmp_path / "articles.db"
    with Store(path) as store:
        add(store, link("a"), link("b"), link("c"))
    code = f"""
        import os, sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from test_frontier import finish, take
        from aggregator.store import Store
        store = Store({str(path)!r})
        finish(store, take(store))
        store.flush()
        finish(store, take(store))  # in the open group
        take(store)
        os.kill(os.getpid(), 9)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False)
    with Store(path) as store:
        assert due(store) == ["b", "c"]


def test_order_does_not_depend_on_the_order_of_finishing(tmp_path: Path) -> None:
    plans = []
    for seed in range(3):
        with Store(tmp_path / f"{seed}.db") as store:
            add(store, *(link(str(number)) for number in range(20)))
            visits = [take(store) for _ in range(20)]
            random.Random(seed).shuffle(visits)
            for visit in visits:
                finish(store, visit)
            plans.append([known(store, str(number)) for number in range(20)])
    assert plans[0] == plans[1] == plans[2]


# What came of it


def test_answer_is_remembered_for_the_next_conditional_request(store: Store) -> None:
    add(store, link("a", kind=Kind.ARTICLE))
    visit = take(store)
    assert visit.first
    modified = "Mon, 23 Nov 2026 08:00:00 GMT"
    finish(store, visit, page=page_of(visit, etag='"1"', last_modified=modified, body=b"text"))
    visit = known(store, "a")
    assert not visit.first
    assert (visit.etag, visit.last_modified, visit.content_hash) == ('"1"', modified, content_hash(b"text"))
    finish(store, visit, Result.UNCHANGED, status=304)
    assert known(store, "a").etag == '"1"'
    finish(store, visit, Result.FAILED, reason="timeout")
    assert known(store, "a").etag == '"1"'
    finish(store, visit, page=page_of(visit, body=b"new"))
    assert known(store, "a").etag is None


def test_failures_are_counted_and_tried_again_later_and_later(store: Store) -> None:
    add(store, link("a"))
    waits = []
    now = NOW
    for _ in range(6):
        finish(store, take(store, now), Result.FAILED, now=now, reason="timeout")
        (failing,) = store.runs.failing()
        assert failing.next_visit is not None
        waits.append(failing.next_visit - now)
        now = failing.next_visit
    assert waits[:4] == [5 * SECOND, 25 * SECOND, 125 * SECOND, 625 * SECOND]
    assert (failing.url, failing.reason, failing.failures) == ("https://news.example/a", "timeout", 6)
    finish(store, take(store, now), now=now)
    assert store.runs.failing() == []


def test_server_may_name_the_time_of_the_next_visit(store: Store) -> None:
    add(store, link("a"))
    finish(store, take(store), Result.FAILED, status=503, reason="HTTP 503", next_visit=NOW + HOUR)
    assert store.frontier.earliest(LANE) == NOW + HOUR


@pytest.mark.parametrize("result", [Result.GONE, Result.REFUSED, Result.REDIRECTED, Result.DROPPED])
def test_what_brings_nothing_is_looked_at_ever_less(store: Store, result: Result) -> None:
    add(store, link("a"))
    now, waits = NOW, []
    for _ in range(10):
        finish(store, take(store, now), result, now=now, reason="reason")
        planned = store.frontier.earliest(LANE)
        assert planned is not None
        waits.append(planned - now)
        now = planned
    assert waits == sorted(waits)
    assert DAY <= waits[0] < waits[1]
    assert waits[-1] == waits[-2] <= 365 * DAY


def visit_often(store: Store, result: Result, times: int) -> timedelta:
    """Visit the one address when it is due, so many times in a row; the wait after the last visit."""
    wait = timedelta(0)
    for _ in range(times):
        now = store.frontier.earliest(LANE)
        assert now is not None
        finish(store, take(store, now), result, now=now, reason="reason")
        planned = store.frontier.earliest(LANE)
        assert planned is not None
        wait = planned - now
    return wait


@pytest.mark.parametrize("result", [Result.GONE, Result.REFUSED, Result.REDIRECTED, Result.DROPPED])
def test_first_time_counts_as_the_first_after_many_quiet_visits(store: Store, result: Result) -> None:
    add(store, link("a", kind=Kind.ARTICLE))
    visit_often(store, Result.DONE, 1)
    visit_often(store, Result.UNCHANGED, 6)
    first = visit_often(store, result, 1)
    assert first <= 30 * DAY
    assert visit_often(store, result, 1) == 3 * first


@pytest.mark.parametrize("result", [Result.GONE, Result.REFUSED, Result.REDIRECTED, Result.DROPPED])
@pytest.mark.parametrize(
    "entrance",
    [
        link("", kind=Kind.FRONT, found_by=FoundBy.START),
        link("feed", kind=Kind.FEED),
        link("sitemap.xml", kind=Kind.SITEMAP, found_by=FoundBy.SITEMAP),
    ],
    ids=lambda entrance: entrance.kind,
)
def test_way_to_the_articles_is_never_given_up_for_long(store: Store, entrance: Link, result: Result) -> None:
    add(store, entrance)
    finish(store, take(store))
    assert visit_often(store, result, 4) <= DAY


def test_place_where_no_feed_was_ever_is_asked_ever_less(store: Store) -> None:
    add(store, link("feed", kind=Kind.FEED, found_by=FoundBy.GUESS))
    assert visit_often(store, Result.GONE, 3) == 63 * DAY


@pytest.mark.parametrize("kind", [Kind.FEED, Kind.OTHER])
def test_known_address_that_is_named_is_due_like_a_new_one(store: Store, kind: Kind) -> None:
    add(store, link("a", kind=kind, found_by=FoundBy.GUESS), depth=3)
    finish(store, take(store), Result.GONE, status=404)
    add(store, link("a", kind=Kind.FRONT, found_by=FoundBy.START))
    assert due(store) == ["a"]
    named = known(store, "a")
    assert (named.kind, named.depth, named.found_by) == (Kind.FRONT, 0, FoundBy.START)
    finish(store, take(store))
    add(store, link("a", kind=Kind.FRONT, found_by=FoundBy.START))
    assert due(store) == [], "named before"


def test_article_that_is_named_stays_one(store: Store) -> None:
    add(store, link("a", kind=Kind.ARTICLE))
    finish(store, take(store))
    add(store, link("a", kind=Kind.FRONT, found_by=FoundBy.START))
    assert (known(store, "a").kind, due(store)) == (Kind.ARTICLE, ["a"])


def test_what_is_gone_or_refused_is_made_due_by_name_or_in_full(store: Store) -> None:
    add(store, link("feed", kind=Kind.FEED), link("gone"), link("refused"))
    for result in (Result.GONE, Result.GONE, Result.REFUSED):
        finish(store, take(store), result, reason="reason")
    assert store.frontier.make_due("one", now=NOW, lists=True) == 0
    assert store.frontier.make_due("one", now=NOW, lists=True, named=["https://news.example/gone"]) == 1
    assert due(store) == ["gone"]
    store.frontier.make_due("one", now=NOW, full=True)
    assert due(store) == ["feed", "gone", "refused"]


def test_first_visit_is_the_first_that_is_answered(store: Store) -> None:
    add(store, link("a"))
    for result in (Result.REFUSED, Result.FAILED):
        finish(store, known(store, "a"), result, reason="reason")
        assert known(store, "a").first
    finish(store, known(store, "a"), Result.GONE)
    assert not known(store, "a").first


def test_list_with_news_is_visited_sooner_and_a_quiet_one_later(store: Store) -> None:
    add(store, link("list", kind=Kind.LIST))
    finish(store, take(store))
    first = known(store, "list").interval
    assert first == BOUNDS[Kind.LIST].first
    now = NOW + 365 * DAY
    visit = known(store, "list")
    finish(store, visit, now=now, page=page_of(visit, links=(link("new", kind=Kind.ARTICLE),)))
    sooner = known(store, "list").interval
    visit = known(store, "list")
    finish(store, visit, now=now, page=page_of(visit, links=(link("new", kind=Kind.ARTICLE),)))
    later = known(store, "list").interval
    assert sooner == first / 2
    assert later == sooner * 1.5


def test_young_article_is_visited_sooner_than_an_old_one(store: Store) -> None:
    planned = {}
    for name, age in (("young", DAY), ("old", 400 * DAY)):
        add(store, link(name, kind=Kind.ARTICLE))
        visit = take(store)
        article = make_article(url=visit.url, date_published=NOW - age)
        finish(store, visit, article=article)
        planned[name] = known(store, name).interval
    assert planned == {"young": DAY, "old": 200 * DAY}


def test_repeats_come_after_first_visits(store: Store) -> None:
    add(store, link("old", kind=Kind.ARTICLE))
    finish(store, take(store))
    later = NOW + 900 * DAY
    add(store, link("new"), now=later, depth=9)
    assert due(store, later) == ["new", "old"]


def test_start_page_that_redirects_keeps_the_targets_way_short(store: Store) -> None:
    add(store, link("", kind=Kind.FRONT, found_by=FoundBy.START))
    finish(store, take(store), Result.REDIRECTED, status=301, redirect="https://news.example/home")
    home = known(store, "home")
    assert (home.depth, home.kind, home.priority) == (0, Kind.FRONT, 0)


def test_whole_site_or_only_its_lists_can_be_made_due(store: Store) -> None:
    add(store, link("list", kind=Kind.LIST), link("article", kind=Kind.ARTICLE))
    store.frontier.add("two", [Link(url="https://two.example/", kind=Kind.LIST)], now=NOW + HOUR)
    for _ in range(2):
        finish(store, take(store))
    assert due(store) == []
    assert store.frontier.make_due("one", now=NOW, lists=True) == 1
    assert due(store) == ["list"]
    assert store.frontier.make_due("one", now=NOW, full=True) == 1
    assert due(store) == ["list", "article"]
    assert store.frontier.count_due("one", NOW) == 2
    assert store.frontier.count_due("two", NOW) == 0


def test_addresses_are_handed_over_to_the_site_that_has_them_now(store: Store) -> None:
    add(store, link("a"), link("b", kind=Kind.ARTICLE), Link(url="https://else.example/"))
    finish(store, take(store))
    names = {"a": ["two", "three"], "b": ["three", "two"]}
    moved = store.frontier.hand_over(lambda url: names.get(url.rpartition("/")[2], []))
    assert moved == 2
    assert [known(store, name).lane for name in "ab"] == [Lane("two", LANE.host), Lane("three", LANE.host)]
    assert [known(store, name).state for name in "ab"] == ["queued", "done"]
    assert store.frontier.count_due("one", NOW) == 1, "on a host of no site"


def test_clock_that_jumped_ahead_and_back_loses_nothing(store: Store) -> None:
    store.runs.start("crawl", ["one"], now=NOW)
    add(store, link("before", kind=Kind.ARTICLE))
    add(store, link("visited", kind=Kind.ARTICLE), now=NOW + SECOND)
    finish(store, take(store))
    ahead = NOW + 365 * DAY
    finish(store, take(store, ahead), now=ahead)
    add(store, link("found", kind=Kind.ARTICLE), now=ahead)
    assert due(store) == []
    store.runs.start("crawl", ["one"], now=NOW + HOUR)
    assert due(store, NOW + HOUR) == ["found", "visited"]


def test_clock_that_is_right_changes_no_plans(store: Store) -> None:
    store.runs.start("crawl", ["one"], now=NOW)
    add(store, link("a", kind=Kind.ARTICLE))
    finish(store, take(store))
    store.runs.start("crawl", ["one"], now=NOW)
    assert due(store) == []


def test_next_is_a_seek_and_no_scan(store: Store) -> None:
    """A queue of a million must cost what one of a thousand does."""
    values = {"lane": 1, "host": "h", "now": "", "in_flight": "[]"}
    for sql in (frontier._NEXT, frontier._EARLIEST):
        assert_seeks(store, sql, values)


@pytest.mark.parametrize("full", [False, True])
def test_making_due_looks_at_its_own_site_only(store: Store, full: bool) -> None:
    statements: list[str] = []
    store._db.set_trace_callback(statements.append)
    store.frontier.make_due("one", now=NOW, named=["https://news.example/"], lists=True, full=full)
    store._db.set_trace_callback(None)
    updates = [statement for statement in statements if "UPDATE pages" in statement]
    assert updates
    for update in updates:
        assert_seeks(store, update, {})


def assert_seeks(store: Store, sql: str, values: dict[str, Any]) -> None:
    plan = [row["detail"] for row in store._db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    pages = [step for step in plan if " pages" in step]
    assert pages
    assert all("SEARCH" in step for step in pages), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan

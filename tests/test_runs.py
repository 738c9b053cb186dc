"""The record of runs and of how the sites are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from factories import make_article

from aggregator.items import Kind, Link, Page
from aggregator.store import Failing, Figures, Result, Store, Visited

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)

ONE = Figures(
    site="one",
    pages=10,
    bytes=1000,
    statuses={"200": 9, "404": 1},
    articles={"new": 3, "same": 1},
    drops={"TooShort": 2},
    failures={},
)
TWO = Figures(
    site="two",
    pages=1,
    bytes=50,
    statuses={"200": 1},
    failures={"timeout": 2},
    problem="robots.txt: no answer",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "articles.db") as store:
        yield store


def test_run_is_on_record_with_its_figures(store: Store) -> None:
    run = store.runs.start("crawl", ["one", "two"], now=NOW)
    store.runs.note(run, [ONE])
    store.runs.note(run, [ONE, TWO])
    store.runs.end(run, now=NOW + HOUR, reason="finished", exit_code=0, seconds=3599.5)
    (found,) = store.runs.latest()
    assert (found.command, found.started, found.ended) == ("crawl", NOW, NOW + HOUR)
    assert (found.reason, found.exit_code, found.process, found.seconds) == (
        "finished",
        0,
        os.getpid(),
        3599.5,
    )
    assert found.sites == (ONE, TWO)
    assert found.total == Figures(
        pages=11,
        bytes=1050,
        statuses={"200": 10, "404": 1},
        articles={"new": 3, "same": 1},
        drops={"TooShort": 2},
        failures={"timeout": 2},
    )


def test_run_that_was_killed_is_called_so_by_the_next(store: Store) -> None:
    first = store.runs.start("crawl", ["one"], now=NOW)
    store.runs.note(first, [ONE])
    assert store.runs.latest()[0].reason is None
    second = store.runs.start("crawl", ["one"], now=NOW + HOUR)
    latest, killed = store.runs.latest()
    assert (latest.id, latest.ended) == (second, None)
    assert (killed.id, killed.reason, killed.total.pages) == (first, "killed", 10)


def test_latest_runs_come_first(store: Store) -> None:
    for hour in range(5):
        store.runs.start("crawl", now=NOW + hour * HOUR)
    assert [run.started for run in store.runs.latest(2)] == [NOW + 4 * HOUR, NOW + 3 * HOUR]


def test_state_of_sites(store: Store) -> None:
    run = store.runs.start("crawl", ["one", "two"], now=NOW)
    store.frontier.add("one", [Link(url=f"https://one.example/{n}") for n in range(3)], now=NOW)
    (lane,) = store.frontier.lanes()
    first, second = (store.frontier.next(lane, NOW) for _ in range(2))
    assert first is not None
    assert second is not None
    page = Page(url=first.url, site="one", kind=Kind.ARTICLE, status=200, fetched_at=NOW)
    article = make_article(url=first.url, site="one", date_published=None)
    store.finish(Visited(visit=first, result=Result.DONE, now=NOW + HOUR, page=page, article=article))
    failed = Visited(visit=second, result=Result.FAILED, now=NOW + HOUR, status=500, reason="HTTP 500")
    store.finish(failed)
    store.runs.note(run, [ONE, TWO])
    store.runs.end(run, now=NOW + HOUR, reason="finished", exit_code=0, seconds=1)
    one, two = store.runs.site_states(now=NOW + 2 * HOUR)
    assert (one.site, one.articles, one.known, one.due, one.failing) == ("one", 1, 3, 2, 1)
    assert (one.added, one.last_run, one.last_answer, one.last_new) == (NOW, NOW, NOW + HOUR, NOW + HOUR)
    assert (one.next_visit, one.problem) == (NOW, None)
    assert (two.known, two.last_answer, two.next_visit, two.problem) == (
        0,
        None,
        None,
        "robots.txt: no answer",
    )
    assert store.runs.failing("one") == [
        Failing(
            url=second.url,
            site="one",
            reason="HTTP 500",
            status=500,
            failures=1,
            fetched_at=NOW + HOUR,
            next_visit=NOW + HOUR + timedelta(seconds=5),
        )
    ]
    assert store.runs.failing("two") == []


def test_problem_of_a_site_is_gone_after_a_good_run(store: Store) -> None:
    for problem in ("no answer", None):
        run = store.runs.start("crawl", ["one"], now=NOW)
        store.runs.note(run, [Figures(site="one", problem=problem)])
        store.runs.end(run, now=NOW, reason="finished", exit_code=0, seconds=1)
        assert store.runs.site_states(now=NOW)[0].problem == problem


def test_site_of_imported_articles_has_a_state(store: Store) -> None:
    store.save(make_article(site="imported"), now=NOW)
    (state,) = store.runs.site_states(now=NOW)
    assert (state.site, state.articles, state.known, state.last_run) == ("imported", 1, 0, None)

"""Intervals and priorities: pure functions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.items import FoundBy, Kind
from aggregator.revisits import BOUNDS, LOWEST_PRIORITY, backoff, next_interval, priority

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SPANS = st.timedeltas(timedelta(0), timedelta(days=10_000))


@given(st.sampled_from(Kind), st.none() | SPANS, st.booleans(), st.none() | SPANS)
def test_interval_stays_within_its_bounds(
    kind: Kind, last: timedelta | None, news: bool, age: timedelta | None
) -> None:
    interval = next_interval(kind, last, news=news, age=age)
    assert BOUNDS[kind].shortest <= interval <= BOUNDS[kind].longest


@pytest.mark.parametrize("kind", list(Kind))
def test_bounds_hold_what_they_start_with(kind: Kind) -> None:
    assert BOUNDS[kind].shortest <= BOUNDS[kind].first <= BOUNDS[kind].longest


@pytest.mark.parametrize(
    ("news_every", "low", "high"),
    [
        pytest.param(1, HOUR / 2, HOUR / 2, id="news at each visit: as often as allowed"),
        pytest.param(None, 14 * DAY, 14 * DAY, id="never news: as seldom as allowed"),
        pytest.param(6, 2 * HOUR, 6 * HOUR, id="news every six hours: a few visits for each"),
    ],
)
def test_interval_learns_how_often_there_is_news(
    news_every: int | None, low: timedelta, high: timedelta
) -> None:
    """A list page that gets news every so many hours, visited as planned for half a year."""
    interval, now, seen, intervals = None, timedelta(0), 0, []
    for _ in range(400):
        current = int(now / HOUR) // news_every if news_every else 0
        interval = next_interval(Kind.LIST, interval, news=news_every == 1 or current > seen)
        seen = current
        intervals.append(interval)
        now += interval
    mean = sum(intervals[50:], timedelta(0)) / len(intervals[50:])
    assert low <= mean <= high


def test_article_is_looked_at_ever_less_as_it_ages() -> None:
    """Its visits within two years, when it never changes."""
    interval, age, ages = None, HOUR, []
    while age < 730 * DAY:
        ages.append(age)
        interval = next_interval(Kind.ARTICLE, interval, news=interval is None, age=age)
        age += interval
    assert ages[1] - ages[0] == DAY
    assert 8 <= len(ages) <= 16


def test_backoff_grows_to_a_month_and_never_overflows() -> None:
    waits = [backoff(failures) for failures in (1, 2, 3, 8, 10, 1000, 10**9)]
    assert waits[:3] == [timedelta(seconds=5), timedelta(seconds=25), timedelta(seconds=125)]
    assert waits == sorted(waits)
    assert waits[-1] == 30 * DAY


@given(st.sampled_from(Kind), st.sampled_from(FoundBy), st.integers(0, 1000), st.booleans())
def test_priority_is_one_of_few(kind: Kind, found_by: FoundBy, depth: int, visited: bool) -> None:
    assert 0 <= priority(kind, found_by, depth, visited=visited) <= LOWEST_PRIORITY

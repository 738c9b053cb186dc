"""When an address is worth its next visit: pure functions over what earlier visits found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from aggregator.items import FoundBy, Kind

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DAILY = 23 * HOUR
"""Once a day: a little less than one, so that a daily crawl finds due what the last one visited."""


@dataclass(frozen=True)
class Bounds:
    """Where an interval starts and how far it may go."""

    shortest: timedelta
    first: timedelta
    longest: timedelta


BOUNDS = {
    Kind.FEED: Bounds(10 * MINUTE, HOUR, DAILY),
    Kind.FRONT: Bounds(15 * MINUTE, HOUR, DAILY),
    Kind.LIST: Bounds(30 * MINUTE, 6 * HOUR, 14 * DAY),
    Kind.SITEMAP: Bounds(HOUR, 6 * HOUR, 7 * DAY),
    Kind.ARTICLE: Bounds(6 * HOUR, DAY, 365 * DAY),
    Kind.UNKNOWN: Bounds(DAY, 7 * DAY, 180 * DAY),
    Kind.OTHER: Bounds(7 * DAY, 30 * DAY, 365 * DAY),
}
"""A feed's longest is a day: it shows only the latest entries, and what falls off its end is missed."""

SHORTER, LONGER = 0.5, 1.5
"""News halves the interval at once; silence lengthens it slowly, since one quiet visit says little."""

FAILED = Bounds(5 * timedelta(seconds=1), 5 * timedelta(seconds=1), 30 * DAY)
GONE = Bounds(7 * DAY, 7 * DAY, 365 * DAY)
REFUSED = Bounds(DAY, 7 * DAY, 90 * DAY)
REDIRECTED = Bounds(7 * DAY, 30 * DAY, 180 * DAY)
DROPPED = Bounds(DAY, 3 * DAY, 180 * DAY)

LOWEST_PRIORITY = 8


def next_interval(
    kind: Kind, last: timedelta | None, *, news: bool, age: timedelta | None = None
) -> timedelta:
    """Until the next visit, after one that brought an answer.

    `last` is the interval that led to this visit (None: it was the first), `news` whether it found something:
    new addresses on a list, a changed text in an article. `age` is an article's, since its publication as far
    as that is known: its interval is at least half of it, so that corrections and counts of the first days
    are seen and an article of last year is hardly looked at again.
    """
    bounds = BOUNDS[kind]
    interval = bounds.first if last is None else last * (SHORTER if news else LONGER)
    if age is not None and not (news and last is not None):
        interval = max(interval, age / 2)
    return within(interval, bounds)


def repeated(bounds: Bounds, times: int, *, factor: float = 3.0) -> timedelta:
    """Until the next visit when the same thing happened `times` times in a row, 1 for the first time."""
    steps = min(max(times - 1, 0), 40)
    return within(min(bounds.first.total_seconds() * factor**steps, 1e9) * timedelta(seconds=1), bounds)


def backoff(failures: int, first: timedelta = FAILED.first) -> timedelta:
    """Until the next try after so many failures in a row: 5 s, 25 s, 2 min, 10 min, ... 30 days."""
    return repeated(Bounds(first, first, FAILED.longest), failures, factor=5.0)


def within(interval: timedelta, bounds: Bounds) -> timedelta:
    return min(max(interval, bounds.shortest), bounds.longest)


def priority(kind: Kind, found_by: FoundBy, depth: int, *, visited: bool = False) -> int:
    """0 first. What publishers list themselves goes before what links suggest; first visits before repeats.

    Few classes on purpose: the queue keeps one sorted range for each, and inside a class the one that has
    waited longest is next, so that nothing starves.
    """
    if kind in (Kind.FRONT, Kind.FEED) or (kind is Kind.SITEMAP and depth == 0) or found_by is FoundBy.START:
        return 0
    if visited:
        return {Kind.LIST: 3, Kind.SITEMAP: 3, Kind.ARTICLE: 7}.get(kind, LOWEST_PRIORITY)
    if found_by in (FoundBy.FEED, FoundBy.SITEMAP) and kind is not Kind.SITEMAP:
        return 1
    if kind is Kind.ARTICLE or found_by in (FoundBy.RELATED, FoundBy.REDIRECT):
        return 2
    if kind in (Kind.LIST, Kind.SITEMAP) or found_by is FoundBy.PAGINATION:
        return 3 if depth <= 5 else 5
    if kind is Kind.OTHER:  # searches, tags, calendars: what they show stands elsewhere as well
        return 6
    if depth <= 2:
        return 4
    return 5 if depth <= 5 else 6

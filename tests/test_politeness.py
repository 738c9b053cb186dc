"""Pace: how many requests at a time, how far apart, and when a host is left alone."""

from __future__ import annotations

from datetime import UTC, datetime
from math import inf

import pytest

from aggregator.crawling.politeness import Pace, asked_in, retry_after
from aggregator.crawling.robots import Robots, product

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def pace_of(**changes: float) -> Pace:
    values = {"delay": 1.0, "backoff": 5.0, **changes}
    return Pace("news.example:80", limit=2, **values)


def test_two_at_a_time_even_without_delay() -> None:
    way = pace_of(delay=0)
    way.start(0)
    assert way.wait(0) == 0
    way.start(0)
    assert way.wait(100) == inf
    way.answered()
    assert way.wait(100) == 0


def test_starts_are_a_delay_apart() -> None:
    way = pace_of(delay=3)
    way.start(10)
    assert way.wait(10) == 3
    assert way.wait(12.5) == 0.5
    assert way.wait(20) == 0


def test_retry_after_is_kept_to() -> None:
    way = pace_of()
    way.start(0)
    way.refused(1, 503, 120)
    assert way.wait(1) == 120
    assert way.trouble == "HTTP 503, Retry-After 120 s"
    assert asked_in(way.trouble) == 120
    assert asked_in("HTTP 503") is None


def test_refusals_without_retry_after_back_off_twice_as_long_each() -> None:
    way = pace_of()
    pauses = []
    for _ in range(4):
        way.start(0)
        way.refused(0, 429, None)
        pauses.append(way.pause(0))
    assert pauses == [5, 10, 20, 40]


def test_an_answer_ends_the_row_of_refusals() -> None:
    way = pace_of()
    way.start(0)
    way.refused(0, 429, None)
    way.start(5)
    way.answered()
    assert way.trouble is None
    way.start(6)
    way.refused(6, 429, None)
    assert way.pause(6) == 5


def test_single_failures_do_not_stop_the_host() -> None:
    way = pace_of(delay=0)
    for _ in range(2):
        way.start(0)
        way.failed(0, "connection refused")
    assert way.wait(0) == 0


def test_a_host_that_is_down_is_left_alone_longer_and_longer() -> None:
    way = pace_of()
    pauses = []
    for _ in range(5):
        way.start(0)
        way.failed(0, "connection refused")
        pauses.append(way.pause(0))
    assert pauses == [0, 0, 5, 10, 20]
    assert way.trouble == "connection refused, 5 times in a row"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Mon, 23 Nov 2026 12:01:30 GMT", 90),
        ("Mon, 23 Nov 2026 12:01:30 -0000", 90),
        ("Mon, 23 Nov 2026 11:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
        ("１２", None),
        ("9" * 40, None),
        ("Mon, 1 Jan 2024 00:00:00 +9999999999999999999999", None),
    ],
)
def test_retry_after_in_both_forms(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


ROBOTS = b"""\xef\xbb\xbfUser-agent: aggregator
Disallow: /private/
Crawl-delay: 2.5
User-agent: *
Disallow: /
Sitemap: /map.xml
"""


def test_our_own_rules_come_before_those_for_all() -> None:
    robots = Robots.read(ROBOTS, "aggregator")
    assert robots.allows("http://news.example/a")
    assert not robots.allows("http://news.example/private/a")
    assert robots.delay == 2.5
    assert robots.sitemaps == ["/map.xml"]


def test_request_rate_is_a_delay_too() -> None:
    robots = Robots.read(b"User-agent: *\nRequest-rate: 1/10\nCrawl-delay: 1", "aggregator")
    assert robots.delay == 10


@pytest.mark.parametrize("body", [b"", b"<html>not found</html>", b"\xff\xfe\x00garbage", b"Disallow"])
def test_robots_without_rules_allow_everything(body: bytes) -> None:
    robots = Robots.read(body, "aggregator")
    assert robots.allows("http://news.example/a")
    assert robots.delay is None


@pytest.mark.parametrize(
    ("header", "name"),
    [("aggregator/1.0 (+https://me.example)", "aggregator"), ("My Bot 2", "My"), ("", "*")],
)
def test_product_name(header: str, name: str) -> None:
    assert product(header) == name

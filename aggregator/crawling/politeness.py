"""What a crawl owes a host: how many requests at a time, how far apart, and when to leave it alone.

Plain values and clocks passed in; the scheduler connects it to Scrapy.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import inf

MAX_PAUSE = 3600.0
"""Longest pause of our own making, in seconds; what a server asks for in Retry-After is not shortened."""

FAILURES_BORNE = 3
"""Connections may fail this often in a row before the host itself is thought to be in trouble."""

ASKED = ", Retry-After "
"""Stands in the reason of a refusal before the seconds that were asked for."""


class Pace:
    """How one host and port is to be asked. `now` is a monotonic clock's reading, in seconds."""

    def __init__(self, host: str, *, limit: int, delay: float, backoff: float) -> None:
        self.host = host
        self.limit = limit
        self.delay = delay
        """Seconds from the start of one request to that of the next."""
        self.backoff = backoff
        """The first pause after trouble, in seconds; each further one is twice as long."""
        self.in_flight = 0
        self.refusals = 0
        """429 and 503 answers in a row."""
        self.failures = 0
        """Connections that failed, timed out or broke off, in a row."""
        self.trouble: str | None = None
        """Why it is paused, in words. None: it is not."""
        self._next_start = -inf
        self._paused_until = -inf

    def wait(self, now: float) -> float:
        """Seconds until a request may start; infinite while as many as allowed are under way."""
        if self.in_flight >= self.limit:
            return inf
        return max(self._next_start - now, self._paused_until - now, 0.0)

    def pause(self, now: float) -> float:
        """Seconds that a pause still lasts."""
        return max(self._paused_until - now, 0.0)

    def start(self, now: float) -> None:
        self.in_flight += 1
        self._next_start = now + self.delay

    def answered(self) -> None:
        """An answer came that says the host is well, whatever its status."""
        self.in_flight -= 1
        self.refusals = self.failures = 0
        self.trouble = None

    def refused(self, now: float, status: int, retry_after: float | None) -> None:
        """429 or 503 came: fewer requests are wanted, from us or from everybody."""
        self.in_flight -= 1
        self.refusals += 1
        own = min(self.backoff * 2 ** (self.refusals - 1), MAX_PAUSE)
        asked = "" if retry_after is None else f"{ASKED}{retry_after:.0f} s"
        self.rest(now, own if retry_after is None else retry_after, f"HTTP {status}{asked}")

    def declined(self, now: float, status: int, seconds: float) -> None:
        """429 or 503 came from an address that may not exist: a rest, which is no sign of more to come."""
        self.in_flight -= 1
        self.rest(now, seconds, f"HTTP {status}")

    def failed(self, now: float, reason: str) -> None:
        """No answer came."""
        self.in_flight -= 1
        self.failures += 1
        if self.failures >= FAILURES_BORNE:
            pause = min(self.backoff * 2 ** (self.failures - FAILURES_BORNE), MAX_PAUSE)
            self.rest(now, pause, f"{reason}, {self.failures} times in a row")

    def rest(self, now: float, seconds: float, trouble: str) -> None:
        """Start nothing for a while, because of `trouble`."""
        self._paused_until = max(self._paused_until, now + seconds)
        self.trouble = trouble


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, in either of its forms. None: none, or not understood."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:  # "-0000": the standard says UTC
        moment = moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)


def asked_in(reason: str) -> float | None:
    """Seconds that a server asked for, out of the reason of a refusal. None: it did not."""
    found = re.search(re.escape(ASKED) + r"(\d+) s", reason)
    return float(found[1]) if found else None

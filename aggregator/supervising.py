"""Keeps crawling what is due: one crawl at a time, each in a process of its own, until told to stop."""

from __future__ import annotations

import logging
import signal
import subprocess
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from aggregator.scheduling import due_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import tzinfo
    from types import FrameType

logger = logging.getLogger(__name__)

BUSY = 3
"""Exit status of a crawl that found the database in use by another."""

_PATIENCE = timedelta(minutes=15)
"""How long a site that is due waits for a long crawl of others before that crawl is asked to end."""
_RETRY = timedelta(minutes=1)
"""When to try again after a crawl that found the database in use."""
_GRACE_SECONDS = 12
"""How long a crawl may take to end when asked; killed then, which loses nothing that is stored."""
_LONGEST_WAIT = 30.0
"""Seconds after which sites.toml and the clock are looked at again."""


@dataclass
class Crawl:
    """A crawl that runs."""

    sites: tuple[str, ...]
    process: subprocess.Popen[bytes]
    asked_to_end: bool = False

    def ask_to_end(self) -> None:
        """Once only: for Scrapy, a second signal means to drop everything at once."""
        if not self.asked_to_end:
            self.asked_to_end = True
            self.process.terminate()


class Supervisor:
    """Starts a crawl of all sites that are due, and the next one when it has ended.

    One process at a time because one process writes to a database; it crawls its sites side by side. A site
    that becomes due meanwhile waits, but not behind an endless crawl: that one is asked to end, and goes on,
    from its queue in the database, together with those that waited.
    """

    def __init__(
        self,
        *,
        command: Callable[[Sequence[str]], Sequence[str]],
        schedules: Callable[[], Mapping[str, str]],
        last_runs: Callable[[], Mapping[str, datetime]],
        zone: tzinfo,
    ) -> None:
        self.command = command
        """The command line that crawls some sites."""
        self.schedules = schedules
        """Site -> schedule, as of now."""
        self.last_runs = last_runs
        """Site -> start of its last run on record."""
        self.zone = zone
        self.started: dict[str, datetime] = {}
        """Starts of this process: a crawl that failed before it was on record is not begun again at once."""
        self.unfinished: set[str] = set()
        """Sites whose crawl was asked to end for the sake of others."""
        self.since: datetime | None = None
        """When this began. None: it has not."""
        self.waiting: dict[str, datetime] = {}
        """Site that is due -> since when it waits for a crawl of others."""
        self.not_before = datetime.min.replace(tzinfo=UTC)
        self.crawl: Crawl | None = None
        self.stopping = threading.Event()

    def run(self) -> None:
        """Go on until SIGTERM or SIGINT; the crawl that runs then is given time to end."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.stopping.is_set():
            self.stopping.wait(self.step(datetime.now(UTC)))
        self._end_crawl()

    def step(self, now: datetime) -> float:
        """Do what is to be done at `now`; seconds until it is worth looking again."""
        if self.crawl is not None and self.crawl.process.poll() is not None:
            self._finish(self.crawl, now)
        times = self.due_times(now)
        due = tuple(site for site, time in times.items() if time <= now)
        if self.crawl is not None:
            self._make_room(self.crawl, due, now)
            return 1.0
        if due and now >= self.not_before:
            self._start(due, now)
            return 1.0
        soonest = max(min(times.values(), default=now + timedelta(days=1)), self.not_before)
        return min(max((soonest - now).total_seconds(), 0.1), _LONGEST_WAIT)

    def due_times(self, now: datetime) -> dict[str, datetime]:
        """Site -> when it is to be crawled next."""
        self.since = min(self.since or now, now)
        last_runs = self.last_runs()
        times = {}
        for site, schedule in self.schedules().items():
            starts = (last_runs.get(site), self.started.get(site))
            # A start in the future was written before the clock was set back: it says nothing.
            last = max((start for start in starts if start and start <= now), default=None)
            due = due_at(site, schedule, last=last, since=self.since, zone=self.zone)
            times[site] = now if site in self.unfinished else due
        return times

    def _make_room(self, crawl: Crawl, due: Sequence[str], now: datetime) -> None:
        for site in due:
            if site not in crawl.sites:
                self.waiting.setdefault(site, now)
        if not crawl.asked_to_end and any(now - since > _PATIENCE for since in self.waiting.values()):
            logger.info("crawl asked to end, others are due: sites=%s", ",".join(self.waiting))
            self.unfinished.update(crawl.sites)
            crawl.ask_to_end()

    def _start(self, sites: tuple[str, ...], now: datetime) -> None:
        self.unfinished.difference_update(sites)
        self.waiting.clear()
        self.started.update(dict.fromkeys(sites, now))
        # Its own session: Ctrl-C in the terminal reaches us alone, and we pass on one signal, not two.
        process = subprocess.Popen(list(self.command(sites)), start_new_session=True)
        self.crawl = Crawl(sites, process)
        logger.info("crawl started: sites=%s pid=%d", ",".join(sites), process.pid)

    def _finish(self, crawl: Crawl, now: datetime) -> None:
        status = crawl.process.returncode
        self.crawl = None
        if status == BUSY:
            self.not_before = now + _RETRY
            for site in crawl.sites:
                del self.started[site]
        level = logging.INFO if status == 0 or crawl.asked_to_end else logging.WARNING
        logger.log(level, "crawl ended: sites=%s status=%d", ",".join(crawl.sites), status)

    def _end_crawl(self) -> None:
        if self.crawl is None:
            return
        self.crawl.ask_to_end()
        try:
            self.crawl.process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            logger.warning("crawl killed, it did not end within %d s", _GRACE_SECONDS)
            self.crawl.process.kill()
            self.crawl.process.wait()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()

"""Shows how far a crawl is: one live line a site in a terminal, plain log lines elsewhere; all on stderr."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import itemgetter
from time import monotonic

from rich.cells import cell_len
from rich.console import Console
from rich.live import Live
from rich.logging import RichHandler
from rich.table import Table
from rich.text import Text

from aggregator.columns import fitting, used
from aggregator.crawling.summary import Tally

logger = logging.getLogger(__name__)

LINES = 20
"""Sites shown at once; of more, those that did something most recently matter, and the total."""

QUEUE_SECONDS = 5.0
"""Between two counts of a site's queue."""

NARROWEST = 12
"""Columns that a site's name is left with at least."""

SPARE = ("pages/s", "same", "copies", "changed", "dropped", "queue", "errors")
"""Columns that give way in a narrow terminal, in that order."""

PLAIN_SECONDS = 10.0
"""Between two log lines where there is no terminal."""


class Progress:
    """Counts of the run, drawn when asked; the crawl's beat tells when."""

    def __init__(self, tallies: dict[str, Tally], queue: Callable[[str], int]) -> None:
        self.tallies = tallies
        self.queue = queue
        """Site -> addresses that are due."""
        self._started = monotonic()
        self._told = monotonic()
        self._told_of: dict[str, int] = {}
        self._live: Live | None = None
        self.console = Console(stderr=True)
        self._queues: dict[str, tuple[float, int]] = {}

    @contextmanager
    def shown(self, level: str) -> Iterator[None]:
        """In a terminal, a live table at its foot and the log above it, at `level` or WARNING."""
        console = self.console
        if not console.is_terminal:
            yield
            return
        root = logging.getLogger()
        handler = RichHandler(console=console, show_path=False, rich_tracebacks=False)
        handler.setLevel("WARNING" if level == "INFO" else level)
        others, root.handlers = root.handlers, [handler]
        try:
            with Live(self.table(), console=console, auto_refresh=False, transient=True) as self._live:
                yield
        finally:
            self._live = None
            root.handlers = others

    def beat(self) -> None:
        """Draw, or log from time to time what has moved."""
        if self._live is not None:
            self._live.update(self.table(), refresh=True)
        elif monotonic() - self._told >= PLAIN_SECONDS:
            self._told = monotonic()
            for tally in self.tallies.values():
                if self._told_of.get(tally.site) != tally.fetched:
                    self._told_of[tally.site] = tally.fetched
                    queue, rate = self._queue(tally.site), self._rate(tally)
                    logger.info("Crawling: %s queue=%d rate=%.1f/s", tally.line(), queue, rate)

    def _queue(self, site: str) -> int:
        """What waits, as of a few seconds ago: counting a long queue takes a while."""
        counted, count = self._queues.get(site, (-QUEUE_SECONDS, 0))
        if monotonic() - counted >= QUEUE_SECONDS:
            count = self.queue(site)
            self._queues[site] = (monotonic(), count)
        return count

    def _rate(self, tally: Tally) -> float:
        return tally.fetched / max(monotonic() - self._started, 0.001)

    def table(self) -> Table:
        """As wide as the terminal; columns without a number, and those that do not fit, are left out."""
        rows = sorted(self.tallies.values(), key=lambda tally: -tally.fetched)
        shown = rows[:LINES]
        counts = {name: itemgetter(name) for name in Tally(site="").counts()}
        figures = [tally.counts() for tally in shown]
        columns = {
            name: [f"{count(figure):,}" for figure in figures]
            for name, count in used(counts, figures, always=("fetched", "new")).items()
        }
        columns["queue"] = [f"{self._queue(tally.site):,}" for tally in shown]
        columns["pages/s"] = [f"{self._rate(tally):.1f}" for tally in shown]
        own = min(NARROWEST, max((cell_len(tally.site) for tally in shown), default=0))
        kept = fitting(columns, self.console.width - own, spare=SPARE)
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("site", overflow="ellipsis")  # this one alone may give way
        for name in kept:
            table.add_column(name, justify="right", no_wrap=True)
        for place, tally in enumerate(shown):
            site = Text(tally.site, style="red" if tally.problem else "")
            table.add_row(site, *(columns[heading][place] for heading in kept))
        if len(rows) > LINES:
            table.add_row(f"and {len(rows) - LINES} more sites")
        return table

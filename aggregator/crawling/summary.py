"""What a crawl did, in numbers: per site and altogether."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from aggregator.errors import AggregatorError


@dataclass(kw_only=True)
class Tally:
    """Counts of one site, growing while the crawl runs."""

    site: str
    fetched: int = 0
    """Answers received, whatever their status; robots.txt is not counted."""
    bytes: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    """HTTP status or class of the download error -> visits."""
    new: int = 0
    changed: int = 0
    same: int = 0
    duplicate: int = 0
    """Stored articles that copy another one; counted besides new, changed and same."""
    gone: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    """Name of the drop class -> answers that became no article for that reason."""
    failed: Counter[str] = field(default_factory=Counter)
    """Reason -> visits that brought no usable answer."""
    refused: Counter[str] = field(default_factory=Counter)
    """Reason -> addresses that were not visited: robots.txt, a trap's budget, the address guard."""
    queue: int = 0
    """Addresses that are due and were not visited."""
    problem: str | None = None
    """Why the site as a whole could not be crawled, in words. None: it could."""

    def counts(self) -> dict[str, int]:
        """The figures worth watching, by their headings."""
        return {
            "fetched": self.fetched,
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "copies": self.duplicate,
            "dropped": self.dropped.total(),
            "errors": self.failed.total(),
        }

    def line(self) -> str:
        """For a log."""
        return f"site={self.site} " + " ".join(f"{name}={count}" for name, count in self.counts().items())

    @property
    def usable(self) -> int:
        """Answers that a page, or word that it is unchanged, came with."""
        return sum(
            count for status, count in self.statuses.items() if status.startswith("2") or status == "304"
        )

    @property
    def stored(self) -> int:
        """Articles that the store holds as of this run's visits."""
        return self.new + self.changed + self.same


@dataclass(frozen=True, kw_only=True)
class RunSummary:
    """A finished run."""

    run_id: int
    started: datetime
    ended: datetime
    reason: str
    """Why it ended: `finished`, `max_pages`, `interrupted`."""
    sites: tuple[Tally, ...]
    warnings: tuple[str, ...] = ()
    """What a person should change: selectors that never matched, slowed or unreachable sites."""
    failure: AggregatorError | None = None
    """Why the run as a whole failed, to be raised when the rest was shown. None: it did not."""

    @property
    def seconds(self) -> float:
        return (self.ended - self.started).total_seconds()

    @property
    def total(self) -> Tally:
        """All sites added up."""
        whole = Tally(site="")
        for tally in self.sites:
            for name in ("fetched", "bytes", "new", "changed", "same", "duplicate", "gone", "queue"):
                setattr(whole, name, getattr(whole, name) + getattr(tally, name))
            for name in ("statuses", "dropped", "failed", "refused"):
                getattr(whole, name).update(getattr(tally, name))
        return whole

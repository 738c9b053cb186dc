"""What goes to the crawl and comes back: a `Visit` is a row that is due, a `Visited` says what came of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from aggregator.items import Article, FoundBy, Kind, Page


class Result(StrEnum):
    """What came of a visit; the page's state from then on."""

    DONE = "done"
    """An answer that was understood: an article stored, or a list, feed, sitemap or other page read."""
    UNCHANGED = "unchanged"
    """304, or the same bytes as last time."""
    DROPPED = "dropped"
    """It looked like an article and a stage refused it; `reason` is the name of the drop's class."""
    REDIRECTED = "redirected"
    GONE = "gone"
    """404 or 410; an article stored from there is kept and marked."""
    FAILED = "failed"
    """No usable answer: network, time, server error, unreadable. Tried again, later and later."""
    REFUSED = "refused"
    """We may not or will not: robots.txt, the address guard, a trap's budget."""


class Outcome(StrEnum):
    """What saving an article did."""

    NEW = "new"
    CHANGED = "changed"
    """Another title, text or publication date than stored: there is a version row now."""
    SAME = "same"
    """Other fields, counts for instance, may have been updated."""


class Lane(NamedTuple):
    """Part of the queue with one pace: what one site has on one host."""

    site: str
    host: str
    """With port, as of `urls.host_of`."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """An address that is due, with what is needed for a conditional request."""

    id: int
    url: str
    site: str
    host: str
    kind: Kind
    depth: int
    priority: int
    found_by: FoundBy
    state: str
    """Result of the last visit; `queued` before the first."""
    reason: str | None
    """Why it failed, was dropped or refused then."""
    failures: int
    unchanged: int
    """Visits in a row that came out alike and brought no news."""
    visits: int
    interval: timedelta | None
    """What led to this visit. None: it was not planned by an earlier one."""
    etag: str | None
    last_modified: str | None
    content_hash: str | None
    redirect: str | None
    """Where it leads. None: nowhere we go."""

    @property
    def lane(self) -> Lane:
        return Lane(self.site, self.host)

    @property
    def first(self) -> bool:
        """Never answered so far: not asked for, refused, or failed each time."""
        return self.content_hash is None and self.state in ("queued", Result.REFUSED, Result.FAILED)

    @property
    def is_entrance(self) -> bool:
        """Whether articles are found through it: a start page, feed or sitemap, named by the user or there before."""
        is_one = self.kind in (Kind.FRONT, Kind.FEED) or (self.kind is Kind.SITEMAP and self.depth == 0)
        return is_one and (self.found_by is FoundBy.START or self.content_hash is not None)


@dataclass(frozen=True, kw_only=True)
class Visited:
    """What came of a visit; written in one transaction with everything it brought."""

    visit: Visit
    result: Result
    now: datetime
    page: Page | None = None
    """The answer. None: there was none, or it is not worth more than its `status`."""
    status: int | None = None
    """HTTP status where there is no `page`. None: no answer."""
    article: Article | None = None
    redirect: str | None = None
    """Where it leads, normalised and on this site; queued at the visit's own depth. None: nowhere we go."""
    reason: str | None = None
    """Why it failed, was dropped or refused, in a few words."""
    next_visit: datetime | None = None
    """Not before that time, where the server or the crawl says so (Retry-After). None: as learned."""
    keep: bool = False
    """Keep the page as received."""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What writing a visit did."""

    outcome: Outcome | None = None
    """None: no article came."""
    duplicate: bool = False
    """The article is in a cluster with others."""
    repeated: bool = False
    """Some of these are of the same site."""
    new_links: int = field(default=0)


def content_hash(body: bytes) -> str:
    """What tells the same bytes again; of the body as received."""
    return hashlib.blake2b(body, digest_size=16).hexdigest()

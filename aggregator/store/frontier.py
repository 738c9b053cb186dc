"""The queue: every address that is known, what is due of it, and when what was visited is due again.

What is in flight is known in memory only. After a kill its rows are still as they were before the request,
so that the next run fetches them again, and nothing else.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aggregator import revisits
from aggregator.items import FoundBy, Kind, Link
from aggregator.store.rows import read_moment, second_text, storable, time_text
from aggregator.store.visits import Lane, Result, Visit, content_hash
from aggregator.urls import host_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Sequence
    from contextlib import AbstractContextManager

    from aggregator.store.visits import Visited

LISTS = (Kind.FRONT, Kind.LIST, Kind.FEED, Kind.SITEMAP)
"""Kinds that lead to articles."""

FRUITLESS = 5
"""So many visits in a row without news, and a sitemap's or feed's word that there is news is not taken."""

CLOCK_TOLERANCE = timedelta(minutes=1)
"""What the clock may be set back by without notice."""

_INSERT = """
INSERT INTO pages (url, site, lane, kind, priority, next_visit, depth, found_by, found_at, parent, announced)
VALUES (:url, :site, :lane, :kind, :priority, :now, :depth, :found_by, :now, :parent, :announced)
ON CONFLICT (url) DO NOTHING
"""
# Seen again: best priority, shortest way, a kind where none was known; due when announced to be newer.
_IS_NEWS = f"""
(:announced IS NOT NULL AND fetched_at IS NOT NULL AND :announced > coalesce(announced, fetched_at)
 AND unchanged < {FRUITLESS} AND state != 'refused')
"""
_SEEN_AGAIN = f"""
UPDATE pages SET
    priority = CASE WHEN fetched_at IS NULL THEN min(priority, :priority) ELSE priority END,
    depth = min(depth, :depth),
    kind = CASE WHEN kind = 'unknown' AND fetched_at IS NULL THEN :kind ELSE kind END,
    next_visit = CASE WHEN {_IS_NEWS} THEN min(coalesce(next_visit, :now), :now) ELSE next_visit END,
    announced = CASE WHEN :announced > coalesce(announced, '') THEN :announced ELSE announced END
WHERE url = :url AND (
    depth > :depth
    OR (fetched_at IS NULL AND (priority > :priority OR (kind = 'unknown' AND :kind != 'unknown')))
    OR :announced > coalesce(announced, '')
)
"""
# Named by the user though it was known from elsewhere: due, like an address that is new.
_NAMED = """
UPDATE pages SET
    found_by = 'start', depth = 0, priority = :priority, next_visit = min(coalesce(next_visit, :now), :now),
    kind = CASE WHEN kind = 'article' OR :kind = 'unknown' THEN kind ELSE :kind END
WHERE url = :url AND found_by <> 'start'
"""
# The values of `priority` in order, and for each the earliest row that is due: the first that exists wins.
_NEXT = f"""
WITH first AS (
    SELECT (
        SELECT id FROM pages
        WHERE lane = :lane AND priority = class.column1 AND next_visit <= :now
          AND id NOT IN (SELECT value FROM json_each(:in_flight))
        ORDER BY next_visit, id LIMIT 1
    ) AS id
    FROM (VALUES {", ".join(f"({n})" for n in range(revisits.LOWEST_PRIORITY + 1))}) AS class
)
SELECT pages.*, :host AS host FROM first CROSS JOIN pages USING (id) WHERE first.id IS NOT NULL LIMIT 1
"""
_EARLIEST = f"""
SELECT min((
    SELECT next_visit FROM pages
    WHERE lane = :lane AND priority = class.column1 AND next_visit IS NOT NULL
      AND id NOT IN (SELECT value FROM json_each(:in_flight))
    ORDER BY next_visit, id LIMIT 1
))
FROM (VALUES {", ".join(f"({n})" for n in range(revisits.LOWEST_PRIORITY + 1))}) AS class
"""
_IS_LIST = "kind IN ('front', 'list', 'feed', 'sitemap')"
_IN_LANES = "lane IN (SELECT id FROM lanes WHERE site = :site)"
_RECORD = """
UPDATE pages SET
    kind = :kind, state = :state, priority = :priority, next_visit = :next_visit, fetched_at = :now,
    status = :status, reason = :reason, failures = :failures, unchanged = :unchanged, visits = visits + 1,
    interval = :interval, changed_at = CASE WHEN :news THEN :now ELSE changed_at END,
    etag = :etag, last_modified = :last_modified, content_hash = :content_hash, redirect = :redirect
WHERE id = :id
"""


class Frontier:
    """The verbs of the queue; reached as `store.frontier`."""

    def __init__(
        self, connection: sqlite3.Connection, writing: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._db = connection
        self._writing = writing
        self._in_flight: dict[int, Visit] = {}
        self._in_flight_of: dict[Lane, set[int]] = {}
        self._lanes: dict[Lane, int] = {}

    @property
    def in_flight(self) -> Collection[Visit]:
        """Visits handed out by `next` that are neither finished nor released."""
        return self._in_flight.values()

    def add(
        self, site: str, links: Iterable[Link], *, now: datetime, depth: int = 0, parent: Visit | None = None
    ) -> int:
        """Make addresses known; how many of them were not. Doing it twice is harmless.

        A new address is due at once. A known one keeps who found it first and takes the better priority and
        the shorter way; one that was fetched is due again when a sitemap or feed dates it later than it did
        before (or than the visit, where it never did). What the user names is due like a new one when it was
        known from elsewhere.
        """
        moment = second_text(now)
        with self._writing():
            return sum(self._add(site, link, now=moment, depth=depth, parent=parent) for link in links)

    def _add(self, site: str, link: Link, *, now: str, depth: int, parent: Visit | None) -> bool:
        row = {
            "url": storable(link.url),
            "site": site,
            "lane": self._lane(Lane(site, host_of(link.url))),
            "kind": link.kind.value,
            "priority": revisits.priority(link.kind, link.found_by, depth),
            "now": now,
            "depth": depth,
            "found_by": link.found_by.value,
            "parent": parent.id if parent else None,
            "announced": time_text(link.modified),
        }
        is_new = self._db.execute(_INSERT, row).rowcount == 1
        if not is_new:
            self._db.execute(_NAMED if link.found_by is FoundBy.START else _SEEN_AGAIN, row)
        return is_new

    def _lane(self, lane: Lane) -> int:
        """Its number, which it gets when it has none."""
        if lane not in self._lanes:
            self._db.execute(
                "INSERT INTO lanes (site, host) VALUES (?, ?) ON CONFLICT (site, host) DO NOTHING", lane
            )
            self._read_lanes()
        return self._lanes[lane]

    def _read_lanes(self) -> None:
        rows = self._db.execute("SELECT site, host, id FROM lanes ORDER BY site, host")
        self._lanes = {Lane(row["site"], row["host"]): row["id"] for row in rows}

    def rolled_back(self) -> None:
        """Lanes made in a transaction that failed do not exist."""
        self._lanes = {}

    def make_due(
        self, site: str, *, now: datetime, named: Iterable[str] = (), lists: bool = False, full: bool = False
    ) -> int:
        """Let known addresses be due now, whatever was learned; how many were not yet.

        All of them when `full`, else what was `named`, with `lists` the lists as well, but for those that are gone
        or were refused.
        """
        # Each condition begins word for word as that of an index, or leads into the one of the lanes.
        scopes = [_IN_LANES] if full else ["url IN (SELECT value FROM json_each(:named))"]
        if lists and not full:
            scopes.append(f"{_IS_LIST} AND (kind = 'front' OR state NOT IN ('gone', 'refused'))")
        values = {"site": site, "now": second_text(now), "named": json.dumps(list(map(storable, named)))}
        with self._writing():
            return sum(
                self._db.execute(
                    f"""
                    UPDATE pages SET next_visit = :now WHERE {scope} AND site = :site
                    AND (next_visit IS NULL OR next_visit > :now)
                    """,
                    values,
                ).rowcount
                for scope in scopes
            )

    def recall(self, url: str, *, now: datetime, leading_to: str | None = None) -> bool:
        """Make an address that redirects (to `leading_to`, where given) due at once; whether it is one."""
        with self._writing():
            changed = self._db.execute(
                "UPDATE pages SET next_visit = :now"
                " WHERE url = :url AND state = 'redirected' AND redirect = coalesce(:to, redirect)",
                {"url": storable(url), "now": second_text(now), "to": leading_to and storable(leading_to)},
            )
            return changed.rowcount == 1

    def hand_over(self, owners: Callable[[str], Sequence[str]]) -> int:
        """Give each address to the site that it belongs to now, with all that is known of it; how many moved.

        `owners` names the sites on the host of an address, first the one that it belongs to. What is on a
        host of no site, or of that alone which has it, stays and is not looked at.
        """
        with self._writing():
            return sum(self._hand_over(lane, owners) for lane in self.lanes())

    def _hand_over(self, lane: Lane, owners: Callable[[str], Sequence[str]]) -> int:
        pages = self._db.execute("SELECT id, url FROM pages WHERE lane = ?", (self._lanes[lane],))
        first = pages.fetchone()
        if first is None or set(owners(first["url"])) <= {lane.site}:
            return 0
        found = [(owners(row["url"])[0], row["id"]) for row in (first, *pages)]
        moves = [(site, self._lane(Lane(site, lane.host)), page) for site, page in found if site != lane.site]
        self._db.executemany("UPDATE pages SET site = ?, lane = ? WHERE id = ?", moves)
        return len(moves)

    def lanes(self, sites: Collection[str] | None = None) -> list[Lane]:
        """Lanes that ever had something to visit, of these sites (None: of all), in a stable order."""
        if not self._lanes:
            self._read_lanes()
        return sorted(lane for lane in self._lanes if sites is None or lane.site in sites)

    def next(self, lane: Lane, now: datetime) -> Visit | None:
        """The lane's most urgent address that is due, in flight from now on. None: nothing is due."""
        row = self._db.execute(_NEXT, self._question(lane, second_text(now))).fetchone()
        if row is None:
            return None
        visit = _visit(row)
        self._in_flight[visit.id] = visit
        self._in_flight_of.setdefault(lane, set()).add(visit.id)
        return visit

    def earliest(self, lane: Lane) -> datetime | None:
        """When the next address of the lane is or was due, those in flight aside. None: never."""
        return read_moment(self._db.execute(_EARLIEST, self._question(lane, "")).fetchone()[0])

    def has_due(self, lane: Lane, now: datetime) -> bool:
        return self._db.execute(_NEXT, self._question(lane, second_text(now))).fetchone() is not None

    def _question(self, lane: Lane, now: str) -> dict[str, str | int | None]:
        if not self._lanes:
            self._read_lanes()
        in_flight = json.dumps(list(self._in_flight_of.get(lane, ())))
        return {"lane": self._lanes.get(lane), "host": lane.host, "now": now, "in_flight": in_flight}

    def release(self, visit: Visit) -> None:
        """It was not visited after all, and is as due as before."""
        self._in_flight.pop(visit.id, None)
        self._in_flight_of.get(visit.lane, set()).discard(visit.id)

    def refusals(self, host: str, sites: Collection[str]) -> list[tuple[datetime, str]]:
        """When and in what words 429 or 503 came last from the addresses of a host that fail."""
        rows = self._db.execute(
            "SELECT fetched_at, reason FROM pages JOIN lanes ON lanes.id = lane WHERE host = :host"
            " AND pages.site IN (SELECT value FROM json_each(:sites)) AND failures > 0"
            " AND status IN (429, 503) AND reason IS NOT NULL ORDER BY pages.id",
            {"host": host, "sites": json.dumps(sorted(sites))},
        )
        return [(moment, row[1]) for row in rows if (moment := read_moment(row[0]))]

    def find(self, url: str) -> Visit | None:
        """The row of an address, due or not; it does not count as in flight."""
        row = self._db.execute(
            "SELECT pages.*, host FROM pages JOIN lanes ON lanes.id = lane WHERE url = ?", (storable(url),)
        ).fetchone()
        return _visit(row) if row else None

    def parent(self, visit: Visit) -> str | None:
        """Address of the page that named this one first. None: none did, or it is forgotten."""
        row = self._db.execute(
            "SELECT parent.url FROM pages JOIN pages AS parent ON parent.id = pages.parent WHERE pages.id = ?",
            (visit.id,),
        ).fetchone()
        return row and str(row[0])

    def count_due(self, site: str, now: datetime) -> int:
        (count,) = self._db.execute(
            "SELECT count(*) FROM lanes JOIN pages ON lane = lanes.id WHERE lanes.site = ? AND next_visit <= ?",
            (site, second_text(now)),
        ).fetchone()
        return int(count)

    def record(self, visited: Visited, *, news: bool, age: timedelta | None = None) -> None:
        """Write what came of a visit, inside the transaction of the store's `finish`."""
        row = _recorded(visited, news=news, age=age)
        self._db.execute(_RECORD, row)


def set_right(db: sqlite3.Connection, now: datetime) -> int:
    """Make due what was planned or found while the clock was ahead of `now`; how many addresses.

    A site's last answer tells whether it was; only then is every row looked at.
    """
    ahead = db.execute(
        "SELECT EXISTS (SELECT * FROM sites WHERE last_answer > :later OR last_run > :later)",
        {"later": second_text(now + CLOCK_TOLERANCE)},
    ).fetchone()[0]
    if not ahead:
        return 0
    return db.execute(
        "UPDATE pages SET next_visit = :now WHERE next_visit > :now AND coalesce(fetched_at, found_at) > :now",
        {"now": second_text(now)},
    ).rowcount


def _visit(row: sqlite3.Row) -> Visit:
    return Visit(
        id=row["id"],
        url=row["url"],
        site=row["site"],
        host=row["host"],
        kind=Kind(row["kind"]),
        depth=row["depth"],
        priority=row["priority"],
        found_by=FoundBy(row["found_by"]),
        state=row["state"],
        reason=row["reason"],
        failures=row["failures"],
        unchanged=row["unchanged"],
        visits=row["visits"],
        interval=None if row["interval"] is None else timedelta(seconds=row["interval"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        content_hash=row["content_hash"],
        redirect=row["redirect"],
    )


_ANSWERED = frozenset({Result.DONE, Result.UNCHANGED, Result.DROPPED})


def _recorded(visited: Visited, *, news: bool, age: timedelta | None) -> dict[str, object]:
    """The row of `pages` after the visit."""
    visit, page, result = visited.visit, visited.page, visited.result
    answered = result in _ANSWERED
    failures = visit.failures + 1 if result is Result.FAILED else 0
    unchanged = 0 if news else _in_a_row(visit, result)
    kind = page.kind if page and result in (Result.DONE, Result.DROPPED) else visit.kind
    interval = plan(visited, kind=kind, news=news, failures=failures, unchanged=unchanged, age=age)
    if visit.is_entrance and result not in _QUIET:  # perhaps only for an hour
        interval = min(interval, revisits.DAILY)
    next_visit = visited.now + interval
    if visited.next_visit is not None:
        next_visit = max(visited.next_visit, visited.now) if result is Result.FAILED else visited.next_visit
    fresh = page is not None and result in (Result.DONE, Result.DROPPED)
    return {
        "id": visit.id,
        "kind": kind.value,
        "state": result.value,
        "priority": _priority(visit, kind, answered=answered),
        "next_visit": second_text(next_visit),
        "now": second_text(visited.now),
        "status": page.status if page else visited.status,
        "reason": None if visited.reason is None else storable(visited.reason),
        "failures": failures,
        "unchanged": unchanged,
        # A failure says nothing about how often there is news.
        "interval": visit.interval and int(visit.interval.total_seconds())
        if not answered
        else int(interval.total_seconds()),
        "news": news,
        "etag": _header(page.etag) if fresh and page else visit.etag,
        "last_modified": _header(page.last_modified) if fresh and page else visit.last_modified,
        "content_hash": content_hash(page.body) if fresh and page and page.body else visit.content_hash,
        "redirect": _redirect(visited),
    }


_QUIET = frozenset({Result.DONE, Result.UNCHANGED})


def _in_a_row(visit: Visit, result: Result) -> int:
    """Visits without news that came out like this one, it included; a failure says nothing."""
    if result is Result.FAILED:
        return visit.unchanged
    alike = visit.state == result or (visit.state in _QUIET and result in _QUIET)
    return visit.unchanged + 1 if alike else 1


def plan(
    visited: Visited, *, kind: Kind, news: bool, failures: int, unchanged: int, age: timedelta | None
) -> timedelta:
    """Until the next visit, by what came of this one."""
    match visited.result:
        case Result.FAILED:
            return revisits.backoff(failures)
        case Result.GONE:
            return revisits.repeated(revisits.GONE, unchanged)
        case Result.REFUSED:
            return revisits.repeated(revisits.REFUSED, unchanged)
        case Result.REDIRECTED:
            return revisits.repeated(revisits.REDIRECTED, unchanged)
        case Result.DROPPED:
            return revisits.repeated(revisits.DROPPED, unchanged)
        case _:
            return revisits.next_interval(kind, visited.visit.interval, news=news, age=age)


def _redirect(visited: Visited) -> str | None:
    """Where it leads; what brought no answer this time leads where it did."""
    if visited.result in (Result.FAILED, Result.REFUSED, Result.GONE):
        return visited.visit.redirect
    return visited.redirect and storable(visited.redirect)


def _priority(visit: Visit, kind: Kind, *, answered: bool) -> int:
    """Answered: its place among the repeats. A failed first visit keeps its place."""
    if answered:
        return revisits.priority(kind, visit.found_by, visit.depth, visited=True)
    return visit.priority


def _header(value: str | None) -> str | None:
    return None if value is None else storable(value)

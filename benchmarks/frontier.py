"""What the queue costs as it grows: enqueue, next, finish, start-up and memory at several sizes.

python benchmarks/frontier.py --sizes 10000 1000000
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from aggregator.items import FoundBy, Kind, Link, Page
from aggregator.store import Lane, Result, Store, Visited

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOSTS = 20
LINKS_A_PAGE = 30
"""A third of them new: navigation and lists name the same addresses on every page."""

BATCH = 5000

ROUNDS = 3
"""The best one counts: the others were disturbed."""


CLOCK = time.thread_time
"""Processor time: what waiting for other programs adds is not the queue's."""


@dataclass(frozen=True, kw_only=True)
class Costs:
    """Of a queue with so many known addresses; microseconds unless it says otherwise."""

    known: int
    next: float
    enqueue: float
    """Of one link."""
    finish: float
    """Of a visit, without its links."""
    open_ms: float
    """By the clock on the wall: open, start a run, make lists due, find the first address."""
    fill_s: float
    file_mb: float
    memory_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--visits", type=int, default=2000, help="visits to time at each size")
    parser.add_argument("--folder", type=Path, help="where the databases go; default: a temporary folder")
    arguments = parser.parse_args()
    names = [entry.name for entry in fields(Costs)]
    print(" ".join(f"{name:>9}" for name in names))
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        costs = []
        for size in arguments.sizes:
            costs.append(measured(Path(folder) / f"{size}.db", size, arguments.visits))
            print(" ".join(f"{getattr(costs[-1], name):9.6g}" for name in names), flush=True)
    for name in ("next", "enqueue", "finish"):
        print(f"{name}: {getattr(costs[-1], name) / getattr(costs[0], name):.2f} times")


def measured(path: Path, size: int, visits: int) -> Costs:
    started = CLOCK()
    fill(path, size)
    filled = CLOCK() - started
    started = time.perf_counter()
    with Store(path) as store:
        lanes = store.frontier.lanes()
        store.runs.start("crawl", [lane.site for lane in lanes], now=NOW)
        for lane in lanes:
            store.frontier.make_due(lane.site, now=NOW)
        first = store.frontier.next(lanes[0], NOW)
        opened = time.perf_counter() - started
        assert first is not None
        store.frontier.release(first)
        crawl(store, lanes, size, visits // 5, seed=1)  # caches warm, as in a crawl that runs
        rounds = [crawl(store, lanes, size, visits, seed=2 + round_) for round_ in range(ROUNDS)]
    nexts, enqueue, finish = (min(costs) for costs in zip(*rounds, strict=True))
    return Costs(
        known=size,
        next=round(nexts * 1e6, 1),
        enqueue=round(enqueue * 1e6, 1),
        finish=round(finish * 1e6, 1),
        open_ms=round(opened * 1e3, 1),
        fill_s=round(filled, 1),
        file_mb=round(path.stat().st_size / 2**20, 1),
        memory_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )


def fill(path: Path, size: int) -> None:
    """Known addresses of several hosts, four fifths visited and planned, the others never visited."""
    with Store(path) as store:
        for host in range(HOSTS):
            links = iter(links_of(host, 0, size // HOSTS))
            while batch := list(islice(links, BATCH)):
                store.frontier.add(site(host), batch, now=NOW - timedelta(days=1), depth=3)
        store._db.execute(
            "UPDATE pages SET fetched_at = found_at, visits = 1, state = 'done', priority = 7,"
            " next_visit = strftime('%Y-%m-%dT%H:%M:%S+00:00', '2026-11-23', (id * 7919 % 1000) || ' hours')"
            " WHERE id % 5 > 0"
        )


def site(host: int) -> str:
    return f"site{host}.example"


def links_of(host: int, start: int, count: int) -> Iterator[Link]:
    """Addresses as publishers make them, by date and number."""
    for number in range(start, start + count):
        day = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(hours=number)
        yield Link(
            url=f"https://www.{site(host)}/{day:%Y/%m/%d}/article-{number * 7919 % 1_000_003}.html",
            kind=Kind.ARTICLE if number % 3 else Kind.UNKNOWN,
            found_by=FoundBy.LINK,
        )


def crawl(
    store: Store, lanes: list[Lane], size: int, visits: int, *, seed: int
) -> tuple[float, float, float]:
    """Seconds of a next(), of an enqueued link and of a finish, on average."""
    chance = random.Random(seed)
    asking, adding, finishing = 0.0, 0.0, 0.0
    for round_ in range(visits):
        lane = lanes[round_ % len(lanes)]
        started = CLOCK()
        visit = store.frontier.next(lane, NOW)
        asking += CLOCK() - started
        assert visit is not None
        host = int(lane.site.removeprefix("site").removesuffix(".example"))
        fresh = size * 10 * seed + round_ * LINKS_A_PAGE
        known = chance.randrange(max(size // HOSTS - LINKS_A_PAGE, 1))
        links = (
            *links_of(host, fresh, LINKS_A_PAGE // 3),
            *links_of(host, known, LINKS_A_PAGE - LINKS_A_PAGE // 3),
        )
        started = CLOCK()
        store.frontier.add(lane.site, links, now=NOW, depth=visit.depth + 1, parent=visit)
        adding += CLOCK() - started
        page = Page(url=visit.url, site=lane.site, kind=Kind.ARTICLE, status=200, fetched_at=NOW, body=b"x")
        started = CLOCK()
        store.finish(Visited(visit=visit, result=Result.DONE, now=NOW, page=page))
        finishing += CLOCK() - started
    store.flush()
    return asking / visits, adding / visits / LINKS_A_PAGE, finishing / visits


if __name__ == "__main__":
    main()

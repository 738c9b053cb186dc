"""What the queue costs as it grows: enqueue, next, finish, start-up and memory at several sizes.

python benchmarks/frontier.py --sizes 10000 1000000
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--visits", type=int, default=3000, help="visits to time at each size")
    parser.add_argument("--folder", type=Path, help="where the databases go; default: a temporary folder")
    arguments = parser.parse_args()
    print(f"{'known':>9} {'fill s':>7} {'open ms':>8} {'next us':>8} {'p99':>6} {'enqueue us':>10} ", end="")
    print(f"{'finish us':>10} {'MB file':>8} {'MB memory':>9}")
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        for size in arguments.sizes:
            print(measured(Path(folder) / f"{size}.db", size, arguments.visits), flush=True)


def measured(path: Path, size: int, visits: int) -> str:
    filled = timed(lambda: fill(path, size))
    started = time.perf_counter()
    with Store(path) as store:
        lanes = store.frontier.lanes()
        first = store.frontier.next(lanes[0], NOW)
        opened = time.perf_counter() - started
        assert first is not None
        store.frontier.release(first)
        crawl(store, lanes, size, visits // 5, seed=1)  # caches warm, as in a crawl that runs
        nexts, enqueues, finishes = crawl(store, lanes, size, visits, seed=2)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{size:9} {filled:7.1f} {opened * 1e3:8.1f} {statistics.mean(nexts) * 1e6:8.1f} "
        f"{sorted(nexts)[len(nexts) * 99 // 100] * 1e6:6.0f} {enqueues * 1e6:10.1f} "
        f"{finishes * 1e6:10.1f} {path.stat().st_size / 2**20:8.1f} {memory:9.1f}"
    )


def timed(work: object) -> float:
    started = time.perf_counter()
    assert callable(work)
    work()
    return time.perf_counter() - started


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
) -> tuple[list[float], float, float]:
    """Seconds of each next(); of an enqueued link on average; of a finish with its links on average."""
    chance = random.Random(seed)
    nexts, adding, finishing = [], 0.0, 0.0
    for round_ in range(visits):
        lane = lanes[round_ % len(lanes)]
        started = time.perf_counter()
        visit = store.frontier.next(lane, NOW)
        nexts.append(time.perf_counter() - started)
        assert visit is not None
        host = int(lane.site.removeprefix("site").removesuffix(".example"))
        fresh = size * 10 * seed + round_ * LINKS_A_PAGE
        known = chance.randrange(max(size // HOSTS - LINKS_A_PAGE, 1))
        links = (
            *links_of(host, fresh, LINKS_A_PAGE // 3),
            *links_of(host, known, LINKS_A_PAGE - LINKS_A_PAGE // 3),
        )
        started = time.perf_counter()
        store.frontier.add(lane.site, links, now=NOW, depth=visit.depth + 1, parent=visit)
        adding += time.perf_counter() - started
        page = Page(url=visit.url, site=lane.site, kind=Kind.ARTICLE, status=200, fetched_at=NOW, body=b"x")
        started = time.perf_counter()
        store.finish(Visited(visit=visit, result=Result.DONE, now=NOW, page=page))
        finishing += time.perf_counter() - started
    store.flush()
    return nexts, adding / visits / LINKS_A_PAGE, finishing / visits


if __name__ == "__main__":
    main()

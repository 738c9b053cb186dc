"""Does a crawl start later or take more memory when its queue is long?

    python benchmarks/long_queue.py --known 0 1000000

Crawls the same pages of a site on loopback over databases that already know so many other addresses of that
very site, a fifth of them never visited and due. Prints, for each, the seconds until the first page is asked
for, the seconds of the whole run and its peak memory.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from interruptions import html, page, story

from aggregator.demo.server import serving
from aggregator.demo.site import File
from aggregator.items import FoundBy, Kind, Link
from aggregator.store import Store

LINKED = 1000
"""Articles that the front page names."""

BATCH = 5000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--known", type=int, nargs="+", default=[0, 1_000_000])
    parser.add_argument("--pages", type=int, default=400, help="requests of each crawl")
    parser.add_argument("--port", type=int, default=8961)
    options = parser.parse_args()
    print("    known first_page_s  run_s  peak_MB")
    for known in options.known:
        with tempfile.TemporaryDirectory() as folder:
            db = Path(folder) / "articles.db"
            if known:
                fill(db, known, f"127.0.0.1:{options.port}")
            print(f"{known:9d} {crawl(db, options.port, options.pages)}", flush=True)


def fill(db: Path, known: int, host: str) -> None:
    """Addresses that were found a week ago; of five, four have been visited since."""
    found = datetime.now(UTC) - timedelta(days=7)
    addresses = (
        f"http://{host}/{number % 12 + 1:02}/{number * 7919 % 1_000_003}.html" for number in range(known)
    )
    with Store(db) as store:
        while batch := list(islice(addresses, BATCH)):
            links = [Link(url=url, kind=Kind.ARTICLE, found_by=FoundBy.LINK) for url in batch]
            store.frontier.add(host, links, now=found, depth=3)
        store._db.execute(
            "UPDATE pages SET fetched_at = found_at, visits = 1, state = 'done', priority = 7,"
            " next_visit = strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', (id * 7919 % 1000) || ' hours')"
            " WHERE id % 5 > 0"
        )


class Site(Mapping[str, File]):
    """A front page, and an article at every other address."""

    def __init__(self) -> None:
        self.first_asked: float | None = None

    def __getitem__(self, path: str) -> File:
        if path == "/robots.txt":
            raise KeyError(path)
        if self.first_asked is None:
            self.first_asked = time.monotonic()
        return front() if path == "/" else article(path)

    def __iter__(self) -> Iterator[str]:
        return iter(["/"])

    def __len__(self) -> int:
        return 1


def front() -> File:
    links = "".join(
        f'<li><a href="/story/{number}.html">Story number {number}</a></li>' for number in range(LINKED)
    )
    return html("Stories", f"<h1>Stories</h1><ul>{links}</ul>")


def article(path: str) -> File:
    number = int("".join(filter(str.isdigit, path)) or 0)
    return page(f"Story {number}", story(number, random.Random(number)))


def crawl(db: Path, port: int, pages: int) -> str:
    """What one run took."""
    site = Site()
    command = [sys.executable, "-m", "aggregator", "crawl", f"http://127.0.0.1:{port}/", "--db", str(db)]
    command += ["-s", "DOWNLOAD_DELAY=0", "--max-pages", str(pages)]
    with serving(site, port):
        started = time.monotonic()
        run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(run.pid, 0)
        seconds = time.monotonic() - started
    run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode or site.first_asked is None:
        raise SystemExit(f"the crawl failed with exit code {run.returncode}")
    return f"{site.first_asked - started:12.2f} {seconds:6.1f} {usage.ru_maxrss / 1024:8.1f}"


if __name__ == "__main__":
    main()

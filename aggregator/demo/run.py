"""Runs the demo: serves both sites, crawls them with the real command, shows what came of it."""

from __future__ import annotations

import shlex
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from aggregator.demo.server import serving
from aggregator.demo.site import advice, weekly
from aggregator.errors import CrawlError
from aggregator.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from aggregator.items import Article

DELAY = "0.1"
"""Seconds between requests: our own server does not mind, and the demo should not take minutes."""


def crawl_demo(db: Path, port: int) -> list[Article]:
    """Crawl both sites, served at `port` and the one above, into `db`; return three of the articles.

    Raises CrawlError when the crawl fails (it has said why on stderr).
    """
    starts = [f"http://127.0.0.1:{number}" for number in (port, port + 1)]
    targets = ["crawl", *(f"{start}/" for start in starts)]
    options = ["--db", str(db), "-s", f"DOWNLOAD_DELAY={DELAY}"]
    with ExitStack() as servers:
        servers.enter_context(serving(advice(starts[0]), port))
        servers.enter_context(serving(weekly(starts[1]), port + 1))
        print(
            f"$ aggregator {shlex.join(targets)} \\\n    {shlex.join(options)}\n", file=sys.stderr, flush=True
        )
        status = subprocess.run(
            [sys.executable, "-m", "aggregator", *targets, *options], check=False
        ).returncode
    if status:
        raise CrawlError(f"the demo's crawl ended with exit code {status}")
    with Store(db) as store:
        found = [article for site in starts for article in store.articles(site=site.removeprefix("http://"))]
    return sorted(found, key=lambda article: str(article.date_published), reverse=True)[:3]

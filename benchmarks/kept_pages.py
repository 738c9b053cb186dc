"""What a kept page costs: bytes and time a page, on complete sites.

    python benchmarks/kept_pages.py --sites SITES/dist

Each folder below is one site, its .html files the pages.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from aggregator.items import Kind, Page
from aggregator.store import Cost, Store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--sites", type=Path, required=True, help="folder with a folder of HTML for each site"
    )
    folders = sorted(folder for folder in parser.parse_args().sites.iterdir() if folder.is_dir())
    print(
        f"{'site':24} {'pages':>6} {'received':>9} {'stored':>7} {'share':>6} {'keep ms':>8} {'read ms':>8}"
    )
    with tempfile.TemporaryDirectory() as scratch, Store(Path(scratch) / "articles.db") as store:
        times = {folder.name: kept(store, folder) for folder in folders}
        costs = store.kept.costs()
        for cost in costs:
            print(line(cost, *times[cost.site]))
        total = Cost(
            site="all",
            pages=sum(cost.pages for cost in costs),
            received=sum(cost.received for cost in costs),
            stored=sum(cost.stored for cost in costs),
        )
        print(line(total, sum(keep for keep, _ in times.values()), sum(read for _, read in times.values())))


def kept(store: Store, folder: Path) -> tuple[float, float]:
    """Seconds to keep the pages of a site and to read them again."""
    files = sorted(folder.rglob("*.html"))
    bodies = [file.read_bytes() for file in files]
    started = time.thread_time()
    with store.batch():
        for file, body in zip(files, bodies, strict=True):
            store.kept.keep(
                Page(
                    url=f"https://{folder.name}.example/{file.relative_to(folder)}",
                    site=folder.name,
                    kind=Kind.ARTICLE,
                    status=200,
                    fetched_at=NOW,
                    body=body,
                )
            )
    keeping = time.thread_time() - started
    started = time.thread_time()
    read = [page.body for page in store.kept.pages(site=folder.name)]
    reading = time.thread_time() - started
    assert sorted(read) == sorted(bodies)
    return keeping, reading


def line(cost: Cost, keep: float, read: float) -> str:
    return (
        f"{cost.site:24} {cost.pages:6} {cost.received // cost.pages:9} {cost.stored // cost.pages:7} "
        f"{cost.stored / cost.received:6.1%} {keep / cost.pages * 1e3:8.2f} {read / cost.pages * 1e3:8.2f}"
    )


if __name__ == "__main__":
    main()

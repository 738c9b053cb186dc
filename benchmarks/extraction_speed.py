"""How long extraction takes, beside trafilatura on the same pages.

    python benchmarks/extraction_speed.py --corpus CORPUS [--every 10]

Every page is read by both in turn, so that the machine's other work falls on both alike, and processor time is
counted. Prints the mean, the quantiles and the worst page of each, what the parse alone takes, and the ratio.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aggregator.extraction import examine, extract
from aggregator.extraction.page.charset import decode
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Callable


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--corpus", type=Path, required=True)
    options.add_argument("--every", type=int, default=1, help="take every n-th page")
    options.add_argument("--alone", action="store_true", help="leave trafilatura out")
    chosen = options.parse_args()
    lines = (chosen.corpus / "manifest.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
    entries = [json.loads(line) for line in lines[:: chosen.every]]
    times = measure(chosen.corpus, entries, contestants(with_peer=not chosen.alone))
    for name, taken in times.items():
        report(name, taken, entries)
    ours = statistics.mean(times["extract"])
    if "trafilatura" in times:
        print(f"extract takes 1/{statistics.mean(times['trafilatura']) / ours:.1f} of trafilatura's time")


def contestants(*, with_peer: bool) -> dict[str, Callable[[bytes, str], Any]]:
    found: dict[str, Callable[[bytes, str], Any]] = {
        "parse": lambda html, url: parse(decode(html, None)),
        "parse and map": lambda html, url: PageMap(parse(decode(html, None)), url),
        "extract": extract,
        "examine": examine,
    }
    if with_peer:
        import trafilatura

        found["trafilatura"] = lambda html, url: trafilatura.bare_extraction(
            html, url=url, with_metadata=True
        )
    return found


def measure(
    corpus: Path, entries: list[dict[str, Any]], functions: dict[str, Callable[[bytes, str], Any]]
) -> dict[str, list[float]]:
    """Seconds of processor time a page."""
    times: dict[str, list[float]] = {name: [] for name in functions}
    warm = gzip.decompress((corpus / entries[0]["html"]).read_bytes())
    for function in functions.values():
        function(warm, entries[0]["url"])
    for entry in entries:
        html = gzip.decompress((corpus / entry["html"]).read_bytes())
        for name, function in functions.items():
            start = time.process_time()
            function(html, entry["url"])
            times[name].append(time.process_time() - start)
    return times


def report(name: str, taken: list[float], entries: list[dict[str, Any]]) -> None:
    worst = max(range(len(taken)), key=taken.__getitem__)
    half, most = statistics.quantiles(taken, n=100)[49], statistics.quantiles(taken, n=100)[94]
    print(
        f"{name:14} mean {statistics.mean(taken) * 1000:7.2f} ms   median {half * 1000:7.2f}   "
        f"95 % {most * 1000:7.2f}   worst {taken[worst] * 1000:8.1f} ({entries[worst]['id']})"
    )


if __name__ == "__main__":
    main()

"""How much of a whole site does a crawl bring home: built sites, each from its front page alone.

    python benchmarks/crawl_sites.py --sites SITES                 # all of them, one after the other
    python benchmarks/crawl_sites.py --sites SITES --only wp-2021 --keep out

`--sites` is the unpacked folder with `serve.py`, `check.py`, `dist/` and the truth. Needs aiohttp, for the
server. Prints the checker's table and, for each site, requests and seconds of a first crawl and of two more: at
once, when hardly an article is due, and with a clock that is a year ahead, when all of them are. Of these it also
prints how many visits of articles there were, how many of them asked conditionally, and how many rows of
`articles` differ in any column afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

A_YEAR_AHEAD = (str(Path(__file__).with_name("days_ahead.py")), "366")

LAST_VISIT = "date_downloaded"
"""Of a row, what a visit may change that finds all as it was."""

Rows = dict[str, dict[str, object]]
"""Address -> everything that `articles` says about it."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sites", type=Path, required=True, help="folder with serve.py, check.py and dist/")
    parser.add_argument("--only", nargs="+", help="names of sites; all when left out")
    parser.add_argument("--port", type=int, default=8700, help="the server's first port")
    parser.add_argument("--keep", type=Path, help="keep databases and export in this folder")
    parser.add_argument("-v", "--verbose", action="store_true", help="also the checker's details")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        return measure(options, folder)


def measure(options: argparse.Namespace, folder: Path) -> int:
    truth = options.sites / "truth-dev.jsonl.gz"
    origins_file, requests_file, export = (
        folder / name for name in ("origins.json", "requests.jsonl", "all.jsonl")
    )
    requests_file.unlink(missing_ok=True)
    server = subprocess.Popen(
        [sys.executable, str(options.sites / "serve.py"), "--dist", str(options.sites / "dist"), "--meta", str(truth),
         "--port", str(options.port), "--origins", str(origins_file), "--log", str(requests_file)],
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        sites = wait_for(server, f"http://127.0.0.1:{options.port}/zoo.json")
        db = folder / "articles.db"
        for leftover in folder.glob("articles.db*"):
            leftover.unlink()
        total: Counter[str] = Counter()
        for origin, name in sorted(sites.items(), key=lambda entry: entry[1]):
            if options.only is None or name in options.only:
                total += crawl_thrice(origin, name, db=db, requests_file=requests_file)
        print(f"{'all':20s} again and a year later: {told(total)}", flush=True)
        aggregator("export", "--db", str(db), "-o", str(export), "--with-duplicates", log=folder / "log")
    finally:
        server.terminate()
        server.wait()
    check = [sys.executable, str(options.sites / "check.py"), "--truth", str(truth), "--export", str(export),
             "--origins", str(origins_file), *(["-v"] if options.verbose else [])]  # fmt: skip
    return subprocess.run(check, check=False).returncode


def wait_for(server: subprocess.Popen[bytes], address: str) -> dict[str, str]:
    """Origin -> name of the sites, as soon as the server answers."""
    for _ in range(100):
        if server.poll() is not None:
            raise SystemExit(f"{address}: the server did not start")
        try:
            with urlopen(address) as answer:
                return dict(json.load(answer))
        except URLError:
            time.sleep(0.1)
    raise SystemExit(f"{address}: no answer within 10 s")


def crawl_thrice(origin: str, name: str, *, db: Path, requests_file: Path) -> Counter[str]:
    """Crawl, crawl again at once and a year later; print what that cost. The counts of the last two crawls."""
    total: Counter[str] = Counter()
    for label, program in (("first", ()), ("again", ()), ("a year later", A_YEAR_AHEAD)):
        known, rows, started = len(lines(requests_file)), rows_of(db), time.monotonic()
        arguments = ("crawl", f"{origin}/", "--db", str(db), "-s", "DOWNLOAD_DELAY=0")
        aggregator(*arguments, program=program, log=db.parent / "log")
        seconds, requests = time.monotonic() - started, lines(requests_file)[known:]
        line = f"{name:20s} {label:12s} {len(requests):4d} requests {seconds:5.1f} s"
        if label != "first":
            counts = changes(requests, origin, rows, rows_of(db))
            total += counts
            line += "   " + told(counts)
        print(line, flush=True)
    return total


def changes(requests: list[bytes], origin: str, before: Rows, after: Rows) -> Counter[str]:
    """What a crawl of a site that did not change asked for and did."""
    asked = [json.loads(request) for request in requests]
    visits = [request["cond"] for request in asked if origin + request["path"] in before]
    changed = sum(before.get(url) != row for url, row in after.items()) + len(before.keys() - after.keys())
    return Counter(visits=len(visits), conditional=sum(visits), changed=changed)


def told(counts: Counter[str]) -> str:
    return (
        f"{counts['visits']:4d} visits of articles, {counts['conditional']:4d} conditional; "
        f"{counts['changed']} rows changed"
    )


def rows_of(db: Path) -> Rows:
    if not db.exists():
        return {}
    with closing(sqlite3.connect(db)) as connection:
        connection.row_factory = sqlite3.Row
        rows = map(dict, connection.execute("SELECT * FROM articles"))
        return {row["url"]: {name: row[name] for name in row if name != LAST_VISIT} for row in rows}


def aggregator(*arguments: str, program: tuple[str, ...] = (), log: Path) -> None:
    """Run the command, by `python -m aggregator` or by another `program` for Python."""
    command = [sys.executable, *(program or ("-m", "aggregator")), *arguments]
    with log.open("a") as stderr:
        done = subprocess.run(command, stderr=stderr, env=os.environ)
    if done.returncode:
        print(f"aggregator {' '.join(arguments)}: exit code {done.returncode}, see {log}", flush=True)


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines() if path.exists() else []


if __name__ == "__main__":
    sys.exit(main())

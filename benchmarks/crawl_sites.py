"""How much of a whole site does a crawl bring home: built sites, each from its front page alone.

    python benchmarks/crawl_sites.py --sites sites                 # all of them, one after the other
    python benchmarks/crawl_sites.py --sites sites --only wp-2021 --keep out

`--sites` is the unpacked folder with `serve.py`, `check.py`, `dist/` and the truth. Needs aiohttp, for the
server. Prints the checker's table and, for each site, requests and seconds of a first and of a second crawl.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen


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
        for origin, name in sorted(sites.items(), key=lambda entry: entry[1]):
            if options.only is None or name in options.only:
                crawl_twice(origin, name, db=db, requests_file=requests_file)
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


def crawl_twice(origin: str, name: str, *, db: Path, requests_file: Path) -> None:
    """Crawl, crawl again; print what the two crawls cost."""
    costs = []
    for _ in range(2):
        before, started = lines(requests_file), time.monotonic()
        aggregator("crawl", f"{origin}/", "--db", str(db), "-s", "DOWNLOAD_DELAY=0", log=db.parent / "log")
        costs.append(f"{lines(requests_file) - before:4d} requests {time.monotonic() - started:5.1f} s")
    print(f"{name:20s} first {costs[0]}   again {costs[1]}", flush=True)


def aggregator(*arguments: str, log: Path) -> None:
    with log.open("a") as stderr:
        done = subprocess.run([sys.executable, "-m", "aggregator", *arguments], stderr=stderr, env=os.environ)
    if done.returncode:
        print(f"aggregator {' '.join(arguments)}: exit code {done.returncode}, see {log}", flush=True)


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


if __name__ == "__main__":
    sys.exit(main())

"""What does a crawl lose when it is ended at a random moment, again and again?

    python benchmarks/interruptions.py                       # 100 times SIGKILL over 600 articles
    python benchmarks/interruptions.py --signal TERM --ends 20

Serves a site of its own on loopback, crawls it with the real command, ends each run after a random time and
starts the next one over the same database, until one run finishes. After every end the file is checked; at the
last one every article has to be there once and whole. `--seed` fixes site and moments.
"""

from __future__ import annotations

import argparse
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from aggregator.demo.server import serving
from aggregator.demo.site import File

PER_LIST = 20
WORDS = (
    "harbour letter winter garden window engine market bridge morning paper river school light road".split()
)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--ends", type=int, default=100, help="how many runs are ended by the signal")
    parser.add_argument("--signal", choices=("KILL", "TERM", "INT"), default="KILL")
    parser.add_argument(
        "--longest", type=float, default=2.5, help="seconds until the latest moment of an end"
    )
    parser.add_argument("--port", type=int, default=8941)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    site = Site(options.articles, seed=options.seed)
    with tempfile.TemporaryDirectory() as folder, serving(site, options.port):
        return measure(options, site, Path(folder) / "articles.db")


class Site(Mapping[str, File]):
    """Path to page; counts what was asked for."""

    def __init__(self, articles: int, *, seed: int) -> None:
        self.asked: Counter[str] = Counter()
        chance = random.Random(seed)
        self.texts = {f"/2026/{number:04}.html": story(number, chance) for number in range(articles)}
        self._files = {path: page(f"Story {path[6:10]}", text) for path, text in self.texts.items()}
        paths = sorted(self.texts)
        for start in range(0, articles, PER_LIST):
            number = start // PER_LIST + 1
            links = [f'<li><a href="{path}">Story {path[6:10]}</a></li>' for path in paths[start:][:PER_LIST]]
            older = (
                f'<a rel="next" href="/page/{number + 1}/">Older</a>' if start + PER_LIST < articles else ""
            )
            body = f"<h1>Stories</h1><ul>{''.join(links)}</ul>{older}"
            self._files["/" if number == 1 else f"/page/{number}/"] = html(f"Page {number}", body)

    def __getitem__(self, path: str) -> File:
        self.asked[path] += 1
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def story(number: int, chance: random.Random) -> list[str]:
    """The paragraphs of one article; no two articles share a sentence."""
    return [
        " ".join(f"{chance.choice(WORDS)} {number}-{part}-{word}" for word in range(12)).capitalize() + "."
        for part in range(6)
    ]


def page(title: str, paragraphs: list[str]) -> File:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    time_tag = '<time datetime="2026-11-01T08:00:00+00:00">1 November 2026</time>'
    return html(title, f"<article><h1>{title}</h1>{time_tag}{body}</article>")


def html(title: str, body: str) -> File:
    text = f'<!doctype html><html lang="en"><head><title>{title}</title></head><body>{body}</body></html>'
    return File(content_type="text/html; charset=utf-8", body=text.encode())


def measure(options: argparse.Namespace, site: Site, db: Path) -> int:
    chance = random.Random(options.seed)
    command = [sys.executable, "-m", "aggregator", "crawl", f"http://127.0.0.1:{options.port}/"]
    command += ["--db", str(db), "-s", "DOWNLOAD_DELAY=0"]
    ended, finished, damaged, slowest = 0, 0, 0, 0.0
    with (db.parent / "log").open("wb") as log:
        while ended < options.ends:
            run = subprocess.Popen(command, stderr=log, stdout=log)
            try:
                run.wait(chance.uniform(0.2, options.longest))
                finished += 1
                if complete(db, site):
                    break
            except subprocess.TimeoutExpired:
                run.send_signal(getattr(signal, f"SIG{options.signal}"))
                started = time.monotonic()
                run.wait()
                slowest = max(slowest, time.monotonic() - started)
                ended += 1
            damaged += not intact(db)
        last = subprocess.run(command, stderr=log, stdout=log, check=False).returncode
    return report(site, db, ended=ended, damaged=damaged, slowest=slowest, last=last)


def complete(db: Path, site: Site) -> bool:
    return len(stored(db)) >= len(site.texts)


def stored(db: Path) -> list[tuple[str, str]]:
    """Path and text of every article in the file."""
    if not db.exists():
        return []
    with sqlite3.connect(db) as connection:
        rows = connection.execute("SELECT url, text FROM articles").fetchall()
    return [("/" + url.split("/", 3)[3], text) for url, text in rows]


def intact(db: Path) -> bool:
    if not db.exists():
        return True
    with sqlite3.connect(db) as connection:
        verdict: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
    return verdict == "ok"


def report(site: Site, db: Path, *, ended: int, damaged: int, slowest: float, last: int) -> int:
    rows = stored(db)
    paths = Counter(path for path, _ in rows)
    lost = sum(path not in paths for path in site.texts)
    twice = sum(count > 1 for count in paths.values())
    torn = sum(path in site.texts and text.split("\n") != site.texts[path] for path, text in rows)
    requests = sum(count for path, count in site.asked.items() if path in site.texts)
    print(f"ended {ended} times (the slowest end took {slowest:.1f} s), last run's exit code {last}")
    print(f"articles: {len(site.texts)} served, {len(rows)} rows, {lost} lost, {twice} twice, {torn} torn")
    print(f"files that failed the integrity check: {damaged}")
    print(f"requests an article: {requests / len(site.texts):.2f}")
    return 1 if lost or twice or torn or damaged or last else 0


if __name__ == "__main__":
    sys.exit(main())

"""How long `aggregator serve` takes to answer, beside Datasette over the same file when that is installed.

    python benchmarks/browsing.py [--articles 20000] [--db FILE]

Makes a database of so many articles, a tenth of them copies, unless one is named. Each question is asked of both in
turn over loopback; prints the median by the clock on the wall and the ratio. Datasette shows lists with the same
facets, and looks for words by LIKE, as its full-text search finds no Chinese.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote, urlencode

from aggregator.items import Article, Person
from aggregator.store import Store

SITES, CATEGORIES = 40, 30
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
COPIES = 0.1
ROUNDS = 15
PATIENCE = 60
"""Seconds that a server may take to begin."""

_PEER_LIST = (("_size", "30"), ("_facet", "site"), ("_facet", "category"), ("_facet", "language"))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--db", type=Path, help="a database to ask, in place of one that is made")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = arguments.db or Path(folder) / "articles.db"
        if arguments.db is None:
            fill(db, arguments.articles)
        with contextlib.ExitStack() as servers:
            ours = servers.enter_context(serve(db))
            peer = servers.enter_context(datasette(db)) if shutil.which("datasette") else None
            for name, question, same in questions(db):
                report(name, f"{ours}{question}", f"{peer}/{db.stem}{same}" if peer and same else None)


def fill(db: Path, count: int) -> None:
    """Articles in made-up Chinese: some 1,500 characters each."""
    chance = random.Random(26)
    letters = [chr(0x4E00 + number) for number in range(3000)]
    texts: list[str] = []
    with Store(db) as store, store.batch():
        for number in range(count):
            if texts and chance.random() < COPIES:
                text = chance.choice(texts)
            else:
                text = "\n".join("".join(chance.choices(letters, k=120)) for _ in range(12))
                texts.append(text)
            store.save(article(number, text, chance), now=NOW)


def article(number: int, text: str, chance: random.Random) -> Article:
    site = f"site{int(chance.triangular(0, SITES, 0)):02}.example"
    return Article(
        url=f"https://{site}/{number}.html",
        site=site,
        title=text[:20],
        authors=(Person(name=text[20:23]),),
        date_published=NOW - timedelta(minutes=chance.randrange(2 * 365 * 1440)),
        category=f"栏目{int(chance.triangular(0, CATEGORIES, 0))}",
        language="zh-Hans",
        text=text,
        html="".join(f"<p>{line}</p>" for line in text.split("\n")),
        date_downloaded=NOW,
    )


def questions(db: Path) -> Iterator[tuple[str, str, str | None]]:
    """What is asked, of us, and of the peer."""
    with Store(db, read_only=True) as store:
        first = store.newest(limit=1)[0]
        site = store.facets().sites[0][0]
        ((number,),) = store.ask(f"SELECT id FROM articles WHERE url = '{first.url}'").rows
        assert isinstance(number, int)
    word = first.text[40:42]
    newest = (*_PEER_LIST, ("_sort_desc", "date_published"))
    yield "newest", "/", f"/articles?{urlencode(newest)}"
    yield "newest, page 20", "/?page=20", None
    yield "of one site", f"/?{urlencode({'site': site})}", f"/articles?{urlencode((*newest, ('site', site)))}"
    found = urlencode((*newest, ("text__contains", word)))
    yield "two characters", f"/?{urlencode({'q': word})}", f"/articles?{found}"
    yield "one character", f"/?q={quote(word[0])}", None
    yield "one article", f"/article?{urlencode({'url': first.url})}", f"/articles/{number}"
    yield "copies", "/copies", None
    yield "status", "/status", None


def report(name: str, ours: str, peer: str | None) -> None:
    taken: dict[str, list[float]] = {address: [] for address in (ours, peer) if address}
    for _ in range(ROUNDS):
        for address, times in taken.items():
            start = time.perf_counter()
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                answer.read()
            times.append(time.perf_counter() - start)
    mine, *others = (statistics.median(times[1:]) * 1000 for times in taken.values())
    beside = f"   datasette {others[0]:8.1f} ms   1/{others[0] / mine:.1f}" if others else ""
    print(f"{name:18} serve {mine:8.1f} ms{beside}", flush=True)


@contextlib.contextmanager
def serve(db: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "aggregator", "serve", "--db", str(db), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        assert process.stderr
        address = re.search(r"http://[^/\s]+", process.stderr.readline().decode())
        assert address
        yield address[0]
        process.terminate()


@contextlib.contextmanager
def datasette(db: Path) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"sql_time_limit_ms": "60000", "facet_time_limit_ms": "60000", "suggest_facets": "0"}
    options = [word for name, value in settings.items() for word in ("--setting", name, value)]
    command = ["datasette", str(db), "--port", str(port), *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


if __name__ == "__main__":
    main()

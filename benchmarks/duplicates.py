"""How well and how fast are copies found?

    python benchmarks/duplicates.py accuracy --duplicates DUPLICATES
    python benchmarks/duplicates.py validate --duplicates DUPLICATES
    python benchmarks/duplicates.py speed --stored 10000 1000000

`accuracy` saves a folder's documents (docs.jsonl.gz) in an order of their own, asks its score.py about the clusters,
and says which next-day versions were marked. `validate` chooses the limits of the verdict afresh for every family of
look-alikes, without that family, and scores what comes of it. `speed` measures CPU for placing an article of 1,500 characters, one in
five of them a copy, in stores of several sizes. The articles that are stored already are simulated: only their
sketches are made, as the smallest hashes of a text of that length are distributed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duplicates_validation

from aggregator.items import Article
from aggregator.similarity import SKETCH_SIZE
from aggregator.similarity.sketch import KEY_BITS
from aggregator.store import Store
from aggregator.store.clusters import Clusters
from aggregator.store.links import Links

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CHARACTERS = 1500
STAND_IN = "模拟文章的正文，只在键偶然相同时才被读到。" * 5
INDEX_TABLES = ("texts", "placed", "sketch_keys", "common_keys", "links")


def read(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def accuracy(folder: Path, work: Path, seed: int) -> None:
    """Clusters of the documents, scored."""
    docs = read(folder / "docs.jsonl.gz")
    with Store(work / "accuracy.db") as store:
        save(store, docs, seed)
        rows = store._db.execute("SELECT url, cluster_id, relation FROM articles").fetchall()
    found = {row["url"]: row for row in rows}
    clusters = {doc["id"]: found[doc["url"]]["cluster_id"] for doc in docs}
    relations = {doc["id"]: found[doc["url"]]["relation"] for doc in docs}
    truth = report(folder, work, clusters)
    versions = [row for row in truth if row["relation"] == "version"]
    marked = [
        row
        for row in versions
        if relations[row["id"]] == "version" and clusters[row["id"]] == clusters[row["of"]]
    ]
    print(f"versions found and marked: {len(marked)} of {len(versions)}")


def validate(folder: Path, work: Path, seed: int) -> None:
    """Clusters of the documents, each found with limits that were chosen without its family, scored."""
    docs = read(folder / "docs.jsonl.gz")
    truth = read(folder / "truth.jsonl.gz")
    pairs = set[tuple[int, int]]()
    compare = Links._compare

    def noted(self: Links, one: int, other: int) -> bool:
        pairs.add((min(one, other), max(one, other)))
        return compare(self, one, other)

    Links._compare = noted  # type: ignore[method-assign]
    with Store(work / "validate.db") as store:
        save(store, docs, seed)
        found = {
            limits: {doc["id"]: clusters[doc["url"]] for doc in docs}
            for limits, clusters in duplicates_validation.predictions(store, pairs)
        }
    report(folder, work, duplicates_validation.held_out(truth, found, folder / "score.py"))


def save(store: Store, docs: list[dict[str, Any]], seed: int) -> None:
    shuffled = random.Random(seed).sample(docs, len(docs))
    with store.batch():
        for doc in shuffled:
            store.save(_article(doc), now=NOW)


def report(folder: Path, work: Path, clusters: dict[str, str]) -> list[dict[str, Any]]:
    """What the folder's score.py says of the clusters; the truth."""
    predicted = work / "clusters.jsonl"
    predicted.write_text(
        "".join(json.dumps({"id": key, "cluster": clusters[key]}) + "\n" for key in sorted(clusters))
    )
    truth = folder / "truth.jsonl.gz"
    subprocess.run(
        [sys.executable, str(folder / "score.py"), "--truth", str(truth), "--pred", str(predicted)],
        check=True,
    )
    return read(truth)


def _article(doc: dict[str, Any]) -> Article:
    return Article(
        url=doc["url"],
        site=doc["site"],
        title=doc["title"],
        text=doc["text"],
        date_published=date.fromisoformat(doc["date"]),
    )


def speed(stored: list[int], work: Path, measured: int) -> None:
    """CPU an article, and the size of the index, at several numbers of stored articles."""
    for count in stored:
        path = work / f"speed-{count}.db"
        with Store(path) as store:
            simulate(store, count)
            store.flush()
            spent = place(store, measured)
            marks = ", ".join("?" * len(INDEX_TABLES))
            size = store._db.execute(
                f"SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE tbl_name IN ({marks}))",
                INDEX_TABLES,
            ).fetchone()[0]
        spent.sort()
        mean, median = sum(spent) / len(spent), spent[len(spent) // 2]
        print(
            f"{count:>9,} stored: {1000 * mean:.2f} ms CPU an article (median {1000 * median:.2f}), "
            f"index {size / 1e6:.0f} MB"
        )


def simulate(store: Store, count: int) -> None:
    """Fill the index as `count` articles would, in batches as a crawl would."""
    dice = random.Random(1)
    db = store._db
    db.execute("PRAGMA foreign_keys = OFF")
    gap = 2**KEY_BITS / CHARACTERS
    first = 1_000_000_000
    for start in range(0, count, 20_000):
        numbers = range(first + start, first + min(start + 20_000, count))
        keys = []
        for number in numbers:
            key = 0.0
            for _ in range(SKETCH_SIZE):
                key += dice.expovariate(1 / gap)
                keys.append((int(key), number))
        db.execute("BEGIN IMMEDIATE")
        db.executemany(
            """
            INSERT INTO articles (id, url, site, authors, breadcrumbs, tags, text, html, images, related_links,
                                  provenance, first_seen, changed)
            VALUES (?1, ?1, 'simulated', '[]', '[]', '[]', ?2, '', '[]', '[]', '{}', ?3, ?3)
            """,
            [(number, STAND_IN, NOW.isoformat()) for number in numbers],
        )
        db.executemany(
            "INSERT INTO texts VALUES (?, ?)", [(number, dice.getrandbits(63)) for number in numbers]
        )
        db.executemany(
            "INSERT INTO placed VALUES (?, ?, ?, ?)", [(n, n, 1_700_000_000, 1_700_000_000) for n in numbers]
        )
        db.executemany("INSERT OR IGNORE INTO sketch_keys VALUES (?, ?)", sorted(keys))
        db.execute("COMMIT")


def place(store: Store, count: int) -> list[float]:
    """Seconds of CPU for each of `count` articles."""
    spent: list[float] = []
    original = Clusters.place

    def timed(self: Clusters, article: int) -> None:
        start = time.process_time()
        original(self, article)
        spent.append(time.process_time() - start)

    Clusters.place = timed  # type: ignore[method-assign]
    try:
        with store.batch():
            for number, text in enumerate(texts(count)):
                url = f"https://site{number % 50}.example/{number}"
                store.save(Article(url=url, site=f"site{number % 50}", title=text[:20], text=text), now=NOW)
    finally:
        Clusters.place = original  # type: ignore[method-assign]
    return spent


def texts(count: int) -> list[str]:
    """Texts of 1,500 characters in which frequent characters are frequent; one in five copies an earlier one."""
    dice = random.Random(2)
    characters = [chr(code) for code in range(0x4E00, 0x4E00 + 4000)]
    dice.shuffle(characters)
    weights = [1 / (rank + 10) for rank in range(len(characters))]
    made: list[str] = []
    for _ in range(count):
        if made and dice.random() < 0.2:
            source = dice.choice(made)
            text = "".join(dice.choice(characters) if dice.random() < 0.05 else char for char in source)
        else:
            drawn = dice.choices(characters, weights, k=CHARACTERS)
            for place in range(0, CHARACTERS, 17):
                drawn[place] = "，" if place % 3 else "。\n"
            text = "".join(drawn)
        made.append(text)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    first = commands.add_parser("accuracy")
    held_out = commands.add_parser("validate")
    for command in (first, held_out):
        command.add_argument("--duplicates", type=Path, required=True)
        command.add_argument("--seed", type=int, default=0)
    second = commands.add_parser("speed")
    second.add_argument("--stored", type=int, nargs="+", default=[10_000, 1_000_000])
    second.add_argument("--measured", type=int, default=2_000)
    for command in (first, held_out, second):
        command.add_argument("--work", type=Path, help="folder for the databases (default: a temporary one)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = chosen.work or Path(folder)
        if chosen.command == "accuracy":
            accuracy(chosen.duplicates, work, chosen.seed)
        elif chosen.command == "validate":
            validate(chosen.duplicates, work, chosen.seed)
        else:
            speed(chosen.stored, work, chosen.measured)


if __name__ == "__main__":
    main()

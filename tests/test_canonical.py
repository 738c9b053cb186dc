"""Which declared canonical addresses are believed, in a store that fills up in any order."""

from __future__ import annotations

import io
import json
import random
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from factories import make_article

from aggregator.importing import import_records
from aggregator.items import RECORD_KEYS
from aggregator.store import Store
from aggregator.store.canonical import settle
from aggregator.store.schema import migrations
from exports import write_json_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aggregator.items import Article

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
SHARED = "https://news.example/a/shared.html"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "articles.db") as store:
        yield store


def claiming(number: int, *, title: str | None = None, canonical: str | None = SHARED) -> Article:
    """An article that declares `canonical`."""
    article = make_article(number=number, canonical_url=canonical)
    return article if title is None else make_article(number=number, canonical_url=canonical, title=title)


def believed(store: Store) -> dict[str, bool]:
    """Last part of the address -> whether what the page declares stands."""
    return {article.url.rsplit("/")[-1]: article.canonical_url != article.url for article in store.articles()}


def test_address_that_pages_of_one_title_declare_is_believed(store: Store) -> None:
    for number in (1, 2):
        store.save(claiming(number, title="一篇报道"), now=NOW)
    assert believed(store) == {"1.html": True, "2.html": True}


def test_address_that_pages_of_other_titles_declare_is_given_to_none(store: Store) -> None:
    store.save(claiming(1), now=NOW)
    assert believed(store) == {"1.html": True}
    store.save(claiming(2), now=NOW)
    assert believed(store) == {"1.html": False, "2.html": False}
    store.save(claiming(3, title=claiming(1).title), now=NOW)
    assert believed(store) == {"1.html": False, "2.html": False, "3.html": False}


def test_missing_title_is_a_title_of_its_own(store: Store) -> None:
    store.save(make_article(number=1, canonical_url=SHARED, title=None), now=NOW)
    store.save(claiming(2), now=NOW)
    assert believed(store) == {"1.html": False, "2.html": False}


@pytest.mark.parametrize("first", ["the article", "the claim"])
def test_article_at_the_address_has_a_say(store: Store, first: str) -> None:
    articles = [make_article(url=SHARED, canonical_url=SHARED, title="另一篇"), claiming(1)]
    for article in articles if first == "the article" else reversed(articles):
        store.save(article, now=NOW)
    assert believed(store) == {"1.html": False, "shared.html": False}
    store.save(claiming(1, title="另一篇"), now=NOW)
    assert believed(store) == {"1.html": True, "shared.html": False}


def test_what_made_an_address_doubtful_may_go(store: Store) -> None:
    for number in (1, 2, 3):
        store.save(claiming(number), now=NOW)
    store.remove(claiming(2).url)
    assert believed(store) == {"1.html": False, "3.html": False}
    store.save(claiming(3, canonical=claiming(3).url), now=NOW)
    assert believed(store) == {"1.html": True, "3.html": False}
    store.save(claiming(3, title=claiming(1).title), now=NOW)
    assert believed(store) == {"1.html": True, "3.html": True}


def test_doubt_outlives_the_run(tmp_path: Path) -> None:
    for number in (1, 2):
        with Store(tmp_path / "articles.db") as store:
            store.save(claiming(number), now=NOW)
    with Store(tmp_path / "articles.db") as store:
        assert believed(store) == {"1.html": False, "2.html": False}


def test_what_is_declared_is_known_though_not_believed(store: Store) -> None:
    for number in (1, 2):
        store.save(claiming(number), now=NOW)
    saved = store.as_saved(claiming(1).url)
    assert saved is not None
    assert saved.canonical_url == SHARED
    store.save(saved, now=NOW)
    store.remove(claiming(2).url)
    assert believed(store) == {"1.html": True}
    assert store.as_saved("https://news.example/none.html") is None


def test_record_that_does_not_name_it_leaves_it_as_declared(store: Store) -> None:
    for number in (1, 2):
        store.save(claiming(number), now=NOW)
    line = json.dumps({"url": claiming(1).url, "text": claiming(1).text, "category": "城市"})
    import_records([line], store, NOW)
    store.remove(claiming(2).url)
    assert believed(store) == {"1.html": True}


def test_older_file_keeps_what_was_believed(tmp_path: Path) -> None:
    path = tmp_path / "articles.db"
    with Store(path) as store:
        store.save(claiming(1), now=NOW)
    db = sqlite3.connect(path)
    with db:  # as the version before wrote it
        for index in ("articles_by_declared", "articles_by_believed"):
            db.execute(f"DROP INDEX {index}")
        db.execute("ALTER TABLE articles DROP COLUMN declared_url")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = '0008_declared_url'")
    db.close()
    with Store(path) as store:
        assert believed(store) == {"1.html": True}
        store.save(claiming(2), now=NOW)
        assert believed(store) == {"1.html": False, "2.html": False}
    assert "0008_declared_url" in {migration.name for migration in migrations._migrations}


# Any order


def records() -> list[str]:
    """Claims of all sorts: shared by other titles, by one title, by a page at the address, by one page alone."""
    bases = [f"https://news.example/a/{name}.html" for name in ("one", "two", "three", "four")]
    articles = [
        *(claiming(number, canonical=bases[0]) for number in range(1, 5)),
        *(claiming(number, canonical=bases[1], title="同一篇") for number in range(5, 8)),
        make_article(number=20, url=bases[2], canonical_url=bases[2], title="此处的一篇"),
        claiming(8, canonical=bases[2]),
        claiming(9, canonical=bases[2], title="此处的一篇"),
        claiming(10, canonical=bases[3]),
        claiming(11, canonical=claiming(10).url),
        make_article(number=12, text=claiming(1).text, site="copy.example", canonical_url=None),
    ]
    return [json.dumps(article.to_dict(), ensure_ascii=False) for article in articles]


def exported(path: Path, lines: list[str], *, runs: int) -> bytes:
    """All of a store into which the lines came, in so many runs."""
    for turn in range(runs):
        with Store(path) as store:
            summary = import_records(lines[turn::runs], store, NOW)
            assert summary.counts.keys() == {"new"}
    out = io.StringIO()
    with Store(path, read_only=True) as store:
        assert write_json_lines(store.articles(duplicates=True), out, fields=RECORD_KEYS) == len(lines)
    return out.getvalue().encode()


@pytest.mark.parametrize("seed", range(8))
def test_same_articles_in_any_order_and_any_runs_give_the_same_bytes(tmp_path: Path, seed: int) -> None:
    lines = records()
    expected = exported(tmp_path / "ordered.db", lines, runs=1)
    random.Random(seed).shuffle(lines)
    assert exported(tmp_path / "shuffled.db", lines, runs=seed % 3 + 1) == expected
    given = {record["url"]: record["canonical_url"] for record in map(json.loads, expected.splitlines())}
    kept = {url.rsplit("/")[-1] for url, canonical in given.items() if canonical != url}
    assert kept == {"5.html", "6.html", "7.html", "10.html"}


def steps(store: Store) -> int:
    """What it takes to settle the shared address once more, in tens of SQLite's instructions."""
    count = 0

    def tick() -> None:
        nonlocal count
        count += 1

    store._db.set_progress_handler(tick, 10)
    settle(store._db, [SHARED])
    store._db.set_progress_handler(None, 0)
    return count


def test_address_on_every_page_of_a_site_costs_no_more_as_the_site_grows(store: Store) -> None:
    costs = []
    for count in (range(10), range(10, 100)):
        for number in count:
            store.save(claiming(number), now=NOW)
        costs.append(steps(store))
    assert costs[0] > 0
    assert costs[1] <= costs[0] + 1

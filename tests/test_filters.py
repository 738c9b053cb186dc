"""Which articles a filter chooses of clusters, and what is read for it."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import make_article

from aggregator.errors import ConditionError
from aggregator.store import Filters, Store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CHANCE = random.Random(8)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles of thirty texts, each at up to eight addresses."""
    path = tmp_path_factory.mktemp("filters") / "articles.db"
    with Store(path) as store, store.batch():
        for number in range(120):
            day = None if CHANCE.random() < 0.2 else date(2026, 11, CHANCE.randrange(1, 10))
            article = make_article(
                number=int(30 * CHANCE.random() ** 2),
                url=f"https://{CHANCE.choice('abc')}.example/{CHANCE.randrange(10**6)}",
                site=CHANCE.choice("abc"),
                category=CHANCE.choice(["城市", "财经", None]),
                language=CHANCE.choice(["zh-Hans", "zh-Hant", None]),
                date_published=day,
                view_count=number,
            )
            store.save(article, now=NOW - timedelta(hours=CHANCE.randrange(3)))
    return path


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path, read_only=True) as store:
        yield store


def by_rank(store: Store, filters: dict[str, Any]) -> list[str]:
    """The first of each cluster among those chosen, found by ranking all of them."""
    condition, values = Filters(**filters, duplicates=True).condition()
    rows = store._db.execute(
        f"""
        SELECT url FROM (
            SELECT url, row_number() OVER (
                PARTITION BY coalesce(cluster_id, url)
                ORDER BY duplicate_of IS NOT NULL, placed.published, placed.first_seen, url
            ) AS place
            FROM articles LEFT JOIN placed ON placed.article = articles.id
            WHERE articles.id IN (SELECT articles.id FROM articles WHERE {condition})
        ) WHERE place = 1 ORDER BY url
        """,
        values,
    )
    return [url for (url,) in rows]


CHOICES: dict[str, list[Any]] = {
    "site": ["a", "b"],
    "category": ["城市", "财经"],
    "language": ["zh", "zh-Hant"],
    "since": [date(2026, 11, 3), date(2026, 11, 7)],
    "until": [date(2026, 11, 8)],
    "matching": ["公园", "银杏", "苗圃 -银杏"],
    "where": [
        "view_count % 3 = 0",
        "articles.view_count < 60 OR url LIKE '%7' -- or so",
        "length(articles.text) > (SELECT avg(length(text)) FROM articles)",
        "id IN (SELECT max(id) FROM articles GROUP BY site, cluster_id)",
    ],
}


@pytest.mark.parametrize("seed", range(60))
def test_first_of_each_cluster_is_chosen(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    names = chance.sample(list(CHOICES), chance.randrange(4))
    filters = {name: chance.choice(CHOICES[name]) for name in names}
    expected = by_rank(store, filters)
    assert [article.url for article in store.articles(**filters)] == expected
    assert store.count(**filters) == store.facets(**filters).total == len(expected)
    newest = store.newest(limit=1000, **filters)
    assert sorted(article.url for article in newest) == expected
    hits = [hit.article.url for hit in store.search("公园", limit=1000, **filters)]
    assert sorted(hits) == by_rank(store, {**filters, "where": _with_park(filters)})
    assert len(hits) == len(store.search("公园", limit=1000, newest=True, **filters))


def _with_park(filters: dict[str, Any]) -> str:
    park = "articles.title LIKE '%公园%'"
    return f"{park} AND (\n{filters['where']}\n)" if "where" in filters else park


def test_there_are_clusters_to_choose_from(store: Store) -> None:
    assert len(by_rank(store, {})) < store.count(duplicates=True) * 0.6
    assert by_rank(store, {"site": "a"}) != by_rank(store, {"where": "site = 'a' AND duplicate_of IS NULL"})


def test_first_articles_come_before_the_condition_was_looked_at_for_all(store: Store) -> None:
    last = list(store.articles(duplicates=True))[-1].url
    articles = store.articles(where=f"CASE WHEN url = '{last}' THEN json('{{') ELSE 1 END")
    assert next(articles).url < last
    with pytest.raises(ConditionError, match="malformed JSON"):
        list(articles)


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"duplicates": True},
        {"site": "a"},
        {"category": "城市"},
        {"language": "zh"},
        {"since": date(2026, 11, 1), "until": date(2026, 11, 8)},
        {"min_quality": 0.5},
        {"matching": "公园"},
        {"site": "a", "category": "城市", "matching": "公园"},
    ],
    ids=str,
)
def test_lists_and_counts_read_the_index_alone(store: Store, filters: dict[str, Any]) -> None:
    asked: dict[str, Callable[[], object]] = {
        "newest": lambda: store.newest(limit=2, **filters),
        "count": lambda: store.count(**filters),
        "facets": lambda: store.facets(**filters),
        "search": lambda: store.search("公园", newest=True, **filters),
    }
    for name, ask in asked.items():
        plan = _plan(store, ask)
        assert "SCAN articles USING COVERING INDEX articles_by_newest" in plan, name
        assert "USE TEMP B-TREE FOR GROUP BY" not in plan


def _plan(store: Store, ask: Callable[[], object]) -> list[str]:
    statements: list[str] = []
    store._db.set_trace_callback(statements.append)
    ask()
    store._db.set_trace_callback(None)
    (statement,) = (sql for sql in statements if "articles_by_newest" in sql)
    return [row["detail"] for row in store._db.execute(f"EXPLAIN QUERY PLAN {statement}")]


ENDLESS = "(WITH RECURSIVE c (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c)"


@pytest.mark.parametrize(
    "condition",
    [ENDLESS, f"CASE WHEN site <> 'a' THEN {ENDLESS} ELSE 0 END", f"id = {ENDLESS}"],
    ids=["always", "for some", "compared"],
)
def test_condition_that_takes_too_long_is_ended_where_that_is_wanted(path: Path, condition: str) -> None:
    asked: dict[str, Callable[[Store], object]] = {
        "articles": lambda store: list(store.articles(where=condition)),
        "newest": lambda store: store.newest(limit=2, where=condition),
        "count": lambda store: store.count(where=condition),
        "facets": lambda store: store.facets(where=condition),
        "search": lambda store: store.search("公园", where=condition),
    }
    with Store(path, read_only=True, patience=0.2) as store:
        for ask in asked.values():
            with pytest.raises(ConditionError, match=r"^where .*: took more than 0\.2 s$"):
                ask(store)
        assert store.count() > 0


def test_condition_that_takes_too_much_memory_is_refused_where_that_is_wanted(path: Path) -> None:
    with Store(path, read_only=True, patience=10) as store:
        for ask in (store.count, lambda where: list(store.articles(where=where))):
            with pytest.raises(ConditionError, match="too big"):
                ask(where="length(zeroblob(1e8 + view_count)) > 0")


def test_time_of_whoever_reads_is_not_counted(path: Path) -> None:
    with Store(path, read_only=True, patience=0.1) as store:
        articles = store.articles()
        found = [next(articles).url]
        time.sleep(0.3)
        found += [article.url for article in articles]
        assert found == by_rank(store, {})


def test_answer_that_is_read_in_another_thread_than_asked(store: Store) -> None:
    articles = store.articles(site="a")
    found = [next(articles).url]
    threads = [threading.Thread(target=lambda: found.append(next(articles).url)) for _ in range(3)]
    for thread in threads:
        thread.start()
        thread.join()
    found += [article.url for article in articles]
    assert found == by_rank(store, {"site": "a"})
    counted: list[int] = []
    thread = threading.Thread(target=lambda: counted.append(store.count(site="a")))
    thread.start()
    thread.join()
    assert counted == [len(found)]

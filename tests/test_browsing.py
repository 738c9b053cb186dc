"""Pages of the newest articles, how many there are of what, and what of a list of addresses is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from factories import make_article

from aggregator.errors import ConditionError
from aggregator.store import Facets, Store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

ARTICLES: dict[str, dict[str, Any]] = {
    "a": {"site": "one", "category": "城市", "language": "zh-Hans", "date_published": date(2026, 10, 1)},
    "b": {"site": "one", "category": "财经", "language": "zh-Hans", "date_published": date(2026, 11, 2)},
    "c": {"site": "two", "category": "财经", "language": "zh-Hant"}
    | {"date_published": datetime(2026, 11, 2, 9, tzinfo=UTC)},
    "d": {"site": "two", "category": None, "language": "en", "date_published": None},
    "e": {"site": "two", "category": None, "language": None, "date_published": date(2026, 11, 2)},
}
"""Stored in this order, all on 23 November."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("browsing") / "articles.db"
    with Store(path) as store:
        for number, (name, values) in enumerate(ARTICLES.items()):
            text = f"{'甲乙丙丁戊'[number] * 30}。"
            store.save(make_article(url=f"https://{name}", text=text, view_count=number, **values), now=NOW)
    return path


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path, read_only=True) as store:
        yield store


def names(articles: list[Any]) -> str:
    return "".join(article.url[-1] for article in articles)


# The newest


def test_newest_first_by_publication_or_else_when_first_seen(store: Store) -> None:
    assert names(store.newest(limit=10)) == "dcbea"


def test_pages_of_the_newest_hang_together(store: Store) -> None:
    pages = [store.newest(limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert list(map(names, pages)) == ["dc", "be", "a", ""]
    assert [article for page in pages for article in page] == store.newest(limit=5)


def test_newest_are_whole_articles(store: Store) -> None:
    assert sorted(store.newest(limit=9), key=lambda article: article.url) == list(store.articles())


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"site": "two"}, "dce"),
        ({"category": "财经"}, "cb"),
        ({"language": "zh"}, "cba"),
        ({"since": date(2026, 11, 1), "until": date(2026, 11, 30)}, "cbe"),
        ({"matching": "乙乙"}, "b"),
        ({"where": "view_count < 2"}, "ba"),
    ],
    ids=str,
)
def test_filters_choose_what_is_shown_and_counted(
    store: Store, filters: dict[str, Any], expected: str
) -> None:
    assert names(store.newest(limit=10, **filters)) == expected
    assert store.facets(**filters).total == store.count(**filters) == len(expected)


def test_of_a_cluster_the_newest_has_one(tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db") as store:
        for name, day in (("a", 1), ("b", 2), ("c", 3)):
            store.save(make_article(url=f"https://{name}", site=name, date_published=date(2026, 11, day)))
        assert names(store.newest(limit=9)) == "a"
        assert names(store.newest(limit=9, since=date(2026, 11, 2))) == "b"
        assert names(store.newest(limit=9, duplicates=True)) == "cba"
        assert store.facets(since=date(2026, 11, 2)).sites == (("b", 1),)
        assert len(store.facets(duplicates=True).sites) == 3


def test_wrong_condition_is_told_as_ever(store: Store) -> None:
    for ask in (lambda: store.newest(limit=1, where="colour"), lambda: store.facets(where="1) OR (1")):
        with pytest.raises(ConditionError, match="expected an SQL condition over the columns of articles"):
            ask()


# Facets


def test_facets_count_what_is_known(store: Store) -> None:
    assert store.facets() == Facets(
        total=5,
        sites=(("two", 3), ("one", 2)),
        categories=(("财经", 2), ("城市", 1)),
        languages=(("zh-Hans", 2), ("en", 1), ("zh-Hant", 1)),
        months=(("2026-10", 1), ("2026-11", 3)),
    )


def test_facets_of_nothing_are_empty(store: Store) -> None:
    nothing = Facets(total=0, sites=(), categories=(), languages=(), months=())
    assert store.facets(site="none") == nothing


# Words as a filter


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("丙丙", "c"),
        ("绿地 城市", "a"),
        ("公园", "abcde"),
        ("公园 -丁丁", "abce"),
        ('"丙 丙" 甲', ""),
        ("-丙丙", ""),
        ("", ""),
        ("、", ""),
    ],
    ids=str,
)
def test_matching_chooses_what_search_finds(store: Store, query: str, expected: str) -> None:
    assert names(list(store.articles(matching=query))) == expected
    assert store.count(matching=query) == len(expected)
    assert "".join(sorted(names([hit.article for hit in store.search(query)]))) == expected


def test_matching_goes_with_the_other_filters(store: Store) -> None:
    assert names(list(store.articles(matching="公园", site="two", where="title IS NOT NULL"))) == "cde"
    assert names([hit.article for hit in store.search("公园", matching="丙丙")]) == "c"


# Search, in pages and by date


def test_newest_hits_come_first_when_asked_for(store: Store) -> None:
    hits = store.search("公园", newest=True)
    assert names([hit.article for hit in hits]) == "dcbea"
    assert all(hit.score > 0 and hit.title for hit in hits)


@pytest.mark.parametrize("newest", [False, True])
def test_pages_of_hits_hang_together(store: Store, newest: bool) -> None:
    pages = [store.search("公园", limit=2, offset=offset, newest=newest) for offset in (0, 2, 4, 6)]
    assert [hit for page in pages for hit in page] == store.search("公园", newest=newest)


# What is known of addresses and clusters


def test_known_addresses_are_those_of_articles(store: Store) -> None:
    assert store.known(["https://a", "https://z", "https://e", "https://a"]) == {"https://a", "https://e"}
    assert store.known([]) == set()
    assert store.known(["\ud800", "\x00"]) == set()


def test_sizes_of_clusters(tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db") as store:
        for name in "abc":
            store.save(make_article(url=f"https://{name}", site=name))
        store.save(make_article(number=1))
        ids = {article.url: article.cluster_id or "" for article in store.articles(duplicates=True)}
        cluster, other = ids["https://b"], ids[make_article(number=1).url]
        assert store.cluster_sizes(iter([cluster, "none", other])) == {cluster: 3, other: 1}
        assert store.cluster_sizes([]) == {}

"""Pages kept as received."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aggregator.items import Kind, Link, Page
from aggregator.store import Store

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "articles.db") as store:
        yield store


def make_page(number: int = 0, **changes: Any) -> Page:
    """A page of a site with a template; the template is most of it."""
    chance = random.Random(number)
    template = "".join(
        f'<li class="menu-{n}"><a href="/section/{n * 37}">栏目{n}</a></li>' for n in range(60)
    )
    text = "".join(chance.choices("的一是不了人我在有他这为之大来以个中上们", k=200))
    values: dict[str, Any] = {
        "url": f"https://news.example/{number:04}.html",
        "site": "one",
        "kind": Kind.UNKNOWN,
        "status": 200,
        "fetched_at": NOW,
        "content_type": "text/html; charset=gbk",
        "body": f"<html><ul>{template}</ul><p>{text}</p></html>".encode("gbk"),
    }
    return Page(**values | changes)


def test_page_comes_back_as_received(store: Store) -> None:
    page = make_page(body=bytes(range(256)) * 3)
    store.kept.keep(page)
    assert store.kept.get(page.url) == page
    assert store.kept.get("https://news.example/none") is None


def test_empty_page_comes_back(store: Store) -> None:
    store.kept.keep(make_page(body=b""))
    assert list(store.kept.pages()) == [make_page(body=b"")]


def test_later_page_takes_the_place_of_the_earlier_one(store: Store) -> None:
    store.kept.keep(make_page())
    later = make_page(body=b"new", fetched_at=NOW + DAY, content_type=None)
    store.kept.keep(later)
    assert list(store.kept.pages()) == [later]


def with_parts(number: int, *parts: int) -> Page:
    return make_page(number, parts=tuple(make_page(part) for part in parts))


def test_parts_come_with_their_page_in_order(store: Store) -> None:
    pages = [with_parts(1, 9, 3, 5), with_parts(2), with_parts(4, 6)]
    for page in pages:
        store.kept.keep(page)
    assert list(store.kept.pages()) == pages
    assert store.kept.get(pages[0].url) == pages[0]
    assert store.kept.count() == 3
    (cost,) = store.kept.costs()
    assert cost.pages == 7


def test_parts_are_those_of_the_latest_visit(store: Store) -> None:
    store.kept.keep(with_parts(1, 2, 3, 4))
    store.kept.keep(with_parts(1, 3, 2))
    assert list(store.kept.pages()) == [with_parts(1, 3, 2)]
    store.kept.keep(with_parts(1))
    assert list(store.kept.pages()) == [with_parts(1)]


def test_page_that_turns_out_to_be_a_part_and_back(store: Store) -> None:
    store.kept.keep(make_page(2))
    store.kept.keep(with_parts(1, 2))
    assert list(store.kept.pages()) == [with_parts(1, 2)]
    store.kept.keep(make_page(2))
    assert list(store.kept.pages()) == [with_parts(1), make_page(2)]


def test_parts_are_forgotten_with_their_page(store: Store) -> None:
    late = make_page(2, fetched_at=NOW + DAY)
    store.kept.keep(make_page(1, parts=(late,)))
    store.kept.keep(make_page(3, fetched_at=NOW + DAY))
    assert store.kept.forget("one", before=NOW + DAY) == 2
    assert [page.url for page in store.kept.pages()] == [make_page(3).url]
    assert store.kept.get(late.url) is None


def test_parts_share_the_dictionary(store: Store) -> None:
    pages = [with_parts(number, number + 1, number + 2) for number in range(0, 60, 3)]
    for page in pages:
        store.kept.keep(page)
    assert dictionaries(store) == 1
    assert list(store.kept.pages()) == pages


def test_page_has_the_kind_that_the_crawl_knows(store: Store) -> None:
    page = make_page()
    store.frontier.add("one", [Link(url=page.url, kind=Kind.ARTICLE)], now=NOW)
    store.kept.keep(page)
    assert [page.kind for page in store.kept.pages()] == [Kind.ARTICLE]


def test_pages_come_by_site_and_age_in_order(store: Store) -> None:
    for number in random.Random(1).sample(range(120), 120):
        site = "two" if number % 4 == 0 else "one"
        store.kept.keep(make_page(number, site=site, fetched_at=NOW - number * DAY))
    urls = [page.url for page in store.kept.pages()]
    assert len(urls) == 120
    assert urls == sorted(urls)
    assert len(list(store.kept.pages(site="two"))) == 30
    assert len(list(store.kept.pages(site="two", since=NOW - 8 * DAY))) == 3


def test_old_pages_are_forgotten(store: Store) -> None:
    for number in range(10):
        store.kept.keep(make_page(number, fetched_at=NOW - number * DAY))
    store.kept.keep(make_page(99, site="two", fetched_at=NOW - 99 * DAY))
    assert store.kept.forget("one", before=NOW - 5 * DAY) == 4
    assert len(list(store.kept.pages(site="one"))) == 6
    assert store.kept.forget("one") == 6
    assert [page.site for page in store.kept.pages()] == ["two"]


def test_dictionary_makes_pages_of_one_template_much_smaller(store: Store) -> None:
    pages = [make_page(number) for number in range(100)]
    for page in pages[:31]:
        store.kept.keep(page)
    (before,) = store.kept.costs()
    for page in pages[31:]:
        store.kept.keep(page)
    (after,) = store.kept.costs()
    assert after.stored / after.pages < before.stored / before.pages * 0.6
    assert list(store.kept.pages()) == pages
    assert (after.pages, after.received) == (100, sum(len(page.body) for page in pages))


def test_dictionary_that_does_not_pay_is_not_made(store: Store) -> None:
    chance = random.Random(2)
    for number in range(40):
        store.kept.keep(make_page(number, body=chance.randbytes(2000)))
    assert dictionaries(store) == 0
    assert len(list(store.kept.pages())) == 40


def test_one_page_kept_again_and_again_makes_no_dictionary(store: Store) -> None:
    for hour in range(200):
        store.kept.keep(make_page(body=b"<p>%d</p>" % hour * 500))
    assert dictionaries(store) == 0


def dictionaries(store: Store) -> int:
    (count,) = store._db.execute("SELECT count(*) FROM dictionaries").fetchone()
    return int(count)


def test_dictionaries_go_with_their_pages(store: Store) -> None:
    for number in range(40):
        store.kept.keep(make_page(number))
    assert dictionaries(store) == 1
    store.kept.forget("one")
    assert dictionaries(store) == 0
    store.kept.keep(make_page())
    assert list(store.kept.pages()) == [make_page()]


def test_dictionary_of_a_transaction_that_failed_is_forgotten(store: Store) -> None:
    pages = [make_page(number) for number in range(40)]
    for page in pages[:31]:
        store.kept.keep(page)

    def fail() -> None:
        with store._writing():
            store.kept.keep(pages[31])
            assert dictionaries(store) == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert dictionaries(store) == 0
    for page in pages[31:]:
        store.kept.keep(page)
    assert dictionaries(store) == 1
    assert list(store.kept.pages()) == pages


def test_other_store_reads_what_was_compressed_with_a_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "articles.db"
    pages = [make_page(number) for number in range(60)]
    with Store(path) as store, store.batch():
        for page in pages:
            store.kept.keep(page)
        assert dictionaries(store) == 1
    with Store(path, read_only=True) as store:
        assert list(store.kept.pages()) == pages

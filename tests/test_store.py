"""Articles in and out: outcomes, versions, counts, filters, groups of writes, and what a kill leaves."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from factories import make_article

from aggregator.errors import StoreError
from aggregator.items import Article, FoundBy, Kind, Link, Page, RelatedKind, RelatedLink
from aggregator.store import (
    Cause,
    Outcome,
    Receipt,
    Result,
    Store,
    StoreInUseError,
    Visit,
    Visited,
    connection,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "articles.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as store:
        yield store


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """What another process would read."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


# Saving


def test_article_comes_back_as_it_was(store: Store) -> None:
    article = make_article()
    assert store.save(article, now=NOW) is Outcome.NEW
    assert recorded(store.get(article.url)) == article
    assert [recorded(found) for found in store.articles()] == [article]


def recorded(article: Article | None) -> Article:
    """What was given to the store of what it gives back: its cluster aside."""
    assert article is not None
    return replace(article, cluster_id=None, duplicate_of=None)


def test_saving_twice_is_harmless(store: Store, path: Path) -> None:
    store.save(make_article(), now=NOW)
    before = dump(path)
    assert store.save(make_article(), now=NOW + HOUR) is Outcome.SAME
    assert dump(path) == before


def test_article_that_is_the_same_has_the_time_it_was_read_at_last(store: Store) -> None:
    article = make_article()
    store.save(article, now=NOW)
    again = replace(article, date_downloaded=NOW + HOUR)
    assert store.save(again, now=NOW + HOUR) is Outcome.SAME
    assert recorded(store.get(article.url)) == again
    start(store, article.url)
    later = NOW + 2 * HOUR
    store.finish(Visited(visit=take(store), result=Result.UNCHANGED, now=later, status=304))
    assert recorded(store.get(article.url)) == replace(article, date_downloaded=later)


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"title": "另一个标题"}, Outcome.CHANGED),
        ({"text": "另一篇正文。"}, Outcome.CHANGED),
        ({"date_published": date(2026, 11, 2)}, Outcome.CHANGED),
        ({"date_published": None}, Outcome.CHANGED),
        ({"view_count": 99}, Outcome.SAME),
        ({"view_count": None}, Outcome.SAME),
        ({"date_modified": NOW}, Outcome.SAME),
        ({"category": "财经"}, Outcome.SAME),
        ({"related_links": ()}, Outcome.SAME),
    ],
    ids=str,
)
def test_only_title_text_and_date_make_a_version(
    store: Store, change: dict[str, Any], outcome: Outcome
) -> None:
    store.save(make_article(), now=NOW)
    changed = make_article(**change)
    assert store.save(changed, now=NOW + HOUR) is outcome
    assert recorded(store.get(changed.url)) == changed
    assert len(store.history(changed.url)) == (2 if outcome is Outcome.CHANGED else 1)


def test_history_gives_every_text_with_time_and_cause(store: Store) -> None:
    texts = ["昨天有三人。\n今天晴。", "昨天有五人。\n今天晴。", "昨天有五人。\n更正：今天有雨。", ""]
    url = make_article().url
    for hours, text in enumerate(texts):
        cause = Cause.REEXTRACTION if hours == 2 else Cause.PUBLISHER
        store.save(make_article(text=text), now=NOW + hours * HOUR, cause=cause)
    history = store.history(url)
    assert [version.text for version in history] == texts
    assert [version.version for version in history] == [1, 2, 3, 4]
    assert [version.replaced_at for version in history] == [NOW + HOUR, NOW + 2 * HOUR, NOW + 3 * HOUR, None]
    assert [version.cause for version in history] == ["publisher", "reextraction", "publisher", None]
    assert history[0].difference == (3, ("三", "五"), 7)


def test_history_of_an_unknown_address_is_empty(store: Store) -> None:
    assert store.history("https://news.example/none") == []


def test_counts_are_kept_as_they_grow(store: Store) -> None:
    url = make_article().url
    for hours, views in enumerate([10, 10, 12, None]):
        store.save(make_article(view_count=views), now=NOW + hours * HOUR)
    assert [(count.seen_at, count.view_count) for count in store.counts(url)] == [
        (NOW, 10),
        (NOW + 2 * HOUR, 12),
        (NOW + 3 * HOUR, None),
    ]


def test_article_without_counts_has_no_series(store: Store) -> None:
    article = make_article(view_count=None, comment_count=None, like_count=None)
    store.save(article, now=NOW)
    assert store.counts(article.url) == []


def test_related_links_have_a_table_of_their_own(store: Store, path: Path) -> None:
    links = (
        RelatedLink(position=1, url="https://news.example/b", title="乙", excerpt="摘要"),
        RelatedLink(position=1, url="https://news.example/c", title="下一篇", kind=RelatedKind.NEXT),
    )
    article = make_article(related_links=links)
    store.save(article)
    sql = "SELECT article, position, kind, url, title, excerpt, image FROM related_links ORDER BY kind"
    assert rows(path, sql) == [
        (article.url, 1, "next", links[1].url, "下一篇", None, None),
        (article.url, 1, "related", links[0].url, "乙", "摘要", None),
    ]
    store.save(replace(article, related_links=links[:1]))
    assert len(rows(path, sql)) == 1


def test_removing_takes_everything_of_the_article(store: Store, path: Path) -> None:
    store.save(make_article(), now=NOW)
    store.save(make_article(text="改了。"), now=NOW + HOUR)
    assert store.remove(make_article().url)
    assert not store.remove(make_article().url)
    for table in ("articles", "related_links", "article_versions", "article_counts"):
        assert rows(path, f"SELECT count(*) FROM {table}") == [(0,)], table
    assert store.search("改了", duplicates=True) == []


def test_same_articles_in_any_order_give_the_same_content(tmp_path: Path) -> None:
    articles = [make_article(number=number) for number in range(30)]
    contents = []
    for seed in range(3):
        random.Random(seed).shuffle(articles)
        with Store(tmp_path / f"{seed}.db") as store:
            for article in articles:
                store.save(article, now=NOW)
            contents.append([article.to_dict() for article in store.articles(duplicates=True)])
    assert contents[0] == contents[1] == contents[2]
    assert len(contents[0]) == 30


# Reading


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, "abcd"),
        ({"site": "one"}, "ab"),
        ({"category": "城市"}, "ab"),
        ({"language": "zh"}, "abc"),
        ({"language": "zh-Hant"}, "c"),
        ({"language": "z%"}, ""),
        ({"since": date(2026, 11, 2)}, "bc"),
        ({"since": datetime(2026, 11, 2, tzinfo=UTC)}, "bc"),
        ({"since": datetime(2026, 11, 3, 9, tzinfo=UTC)}, "c"),
        ({"until": date(2026, 11, 2)}, "ab"),
        ({"until": date(2026, 11, 3)}, "abc"),
        ({"until": datetime(2026, 11, 3, 8, tzinfo=UTC)}, "ab"),
        ({"since": date(2026, 11, 2), "until": date(2026, 11, 2)}, "b"),
        ({"where": "view_count > 2"}, "cd"),
        ({"where": "view_count > 2 -- and so on"}, "cd"),
        ({"where": "view_count = 1 OR view_count = 4", "site": "one"}, "a"),
        ({"site": "none"}, ""),
    ],
    ids=str,
)
def test_filters(store: Store, filters: dict[str, Any], expected: str) -> None:
    fields: list[dict[str, Any]] = [
        {"site": "one", "category": "城市", "language": "zh-Hans", "date_published": date(2026, 11, 1)},
        {"site": "one", "category": "城市", "language": "zh", "date_published": date(2026, 11, 2)},
        {"site": "two", "category": "财经", "language": "zh-Hant"}
        | {"date_published": datetime(2026, 11, 3, 23, 59, 59, tzinfo=UTC)},
        {"site": "two", "category": None, "language": "en", "date_published": None},
    ]
    for number, (name, values) in enumerate(zip("abcd", fields, strict=True), start=1):
        text = f"{'甲乙丙丁'[number - 1] * 30}。"
        store.save(make_article(url=f"https://{name}", text=text, view_count=number, **values))
    found = list(store.articles(**filters))
    assert "".join(article.url[-1] for article in found) == expected
    assert store.count(**filters) == len(expected)


@pytest.mark.parametrize(
    "where", ["colour = 'red'", "view_count >", "1) OR (1", "; DROP TABLE articles", "'"]
)
def test_condition_that_is_no_sql_is_one_line(store: Store, where: str) -> None:
    store.save(make_article())
    with pytest.raises(StoreError, match="expected an SQL condition over the columns of articles"):
        list(store.articles(where=where))


def test_reading_while_writing_sees_every_article_once(store: Store) -> None:
    for number in range(45):
        store.save(make_article(number=number))
    seen = []
    for article in store.articles(duplicates=True):
        seen.append(article.url)
        store.save(replace(article, text=article.text + "更正。"), cause=Cause.REEXTRACTION)
    assert len(seen) == len(set(seen)) == 45
    assert seen == sorted(seen)


def test_one_article_a_cluster_is_the_best_of_those_chosen(store: Store) -> None:
    for name, day in (("a", 1), ("b", 2), ("c", 3)):
        published = date(2026, 11, day)
        store.save(make_article(url=f"https://{name}", site=name, view_count=day, date_published=published))

    def found(**filters: Any) -> str:
        urls = [article.url[-1] for article in store.articles(**filters)]
        assert store.count(**filters) == len(urls)
        return "".join(urls)

    assert found() == found(where="view_count > 0") == "a"
    assert found(site="b") == found(where="view_count > 1") == found(since=date(2026, 11, 2)) == "b"
    assert found(where="articles.view_count = 3 OR text = ''") == "c"
    assert found(where="view_count > 1", duplicates=True) == "bc"


def test_articles_are_those_of_one_moment(store: Store, path: Path) -> None:
    """A cluster's original may change while they are read."""
    for name, day in (("a", 3), ("z", 2)):
        store.save(make_article(url=f"https://{name}", date_published=date(2026, 11, day)))
    for number in range(201):
        store.save(make_article(number=number))
    with Store(path, read_only=True) as reader:
        read = reader.articles()
        found = [next(read).url]
        store.save(make_article(url="https://a", date_published=date(2026, 11, 1)))
        found += [article.url for article in read]
    assert [url for url in found if url in ("https://a", "https://z")] == ["https://z"]


def test_readers_see_what_is_committed_while_a_writer_is_at_work(path: Path) -> None:
    with Store(path, clock=lambda: 0.0) as store:  # no time passes in which a group would be committed
        store.save(make_article(number=1))
        with store.batch(), Store(path, read_only=True) as reader:
            store.save(make_article(number=2))
            assert reader.count(duplicates=True) == 1
    with Store(path, read_only=True) as reader:
        assert reader.count(duplicates=True) == 2


def test_reader_does_not_write(store: Store, path: Path) -> None:
    with Store(path, read_only=True) as reader, pytest.raises(StoreError, match="opened for reading only"):
        reader.save(make_article())


# One writer


def test_second_writer_is_told_at_once_who_writes(store: Store, path: Path) -> None:
    store.lock()
    store.runs.start("crawl", ["one"], now=NOW)
    started = time.monotonic()
    expected = (
        rf"articles\.db: another process is writing to it \(crawl, process {os.getpid()}, since 2026-11-23T12"
    )
    with Store(path) as second:
        with pytest.raises(StoreInUseError, match=expected):
            second.lock()
        with pytest.raises(StoreInUseError):
            second.save(make_article())
        assert second.count() == 0
    assert time.monotonic() - started < 2


def test_lock_is_free_when_its_holder_was_killed(path: Path) -> None:
    code = f"""
        import time
        from aggregator.store import Store
        store = Store({str(path)!r})
        store.lock()
        print("locked", flush=True)
        time.sleep(60)
    """
    with python(code) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with Store(path) as store:
            with pytest.raises(StoreInUseError):
                store.lock()
            holder.kill()
            holder.wait()
            store.lock()


def python(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)


def test_write_waits_for_another_program_that_holds_the_file(store: Store, path: Path) -> None:
    other = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.5, other.rollback)
    timer.start()
    assert store.save(make_article()) is Outcome.NEW
    timer.join()
    other.close()


def test_closed_store_takes_no_lock(path: Path) -> None:
    store = Store(path)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.save(make_article())
    with Store(path) as other:
        assert other.save(make_article()) is Outcome.NEW


def test_another_thread_takes_no_lock(path: Path) -> None:
    complaints = []

    def write(to: Store) -> None:
        try:
            to.save(make_article())
        except StoreError as error:
            complaints.append(str(error))

    with Store(path) as one, Store(path) as other:
        thread = threading.Thread(target=write, args=(one,))
        thread.start()
        thread.join()
        assert "opened by another thread" in complaints[0]
        assert other.save(make_article()) is Outcome.NEW


def test_closing_twice_is_harmless(path: Path) -> None:
    with Store(path) as store:
        store.save(make_article())
        store.close()
    store.close()
    with Store(path) as again:
        assert again.count() == 1


def test_file_that_stays_locked_is_one_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)
    with Store(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"articles\.db: locked by another process"):
            store.save(make_article())
        other.execute("ROLLBACK")
        assert store.save(make_article()) is Outcome.NEW


# Disk full


def test_full_disk_is_named_and_nothing_complete_is_lost(path: Path) -> None:
    stored = []

    def fill(store: Store) -> None:
        for number in range(1000):
            store.save(make_article(number=number, html=f"<p>{number}</p>" * 500))
            stored.append(number)

    with Store(path) as store:
        store._db.execute("PRAGMA max_page_count = 100")  # what a full disk looks like to SQLite
        with pytest.raises(StoreError, match=r"articles\.db: database or disk is full"):
            fill(store)
    assert 0 < len(stored) < 1000
    with Store(path) as store:
        assert store.count(duplicates=True) == len(stored)
        assert store.save(make_article(number=5000)) is Outcome.NEW
    assert rows(path, "PRAGMA integrity_check") == [("ok",)]


def test_checkpoint_that_a_full_disk_cut_short_is_made_good(path: Path, tmp_path: Path) -> None:
    """The file is then shorter than its first page says, and the log has the rest."""
    copy = tmp_path / "copy.db"
    with Store(path) as store, Store(path, read_only=True):
        store.save(make_article(number=1))
        store._db.execute("PRAGMA wal_checkpoint")
        copy.write_bytes(path.read_bytes()[:4096])
        copy.with_name("copy.db-wal").write_bytes(path.with_name("articles.db-wal").read_bytes())
    with Store(copy) as store:
        assert store.count() == 1
        assert store.save(make_article(number=2)) is Outcome.NEW
    assert rows(copy, "PRAGMA integrity_check") == [("ok",)]


# Visits


def start(store: Store, *urls: str, kind: Kind = Kind.UNKNOWN) -> None:
    store.frontier.add("one", [Link(url=url, kind=kind) for url in urls], now=NOW)


def take(store: Store, now: datetime = NOW) -> Visit:
    for lane in store.frontier.lanes():
        if visit := store.frontier.next(lane, now):
            return visit
    raise AssertionError("nothing is due")


def page_of(visit: Visit, **changes: Any) -> Page:
    values: dict[str, Any] = {
        "kind": Kind.ARTICLE,
        "status": 200,
        "fetched_at": NOW,
        "body": b"<p>text</p>",
    } | changes
    return Page(url=visit.url, site=visit.site, **values)


def test_visit_is_written_with_article_links_and_page(store: Store, path: Path) -> None:
    start(store, "https://news.example/a")
    visit = take(store)
    page = page_of(visit, links=(Link(url="https://news.example/b"),), etag='"1"', content_type="text/html")
    article = make_article(url=visit.url)
    receipt = store.finish(
        Visited(visit=visit, result=Result.DONE, now=NOW, page=page, article=article, keep=True)
    )
    assert receipt == Receipt(outcome=Outcome.NEW, new_links=1)
    assert rows(path, "SELECT count(*) FROM articles") == [(0,)], "not committed yet"
    store.flush()
    assert rows(path, "SELECT count(*) FROM articles") == [(1,)]
    assert rows(path, "SELECT url, state, kind, status, etag, visits FROM pages ORDER BY url") == [
        ("https://news.example/a", "done", "article", 200, '"1"', 1),
        ("https://news.example/b", "queued", "unknown", None, None, 0),
    ]
    kept = store.kept.get(visit.url)
    assert kept is not None
    assert kept.body == page.body


def test_receipt_says_that_an_article_has_copies(store: Store) -> None:
    urls = [f"https://{name}.example/a" for name in "abc"]
    start(store, *urls)
    texts = [make_article().text * 5] * 2 + ["另一篇文章，说的是另外一件事。" * 5]
    receipts = []
    for text in texts:
        visit = take(store)
        article = make_article(url=visit.url, text=text, related_links=())
        receipts.append(
            store.finish(
                Visited(visit=visit, result=Result.DONE, now=NOW, page=page_of(visit), article=article)
            )
        )
    assert [receipt.duplicate for receipt in receipts] == [False, True, False]
    assert {receipt.outcome for receipt in receipts} == {Outcome.NEW}


def test_visit_that_cannot_be_written_leaves_no_trace(store: Store) -> None:
    start(store, "https://news.example/a")
    visit = take(store)
    broken = make_article(url=visit.url, date_published=datetime(2026, 11, 1))  # noqa: DTZ001
    page = page_of(visit, links=(Link(url="https://other.example/b"),))
    with pytest.raises(ValueError, match="without zone"):
        store.finish(Visited(visit=visit, result=Result.DONE, now=NOW, page=page, article=broken))
    store.flush()
    assert store.count() == 0
    assert store.frontier.find("https://other.example/b") is None
    assert [lane.host for lane in store.frontier.lanes()] == ["news.example:443"]
    store.frontier.release(visit)
    assert take(store) == visit


@pytest.mark.parametrize(
    ("moment", "error"),
    [("2026-01-01", TypeError), (1767225600, TypeError), (datetime(2026, 1, 1), ValueError)],  # noqa: DTZ001
)
@pytest.mark.parametrize("bound", ["since", "until"])
def test_time_of_another_type_is_told_at_once(
    store: Store, bound: str, moment: Any, error: type[Exception]
) -> None:
    for ask in (store.articles, store.count, partial(store.search, "逾期")):
        with pytest.raises(error, match=f"^{bound}: "):
            ask(**{bound: moment})


def test_groups_are_committed_when_full_or_late(path: Path) -> None:
    seconds = 0.0
    with Store(path, clock=lambda: seconds) as store:
        start(store, *(f"https://news.example/{number}" for number in range(60)))

        def finish() -> int:
            visit = take(store)
            store.finish(Visited(visit=visit, result=Result.DONE, now=NOW, page=page_of(visit)))
            return int(rows(path, "SELECT count(*) FROM pages WHERE state = 'done'")[0][0])

        assert [finish() for _ in range(50)][-2:] == [0, 50]
        assert finish() == 50
        seconds = 0.6
        assert finish() == 52


def test_gone_article_is_kept_and_marked(store: Store, path: Path) -> None:
    article = make_article()
    store.save(article, now=NOW)
    start(store, article.url)
    store.finish(Visited(visit=take(store), result=Result.GONE, now=NOW, status=404))
    store.flush()
    assert rows(path, "SELECT gone FROM articles") == [("2026-11-23T12:00:00+00:00",)]
    assert recorded(store.get(article.url)) == article
    store.save(article, now=NOW + HOUR)
    assert rows(path, "SELECT gone FROM articles") != [(None,)], "read before it was gone"
    store.save(replace(article, date_downloaded=NOW + HOUR), now=NOW + HOUR)
    assert rows(path, "SELECT gone FROM articles") == [(None,)], "it is back"


def test_gone_article_that_is_back_as_it_was_is_gone_no_more(store: Store, path: Path) -> None:
    article = make_article()
    store.save(article, now=NOW)
    start(store, article.url)
    visit = take(store)
    store.finish(Visited(visit=visit, result=Result.GONE, now=NOW, status=404))
    store.finish(Visited(visit=visit, result=Result.UNCHANGED, now=NOW + HOUR, status=304))
    store.flush()
    assert rows(path, "SELECT gone FROM articles") == [(None,)]


def test_killed_writer_leaves_whole_visits_and_a_sound_file(path: Path) -> None:
    """Killed at random moments of grouped writes, several times over one file."""
    code = f"""
        import sys
        sys.path.insert(0, {str(Path(__file__).parent)!r})
        from datetime import UTC, datetime
        from factories import make_article
        from test_store import page_of, take
        from aggregator.items import Link
        from aggregator.store import Result, Store, Visited
        now = datetime(2026, 11, 23, 12, tzinfo=UTC)
        with Store({str(path)!r}) as store:
            store.frontier.add("one", [Link(url="https://news.example/a/0.html")], now=now)
            while True:
                print("visit", flush=True)
                visit = take(store, now)
                number = int(visit.url.rpartition("/")[2].removesuffix(".html"))
                link = Link(url=f"https://news.example/a/{{number + 1}}.html")
                page = page_of(visit, links=(link,))
                article = make_article(number=number)
                store.finish(Visited(visit=visit, result=Result.DONE, now=now, page=page, article=article, keep=True))
    """
    chance = random.Random(4)
    for _ in range(4):
        with python(code) as writer:
            assert writer.stdout is not None
            for _ in range(chance.randrange(60, 140)):
                writer.stdout.readline()
            writer.send_signal(signal.SIGKILL)
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]
        assert rows(path, "PRAGMA foreign_key_check") == []
        (done,) = rows(path, "SELECT count(*) FROM pages WHERE state = 'done'")
        assert rows(path, "SELECT count(*) FROM articles") == [done]
        assert rows(path, "SELECT count(*) FROM kept_pages") == [done]
        assert rows(path, "SELECT count(*) FROM pages WHERE state = 'queued'") == [(1,)]
    assert done[0] > 0


def test_redirect_queues_its_target_at_the_same_depth(store: Store) -> None:
    start(store, "https://news.example/old")
    visit = take(store)
    target = "https://news.example/new"
    store.finish(Visited(visit=visit, result=Result.REDIRECTED, now=NOW, status=301, redirect=target))
    found = store.frontier.find(target)
    assert found is not None
    assert (found.depth, found.found_by) == (visit.depth, FoundBy.REDIRECT)

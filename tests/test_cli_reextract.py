"""`aggregator reextract`: pages that were kept, read again by today's extraction."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from commands import aggregator, complaint, out
from site_server import article_page

from aggregator.extraction import extract
from aggregator.items import Kind, Link, Page
from aggregator.reextraction import Effect, read, readings, stages
from aggregator.store import Result, Store, Visited
from aggregator.store.visits import content_hash
from aggregator.text import count_words

if TYPE_CHECKING:
    from pathlib import Path

    from aggregator.items import Article

FETCHED = datetime(2026, 11, 3, 8, tzinfo=UTC)


def kept(number: int, *, site: str = "town", html: str | None = None) -> Page:
    return Page(
        url=f"https://{site}.example/{number}.html",
        site=site,
        kind=Kind.ARTICLE,
        status=200,
        fetched_at=FETCHED + timedelta(days=number),
        content_type="text/html; charset=utf-8",
        body=(html or article_page(number)).encode(),
    )


def read_well(page: Page) -> Article:
    """The article as today's program reads it."""
    article = read(page, None, stages(20)).new
    assert article
    return article


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pages: one read well, one read badly then, one that is no article and was taken for one."""
    with Store(tmp_path / "articles.db") as store:
        good, bad, none = (
            kept(1),
            kept(2),
            kept(3, html="<html><title>登录</title><form><input></form></html>"),
        )
        for page in (good, bad, none):
            store.kept.keep(page)
        store.save(read_well(good), now=FETCHED)
        store.save(replace(read_well(bad), title="小镇新闻", category=None, tags=("错",)), now=FETCHED)
        store.save(replace(read_well(good), url=none.url, title="登录", canonical_url=None), now=FETCHED)
    return tmp_path


def rows(folder: Path, sql: str) -> list[Any]:
    db = sqlite3.connect(folder / "articles.db")
    found = db.execute(sql).fetchall()
    db.close()
    return found


def test_canonical_address_that_is_not_believed_is_no_change(tmp_path: Path) -> None:
    head = "<link rel='canonical' href='https://town.example/all.html'>"
    with Store(tmp_path / "articles.db") as store:
        for number in (1, 2):
            page = kept(number, html=article_page(number, head=head))
            store.kept.keep(page)
            store.save(read_well(page), now=FETCHED)
        assert [article.canonical_url for article in store.articles()] == [
            "https://town.example/1.html",
            "https://town.example/2.html",
        ]
        assert {reading.effect for reading in readings(store, store.kept.pages(), ())} == {Effect.SAME}


def test_dry_run_shows_every_field_and_writes_nothing(folder: Path) -> None:
    before = (folder / "articles.db").read_bytes()
    shown = out(aggregator("reextract", "--dry-run", cwd=folder))
    assert "changed: https://town.example/2.html\n" in shown
    assert "  title: [-小镇新闻-]{+Report 2 from the harbour town+}\n" in shown
    assert '  tags: [-["错"]-]{+[]+}\n' in shown
    assert "removed (" in shown
    assert "https://town.example/1.html" not in shown
    assert "3 pages read again; articles would be: changed 1, removed 1, same 1\n" in shown
    assert (folder / "articles.db").read_bytes() == before


def test_articles_are_written_anew_as_a_reextraction(folder: Path) -> None:
    shown = out(aggregator("reextract", cwd=folder))
    assert "3 pages read again; articles are: changed 1, removed 1, same 1\n" in shown
    assert rows(folder, "SELECT url, title FROM articles ORDER BY url") == [
        ("https://town.example/1.html", "第1号调解案例:逾期债务如何协商"),
        ("https://town.example/2.html", "Report 2 from the harbour town"),
    ]
    assert rows(folder, "SELECT url, cause FROM article_versions") == [
        ("https://town.example/2.html", "reextraction")
    ]
    ((command, reason, pages, articles),) = rows(folder, "SELECT command, reason, pages, articles FROM runs")
    assert (command, reason, pages) == ("reextract", "finished", 3)
    assert json.loads(articles) == {"changed": 1, "removed": 1, "same": 1}


def test_second_time_everything_is_the_same(folder: Path) -> None:
    out(aggregator("reextract", cwd=folder))
    assert "articles are: same 2, none 1\n" in out(aggregator("reextract", cwd=folder))


def test_page_that_was_no_article_can_become_one(tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db") as store:
        store.kept.keep(kept(1))
    assert "articles are: new 1\n" in out(aggregator("reextract", cwd=tmp_path))
    assert rows(tmp_path, "SELECT site, date_downloaded FROM articles") == [
        ("town", "2026-11-04T08:00:00+00:00")
    ]


def test_article_that_its_crawl_took_though_it_is_short_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = kept(1)
    article = read_well(page)
    monkeypatch.setattr("aggregator.reextraction.AGGREGATOR_MIN_WORDS", count_words(article.text) + 1)
    with Store(tmp_path / "articles.db") as store:
        store.save(article, now=FETCHED)
        assert [reading.effect for reading in readings(store, [page], [])] == [Effect.SAME]
        store.remove(page.url)
        assert [reading.reason for reading in readings(store, [page], [])] == ["TooShort"]


def test_article_that_is_gone_stays_gone(folder: Path) -> None:
    db = sqlite3.connect(folder / "articles.db")
    db.execute("UPDATE articles SET gone = '2026-11-10T00:00:00+00:00'")
    db.commit()
    db.close()
    out(aggregator("reextract", cwd=folder))
    assert rows(folder, "SELECT DISTINCT gone FROM articles") == [("2026-11-10T00:00:00+00:00",)]


def test_article_that_was_downloaded_later_than_its_page_stays(folder: Path) -> None:
    imported = {"url": kept(2).url, "text": "港口小镇的新消息。" * 9, "title": "新消息"}
    record = json.dumps({**imported, "date_downloaded": (FETCHED + timedelta(days=9)).isoformat()})
    out(aggregator("import", "-", cwd=folder, stdin=record.encode()))
    assert "older (downloaded later" in out(aggregator("reextract", "--dry-run", cwd=folder))
    assert "articles are: older 1, removed 1, same 1\n" in out(aggregator("reextract", cwd=folder))
    assert rows(folder, f"SELECT title FROM articles WHERE url = '{kept(2).url}'") == [("新消息",)]


def test_page_that_was_found_unchanged_is_as_new_as_that(tmp_path: Path) -> None:
    page, later = kept(1), FETCHED + timedelta(days=9)
    with Store(tmp_path / "articles.db") as store:
        store.frontier.add("town", [Link(url=page.url, kind=Kind.ARTICLE)], now=FETCHED, depth=0)
        visit = store.frontier.find(page.url)
        assert visit
        article = replace(read_well(page), title="小镇新闻")
        store.finish(
            Visited(
                visit=visit, result=Result.DONE, now=page.fetched_at, page=page, article=article, keep=True
            )
        )
        visit = replace(visit, content_hash=content_hash(page.body))
        store.finish(Visited(visit=visit, result=Result.UNCHANGED, now=later, status=304))
    assert "articles are: changed 1\n" in out(aggregator("reextract", cwd=tmp_path))
    assert rows(tmp_path, "SELECT date_downloaded FROM articles") == [(later.isoformat(),)]


@pytest.mark.parametrize(
    ("options", "pages"),
    [
        (["--site", "village"], 1),
        (["--since", "2026-11-06"], 2),
        (["--since", "2026-11-06", "--site", "town"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_pages_are_chosen_by_site_and_time(folder: Path, options: list[str], pages: int) -> None:
    with Store(folder / "articles.db") as store:
        store.kept.keep(kept(5, site="village"))
    assert out(aggregator("reextract", "--dry-run", *options, cwd=folder)).count("read again") == 1
    assert f"{pages} page" in out(aggregator("reextract", "--dry-run", *options, cwd=folder))


def test_second_writer_is_refused_with_a_status_of_its_own(folder: Path) -> None:
    with Store(folder / "articles.db") as store:
        store.lock()
        assert "another process is writing" in complaint(aggregator("reextract", cwd=folder), status=3)


def test_selectors_of_the_site_hold(folder: Path) -> None:
    (folder / "sites.toml").write_text(
        '[town]\nstart = ["https://town.example/"]\n[town.select]\ncategory = "nav a:last-child"\n'
    )
    out(aggregator("reextract", cwd=folder))
    assert rows(folder, "SELECT DISTINCT category FROM articles") == [("关于我们",)]


# Articles on several pages

NEXT = "<a rel='next' href='/1_2.html'>下一页</a>"


def on_three_pages(*, linked: bool = True) -> Page:
    """A first page kept with the two that follow it; today's rules may not see that these do."""
    texts = [article_page(number).replace("</article>", "</article>" + NEXT * linked) for number in (1, 2, 3)]
    first, second, third = (kept(1, html=text) for text in texts)
    urls = ("https://town.example/1_2.html", "https://town.example/1_3.html")
    return replace(first, parts=(replace(second, url=urls[0]), replace(third, url=urls[1])))


@pytest.mark.parametrize("linked", [True, False], ids=["linked", "not linked by today's rules"])
def test_all_kept_parts_are_read(linked: bool) -> None:
    page = on_three_pages(linked=linked)
    old = replace(read_well(page), text="只有第一页。")
    for reading in (read(page, old, stages(20)), read(page, None, stages(20))):
        assert reading.new
        alone = [extract(part.body, part.url) for part in (page, *page.parts)]
        assert reading.new.text == "\n".join(article.text for article in alone)
        assert reading.new.html == "\n".join(article.html for article in alone)


def test_part_that_says_nothing_new_is_left_out() -> None:
    page = on_three_pages()
    again = replace(page, parts=(*page.parts, replace(page.parts[0], url="https://town.example/1_4.html")))
    assert read(again, None, stages(20)).new == read(page, None, stages(20)).new


def test_body_joined_by_a_crawl_that_kept_no_parts_is_left() -> None:
    page = replace(on_three_pages(), parts=())
    whole = extract(page.body, page.url)
    joined = replace(read_well(page), text=whole.text + "\n第二页。", html=whole.html + "<p>第二页。</p>")
    reading = read(page, joined, stages(20))
    assert reading.new
    assert reading.new.text.endswith("第二页。")
    assert reading.effect is Effect.SAME

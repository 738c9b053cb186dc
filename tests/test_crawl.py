"""Whole crawls: the real command over a site on loopback, then a look into the database."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from commands import aggregator, complaint, out
from site_server import Answer, SiteServer, article_page, list_page, sitemap

from aggregator.items import RECORD_KEYS
from aggregator.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

ROOT = Path(__file__).parent.parent
FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "AGGREGATOR_BACKOFF=0.2", "-s", "AGGREGATOR_PATIENCE=8")


def crawl(
    site: SiteServer, folder: Path, *options: str, path: str = "/"
) -> subprocess.CompletedProcess[bytes]:
    return aggregator("crawl", site.url + path, *FAST, *options, cwd=folder)


def rows(folder: Path, sql: str) -> list[Any]:
    """What the database says: a list of values, or of tuples where more than one column is asked for."""
    with sqlite3.connect(folder / "articles.db") as db:
        found = db.execute(sql).fetchall()
    db.close()
    return [row[0] if len(row) == 1 else row for row in found]


def stored(folder: Path, site: SiteServer) -> set[str]:
    """Paths of the stored articles."""
    return {url.removeprefix(site.url) for url in rows(folder, "SELECT url FROM articles")}


def town(count: int = 6) -> dict[str, Any]:
    """A front page with articles, a second list page, an about page."""
    half = count // 2
    paths = [f"/news/{number}.html" for number in range(1, count + 1)]
    pager = "<div class='pagination'><a href='/index_2.html'>下一页</a></div>"
    about = "<a href='/about.html'>关于我们</a> <a href='/login'>登录</a>"
    return {
        "/": list_page(paths[:half], more=pager + about),
        "/index_2.html": list_page(paths[half:]),
        "/about.html": "<html><title>关于我们</title><p>我们是一个小镇的新闻网站。</p></html>",
        "/login": "<html><title>登录</title><form><input name='user'></form></html>",
        **{path: article_page(number) for number, path in enumerate(paths, start=1)},
    }


@pytest.fixture
def site() -> Iterator[SiteServer]:
    with SiteServer(town()) as server:
        yield server


@pytest.fixture(scope="module")
def first_crawl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SiteServer, Path]]:
    """A site with the folder of its first crawl, made once: not to be changed."""
    folder = tmp_path_factory.mktemp("first")
    with SiteServer(town()) as server:
        out(crawl(server, folder))
        yield server, folder


@pytest.fixture
def crawled(first_crawl: tuple[SiteServer, Path], tmp_path: Path) -> Iterator[SiteServer]:
    """A site whose first crawl lies in `tmp_path`; both are the test's to change."""
    server, folder = first_crawl
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    seen, server.seen = server.seen, []
    yield server
    server.pages, server.seen = town(), seen


def test_site_is_crawled_from_its_front_page(first_crawl: tuple[SiteServer, Path]) -> None:
    site, tmp_path = first_crawl
    assert stored(tmp_path, site) == {f"/news/{number}.html" for number in range(1, 7)}
    assert rows(tmp_path, "SELECT reason, exit_code FROM runs") == [("finished", 0)]
    assert max(site.asked.values()) == 1, "nothing is fetched twice"


def test_second_run_asks_conditionally_and_changes_nothing(crawled: SiteServer, tmp_path: Path) -> None:
    before = rows(tmp_path, "SELECT url, changed, text FROM articles ORDER BY url")
    out(crawl(crawled, tmp_path))
    assert rows(tmp_path, "SELECT url, changed, text FROM articles ORDER BY url") == before
    assert {"/", "/index_2.html"} <= set(crawled.paths)
    assert not any(path.startswith("/news/") for path in crawled.paths)
    assert {seen.status for seen in crawled.seen if seen.path != "/robots.txt"} == {304}


def test_new_article_is_found_by_the_second_run(crawled: SiteServer, tmp_path: Path) -> None:
    crawled.pages["/"] = list_page(["/news/77.html", "/news/1.html"])
    crawled.pages["/news/77.html"] = article_page(77)
    out(crawl(crawled, tmp_path))
    assert "/news/77.html" in stored(tmp_path, crawled)


def test_scheduled_run_looks_at_start_pages_and_leaves_other_lists(
    crawled: SiteServer, tmp_path: Path
) -> None:
    out(crawl(crawled, tmp_path, "--due-only"))
    assert crawled.paths == ["/robots.txt", "/"]


@pytest.mark.parametrize("path", ["/about.html", "/news/1.html"])
def test_address_that_is_named_is_fetched(crawled: SiteServer, tmp_path: Path, path: str) -> None:
    out(crawl(crawled, tmp_path, path=path))
    assert crawled.asked[path] == 1
    assert crawled.asked["/news/2.html"] == 0
    crawled.forget()
    out(crawl(crawled, tmp_path, path=path))
    assert crawled.asked[path] == 1, "again"


def test_full_crawl_fetches_everything_again(crawled: SiteServer, tmp_path: Path) -> None:
    crawled.pages["/news/1.html"] = article_page(1, words="<p>" + "全文已经改写,与先前不同。" * 30 + "</p>")
    out(crawl(crawled, tmp_path, "--full"))
    assert crawled.asked["/news/1.html"] == 1
    assert not any(seen.headers.get("If-None-Match") for seen in crawled.seen)
    assert rows(tmp_path, "SELECT count(*) FROM article_versions") == [1]


def test_table_that_is_added_later_goes_on_with_what_is_known(crawled: SiteServer, tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text(f'[town]\nstart = "{crawled.url}/"\n')
    crawled.pages["/"] = list_page(["/news/77.html", "/news/1.html"])
    crawled.pages["/news/77.html"] = article_page(77)
    out(aggregator("crawl", "town", *FAST, cwd=tmp_path))
    assert rows(tmp_path, "SELECT DISTINCT site FROM pages") == ["town"]
    assert rows(tmp_path, "SELECT site FROM articles WHERE url LIKE '%/77.html'") == ["town"]
    assert crawled.asked["/news/1.html"] == 0, "known already"


def test_sitemap_named_in_robots_reaches_what_links_do_not(tmp_path: Path) -> None:
    with SiteServer({"/": "<html><title>App</title><script>page()</script></html>"}) as site:
        paths = [f"/a/{number}" for number in range(1, 5)]
        site.pages |= {path: article_page(number) for number, path in enumerate(paths, start=1)}
        site.pages["/robots.txt"] = Answer(
            f"Sitemap: {site.url}/maps/all.xml", headers={"Content-Type": "text/plain"}
        )
        site.pages["/maps/all.xml"] = sitemap([site.url + path for path in paths])
        out(crawl(site, tmp_path))
        assert stored(tmp_path, site) == set(paths)
        assert site.asked["/sitemap.xml"] == 0, "usual places are for sites that name none"


def test_usual_places_are_tried_once_in_the_life_of_a_store(
    first_crawl: tuple[SiteServer, Path], crawled: SiteServer, tmp_path: Path
) -> None:
    assert rows(tmp_path, "SELECT state FROM pages WHERE url LIKE '%/sitemap.xml' OR url LIKE '%/feed'") == [
        "gone",
        "gone",
    ]
    out(crawl(crawled, tmp_path))
    assert crawled.asked["/sitemap.xml"] == 0
    assert crawled.asked["/feed"] == 0


def test_robots_are_obeyed_and_named(site: SiteServer, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = "User-agent: aggregator\nDisallow: /news/2.html\n"
    out(crawl(site, tmp_path))
    assert site.asked["/news/2.html"] == 0
    assert site.asked["/robots.txt"] == 1
    assert rows(tmp_path, "SELECT state, reason FROM pages WHERE url LIKE '%/news/2.html'") == [
        ("refused", "forbidden by robots.txt")
    ]


def test_crawl_delay_is_kept(tmp_path: Path) -> None:
    with SiteServer(town(2)) as site:
        site.pages["/robots.txt"] = "User-agent: *\nCrawl-delay: 0.4\n"
        out(crawl(site, tmp_path, "--max-pages", "5"))
        times = sorted(seen.at for seen in site.seen if seen.path != "/robots.txt")
        assert min(b - a for a, b in pairwise(times)) > 0.3


def test_two_requests_at_a_time_even_without_delay(tmp_path: Path) -> None:
    paths = [f"/news/{number}.html" for number in range(1, 41)]
    pages: dict[str, Any] = {"/": list_page(paths)}
    pages |= {path: Answer(article_page(n), seconds=0.03) for n, path in enumerate(paths, start=1)}
    with SiteServer(pages) as site:
        out(crawl(site, tmp_path))
        assert site.most_in_flight == 2
        assert len(stored(tmp_path, site)) == 40


def test_retry_after_is_kept_to_and_nothing_is_lost(site: SiteServer, tmp_path: Path) -> None:
    times: list[float] = []

    def busy(path: str) -> str | Answer:
        times.append(time.monotonic())
        return Answer("", 503, {"Retry-After": "2"}) if len(times) == 1 else article_page(3)

    site.pages["/news/3.html"] = busy
    out(crawl(site, tmp_path))
    assert "/news/3.html" in stored(tmp_path, site)
    refused = next(seen.at for seen in site.seen if seen.status == 503)
    later = [seen.at for seen in site.seen if seen.at > refused + 0.3]
    assert later
    assert min(later) >= refused + 1.9


def test_busy_answer_from_a_guessed_place_costs_nothing_else(site: SiteServer, tmp_path: Path) -> None:
    site.pages["/feed"] = Answer("", 503, {"Retry-After": "86400"})
    site.pages["/wp-sitemap.xml"] = Answer("", 429)
    out(crawl(site, tmp_path, "-s", "AGGREGATOR_PATIENCE=0.6"))
    assert len(stored(tmp_path, site)) == 6
    assert (site.asked["/feed"], site.asked["/wp-sitemap.xml"]) == (1, 1)


def test_refusal_for_good_is_not_asked_again_soon(site: SiteServer, tmp_path: Path) -> None:
    refusals = {f"/news/{number}.html": status for number, status in enumerate((400, 403, 405, 451), start=1)}
    site.pages |= {path: Answer("", status) for path, status in refusals.items()}
    out(crawl(site, tmp_path))
    assert {path: site.asked[path] for path in refusals} == dict.fromkeys(refusals, 1)
    assert stored(tmp_path, site) == {"/news/5.html", "/news/6.html"}


def test_failing_page_is_tried_again(site: SiteServer, tmp_path: Path) -> None:
    answers = iter([Answer("", 500), Answer("", 502)])
    site.pages["/news/3.html"] = lambda path: next(answers, None) or article_page(3)
    out(crawl(site, tmp_path))
    assert "/news/3.html" in stored(tmp_path, site)
    assert site.asked["/news/3.html"] == 3


def test_redirect_leads_to_a_row_of_its_own(site: SiteServer, tmp_path: Path) -> None:
    site.pages["/news/3.html"] = Answer("", 301, {"Location": "/moved/3.html?utm_source=x"})
    site.pages["/moved/3.html"] = article_page(3)
    out(crawl(site, tmp_path))
    assert "/moved/3.html" in stored(tmp_path, site)
    (state, target) = rows(tmp_path, "SELECT state, redirect FROM pages WHERE url LIKE '%/news/3.html'")[0]
    assert (state, target) == ("redirected", f"{site.url}/moved/3.html")


def test_redirect_in_another_encoding_is_followed_as_sent(site: SiteServer, tmp_path: Path) -> None:
    site.pages["/news/3.html"] = Answer("", 302, {"Location": "/案.html".encode("gbk").decode("latin-1")})
    site.pages["/%B0%B8.html"] = article_page(3)
    out(crawl(site, tmp_path))
    assert "/%B0%B8.html" in stored(tmp_path, site)


def test_page_that_sends_its_readers_on_is_a_redirect(site: SiteServer, tmp_path: Path) -> None:
    refresh = "<html><head><meta http-equiv='{}' content='{}; url={}'></head></html>"
    site.pages["/zh/index.html"] = site.pages["/"]
    site.pages["/"] = refresh.format("refresh", 0, "zh/index.html")
    reload = refresh.format("Refresh", 0, "/news/1.html") + refresh.format("refresh", 60, "/login")
    site.pages["/news/1.html"] = article_page(1, head=reload)
    out(crawl(site, tmp_path))
    assert len(stored(tmp_path, site)) == 6
    assert rows(tmp_path, f"SELECT state, redirect FROM pages WHERE url = '{site.url}/'") == [
        ("redirected", f"{site.url}/zh/index.html")
    ]


def test_answer_that_is_cut_off_is_asked_for_again(site: SiteServer, tmp_path: Path) -> None:
    packed = gzip.compress(article_page(3).encode())
    packing = {"Content-Encoding": "gzip"}
    answers = iter([Answer(packed[:-200], headers=packing)])
    site.pages["/news/3.html"] = lambda path: next(answers, None) or Answer(packed, headers=packing)
    out(crawl(site, tmp_path))
    (text,) = rows(tmp_path, "SELECT text FROM articles WHERE url LIKE '%/news/3.html'")
    assert text.count("\n") == 5
    assert site.asked["/news/3.html"] == 2


def test_page_is_read_whatever_kind_of_xml_it_is_sent_as(site: SiteServer, tmp_path: Path) -> None:
    site.pages["/news/1.html"] = Answer(article_page(1), headers={"Content-Type": "text/xml"})
    site.pages["/news/2.html"] = Answer(article_page(2), headers={"Content-Type": "application/xhtml+xml"})
    out(crawl(site, tmp_path))
    assert {"/news/1.html", "/news/2.html"} <= stored(tmp_path, site)


@pytest.mark.parametrize("where", ["/", "/check"], ids=["cookie at once", "cookie on the way"])
def test_check_for_cookies_by_another_address_is_passed(site: SiteServer, tmp_path: Path, where: str) -> None:
    cookie = {"Set-Cookie": "ok=1; Path=/"}

    def wall(path: str, headers: Message) -> Answer | None:
        if path.startswith("/check"):
            on_the_way = cookie if where == "/check" else {}
            return Answer("", 302, {"Location": path.partition("?")[2], **on_the_way})
        if path != "/robots.txt" and "ok=1" not in (headers["Cookie"] or ""):
            return Answer("", 302, {"Location": f"/check?{path}", **(cookie if where == "/" else {})})
        return None

    site.wall = wall
    out(crawl(site, tmp_path))
    assert len(stored(tmp_path, site)) == 6
    assert max(site.asked.values()) == 2
    site.pages |= {"/": list_page(["/news/7.html"]), "/news/7.html": article_page(7)}
    out(crawl(site, tmp_path))
    assert len(stored(tmp_path, site)) == 7


def test_start_page_that_redirects_in_a_circle_is_told(tmp_path: Path) -> None:
    there = Answer("", 302, {"Location": "/there", "Set-Cookie": "a=1"})
    with SiteServer({"/": there, "/there": Answer("", 302, {"Location": "/"})}) as site:
        line = complaint(crawl(site, tmp_path), alone=False)
    assert f"{site.url}/ redirects in a circle" in line
    assert max(site.asked.values()) == 2


def test_gone_article_is_kept_and_marked(crawled: SiteServer, tmp_path: Path) -> None:
    crawled.pages["/news/3.html"] = Answer("gone", 410)
    out(crawl(crawled, tmp_path, "--full"))
    assert rows(tmp_path, "SELECT count(*) FROM articles WHERE gone IS NOT NULL") == [1]


def test_no_internal_service_is_reached_from_a_site(tmp_path: Path) -> None:
    with SiteServer({"*": article_page(9)}) as secret, SiteServer(town()) as site:
        inside = secret.url
        site.pages["/news/1.html"] = article_page(1, head=f"<link rel='canonical' href='{inside}/canonical'>")
        site.pages["/news/2.html"] = Answer("", 302, {"Location": f"{inside}/redirect"})
        site.pages["/robots.txt"] = f"Sitemap: {inside}/sitemap.xml"
        site.pages["/sitemap.xml"] = sitemap([f"{inside}/sitemap", f"http://localhost:{inside[17:]}/name"])
        site.pages["/index_2.html"] = list_page([f"{inside}/link", f"{inside}/rss.xml"])
        out(crawl(site, tmp_path))
        assert secret.seen == []


def test_start_page_that_redirects_inside_is_refused(tmp_path: Path) -> None:
    with SiteServer({"*": article_page(9)}) as secret:
        with SiteServer({"/": Answer("", 302, {"Location": secret.url + "/"})}) as site:
            line = complaint(crawl(site, tmp_path), alone=False)
        assert secret.seen == []
    assert "127.0.0.1 is an internal address" in line


def test_lessons_that_lead_to_the_next_one_are_articles_each(tmp_path: Path) -> None:
    def lesson(number: int) -> str:
        following = f"<a rel=next href='/lesson-{number + 1}.html'>Next</a>" if number < 3 else ""
        return article_page(number).replace("</article>", f"{following}</article>")

    paths = [f"/lesson-{number}.html" for number in (1, 2, 3)]
    pages = {"/": list_page(paths), **{path: lesson(number) for number, path in enumerate(paths, start=1)}}
    with SiteServer(pages) as site:
        assert "Next" in pages["/lesson-1.html"]
        out(crawl(site, tmp_path))
        assert stored(tmp_path, site) == set(paths)


def test_number_that_ends_a_slug_makes_no_part(tmp_path: Path) -> None:
    paths = [f"/2026/11/weekly-roundup{ending}/" for ending in ("", "-2", "-3")]
    pages = {path: article_page(number) for number, path in enumerate(paths, start=1)}
    back = "<div class='pagination'><a href='/long/river-story'>1</a> <b>2</b></div></article>"
    first, second = "/long/river-story", "/long/river-story-2"
    pages |= {first: article_page(8), second: article_page(9).replace("</article>", back)}
    with SiteServer({"/": list_page([first, *paths, second]), **pages}) as site:
        out(crawl(site, tmp_path, "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1"))
        assert stored(tmp_path, site) == {*paths, first}


def long_article() -> dict[str, Any]:
    """An article on three pages."""
    pages: dict[str, Any] = {}
    for part in (1, 2, 3):
        ending = "" if part == 1 else f"_{part}"
        others = "".join(
            f"<a href='/long/1{'' if n == 1 else f'_{n}'}.html'>{n}</a> " for n in (1, 2, 3) if n != part
        )
        following = f"<a href='/long/1_{part + 1}.html'>下一页</a>" if part < 3 else ""
        head = f"<link rel='next' href='/long/1_{part + 1}.html'>" if part < 3 else ""
        body = "".join(
            f"<p>第{part}部分第{n}段:" + "这里写着别处没有的内容。" * (n + part) + "</p>" for n in range(4)
        )
        body += f"<div class='pagination'>{others}{following}</div>"
        pages[f"/long/1{ending}.html"] = article_page(1, words=body, head=head)
    return pages


def parts_stored(folder: Path) -> list[int]:
    (text,) = rows(folder, "SELECT text FROM articles WHERE url LIKE '%/long/1.html'")
    return [part for part in (1, 2, 3) if f"第{part}部分第3段" in text]


def test_part_that_redirects_is_read_where_it_leads(tmp_path: Path) -> None:
    pages = {"/": list_page(["/long/1.html"]), **long_article()}
    pages["/long/1_3.html/"] = pages["/long/1_3.html"]
    pages["/long/1_3.html"] = Answer("", 301, {"Location": "/long/1_3.html/"})
    with SiteServer(pages) as site:
        out(crawl(site, tmp_path))
        assert stored(tmp_path, site) == {"/long/1.html"}
        assert parts_stored(tmp_path) == [1, 2, 3]
        assert max(site.asked.values()) == 1


@pytest.mark.parametrize("reason", ["gone", "forbidden"])
def test_part_that_will_never_come_is_done_without_at_once(tmp_path: Path, reason: str) -> None:
    pages = {"/": list_page(["/long/1.html"]), **long_article()}
    if reason == "gone":
        pages["/long/1_3.html"] = Answer("", 404)
    else:
        pages["/robots.txt"] = "User-agent: *\nDisallow: /long/1_3\n"
    with SiteServer(pages) as site:
        out(crawl(site, tmp_path))
        assert parts_stored(tmp_path) == [1, 2]
        assert site.asked["/long/1.html"] == 1
        assert site.asked["/long/1_3.html"] == (reason == "gone")


def test_parts_of_an_article_are_joined_even_when_one_fails_at_first(tmp_path: Path) -> None:
    pages = {
        "/": list_page(["/long/1.html", "/news/2.html"]),
        "/news/2.html": article_page(2),
        **long_article(),
    }
    last = pages["/long/1_3.html"]
    answers = iter([Answer("", 502)])
    pages["/long/1_3.html"] = lambda path: next(answers, None) or last
    with SiteServer(pages) as site:
        out(crawl(site, tmp_path))
        assert stored(tmp_path, site) == {"/long/1.html", "/news/2.html"}
        assert parts_stored(tmp_path) == [1, 2, 3]
        (pages_fetched,) = rows(tmp_path, "SELECT pages FROM runs")
        assert pages_fetched == sum(path != "/robots.txt" for path in site.paths)
    assert "articles are: same 2" in out(aggregator("reextract", cwd=tmp_path))
    text = rows(tmp_path, "SELECT text FROM articles WHERE url LIKE '%/long/1.html'")
    with Store(tmp_path / "articles.db") as store:
        store.remove(f"{site.url}/long/1.html")
    assert "articles are: new 1, same 1" in out(aggregator("reextract", cwd=tmp_path))
    assert rows(tmp_path, "SELECT text FROM articles WHERE url LIKE '%/long/1.html'") == text


def test_max_pages_ends_the_run_and_the_next_goes_on(site: SiteServer, tmp_path: Path) -> None:
    out(crawl(site, tmp_path, "--max-pages", "4"))
    assert len([path for path in site.paths if path != "/robots.txt"]) == 4
    assert rows(tmp_path, "SELECT reason FROM runs") == ["max_pages"]
    out(crawl(site, tmp_path))
    assert len(stored(tmp_path, site)) == 6


def scrapy(folder: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    """`scrapy crawl articles` in the project's folder, with its database and sites.toml elsewhere."""
    settings = ["DOWNLOAD_DELAY=0", "AGGREGATOR_BACKOFF=0.2", f"AGGREGATOR_DB={folder / 'articles.db'}"]
    words = [word for setting in settings for word in ("-s", setting)]
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "articles", *words, *options],
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_scrapy_runs_the_same_crawl_and_exports_its_articles(site: SiteServer, tmp_path: Path) -> None:
    process = scrapy(
        tmp_path, "-a", f"url={site.url}/", "-o", f"{tmp_path}/a.jsonl", "-o", f"{tmp_path}/a.csv"
    )
    assert process.returncode == 0
    assert b"Traceback" not in process.stderr
    assert len(stored(tmp_path, site)) == 6
    records = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    assert {tuple(record) for record in records} == {RECORD_KEYS}
    assert {record["url"].removeprefix(site.url) for record in records} == stored(tmp_path, site)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows_of_it = list(csv.DictReader(file))
    assert [row["url"] for row in rows_of_it] == [record["url"] for record in records]
    assert [json.loads(row["authors"]) for row in rows_of_it] == [record["authors"] for record in records]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["ulr=https://a.example/"], "-a ulr: unknown argument; expected url or site"),
        (["url=https://a.example/", "max_pages=2"], "-a max_pages: unknown argument"),
        (["url=foo"], "foo: expected an http or https address"),
        (["url="], "'': expected an http or https address"),
        ([], "nothing to crawl"),
    ],
)
def test_wrong_argument_of_scrapy_is_one_line(tmp_path: Path, arguments: list[str], line: str) -> None:
    process = scrapy(tmp_path, "-s", "LOG_LEVEL=WARNING", *(w for a in arguments for w in ("-a", a)))
    assert process.returncode == 1
    (told,) = process.stderr.decode().splitlines()
    assert line in told
    assert not (tmp_path / "articles.db").exists()


def test_selectors_override_and_unmatched_ones_are_named(site: SiteServer, tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text(
        f'[town]\nstart = "{site.url}/"\ndeny = ["/news/4"]\n'
        '[town.select]\ntitle = "nav a"\ntags = "div.nowhere a"\n'
    )
    process = aggregator("crawl", *FAST, cwd=tmp_path)
    out(process)
    assert rows(tmp_path, "SELECT DISTINCT site, title FROM articles") == [("town", "首页")]
    assert len(stored(tmp_path, site)) == 5
    assert b"[town.select] tags: matched nothing" in process.stderr


def test_sitemap_of_a_host_serves_all_tables_on_it(tmp_path: Path) -> None:
    with SiteServer({"/": list_page([]), "/blog/": list_page([])}) as site:
        paths = ["/news/1.html", "/blog/2.html"]
        site.pages |= {path: article_page(number) for number, path in enumerate(paths, start=1)}
        site.pages["/robots.txt"] = f"Sitemap: {site.url}/all.xml"
        site.pages["/all.xml"] = sitemap([site.url + path for path in paths])
        (tmp_path / "sites.toml").write_text(
            f'[news]\nstart = "{site.url}/"\ndeny = ["/blog/"]\n'
            f'[blog]\nstart = "{site.url}/blog/"\nallow = ["/blog/"]\n'
        )
        out(aggregator("crawl", *FAST, cwd=tmp_path))
    found = rows(tmp_path, "SELECT site, url FROM articles ORDER BY site")
    assert found == [("blog", f"{site.url}/blog/2.html"), ("news", f"{site.url}/news/1.html")]


# What ends a crawl before it began


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_refused_connection_is_one_line(tmp_path: Path) -> None:
    port = closed_port()
    line = complaint(aggregator("crawl", f"http://127.0.0.1:{port}/", *FAST, cwd=tmp_path))
    assert line == f"nothing was stored; 127.0.0.1:{port}: connection refused"


def test_missing_site_is_one_line(tmp_path: Path) -> None:
    line = complaint(aggregator("crawl", "http://no-such-site.invalid/", *FAST, cwd=tmp_path))
    assert "no-such-site.invalid" in line
    assert "host not found" in line


def test_missing_start_page_is_told_after_what_was_fetched(tmp_path: Path) -> None:
    with SiteServer() as site:
        process = crawl(site, tmp_path)
    assert f"start page {site.url}/ answers HTTP 404" in complaint(process, alone=False)
    assert process.stderr.split()[:2] == [b"site", b"fetched"]
    assert b"\n0 articles looked at" in process.stderr
    assert rows(tmp_path, "SELECT exit_code FROM runs") == [1]


def test_forbidden_start_page_is_one_line(site: SiteServer, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = "User-agent: *\nDisallow: /\n"
    assert "forbidden by robots.txt" in complaint(crawl(site, tmp_path))
    assert site.paths == ["/robots.txt"]


def test_unreachable_robots_mean_waiting_and_not_crawling(site: SiteServer, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = Answer("", 500)
    line = complaint(crawl(site, tmp_path))
    assert "robots.txt cannot be read (HTTP 500)" in line
    assert set(site.paths) == {"/robots.txt"}
    assert rows(tmp_path, "SELECT problem FROM sites")[0] is not None
    site.pages["/robots.txt"] = ""
    out(crawl(site, tmp_path))
    assert len(stored(tmp_path, site)) == 6


def test_broken_sites_file_is_told_before_the_first_request(site: SiteServer, tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text('[town]\nstart = "nowhere"\n')
    assert "[town] start" in complaint(crawl(site, tmp_path))
    assert site.seen == []


def test_second_crawl_of_one_database_ends_at_once(site: SiteServer, tmp_path: Path) -> None:
    over = threading.Event()
    last = article_page(1)
    site.pages["/news/1.html"] = lambda path: last if over.wait(60) else None
    first = start(site, tmp_path)
    try:
        wait_for(lambda: "/robots.txt" in site.paths)
        line = complaint(crawl(site, tmp_path), status=3)
        assert "another process is writing to it (crawl, process " in line
        assert first.poll() is None
    finally:
        over.set()
        first.communicate(timeout=30)
        assert first.returncode == 0
    assert len(stored(tmp_path, site)) == 6


# What ends a crawl in its midst


def start(site: SiteServer, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "aggregator", "crawl", site.url + "/", *FAST]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, env={**os.environ, "NO_COLOR": "1"})


def wait_for(condition: Any, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def slow_town(count: int = 60) -> dict[str, Any]:
    paths = [f"/news/{number}.html" for number in range(1, count + 1)]
    pages: dict[str, Any] = {"/": list_page(paths)}
    return pages | {path: Answer(article_page(n), seconds=0.05) for n, path in enumerate(paths, start=1)}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "sigterm"])
def test_interrupted_crawl_ends_cleanly_and_goes_on(tmp_path: Path, number: signal.Signals) -> None:
    with SiteServer(slow_town()) as site:
        first = start(site, tmp_path)
        wait_for(lambda: len(site.seen) > 15)
        first.send_signal(number)
        _, stderr = first.communicate(timeout=15)
        assert b"Traceback" not in stderr
        assert rows(tmp_path, "SELECT reason FROM runs") == ["interrupted"]
        finished = rows(tmp_path, "SELECT count(*) FROM articles")[0]
        assert 5 < finished < 60
        out(crawl(site, tmp_path))
        assert len(stored(tmp_path, site)) == 60
        assert max(site.asked[f"/news/{n}.html"] for n in range(1, 61)) == 1


def test_slow_server_does_not_keep_an_interrupted_crawl(site: SiteServer, tmp_path: Path) -> None:
    site.pages["/news/1.html"] = Answer(article_page(1), seconds=25)
    first = start(site, tmp_path)
    wait_for(lambda: "/news/2.html" in site.paths)
    began = time.monotonic()
    first.send_signal(signal.SIGTERM)
    _, stderr = first.communicate(timeout=20)
    assert time.monotonic() - began < 15
    assert b"Traceback" not in stderr
    assert rows(tmp_path, "SELECT reason FROM runs") == ["interrupted"]


def test_site_that_hangs_in_the_midst_of_a_crawl_costs_time_and_nothing_else(tmp_path: Path) -> None:
    well, asked = threading.Event(), list[str]()
    well.set()

    def article(path: str) -> str:
        """From the fifth request on the site says nothing, until it has slept out."""
        asked.append(path)
        if len(asked) == 5:
            well.clear()
            threading.Timer(2.5, well.set).start()
        well.wait(60)
        return article_page(int(path.removeprefix("/news/").removesuffix(".html")))

    paths = [f"/news/{number}.html" for number in range(1, 13)]
    with SiteServer({"/": list_page(paths), **dict.fromkeys(paths, article)}) as site:
        out(crawl(site, tmp_path, "-s", "DOWNLOAD_TIMEOUT=0.8"))
        assert stored(tmp_path, site) == set(paths)
    assert rows(tmp_path, "SELECT reason, failures ->> 'timeout' > 0 FROM runs") == [("finished", 1)]
    assert rows(tmp_path, "SELECT count(*) FROM pages WHERE failures > 0") == [0]
    assert len(asked) <= 2 * len(paths)


def test_killed_crawl_loses_nothing_and_stores_nothing_twice(tmp_path: Path) -> None:
    with SiteServer(slow_town()) as site:
        for enough in (8, 25, 45):
            first = start(site, tmp_path)
            wait_for(partial(lambda enough: len(site.seen) > enough, enough))
            first.kill()
            first.communicate()
            assert rows(tmp_path, "PRAGMA integrity_check") == ["ok"]
        out(crawl(site, tmp_path))
        assert len(stored(tmp_path, site)) == 60
        assert sum(site.asked[f"/news/{n}.html"] for n in range(1, 61)) <= 60 * 1.3
        assert rows(tmp_path, "SELECT reason FROM runs")[:2] == ["killed", "killed"]


# Traps


def test_site_that_republishes_another_is_no_trap(tmp_path: Path) -> None:
    paths = [f"/news/{number}.html" for number in range(1, 13)]
    pages = {"/": list_page(paths)} | {path: article_page(n) for n, path in enumerate(paths, start=1)}
    few = ("-s", "AGGREGATOR_TRAP_BUDGET=4")
    with SiteServer(pages) as first, SiteServer(pages) as second:
        out(crawl(first, tmp_path, *few))
        out(crawl(second, tmp_path, *few))
        assert stored(tmp_path, second) >= set(paths)


def test_copies_on_one_site_are_a_trap(tmp_path: Path) -> None:
    paths = [f"/news/{number}.html" for number in range(1, 31)]
    with SiteServer({"/": list_page(paths), "*": article_page(1)}) as site:
        out(crawl(site, tmp_path, "-s", "AGGREGATOR_TRAP_BUDGET=4"))
        assert sum(path in site.paths for path in paths) <= 8


def test_trap_of_the_last_crawl_gets_less_in_the_next(tmp_path: Path) -> None:
    pages: dict[str, Any] = {"/": list_page(["/shop/1/", "/news/1.html"]), "/news/1.html": article_page(1)}
    pages["*"] = lambda path: (
        list_page([f"{path}{n}/" for n in range(5)], title=f"Shop {path}") if "/shop/" in path else None
    )
    few = ("-s", "AGGREGATOR_TRAP_BUDGET=4")
    with SiteServer(pages) as site:
        out(crawl(site, tmp_path, *few))
        asked = sum("/shop/" in path for path in site.paths)
        site.forget()
        with sqlite3.connect(tmp_path / "articles.db") as db:
            db.execute("UPDATE pages SET next_visit = found_at WHERE state = 'refused'")
        db.close()
        out(crawl(site, tmp_path, *few, "--due-only"))
        assert 0 < sum("/shop/" in path for path in site.paths) < asked


def test_traps_are_held_to_a_budget_and_articles_are_not_starved(tmp_path: Path) -> None:
    articles = [f"/story/{number}" for number in range(1, 31)]

    def trap(path: str) -> str | None:
        name, _, rest = path.partition("?")
        if name.startswith("/calendar/"):
            year, month = (int(part) for part in name.split("/")[2:4])
            following = f"/calendar/{year + month // 12}/{month % 12 + 1}/"
            return list_page([], more=f"<table><tr><td>1</td></tr></table><a href='{following}'>下个月</a>")
        if name == "/shop":
            chosen = [pair for pair in rest.split("&") if pair]
            links = [
                f"/shop?{'&'.join([*chosen, f'{key}={len(chosen)}'])}" for key in ("color", "size", "brand")
            ]
            return list_page(links)
        if name == "/list":
            page = int(rest.partition("=")[2] or 1)
            return list_page(
                articles[:5], more=f"<div class='pagination'><a href='/list?page={page + 1}'>下一页</a></div>"
            )
        if name.startswith("/loop/"):
            return list_page(["deeper/", "other/"])
        if name.startswith("/soft"):
            number = int(name.removeprefix("/soft-").removesuffix(".html"))
            links = [f"/soft-{number * 3 + step}.html" for step in (1, 2, 3)]
            menu = "".join(f"<a href='{link}'>栏目</a>" for link in links)
            return list_page([], more=f"<p>找不到第{number}页</p>{menu}", title="页面不存在")
        return None

    entrances = ["/calendar/2026/11/", "/shop", "/list?page=1", "/loop/", "/soft-1.html"]
    pages: dict[str, Any] = {"/": list_page(entrances + articles[:3]), "*": trap}
    pages |= {
        path: article_page(number, links=f"<a href='/story/{number + 1}'>下一篇</a>")
        for number, path in enumerate(articles, start=1)
    }
    with SiteServer(pages) as site:
        out(crawl(site, tmp_path))
        assert stored(tmp_path, site) >= set(articles)
        for name in ("/calendar/", "/shop", "/list", "/loop/", "/soft"):
            assert sum(path.startswith(name) for path in site.paths) <= 150, name

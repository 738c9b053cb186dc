"""`aggregator serve`: what its pages show, and what they never do."""

from __future__ import annotations

import csv
import inspect
import io
import json
import os
import re
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import anyio
import pytest
from babel.messages.extract import extract_from_dir
from commands import aggregator, complaint
from factories import make_article
from lxml import etree
from served import Served, serving
from starlette.requests import ClientDisconnect

from aggregator.errors import StoreError
from aggregator.items import FoundBy, Image, Kind, Link, Person, RelatedKind, RelatedLink
from aggregator.similarity import Relation
from aggregator.store import Figures, Result, Store, Visited
from aggregator.web import downloads, questions
from aggregator.web.desk import COOKIE, PATIENCE
from aggregator.web.headers import HEADERS
from aggregator.web.templating import LANGUAGES, translations

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from starlette.types import Message

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
PARK = "https://news.example/a/park.html"
RIVER = "https://news.example/a/river.html"
COPY = "https://copy.example/park.html"
ODD = "https://odd.example/1?a=1&b=<2>"
FERRY = "https://weekly.example/ferry/"


def fill(path: Path) -> None:
    """A park with a copy, a version and a related article; a title that is no markup; an English one; a series."""
    with Store(path) as store:
        run = store.runs.start("crawl", ["example-news"], now=NOW - timedelta(hours=5))
        store.runs.note(
            run, [Figures(site="example-news", pages=12, articles={"new": 4}, failures={"dns": 2})]
        )
        store.runs.end(run, now=NOW - timedelta(hours=4), reason="finished", exit_code=0, seconds=95)
        store.frontier.add("example-news", [_link("https://news.example/gone")], now=NOW)
        visit = store.frontier.find("https://news.example/gone")
        assert visit
        store.finish(Visited(visit=visit, result=Result.FAILED, now=NOW, reason="timeout"))
        related = (
            RelatedLink(position=1, url=RIVER, title="苏州河步道贯通"),
            RelatedLink(position=2, url="https://else.example/x", title="别处", kind=RelatedKind.NEXT),
        )
        park = make_article(related_links=related, view_count=100)
        store.save(park, now=NOW)
        store.save(
            make_article(related_links=related, text=park.text.replace("一半", "三分之一")),
            now=NOW + timedelta(days=1),
        )
        store.save(
            make_article(url=RIVER, number=3, title="苏州河步道贯通", date_published=date(2026, 9, 1)),
            now=NOW,
        )
        store.save(
            make_article(
                url=COPY, site="copy.example", date_published=datetime(2026, 11, 5, 1, tzinfo=UTC),
                text=park.text.replace("一半", "三分之一"),
            ),
            now=NOW,
        )  # fmt: skip
        store.save(
            make_article(
                number=4, url=ODD, site="odd.example", title="<b>Bold</b> & \"quoted\" 'words' {{ 7*7 }} %s %(x)s",
                authors=(Person(name="<i>Eve</i>", role="<script>alert(1)</script>%s"),),
                tags=("<u>tag</u>",), html="", main_image="javascript:alert(1)",
                related_links=(RelatedLink(position=1, url="javascript:alert(1)", title="click"),),
                date_published=None, date_published_raw=None, language="x\x01\"y",
            ),
            now=NOW,
        )  # fmt: skip
        store.save(
            make_article(
                url=FERRY, site="weekly.example", title="The night ferry is back", language="en",
                text="The first night ferry in four years left the pier with eleven bakers on board.",
                html='<p>The first night ferry left the <a href="https://weekly.example/pier/">pier</a>.</p>',
                category="Harbour", authors=(Person(name="Margaret Oduya"),),
                date_published=datetime(2026, 10, 2, 20, 30, tzinfo=UTC), images=(Image(url="https://e.example/1.png"),),
            ),
            now=NOW,
        )  # fmt: skip
        for number in range(10, 45):
            store.save(make_article(number=number, site="series.example", category="系列"), now=NOW)


def _link(url: str) -> Link:
    return Link(url=url, kind=Kind.ARTICLE, found_by=FoundBy.LINK)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    db = tmp_path_factory.mktemp("serve") / "articles.db"
    fill(db)
    with serving(db) as server:
        yield server


# The list


def test_newest_articles_come_first_a_page_at_a_time(served: Served) -> None:
    first, second = served.get("/"), served.get("/", page="2")
    assert first.texts(".summary strong") == ["39 articles"]
    assert len(first.texts(".entries > li")) == 30
    assert len(second.texts(".entries > li")) == 9
    assert second.texts(".entries h2")[-2:] == ["The night ferry is back", "苏州河步道贯通"]
    assert first.texts(".turn a") == ["More →"]
    assert first.texts("h1") == ["Articles"]
    assert second.texts(".turn a") == ["← Back"]


def test_entry_says_where_when_and_by_whom(served: Served) -> None:
    [entry] = served.get("/", site="example-news", category="城市", q="绿化局 公园 三分之一").texts(
        ".entries > li"
    )
    assert "example-news" in entry
    assert "新华网" in entry
    assert "2026-11-03 09:12" in entry  # in Shanghai, where the server's clock is
    assert "王芳" in entry
    assert "李伟" not in entry  # who edited it
    assert "12,000 views" in entry
    assert "one copy" in entry


def test_search_marks_what_was_looked_for(served: Served) -> None:
    found = served.get("/", q="口袋公园")
    assert found.texts(".entries h2") == ["上海今年新增公园绿地“超过百处”"]
    assert found.texts(".excerpt mark") == ["口袋公园"]


def test_search_finds_traditional_characters_too(served: Served) -> None:
    assert served.get("/", q="綠化局", site="example-news").texts(".entries h2")


def test_matches_can_be_shown_newest_first(served: Served) -> None:
    times = served.get("/", q="道谢 OR", order="newest").texts(".entries time")
    assert times == []  # OR is a word like others
    times = served.get("/", q="道谢", order="newest", page="2").texts(".entries time")
    assert times[-1] == min(times) == "2026-09-01"
    best = served.get("/", q="道谢", page="2").texts(".entries time")
    assert best != times


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"site": "weekly.example"}, "one article"),
        ({"category": "系列"}, "35 articles"),
        ({"language": "zh"}, "37 articles"),
        ({"since": "2026-11-01"}, "36 articles"),
        ({"until": "2026-10-31"}, "2 articles"),
        ({"where": "view_count > 1 AND site = 'weekly.example'"}, "one article"),
        ({"with_duplicates": "1"}, "40 articles"),
        ({"site": "copy.example"}, "one article"),
        ({"q": "ferry", "min_quality": "0"}, "one article"),
    ],
)
def test_filters_are_those_of_the_command_line(served: Served, filters: dict[str, str], count: str) -> None:
    assert served.get("/", **filters).texts(".summary strong") == [count]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"since": "gestern"}, "since 'gestern'; expected a date"),
        ({"min_quality": "7"}, "min_quality '7'; expected a number from 0 to 1"),
        ({"page": "0"}, "page '0'; expected a number from 1"),
        ({"page": "9" * 500}, "9'; expected a number from 1"),
        ({"page": "٣"}, "page '٣'; expected a number from 1"),
        ({"with_duplicates": "yes"}, "with_duplicates 'yes'; expected 1"),
        ({"where": "no such"}, "where 'no such': "),
        ({"where": "1; DROP TABLE articles"}, "expected an SQL condition"),
    ],
)
def test_filter_that_cannot_be_read_is_told_and_stays_in_the_form(
    served: Served, filters: dict[str, str], message: str
) -> None:
    answer = served.get("/", **filters)
    assert answer.status == 400
    assert message in answer.texts(".problem")[0]
    [(name, value)] = filters.items()
    assert (
        name in ("page", "with_duplicates")
        or value in answer.page.css(f"input[name={name}]::attr(value)").getall()
    )


def test_parameter_that_nobody_knows_is_refused(served: Served) -> None:
    for path in ("/", "/export.csv", "/feed.atom", "/articles.json", "/copies"):
        answer = served.get(path, lnaguage="en")
        assert answer.status == 400
        assert answer.texts(".problem")[0].startswith("lnaguage: no such parameter; expected one of q, ")


def test_parameter_that_each_link_would_repeat_is_short(served: Served) -> None:
    answer = served.get("/", where=f"1 /* {'x' * 2_000} */")
    assert answer.texts(".problem") == ["where: 2008 characters; expected 2000 at most"]


def test_nothing_found_is_said(served: Served) -> None:
    assert served.get("/", q="天文学家").texts(".summary") == ["Nothing found. show all"]


def test_facets_count_what_is_chosen_and_lead_there(served: Served) -> None:
    page = served.get("/", category="城市").page
    links = {
        " ".join("".join(link.css("*::text").getall()).split()): link.attrib["href"]
        for link in page.css(".facets a:not(.months a)")
    }
    assert links["example-news"] == "/?site=example-news&category=%E5%9F%8E%E5%B8%82"
    assert links["城市 ×"] == "/"  # chosen: the link takes it back
    assert links["Chinese (Simplified)"].endswith("language=zh-Hans")
    assert page.css(".facet .count::text").getall()[0] == "2"


def test_months_are_a_chart_that_chooses(served: Served) -> None:
    bars = served.get("/").page.css(".months a")
    assert [bar.css("title::text").get() for bar in bars] == ["2026-09: 1", "2026-10: 1", "2026-11: 36"]
    assert bars[0].attrib["href"] == "/?since=2026-09-01&until=2026-09-30"


def test_chosen_articles_are_a_command_too(served: Served) -> None:
    [command] = served.get("/", q="征信 -广告", since="7d", with_duplicates="1").texts(".take pre") or [""]
    assert command == ""  # nothing found, nothing to take
    [command] = served.get("/", q="ferry -tram", since="2026-01-01", with_duplicates="1").texts(".take pre")
    program, verb, option, path, *rest = shlex.split(command)
    assert (program, verb, option, Path(path).name) == ("aggregator", "export", "--db", "articles.db")
    assert shlex.join(rest) == (
        "-o articles.jsonl --matching 'ferry -tram' --since 2026-01-01 --with-duplicates"
    )


# One article


def test_article_is_read_with_what_is_known_of_it(served: Served) -> None:
    answer = served.get("/article", url=PARK)
    assert answer.texts("h1") == ["上海今年新增公园绿地“超过百处”"]
    assert "市绿化局昨天介绍" in answer.texts(".body")[0]
    assert answer.page.css(".reading::attr(lang)").get() == "zh-Hans"
    record = dict(zip(answer.texts(".record dt"), answer.texts(".record dd"), strict=True))
    assert record["authors"] == "王芳 (author)李伟 (editor)"
    assert record["date_published_raw"] == "2026年11月3日 09:12"
    assert "title json-ld" not in record
    assert answer.texts(".crumbs span") == ["首页", "城市"]


def test_related_articles_lead_inside_where_they_are_stored(served: Served) -> None:
    links = served.get("/article", url=PARK).page.css(".facts .links")[0].css("a")
    assert [link.attrib["href"].split("?")[0] for link in links] == ["/article", "https://else.example/x"]


def test_only_addresses_of_the_web_are_links(served: Served) -> None:
    answer = served.get("/article", url=ODD)
    assert answer.texts(".facts .links li") == ["click"]
    assert "javascript:alert(1)" in answer.texts(".record dd span")
    assert not answer.page.css('[href^="javascript"], [src^="javascript"]')


def test_copies_stand_with_their_original(served: Served) -> None:
    answer = served.get("/article", url=COPY)
    assert answer.page.css(".note a::attr(href)").get() == f"/article?{urlencode({'url': PARK})}"
    assert [kind.split()[0] for kind in answer.texts("#copies .kind")] == ["original", "exact"]


def test_address_as_people_copy_it_is_found(served: Served) -> None:
    assert served.get("/article", url=f"{PARK}?utm_source=x#top").status == 200


@pytest.mark.parametrize("path", ["/article", "/article.json", "/history"])
def test_article_that_is_not_there_is_said(served: Served, path: str) -> None:
    answer = served.get(path, url="https://nowhere.example/")
    assert answer.status == 404
    assert answer.texts(".problem") == ["https://nowhere.example/: no such article"]


def test_changes_are_shown_in_place(served: Served) -> None:
    assert "one change" in served.get("/article", url=PARK).texts(".more a")
    answer = served.get("/history", url=PARK)
    assert answer.texts(".change del") == ["半"]
    assert answer.texts(".change ins") == ["三分之"]
    assert "changed by the publisher" in answer.texts(".change h2")[0]


def test_nothing_of_a_record_is_markup(served: Served) -> None:
    for answer in (served.get("/", site="odd.example"), served.get("/article", url=ODD)):
        assert "<b>Bold</b> & \"quoted\" 'words' {{ 7*7 }} %s %(x)s" in " ".join(answer.texts("h1, h2"))
        assert "<script" not in answer.text
        assert not answer.page.css("main b, main u")
        assert "49" not in answer.texts("h1, h2")[0]


# Copies, status, questions


def test_groups_of_copies(served: Served) -> None:
    answer = served.get("/copies")
    assert [" ".join(row.split()[:3]) for row in answer.texts(".cluster tr")] == [
        "2026-11-03 09:12 original",
        "2026-11-05 09:00 exact",
    ]
    assert served.get("/copies", min_size="3").texts("main > p") == ["No copies found."]
    for size in ("many", "9" * 5000):
        assert served.get("/copies", min_size=size).status == 400


def test_status_tells_sites_runs_and_failures(served: Served) -> None:
    text = " ".join(served.get("/status").texts("main"))
    for said in (
        "40 articles · one of them a copy",
        "example-news",
        "1 crawl",
        "finished",
        "2 minutes",
        "timeout",
    ):
        assert said in text


def test_question_in_sql_is_answered(served: Served) -> None:
    sql = "SELECT site, count(*) AS articles FROM articles GROUP BY 1 ORDER BY 2 DESC"
    answer = served.get("/sql", sql=sql)
    assert answer.texts(".answer th") == ["site", "articles"]
    assert answer.texts(".answer td")[:2] == ["series.example", "35"]
    assert answer.texts("textarea") == [sql]


@pytest.mark.parametrize("sql", questions.EXAMPLES.values(), ids=questions.EXAMPLES)
def test_examples_of_questions_have_answers(served: Served, sql: str) -> None:
    assert served.get("/sql.json", sql=sql).body != b"[]"


def test_question_that_would_write_is_refused(served: Served) -> None:
    answer = served.get("/sql", sql="DELETE FROM articles")
    assert answer.status == 400
    assert "can only read" in answer.texts(".problem")[0]
    assert served.get("/articles.json").body


def test_answers_come_as_csv_and_json(served: Served) -> None:
    sql = "SELECT '=1+1' AS formula, NULL AS empty, x'ff' AS bytes, 1e999 AS endless"
    rows = list(csv.reader(io.StringIO(served.get("/sql.csv", sql=sql).text)))
    assert rows == [["formula", "empty", "bytes", "endless"], ["'=1+1", "", "ff", ""]]
    assert json.loads(served.get("/sql.json", sql=sql).body) == [
        {"formula": "=1+1", "empty": None, "bytes": "ff", "endless": None}
    ]


def test_columns_of_one_name_are_kept_apart(served: Served) -> None:
    answer = served.get("/sql.json", sql="SELECT 1 AS a, 2 AS b, 3 AS a")
    assert json.loads(answer.body) == [{"a": 1, "b": 2, "a:1": 3}]


def test_answer_whose_names_would_fill_the_memory_is_refused(served: Served) -> None:
    many = "WITH RECURSIVE c (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c LIMIT 30000)"
    sql = f'{many} SELECT x AS "{"x" * 4000}" FROM c'
    assert served.get("/sql.json", sql=sql).status == 400


# For other programs


@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
def test_export_is_that_of_the_command(served: Served, form: str, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    fill(folder / "articles.db")
    options = ("-f", form, "--matching", "绿化局", "--since", "2026-11-02")
    expected = aggregator("export", *options, cwd=folder)
    assert served.get(f"/export.{form}", q="绿化局", since="2026-11-02").body == expected.stdout


def test_csv_for_excel_begins_with_its_mark(served: Served) -> None:
    assert served.get("/export.csv", excel="1").body.startswith(b"\xef\xbb\xbf")


def test_export_of_what_cannot_be_chosen_is_refused_before_it_begins(served: Served) -> None:
    assert served.get("/export.jsonl", where="no such").status == 400
    assert served.get("/export.xlsx").status == 404


def test_export_is_let_go_when_its_reader_leaves() -> None:
    def content() -> Generator[bytes]:
        while True:
            yield b"x"

    async def receive() -> Message:
        await anyio.sleep_forever()
        raise AssertionError

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            raise OSError

    source = content()
    scope = {"type": "http", "asgi": {"spec_version": "2.4"}}
    with pytest.raises(ClientDisconnect):
        anyio.run(downloads.Streamed(source), scope, receive, send)
    assert inspect.getgeneratorstate(source) == inspect.GEN_CLOSED


def test_records_as_json(served: Served) -> None:
    found = json.loads(served.get("/articles.json", q="ferry").body)
    assert found["total"] == 1
    assert found["articles"][0]["snippet"].startswith("The first night ferry")
    record = json.loads(served.get("/article.json", url=FERRY).body)
    assert record["authors"] == [{"name": "Margaret Oduya", "role": "author", "url": None}]


def test_other_programs_hear_in_a_line_what_is_wrong(served: Served) -> None:
    answer = served.ask("/articles.json?page=x", {"Accept": "*/*"})
    assert (answer.status, answer.text) == (400, "page 'x'; expected a number from 1 to 100000\n")


def test_feed_has_the_newest_with_their_bodies(served: Served) -> None:
    answer = served.get("/feed.atom", site="weekly.example")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.body)
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.xpath("string(a:title)", namespaces=names) == "weekly.example"
    assert feed.xpath("string(a:entry/a:id)", namespaces=names) == FERRY
    assert feed.xpath("string(a:entry/a:published)", namespaces=names) == "2026-10-02T20:30:00+00:00"
    assert feed.xpath("string(a:entry/a:author/a:name)", namespaces=names) == "Margaret Oduya"
    assert "<p>The first night" in str(feed.xpath("string(a:entry/a:content)", namespaces=names))


def test_feed_of_odd_articles_is_xml(served: Served) -> None:
    feed = etree.fromstring(served.get("/feed.atom").body)
    contents = feed.findall(".//{*}content")
    assert len(contents) > 30
    assert all(content.text for content in contents)
    assert {content.get("type") for content in contents} == {"html", "text"}  # as much as there is of each


# What holds for all of it


@pytest.mark.parametrize(
    "path", ["/", "/copies", "/status", "/sql", "/nowhere", "/static/style.css", "/export.csv"]
)
def test_every_answer_forbids_what_pages_do_not_need(served: Served, path: str) -> None:
    headers = served.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("path", ["/", "/copies", "/status", "/sql"])
def test_pages_need_no_scripts(served: Served, path: str) -> None:
    assert not re.search(r"<script|\son\w+=|javascript:|style=", served.get(path).text)


def test_other_names_of_the_machine_are_not_answered(served: Served) -> None:
    assert served.ask("/", {"Host": "rebound.example"}).status == 400
    assert served.ask("/", {"Host": "localhost:1"}).status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "style"}, 200),
        ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
    ],
)
def test_other_sites_may_link_here_but_load_nothing(
    served: Served, headers: dict[str, str], status: int
) -> None:
    answer = served.ask("/status", headers)
    assert answer.status == status
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_link_to_the_other_language_stays_on_this_site(served: Served) -> None:
    [link] = served.ask("//elsewhere.example/", {}).page.css(".languages a::attr(href)").getall()
    assert link == "?lang=zh"


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}, "zh"),
        ({"Accept-Language": "zh-TW"}, "zh"),
        ({"Accept-Language": "fr,en;q=0.5"}, "en"),
        ({"Accept-Language": "fr"}, "en"),
        ({"Accept-Language": "fr", "Cookie": f"{COOKIE}=zh"}, "zh"),
        ({"Accept-Language": "zh", "Cookie": f"{COOKIE}=en"}, "en"),
        ({"Cookie": f"{COOKIE}=<b>"}, "en"),
        ({}, "en"),
    ],
)
def test_pages_speak_the_readers_language(served: Served, headers: dict[str, str], language: str) -> None:
    answer = served.ask("/", headers)
    assert answer.page.css("html::attr(lang)").get() == language
    assert ("文章" in answer.texts(".top nav a")) is (language == "zh")


def test_language_that_was_chosen_is_kept(served: Served) -> None:
    assert served.get("/", lang="zh").headers["Set-Cookie"].startswith(f"{COOKIE}=zh;")
    assert served.get("/").headers["Set-Cookie"] is None


def test_every_word_of_the_pages_is_translated() -> None:
    found = extract_from_dir(
        "aggregator/web/templates",
        method_map=[("**.html", "jinja2")],
        options_map={"**.html": {"trimmed": "true", "silent": "false"}},
        strip_comment_tags=True,
    )
    words = {word for _, _, word, _, _ in found}
    assert len(words) > 80
    said_by_data = {*map(str, RelatedKind), *map(str, Relation), *questions.EXAMPLES, "author", "editor"}
    for language in LANGUAGES.keys() - {"en"}:
        known = translations(language)
        for word in words | (said_by_data - {"related"}):
            if isinstance(word, tuple):
                one, many = word
                assert known.ngettext(one, many, 2) != many, word
            else:
                assert known.gettext(word) != word, word


# The command


def test_what_is_written_meanwhile_is_seen(tmp_path: Path) -> None:
    db = tmp_path / "articles.db"
    with Store(db) as store, serving(db) as server:
        assert "There are no articles yet" in server.get("/").texts(".summary")[0]
        store.save(make_article())
        assert server.get("/").texts(".summary strong") == ["one article"]


def test_ctrl_c_ends_it_without_a_word(tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db"):
        pass
    with serving(tmp_path / "articles.db") as server:
        assert server.get("/").status == 200
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(timeout=60) == 130
        assert server.process.stderr
        assert server.process.stderr.read() == b""


def test_long_questions_leave_room_for_others_and_end_with_the_server(tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db"):
        pass
    endless = "WITH RECURSIVE c (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c"
    request = f"GET /sql?{urlencode({'sql': endless})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    with serving(tmp_path / "articles.db") as server, ExitStack() as asking:
        port = int(server.url.rpartition(":")[2])
        for _ in range(50):  # more than there are threads for answers
            asking.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(request)
        began = time.monotonic()
        assert server.get("/").status == 200
        assert time.monotonic() - began < PATIENCE / 2
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(timeout=60) == 130
        assert server.process.stderr
        assert server.process.stderr.read() == b""


def test_database_may_have_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    try:
        with Store(tmp_path / os.fsdecode(b"\xff.db")):
            pass
    except (OSError, StoreError):
        pytest.skip("this file system has no such names")
    with serving(tmp_path / os.fsdecode(b"\xff.db")) as server:
        assert server.get("/").texts(".name") == ["?.db"]
        assert server.get("/feed.atom").status == 200


def test_mistake_of_the_program_has_a_page_too(tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db") as store:
        store.save(make_article(date_published=datetime(9999, 12, 31, 23, tzinfo=UTC)))
    with serving(tmp_path / "articles.db") as server:
        assert server.get("/").texts("time") == ["9999-12-31 23:00"]  # there is no such hour in Shanghai
        with closing(sqlite3.connect(tmp_path / "articles.db")) as db, db:
            db.execute("UPDATE articles SET tags = '{'")
        answer = server.get("/")
        assert answer.status == 500
        assert "mistake of the program" in answer.texts(".problem")[0]
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize("name", ["https://news.example", "news.example:8443", "a*", "news.example/x", ""])
def test_name_that_no_browser_sends_is_wrong_usage(name: str, tmp_path: Path) -> None:
    answer = aggregator("serve", "--allow-host", name, cwd=tmp_path)
    assert answer.returncode == 2
    assert b"expected a host's name" in answer.stderr


def test_database_that_is_not_there_is_told_before_listening(tmp_path: Path) -> None:
    assert "does not exist" in complaint(aggregator("serve", "--port", "0", cwd=tmp_path))


def test_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db"):
        pass
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = complaint(aggregator("serve", "--port", str(port), cwd=tmp_path))
    assert said.startswith(f"127.0.0.1 port {port}: ")
    assert "expected" in said


def test_database_that_goes_away_is_told_on_the_page(tmp_path: Path) -> None:
    db = tmp_path / "articles.db"
    with Store(db):
        pass
    with serving(db) as server:
        for path in tmp_path.iterdir():
            path.unlink()
        answer = server.get("/")
        assert answer.status == 503
        assert "does not exist" in answer.texts(".problem")[0]


def test_address_of_all_networks_comes_with_a_warning(tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db"):
        pass
    command = [sys.executable, "-m", "aggregator", "serve", "--host", "0.0.0.0", "--port", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) as process:
        assert process.stderr
        assert b"http://0.0.0.0:" in process.stderr.readline()
        assert b"whoever reaches that address" in process.stderr.readline()
        process.terminate()

"""Import: the export format in, through the stages, by line."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from factories import make_article

from aggregator.importing import Fate, import_records
from aggregator.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://news.example/a/1.html"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "articles.db") as opened:
        yield opened


def line(**record: Any) -> str:
    return json.dumps(
        {"url": URL, "text": "市绿化局昨天介绍，今年新增公园绿地超过百处。", **record}, ensure_ascii=False
    )


def run(store: Store, *lines: str | bytes) -> tuple[dict[str, int], list[tuple[int, str]]]:
    reports: list[tuple[int, str]] = []
    summary = import_records(lines, store, NOW, report=lambda *report: reports.append(report))
    return {str(fate): count for fate, count in summary.counts.items()}, reports


def test_a_record_comes_back_as_it_was_exported(store: Store) -> None:
    article = make_article()
    run(store, json.dumps(article.to_dict()))
    stored = store.get(article.url)
    assert stored is not None
    assert {**stored.to_dict(), "cluster_id": None} == article.to_dict()


def test_url_and_text_are_enough(store: Store) -> None:
    assert run(store, line())[0] == {"new": 1}
    stored = store.get(URL)
    assert stored is not None
    assert (stored.site, stored.canonical_url, stored.date_downloaded) == ("news.example", URL, NOW)


def test_importing_twice_changes_nothing(store: Store) -> None:
    lines = [line(title="绿地"), line(url="https://news.example/a/2.html")]
    run(store, *lines)
    assert run(store, *lines)[0] == {"same": 2}


def test_text_is_cleaned(store: Store) -> None:
    run(store, line(title="绿地", text="绿地\n　　新增\u200b百处。  \n\n点击查看\n"))
    stored = store.get(URL)
    assert stored is not None
    assert stored.text == "新增百处。"


def test_what_a_record_does_not_name_stays(store: Store) -> None:
    run(store, line(title="绿地", tags=["公园"]))
    run(store, line(title="新绿地"))
    stored = store.get(URL)
    assert stored is not None
    assert (stored.title, stored.tags) == ("新绿地", ("公园",))


def test_html_of_another_text_does_not_stay(store: Store) -> None:
    run(store, line(html="<p>旧</p>"))
    run(store, line(text="今年新增的公园绿地已经超过两百处。"))
    stored = store.get(URL)
    assert stored is not None
    assert stored.html == ""


def test_what_was_downloaded_earlier_than_stored_is_left_out(store: Store) -> None:
    run(store, line(title="新", date_downloaded=NOW.isoformat()))
    assert run(store, line(title="旧", date_downloaded=(NOW - timedelta(days=1)).isoformat()))[0] == {
        "older": 1
    }
    stored = store.get(URL)
    assert stored is not None
    assert stored.title == "新"


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_files_may_be_imported_in_any_order(store: Store, order: tuple[int, ...]) -> None:
    texts = ["今年新增公园绿地超过百处。", "今年新增公园绿地超过两百处。", "今年新增公园绿地超过百处。"]
    lines = [
        line(text=text, date_downloaded=(NOW - timedelta(days=2 - day)).isoformat())
        for day, text in enumerate(texts)
    ]
    for place in order:
        run(store, lines[place])
    stored = store.get(URL)
    assert stored is not None
    assert (stored.text, stored.date_downloaded) == (texts[2], NOW)


def state(store: Store) -> list[tuple[Any, ...]]:
    return [
        tuple(row)
        for row in store._db.execute(
            "SELECT url, first_seen, date_downloaded, cluster_id, duplicate_of FROM articles ORDER BY url"
        )
    ]


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))])
def test_the_original_is_the_same_in_any_order(store: Store, tmp_path: Path, order: tuple[int, ...]) -> None:
    """What was seen first, also where the record of that time is outdated by then."""
    other = "https://copies.example/a/1.html"
    lines = [
        line(
            url=url,
            text="今年新增公园绿地超过百处，多数在老城区。",
            date_downloaded=(NOW - timedelta(days=days)).isoformat(),
        )
        for url, days in ((URL, 5), (other, 3), (URL, 1))
    ]
    run(store, *(lines[place] for place in order))
    with Store(tmp_path / "first.db") as first:
        run(first, *lines)
        assert state(store) == state(first)
    assert {row[4] for row in state(store)} == {None, URL}


def test_what_was_read_before_it_was_gone_leaves_it_gone(store: Store) -> None:
    run(store, line(date_downloaded=(NOW - timedelta(days=3)).isoformat()))
    store._db.execute("UPDATE articles SET gone = '2026-11-21T00:00:00+00:00'")
    run(store, line(tags=["公园"]), *(json.dumps(entry.to_dict()) for entry in store.articles()))
    assert store._db.execute("SELECT gone FROM articles").fetchone()[0] is not None
    run(store, line(date_downloaded=NOW.isoformat()))
    assert store._db.execute("SELECT gone FROM articles").fetchone()[0] is None


def test_a_correction_is_of_the_time_of_its_import(store: Store) -> None:
    run(store, line(title="绿地", date_downloaded=(NOW - timedelta(days=9)).isoformat()))
    run(store, line(title="新绿地"))
    (old, new) = store.history(URL)
    assert (old.replaced_at, new.title) == (NOW, "新绿地")
    assert store._db.execute("SELECT changed FROM articles").fetchone()[0] == NOW.isoformat()


def test_a_part_of_the_own_export_leaves_what_pages_declare(store: Store) -> None:
    declared = "https://news.example/all.html"
    urls = [f"https://news.example/a/{number}.html" for number in range(3)]
    for number, url in enumerate(urls):
        run(store, line(url=url, title=f"绿地之{number}", text=f"第{number}处公园", canonical_url=declared))
    before = {entry.url: entry.canonical_url for entry in store.articles()}
    assert before == {url: url for url in urls}
    run(store, *(json.dumps(entry.to_dict()) for entry in list(store.articles())[:2]))
    assert {entry.url: entry.canonical_url for entry in store.articles()} == before


def test_a_link_without_a_position_has_that_of_its_place(store: Store) -> None:
    links = [{"url": "https://a.example/b", "title": "b", "position": None}]
    assert run(store, line(related_links=links)) == ({"new": 1}, [])


@pytest.mark.parametrize("published", ["2026-11-03", "0001-01-01", "9999-12-31", "9999-12-31T23:59:59+00:00"])
@pytest.mark.parametrize(
    "downloaded", [NOW.isoformat(), "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"]
)
def test_dates_at_the_ends_of_time_are_no_trouble(store: Store, published: str, downloaded: str) -> None:
    given = line(date_published=published, date_downloaded=downloaded)
    assert run(store, given) == ({"new": 1}, [])


def array(*records: str, indent: str = "") -> list[bytes]:
    text = "[\n" + ",\n".join(indent + record for record in records) + "\n]\n"
    return text.encode().splitlines(keepends=True)


OTHER = "https://news.example/a/2.html"


def test_records_may_stand_in_an_array(store: Store) -> None:
    assert run(store, *array(line(), line(url=OTHER), indent="  "))[0] == {"new": 2}
    assert run(store, json.dumps([json.loads(line()), json.loads(line(url=OTHER))], indent=2)) == (
        {"same": 2},
        [],
    )
    assert run(store, b"\xef\xbb\xbf[", b"]")[0] == {}


@pytest.mark.parametrize(
    ("lines", "counts", "bad"),
    [
        (array(line(), "7", line(url=OTHER)), {"new": 2, "bad": 1}, 3),
        (array(line(), "{", line(url=OTHER)), {"new": 1, "bad": 1}, 3),
        (array(line())[:-1], {"new": 1, "bad": 1}, 3),
        ([b"[\n"], {"bad": 1}, 2),
        ([b"[\n", b"\xff]"], {"bad": 1}, 1),
        ([*array(line()), b"x\n", *array(line(url=OTHER))], {"new": 2, "bad": 1}, 4),
    ],
    ids=[
        "no object",
        "broken",
        "cut off",
        "nothing but its start",
        "no utf-8",
        "line behind it, and another",
    ],
)
def test_what_is_bad_in_an_array_is_told_by_its_line(
    store: Store, lines: list[bytes], counts: dict[str, int], bad: int
) -> None:
    found, reports = run(store, *lines)
    assert found == counts
    assert [number for number, _ in reports] == [bad]


def test_html_is_made_safe_and_addresses_are_of_the_web(store: Store) -> None:
    given = line(
        html="<p onclick='x()'>Ab<script>alert(1)</script> <a href='/b'>c</a> <a href='javascript:x()'>d</a></p>",
        main_image="javascript:x()",
        images=[{"url": "/a.png"}, {"url": "data:image/png;base64,x"}],
        authors=[{"name": "小花", "url": "javascript:x()"}, {"name": "小草", "url": "/people/1"}],
        breadcrumbs=[{"name": "首页", "url": "vbscript:x"}],
        related_links=[
            {"url": "javascript:x()", "title": "e"},
            {"url": "/f", "title": "f", "image": "javascript:x()"},
        ],
    )
    assert run(store, given) == ({"new": 1}, [])
    stored = store.get(URL)
    assert stored is not None
    assert stored.html == '<p>Ab <a href="https://news.example/b">c</a> d</p>'
    assert stored.main_image is None
    assert [image.url for image in stored.images] == ["https://news.example/a.png"]
    assert [person.url for person in stored.authors] == [None, "https://news.example/people/1"]
    assert [crumb.url for crumb in stored.breadcrumbs] == [None]
    assert [(link.url, link.image) for link in stored.related_links] == [("https://news.example/f", None)]


def test_language_is_told_by_the_text_where_a_record_names_none(store: Store) -> None:
    run(store, line(), line(url=OTHER, language=None), line(url=f"{OTHER}?p=2", language="ja"))
    found = {entry.url: entry.language for entry in store.articles(duplicates=True)}
    assert found == {URL: "zh-Hans", OTHER: None, f"{OTHER}?p=2": "ja"}


def test_the_html_of_the_same_text_stays(store: Store) -> None:
    text = "今年新增的公园绿地已经超过两百处。"
    run(store, line(text=text, html=f"<p>{text}</p>"))
    run(store, line(text=f"{text} \n"))
    stored = store.get(URL)
    assert stored is not None
    assert stored.html == f"<p>{text}</p>"


def test_half_a_character_in_the_name_of_a_site_is_no_trouble(store: Store) -> None:
    assert run(store, line(site="\ud800")) == ({"new": 1}, [])


def test_clusters_of_the_file_are_not_taken(store: Store) -> None:
    run(store, line(cluster_id="x", duplicate_of="https://elsewhere.example/"))
    stored = store.get(URL)
    assert stored is not None
    assert stored.duplicate_of is None
    assert stored.cluster_id != "x"


def test_empty_lines_and_a_byte_order_mark_are_passed_over(store: Store) -> None:
    assert run(store, b"\xef\xbb\xbf" + line().encode(), b"\n", "  \n") == ({"new": 1}, [])


BAD = {
    "no json": ("{", "not JSON"),
    "no utf-8": (b'{"url": "\xff"}', "not JSON in UTF-8"),
    "a number": ("1", "expected an object, got a number"),
    "a list in a list": ("[[1]]", "expected an object, got a list"),
    "no url": ('{"text": "x"}', "url: expected a string with content, got nothing"),
    "no text": ('{"url": "https://a.example/", "text": " "}', "text: expected a string with content"),
    "url of a file": (line(url="file:///etc/passwd"), "url: expected an absolute http or https address"),
    "relative url": (line(url="/a.html"), "url: expected an absolute http or https address"),
    "title a number": (line(title=7), "title: expected a string, got a number"),
    "authors a string": (line(authors="小花"), "authors: expected a list, got a string"),
    "author without name": (
        line(authors=[{"role": "editor"}]),
        "authors: name: expected a string, got nothing",
    ),
    "tags of numbers": (line(tags=[1]), "tags: expected a list of strings, got a number"),
    "time without offset": (
        line(date_published="2026-11-03T09:12:00"),
        "date_published: expected an ISO 8601",
    ),
    "first day of all": (
        line(date_published="0001-01-01T00:00:00+08:00"),
        "date_published: expected an ISO 8601",
    ),
    "kind a list": (
        line(related_links=[{"url": "https://a.example/b", "title": "b", "kind": ["x"]}]),
        "related_links: kind: expected a string, got a list",
    ),
    "related link without title": (
        line(related_links=[{"url": "https://a.example/b"}]),
        "related_links: title: expected a string, got nothing",
    ),
    "no tag of a language": (line(language="English"), "language: expected a BCP 47 tag"),
    "no date": (line(date_modified="gestern"), "date_modified: expected an ISO 8601"),
    "count of words": (line(view_count="1.2万"), "view_count: expected a whole number, got a string"),
    "count of truth": (line(view_count=True), "view_count: expected a whole number, got true or false"),
    "only invisible": (line(text="\u200b\u200b\ue000"), "text: nothing is left of it after cleaning"),
}


@pytest.mark.parametrize(("bad", "reason"), BAD.values(), ids=BAD)
def test_a_bad_line_is_reported_by_number_and_left_out(store: Store, bad: str | bytes, reason: str) -> None:
    other = line(url="https://news.example/a/2.html")
    counts, reports = run(store, other, bad)
    assert counts == {"new": 1, Fate.BAD: 1}
    assert [number for number, _ in reports] == [2]
    assert reports[0][1].startswith(reason)
    assert store.count(duplicates=True) == 1

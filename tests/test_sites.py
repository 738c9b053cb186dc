"""sites.toml: what is read from it and how its mistakes are told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from aggregator.errors import ConfigError
from aggregator.sites import Site, load_sites

if TYPE_CHECKING:
    from pathlib import Path

WHOLE = """
[example-news]
start = ["https://News.example/?utm_source=x", "https://blog.news.example/"]
feeds = ["https://news.example/rss"]
sitemaps = "https://news.example/map.xml"
allow = ['/20\\d\\d/']
deny = ["/sport/"]
delay = 2
schedule = "6h"
max_pages = 500
keep_pages = "90d"
[example-news.select]
title = "h1.title"
body = ["//div[@id='content']", ".text"]

[other]
start = ["https://other.example/"]
keep_pages = false
"""


def read(tmp_path: Path, text: str) -> tuple[Site, ...]:
    path = tmp_path / "sites.toml"
    path.write_text(text, encoding="utf-8")
    return load_sites(path)


def test_every_key_is_read(tmp_path: Path) -> None:
    site, other = read(tmp_path, WHOLE)
    assert (site.name, other.name) == ("example-news", "other")
    assert site.start == ("https://news.example/", "https://blog.news.example/")
    assert site.hosts == {"news.example", "blog.news.example"}
    assert site.sitemaps == ("https://news.example/map.xml",)
    assert (site.delay, site.schedule, site.max_pages) == (2.0, "6h", 500)
    assert site.keep_pages == timedelta(days=90)
    assert other.keep_pages is False
    assert site.select == {"title": ("h1.title",), "body": ("//div[@id='content']", ".text")}


def test_patterns_choose_addresses(tmp_path: Path) -> None:
    site, _ = read(tmp_path, WHOLE)
    assert site.wants("https://news.example/2024/a")
    assert site.wants("https://news.example/"), "a start page needs no pattern"
    assert not site.wants("https://news.example/about")
    assert not site.wants("https://news.example/2024/sport/a")


def test_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert read(tmp_path, '\ufeff[a]\nstart = "https://a.example"')[0].name == "a"


A = '[a]\nstart = "https://a.example"\n'

MISTAKES = {
    "not a table": ('start = "https://a.example"', "[start]", "expected a table such as [example]"),
    "no start": ("[a]\ndelay = 1", "[a] start: missing", "expected a list of http or https addresses"),
    "empty start": ("[a]\nstart = []", "[a] start: []", "expected a list of http"),
    "start no address": ('[a]\nstart = ["a.example"]', "[a] start: 'a.example'", "expected a list of http"),
    "unknown key": (A + "dealy = 1", "[a] dealy: unknown key", "'delay'?"),
    "negative delay": (A + "delay = -1", "[a] delay: -1", "seconds between 0 and"),
    "delay a word": (A + 'delay = "1s"', "[a] delay: '1s'", "seconds between"),
    "bad pattern": (A + 'deny = ["("]', "[a] deny: '('", "a regular expression"),
    "bad schedule": (A + 'schedule = "often"', "[a] schedule: 'often'", "30m, 6h"),
    "no pages": (A + "max_pages = 0", "[a] max_pages: 0", "above 0"),
    "bad keep": (A + 'keep_pages = "long"', "[a] keep_pages: 'long'", "90d"),
    "select a string": (A + 'select = "h1"', "[a] select: 'h1'", "a table"),
    "bad css": (A + 'select.title = "h1["', "[a] select.title: 'h1['", "CSS or XPath"),
    "bad xpath": (A + 'select.body = "//div["', "[a] select.body", "CSS or XPath"),
    "unknown field": (A + 'select.ttle = "h1"', "[a] select.ttle", "title, authors"),
    "name without quotes": ('[a.example]\nstart = "https://a.example"\n', "[a.example]", '["a.example"]'),
    "long name without quotes": ('[a.b.c]\nstart = "https://a.example"\n', "[a.b.c]", '["a.b.c"]'),
    "part of a name": (A + '[a.b]\nstart = "https://b.example"', "[a.b]", '["a.b"]'),
    "misspelt select": (A + '[a.selct]\ntitle = "h1"', "[a] selct: unknown key", "'select'?"),
    "shared start": (A + '[b]\nstart = "https://a.example/"', "[b] start", "of [a] too"),
    "no name": ('[""]\nstart = "https://a.example"', "[]: ''", "a name for the table"),
    "no TOML": ("[a", "end of document", "expected TOML"),
}


@pytest.mark.parametrize(("text", "place", "expectation"), MISTAKES.values(), ids=MISTAKES)
def test_mistake_names_place_and_expectation(tmp_path: Path, text: str, place: str, expectation: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    line = str(caught.value)
    assert "sites.toml" in line
    assert place in line
    assert expectation in line
    assert "\n" not in line


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(
            tmp_path,
            '[a]\nstart = "x"\ndelay = "y"\nselect.title = "["\nselect.body = 1\n[b]\nmax_pages = -1',
        )
    places = [line.split("sites.toml: ")[1].split(":")[0] for line in str(caught.value).splitlines()]
    assert places == [
        "[a] start",
        "[a] delay",
        "[a] select.title",
        "[a] select.body",
        "[b] start",
        "[b] max_pages",
    ]


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: No such file"):
        load_sites(tmp_path / "nowhere.toml")


def test_site_of_an_address() -> None:
    site = Site.of("http://www.News.example:8080/a?utm_source=b")
    assert (site.name, site.start) == ("news.example:8080", ("http://www.news.example:8080/a",))

"""Links with their regions, pagination, the next part of an article, feeds, robots."""

from __future__ import annotations

import pytest

from aggregator.extraction import examine
from aggregator.extraction.links import head, hyperlinks, pagination, regions
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse
from aggregator.extraction.records import Region

URL = "https://news.example/2024/story.html"


def page_of(html: str, url: str = URL) -> PageMap:
    return PageMap(parse(html), url)


@pytest.mark.parametrize(
    ("reference", "absolute"),
    [
        ("/a/b.html", "https://news.example/a/b.html"),
        ("b.html", "https://news.example/2024/b.html"),
        ("../b.html", "https://news.example/b.html"),
        ("./b.html", "https://news.example/2024/b.html"),
        ("?page=2", "https://news.example/2024/story.html?page=2"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("http://other.example/#top", "http://other.example/"),
        (" /a\n/b ", "https://news.example/a/b"),
        ("#comments", None),
        ("", None),
        ("javascript:void(0)", None),
        ("mailto:desk@news.example", None),
        ("http://[broken", None),
        ("http://news.example:8o/", None),
        ("//news.example:8o/", None),
        ("http://exa\u2100mple/", None),
        ("http://news.example:8080/a:b", "http://news.example:8080/a:b"),
        ("/a:b", "https://news.example/a:b"),
        ("/a/./b", "https://news.example/a/b"),
        ("/a/..", "https://news.example/"),
        ("http://other.example/a/../b", "http://other.example/a/../b"),
        ("新闻/1.html", "https://news.example/2024/新闻/1.html"),
    ],
)
def test_references_become_absolute(reference: str, absolute: str | None) -> None:
    assert hyperlinks.Base(page_of("<p>x</p>")).absolute(reference) == absolute


def test_references_below_a_broken_address_lead_nowhere() -> None:
    base = hyperlinks.Base(page_of("<p>x</p>", "http://news.example:8o/story.html"))
    assert base.absolute("/a") is None
    assert base.absolute("a") is None
    assert base.absolute("http://other.example/a") == "http://other.example/a"


def test_references_of_a_page_without_an_address_stay_as_written() -> None:
    html = "<a href='/a.html'>one</a> <a href='b.html'>two</a> <a href='//news.example/c'>three</a> <a href='#top'>top</a>"
    assert [link.url for link in hyperlinks.read(page_of(html, ""))] == [
        "/a.html",
        "b.html",
        "//news.example/c",
    ]


def test_base_element_moves_relative_references() -> None:
    page = page_of("<head><base href='/archive/'></head><body><a href='1.html'>one</a></body>")
    assert [link.url for link in hyperlinks.read(page)] == ["https://news.example/archive/1.html"]


def test_pictures_give_links_their_text() -> None:
    page = page_of(
        "<a href='/a'><img src='a.jpg' alt='The mill  at dusk'></a><a href='/b' title='The harbour'></a>"
    )
    assert [link.text for link in hyperlinks.read(page)] == ["The mill at dusk", "The harbour"]


def test_links_are_found_by_where_they_stand() -> None:
    page = page_of(
        "<a href=/a>one</a><p><a href=/b rel=Next>two</a> <a href=#c>-</a> <a href=/d>four</a></p>"
    )
    links = hyperlinks.read(page)
    start = page.by_tag["p"][0]
    assert [links[number].url[-1] for number in links.within(start, page.ends[start])] == ["b", "d"]
    assert list(links) == [links[number] for number in range(len(links))]
    assert links[1] == hyperlinks.Hyperlink(page.by_tag["a"][1], "https://news.example/b", "two", "next")


def test_head_says_feeds_next_page_and_robots() -> None:
    page = page_of(
        "<head><link rel=alternate type=application/rss+xml href=/feed><link rel=alternate hreflang=de href=/de/>"
        "<link rel=next href='story_2.html'><meta name=ROBOTS content='NOINDEX,follow'></head>"
    )
    assert head.read(page) == head.Head(
        ("https://news.example/feed",), "https://news.example/2024/story_2.html", frozenset({"noindex"})
    )


def test_robots_none_means_both() -> None:
    page = page_of("<head><meta name=robots content=none></head>")
    assert head.read(page).robots == {"noindex", "nofollow"}


PAGE = """
<html><head><title>The mill | Gazette</title></head><body>
<nav><a href="/">Home</a><a href="/sport/">Sport</a></nav>
<div class="breadcrumb"><a href="/news/">News</a></div>
<article><h1>The mill</h1><p>{prose} <a href="/mill-owner">its owner</a> {prose}</p><p>{prose}</p>
<h3>Related articles</h3><ul><li><a href="/harbour-wall">The harbour wall</a></li></ul></article>
<div id="comments"><p>Nice. <a rel="nofollow ugc" href="https://spam.example/">Ann</a></p></div>
<div class="pagination"><a href="?page=2">2</a><a href="?page=3">3</a><a href="?page=2">Next page</a></div>
<footer><a href="/about">About</a></footer></body></html>
""".format(
    prose="The mill stood by the river for two hundred years, and nobody thought it would ever stop turning."
    * 3
)


@pytest.mark.parametrize(
    ("url", "region"),
    [
        ("https://news.example/sport/", Region.NAVIGATION),
        ("https://news.example/news/", Region.BREADCRUMBS),
        ("https://news.example/mill-owner", Region.BODY),
        ("https://news.example/harbour-wall", Region.RELATED),
        ("https://spam.example/", Region.COMMENTS),
        ("https://news.example/2024/story.html?page=3", Region.PAGINATION),
        ("https://news.example/about", Region.NAVIGATION),
    ],
)
def test_each_link_has_its_region(url: str, region: Region) -> None:
    found = {anchor.url: anchor for anchor in examine(PAGE, URL).anchors}
    assert found[url].region is region


def test_nofollow_is_kept() -> None:
    nofollow = [anchor.url for anchor in examine(PAGE, URL).anchors if anchor.nofollow]
    assert nofollow == ["https://spam.example/"]


@pytest.mark.parametrize(
    "html",
    [
        "<div><a href='/list_2.html'>2</a> <a href='/list_3.html'>3</a> <a href='/list_9.html'>尾页</a></div>",
        "<div><a href='/list_2.html'>下一页</a></div>",
        "<div class='nav-previous'><a href='/page/2/'>Older posts</a></div>",
        "<div class='pager'><a rel='next' href='/page/2'>›</a></div>",
        "<p>第 <a href='?p=1'>[1]</a> <a href='?p=2'>[2]</a> 页</p>",
    ],
    ids=["numbers", "下一页", "older posts", "arrow in a pager", "bracketed"],
)
def test_page_turners(html: str) -> None:
    page = page_of(f"<body><p>Some text</p>{html}<p>More text</p></body>")
    links = hyperlinks.read(page)
    spans = pagination.pagers(page, links)
    assert {anchor.region for anchor in regions.place(links, spans, Region.OTHER)} == {Region.PAGINATION}


@pytest.mark.parametrize(
    "html",
    [
        "<a href='/2024/'>2024</a> was a good year",
        "<p><a href='/x'>More</a></p>",
        "<p>Born in <a href='/y'>1984</a></p>",
    ],
)
def test_what_turns_no_pages(html: str) -> None:
    page = page_of(f"<body><p>{html}</p></body>")
    assert pagination.pagers(page, hyperlinks.read(page)) == []


@pytest.mark.parametrize(
    ("url", "links", "part"),
    [
        (
            "https://b.example/archives/512",
            {"/archives/512/2": "2", "/archives/512/3": "3"},
            "/archives/512/2",
        ),
        ("https://b.example/archives/512.html", {"/archives/512/2": "Page 2"}, "/archives/512/2"),
        (
            "https://b.example/archives/512/2/",
            {"/archives/512/": "1", "/archives/512/3/": "3"},
            "/archives/512/3/",
        ),
        ("https://b.example/archives/512/3/", {"/archives/512/": "1", "/archives/512/2/": "2"}, None),
        ("https://b.example/a/1234.html", {"/a/1234_2.html": "下一页"}, "/a/1234_2.html"),
        (
            "https://b.example/a/1234_2.html",
            {"/a/1234_3.html": "下一页", "/a/1234.html": "上一页"},
            "/a/1234_3.html",
        ),
        (
            "https://b.example/a/1234.shtml",
            {"/a/1234_1.shtml": "2", "/a/1234_2.shtml": "3"},
            "/a/1234_1.shtml",
        ),
        ("https://b.example/story?id=7", {"/story?id=7&page=2": "Next page"}, "/story?id=7&page=2"),
        (
            "https://b.example/story?id=7&page=2",
            {"/story?id=7&page=3": "›", "/story?id=8": "Next"},
            "/story?id=7&page=3",
        ),
        ("https://b.example/a/1234.html", {"/a/1235.html": "下一页"}, None),
        ("https://b.example/a/iphone-1", {"/a/iphone-2": "The iPhone 2 in review"}, None),
        ("https://b.example/", {"/page/2": "2"}, None),
        ("https://b.example/88298335/slug", {"/88298335/slug/": "1"}, None),
        ("https://b.example/a/1234.html", {"/a/1234.html?replytocom=2": "2"}, None),
        ("https://b.example/a/1234.html", {"https://other.example/a/1234_2.html": "2"}, None),
        ("https://www.b.example/a/1234.html", {"https://b.example/a/1234_2.html": "2"}, "/a/1234_2.html"),
        ("https://b.example/a/1234.html", {"http://b]c/a/1234_2.html": "2"}, None),
    ],
)
def test_next_part_of_an_article(url: str, links: dict[str, str], part: str | None) -> None:
    page = page_of(
        "".join(f"<a href='{link.replace('&', '&amp;')}'>{text}</a>" for link, text in links.items()), url
    )
    expected = f"https://b.example{part}" if part else None
    assert pagination.next_part(url, hyperlinks.read(page), None) == expected


@pytest.mark.parametrize(
    "title", ["<h2><a href='/{}'>", "<a class='nav-link' href='/{}'>"], ids=["plain", "nav-link"]
)
def test_headers_of_teasers_are_not_the_frame(title: str) -> None:
    teasers = "".join(
        f"<article><header class='post-header'>{title.format(n)}Story {n} of the harbour</a></h2></header><p>Short.</p></article>"
        for n in range(5)
    )
    html = (
        f"<header class='site-header'><a href='/about'>About us</a></header><div class='list'>{teasers}</div>"
    )
    regions = {anchor.url: anchor.region for anchor in examine(html, "https://news.example/").anchors}
    assert regions.pop("https://news.example/about") is Region.NAVIGATION
    assert set(regions.values()) == {Region.LIST}


def test_article_with_comments_is_not_all_comments() -> None:
    prose = "<p>It stood by the river. It turned.</p>" * 9
    html = f"<div class='post has-comments comments'><h1>The mill</h1>{prose}<a href='/next-mill'>x</a></div>"
    assert [anchor.region for anchor in examine(html, URL).anchors] != [Region.COMMENTS]

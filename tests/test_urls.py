"""Addresses: one spelling a page, the site, the guess, shapes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator import urls
from aggregator.items import Kind

SPELLINGS = {
    "case of scheme and host": ("HTTP://News.Example/A", "http://news.example/A"),
    "default port": ("https://news.example:443/", "https://news.example/"),
    "other port": ("http://news.example:8080", "http://news.example:8080/"),
    "fragment": ("http://news.example/a#top", "http://news.example/a"),
    "credentials": ("http://me:secret@news.example/", "http://news.example/"),
    "dot segments": ("http://news.example/a/./b/../c/..", "http://news.example/a/"),
    "dots above the root": ("http://news.example/../../a", "http://news.example/a"),
    "double slash stays": ("http://news.example//a//b", "http://news.example//a//b"),
    "closing slash stays": ("http://news.example/a/", "http://news.example/a/"),
    "chinese path": ("http://news.example/新闻", "http://news.example/%E6%96%B0%E9%97%BB"),
    "escapes in capitals": ("http://news.example/%e6%96%b0", "http://news.example/%E6%96%B0"),
    "needless escapes": ("http://news.example/%7Eme/%41", "http://news.example/~me/A"),
    "escaped slash stays": ("http://news.example/a%2fb", "http://news.example/a%2Fb"),
    "stray percent": ("http://news.example/100%", "http://news.example/100%25"),
    "chinese host": ("http://例子.中国/", "http://xn--fsqu00a.xn--fiqs8s/"),
    "closing dot of a host": ("http://news.example./a", "http://news.example/a"),
    "ipv6": ("http://[::1]:8080/a", "http://[::1]:8080/a"),
    "line break inside": ("http://news.example/a\n b ", "http://news.example/a%20b"),
    "tracking": ("http://news.example/a?utm_source=x&id=5&fbclid=y", "http://news.example/a?id=5"),
    "escaped ampersand": ("http://news.example/a?id=5&amp;utm_source=x", "http://news.example/a?id=5"),
    "share mark of wechat": ("http://news.example/a?from=timeline&isappinstalled=0", "http://news.example/a"),
    "from as content": ("http://news.example/a?from=2024", "http://news.example/a?from=2024"),
    "session in the query": ("http://news.example/a?PHPSESSID=1f&p=2", "http://news.example/a?p=2"),
    "session by its look": ("http://news.example/a?sid=0f3a9b8c7d6e5f4a&id=5", "http://news.example/a?id=5"),
    "sid as content": ("http://news.example/a?sid=1234", "http://news.example/a?sid=1234"),
    "session in the path": ("http://news.example/a;jsessionid=1F?p=2", "http://news.example/a?p=2"),
    "session as a segment": ("http://n.example/(S(lit3py55t21z5v55vlm25s55))/a", "http://n.example/a"),
    "order of parameters stays": ("http://news.example/?b=1&a=2", "http://news.example/?b=1&a=2"),
    "empty values stay": ("http://news.example/?b=&a", "http://news.example/?b=&a"),
    "wechat article": (
        "https://mp.weixin.qq.com/s?__biz=Mz&mid=1&idx=1&sn=2&chksm=3&scene=4",
        "https://mp.weixin.qq.com/s?__biz=Mz&mid=1&idx=1&sn=2",
    ),
}


@pytest.mark.parametrize(("written", "normal"), SPELLINGS.values(), ids=SPELLINGS)
def test_normal_form(written: str, normal: str) -> None:
    assert urls.normalise(written) == normal


@pytest.mark.parametrize("normal", [normal for _, normal in SPELLINGS.values()], ids=SPELLINGS)
def test_normal_form_is_normal(normal: str) -> None:
    assert urls.normalise(normal) == normal


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_path_and_query_has_one_normal_form(path: str, query: str) -> None:
    try:
        normal = urls.normalise(f"http://news.example/{path}?{query}")
    except ValueError:
        return
    assert urls.normalise(normal) == normal
    assert normal.isascii()


@pytest.mark.parametrize(
    "url",
    ["", "mailto:a@b.example", "javascript:void(0)", "ftp://a.example/", "//a.example/", "http://", "/a"],
)
def test_what_is_no_page_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="expected an http or https address"):
        urls.normalise(url)


def test_endless_address_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than"):
        urls.normalise("http://news.example/" + "a/" * 2000)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("http://www.news.example/a", "https://news.example/b", True),
        ("http://news.example/", "http://blog.news.example/", False),
        ("http://127.0.0.1:8701/", "http://127.0.0.1:8702/", False),
        ("http://news.example:80/", "https://news.example:443/", True),
        ("http://news.example/", "http://newsexample/", False),
    ],
)
def test_same_site(first: str, second: str, same: bool) -> None:
    assert urls.same_site(first, second) is same


@pytest.mark.parametrize(
    ("url", "declared", "credible"),
    [
        ("http://news.example/a?print=1", "http://news.example/a", True),
        ("http://www.news.example/a", "https://news.example/a", True),
        ("http://news.example/a", "http://news.example/", False),
        ("http://news.example/a", "http://other.example/a", False),
        ("http://news.example/a", "http://news.example/category/money/", False),
        ("http://news.example/", "http://news.example/index.html", True),
        ("http://news.example/a", "not an address", False),
    ],
)
def test_credible_canonical(url: str, declared: str, credible: bool) -> None:
    assert urls.credible_canonical(url, declared) is credible


KINDS = {
    Kind.FRONT: ["/", "/index.html"],
    Kind.SITEMAP: [
        "/sitemap.xml",
        "/wp-sitemap-posts-post-1.xml",
        "/sitemap/news.xml.gz",
        "/post-sitemap2.xml",
    ],
    Kind.FEED: [
        "/feed",
        "/feed/",
        "/?feed=rss2",
        "/rss.xml",
        "/atom.xml",
        "/feeds/all.atom.xml",
        "/index.rdf",
    ],
    Kind.LIST: [
        *(
            "/tag/money/",
            "/category/a-b-c-d/",
            "/page/2/",
            "/blog/page/3",
            "/index_2.html",
            "/2024/11/",
            "/2024/",
            "/news/index.html",
            "/news/2024/11/01/index.html",
        ),
        *(
            "/archives/",
            "/archives/2024/",
            "/archives/2024",
            "/archives/date/2024/12",
            "/author/xiaohua",
            "/news?page=3",
            "/?s=word",
            "/list_4.html",
        ),
    ],
    Kind.ARTICLE: [
        *(
            "/2024/11/01/weilidai/",
            "/2024-11/01/content_4711.htm",
            "/t20241101_4711.html",
            "/n1/2024/1101/c1.html",
            "/2024/11/01/economy/debts-of-towns/index.html",
        ),
        *(
            "/article/4711",
            "/archives/4711.html",
            "/archives/7",
            "/archives/19/",
            "/?p=4711",
            "/show.php?id=7",
            "/news/47114711.html",
        ),
        *("/what-to-do-when-debts-grow", "/posts/how-we-crawl/", "/a/735518432_121.html"),
    ],
    Kind.OTHER: [
        "/login",
        "/about/",
        "/about-us.html",
        "/privacy-policy",
        "/wp-login.php?redirect_to=x",
        "/cart",
    ],
    Kind.UNKNOWN: ["/money/", "/xinwen.html", "/a/b/c/", "/posts/2.html", "/blog/3/"],
}


@pytest.mark.parametrize(
    ("path", "kind"), [(path, kind) for kind, paths in KINDS.items() for path in paths], ids=str
)
def test_kind_guessed_from_address(path: str, kind: Kind) -> None:
    assert urls.guess_kind("http://news.example" + path) == kind


@pytest.mark.parametrize(
    ("path", "loop"),
    [
        ("/a/b/a/b/a/b/", True),
        ("/news/news/news/", True),
        ("/a/b/c/a/b/c/a/b/c", True),
        ("/2024/11/11/x", False),
        ("/a/b/a/b.html", False),
        ("/" + "/".join("abcdefghijklmnopqrst"), True),
    ],
)
def test_loop_is_seen(path: str, loop: bool) -> None:
    assert urls.is_loop("http://news.example" + path) is loop


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/calendar/2026/11/", "/calendar/1970/01/"),
        ("/shop?color=red&size=2", "/shop?size=9&color=blue"),
        ("/tag/money", "/tag/%E9%80%BE%E6%9C%9F"),
        ("/a-b-c.html", "/d-e.html"),
        ("/harbour", "/lighthouse"),
    ],
)
def test_addresses_of_one_mould_share_a_shape(first: str, second: str) -> None:
    assert urls.shape("http://news.example" + first) == urls.shape("http://news.example" + second)


@pytest.mark.parametrize(
    ("first", "second"),
    [("/tag/a", "/news/a"), ("/a/1", "/a/1/2"), ("/a?x=1", "/a?y=1"), ("/a.html", "/a.php")],
)
def test_other_moulds_have_other_shapes(first: str, second: str) -> None:
    assert urls.shape("http://news.example" + first) != urls.shape("http://news.example" + second)


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("/a/4711_2.html", "/a/4711.html"),
        ("/a/4711-3.shtml", "/a/4711.shtml"),
        ("/a/4711/2", "/a/4711/"),
        ("/a/story/page/2/", "/a/story"),
        ("/a.html?page=2", "/a.html"),
        ("/a?id=7&p=3", "/a?id=7"),
    ],
)
def test_first_part_of_an_article(path: str, first: str) -> None:
    assert "http://news.example" + first in urls.first_parts("http://news.example" + path)


@pytest.mark.parametrize("path", ["/a/4711.html", "/a/1", "/a/2024/", "/a_1.html", "/a?id=2"])
def test_addresses_that_are_no_later_part(path: str) -> None:
    assert urls.first_parts("http://news.example" + path) == ()


def test_facets_are_one_family() -> None:
    assert urls.family("http://s.example/shop?color=red") == urls.family(
        "http://s.example/shop?size=2&brand=x"
    )


@pytest.mark.parametrize(
    "path", ["/a.jpg", "/a.PDF", "/a.css", "/feed.zip", "/js/light-and-dark-theme.js", "/tags/a.jpg"]
)
def test_assets_are_no_pages(path: str) -> None:
    assert urls.is_asset("http://news.example" + path)


@pytest.mark.parametrize(
    "path",
    [
        "/a",
        "/a.html",
        "/sitemap.xml.gz",
        "/a.php?x=.jpg",
        "/tags/node.js",
        "/posts/getting-started-with-next.js",
    ],
)
def test_pages_are_no_assets(path: str) -> None:
    assert not urls.is_asset("http://news.example" + path)

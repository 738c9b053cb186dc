"""Feeds, sitemaps and links of pages."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime

import pytest

from aggregator.discovery import page_links, read_listing, usual_places
from aggregator.extraction.records import Anchor, Region
from aggregator.items import FoundBy, Kind, Link, RelatedLink

BASE = "http://news.example/"

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><link>http://news.example/</link>
<item><title>甲</title><link>/a?utm_source=rss</link><pubDate>Fri, 01 Nov 2024 08:00:00 +0800</pubDate></item>
<item><title>No link</title><guid>http://news.example/b</guid></item>
<item><title>Not an address</title><guid isPermaLink="false">tag:1</guid></item></channel></rss>""".encode()

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://news.example/deep/">
<link rel="self" href="http://news.example/atom.xml"/><link rel="next" href="/atom.xml?page=2"/>
<entry><title>A</title><link rel="edit" href="/no"/><link href="a.html"/><updated>2024-11-01</updated></entry>
</feed>"""

RDF = b"""<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/"><item rdf:about="x"><link> http://news.example/a </link></item>
</rdf:RDF>"""

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "url": "/a", "title": "A", "date_published": "2024-11-01T08:00:00+08:00"}, 7],
        "next_url": "/feed.json?page=2",
    }
).encode()

SITEMAP = b"""<?xml version="1.0"?><!-- made by hand --><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>http://news.example/a</loc><lastmod>2024-11-01</lastmod></url>
<url><loc>http://news.example/a.jpg</loc></url><url><loc> </loc></url></urlset>"""

INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>http://news.example/map-1.php</loc></sitemap></sitemapindex>"""


def urls_of(body: bytes) -> list[str]:
    listing = read_listing(body, BASE)
    assert listing is not None
    return [link.url for link in listing.links]


LISTINGS = {
    "rss": (RSS, Kind.FEED, ["a", "b"]),
    "atom": (ATOM, Kind.FEED, ["deep/a.html", "atom.xml?page=2"]),
    "rdf": (RDF, Kind.FEED, ["a"]),
    "json feed": (JSON_FEED, Kind.FEED, ["a", "feed.json?page=2"]),
    "sitemap": (SITEMAP, Kind.SITEMAP, ["a"]),
    "sitemap, gzipped": (gzip.compress(SITEMAP), Kind.SITEMAP, ["a"]),
    "sitemap, cut off": (SITEMAP[:-40], Kind.SITEMAP, ["a"]),
    "sitemap index": (INDEX, Kind.SITEMAP, ["map-1.php"]),
    "sitemap of plain lines": (
        b"http://news.example/a\r\nhttp://news.example/b\r\n",
        Kind.SITEMAP,
        ["a", "b"],
    ),
    "first day of all": (SITEMAP.replace(b"2024-11-01", b"0001-01-01T00:00:00+08:00"), Kind.SITEMAP, ["a"]),
    "zone out of this world": (RSS.replace(b"+0800", b"+" + b"9" * 30), Kind.FEED, ["a", "b"]),
    "emoji as two references": (RSS.replace("甲".encode(), b"&#xD83D;&#56832;"), Kind.FEED, ["a", "b"]),
    "broken link": (ATOM.replace(b"a.html", b"//[bad/x"), Kind.FEED, ["atom.xml?page=2"]),
    "broken base": (ATOM.replace(b"http://news.example/deep/", b"http://[x"), Kind.FEED, ["atom.xml?page=2"]),
    "rss in utf-16": (RSS.decode().replace('"UTF-8"', '"UTF-16"').encode("utf-16"), Kind.FEED, ["a", "b"]),
}

AMPERSANDS = b"""<urlset><!-- a & b --><url><loc>http://news.example/v?cat=1&id=77</loc></url>
<url><loc>http://news.example/v?cat=1&amp;id=78</loc></url><url><loc>http://news.example/v?cat=1&#38;id=79</loc></url>
<url><loc><![CDATA[http://news.example/v?cat=1&id=80]]></loc></url></urlset>"""
LISTINGS["bare ampersands"] = (AMPERSANDS, Kind.SITEMAP, [f"v?cat=1&id={n}" for n in (77, 78, 79, 80)])

LEGACY = (
    '<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><title>每日新聞</title>'
    "<item><title>{}</title><link>http://news.example/a</link></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("declared", "codec", "title"),
    [
        ("gb2312", "gbk", "朱镕基的讲话和他的书"),
        ("gbk", "gb18030", "国务院的人事㐀和任免"),
        ("big5", "big5hkscs", "我們的時代和香港的人㗎"),
        ("windows-1251", "cp1251", "Новости о людях"),
    ],
)
def test_feed_is_read_in_the_encoding_that_is_meant(declared: str, codec: str, title: str) -> None:
    listing = read_listing(LEGACY.format(declared, title).encode(codec, "replace"), BASE)
    assert listing is not None
    assert [(link.url, link.text) for link in listing.links] == [("http://news.example/a", title)]


def test_children_of_an_index_may_be_called_anything() -> None:
    assert urls_of(INDEX.replace(b"map-1.php", b"maps/news-1.xml.gz")) == [BASE + "maps/news-1.xml.gz"]


@pytest.mark.parametrize(("body", "kind", "paths"), LISTINGS.values(), ids=LISTINGS)
def test_listing_is_read(body: bytes, kind: Kind, paths: list[str]) -> None:
    listing = read_listing(body, BASE)
    assert listing is not None
    assert listing.kind == kind
    assert [link.url for link in listing.links] == [BASE + path for path in paths]


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"<html><body>404</body></html>", b"<!DOCTYPE html><html>", b'{"items": []}', b"{"),
        *(b"\x1f\x8bbroken", b"<?xml version='1.0'?><svg/>", b"http is a protocol"),
    ],
)
def test_other_bodies_are_no_listing(body: bytes) -> None:
    assert read_listing(body, BASE) is None


def test_entries_carry_title_and_moment() -> None:
    listing = read_listing(RSS, BASE)
    assert listing is not None
    assert listing.links[0] == Link(
        url="http://news.example/a",
        kind=Kind.ARTICLE,
        found_by=FoundBy.FEED,
        text="甲",
        modified=datetime(2024, 11, 1, tzinfo=UTC),
    )


def test_lastmod_without_time_stays_a_date() -> None:
    listing = read_listing(SITEMAP, BASE)
    assert listing is not None
    assert listing.links[0].modified == date(2024, 11, 1)


def test_entity_bomb_stays_small() -> None:
    bomb = b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 9999 + b'"><!ENTITY b "' + b"&a;" * 9999 + b'">]>'
    assert urls_of(bomb + b"<urlset><url><loc>http://news.example/&b;</loc></url></urlset>") in ([], [BASE])


def test_gzip_bomb_is_cut() -> None:
    assert read_listing(gzip.compress(b" " * 2**27), BASE) is None


def test_usual_places_are_at_the_root() -> None:
    places = {link.url: link.kind for link in usual_places("http://news.example/zh/index.html")}
    assert places["http://news.example/sitemap.xml"] == Kind.SITEMAP
    assert places["http://news.example/feed"] == Kind.FEED


def anchor(url: str, region: Region = Region.NAVIGATION, **changes: bool) -> Anchor:
    return Anchor(url=url, text="text", region=region, **changes)


def test_links_of_a_page() -> None:
    links = page_links(
        [
            anchor("http://news.example/a#more"),
            anchor("http://news.example/a"),
            anchor("http://news.example/list?p=2", Region.PAGINATION),
            anchor("mailto:a@news.example"),
            anchor("http://news.example/a.jpg"),
            anchor("http://news.example/x/x/x/x/"),
            anchor("http://spam.example/", Region.COMMENTS),
            anchor("http://ad.example/", nofollow=True),
        ],
        ["/feed"],
        [RelatedLink(position=1, url="/b", title="乙")],
        url=BASE,
    )
    assert {(link.url.removeprefix(BASE), link.kind, link.found_by) for link in links} == {
        ("b", Kind.ARTICLE, FoundBy.RELATED),
        ("feed", Kind.FEED, FoundBy.LINK),
        ("a", Kind.UNKNOWN, FoundBy.LINK),
        ("list?p=2", Kind.LIST, FoundBy.PAGINATION),
    }


@pytest.mark.parametrize("path", ["tag/money", "?s=word", "calendar/2026/11/"])
def test_lists_of_the_same_again_are_left_for_last(path: str) -> None:
    (link,) = page_links([anchor(BASE + path)], [], url=BASE)
    assert link.kind == Kind.OTHER

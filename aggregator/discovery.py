"""Which addresses of a page, feed or sitemap are worth a visit."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO
from urllib.parse import urljoin, urlsplit

from lxml import etree

from aggregator.extraction.page.charset import in_utf8
from aggregator.extraction.records import Anchor, Region
from aggregator.items import FoundBy, Kind, Link, RelatedLink
from aggregator.urls import guess_kind, is_asset, is_front, is_loop, join

USUAL_PLACES = (
    ("/sitemap.xml", Kind.SITEMAP),
    ("/sitemap_index.xml", Kind.SITEMAP),
    ("/wp-sitemap.xml", Kind.SITEMAP),
    ("/feed", Kind.FEED),
    ("/rss.xml", Kind.FEED),
    ("/atom.xml", Kind.FEED),
    ("/feed.xml", Kind.FEED),
    ("/index.xml", Kind.FEED),
    ("/feed.json", Kind.FEED),
)
"""Where most publishing software puts its sitemap and feed; each is tried once."""

MAX_UNPACKED = 64 * 2**20
"""The sitemap protocol allows 50 MB unpacked; what grows beyond is a bomb."""

MAX_LINKS = 50_000
"""Of one page, feed or sitemap; the sitemap protocol's own limit."""


@dataclass(frozen=True)
class Listing:
    """What a feed or sitemap names."""

    kind: Kind
    """FEED or SITEMAP."""
    links: tuple[Link, ...]


def usual_places(start: str) -> Iterator[Link]:
    """Feeds and sitemaps that a site may have without saying so."""
    for path, kind in USUAL_PLACES:
        if url := join(start, path):
            yield Link(url=url, kind=kind, found_by=FoundBy.GUESS)


# Links of pages


def page_links(
    anchors: Iterable[Anchor], feeds: Iterable[str], related: Iterable[RelatedLink] = (), *, url: str
) -> tuple[Link, ...]:
    """Addresses that the page at `url` leads to, each once, the most telling mention of it kept."""
    found: dict[str, Link] = {}
    feeds = [feed for feed in feeds if is_front(url) or not _is_feed_of(feed, url)]
    for entry in related:
        _add(found, entry.url, url, kind=Kind.ARTICLE, found_by=FoundBy.RELATED, text=entry.title)
    for feed in feeds:
        _add(found, feed, url, kind=Kind.FEED, found_by=FoundBy.LINK)
    for anchor in anchors:
        if anchor.nofollow or anchor.region == Region.COMMENTS:  # what readers wrote, not the publisher
            continue
        if anchor.region == Region.PAGINATION:
            _add(found, anchor.url, url, kind=Kind.LIST, found_by=FoundBy.PAGINATION, text=anchor.text)
        elif not _is_feed_of(anchor.url, url):
            _add(found, anchor.url, url, found_by=FoundBy.LINK, text=anchor.text)
    return tuple(found.values())[:MAX_LINKS]


def _add(
    found: dict[str, Link],
    address: str,
    base: str,
    *,
    found_by: FoundBy,
    kind: Kind | None = None,
    text: str = "",
    modified: datetime | date | None = None,
) -> None:
    url = join(base, address)
    named = kind in (Kind.SITEMAP, Kind.FEED)  # by whoever should know, whatever their files are called
    if url is None or (is_asset(url) and not named) or is_loop(url):
        return
    kind = kind or guess_kind(url)
    if kind == Kind.LIST and found_by != FoundBy.PAGINATION and _CORNERS.search(url):
        kind = Kind.OTHER
    known = found.get(url)
    if known is None:
        found[url] = Link(url=url, kind=kind, found_by=found_by, text=text.strip()[:300], modified=modified)
    elif known.kind == Kind.UNKNOWN and kind != Kind.UNKNOWN:
        found[url] = replace(known, kind=kind, found_by=found_by)


def _is_feed_of(feed: str, url: str) -> bool:
    """A feed of one tag, author or article's comments: below its page, or with comments in its name.

    Publishing software makes one for every page; they bring nothing that the site's feed and lists do not.
    """
    feed_path, path = urlsplit(feed).path.lower(), urlsplit(url).path.lower()
    if guess_kind(feed) != Kind.FEED or is_front(url):
        return "comment" in feed_path
    return "comment" in feed_path or feed_path.startswith(path.rstrip("/") + "/")


_CORNERS = re.compile(
    r"/(?:tags?|search|calendar|label|date|users?)(?:[/?.]|$)|[?&](?:s|q|sort|filter)=", re.I
)
"""Lists that show again what other lists show; they are visited last."""


# Feeds and sitemaps

_PLAIN_URLS = re.compile(rb"\A(?:\s*https?://\S+[ \t]*(?:\r?\n|\r|\Z))+\s*\Z")
_XML_START = re.compile(rb"<(?:\?xml|!--|!DOCTYPE|\w)", re.I)
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{4,8})|([0-9]{5,9}));")
_BARE_AMPERSAND = rb"&(?!(?:\w+|#\d+|#[xX][0-9a-fA-F]+);)"
_BROKEN_REFERENCE = re.compile(_BARE_AMPERSAND)
_IN_TEXT = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|" + _BARE_AMPERSAND, re.S)
"""A bare ampersand, outside of where it may stand so."""
_LISTING_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)[\s>]", re.I)


def read_listing(body: bytes, url: str, content_type: str | None = None) -> Listing | None:
    """What a feed (RSS, Atom, RDF, JSON Feed) or a sitemap (XML, index, plain text; gzipped or not) names.

    None: it is neither. Broken XML gives what can be read of it; its encoding is found as that of pages is.
    """
    body = in_utf8(unpack(body), content_type)
    head = body[:65536].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return _read_json_feed(body, url)
    if _PLAIN_URLS.match(body[:100_000].rsplit(b"\n", 1)[0] if len(body) > 100_000 else body):
        lines = body.decode("utf-8", "replace").split()
        return Listing(Kind.SITEMAP, _entries(((line, None, "") for line in lines), url, Kind.SITEMAP))
    if not _XML_START.match(head) or not _LISTING_ROOT.search(head):
        return None
    return _read_xml(body, url)


def unpack(body: bytes) -> bytes:
    """`body` without gzip, at most MAX_UNPACKED of it; as it is where the packing is broken."""
    if body.startswith(b"\x1f\x8b"):
        try:
            with gzip.GzipFile(fileobj=BytesIO(body)) as packed:
                return packed.read(MAX_UNPACKED)
        except (OSError, EOFError, zlib.error):
            return body
    return body


def _read_json_feed(body: bytes, url: str) -> Listing | None:
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    if "jsonfeed" not in str(feed.get("version", "")):
        return None
    entries = (_json_item(item) for item in feed["items"] if isinstance(item, dict))
    links = _entries(entries, url, Kind.FEED)
    following = feed.get("next_url")
    if isinstance(following, str) and (address := join(url, following)):
        links += (Link(url=address, kind=Kind.FEED, found_by=FoundBy.FEED),)
    return Listing(Kind.FEED, links)


def _json_item(item: dict[str, object]) -> tuple[str, datetime | date | None, str]:
    moment = _moment(item.get("date_modified") or item.get("date_published"))
    return str(item.get("url") or ""), moment, str(item.get("title") or "")


def _read_xml(body: bytes, url: str) -> Listing | None:
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, huge_tree=True
    )
    if _BROKEN_REFERENCE.search(body):
        body = _IN_TEXT.sub(lambda found: b"&amp;" if found[0] == b"&" else found[0], body)
    try:
        root = etree.fromstring(_REFERENCE.sub(_unless_surrogate, body), parser)
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    kind = _local(root)
    if kind == "sitemapindex":
        entries = ((_text(entry, "loc"), _moment(_text(entry, "lastmod")), "") for entry in root)
        found: dict[str, Link] = {}
        for address, modified, _ in entries:
            _add(found, address, url, kind=Kind.SITEMAP, found_by=FoundBy.SITEMAP, modified=modified)
        return Listing(Kind.SITEMAP, tuple(found.values())[:MAX_LINKS])
    if kind == "urlset":
        entries = ((_text(entry, "loc"), _moment(_text(entry, "lastmod")), "") for entry in root)
        return Listing(Kind.SITEMAP, _entries(entries, url, Kind.SITEMAP))
    if kind not in ("rss", "feed", "rdf"):
        return None
    items = (element for element in root.iter() if _local(element) in ("item", "entry"))
    links = _entries((_feed_item(item) for item in items), url, Kind.FEED)
    return Listing(Kind.FEED, links + _next_feed(root, url))


def _unless_surrogate(reference: re.Match[bytes]) -> bytes:
    """A character reference; nothing for half an emoji, which the parser takes and cannot give as text."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return b"" if 0xD800 <= code <= 0xDFFF else reference[0]


def _local(element: etree._Element) -> str:
    """Name without its namespace, lower case; empty for comments."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _text(parent: etree._Element, *names: str) -> str:
    """Text of the first child that has one of the names and is not empty; `names` in order of preference."""
    for name in names:
        for child in parent:
            if _local(child) == name and (text := "".join(map(str, child.itertext())).strip()):
                return text
    return ""


def _feed_item(item: etree._Element) -> tuple[str, datetime | date | None, str]:
    moment = _moment(_text(item, "updated", "modified", "published", "pubdate", "date", "issued"))
    return _feed_address(item), moment, _text(item, "title")


def _feed_address(item: etree._Element) -> str:
    """Address of an entry: the publisher's own before the one a feed service put in its place."""
    original = _text(item, "origlink")
    if original:
        return original
    for child in item:
        if _local(child) != "link":
            continue
        href = child.get("href")
        if href and child.get("rel", "alternate") == "alternate" and "html" in child.get("type", "text/html"):
            return _based(child, href)
        if not href and child.text and child.text.strip():
            return _based(child, child.text.strip())
    identity = _text(item, "guid", "id")
    return identity if identity.startswith(("http://", "https://")) else ""


def _based(element: etree._Element, address: str) -> str:
    """`address` under the `xml:base` in force at `element`; empty where it is none."""
    try:
        return urljoin(element.base or "", address) if not urlsplit(address).scheme else address
    except ValueError:
        return ""


def _next_feed(root: etree._Element, url: str) -> tuple[Link, ...]:
    """The older part of a paged feed (RFC 5005)."""
    for element in root.iter("{http://www.w3.org/2005/Atom}link"):
        if element.get("rel") in ("next", "prev-archive") and (address := join(url, element.get("href", ""))):
            return (Link(url=address, kind=Kind.FEED, found_by=FoundBy.FEED),)
    return ()


def _entries(
    entries: Iterable[tuple[str, datetime | date | None, str]], url: str, kind: Kind
) -> tuple[Link, ...]:
    """Links of a listing's entries. A feed lists articles; a sitemap lists everything."""
    found: dict[str, Link] = {}
    found_by = FoundBy.FEED if kind == Kind.FEED else FoundBy.SITEMAP
    for address, modified, title in entries:
        if address:
            guess = Kind.ARTICLE if kind == Kind.FEED and not is_front(address) else None
            _add(found, address, url, kind=guess, found_by=found_by, text=title, modified=modified)
    return tuple(found.values())[:MAX_LINKS]


def _moment(text: object) -> datetime | date | None:
    """A date as W3C datetimes and RFC 822 write it. None: it is not one of them."""
    if not isinstance(text, str) or not (text := text.strip()):
        return None
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, IndexError, OverflowError):
            return None
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.date()
    except OverflowError:  # the first day of all, east of Greenwich
        return None

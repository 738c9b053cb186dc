"""Where the page points: the region each link stands in, pagination, feeds, what it asks of robots."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from aggregator.extraction.links.hyperlinks import Base
from aggregator.extraction.page.elements import HEADINGS
from aggregator.extraction.records import Anchor, Region

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aggregator.extraction.links.hyperlinks import Hyperlink
    from aggregator.extraction.page.page_map import PageMap


@dataclass(frozen=True, slots=True)
class Head:
    """What the page's head says about addresses."""

    feeds: tuple[str, ...] = ()
    next: str | None = None
    robots: frozenset[str] = frozenset()


FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)


def read_head(page: PageMap) -> Head:
    """Feeds, the next part and the robots' rules, as `<link>` and `<meta>` declare them."""
    base = Base(page)
    feeds: dict[str, None] = {}
    following = None
    for node in page.by_tag["link"]:
        rel, href = (page.attribute(node, "rel") or "").lower(), page.attribute(node, "href")
        if not rel or not href:
            continue
        if "alternate" in rel and (page.attribute(node, "type") or "").strip().lower() in FEED_TYPES:
            feeds[base.absolute(href) or ""] = None
        elif rel == "next":
            following = base.absolute(href)
    robots: set[str] = set()
    for node in page.by_tag["meta"]:
        if (page.attribute(node, "name") or "").strip().lower() == "robots":
            robots.update(re.split(r"[\s,;]+", (page.attribute(node, "content") or "").lower()))
    if "none" in robots:
        robots |= {"noindex", "nofollow"}
    return Head(tuple(url for url in feeds if url), following, frozenset(robots & {"noindex", "nofollow"}))


Span = tuple[int, int, Region]
"""Elements from the first up to the second number are that region."""

_FRAME_WORDS = (
    "nav",
    "menu",
    "header",
    "footer",
    "crumb",
    "mianbao",
    "comment",
    "pinglun",
    "liuyan",
    "disqus",
    "respond",
)
_FRAME_NAMES = re.compile(
    r"(?P<crumbs>crumb|mianbao)"
    r"|(?P<comments>(?:^|[\s_-])(?:comments?|commentlist|comment-?area|respond|pinglun|liuyan|disqus)(?:$|[\s_-]))"
    r"|(?P<nav>(?:^|[\s_-])(?:nav|navbar|navigation|menu|topnav|mainnav|top-?bar)(?:$|[\s_-])|(?:main|site|page|top)-?(?:nav|menu))"
    r"|(?P<ends>(?:^|[\s_-])(?:header|footer)(?:$|[\s_-]))"
)

_TITLES = HEADINGS | {"header"}
"""What a teaser's title stands in."""
_PARTS = re.compile(r"(?:^|[\s_-])(?:post|entry|article|card|item|story|teaser|widget|panel)(?:$|[\s_-])")


def frame(page: PageMap) -> list[Span]:
    """What surrounds the content on every page of a site, and the comments."""
    spans = [
        (node, page.ends[node], Region.NAVIGATION)
        for tag in ("nav", "header", "footer")
        for node in page.by_tag[tag]
        if tag == "nav" or not _is_of_a_part(page, node)
    ]
    for name, nodes in page.names_with(_FRAME_WORDS).items():
        part = _frame_part(name)
        if not part:
            continue
        region = _FRAME_REGIONS.get(part, Region.NAVIGATION)
        for node in nodes:
            if page.tags[node] in ("body", "html", "main", "article"):
                continue
            if part == "ends" and _is_of_a_part(page, node):
                continue
            if page.tags[node] == "a" and page.tags[page.parents[node]] in _TITLES:
                continue  # a theme may call every link `nav-link`
            if part == "comments" and _holds(page, node, "h1"):
                continue  # an article "with comments"
            spans.append((node, page.ends[node], region))
    return spans


_FRAME_REGIONS = {"crumbs": Region.BREADCRUMBS, "comments": Region.COMMENTS}


@lru_cache(maxsize=4096)  # the pages of one site share their names
def _frame_part(name: str) -> str:
    """Which group of `_FRAME_NAMES` the name is of; empty: none."""
    match = _FRAME_NAMES.search(name)
    return (match.lastgroup or "") if match is not None else ""


def _holds(page: PageMap, node: int, tag: str) -> bool:
    inside = page.by_tag[tag]
    first = bisect_left(inside, node)
    return first < len(inside) and inside[first] < page.ends[node]


def _is_of_a_part(page: PageMap, node: int) -> bool:
    """Whether a header or footer belongs to an article, a teaser or a box, and not to the site."""
    if _names_part(page.names[node]):
        return True
    above = page.parents[node]
    while above > 0 and page.tags[above] != "body":
        if page.tags[above] in ("article", "main", "li") or _names_part(page.names[above]):
            return True
        above = page.parents[above]
    return False


@lru_cache(maxsize=4096)  # the elements around are the same for many
def _names_part(name: str) -> bool:
    return _PARTS.search(name) is not None


def place(links: Iterable[Hyperlink], spans: Iterable[Span], elsewhere: Region) -> tuple[Anchor, ...]:
    """Each link with the innermost span around it; of equal ones, the span given last."""
    ordered = sorted(spans, key=lambda span: (span[0], -span[1]))
    anchors = []
    open_: list[Span] = []
    upcoming, first_end = 0, 0  # the next span to open; where the first of the open ones ends
    for link in links:
        node = link.node
        if open_ and first_end <= node:
            open_ = [span for span in open_ if span[1] > node]
            first_end = min((span[1] for span in open_), default=0)
        while upcoming < len(ordered) and ordered[upcoming][0] <= node:
            if ordered[upcoming][1] > node:
                first_end = min(first_end, ordered[upcoming][1]) if open_ else ordered[upcoming][1]
                open_.append(ordered[upcoming])
            upcoming += 1
        region = open_[-1][2] if open_ else elsewhere
        anchors.append(Anchor(link.url, link.text, region, "nofollow" in link.rel))
    return tuple(anchors)


_FORWARD = re.compile(
    r"^[\s›»>→]*(?:下一?[页頁]|后一?页|後一頁|翻页|尾[页頁]|末[页頁]|最后一页|next(?: page)?|older(?: posts| entries| articles)?"
    r"|(?:load|show|view|see) more|more (?:posts|stories|articles|news)|last|加载更多|查看更多|更多)?[\s›»>→…]*$",
    re.I,
)
_BACKWARD = re.compile(
    r"^[\s‹«<←]*(?:上一?[页頁]|前一?页|前一頁|首[页頁]|第一页|prev(?:ious)?(?: page)?|newer(?: posts| entries)?|first)?"
    r"[\s‹«<←]*$",
    re.I,
)
_NEXT_PART = re.compile(
    r"^[\s›»>→]*(?:下一?[页頁]|后一?页|後一頁|next(?: page)?|阅读下一?页|continue(?: reading)?|continued)?[\s›»>→]*$",
    re.I,
)
_TURNING = frozenset("0123456789[(（第›»>→‹«<←… \u3000下后後翻尾末最加查更上前首noplsmvf")
"""Whatever turns pages begins with one of these; tested first, as few links do."""
_PAGER_NAMES = re.compile(
    r"pagi|pager|page-?nav|page-?num|pagelist|page-?link|page_?bar|wp-pagenavi|post-nav-links|fenye|(?:^|[\s_-])pages?(?:$|[\s_-])"
)
_NUMBER = re.compile(r"^(?:[\[(第]|page)?\s*(\d{1,4})\s*[\])页頁]?$", re.I)


def pagers(page: PageMap, links: Iterable[Hyperlink]) -> list[Span]:
    """The ranges of elements that turn pages: of a list, of a long article, of comments."""
    found: dict[int, None] = {}
    run: list[Hyperlink] = []
    for link in links:
        if not _turns(link):
            continue
        if run and link.node - run[-1].node > 12:
            _close_run(page, run, found)
            run = []
        run.append(link)
    _close_run(page, run, found)
    return [(node, page.ends[node], Region.PAGINATION) for node in found]


def _turns(link: Hyperlink) -> bool:
    """Whether the link shows a page's number, or words or arrows for the page before or after."""
    text = link.text
    if not text or len(text) > 24 or text[0].lower() not in _TURNING:
        return False
    return bool(_NUMBER.match(text) or _FORWARD.match(text) or _BACKWARD.match(text))


def _close_run(page: PageMap, run: list[Hyperlink], found: dict[int, None]) -> None:
    """Name the smallest element around neighbouring page links, if they look like a pager together."""
    if not run:
        return
    numbers = [link for link in run if _NUMBER.match(link.text)]
    node = page.parents[run[0].node]
    while node > 0 and page.ends[node] <= run[-1].node:
        node = page.parents[node]
    named = any(_PAGER_NAMES.search(page.names[step]) for step in _upwards(page, run[0].node, 4))
    worded = any(re.search(r"[页頁]|page|older|newer|next|prev", link.text, re.I) for link in run)
    related = any("next" in link.rel.split() or "prev" in link.rel.split() for link in run)
    if named or len(numbers) >= 2 or (numbers and worded) or (worded and related) or _worded_pager(run):
        small = page.size(node) <= 300
        found.update(dict.fromkeys([node] if small else [link.node for link in run]))


def _worded_pager(run: list[Hyperlink]) -> bool:
    """Words that mean nothing but turning pages, whatever surrounds them."""
    return any(
        re.search(r"下一?[页頁]|上一?[页頁]|next page|older (?:posts|entries)", link.text, re.I)
        for link in run
    )


def _upwards(page: PageMap, node: int, steps: int) -> Iterable[int]:
    while node >= 0 and steps > 0:
        yield node
        node = page.parents[node]
        steps -= 1


_PART = re.compile(
    r"^(?P<stem>.*?)(?:(?P<joint>[_-]p?|/page/|/|/index_)(?P<number>\d{1,3}))?(?P<end>(?:/index)?\.s?html?|\.php|\.aspx?|\.jsp|/)?$",
    re.I,
)
_QUERY_NUMBER = re.compile(r"(?:^|&)(?:page|p|pg|paged|pageno|page_no|cpage)=(\d{1,3})(?=&|$)", re.I)


def next_part(page_url: str, links: Iterable[Hyperlink], declared: str | None) -> str | None:
    """Address of the next part of the article at `page_url`: the same address with the next number.

    Only links that show a page's number or words for the next page count, so that no neighbouring article
    (`story-1`, `story-2`) is taken for a part. None: this is the last or only part.
    """
    best: tuple[int, str] | None = None
    here = _parts_of(page_url)
    candidates = [(link.url, link.text) for link in links if len(link.text) <= 12]
    if declared:
        candidates.append((declared, "next"))
    for url, text in candidates:
        number = _NUMBER.match(text)
        if not number and not (text and _NEXT_PART.match(text)):
            continue
        step = _part_after(here, url)
        if step is None or (number and int(number.group(1)) not in (step, step + 1)):
            continue
        if best is None or step < best[0]:
            best = (step, url)
    return best[1] if best else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """An address taken apart at its page number."""

    host: str
    path: str
    query: str
    readings: tuple[tuple[str, int], ...]
    """Possible (stem, number): the last figure may be the article's own or the part's."""


def _parts_of(url: str) -> _Parts:
    parts = urlsplit(url)
    path = unquote(parts.path)
    query, number = parts.query, 1
    if match := _QUERY_NUMBER.search(query):
        number = int(match.group(1))
        query = (query[: match.start()] + query[match.end() :]).strip("&")
    readings = [(_stem(path), number)]
    if number == 1 and (match := _PART.match(path)) and match.group("number"):
        readings.append((_stem(match.group("stem")), int(match.group("number"))))
    return _Parts(parts.netloc.lower(), path, query, tuple(readings))


def _stem(path: str) -> str:
    """A path without what is before or after a page number: ending, `index`, closing slash."""
    return re.sub(r"(?:/index)?(?:\.s?html?|\.php|\.aspx?|\.jsp)?/?$", "", path, flags=re.I).rstrip("/")


def _part_after(here: _Parts, url: str) -> int | None:
    """Number of the part that `url` is, when it follows the one at `here`."""
    there = _parts_of(url)
    if there.host != here.host or there.query != here.query or (there.path == here.path and there == here):
        return None
    for stem, number in here.readings:
        if not stem:  # the front page's own pagination
            continue
        for other_stem, other in there.readings[::-1]:
            named = (other_stem, other) != there.readings[
                0
            ] or other > 1  # the number is written in the address
            first = number == 1 and other in (1, 2) and named and (stem, number) == here.readings[0]
            if other_stem == stem and (other == number + 1 or (first and there.path != here.path)):
                return other
    return None

"""The regions of a page that its links stand in."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from aggregator.extraction.page.elements import HEADINGS
from aggregator.extraction.page.naming import sought
from aggregator.extraction.records import Anchor, Region

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aggregator.extraction.links.hyperlinks import Hyperlink
    from aggregator.extraction.page.page_map import PageMap

Span = tuple[int, int, Region]
"""Elements from the first up to the second number are that region."""

_FRAME_WORDS = sought(
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

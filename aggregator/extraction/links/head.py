"""What the page's head says about addresses: feeds, the next part, what it asks of robots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aggregator.extraction.links.hyperlinks import Base

if TYPE_CHECKING:
    from aggregator.extraction.page.page_map import PageMap


@dataclass(frozen=True, slots=True)
class Head:
    feeds: tuple[str, ...] = ()
    next: str | None = None
    robots: frozenset[str] = frozenset()


FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)


def read(page: PageMap) -> Head:
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

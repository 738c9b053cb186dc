"""What the parts of extraction hand to each other and to the crawl."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from aggregator.items import Article

Value = TypeVar("Value")


@dataclass(frozen=True)
class Found(Generic[Value]):
    """A value with where it came from."""

    value: Value
    source: str
    """As in `Article.provenance`: `json-ld`, `meta:og:title`, `byline`, `h1`, `url`, `site-rule`, ..."""
    raw: str | None = None
    """The string it was read from, where that says more than the value."""


class Region(StrEnum):
    """Which part of the page something stands in."""

    BODY = "body"
    BYLINE = "byline"
    RELATED = "related"
    COMMENTS = "comments"
    NAVIGATION = "navigation"
    PAGINATION = "pagination"
    BREADCRUMBS = "breadcrumbs"
    LIST = "list"
    """Teasers of a list page."""
    OTHER = "other"


class Anchor(NamedTuple):
    """One link of the page."""

    url: str
    """Absolute, otherwise as written, without fragment."""
    text: str
    region: Region
    nofollow: bool = False


@dataclass(frozen=True, kw_only=True)
class Examination:
    """Everything that one parse of a page can tell."""

    article: Article
    is_article: bool
    """A single article, as against list, front, tag, search, login and about pages."""
    reason: str
    """Why, in a few words: `list of 24 teasers`, `json-ld NewsArticle`."""
    anchors: tuple[Anchor, ...] = ()
    feeds: tuple[str, ...] = ()
    """Feeds that the page declares, absolute."""
    next_page: str | None = None
    """Address of the next part: of the same article where it is one. None: it has one, or this is the last.

    Told of every page, since a second part by itself may look like a list's second page.
    """
    matched: frozenset[str] = frozenset()
    """Names of the site's rules that matched something."""
    robots: frozenset[str] = field(default_factory=frozenset)
    """What the page asks of crawlers: `noindex`, `nofollow`."""

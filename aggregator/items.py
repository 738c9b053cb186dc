"""The records that travel: what was fetched (`Page`), where it points (`Link`), what it says (`Article`)."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What an address leads to, as far as is known."""

    FRONT = "front"
    LIST = "list"
    FEED = "feed"
    SITEMAP = "sitemap"
    ARTICLE = "article"
    UNKNOWN = "unknown"
    """Not fetched yet, and its address does not say."""
    OTHER = "other"
    """Fetched, and none of the above: about, login, search."""


class FoundBy(StrEnum):
    """How an address became known; the first one is kept."""

    START = "start"
    """Named by the user."""
    GUESS = "guess"
    """A place where sites usually have a feed or sitemap."""
    FEED = "feed"
    SITEMAP = "sitemap"
    LINK = "link"
    PAGINATION = "pagination"
    RELATED = "related"
    REDIRECT = "redirect"


class RelatedKind(StrEnum):
    """Why a page names another article."""

    RELATED = "related"
    PREVIOUS = "previous"
    NEXT = "next"


@dataclass(frozen=True, kw_only=True)
class Link:
    """An address that a page names and that the crawl may visit."""

    url: str
    """Absolute, normalised (`aggregator.urls.normalise`)."""
    kind: Kind = Kind.UNKNOWN
    found_by: FoundBy = FoundBy.LINK
    text: str = ""
    """What the link shows; empty for feeds and sitemaps without titles."""
    modified: datetime | date | None = None
    """A sitemap's lastmod or a feed entry's date. None: not given."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One answer of a server, parsed once and never changed in place."""

    url: str
    """Address of the answer, normalised."""
    site: str
    """Name in sites.toml, else the host."""
    kind: Kind
    """What it turned out to be."""
    status: int
    fetched_at: datetime
    """When the answer arrived; aware, UTC."""
    content_type: str | None = None
    """The header's value. None: not sent."""
    etag: str | None = None
    last_modified: str | None = None
    """The headers' values, as sent, for the next conditional request. None: not sent."""
    body: bytes = field(default=b"", repr=False)
    """As received, transfer and content encodings undone."""
    links: tuple[Link, ...] = field(default=(), repr=False)
    """Where the crawl may go from here."""
    parts: tuple[Page, ...] = field(default=(), repr=False)
    """The pages on which its article goes on, in order."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody named in the byline."""

    name: str
    role: str = "author"
    """`author`, `editor`, `photographer`, `translator`, `proofreader`, ..."""
    url: str | None = None
    """The person's page. None: not linked."""


@dataclass(frozen=True, kw_only=True)
class Crumb:
    """One step of the way from the front page to the article."""

    name: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Image:
    """A picture in the body."""

    url: str
    alt: str | None = None
    caption: str | None = None


@dataclass(frozen=True, kw_only=True)
class RelatedLink:
    """An article that the page recommends."""

    position: int
    """From 1, in the page's order."""
    url: str
    title: str
    excerpt: str | None = None
    """As shown, often cut off. None: the page shows none."""
    image: str | None = None
    kind: RelatedKind = RelatedKind.RELATED


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article as its publisher shows it."""

    url: str
    """Address it was fetched from, after redirects, without tracking parameters; identifies the article."""
    canonical_url: str | None = None
    """What the page declares, when it is credible, else equal to `url`. None: not looked at yet."""
    site: str = ""
    """Name in sites.toml, else the host."""
    title: str | None = None
    """The headline, without the site's name. None: the page has none."""
    authors: tuple[Person, ...] = ()
    """Everyone the byline names, `role="author"` first."""
    source_name: str | None = None
    """The outlet it is credited to (来源). None: not given."""
    date_published: datetime | date | None = None
    """First appearance per the publisher; a date where no time or no zone is known. None: no source says."""
    date_published_raw: str | None = None
    """The string `date_published` came from."""
    date_modified: datetime | date | None = None
    """Last change per the publisher. None: no source says."""
    date_modified_raw: str | None = None
    category: str | None = None
    """Innermost section. None: not shown."""
    breadcrumbs: tuple[Crumb, ...] = ()
    """Way from the front page, outermost first."""
    tags: tuple[str, ...] = ()
    language: str | None = None
    """BCP 47 (`zh-Hans`, `zh-Hant`, `en`). None: undecided."""
    description: str | None = None
    """The page's own summary. None: not given."""
    text: str = field(default="", repr=False)
    """The body as plain text, one block a line."""
    html: str = field(default="", repr=False)
    """The same body as clean, safe, semantic HTML."""
    main_image: str | None = None
    images: tuple[Image, ...] = ()
    """Pictures in the body, in order."""
    view_count: int | None = None
    comment_count: int | None = None
    like_count: int | None = None
    """Counts as shown at the time of the fetch. None: not shown, which is not zero."""
    related_links: tuple[RelatedLink, ...] = ()
    provenance: dict[str, str] = field(default_factory=dict, repr=False)
    """Field name -> where its value came from (`json-ld`, `meta:og:title`, `byline`, `url`, `site-rule`)."""
    date_downloaded: datetime | None = None
    """When it was fetched; aware, UTC. None: not fetched, only parsed."""
    cluster_id: str | None = None
    """Shared by copies of one article across sites and runs. None: not compared yet."""
    duplicate_of: str | None = None
    """URL of the cluster's original. None: it is the original."""
    page: Page | None = field(default=None, repr=False, compare=False)
    """Where it came from; absent when read from the store."""

    def to_dict(self) -> dict[str, Any]:
        """The record under the contract's keys, ready for `json.dumps`.

        Lists are lists, dates ISO 8601 strings, unknown values None; `page` is left out.
        """
        return {name: _plain(getattr(self, name)) for name in RECORD_KEYS}


RECORD_KEYS = tuple(name for name in Article.__dataclass_fields__ if name != "page")
"""Keys of the record in their fixed order: of exports, of `Article.to_dict` and of the articles table."""


def _plain(value: Any) -> Any:
    """`value` with dataclasses, tuples, enums and dates turned into what JSON has."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, StrEnum):
        return str(value)
    if is_dataclass(value):
        return {entry.name: _plain(getattr(value, entry.name)) for entry in fields(value)}
    return value

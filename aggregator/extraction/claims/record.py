"""What a page says of itself for machines, as one record, and how it is gathered."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from aggregator.extraction.records import Found
from aggregator.items import Crumb, Person

_WHOLE = re.compile(r"https?://[\w.:-]+(?:/[^\s#;?]*)?(?:\?[^\s#;]+)?", re.ASCII)
"""An address that is absolute and needs no care."""


@dataclass(frozen=True, kw_only=True)
class Structured:
    """Claims by field, the more reliable source first; nothing is checked yet, as that takes the page itself.

    Sources are `json-ld`, `meta:NAME`, `microdata`, `link:image_src`, and `json-ld:page` for the page as against the
    article.
    """

    types: frozenset[str] = frozenset()
    """schema.org types of the article's node, of all nodes when none is the article's."""
    has_article: bool = False
    """A node describes this page's article."""
    og_type: str | None = None
    canonical: str | None = None
    """What `<link rel=canonical>` or `og:url` declares, absolute. None: neither is there."""
    site_names: tuple[str, ...] = ()
    titles: tuple[Found[str], ...] = ()
    authors: tuple[Found[tuple[Person, ...]], ...] = ()
    """Names as written, possibly several in one; `aggregator.extraction.byline.names` takes them apart."""
    organisations: tuple[Found[str], ...] = ()
    """Those of the authors' names that are said to be an organisation's."""
    source_names: tuple[Found[str], ...] = ()
    published: tuple[Found[str], ...] = ()
    modified: tuple[Found[str], ...] = ()
    sections: tuple[Found[str], ...] = ()
    tags: tuple[Found[tuple[str, ...]], ...] = ()
    descriptions: tuple[Found[str], ...] = ()
    images: tuple[Found[str], ...] = ()
    """Addresses, absolute."""
    languages: tuple[Found[str], ...] = ()
    breadcrumbs: tuple[Found[tuple[Crumb, ...]], ...] = ()
    bodies: tuple[Found[str], ...] = ()
    """The article's text as given for machines, often without its paragraphs."""
    view_counts: tuple[Found[str], ...] = ()
    comment_counts: tuple[Found[str], ...] = ()
    like_counts: tuple[Found[str], ...] = ()


class Claims:
    """Claims in the order of reading."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._found: defaultdict[str, dict[Any, str]] = defaultdict(dict)

    def add(self, field: str, value: Any, source: str) -> None:
        """Note a value unless it is empty or was claimed before."""
        if field == "images" and value:
            address = absolute(self.url, value)
            value = address.replace(" ", "%20") if address and address.startswith("http") else None
        if value:
            self._found[field].setdefault(value, source)

    def fields(self) -> dict[str, Any]:
        """Field -> its claims, ready for `Structured`."""
        return {
            field: tuple(Found(value, source) for value, source in found.items())
            for field, found in self._found.items()
        }


def absolute(base: str, address: str) -> str | None:
    """`address` joined to `base`. None: it is none."""
    address = address.strip()
    if _WHOLE.fullmatch(address):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return None

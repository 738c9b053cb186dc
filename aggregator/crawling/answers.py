"""What an HTTP answer says beside its text: what it is, and where it leads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from w3lib.html import get_meta_refresh

from aggregator.items import Kind, Page
from aggregator.urls import join

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy.http import Response

REDIRECTS = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})
TOO_MANY, UNAVAILABLE = 429, 503
"""Statuses that ask for fewer requests."""

REFRESH_WITHIN = 4096
"""Bytes from a page's start among which it may send its readers elsewhere."""
AT_ONCE = 5.0
"""Seconds; who waits longer shows something meanwhile."""


def page_of(response: Response, url: str, site: str, now: datetime) -> Page:
    """The answer before it is known what it is."""
    return Page(
        url=url,
        site=site,
        kind=Kind.OTHER,
        status=response.status,
        fetched_at=now,
        content_type=_header(response, "Content-Type"),
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        body=response.body,
    )


def is_text(response: Response) -> bool:
    """HTML, by its header, or by its first bytes where the header is missing or says nothing."""
    declared = (_header(response, "Content-Type") or "").partition(";")[0].strip().lower()
    if declared in ("", "application/octet-stream", "text/plain"):
        return b"<" in response.body[:1024] and b"\0" not in response.body[:1024]
    return "html" in declared or declared in ("application/xml", "text/xml")


def location(response: Response) -> str:
    """Where a redirect leads; what is no UTF-8 is escaped as it stands, as browsers do. Empty: nowhere."""
    value = response.headers.get("Location") or b""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return re.sub(rb"[\x80-\xff]", lambda byte: b"%%%02X" % ord(byte[0]), value).decode()


def refresh(response: Response) -> str | None:
    """Where a page sends its readers at once, as one that redirects does. None: it is there to be read."""
    head = response.body[:REFRESH_WITHIN]
    if b"refresh" not in head.lower() or not is_text(response):
        return None
    try:
        seconds, address = get_meta_refresh(head.decode("utf-8", "replace"), response.url)
    except ValueError:  # no address at all
        return None
    target = join(response.url, address) if address and seconds is not None and seconds <= AT_ONCE else None
    return None if target == join(response.url, "") else target


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None

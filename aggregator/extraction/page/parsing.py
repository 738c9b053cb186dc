"""Parses a page, whatever its template did to it, in time that grows with its size alone."""

from __future__ import annotations

import re

from lxml import etree

from aggregator.extraction.page.elements import INLINE, SILENT
from aggregator.extraction.page.native import ends

_END_SIZE = len(b"</body>")
_NOTHING_BUT_ENDS = re.compile(rb"(?:\s|</(?:body|html)>)*", re.I)
_LONG_TAG = 20_000
_MAX_ATTRIBUTES = 4_000


def parse(html: str | bytes) -> etree._Element:
    """The page's tree; an empty one for what holds no element at all. Bytes are UTF-8. Never raises."""
    data = html.encode("utf-8", "replace") if isinstance(html, str) else html
    data = data.replace(b"\0", b"")
    firsts = {data[place : place + _END_SIZE]: place for place in reversed(ends(data))}
    for end, first in firsts.items():
        if not _NOTHING_BUT_ENDS.fullmatch(data, first):
            data = data.replace(end, b"")  # the parser would drop what templates write behind them
    root, is_whole = _tree(_tamed(data))
    if not is_whole:
        root, _ = _tree(_tamed(_flat(data)))
    return etree.Element("html") if root is None else root


def _tree(html: bytes) -> tuple[etree._Element | None, bool]:
    """The tree, if there is any, and whether all of the page is in it: the parser stops at 2,048 open elements."""
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
    )
    try:
        root = etree.fromstring(html, parser)
    except etree.XMLSyntaxError:
        root = None
    last = parser.error_log.last_error
    return root, last is None or last.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT


_KEPT_FLAT = SILENT | set(
    "html body meta link base h1 h2 h3 h4 h5 h6 p br li a img time pre table tr td th".split()
)
_NESTING = re.compile(rf"</?(?!(?:{'|'.join(sorted(_KEPT_FLAT))})\b)([a-z][\w-]*)[^>]*>".encode(), re.I)


def _flat(html: bytes) -> bytes:
    """The page without the elements that only nest, whose thousands of missing ends bury the text."""
    return _NESTING.sub(lambda tag: b"" if tag[1].lower().decode() in INLINE else b"<br>", html)


def _tamed(html: bytes) -> bytes:
    """The page without tags of thousands of attributes, on which the parser's time grows with the square."""
    half = _LONG_TAG // 2  # a long tag fills such a stretch
    kept: list[bytes] = []
    done = place = 0
    while place + half <= len(html):
        if html.find(b"<", place, place + half) >= 0:
            place += half
            continue
        start = html.rfind(b"<", 0, place) + 1
        following = html.find(b"<", place + half)
        place = following if following >= 0 else len(html)
        end = html.find(b">", start, place)
        if (end if end >= 0 else place) - start < _LONG_TAG:
            continue
        tag = html[start : end if end >= 0 else place]
        if tag[:1].isalpha() and len(tag.split(None, _MAX_ATTRIBUTES)) > _MAX_ATTRIBUTES:
            kept += html[done:start], tag.split(None, 1)[0]
            done = start + len(tag)
    return b"".join((*kept, html[done:])) if kept else html
